"""A day of 200 appointments among 50,000 at a desk: read, drawn over, and what a drag asks at each step."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from app.desk.agenda_places import Wanted
from app.desk.agenda_reading import AgendaReader
from app.desk.pending import Pending
from app.domain import appointments as happened
from app.domain.agenda import Resource, ResourceSaved, Service, ServiceSaved
from app.domain.appointment_asks import MoveAppointment
from app.domain.commands import Command
from app.domain.events import Event
from app.domain.hours import BUSINESS, HoursBook, OpeningHours, Span
from app.domain.ids import CommandId, ContactId, ConversationId, EventId, MessageId
from app.domain.members import Member
from app.domain.money import Money
from app.domain.settings import BY_NAME
from storage import codec, view
from storage.engine import Connection
from tests.perf.contact_projection import filled
from tests.perf.report import Row
from tests.storage.view_log import LEA, MEMBER, START, new_view

PEOPLE, DAYS, PER_DAY, COLUMNS = 50_000, 250, 200, 10
ROUNDS = 15
ZONE = "Europe/Paris"
TODAY = START.date()
NOW = START.replace(hour=6, minute=0)


def rows() -> Iterator[Row]:
    """Budget: 15 ms for the day; with its paint it opens in 50. 5 ms for a step of a drag."""
    with tempfile.TemporaryDirectory() as name:
        conn = new_view(Path(name))
        _fill(conn)
        yield from _measured(conn)
        conn.close()


def reader_of(conn: Connection, pending: list[Pending] | None = None) -> AgendaReader:
    """The desk's own, over a view."""
    waiting, me = pending or [], Member(LEA, "Léa", "owner")
    reader: Any = SimpleNamespace(
        view_connection=lambda: conn,
        enrolled_me=me,
        team=SimpleNamespace(name=lambda _one: "Léa"),
        setting=lambda name: BY_NAME[name].default,
    )
    outbox: Any = SimpleNamespace(
        pending_of=lambda *kinds: [one for one in waiting if isinstance(one.command.body, kinds)]
    )
    week = (*((Span(480, 1_200),),) * 6, ())
    book = HoursBook([(BUSINESS, OpeningHours("1970-01-01", ZONE, week))])
    return AgendaReader(reader, outbox, lambda: NOW, lambda: book, lambda _contact_id: None)


def _measured(conn: Connection) -> Iterator[Row]:
    agenda = reader_of(conn)
    day = TODAY
    there = agenda.agenda(day, 1)
    assert len(there.rows) == PER_DAY and there.rows[0].name and there.rows[0].conversation_id
    yield _at_most("agenda of a day of 200 among 50,000", _ms(lambda: agenda.agenda(day, 1)), 15)
    yield _at_most("agenda of seven days of 200", _ms(lambda: agenda.agenda(day, 7)), 100)
    one = there.rows[40].appointment
    wanted = Wanted(one.starts_at, 30, one.resource_id)
    assert agenda.refused_at(wanted) is not None
    yield _at_most("step of a drag", _ms(lambda: agenda.refused_at(wanted)), 5)
    yield _at_most("free slots of ten columns", _ms(lambda: agenda.free_slots(45, one.starts_at, (), 10)), 20)

    def first() -> None:
        reader_of(conn).refused_at(wanted)

    yield _at_most("first step of a drag", _ms(first), 50)
    body = MoveAppointment(one.appointment_id, one.starts_at + timedelta(minutes=5), 30, one.resource_id)
    pending = [Pending(Command(CommandId(f"k{n}"), n, 0, NOW, body)) for n in range(100)]
    drawn = reader_of(conn, pending)
    yield _at_most("agenda of a day with 100 wishes waiting", _ms(lambda: drawn.agenda(day, 1)), 15)


def _fill(conn: Connection) -> None:
    """Every person wrote once, and comes once: two hundred a day, most of them asked, many confirmed."""
    filled(conn, PEOPLE)
    events, pos = [], PEOPLE
    for body in _happened():
        pos += 1
        events.append(Event(pos, EventId(f"e{pos}"), body.KIND, 1, "", MEMBER, NOW, NOW, None, body))
    conn.execute("BEGIN")
    view.Projector().project(conn, events, codec.GENESIS_CHAIN)
    conn.execute("COMMIT")


def _happened() -> Iterator[Any]:
    for column in range(COLUMNS):
        yield ResourceSaved(Resource(f"r{column}", f"Chair {column}", position=column, version=1), LEA)
    yield ServiceSaved(Service("cut", "Coupe et soin", 30, Money(4_500, "EUR"), version=1), LEA)
    morning = NOW.replace(hour=7)
    for number in range(DAYS * PER_DAY):
        day, place = divmod(number, PER_DAY)
        starts_at = morning + timedelta(days=day - DAYS // 2, minutes=30 * (place // COLUMNS))
        key = f"appointment-{number:05d}"
        yield happened.AppointmentBooked(
            key,
            starts_at,
            30,
            f"r{place % COLUMNS}",
            "cut",
            contact_id=ContactId(f"p{number}"),
            member_id=LEA,
        )
        if number % 4:
            told, talk = MessageId(f"in{number + 1}"), ConversationId(f"c{number}")
            yield happened.AppointmentAsked(key, f"ask{number}", told, talk, member_id=LEA)
        if number % 4 > 1:
            yield happened.AppointmentAnswered(key, "confirmed", "tap", MessageId(f"in{number + 1}"))


def _ms(read: Callable[[], object]) -> float:
    taken = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        read()
        taken.append((time.perf_counter() - began) * 1_000)
    return statistics.median(taken)


def _at_most(name: str, ours_ms: float, budget_ms: float) -> Row:
    return Row(f"{name}, median", ours_ms, "ms", f"<= {budget_ms:g} ms", ours_ms <= budget_ms)
