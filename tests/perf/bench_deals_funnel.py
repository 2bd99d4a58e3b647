"""Figures of deals over a view with 50,000 deals of a year beside 200,000 messages: `deals_funnel`."""

from __future__ import annotations

import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.desk.figure_index import FigureIndex
from app.domain.deal_figure_rows import DealFigures, FigureKey, FiguresAsk
from app.domain.deals import DEFAULT_PIPELINE
from storage import view
from storage.engine import Connection, connect
from storage.instants import to_us
from storage.view.deal_history import people_who_wrote
from tests.perf.history import events
from tests.perf.report import Row

DEALS, MESSAGES, PEOPLE = 50_000, 200_000, 50_000
KEY = "0b" * 32
NOW = datetime(2026, 11, 20, tzinfo=UTC)
YEAR = FiguresAsk("main", NOW - timedelta(days=365), NOW + timedelta(days=1))
STAGES = tuple(stage.stage_id for stage in DEFAULT_PIPELINE.stages)
ROUNDS = 15


def rows() -> Iterator[Row]:
    """Budgets: 100 ms for all figures of a year, also right after a deal changed; 1.5 s for the first look."""
    kept = os.environ.get("BENCH_DEALS_FUNNEL")  # a folder that holds the view already
    with tempfile.TemporaryDirectory() as name:
        path = Path(kept or name) / "funnel.db"
        if not path.exists():
            _make(path)
        conn = connect(path, KEY, is_read_only=True)
        yield from _measured(conn)
        conn.close()


def _measured(conn: Connection) -> Iterator[Row]:
    index, pipelines = FigureIndex(), [DEFAULT_PIPELINE]
    figures: list[DealFigures] = []

    def look(ask: FiguresAsk = YEAR) -> None:
        figures.append(index.figures(conn, ask, pipelines, NOW, "EUR"))

    first_ms = _timed_ms(look)
    assert figures[0].made == DEALS
    yield _at_most("figures of 50,000 deals, first look", first_ms, 1_500)
    yield _at_most("figures of a year, median", _median_ms(look), 100)

    def changed() -> None:
        index.touch(conn, ["d000007"], (), ())
        look()

    yield _at_most("figures after a deal changed, median", _median_ms(changed), 100)
    month = FiguresAsk("main", NOW - timedelta(days=30), NOW + timedelta(days=1))
    yield _at_most("figures of a month, median", _median_ms(lambda: look(month)), 100)
    past = FiguresAsk("main", NOW - timedelta(days=200), NOW - timedelta(days=110))
    yield _at_most("figures of a quarter long ago, first look", _timed_ms(lambda: look(past)), 1_000)
    yield _at_most("the same again, median", _median_ms(lambda: look(past)), 100)
    key = FigureKey(YEAR, "went_on", "quote")
    behind = _median_ms(lambda: index.behind(conn, key, pipelines, NOW, 200))
    yield _at_most("deals behind a figure, median", behind, 100)
    since_us, until_us = to_us(YEAR.since_at), to_us(YEAR.until_at)
    wrote = _median_ms(lambda: people_who_wrote(conn, since_us, until_us))
    yield _at_most("people who wrote in a year, a part of it", wrote, 100)


def _median_ms(act: Callable[[], object]) -> float:
    return statistics.median(_timed_ms(act) for _round in range(ROUNDS))


def _timed_ms(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


def _at_most(name: str, ours_ms: float, budget_ms: float) -> Row:
    return Row(name, ours_ms, "ms", f"<= {budget_ms:g} ms", ours_ms <= budget_ms)


def _make(path: Path) -> None:
    conn = connect(path, KEY, durability="NORMAL")
    view.rebuild(conn, events(MESSAGES, "messages_only", PEOPLE))
    chance = random.Random(6)
    conn.execute("BEGIN IMMEDIATE")
    for no in range(1, DEALS + 1):
        _put_deal(conn, chance, no)
    conn.execute("COMMIT")
    conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    conn.close()


def _put_deal(conn: Connection, chance: random.Random, no: int) -> None:
    """As the projection leaves it: a row, and one for each stay."""
    made_us = moment_us = to_us(NOW) - chance.randrange(364 * 86_400) * 1_000_000
    state = chance.choice(("open", "won", "lost", "lost"))
    stages = STAGES[: chance.randint(1, 4)]
    for place, stage_id in enumerate(stages):
        entered_us = moment_us
        is_open = state == "open" and place == len(stages) - 1
        moment_us = entered_us if is_open else entered_us + chance.randrange(9 * 86_400) * 1_000_000
        conn.execute(
            "INSERT INTO view_deal_stay (no, pos, pipeline_id, stage_id, entered_us, left_us)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (no, no * 10 + place, "main", stage_id, entered_us, None if is_open else moment_us),
        )
    talk, owner = f"c{chance.randrange(PEOPLE):06d}", f"m-{chance.randrange(10)}"
    currency = chance.choice(("EUR", "EUR", "EUR", "CHF"))
    conn.execute(
        "INSERT INTO view_deal (no, deal_id, pipeline_id, stage_id, state, title, minor, currency, contact_id,"
        " conversation_id, person, email, owner_id, source, reason, is_removed, is_erased, stage_since_us, made_us,"
        " ended_us, version, has_ours, has_theirs) VALUES (?, ?, 'main', ?, ?, ?, ?, ?, ?, ?, '', '', ?, 'hand', ?,"
        " 0, 0, ?, ?, ?, 1, 0, 0)",
        (
            no, f"d{no:06d}", stages[-1], state, f"Mariage {no}", chance.randrange(10**6), currency,
            talk.replace("c", "p"), talk, owner, chance.choice(("", "Trop cher", "Délai")), moment_us, made_us,
            None if state == "open" else moment_us,
        ),
    )  # fmt: skip
