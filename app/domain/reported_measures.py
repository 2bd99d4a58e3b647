"""Measures of goals and counters of gains that are figures of the reports: the same functions reckon both."""

from __future__ import annotations

from fractions import Fraction
from functools import partial

from app.domain.goals import REPORTED, Reckon
from app.domain.report_facts import Facts
from app.domain.report_figures import measure_value, report
from app.domain.report_rows import CodedClock, ReportAsk


def reported_measures(facts: Facts, now_s: int, zone: str) -> dict[str, Reckon]:
    """By their names. Times count as on the screen: in opening hours where the business has said its own by now."""
    clock: CodedClock = "bus" if facts.turns.hours.hours_at(now_s, [""]) is not None else "cal"
    return {name: partial(_REST.get(name, _value), name, facts, now_s, zone, clock) for name in REPORTED}


def _value(
    name: str, facts: Facts, now_s: int, zone: str, clock: CodedClock, from_s: int, until_s: int
) -> Fraction | None:
    return measure_value(name, facts, from_s, until_s, now_s, zone, clock)


def _messages_out(
    _name: str, facts: Facts, now_s: int, zone: str, clock: CodedClock, from_s: int, until_s: int
) -> Fraction | None:
    ask = ReportAsk(from_s, until_s, zone, clock, "month")
    return Fraction(report("deliveries", facts, ask, now_s).n)


_REST = {"messages_out": _messages_out}
