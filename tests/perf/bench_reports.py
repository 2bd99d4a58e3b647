"""Reports over 1,000,000 messages of three years, 350,000 turns and 20 reps: `reports`."""

from __future__ import annotations

import random
import statistics
import time
from array import array
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final, get_args

from app.domain.copies import changed
from app.domain.deal_histories import Track
from app.domain.groups import GroupBook
from app.domain.hours import ALWAYS, HoursBook, OpeningHours, Span
from app.domain.money import Money
from app.domain.report_facts import Facts
from app.domain.report_figures import report, warm
from app.domain.report_lists import turns_behind
from app.domain.report_rows import BehindKey, ReportAsk, ReportName
from app.domain.send_index import ACCEPTED, ASKED, DELIVERED, FAILED, HUMAN, IN, READ, SendIndex, Sent
from app.domain.turn_index import TurnIndex
from app.domain.turns import Episode, Turn
from tests.perf.report import Row

TURNS, MESSAGES, PEOPLE, REPS, DEALS = 350_000, 1_000_000, 50_000, 20, 50_000
YEAR_S: Final = 365 * 86_400
NOW_S: Final = 1_795_000_000
BEGAN_S: Final = NOW_S - 3 * YEAR_S
ZONE: Final = "Europe/Paris"
YEAR = ReportAsk(NOW_S - YEAR_S, NOW_S, ZONE, step="week")
ALL = ReportAsk(BEGAN_S, NOW_S, ZONE, step="week")
ROUNDS = 7
_OPEN = (Span(540, 720), Span(840, 1080))


def rows() -> Iterator[Row]:
    """Budgets: 100 ms for any report of a year, 250 ms for one of all three; the floor is sorting one column."""
    facts = _facts()
    column = facts.turns.turns["cal"]
    floor_ms = _median_ms(lambda: sorted(array("q", column)))
    for period, ask, limit_ms in (("a year", YEAR, 100), ("three years", ALL, 250)):
        which: ReportName
        for which in get_args(ReportName):
            act = partial(report, which, facts, ask, NOW_S)
            first_ms = _median_ms(act, partial(_forget, facts))
            yield _at_most(f"{which} of {period}, first look", first_ms, limit_ms, floor_ms)
            numbers = iter(range(ROUNDS))
            again_ms = _median_ms(act, lambda numbers=numbers: _one_more(facts.turns, next(numbers)))  # type: ignore[misc]
            yield _at_most(f"{which} of {period}, after an answer", again_ms, limit_ms, floor_ms)
    yield from _others(facts, floor_ms)


def _forget(facts: Facts) -> None:
    """As a desk has it that has read everything just now."""
    for cols in (facts.turns.turns, facts.sends.messages):
        cols.recolumn("hour", cols["hour"])
    warm(facts)


def _others(facts: Facts, floor_ms: float) -> Iterator[Row]:
    month = changed(
        YEAR, from_s=NOW_S - 30 * 86_400, step="day", versus=(NOW_S - 60 * 86_400, NOW_S - 30 * 86_400)
    )
    which: ReportName
    for which in ("overview", "compare"):
        ours_ms = _median_ms(lambda which=which: report(which, facts, month, NOW_S))  # type: ignore[misc]
        yield _at_most(f"{which} of a month beside the one before", ours_ms, 100, floor_ms)
    one = changed(YEAR, member_id="rep-7", line_id="l1")
    ours_ms = _median_ms(lambda: report("speed", facts, one, NOW_S))
    yield _at_most("speed of a year, one rep on one number", ours_ms, 100, floor_ms)
    key = BehindKey("overview", month, "first_median")
    yield _at_most(
        "the list behind a figure of a month",
        _median_ms(lambda: turns_behind(facts, key, NOW_S)),
        100,
        floor_ms,
    )
    numbers = iter(range(ROUNDS))
    ours_ms = _median_ms(lambda: _one_more(facts.turns, next(numbers)))
    yield _at_most("a thread that changed", ours_ms, 5, floor_ms)


def _one_more(index: TurnIndex, number: int) -> None:
    start_s = NOW_S - 3600 + number
    index.replace(
        "c7", [_turn(random.Random(number), 7, 900_000 + number, start_s)], (), after=(900_000 + number, 0)
    )


