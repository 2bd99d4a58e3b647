"""Deals without news over 50,000 conversations, 6,000 of them with an open deal: `deals_quiet`."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from app.desk.deal_reading import DealReader
from app.desk.ladder_reading import LadderReader
from app.desk.task_reading import TaskReader
from app.domain.clock import FakeClock
from app.domain.events import Event
from app.domain.ids import EventId
from app.domain.ladders import FollowUpStarted, LadderStep
from app.domain.members import Member
from app.words.holidays_of import calendar_of
from storage import codec, view
from storage.engine import Connection
from storage.instants import to_us
from tests.perf.contact_projection import filled
from tests.perf.deal_projection import dealt
from tests.perf.report import Row
from tests.storage.view_log import LEA, MEMBER, START, new_view

PEOPLE, DEALS, FOLLOWED = 50_000, 6_000, 300
SETTINGS = {"working_days": "12345", "holiday_region": "FR", "closed_days": "", "time_zone": "Europe/Paris"}
ROUNDS = 15

STEPS = (
    LadderStep(0, text="Bonjour ?"),
    LadderStep(3, "call"),
    LadderStep(5, text="Je classe votre demande."),
)
NOW = START + timedelta(days=60)


def rows() -> Iterator[Row]:
    """Budget: 50 ms for the list, in either order. The rest is what the board and Today pay."""
    with tempfile.TemporaryDirectory() as name:
        conn = new_view(Path(name))
        _fill(conn)
        yield from _measured(conn)
        conn.close()


def _measured(conn: Connection) -> Iterator[Row]:
    me = Member(LEA, "Léa", "owner")
    reader: Any = SimpleNamespace(
        view_connection=lambda: conn, enrolled_me=me, team=SimpleNamespace(name=str)
    )
    outbox: Any = SimpleNamespace(pending_of=lambda *_kinds: [])
    tasks = TaskReader(reader, outbox, FakeClock(NOW), lambda _contact_id: None)
    bare = DealReader(reader, outbox, lambda: NOW, lambda: "EUR", lambda: "Europe/Paris", tasks)
    there = LadderReader(
        reader, outbox, bare, lambda at: calendar_of(SETTINGS, at), lambda: NOW, lambda: "EUR"
    )
    deals = DealReader(
        reader, outbox, lambda: NOW, lambda: "EUR", lambda: "Europe/Paris", tasks, dress=there.dressed
    )
    ladders = LadderReader(
        reader, outbox, deals, lambda at: calendar_of(SETTINGS, at), lambda: NOW, lambda: "EUR"
    )
    quiet = ladders.quiet_list("days", "", 500)
    assert quiet.count > DEALS / 2 and len(quiet.rows) == 500
    for order in ("days", "value"):
        yield _at_most(
            f"{quiet.count} quiet deals, the first 500 by {order}, median",
            _median_ms(lambda order=order: ladders.quiet_list(order, "", 500)),  # type: ignore[misc]
            50,
        )
    yield _at_most("the first 60 by days, median", _median_ms(lambda: ladders.quiet_list("days", "", 60)), 50)
    yield _at_most("those of Today, median", _median_ms(lambda: ladders.quiet_today(6)), 50)
    yield _at_most("all 300 ladders under way, median", _median_ms(lambda: ladders.followed_up(500)), 50)
    rows = bare.board("", None, "need", 500)
    cards = [card for column in rows.columns for card in column.rows]
    ours_ms = _median_ms(lambda: ladders.dressed(cards))
    yield _at_most(f"days and ladder on {len(cards)} cards of a board, median", ours_ms, 50)


def _fill(conn: Connection) -> None:
    """Every person wrote once; the deals were answered since, and nobody said anything after it."""
    filled(conn, PEOPLE)
    events = [dealt(PEOPLE + 1 + person, person) for person in range(DEALS)]
    for no in range(FOLLOWED):
        pos = PEOPLE + 1 + DEALS + no
        body = FollowUpStarted(
            f"deal-{no * 10:05d}", f"run{no}", STEPS, NOW + timedelta(days=2), 3, "timing", "", LEA
        )
        events.append(Event(pos, EventId(f"e{pos}"), body.KIND, 1, "", MEMBER, NOW, NOW, None, body))
    conn.execute("BEGIN")
    view.Projector().project(conn, events, codec.GENESIS_CHAIN)
    silent_us = to_us(START)
    conn.execute("UPDATE view_deal SET silent_us = ? + (no % 58) * 86400000000", (silent_us,))
    conn.execute("COMMIT")


def _median_ms(act: Callable[[], object]) -> float:
    return statistics.median(_timed_ms(act) for _round in range(ROUNDS))


def _timed_ms(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


def _at_most(name: str, ours_ms: float, budget_ms: float) -> Row:
    return Row(name, ours_ms, "ms", f"<= {budget_ms:g} ms", ours_ms <= budget_ms)
