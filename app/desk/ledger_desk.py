"""Costs, gains, goals, the budget of messages and what comes of them. A part of `Desk`.

Nothing here imports a library: a first paint passes through it. Changes come as `Changes.is_ledger`.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Protocol

from app.domain.records import record

if TYPE_CHECKING:
    from app.domain.goals import Progress
    from app.domain.ledger import Budget, Cost, Entry, Gain, Goal, Rates
    from app.domain.message_costs import MessageCosts
    from app.domain.prices import RateCard
    from app.domain.retention import Retention
    from app.domain.roi import Roi, WonDeal


@record
class BudgetAlert:
    """A part of this month's budget for messages is spent: `percent` of it, since `day`."""

    month: date
    percent: int
    day: date


class LedgerDesk(Protocol):
    """Entries are read with what waits on this computer; figures are reckoned beside the event loop, of what the hub
    has confirmed. While the view is made anew they are those of nothing."""

    def costs(self) -> list[Cost]:
        """The newest first."""

    def gains(self) -> list[Gain]:
        """The newest first."""

    def goals(self) -> list[Goal]:
        """Those that end first, first."""

    def budget(self) -> Budget:
        """Without an amount: there is none."""

    def rate_tables(self) -> list[Rates]:
        """Imported prices, the oldest first."""

    def rate_card(self) -> RateCard:
        """All of them as one: see `app.domain.message_costs.cards_joined`."""

    def new_entry_id(self) -> str:
        """For an entry that is to be saved."""

    async def save_entry(self, entry: Entry) -> None:
        """Keep it: a new one (of version 0), another form of one, or one just removed again.

        Returns when the wish is on disk. Raises "role_missing", "ledger_changed", "ledger_full", and what
        `app.domain.ledger_checks.entry_problem` says.
        """

    async def remove_entry(self, entry: Cost | Gain | Goal) -> Entry:
        """It counts no more; gives what `save_entry` takes to undo that. Raises "role_missing", "ledger_changed"."""

    async def roi(self, first: date, last: date) -> tuple[Roi, ...]:
        """From a day of the business to another, both included; one for each currency."""

    async def won_deals(self, first: date, last: date) -> list[WonDeal]:
        """Those that were won from a day to another, the newest first: what a gain can name."""

    async def message_costs(self, month: date | None = None) -> MessageCosts:
        """Of the calendar month that a day lies in; this month where none is given."""

    async def goal_progress(self) -> list[Progress]:
        """Of each goal, in their order."""

    async def retention(self) -> Retention:
        """By the month of the first message, with the rule of the setting `inactive_days`."""

    async def budget_alert(self) -> BudgetAlert | None:
        """The highest part of this month's budget that is spent; None while less than the chosen part is."""

    async def untold_budget_alert(self) -> BudgetAlert | None:
        """The same, once for each part and month on this computer: then it counts as told."""
