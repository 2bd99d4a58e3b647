"""The ledger: dated costs and gains, goals, the month's budget for messages, and the prices that the channel charges.

Owner and managers keep it. An entry keeps its row when it is removed, so that an edit of it that comes late is refused.
What the entries add up to is reckoned in `app.domain.roi`, `message_costs` and `goals`.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Final, Literal

from app.domain.ids import MemberId
from app.domain.money import Money
from app.domain.records import record

CostCategory = Literal["licence", "api", "setup", "training", "hardware", "upkeep", "messages", "other"]
COST_CATEGORIES: Final[tuple[CostCategory, ...]] = (
    "licence", "api", "setup", "training", "hardware", "upkeep", "messages", "other",
)  # fmt: skip
Rhythm = Literal["once", "monthly", "per_message"]
RHYTHMS: Final[tuple[Rhythm, ...]] = ("once", "monthly", "per_message")
GainCategory = Literal[
    "revenue", "ripening", "customer_value", "automation", "loyalty", "saved_cost", "other"
]
GAIN_CATEGORIES: Final[tuple[GainCategory, ...]] = (
    "revenue", "ripening", "customer_value", "automation", "loyalty", "saved_cost", "other",
)  # fmt: skip
Source = Literal["amount", "deals", "named", "counter", "hours"]
SOURCES: Final[tuple[Source, ...]] = ("deals", "named", "amount", "counter", "hours")
Weeks = Literal["4", "52/12"]
WEEKS: Final[tuple[Weeks, ...]] = ("4", "52/12")
Aim = Literal["change", "value"]
LEDGER_LANE: Final = "ledger"
BUDGET_ID: Final = "messages"


@record
class Cost:
    """What is spent. "once": on `from_day`; "monthly": on that day of each month, until `to_day`.

    "per_message": for each message that the channel charges for, by `price` (a decimal text in `amount`'s currency), or
    by the imported prices where it is "". `amount` is nothing then.
    """

    cost_id: str
    name: str
    category: CostCategory
    amount: Money
    rhythm: Rhythm
    from_day: date
    to_day: date | None = None
    price: str = ""
    version: int = 0


@record
class Gain:
    """What is gained.

    "amount": stated, once or monthly as a cost. "deals": all that were won from `from_day` to `to_day`, of a pipeline
    where one is named. "named": `deal_ids`, once they are won. "counter": so many of `counter` at `price` each.
    "hours": `hours` a week at `amount` an hour, `weeks` a month, booked monthly. `is_intangible`: no money came in.
    """

    gain_id: str
    name: str
    category: GainCategory
    source: Source
    amount: Money
    from_day: date
    to_day: date | None = None
    rhythm: Literal["once", "monthly"] = "once"
    pipeline_id: str = ""
    deal_ids: tuple[str, ...] = ()
    counter: str = ""
    price: str = ""
    hours: str = ""
    weeks: Weeks = "4"
    is_intangible: bool = False
    version: int = 0


@record
class Goal:
    """What is to be reached by `by_day`, reckoned from `from_day` on. `measure`: a name of `app.domain.goals`.

    "change": `amount` percent more (or less, below 0) than the baseline; "value": `amount` itself. The baseline is
    `baseline`, or where that is "" what the measure was from `base_from` to `base_to`. Amounts are decimal texts.
    """

    goal_id: str
    name: str
    measure: str
    aim: Aim
    amount: str
    from_day: date
    by_day: date
    baseline: str = ""
    base_from: date | None = None
    base_to: date | None = None
    version: int = 0


@record
class Budget:
    """What messages may cost in a calendar month; it is told when `percent` of it is spent, and when all of it is."""

    amount: Money | None = None
    percent: int = 80
    version: int = 0


@record
class Rates:
    """A table of prices as somebody imported it (see `app.domain.prices`). Prices without a day of their own hold from
    `from_day` on; a table of the same day replaces it, those of earlier days go on holding for theirs."""

    from_day: date
    table: str
    name: str = ""
    version: int = 0


Entry = Cost | Gain | Goal | Budget | Rates


# --- events ---


@record
class CostSaved:
    """cost.saved: a cost is new or different."""

    KIND: ClassVar[str] = "cost.saved"
    VERSION: ClassVar[int] = 1
    cost: Cost
    member_id: MemberId


@record
class CostRemoved:
    """cost.removed: it counts no more, in no period."""

    KIND: ClassVar[str] = "cost.removed"
    VERSION: ClassVar[int] = 1
    cost_id: str
    version: int
    member_id: MemberId


@record
class GainSaved:
    """gain.saved: a gain is new or different."""

    KIND: ClassVar[str] = "gain.saved"
    VERSION: ClassVar[int] = 1
    gain: Gain
    member_id: MemberId


@record
class GainRemoved:
    """gain.removed: it counts no more, in no period."""

    KIND: ClassVar[str] = "gain.removed"
    VERSION: ClassVar[int] = 1
    gain_id: str
    version: int
    member_id: MemberId


@record
class GoalSaved:
    """goal.saved: a goal is new or different."""

    KIND: ClassVar[str] = "goal.saved"
    VERSION: ClassVar[int] = 1
    goal: Goal
    member_id: MemberId


@record
class GoalRemoved:
    """goal.removed: nobody pursues it any more."""

    KIND: ClassVar[str] = "goal.removed"
    VERSION: ClassVar[int] = 1
    goal_id: str
    version: int
    member_id: MemberId


@record
class BudgetSaved:
    """budget.saved: the budget of messages is another, or there is none any more."""

    KIND: ClassVar[str] = "budget.saved"
    VERSION: ClassVar[int] = 1
    budget: Budget
    member_id: MemberId


@record
class RatesSaved:
    """rates.saved: somebody imported what the channel charges."""

    KIND: ClassVar[str] = "rates.saved"
    VERSION: ClassVar[int] = 1
    rates: Rates
    member_id: MemberId


# --- commands ---


class _OfLedger:
    """All of the ledger shares one lane: of two forms of an entry the later one must win."""

    __slots__ = ()

    @property
    def lane(self) -> str:
        """The ledger's."""
        return LEDGER_LANE


@record
class SaveCost(_OfLedger):
    """cost.save: owner and manager. `cost.version`: the one that was seen, 0 of a new one.

    Refused: "role_missing", "ledger_changed", and what `app.domain.ledger_checks.entry_problem` says.
    """

    KIND: ClassVar[str] = "cost.save"
    VERSION: ClassVar[int] = 1
    cost: Cost


@record
class RemoveCost(_OfLedger):
    """cost.remove: owner and manager. Refused also: "ledger_gone"."""

    KIND: ClassVar[str] = "cost.remove"
    VERSION: ClassVar[int] = 1
    cost_id: str
    seen_version: int


@record
class SaveGain(_OfLedger):
    """gain.save: as a cost."""

    KIND: ClassVar[str] = "gain.save"
    VERSION: ClassVar[int] = 1
    gain: Gain


@record
class RemoveGain(_OfLedger):
    """gain.remove: as a cost."""

    KIND: ClassVar[str] = "gain.remove"
    VERSION: ClassVar[int] = 1
    gain_id: str
    seen_version: int


@record
class SaveGoal(_OfLedger):
    """goal.save: as a cost."""

    KIND: ClassVar[str] = "goal.save"
    VERSION: ClassVar[int] = 1
    goal: Goal


@record
class RemoveGoal(_OfLedger):
    """goal.remove: as a cost."""

    KIND: ClassVar[str] = "goal.remove"
    VERSION: ClassVar[int] = 1
    goal_id: str
    seen_version: int


@record
class SaveBudget(_OfLedger):
    """budget.save: as a cost; without an amount there is none any more."""

    KIND: ClassVar[str] = "budget.save"
    VERSION: ClassVar[int] = 1
    budget: Budget


@record
class SaveRates(_OfLedger):
    """rates.save: owner and manager. Refused also: the codes of `app.domain.prices.read_card`."""

    KIND: ClassVar[str] = "rates.save"
    VERSION: ClassVar[int] = 1
    rates: Rates


LedgerEvent = (
    CostSaved | CostRemoved | GainSaved | GainRemoved | GoalSaved | GoalRemoved | BudgetSaved | RatesSaved
)
LEDGER_EVENTS = (
    CostSaved, CostRemoved, GainSaved, GainRemoved, GoalSaved, GoalRemoved, BudgetSaved, RatesSaved,
)  # fmt: skip
LedgerAsk = SaveCost | RemoveCost | SaveGain | RemoveGain | SaveGoal | RemoveGoal | SaveBudget | SaveRates
LEDGER_ASKS = (
    SaveCost, RemoveCost, SaveGain, RemoveGain, SaveGoal, RemoveGoal, SaveBudget, SaveRates,
)  # fmt: skip
