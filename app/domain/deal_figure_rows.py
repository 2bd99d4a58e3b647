"""Figures of deals as they are shown, exported and printed; `app.domain.deal_figures` says how they come about."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal

from app.domain.deal_histories import Spoke
from app.domain.deals import Stage
from app.domain.ids import MemberId
from app.domain.money import Money
from app.domain.records import record
from app.domain.spreads import Rate, Spread

RULE_VERSION: Final = 1
Age = Literal["in_time", "late", "very_late", "no_target"]
AGES: Final[tuple[Age, ...]] = ("in_time", "late", "very_late", "no_target")
What = Literal[
    "made", "open", "won", "lost", "ended",  # of the cohort
    "entered", "went_on", "here", "lost_here", "back", "left", "standing",  # of a stage
    "died", "reason",  # `stage_id` and who spoke last; the reason
    "open_now", "priced", "aged",  # of today: `detail` a currency; `stage_id` and an Age
]  # fmt: skip


@record
class FiguresAsk:
    """Which deals: made from `since_at` on and before `until_at`, of one rep where `owner_id` says so."""

    pipeline_id: str
    since_at: datetime
    until_at: datetime
    owner_id: MemberId | None = None


@record
class FigureKey:
    """One figure, to ask for the deals behind it."""

    ask: FiguresAsk
    what: What
    stage_id: str = ""
    detail: str = ""


@record
class StageFigures:
    """`entered` = `went_on` + `here` + `lost` + `back`. `left`: how long those were there that are not any more;
    `standing`: since when those are there that are.
    """

    stage: Stage
    entered: int = 0
    went_on: int = 0
    here: int = 0
    lost: int = 0
    back: int = 0
    left: Spread = Spread()
    standing: Spread = Spread()

    @property
    def conversion(self) -> Rate:
        """How many of those that entered went on."""
        return Rate(self.went_on, self.entered)


@record
class Velocity:
    """Of one currency: open deals with an amount, their mean amount, and what they bring in a day.

    `per_day` is None without a win rate or a mean cycle, of which `DealFigures` tells.
    """

    open: int
    total: Money
    mean: Money
    per_day: Money | None


@record
class Death:
    """Lost deals of the cohort, by the stage where they were ("" for one that is there no more) and who spoke last."""

    stage_id: str
    spoke: Spoke
    count: int
    totals: tuple[Money, ...]


@record
class ReasonCount:
    """Lost deals of the cohort by their reason; "" where none was given."""

    reason: str
    count: int
    totals: tuple[Money, ...]


@record
class PerPerson:
    """Won revenue of the cohort over `n` people: who `wrote` in the period, or who had a deal (`dealt`)."""

    base: Literal["wrote", "dealt"]
    n: int
    amounts: tuple[Money, ...]  # none where n is 0


@record
class Ageing:
    """Open deals of today in one stage. `counts`: by Age, those of AGES; `oldest_s`: since the longest is there."""

    stage: Stage
    counts: tuple[tuple[Age, int], ...]
    oldest_s: int | None
    totals: tuple[Money, ...]

    def count(self, age: Age) -> int:
        """How many are so old."""
        return dict(self.counts).get(age, 0)

    @property
    def open(self) -> int:
        """All."""
        return sum(count for _age, count in self.counts)


@record
class DealFigures:
    """Everything that is known of a cohort `as_of` a moment. `unpriced_*`: how many of these have no amount."""

    ask: FiguresAsk
    as_of: datetime
    made: int = 0
    open: int = 0
    won: int = 0
    lost: int = 0
    stages: tuple[StageFigures, ...] = ()
    cycle: Spread = Spread()  # of the won ones, from made to won
    deaths: tuple[Death, ...] = ()
    reasons: tuple[ReasonCount, ...] = ()
    revenue: tuple[Money, ...] = ()
    unpriced_won: int = 0
    per_person: tuple[PerPerson, ...] = ()
    open_now: int = 0
    unpriced_open: int = 0
    velocity: tuple[Velocity, ...] = ()
    ageing: tuple[Ageing, ...] = ()
    rule_version: int = RULE_VERSION

    @property
    def win_rate(self) -> Rate:
        """Won of those that ended."""
        return Rate(self.won, self.won + self.lost)

    @property
    def conversion(self) -> Rate:
        """Won of those that were made, also of those that are open still."""
        return Rate(self.won, self.made)

    def key(self, what: What, stage_id: str = "", detail: str = "") -> FigureKey:
        """To ask for the deals behind a figure of these."""
        return FigureKey(self.ask, what, stage_id, detail)

    def count(self, key: FigureKey) -> int:
        """How many deals are behind a figure of these."""
        whole = {
            "made": self.made, "open": self.open, "won": self.won, "lost": self.lost, "ended": self.win_rate.whole,
            "open_now": self.open_now,
        }  # fmt: skip
        if key.what in whole:
            return whole[key.what]
        if key.what == "died":
            there = [one for one in self.deaths if one.stage_id == key.stage_id]
            return sum(one.count for one in there if key.detail in ("", one.spoke))
        if key.what == "reason":
            return sum(one.count for one in self.reasons if one.reason == key.detail)
        if key.what == "priced":
            return sum(one.open for one in self.velocity if one.total.currency == key.detail)
        if key.what == "aged":
            ages = [one for one in self.ageing if one.stage.stage_id == key.stage_id]
            return sum(n for one in ages for age, n in one.counts if key.detail in ("", age))
        return sum(_counted(one, key.what) for one in self.stages if one.stage.stage_id == key.stage_id)


def _counted(one: StageFigures, what: What) -> int:
    counts = {
        "entered": one.entered, "went_on": one.went_on, "here": one.here, "lost_here": one.lost, "back": one.back,
        "left": one.left.n, "standing": one.standing.n,
    }  # fmt: skip
    return counts[what]
