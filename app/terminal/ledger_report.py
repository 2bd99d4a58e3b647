"""`main.py report roi|costs|goals|retention`: the pages about money, goals and who comes back, as JSON lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any, Final
from zoneinfo import ZoneInfo

from app.desk.activity_index import ActivityIndex
from app.desk.ledger_figures import Sources, costs_of_month, progress_of, retention_of, roi_of
from app.domain.exact_money import Exact
from app.domain.goals import REPORTED
from app.domain.ledger import Budget, Cost, Gain, Goal, Rates
from app.domain.ledger_checks import FIRST_DAY
from app.domain.message_costs import cards_joined, day_of
from app.domain.prices import RateCard, read_card
from app.domain.report_facts import Facts
from app.domain.report_rows import RULES
from app.domain.reported_measures import reported_measures
from app.domain.roi import Roi, tenths
from app.terminal.report_facts import deal_tracks, team_setting
from storage import view
from storage.engine import Connection
from storage.view.ledger import entries

LEDGER_NAMES: Final = ("roi", "costs", "goals", "retention")


class LedgerReport:
    """Of one moment of a hub's file. `facts_of` reckons what reports are made from; it is asked where a goal or a gain
    needs it."""

    def __init__(self, conn: Connection, zone: str, now: datetime, facts_of: Callable[[], Facts]) -> None:
        self._conn, self._zone, self._now = conn, zone, now
        found = [one.entry for one in entries(conn).values() if not one.is_removed]
        costs = (one for one in found if isinstance(one, Cost))
        gains = (one for one in found if isinstance(one, Gain))
        goals = (one for one in found if isinstance(one, Goal))
        rates = (one for one in found if isinstance(one, Rates))
        self._costs = sorted(costs, key=lambda one: (one.from_day, one.cost_id), reverse=True)
        self._gains = sorted(gains, key=lambda one: (one.from_day, one.gain_id), reverse=True)
        self._goals = sorted(goals, key=lambda one: (one.by_day, one.goal_id))
        self._rates = sorted(rates, key=lambda one: one.from_day)
        self._budget = next((one for one in found if isinstance(one, Budget)), Budget())
        self._facts_of = facts_of

    def lines(self, name: str, since_s: int | None, until_s: int | None) -> Iterator[dict[str, Any]]:
        """One page. Of no days: from the beginning, up to today."""
        place = ZoneInfo(self._zone)
        today = self._now.astimezone(place).date()
        first = FIRST_DAY if since_s is None else day_of(since_s, place)
        last = today if until_s is None else day_of(until_s - 1, place)
        made = {"roi": self._roi, "costs": self._of_month, "goals": self._of_goals, "retention": self._back}[
            name
        ]
        for line in made(first, last):
            yield {"report": name, "rule_version": RULES, "zone": self._zone} | line

    def _roi(self, first: date, last: date) -> Iterator[dict[str, Any]]:
        sources = self._sources(one.counter for one in self._gains)
        window = {"from": first.isoformat(), "to": last.isoformat()}
        for one in roi_of(self._conn, sources, self._costs, self._gains, first, last):
            yield window | shown(one) | _returns(one)

    def _of_month(self, _first: date, last: date) -> Iterator[dict[str, Any]]:
        included = int(team_setting(self._conn, "service_allowance"))
        known = [line.line_id for line in view.lines(self._conn).values() if line.is_known]
        found = costs_of_month(self._conn, self._sources(()), last, self._budget, included, known)
        yield shown(found)

    def _of_goals(self, _first: date, _last: date) -> Iterator[dict[str, Any]]:
        sources = self._sources(one.measure for one in self._goals)
        yield from (shown(one) for one in progress_of(self._conn, sources, self._goals))

    def _back(self, _first: date, _last: date) -> Iterator[dict[str, Any]]:
        days = int(team_setting(self._conn, "inactive_days"))
        yield shown(retention_of(self._conn, self._sources(()), days))

    def _sources(self, measures: Any) -> Sources:
        read = [(one.from_day, read_card(one.table)) for one in self._rates]
        card = cards_joined((day, card) for day, card in read if isinstance(card, RateCard))
        more: Mapping[str, Any] = {}
        if not REPORTED.isdisjoint(measures):
            more = reported_measures(self._facts_of(), int(self._now.timestamp()), self._zone)
        currency = str(team_setting(self._conn, "currency"))
        return Sources(self._zone, self._now, currency, card, deal_tracks(self._conn), ActivityIndex(), more)


def _returns(roi: Roi) -> dict[str, Any]:
    """What the tiles of the page say, in tenths of a percent and in money."""
    return {
        "value": shown(roi.value),
        "net": shown(roi.net),
        "net_return_tenths": tenths(roi.net_return),
        "value_return_tenths": tenths(roi.value_return),
        "per_customer": shown(roi.per_customer),
    }


def shown(value: Any) -> Any:
    """As the page has it, field by field; money rounded once, other fractions exactly: 40, "40/3"."""
    if isinstance(value, Exact):
        return {"minor": value.money.minor, "currency": value.currency}
    if is_dataclass(value):
        return {one.name: shown(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, tuple | list):
        return [shown(one) for one in value]
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else str(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value