def _facts() -> Facts:
    chance = random.Random(7)
    week = (*[_OPEN] * 5, (), ())
    hours = HoursBook([("", OpeningHours(ALWAYS, ZONE, week))])
    turns = TurnIndex(hours, GroupBook(), lambda _s, _scopes, _first, _known: (900, "bus"))
    moments = sorted(chance.randrange(BEGAN_S, NOW_S) for _turn_no in range(TURNS))
    turns.load(
        [_turn(chance, no % PEOPLE, no // PEOPLE + 1, start_s) for no, start_s in enumerate(moments)],
        [_episode(chance, no % PEOPLE, no // PEOPLE + 1, start_s) for no, start_s in enumerate(moments[::3])],
    )
    sends = SendIndex()
    sends.load(_sent(chance, no) for no in range(MESSAGES))
    return Facts(turns, sends, [_deal(chance, no) for no in range(DEALS)], "EUR", 900)


def _turn(chance: random.Random, person: int, episode: int, start_s: int) -> Turn:
    rep, cal = f"rep-{chance.randrange(REPS)}", int(chance.expovariate(1 / 4000))
    how = chance.choices(("reply", "waived", "abandoned", None), (94, 3, 2.9, 0.1))[0]
    is_own = chance.random() < 0.9
    made = Turn(
        f"c{person}", f"p{person}", f"l{person % 3}", episode, chance.choice((1, 2)), start_s, "customer", start_s,
        holder_at_start=rep,
    )  # fmt: skip
    if how is None:
        return made
    holds = ((rep, cal),) if chance.random() < 0.9 else ((rep, cal // 2), ("rep-1", cal - cal // 2))
    return changed(
        made, end_s=start_s + cal, ended_by=how, author=rep, holds=holds, handed_before=holds[:-1],
        responder=rep if how == "reply" and is_own else None, response_s=cal if how == "reply" and is_own else None,
        assist=rep if how == "reply" and not is_own else None,
        promised_s=start_s + 7200 if chance.random() < 0.05 else None,
    )  # fmt: skip


def _episode(chance: random.Random, person: int, episode: int, opened_s: int) -> Episode:
    took_s = int(chance.expovariate(1 / 90_000))
    return Episode(
        f"c{person}", f"p{person}", f"l{person % 3}", episode, opened_s, "customer", False, opened_s, opened_s, took_s,
        took_s, took_s, f"rep-{chance.randrange(REPS)}", chance.random() < 0.3, 1, int(chance.random() < 0.1), 0, 3, 20,
        0, opened_s + took_s,
    )  # fmt: skip


def _sent(chance: random.Random, no: int) -> Sent:
    person = chance.randrange(PEOPLE)
    flags = IN
    if no % 2:
        flags = (
            ASKED
            | ACCEPTED
            | HUMAN
            | chance.choices((DELIVERED, DELIVERED | READ, FAILED, 0), (30, 60, 4, 6))[0]
        )
    at_s = BEGAN_S + 3 * YEAR_S * no // MESSAGES
    return Sent(
        no, at_s, f"c{person}", f"p{person}", f"l{person % 3}", flags, f"rep-{no % REPS}" if no % 2 else "",
        chance.choice(("undeliverable", "window_closed")) if flags & FAILED else "",
    )  # fmt: skip


def _deal(chance: random.Random, no: int) -> Track:
    made_s = chance.randrange(BEGAN_S, NOW_S)
    state = chance.choice(("open", "won", "lost", "lost"))
    ended_s = None if state == "open" else min(NOW_S, made_s + chance.randrange(60 * 86_400))
    return Track(
        f"d{no}", "main", "s", state, made_s, ended_s, Money(chance.randrange(10**6), "EUR"),  # type: ignore[arg-type]
        None, "", "us", f"p{chance.randrange(PEOPLE)}", made_s, (),
    )  # fmt: skip


def _median_ms(act: Callable[[], object], before: Callable[[], object] = lambda: None) -> float:
    return statistics.median(_timed_ms(act, before) for _round in range(ROUNDS))


def _timed_ms(act: Callable[[], object], before: Callable[[], object]) -> float:
    before()
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


def _at_most(name: str, ours_ms: float, budget_ms: float, floor_ms: float) -> Row:
    kept = ours_ms <= budget_ms
    return Row(name, ours_ms, "ms", f"<= {budget_ms:g} ms", kept, floor_ms)
