"""Lists of appointments on their whole way: pasted, looked through, brought, seen everywhere; again, undone, by two."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from app.desk.appointment_imports.preview import BookingPreview
from app.desk.appointment_imports.review import NOTHING_CHOSEN, BookingReview, Choices
from app.desk.contact_imports.watching import UNWATCHED
from app.domain.agenda_rows import AppointmentRow
from app.domain.appointment_import_rows import AppointmentsImportProgress
from app.domain.erasure import EraseWish
from app.domain.errors import ComptoirError
from app.domain.ids import ImportId
from app.domain.money import Money
from tests.flow.desk_world import Computer, computer, reach
from tests.flow.hub_world import ANA, HubWorld
from tests.flow.test_appointments_desks import is_same_everywhere, new, opened, settle, tomorrow, wall
from tests.flow.test_contact_imports import found_by

CLARA = "33639980011"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[HubWorld]:
    async with HubWorld(tmp_path / "hub") as world:
        yield world


@pytest.fixture
async def lea(world: HubWorld, tmp_path: Path) -> AsyncIterator[Computer]:
    async with computer(world, tmp_path / "lea") as made:
        await reach(world.clock, lambda: made.desk.connection().is_hub_reachable)
        yield made


@pytest.fixture
async def bo(world: HubWorld, tmp_path: Path) -> AsyncIterator[Computer]:
    async with computer(world, tmp_path / "bo", "Bo", "rep") as made:
        await reach(world.clock, lambda: made.desk.connection().is_hub_reachable)
        yield made


def pasted(at: Computer, *changed: tuple[str, str], turned: bool = False) -> str:
    """Tomorrow's list as a page gives it: what is as in the line above stands there alone, as in merged cells."""
    day = (at.desk.agenda().today + timedelta(days=1)).strftime("%d/%m/%Y")
    rows = [
        [day, "09:00", "Clara Dumas", "06 39 98 00 11", "Coupe", "Camille Roux", "45,00 €"],
        [day, "10:00", "Mme Petit Lucie", "", "Brushing", "Camille Roux", ""],
        [day, "11:00", "Ana Field", f"+{ANA}", "Coupe", "Noé", ""],
        [day, "14:30", "Tom Dumas", "06 39 98 00 11", "Barbe", "Noé", "20"],
    ]
    if turned:
        rows = [rows[3], rows[1], rows[0], rows[2]]
    else:
        for row in rows[1:]:
            row[0] = ""
        rows[1][5] = rows[3][5] = ""
    head = "Date\tHeure\tClient\tTéléphone\tPrestation\tAvec\tPrix"
    text = "\n".join([head, *("\t".join(row) for row in rows), "Total\t4 rendez-vous"])
    for old, other in changed:
        assert old in text
        text = text.replace(old, other)
    return text


async def looked(
    at: Computer, text: str | Path, choices: Choices = NOTHING_CHOSEN
) -> tuple[BookingReview, BookingPreview]:
    review = await at.desk.review_appointments(text, UNWATCHED)
    return review, review.look(review.plan, choices)


async def bring(
    at: Computer,
    text: str | Path,
    choices: Choices = NOTHING_CHOSEN,
    told: Callable[[AppointmentsImportProgress], None] = lambda _: None,
    is_stopped: Callable[[], bool] = lambda: False,
) -> AppointmentsImportProgress:
    review, seen = await looked(at, text, choices)
    return await at.desk.import_appointments(review, review.plan, seen, told=told, is_stopped=is_stopped)


def counts(one: AppointmentsImportProgress) -> tuple[int, int, int, int]:
    return one.added, one.changed, one.same, one.gone


def by_name(at: Computer) -> dict[str, AppointmentRow]:
    return {row.name: row for row in tomorrow(at)}


NOE = Choices(made=frozenset({"noe"}))


async def test_a_pasted_list_is_seen_on_every_desk_and_the_same_one_changes_nothing(
    world: HubWorld, lea: Computer, bo: Computer
) -> None:
    await world.say()
    await opened(world, lea, bo)
    _review, seen = await looked(lea, pasted(lea), NOE)
    assert [one.fate for one in seen.rows if one.fate != "left"] == ["added"] * 4
    assert (seen.makes_people, seen.unreachable, dict(seen.places)) == (1, 1, {"Noé": 2})
    done = await bring(lea, pasted(lea), NOE)
    assert (done.state, counts(done)) == ("ended", (4, 0, 0, 0))
    await settle(world, lea, bo)
    there = by_name(bo)
    clara, lucie, ana, tom = (there[name] for name in ("Clara Dumas", "Mme Petit Lucie", "Ana", "Tom Dumas"))
    assert clara.appointment.starts_at == wall(bo, "09:00")
    assert (clara.service, clara.resource, clara.appointment.length_min, clara.appointment.price) == (
        "Coupe", "Camille Roux", 45, Money(4_500, "EUR"),
    )  # fmt: skip
    assert clara.appointment.contact_id == found_by(bo, CLARA)
    assert (lucie.service, lucie.resource, lucie.appointment.contact_id) == ("Brushing", "Camille Roux", None)
    assert (ana.appointment.contact_id, ana.resource) == (found_by(bo, ANA), "Noé")
    assert (tom.appointment.contact_id, tom.appointment.booker_id) == (None, clara.appointment.contact_id)
    assert (tom.appointment.price, tom.appointment.source) == (Money(2_000, "EUR"), "import")
    (past,) = bo.desk.appointments_imports()
    assert (past.state, past.added, past.member_name) == ("ended", 4, "Léa")
    head = world.head
    again = await bring(bo, pasted(bo, turned=True))  # somebody else, in another order
    assert (counts(again), world.head) == ((0, 0, 4, 0), head + 2)
    await settle(world, lea, bo)
    assert is_same_everywhere(world, lea, bo)


