"""The part of the running desk that is the ledger; see `app.desk.ledger_desk`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from app.desk.drafts import Drafts
from app.desk.hub_time import HubTime
from app.desk.ledger_desk import BudgetAlert
from app.desk.outbox import Outbox
from app.desk.view_file import ViewFile
from app.desk.watchers import Watchers
from app.domain.clock import Clock
from app.domain.copies import changed
from app.domain.ids import IdMaker, LineId, MemberId
from app.domain.members import Member
from app.domain.rows import Changes
from app.domain.settings import SettingValue
from storage.engine import Connection

if TYPE_CHECKING:
    from app.desk.actions import Standing as Asking
    from app.desk.activity_index import ActivityIndex
    from app.desk.ledger_actions import LedgerActions
    from app.desk.ledger_figures import Sources
    from app.desk.live_figures import _Figures
    from app.domain.deals import Pipeline
    from app.domain.goals import Progress
    from app.domain.ledger import Budget, Cost, Entry, Gain, Goal, Rates
    from app.domain.ledger_entries import Key, Standing
    from app.domain.lines import Line
    from app.domain.message_costs import MessageCosts
    from app.domain.prices import RateCard
    from app.domain.report_facts import Facts
    from app.domain.retention import Retention
    from app.domain.roi import Roi, WonDeal

T = TypeVar("T")
TOLD = "budget_told"  # a place


class LiveLedger:
    """A mixin of `LiveDesk`."""

    _view: ViewFile
    _outbox: Outbox
    _drafts: Drafts
    _watchers: Watchers
    _clock: Clock
    _hub_time: HubTime
    _figures: _Figures
    _standing: Callable[[], Asking]
    _read: Callable[..., Any]
    _counted: Callable[..., Any]
    _measured: Callable[..., Any]
    me: Callable[[], Member]
    setting: Callable[[str], SettingValue]
    lines: Callable[[], dict[LineId, Line]]
    pipelines: Callable[[], list[Pipeline]]

    def costs(self) -> list[Cost]:
        return sorted(self._entries_of("cost"), key=lambda one: (one.from_day, one.cost_id), reverse=True)

    def gains(self) -> list[Gain]:
        return sorted(self._entries_of("gain"), key=lambda one: (one.from_day, one.gain_id), reverse=True)

    def goals(self) -> list[Goal]:
        return sorted(self._entries_of("goal"), key=lambda one: (one.by_day, one.goal_id))

    def budget(self) -> Budget:
        from app.domain.ledger import Budget

        found: list[Budget] = self._entries_of("budget")
        return found[0] if found else Budget()

    def rate_tables(self) -> list[Rates]:
        return sorted(self._entries_of("rates"), key=lambda one: one.from_day)

    def rate_card(self) -> RateCard:
        from app.domain.message_costs import cards_joined
        from app.domain.prices import RateCard, read_card

        held = self._held
        if held.card is None:
            read = [(one.from_day, read_card(one.table)) for one in self.rate_tables()]
            held.card = cards_joined((day, card) for day, card in read if isinstance(card, RateCard))
        card: RateCard = held.card
        return card

    def new_entry_id(self) -> str:
        return IdMaker(self._clock).new()

    async def save_entry(self, entry: Entry) -> None:
        await self._ledger_actions.save(entry)

    async def remove_entry(self, entry: Cost | Gain | Goal) -> Entry:
        return await self._ledger_actions.remove(entry)

    async def roi(self, first: date, last: date) -> tuple[Roi, ...]:
        from app.desk.ledger_figures import roi_of

        costs, gains = self.costs(), self.gains()
        found: tuple[Roi, ...] = await self._reckoned(
            lambda conn, sources: roi_of(conn, sources, costs, gains, first, last),
            (),
            (one.counter for one in gains),
        )
        return found

    async def won_deals(self, first: date, last: date) -> list[WonDeal]:
        from app.desk.ledger_figures import won_deals

        won: list[WonDeal] = await self._reckoned(lambda _conn, sources: won_deals(sources), [])
        return [deal for deal in reversed(won) if first <= deal.day <= last]

    async def message_costs(self, month: date | None = None) -> MessageCosts:
        from app.desk.ledger_figures import costs_of_month
        from app.domain.message_costs import MessageCosts, month_of

        budget, included = self.budget(), int(self.setting("service_allowance"))
        lines = [line.line_id for line in self.lines().values() if line.is_known]
        day = month or self._sources(()).today
        nothing = MessageCosts(month_of(day), day)
        found: MessageCosts = await self._reckoned(
            lambda conn, sources: costs_of_month(conn, sources, day, budget, included, lines), nothing
        )
        return found

    async def goal_progress(self) -> list[Progress]:
        from app.desk.ledger_figures import progress_of

        goals = self.goals()
        found: list[Progress] = await self._reckoned(
            lambda conn, sources: progress_of(conn, sources, goals), [], (one.measure for one in goals)
        )
        return found

    async def retention(self) -> Retention:
        from app.desk.ledger_figures import retention_of
        from app.domain.retention import Retention
        from app.domain.spreads import Rate

        days = int(self.setting("inactive_days"))
        nothing = Retention((), days, Rate(0, 0))
        found: Retention = await self._reckoned(
            lambda conn, sources: retention_of(conn, sources, days), nothing
        )
        return found

    async def budget_alert(self) -> BudgetAlert | None:
        if self.budget().amount is None:
            return None
        costs = await self.message_costs()
        spent = costs.spent[-1] if costs.spent else None
        return None if spent is None else BudgetAlert(costs.month.first, spent.percent, spent.day)

    async def untold_budget_alert(self) -> BudgetAlert | None:
        alert = await self.budget_alert()
        if alert is None:
            return None
        mark = f"{alert.month.isoformat()}:{alert.percent:03}"
        if self._drafts.place().get(TOLD, "") >= mark:
            return None
        self._drafts.put_place({TOLD: mark})
        return alert

    # --- parts ---

    @cached_property
    def _ledger_actions(self) -> LedgerActions:
        from app.desk.ledger_actions import LedgerActions

        return LedgerActions(self._ledger_entries, self._outbox, self.me, self._standing)

    def hear_of_ledger(self) -> None:
        """Before anybody else, so that who reads when told reads what is new."""
        self._watchers.add(lambda changes: self._held.hear(changes))

    @cached_property
    def _held(self) -> _Held:
        return _Held()

    def _entries_of(self, kind: str) -> list[Any]:
        found = self._ledger_entries().values()
        return [one.entry for one in found if one.key[0] == kind and not one.is_removed]

    def _ledger_entries(self) -> Mapping[Key, Standing]:
        """With what waits here; read again when anything of the ledger changed."""
        held = self._held
        if held.entries is None:
            held.entries = self._read(self._read_entries, None)
        return held.entries or {}

    def _read_entries(self) -> dict[Key, Standing]:
        from app.desk.ledger_actions import overlaid_ledger
        from app.domain.ledger import LEDGER_ASKS
        from storage.view.ledger import entries

        pending = self._outbox.pending_of(*LEDGER_ASKS)
        return overlaid_ledger(entries(self._view.connection()), pending, MemberId(self.me().member_id))

    def _sources(self, deals: Any) -> Sources:
        from app.desk.ledger_figures import Sources

        return Sources(
            str(self.setting("time_zone")),
            self._hub_time.now(),
            str(self.setting("currency")),
            self.rate_card(),
            deals,
            self._held.activity,
            {},
        )

    async def _reckoned(
        self, job: Callable[[Connection, Sources], T], nothing: T, measures: Iterable[str] = ()
    ) -> T:
        """Beside the event loop; deals are those that their own figures keep in memory. `measures`: that it needs."""
        from app.domain.goals import REPORTED

        if not REPORTED.isdisjoint(measures):
            return await self._reckoned_with_reports(job, nothing)
        pipelines, held = self.pipelines(), self._held
        sources, index = self._sources(()), self._figures.index

        def run(conn: Connection) -> T:
            held.mend()
            return job(conn, changed(sources, deals=list(index.tracks(conn, pipelines))))

        found: T = await self._counted(run, nothing)
        return found

    async def _reckoned_with_reports(self, job: Callable[[Connection, Sources], T], nothing: T) -> T:
        """The same, of what reports keep in memory: nothing of it may change meanwhile."""
        from app.domain.reported_measures import reported_measures

        held, sources = self._held, self._sources(())

        def run(conn: Connection, facts: Facts) -> T:
            held.mend()
            more = reported_measures(facts, int(sources.now.timestamp()), sources.zone)
            return job(conn, changed(sources, deals=facts.deals, more=more))

        async with self._figures.lock:  # who wrote when is reckoned by one at a time
            found: T = await self._measured(run, nothing)
        return found


class _Held:
    """What is kept between questions, until something changes."""

    def __init__(self) -> None:
        self.entries: Mapping[Key, Standing] | None = None
        self.card: RateCard | None = None
        self._is_moved = False

    @cached_property
    def activity(self) -> ActivityIndex:
        """When people wrote."""
        from app.desk.activity_index import ActivityIndex

        return ActivityIndex()

    def hear(self, changes: Changes) -> None:
        """Told on the event loop's thread."""
        if changes.is_ledger or changes.is_everything:
            self.entries = self.card = None
        self._is_moved |= changes.is_everything or changes.is_imports

    def mend(self) -> None:
        """Beside the event loop: messages that went or moved are read anew."""
        if self._is_moved:
            self._is_moved = False
            self.activity.forget()
