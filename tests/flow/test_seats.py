"""Two people at one computer: each is credited with what they did, and finds their own where they left it."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.desk.desk import Composed
from app.domain.conversations import ConversationClosed
from app.domain.errors import ComptoirError
from app.domain.ids import ConversationId
from tests.flow.desk_world import computer, reach
from tests.flow.hub_world import BO, HubWorld, until
from tests.flow.seat_world import (
    LEA_PIN,
    NORA_PIN,
    Shared,
    ana,
    code_of,
    commands_at_hub,
    counter,
    credited,
    drafts_on_disk,
    world,
)

__all__ = ["ana", "counter", "world"]


# --- one person ---


async def test_one_person_without_a_pin_is_never_asked_anything(counter: Shared, ana: ConversationId) -> None:
    counter.desk.lock_now()
    assert not counter.desk.is_locked()
    await counter.stop()
    await counter.start()
    [seat] = counter.desk.seats()
    assert not counter.desk.is_locked() and (seat.name, seat.has_pin, seat.is_active) == ("Léa", False, True)


async def test_somebody_joins_only_once_everybody_here_has_a_pin(counter: Shared) -> None:
    """Else anybody at the computer could act as the owner; the code is not used up by the try."""
    code = await counter.world.core.access.invite("rep", "Nora")
    with pytest.raises(ComptoirError) as error:
        await counter.desk.add_seat(code, NORA_PIN)
    assert code_of(error) == "pin_first"
    [lea] = counter.desk.seats()
    await counter.desk.change_pin(lea.device_id, "", LEA_PIN)
    await counter.desk.add_seat(code, NORA_PIN)
    assert [(row.name, row.role) for row in counter.desk.seats()] == [("Léa", "owner"), ("Nora", "rep")]


@pytest.mark.parametrize(
    ("pin", "code"), [("123", "pin_unfit"), ("12a4", "pin_unfit"), ("7777", "pin_too_simple")]
)
async def test_a_pin_that_protects_nothing_is_refused(counter: Shared, pin: str, code: str) -> None:
    [lea] = counter.desk.seats()
    with pytest.raises(ComptoirError) as error:
        await counter.desk.change_pin(lea.device_id, "", pin)
    assert code_of(error) == code
    assert not counter.desk.seats()[0].has_pin


async def test_a_code_that_the_hub_does_not_take_leaves_all_as_it_was(counter: Shared) -> None:
    await counter.share()
    with pytest.raises(ComptoirError) as error:
        await counter.desk.add_seat("0" * 32, "4827")
    assert code_of(error) == "invite_unknown"
    counter.wire.is_cut = True
    with pytest.raises(ComptoirError) as error:
        await counter.desk.add_seat("0" * 32, "4827")
    assert code_of(error) == "hub_unreachable"
    assert len(counter.desk.seats()) == 2


# --- who did what ---


async def test_what_each_did_offline_is_credited_to_them_after_reconnecting(
    counter: Shared, ana: ConversationId
) -> None:
    """Both write in turns without the hub; each command goes by its author's device, in that device's own numbers."""
    world, desk = counter.world, counter.desk
    bo = await world.conversation(BO)
    await until(lambda: bo in desk.inbox("waiting"))
    await counter.share()
    counter.wire.is_cut = True
    await desk.send_text(ana, "Léa one", grace_s=0)
    await counter.as_nora()
    await desk.send_text(ana, "Nora one", grace_s=0, send_anyway=True)
    await desk.send_text(bo, "Nora two", grace_s=0)
    await counter.as_lea()
    await desk.send_text(bo, "Léa two", grace_s=0, send_anyway=True)
    await desk.close(ana)
    waiting = [row for row in desk.page(bo) if row.is_pending and row.kind == "text"]
    assert [row.author_name for row in waiting] == ["Nora", "Léa"]
    counter.wire.is_cut = False
    await reach(world.clock, lambda: not desk.is_waiting_for_hub)
    assert sorted(credited(world)) == [
        ("Léa one", "Léa"),
        ("Léa two", "Léa"),
        ("Nora one", "Nora"),
        ("Nora two", "Nora"),
    ]
    lea, nora = counter.lea, counter.nora
    expected = [(lea, n, True) for n in (1, 2, 3)] + [(nora, n, True) for n in (1, 2)]
    assert commands_at_hub(world) == sorted(expected)
    [closed] = [event for event in world.events() if isinstance(event.body, ConversationClosed)]
    assert closed.actor.device_id == lea


async def test_what_waits_goes_by_its_author_also_after_a_restart(
    counter: Shared, ana: ConversationId
) -> None:
    """The program ends while Nora's answer waits and Léa is at the desk; numbers go on where each of them was."""
    world = counter.world
    await counter.share()
    counter.wire.is_cut = True
    await counter.as_nora()
    await counter.desk.send_text(ana, "Nora before", grace_s=0)
    await counter.as_lea()
    await counter.stop()
    await counter.start()
    assert counter.desk.is_locked()
    assert [(row.name, row.is_active) for row in counter.desk.seats()] == [("Léa", True), ("Nora", False)]
    counter.wire.is_cut = False
    await reach(world.clock, lambda: credited(world) == [("Nora before", "Nora")])
    await counter.as_nora()
    await counter.desk.send_text(ana, "Nora after", grace_s=0)
    await reach(world.clock, lambda: not counter.desk.is_waiting_for_hub)
    assert credited(world)[1:] == [("Nora after", "Nora")]
    assert commands_at_hub(world) == [(counter.nora, 1, True), (counter.nora, 2, True)]