async def test_a_second_list_changes_what_differs_and_is_taken_back(world: HubWorld, lea: Computer) -> None:
    await opened(world, lea)
    await bring(lea, pasted(lea), NOE)
    await settle(world, lea)
    before = {name: row.appointment for name, row in by_name(lea).items()}
    await lea.desk.answer_appointment(before["Ana Field"].appointment_id, "confirmed")
    await settle(world, lea)
    day = (lea.desk.agenda().today + timedelta(days=1)).strftime("%d/%m/%Y")
    lines = pasted(lea, ("11:00", "11:30"), ("Brushing", "Couleur"), turned=True).splitlines()
    text = "\n".join(line for line in [*lines[:-1], f"{day}\t16:00\tNew One\t\t\t\t"] if "Tom" not in line)
    review, seen = await looked(lea, text)
    assert (seen.counts["added"], seen.counts["moved"], seen.counts["changed"], seen.counts["gone"]) == (
        1,
        1,
        1,
        1,
    )
    assert (seen.doing, seen.cancels) == (4, 1)
    kept = await lea.desk.import_appointments(review, review.plan, seen, told=lambda _: None)
    assert counts(kept) == (1, 2, 1, 1)
    await settle(world, lea)
    there = by_name(lea)
    assert there["Ana Field"].appointment.starts_at == wall(lea, "11:30")
    assert (
        there["Ana Field"].state == "to_ask"
    )  # what was said about the old time is no answer for the new one
    assert there["Mme Petit Lucie"].service == "Couleur"
    assert there["Tom Dumas"].state == "cancelled"
    await lea.desk.change_appointment(there["Mme Petit Lucie"].appointment_id, {"note": "Dog"})
    await settle(world, lea)
    done = await lea.desk.undo_appointments_import(kept.import_id)
    assert (done.state, done.removed, done.kept, done.restored, done.left) == ("undone", 1, 0, 2, 1)
    await settle(world, lea)
    back = by_name(lea)
    assert back["Ana Field"].appointment.starts_at == wall(lea, "11:00")
    assert (back["Ana Field"].state, back["Tom Dumas"].state) == ("confirmed", "to_ask")
    assert (back["Mme Petit Lucie"].service, "New One" in back) == ("Couleur", False)
    assert await lea.desk.undo_appointments_import(kept.import_id) == done
    first = lea.desk.appointments_imports()[-1].import_id
    whole = await lea.desk.undo_appointments_import(first)
    # Ana was confirmed and Lucie got a note by somebody's hand: both stay.
    assert (whole.removed, whole.kept) == (2, 2)
    await settle(world, lea)
    assert is_same_everywhere(world, lea)
    restored = await bring(lea, pasted(lea))
    assert counts(restored) == (2, 1, 1, 0)


async def test_what_was_done_here_wins_over_a_list_that_does_not_know_of_it(
    world: HubWorld, lea: Computer
) -> None:
    await opened(world, lea)
    await bring(lea, pasted(lea), NOE)
    await settle(world, lea)
    there = by_name(lea)
    await lea.desk.move_appointment(there["Clara Dumas"].appointment_id, wall(lea, "17:00"))
    await lea.desk.answer_appointment(there["Ana Field"].appointment_id, "cancelled")
    await settle(world, lea)
    _review, seen = await looked(lea, pasted(lea))
    codes = sorted(one.code for row in seen.rows for one in row.problems if not one.is_left_out)
    assert codes == ["booking_cancelled_here", "booking_moved_here"]
    assert counts(await bring(lea, pasted(lea))) == (0, 0, 4, 0)
    # The software says something new of one, and that another one who was cancelled comes after all, later.
    told = await bring(lea, pasted(lea, ("09:00", "09:30"), ("11:00", "12:00")))
    assert counts(told) == (1, 1, 2, 0)
    await settle(world, lea)
    assert by_name(lea)["Clara Dumas"].appointment.starts_at == wall(lea, "09:30")
    assert is_same_everywhere(world, lea)


async def test_two_desks_bring_the_same_list_at_once(world: HubWorld, lea: Computer, bo: Computer) -> None:
    await opened(world, lea, bo)
    mine, theirs = await looked(lea, pasted(lea)), await looked(bo, pasted(bo))
    first = await lea.desk.import_appointments(mine[0], mine[0].plan, mine[1], told=lambda _: None)
    second = await bo.desk.import_appointments(theirs[0], theirs[0].plan, theirs[1], told=lambda _: None)
    assert (counts(first), counts(second)) == ((4, 0, 0, 0), (0, 0, 4, 0))
    await settle(world, lea, bo)
    assert len(tomorrow(bo)) == 4
    with pytest.raises(ComptoirError) as refused:  # another's import is theirs, or the leaders'
        await bo.desk.undo_appointments_import(first.import_id)
    assert refused.value.code == "role_missing"
    assert (await bo.desk.undo_appointments_import(second.import_id)).removed == 0


