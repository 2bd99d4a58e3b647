"""The part of `tests.fake_desk.FakeDesk` that is the ledger: reckoned by the real rules from what stands in memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from app.desk.ledger_desk import BudgetAlert
from app.domain.clock import Clock
from app.domain.errors import ComptoirError
from app.domain.goals import Progress, progress
from app.domain.ids import LineId
from app.domain.ledger import Budget, Cost, Entry, Gain, Goal, Rates
from app.domain.ledger_checks import entry_problem
from app.domain.ledger_entries import Key, key_of_entry, tidied
from app.domain.lines import Line
from app.domain.members import Member
from app.domain.message_costs import (
    Billed,
    MessageCosts,
    cards_joined,
    message_costs,
    month_of,
    spent_between,
)
from app.domain.prices import RateCard, read_card
from app.domain.retention import Retention, retention
from app.domain.roi import Roi, WonDeal, first_wins, rois
from app.domain.rows import Changes
from app.domain.settings import SettingValue


class FakeLedger:
    """`ledger_book` by key; `billed` and `won` are what messages and deals come to; `measured` what measures give."""

    clock: Clock
    _tell: Callable[[Changes], None]
    me: Callable[[], Member]
    setting: Callable[[str], SettingValue]

    def __init__(self) -> None:
        super().__init__()
        self.ledger_book: dict[Key, Entry] = {}
        self.billed: list[Billed] = []
        self.won: list[WonDeal] = []
        self.measured: dict[str, Any] = {}
        self.months_wrote: dict[str, set[int]] = {}
        self.newest_wrote: dict[str, int] = {}
        self.ledger_refuses = ""
        self.told_alerts: set[tuple[date, int]] = set()

    def add_entry(self, *entries: Entry) -> None:
        """What was there before."""
        for entry in entries:
            self.ledger_book[key_of_entry(entry)] = replace(entry, version=max(1, entry.version))
        self._tell(Changes(is_ledger=True))

    def add_rates(self, table: str) -> None:
        """Prices that hold for all times."""
        self.add_entry(Rates(date(2000, 1, 1), table))

    def _of(self, shape: type) -> list[Any]:
        return [one for one in self.ledger_book.values() if isinstance(one, shape)]

    def costs(self) -> list[Cost]:
        """The newest first."""
        return sorted(self._of(Cost), key=lambda one: (one.from_day, one.cost_id), reverse=True)

    def gains(self) -> list[Gain]:
        """The newest first."""
        return sorted(self._of(Gain), key=lambda one: (one.from_day, one.gain_id), reverse=True)

    def goals(self) -> list[Goal]:
        """By their end."""
        return sorted(self._of(Goal), key=lambda one: (one.by_day, one.goal_id))

    def budget(self) -> Budget:
        """Or none."""
        return next(iter(self._of(Budget)), Budget())

    def rate_tables(self) -> list[Rates]:
        """The oldest first."""
        return sorted(self._of(Rates), key=lambda one: one.from_day)

    def rate_card(self) -> RateCard:
        """All as one."""
        read = [(one.from_day, read_card(one.table)) for one in self.rate_tables()]
        return cards_joined((day, card) for day, card in read if isinstance(card, RateCard))

    def new_entry_id(self) -> str:
        """Another one each time."""
        return f"new-{len(self.ledger_book) + 1}"

    async def save_entry(self, entry: Entry) -> None:
        """By the real checks."""
        if self.me().role == "rep":
            raise ComptoirError("role_missing", role="rep")
        known = self.ledger_book.get(key_of_entry(entry))
        if self.ledger_refuses or (known is not None and known.version != entry.version):
            raise ComptoirError(self.ledger_refuses or "ledger_changed")
        refused = entry_problem(entry)
        if refused is not None:
            raise ComptoirError(refused.code, **refused.facts)
        self.ledger_book[key_of_entry(entry)] = replace(tidied(entry), version=entry.version + 1)
        self._tell(Changes(is_ledger=True))

    async def remove_entry(self, entry: Cost | Gain | Goal) -> Entry:
        """Gives what undoes it."""
        del self.ledger_book[key_of_entry(entry)]
        self._tell(Changes(is_ledger=True))
        return replace(entry, version=entry.version + 1)

    async def roi(self, first: date, last: date) -> tuple[Roi, ...]:
        """By the real rules."""
        zone, card = str(self.setting("time_zone")), self.rate_card()
        messages = {
            one.cost_id: spent_between(self.billed, card, max(first, one.from_day), last, zone, one)
            for one in self.costs()
            if one.rhythm == "per_message"
        }
        counts = {one.gain_id: self.measured.get(one.counter) for one in self.gains()}
        won = first_wins(self.won)
        own = str(self.setting("currency"))
        return rois(
            self.costs(), self.gains(), first, last, won=won, messages=messages, counts=counts, own=own
        )

    async def won_deals(self, first: date, last: date) -> list[WonDeal]:
        """The newest first."""
        return [one for one in reversed(first_wins(self.won)) if first <= one.day <= last]

    async def message_costs(self, month: date | None = None) -> MessageCosts:
        """By the real rules."""
        today, zone = self._today(), str(self.setting("time_zone"))
        known: dict[LineId, Line] = self.lines()  # type: ignore[attr-defined]
        lines = [one.line_id for one in known.values() if one.is_known]
        return message_costs(
            self.billed, self.rate_card(), month_of(month or today), today, zone, self.budget(),
            int(self.setting("service_allowance")), lines, str(self.setting("currency")),
        )  # fmt: skip

    async def goal_progress(self) -> list[Progress]:
        """What `measured` gives for whatever days."""
        return [
            progress(goal, lambda _first, _last, goal=goal: self.measured.get(goal.measure), self._today())  # type: ignore[misc]
            for goal in self.goals()
        ]

    async def retention(self) -> Retention:
        """By the real rules."""
        now_s, days = int(self.clock.now().timestamp()), int(self.setting("inactive_days"))
        return retention(self.months_wrote, self.newest_wrote, now_s, self._today(), days)

    async def budget_alert(self) -> BudgetAlert | None:
        """The highest."""
        costs = await self.message_costs()
        spent = costs.spent[-1] if costs.spent else None
        return BudgetAlert(costs.month.first, spent.percent, spent.day) if spent is not None else None

    async def untold_budget_alert(self) -> BudgetAlert | None:
        """Once each."""
        alert = await self.budget_alert()
        if alert is None or (alert.month, alert.percent) in self.told_alerts:
            return None
        self.told_alerts.add((alert.month, alert.percent))
        return alert

    def _today(self) -> date:
        return self.clock.now().astimezone(ZoneInfo(str(self.setting("time_zone")))).date()