async def test_a_rep_who_took_over_from_the_owner_may_only_what_a_rep_may(counter: Shared) -> None:
    """The hub looks at the token: the owner's is not used for the rep's wishes."""
    await counter.share()
    await counter.as_nora()
    assert (counter.desk.me().name, counter.desk.me().role) == ("Nora", "rep")
    await counter.desk.change_setting("business_name", "Nora's own")
    await reach(counter.world.clock, lambda: bool(counter.refusals))
    assert counter.refusals[0].code == "role_missing"
    assert counter.desk.setting("business_name") == ""


async def test_nobody_takes_back_what_a_colleague_at_the_same_computer_sends(
    counter: Shared, ana: ConversationId
) -> None:
    await counter.share()
    counter.wire.is_cut = True
    message_id = await counter.desk.send_text(ana, "Mine", grace_s=0)
    await counter.as_nora()
    assert await counter.desk.take_back(message_id) is None
    await counter.as_lea()
    assert await counter.desk.take_back(message_id) == "Mine"


# --- their own things ---


async def test_drafts_what_is_attached_and_places_are_each_persons_own(
    counter: Shared, ana: ConversationId
) -> None:
    """Also after a kill: nothing is told to the files but what the second after typing wrote."""
    desk = counter.desk
    await counter.share()
    quoted = counter.desk.page(ana)[0].message_id
    desk.save_draft(ana, "Léa begins")
    desk.keep_attached(ana, Composed("text", "", None, quoted))
    desk.remember_place(view="all", conversation_id=ana, geometry="window")
    await counter.as_nora()
    assert (desk.draft(ana), desk.attached(ana)) == ("", None)
    assert desk.last_place() == {"geometry": "window"}
    desk.save_draft(ana, "Nora begins")
    desk.remember_place(view="closed")
    await counter.as_lea()
    assert desk.draft(ana) == "Léa begins"
    assert desk.last_place()["view"] == "all"
    row = desk.inbox_row(ana)
    assert row is not None and row.draft == "Léa begins"
    await counter.world.clock.advance(1.0)  # killed from here on: what follows is what the disk has
    await until(lambda: len(drafts_on_disk(counter)) == 2)
    assert drafts_on_disk(counter) == {
        counter.lea: {ana: "Léa begins"},
        counter.nora: {ana: "Nora begins"},
    }
    await counter.stop()
    await counter.start()
    await counter.as_nora()
    assert (counter.desk.draft(ana), counter.desk.last_place()["view"]) == ("Nora begins", "closed")
    await counter.as_lea()
    attached = counter.desk.attached(ana)
    assert attached is not None and attached.reply_to == quoted


async def test_a_refusal_is_told_to_its_author_when_they_are_back(
    counter: Shared, world: HubWorld, ana: ConversationId, tmp_path: Path
) -> None:
    """A colleague elsewhere answered meanwhile: Nora's text is her draft again, Léa hears nothing of it."""
    async with computer(world, tmp_path / "else", "Marc", "rep") as marc:
        await reach(world.clock, lambda: ana in marc.desk.inbox("waiting"))
        await counter.share()
        await counter.as_nora()
        counter.wire.is_cut = True
        await counter.desk.send_text(ana, "Too late", grace_s=0)
        await counter.as_lea()
        await marc.desk.send_text(ana, "Marc was quicker", grace_s=0)
        await reach(world.clock, lambda: ("Marc was quicker", "Marc") in credited(world))
        counter.wire.is_cut = False
        await reach(world.clock, lambda: not counter.desk.is_waiting_for_hub)
        assert counter.refusals == [] and counter.desk.draft(ana) == ""
        await counter.as_nora()
        assert [(one.code, one.text) for one in counter.refusals] == [("newer_answer", "Too late")]
        assert counter.desk.draft(ana) == "Too late"


async def test_the_window_is_told_before_anything_is_another_persons(
    counter: Shared, ana: ConversationId
) -> None:
    """What a screen still keeps at that moment goes to the one who leaves."""
    await counter.share()
    heard: list[str] = []

    def hear(moment: str) -> None:
        heard.append(f"{moment} {counter.desk.me().name}")
        if moment == "leaving":
            counter.desk.save_draft(ana, "the last letters")

    counter.desk.subscribe_seats(hear)
    await counter.as_nora()
    assert heard == ["leaving Léa", "changed Nora"] and counter.desk.draft(ana) == ""
    counter.desk.lock_now()
    await counter.as_nora()
    assert heard[2:] == ["changed Nora", "changed Nora"]
    await counter.as_lea()
    assert counter.desk.draft(ana) == "the last letters"
