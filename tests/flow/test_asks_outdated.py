"""What asks or reminds of an appointment never leaves with what is so no more: a stale plan, a message that waited."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.appointment_asks import seen_of
from app.domain.appointments import (
    AppointmentAnswered,
    AppointmentAsked,
    AppointmentChanged,
    AppointmentMoved,
    AppointmentRemoved,
)
from app.domain.channels import WHATSAPP
from app.domain.contact_cards import FieldChange
from app.domain.contacts import ContactBlocked
from app.domain.events import EventBody
from app.domain.ids import ConversationId, MessageId
from app.domain.lines import line_id_of
from tests.flow.asked_world import Asked, asked_world
from tests.flow.asking_day import AskingDay, asking_day
from tests.flow.desk_world import reach
from tests.flow.hub_world import BO, LINE


@pytest.fixture
async def a(tmp_path: Path) -> AsyncIterator[Asked]:
    async with asked_world(tmp_path) as made:
        yield made


@pytest.fixture
async def day(tmp_path: Path) -> AsyncIterator[AskingDay]:
    async with asking_day(tmp_path) as made:
        yield made


async def test_a_stale_plan_does_not_tell_the_old_time(day: AskingDay) -> None:
    await day.tell(*day.many(2))
    plan = await day.lea.desk.ask_plan(day.day)
    moved = AppointmentMoved("a-000", day.at("18:00"), 15, day.chair, day.at("08:00"))
    day.lea.wire.is_cut = True
    await day.tell(moved, is_heard=False)
    run_id = await day.lea.desk.ask(plan)
    day.lea.wire.is_cut = False
    await day.settle()
    assert day.run(run_id).not_asked == {"appointment_changed": 1}
    await reach(day.world.clock, lambda: len(day.graph.posts) == 1)
    rows = day.rows()
    assert (rows["a-000"].state, rows["a-001"].appointment.ask_count) == ("to_ask", 1)
    await day.lea.desk.ask(await day.lea.desk.ask_plan(day.day))
    await reach(day.world.clock, lambda: len(day.graph.posts) == 2)


@pytest.mark.parametrize("answer", ["confirmed", "move", "unclear"])
async def test_whoever_answered_meanwhile_is_not_asked_again_nor_is_their_answer_lost(
    a: Asked, answer: str
) -> None:
    await a.book()
    await a.asked("a-1")
    stale = replace(a.asking("a-1"), seen=(seen_of(a.one()),))
    await a.append(AppointmentAnswered("a-1", answer, "call"), subject="a-1")  # type: ignore[arg-type]
    assert (await a.ask(stale, again=True)).result == "accepted"
    assert (a.one().answer, a.one().ask_count, len(a.o.graph.posts)) == (answer, 1, 2)


async def test_two_who_ask_again_at_once_ask_once(a: Asked) -> None:
    await a.book()
    await a.asked("a-1")
    seen = (seen_of(a.one()),)
    first, second = (replace(a.asking("a-1"), seen=seen) for _ in range(2))
    await a.ask(first, again=True)
    await a.ask(second, again=True)
    await a.o.ends_as("accepted", first.message.message_id)
    assert (a.one().ask_count, a.one().ask_id, len(a.o.graph.posts)) == (2, first.ask_id, 3)


async def test_another_persons_appointment_is_not_told_to_the_one_before(a: Asked) -> None:
    bo = await a.o.world.conversation(BO, text="Bonjour", name="Bo")
    await a.book()
    stale = replace(a.asking("a-1"), seen=(seen_of(a.one()),))
    change = FieldChange("contact_id", a.contact(bo))
    await a.append(AppointmentChanged("a-1", (change,)), subject="a-1")
    await a.ask(stale)
    assert (a.one().ask_trouble, len(a.o.graph.posts)) == ("appointment_changed", 1)


def _changes(a: Asked, bo: ConversationId) -> dict[str, EventBody]:
    one = a.one()
    return {
        "moved": AppointmentMoved("a-1", one.starts_at + timedelta(hours=1), 45, "lea", one.starts_at),
        "cancelled": AppointmentAnswered("a-1", "cancelled", "call"),
        "removed": AppointmentRemoved("a-1"),
        "handed over": AppointmentChanged("a-1", (FieldChange("booker_id", a.contact(bo)),)),
    }


@pytest.mark.parametrize("what", ["moved", "cancelled", "removed", "handed over"])
@pytest.mark.parametrize("is_ask", [True, False])
async def test_what_waits_does_not_leave_once_it_is_so_no_more(a: Asked, what: str, is_ask: bool) -> None:
    bo = await a.o.world.conversation(BO, text="Bonjour", name="Bo")
    await a.book("a-1")
    await a.book("a-2", 27)
    plain = a.asking("a-1", "a-2")
    held = replace(plain, message=replace(plain.message, grace_ms=20_000))
    if is_ask:
        await a.ask(held)
    else:  # only reminds: no answer is awaited
        await a.o.answer(held.message.message_id, grace_ms=20_000)
        told = AppointmentAsked("a-1", "ask-r", held.message.message_id, a.o.ana, is_ask=False, step_min=60)
        await a.append(told, subject="a-1")
    await a.append(_changes(a, bo)[what], subject="a-1")
    await a.o.ends_as("refused", held.message.message_id)
    assert a.o.last().code == "appointment_changed"
    assert len(a.o.graph.posts) == 1
    if is_ask:  # of the other one nobody was asked either
        again = await a.asked("a-2")
        assert a.one("a-2").ask_count == 1 and a.one("a-2").ask_id == again.ask_id


async def test_a_note_or_another_chair_holds_nothing_up(a: Asked) -> None:
    await a.book()
    plain = a.asking("a-1")
    held = replace(plain, message=replace(plain.message, grace_ms=5_000), seen=(seen_of(a.one()),))
    await a.append(AppointmentChanged("a-1", (FieldChange("note", "Frange"),)), subject="a-1")
    await a.ask(held)
    one = a.one()
    await a.append(AppointmentMoved("a-1", one.starts_at, 45, "kim", one.starts_at, "lea"), subject="a-1")
    await a.o.ends_as("accepted", MessageId(held.message.message_id))


async def test_whoever_is_blocked_is_neither_asked_nor_reminded(a: Asked) -> None:
    await a.book()
    await a.append(ContactBlocked(a.contact(), line_id_of(WHATSAPP, LINE)), subject=a.contact())
    await a.ask(a.asking("a-1"))
    assert (a.one().ask_trouble, len(a.o.graph.posts)) == ("blocked", 1)


async def test_a_stop_holds_also_while_one_may_write_freely(a: Asked) -> None:
    await a.book("a-1")
    await a.book("a-2", 27)
    plain = a.asking("a-1")
    await a.ask(replace(plain, message=replace(plain.message, grace_ms=20_000)))
    await a.writes("STOP")
    await a.o.ends_as("refused", plain.message.message_id)
    assert a.o.last().code == "consent_withdrawn"
    await a.ask(a.asking("a-2"))
    assert (a.one("a-2").ask_trouble, len(a.o.graph.posts)) == ("consent_withdrawn", 1)
