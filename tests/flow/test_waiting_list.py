"""A freed slot goes to whoever on the waiting list taps first; everybody else is told, once, and nobody has it too."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.appointments import AppointmentRemoved
from app.domain.slot_offers import CloseOffer, RemoveWaiter, SaveWaiter, Waiter
from storage import view
from tests.flow.asked_world import asked_world
from tests.flow.restore_world import is_as_rebuilt
from tests.flow.waiting_world import Waiting


@pytest.fixture
async def w(tmp_path: Path) -> AsyncIterator[Waiting]:
    """Ana, Bo and Cleo wait."""
    async with asked_world(tmp_path / "hub") as a:
        made = Waiting(a)
        await made.begin("ana", "bo", "cleo")
        yield made


async def do(w: Waiting, body: object, code: str | None = None) -> None:
    outcome = await w.a.o.world.do(w.a.o.desk, body)  # type: ignore[arg-type]
    assert outcome.code == code, outcome


async def test_the_first_tap_has_it_and_the_others_are_thanked(w: Waiting, tmp_path: Path) -> None:
    assert (await w.offer("ana", "bo", "cleo")).code is None
    for name in ("ana", "bo", "cleo"):
        assert w.a.talk(w.talks[name]) is not None
    waits = w.a.talk(w.talks["bo"]).waiting_since_at
    assert waits is not None  # an invitation is no answer to what Bo wrote
    await w.taps(("bo", "take"), twice=True)
    booked = w.a.one(w.known().taken_id)
    assert (booked.starts_at, booked.source, booked.answer) == (w.at(), "waiting", "confirmed")
    assert (booked.contact_id, booked.person) == (w.a.contact(w.talks["bo"]), "Bo")
    assert (w.known().end, w.known().waiter_id, w.line()) == ("taken", "w-bo", ["ana", "cleo"])
    assert w.a.talk(w.talks["bo"]).waiting_since_at == waits
    await w.all_told(1)
    await w.taps(("ana", "take"), ("cleo", "pass"), twice=True)
    assert w.answers() == {"ana": "late", "bo": "took", "cleo": "declined"}
    assert w.a.talk(w.talks["ana"]).waiting_since_at is None  # it is dealt with
    await w.all_told(3)
    assert "rapide" in w.told("ana")[0] or "prise" in w.told("ana")[0], w.told()
    # the same once more: nothing happens, and nobody is told again
    for name in ("ana", "bo"):
        await w.taps((name, "take"))
    await w.taps(("cleo", "pass"), ("ana", "pass"))
    await w.all_told(3)
    assert w.a.count("appointment.booked") == w.a.count("slot.taken") == 1
    assert w.line() == ["ana", "cleo"]
    await w.a.o.world.restart()
    await w.all_told(3)
    assert is_as_rebuilt(w.a.o.world, tmp_path)


async def test_two_in_one_webhook_have_one_holder(w: Waiting) -> None:
    await w.offer("ana", "bo", "cleo")
    await w.taps(("cleo", "take"), ("ana", "take"), ("bo", "pass"), ("cleo", "take"))
    assert w.answers() == {"ana": "late", "bo": "declined", "cleo": "took"}
    assert w.a.count("appointment.booked") == 1 and w.known().waiter_id == "w-cleo"
    await w.all_told(3)


async def test_a_slot_that_is_booked_by_hand_or_past_is_offered_no_more(w: Waiting) -> None:
    await w.offer("ana", "bo")
    in_h = (w.at() - w.a.o.world.clock.now()) / timedelta(hours=1)
    await w.a.book("a-1", in_h, person="Dan", contact_id=None)
    await w.a.o.reach(lambda: w.known().end == "taken_by_hand", within_s=3)
    await w.taps(("ana", "take"))
    assert w.answers()["ana"] == "late" and w.a.count("slot.taken") == 0
    assert (await w.offer("cleo", offer_id="of-2")).code == "slot_taken"
    await w.a.append(AppointmentRemoved("a-1"), subject="a-1")
    assert (await w.offer("cleo", offer_id="of-2")).code is None
    await w.a.o.world.clock.advance(5 * 3600)
    await w.a.o.reach(lambda: w.known("of-2").end == "past", within_s=3)
    await w.taps(("cleo", "take"), offer_id="of-2")
    assert w.answers("of-2") == {"cleo": "late"}


async def test_what_may_not_be_offered_says_why(w: Waiting) -> None:
    await w.offer("ana")
    assert (await w.offer("bo", offer_id="of-2")).code == "offer_running"
    await do(w, CloseOffer("of-1"))
    await do(w, CloseOffer("of-1"))
    assert (w.known().end, w.a.count("offer.closed")) == ("by_member", 1)
    assert (await w.offer("bo", offer_id="of-1")).code == "offer_running"  # that id is used
    assert (await w.offer(offer_id="of-2")).code == "ask_nothing"
    assert (await w.offer(*["bo"] * 21, offer_id="of-2")).code == "ask_long"
    past = w.a.o.world.clock.now() - timedelta(minutes=5)
    assert (await w.offer("bo", offer_id="of-2", starts_at=past.replace(microsecond=0))).code == "slot_past"
    assert (await w.offer("bo", offer_id="of-2", resource_id="x")).code == "resource_unknown"
    assert (await w.offer("bo", offer_id="of-2", length_min=2)).code == "appointment_length"
    await do(w, RemoveWaiter("w-bo"))
    await do(w, RemoveWaiter("w-bo"))
    refused = await w.offer("bo", offer_id="of-2")
    assert (refused.code, refused.facts) == ("nobody_invited", {"why": "waiter_unknown"})
    # one that cannot go stops no other; nobody is invited twice
    assert (await w.offer("bo", "cleo", "cleo", offer_id="of-2")).code is None
    codes = {one.waiter_id: one.code for one in w.known("of-2").invited}
    assert codes == {"w-bo": "waiter_unknown", "w-cleo": ""}
    bodies = w.a.o.world.events("slot.offered")
    assert [one.code for one in bodies[-1].body.invited] == ["waiter_unknown", "", "asked_meanwhile"]  # type: ignore[union-attr]


async def test_who_may_wait(w: Waiting) -> None:
    ana = w.a.contact(w.talks["ana"])
    assert (await w.wait("ana", contact_id=None)).code == "waiter_nobody"
    assert (await w.wait("ana", contact_id="nobody")).code == "contact_unknown"
    assert (await w.wait("ana", contact_id=w.a.contact(w.talks["bo"]))).code == "waiter_malformed"
    assert (await w.wait("ana", service_id="x")).code == "service_unknown"
    assert (await w.wait("ana", resource_id="x")).code == "resource_unknown"
    for wrong in ({"from_day": "27/11"}, {"from_min": 700, "until_min": 600}, {"length_min": 0}):
        assert (await w.wait("ana", **wrong)).code == "waiter_malformed"
    await do(w, SaveWaiter("w-x", Waiter("w-y", ana)), "waiter_malformed")
    assert (await w.wait("ana", note="x" * 201)).code == "appointment_words_long"
    count = w.a.count("waiter.saved")
    assert (await w.wait("ana")).code is None and w.a.count("waiter.saved") == count  # it is so already
    await w.a.o.world.clock.advance(60)
    assert (await w.wait("ana", note="le matin")).code is None
    assert w.line() == ["ana", "bo", "cleo"]  # a change costs nobody their place
    await do(w, RemoveWaiter("w-ana"))
    assert (await w.wait("ana")).code is None
    assert w.line() == ["bo", "cleo", "ana"]


async def test_somebody_who_has_something_else_meanwhile_is_asked_by_a_person(w: Waiting) -> None:
    await w.offer("ana", "bo")
    await w.offer("ana", offer_id="of-2", starts_at=w.at(6))
    await w.taps(("ana", "take"), ("ana", "ap:take:of-2"))
    assert (w.known().waiter_id, w.known("of-2").end) == ("w-ana", "")
    assert w.a.talk().waiting_since_at is not None
    await w.taps(("ana", "pass"))  # who gives it back is asked, too
    assert w.a.one(w.known().taken_id).is_standing and w.answers()["ana"] == "took"
    await w.taps(("ana", "ap:take:nothing"), ("bo", "ap:take:of-2"))  # not offered to him
    assert w.known("of-2").end == ""
    await w.all_told(1)


async def test_an_erased_person_waits_no_more(w: Waiting, tmp_path: Path) -> None:
    from app.domain.erasure import ContactErased

    await w.offer("ana", "bo")
    await w.taps(("bo", "take"))
    await w.all_told(1)
    bo = w.a.contact(w.talks["bo"])
    world = w.a.o.world
    asked = {"contact_id": bo, "confirm": "Bo", "reason": "request"}
    answer = await world.call("POST", "/api/v1/erasures", w.a.o.desk, asked)
    assert answer.status == 200, answer.body
    await w.a.o.reach(lambda: bool(world.events(ContactErased.KIND)), within_s=10)
    assert w.line() == ["ana", "cleo"] and w.answers() == {"ana": ""}
    with world.reading() as conn:
        assert view.load_contact(conn, bo) is None
    assert is_as_rebuilt(world, tmp_path)
