"""Drawn over and confirmed are the same: what a desk shows of appointments before the hub agreed, the log then says."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.desk.agenda_actions import AgendaActions
from app.desk.agenda_reading import AgendaReader
from app.desk.pending import Pending
from app.domain.agenda import Resource, ResourceSaved, Service, ServiceSaved
from app.domain.agenda_rows import AgendaDays, AppointmentRow
from app.domain.appointment_asks import NewAppointment
from app.domain.clock import FakeClock
from app.domain.commands import Command
from app.domain.errors import ComptoirError
from app.domain.hours import BUSINESS, HoursBook, HoursSaved, OpeningHours, Span
from app.domain.ids import CommandId, ContactId, DeviceId, MemberId
from app.domain.members import Member, MemberAdded
from app.domain.money import Money
from app.domain.settings import BY_NAME
from app.hub.appointment_rules import appointment_event, check_appointment, of_appointment
from app.hub.situation import Asker, Situation
from storage.engine import Connection
from tests.storage.view_emptied import emptied
from tests.storage.view_log import LEA, MEMBER, START, Log, new_view, project

HOURS = OpeningHours("1970-01-01", "Europe/Paris", (*((Span(540, 1_140),),) * 6, ()))
NINE = (START + timedelta(days=1)).replace(hour=8, minute=0)  # 9:00 in Paris, on a Friday
many = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
Draw = Callable[[st.SearchStrategy[Any]], Any]


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[Connection]:
    connection = new_view(tmp_path)
    yield connection
    connection.close()


class Wishing:
    """A desk whose wishes wait, over a view; `confirm` plays the hub."""

    def __init__(self, conn: Connection, log: Log) -> None:
        self.conn, self.log = conn, log
        self.pending: list[Pending] = []
        self.made: list[str] = []
        self.clock = FakeClock(log.now + timedelta(hours=1))
        me = Member(LEA, "Léa", "owner")
        team = SimpleNamespace(name=lambda _one: "Léa")
        reader: Any = SimpleNamespace(
            view_connection=lambda: conn,
            enrolled_me=me,
            team=team,
            setting=lambda name: BY_NAME[name].default,
        )
        outbox: Any = SimpleNamespace(pending_of=self._of, add=self._add)
        book = HoursBook([(BUSINESS, HOURS)])
        known: Any = SimpleNamespace()
        self.reader = AgendaReader(reader, outbox, self.clock.now, lambda: book, lambda _contact_id: known)
        standing: Any = lambda: SimpleNamespace(base_pos=1 << 40, is_online=True)  # noqa: E731
        ids: Any = SimpleNamespace(new=self._new)
        self.actions = AgendaActions(self.reader, outbox, ids, self.clock.now, lambda: me, standing)

    def _new(self) -> str:
        self.made.append(f"a{len(self.made)}")
        return self.made[-1]

    def _of(self, *kinds: type) -> list[Pending]:
        return [one for one in self.pending if isinstance(one.command.body, kinds)]

    async def _add(self, bodies: list[Any], base_pos: int, *, is_online: bool) -> None:
        for body in bodies:
            self.clock.set_wall(self.clock.now() + timedelta(seconds=1))
            number = len(self.pending) + 1
            command = Command(CommandId(f"k{number}"), number, base_pos, self.clock.now(), body)
            self.pending.append(Pending(command))

    def wish(self, draw: Draw) -> None:
        """Whatever the desk lets through."""
        with suppress(ComptoirError):
            asyncio.run(draw(st.sampled_from(WISHES))(self.actions, draw))

    def confirm(self) -> list[str]:
        """The hub takes everything; gives the codes of what it refused."""
        refused: list[str] = []
        asker = Asker(DeviceId("device"), LEA, "Léa", "owner")
        for entry in self.pending:
            command = entry.command
            seen = of_appointment(self.conn, Situation(command, asker, command.made_at))
            problem = check_appointment(seen, command.body)
            if problem is not None:
                refused.append(problem.code)
                continue
            body = appointment_event(seen, command.body)
            if body is not None:
                event = self.log.add(body, MEMBER)
                at = command.made_at.replace(microsecond=0)
                project(self.conn, [replace(event, occurred_at=at, accepted_at=at)])
        self.pending = []
        return refused

    def lines(self) -> dict[str, AppointmentRow | None]:
        return {one: self.reader.row(one) for one in self.made}

    def day(self) -> AgendaDays:
        return self.reader.agenda(NINE.date(), 2)


starts = st.integers(-4, 44).map(lambda quarters: NINE + timedelta(minutes=15 * quarters))
chairs = st.sampled_from(["r0", "r1", ""])
keys = st.integers(0, 4).map(lambda number: f"a{number}")


def _book(actions: AgendaActions, draw: Draw) -> Any:
    new = NewAppointment(
        draw(starts), draw(st.sampled_from([0, 30, 90])), draw(chairs), draw(st.sampled_from(["", "cut"])),
        person=draw(st.sampled_from([" Zoé ", "Ana"])),
        contact_id=draw(st.sampled_from([None, ContactId("p1")])),
        price=draw(st.sampled_from([None, Money(1_200, "EUR")])),
        answer=draw(st.sampled_from(["", "confirmed", "cancelled"])),
    )  # fmt: skip
    return actions.book(new)


def _change(actions: AgendaActions, draw: Draw) -> Any:
    values = {
        "note": draw(st.sampled_from([None, " Window "])),
        "price": draw(st.sampled_from([None, "4200 EUR"])),
        "length_min": draw(st.sampled_from(["30", "60"])),
        "booker_id": draw(st.sampled_from([None, "p2"])),
    }
    return actions.change(draw(keys), values)


def _answer(actions: AgendaActions, draw: Draw) -> Any:
    answer = draw(st.sampled_from(["", "confirmed", "move", "cancelled", "unclear"]))
    return actions.answer(
        draw(keys),
        answer,
        draw(st.sampled_from(["hand", "call"])),
        None,
        draw(st.sampled_from(["", "jeudi"])),
    )


async def _undo(actions: AgendaActions, draw: Draw) -> None:
    """Something, and back again."""
    before = actions._reader.find(draw(keys))
    with suppress(ComptoirError):
        await draw(st.sampled_from(WISHES[:-1]))(actions, draw)
    if before is not None:
        await actions.put_back(before)


WISHES: tuple[Any, ...] = (
    _book, _book, _book, _change, _answer, _answer,
    lambda actions, draw: actions.move(
        draw(keys), draw(starts), None, draw(st.sampled_from([None, "r0", "r1"])), is_agreed=draw(st.booleans()),
        how="hand",
    ),
    lambda actions, draw: actions.call(draw(keys)),
    lambda actions, draw: actions.remove(draw(keys)),
    lambda actions, draw: actions.restore(draw(keys)),
    _undo,
)  # fmt: skip


def settled(row: AppointmentRow | None) -> AppointmentRow | None:
    """Without the mark of what waits."""
    return replace(row, is_pending=False) if row is not None else None


def figures(day: AgendaDays) -> Any:
    return [settled(row) for row in day.rows], day.columns, day.resources


def beginning(conn: Connection) -> Wishing:
    emptied(conn)
    log = Log()
    log.add(MemberAdded(LEA, "Léa", "owner"))
    log.add(HoursSaved(BUSINESS, HOURS))
    for number in range(2):
        log.add(ResourceSaved(Resource(f"r{number}", f"Chair {number}", position=number, version=1), LEA))
    log.add(
        ServiceSaved(Service("cut", "Coupe", 45, Money(4_500, "EUR"), resource_ids=("r0",), version=1), LEA)
    )
    for person in range(3):
        log.received(person)
    project(conn, log.events)
    return Wishing(conn, log)


@many
@given(data=st.data())
def test_what_waits_is_shown_as_the_log_will_say_it(conn: Connection, data: st.DataObject) -> None:
    draw: Any = data.draw
    desk = beginning(conn)
    for _ in range(data.draw(st.integers(1, 3))):  # confirmed in between, or all at once
        for _ in range(data.draw(st.integers(0, 8))):
            desk.wish(draw)
        shown, day = desk.lines(), figures(desk.day())
        assert desk.confirm() == []
        assert {key: settled(row) for key, row in shown.items()} == {
            key: settled(row) for key, row in desk.lines().items()
        }
        assert figures(desk.day()) == day


@many
@given(data=st.data())
def test_no_two_that_stand_overlap_whatever_is_asked(conn: Connection, data: st.DataObject) -> None:
    draw: Any = data.draw
    desk = beginning(conn)
    for _ in range(data.draw(st.integers(2, 14))):
        desk.wish(draw)
    for chair in ("r0", "r1"):
        standing = [row.appointment for row in desk.day().rows if row.appointment.is_standing]
        there = sorted((one.starts_at, one.ends_at) for one in standing if one.resource_id == chair)
        assert all(one[1] <= other[0] for one, other in pairwise(there))


def test_the_drawn_world_takes_bookings(conn: Connection) -> None:
    """Else the properties above would hold of nothing."""
    desk = beginning(conn)
    for chair in ("r0", "r1"):
        asyncio.run(desk.actions.book(NewAppointment(NINE, 0, chair, "cut", person="Zoé")))
    with pytest.raises(ComptoirError, match="slot_taken"):
        asyncio.run(desk.actions.book(NewAppointment(NINE, 0, "r0", "cut", person="Zoé")))
    assert desk.confirm() == []
    assert [row.resource for row in desk.day().rows] == ["Chair 0", "Chair 1"]
    assert desk.day().rows[0].price == Money(4_500, "EUR")
    assert MemberId("lea") == desk.day().rows[0].appointment.booked_by