async def test_a_stopped_import_goes_on_and_nothing_comes_twice(
    world: HubWorld, lea: Computer, tmp_path: Path
) -> None:
    await opened(world, lea)
    day = (lea.desk.agenda().today + timedelta(days=1)).isoformat()
    rows = (
        f"{day};{8 + n // 60:02d}:{n % 60:02d};Person {n};06 39 98 {n // 100:02d} {n % 100:02d}"
        for n in range(500)
    )
    path = tmp_path / "agenda.csv"
    path.write_text("Date;Heure;Client;Téléphone\n" + "\n".join(rows) + "\n", "utf-8")
    review, seen = await looked(lea, path)
    steps: list[int] = []
    half = await lea.desk.import_appointments(
        review, review.plan, seen, told=lambda one: steps.append(one.done), is_stopped=lambda: 250 in steps
    )
    assert (half.state, half.done, half.added) == ("open", 250, 250)
    await settle(world, lea)
    rest = await lea.desk.import_appointments(review, review.plan, seen, told=lambda _: None)
    assert (rest.import_id, rest.state, rest.added, rest.total) == (half.import_id, "ended", 500, 500)
    await settle(world, lea)
    assert len(tomorrow(lea)) == 500
    gone = await lea.desk.undo_appointments_import(ImportId(rest.import_id))
    assert (gone.removed, gone.kept) == (500, 0)
    await settle(world, lea)
    assert (tomorrow(lea), found_by(lea, "33639980001")) == ([], None)


async def test_nothing_of_an_erased_person_is_kept_beside(world: HubWorld, lea: Computer) -> None:
    await opened(world, lea)
    await bring(lea, pasted(lea))
    await settle(world, lea)
    clara = found_by(lea, CLARA)
    assert clara is not None
    await lea.desk.erase_person(EraseWish(clara, "Clara Dumas", "request", is_kept_off=True))
    await settle(world, lea)
    with world.reading() as conn:
        left = conn.execute("SELECT count(*) FROM appointments_import_row").fetchone()
    assert left == (2,)  # Lucie's and Ana's
    again = await bring(lea, pasted(lea))
    assert (counts(again), again.refused) == ((0, 0, 2, 0), 2)


async def test_a_list_that_leaves_something_open_is_refused_until_it_is_said(
    lea: Computer, world: HubWorld
) -> None:
    await opened(world, lea)
    review, seen = await looked(lea, "Heure\tClient\n9:00\tClara Dumas\n10:00\tLucie Petit\n")
    assert [one.kind for one in seen.open_questions] == ["day"]
    with pytest.raises(ComptoirError) as refused:
        await lea.desk.import_appointments(review, review.plan, seen, told=lambda _: None)
    assert refused.value.code == "agenda_import_questions"
    with pytest.raises(ComptoirError) as nothing:
        await lea.desk.review_appointments("  \n ", UNWATCHED)
    assert nothing.value.code == "paste_empty"


async def test_what_a_person_booked_is_known_to_the_list_from_then_on(world: HubWorld, lea: Computer) -> None:
    chair = await opened(world, lea)
    booked = await lea.desk.book_appointment(new(lea, "09:00", chair, "Clara Dumas"))
    await settle(world, lea)
    assert counts(await bring(lea, pasted(lea), NOE)) == (3, 1, 0, 0)
    await settle(world, lea)
    one = by_name(lea)["Clara Dumas"].appointment
    assert (one.appointment_id, one.import_key != "", one.imported_at) == (booked, True, one.starts_at)
    assert one.contact_id == found_by(lea, CLARA)  # the list has her number
    (again, *_others) = lea.desk.appointments_imports()
    await lea.desk.undo_appointments_import(again.import_id)
    await settle(world, lea)
    back = by_name(lea)["Clara Dumas"].appointment
    assert (back.import_key, back.imported_at, back.contact_id, back.person) == (
        "",
        None,
        None,
        "Clara Dumas",
    )
    assert list(by_name(lea)) == ["Clara Dumas"]
    assert is_same_everywhere(world, lea)


async def test_a_list_that_says_the_same_under_another_name_leaves_no_trace_in_the_history(
    world: HubWorld, lea: Computer
) -> None:
    chair = await opened(world, lea)
    booked = await lea.desk.book_appointment(new(lea, "10:00", chair, "Lucie Petit"))
    await lea.desk.change_appointment(booked, {"service_id": None, "title": "Brushing"})
    await settle(world, lea)
    await bring(lea, pasted(lea), NOE)
    await settle(world, lea)
    kinds = [one.kind for one in lea.desk.appointment_history(booked)]
    assert kinds == ["appointment.changed", "appointment.booked"]  # by hand, both
