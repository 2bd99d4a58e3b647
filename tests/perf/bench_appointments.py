"""Appointments: a day of 200 among 50,000 as it is read, what a booking asks of the hub, and the whole log anew."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.domain import agenda, appointments
from app.domain.events import Actor, EventBody
from app.domain.hours import ALWAYS, HoursSaved, OpeningHours, Span
from app.domain.ids import ContactId, EventId
from app.hub.slot_look import Wanted, slot_problem
from storage import codec, view
from storage.engine import Connection, connect
from storage.instants import to_us
from storage.view import appointment_reading
from tests.perf.report import Row

COUNT, A_DAY, CHAIRS = 50_000, 200, 10
FIRST = datetime(2026, 3, 2, 8, tzinfo=UTC)
DAY, LENGTH = timedelta(days=1), timedelta(minutes=25)
KEY = "60" * 32
TIMES = 200


def rows() -> Iterator[Row]:
    """Budgets: a day under 5 ms, a booking's look under 5 ms, a refusal with free times under 50 ms."""
    with tempfile.TemporaryDirectory() as folder, closing(connect(Path(folder) / "view.db", KEY)) as conn:
        view.create(conn)
        stored = _log()
        began = time.perf_counter()
        view.rebuild(conn, stored)
        per_s = len(stored) / (time.perf_counter() - began)
        yield Row("appointments, events of them projected", per_s, "/s", ">= 3,000/s", per_s >= 3_000)
        yield from _of_a_day(conn)


def _of_a_day(conn: Connection) -> Iterator[Row]:
    day = FIRST + 100 * DAY
    start, end = to_us(day - timedelta(hours=8)), to_us(day + timedelta(hours=16))
    assert len(appointment_reading.between(conn, start, end)) == A_DAY
    yield from _at_most(
        "appointments, a day of 200 read", 5, lambda: appointment_reading.between(conn, start, end)
    )
    free = Wanted(day + timedelta(hours=9), 30, "r0")
    assert slot_problem(conn, free, day) is None
    yield from _at_most("appointments, whether a slot is free", 5, lambda: slot_problem(conn, free, day))
    taken = Wanted(day, 30, "r0")
    found = slot_problem(conn, taken, day - DAY)
    assert found is not None and found.facts["free"]
    name = "appointments, a taken slot refused with what is free"
    yield from _at_most(name, 50, lambda: slot_problem(conn, taken, day - DAY))


def _at_most(name: str, budget_ms: float, act: Callable[[], object]) -> Iterator[Row]:
    times = []
    for _number in range(TIMES):
        began = time.perf_counter()
        act()
        times.append((time.perf_counter() - began) * 1_000)
    times.sort()
    for what, ours_ms in (("median", times[TIMES // 2]), ("p95", times[TIMES * 95 // 100])):
        yield Row(f"{name}, {what}", ours_ms, "ms", f"<= {budget_ms:g} ms", ours_ms <= budget_ms)


def _log() -> list[codec.StoredEvent]:
    chain, found = codec.GENESIS_CHAIN, []
    for pos, body in enumerate(_bodies(), 1):
        at = FIRST - DAY + timedelta(milliseconds=pos)
        subject = getattr(body, "appointment_id", "")
        draft = codec.EventDraft(body, subject, Actor("hub"), at, EventId(f"e{pos}"))
        stored = codec.seal(draft, pos, at, chain, bytes([pos % 256]) * 16, None)
        chain = stored.chain
        found.append(stored)
    return found


def _bodies() -> Iterator[EventBody]:
    week = ((Span(480, 1_200),),) * 7
    yield HoursSaved("", OpeningHours(ALWAYS, "UTC", week))
    for number in range(CHAIRS):
        yield agenda.ResourceSaved(agenda.Resource(f"r{number}", f"Chair {number}", version=1))
    for number in range(COUNT):
        day, place = divmod(number, A_DAY)
        slot, where = divmod(place, CHAIRS)
        yield appointments.AppointmentBooked(
            f"a{number}", FIRST + day * DAY + slot * LENGTH, 25, f"r{where}", person=f"Zoé {number}",
            contact_id=ContactId(f"p{number % 5_000}"), note="Fenêtre",
        )  # fmt: skip
    for number in range(0, COUNT, 4):
        yield appointments.AppointmentAnswered(f"a{number}", "confirmed", "tap")
