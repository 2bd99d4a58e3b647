"""The tables of the page, made of the figures: words, numbers, bars, and which deals each figure opens."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.deal_figure_rows import AGES, Ageing, DealFigures, FigureKey, StageFigures, Velocity
from app.domain.deal_histories import SPOKE
from app.domain.deals import Pipeline
from app.domain.money import Money, plus
from app.domain.spreads import DAY_S, Spread
from app.words import gettext as _
from app.words import ngettext
from app.words.formats import Formats
from ui.deals.funnel import words
from ui.deals.funnel.cells import Cell, Column, Grid, Part, Tone, share
from ui.deals.words import money, stage_name, totals

_AGE_TONES: dict[str, Tone] = {
    "in_time": "success",
    "late": "warning",
    "very_late": "danger",
    "no_target": "neutral",
}


class Grids:
    """All tables of one set of figures. `first`: the business's own currency."""

    def __init__(self, figures: DealFigures, pipeline: Pipeline, formats: Formats, first: str = "") -> None:
        self._figures, self._pipeline, self._formats = figures, pipeline, formats
        self._first = first
        self._language = formats.language

    def all(self) -> tuple[Grid, ...]:
        """In the order in which they stand on the page."""
        return (
            self.funnel(), self.times(), self.deaths(), self.reasons(), self.ageing(), self.velocity(), self.people(),
        )  # fmt: skip

    # -- of the stages

    def funnel(self) -> Grid:
        """From stage to stage."""
        most = max((one.entered for one in self._figures.stages), default=0)
        columns = (
            Column(_("Stage"), "words"),
            Column("", "bar"),
            Column(_("Entered")),
            Column(_("Went on"), tip=_("Came to a later stage afterwards, or was won")),
            Column(_("Rate"), tip=_("Went on, of those that entered")),
            Column(_("Still there")),
            Column(_("Lost there")),
            Column(_("Elsewhere"), tip=_("Taken back to an earlier stage, and not gone on since")),
        )
        rows = tuple(self._funnel_row(one, most) for one in self._figures.stages)
        nothing = _("No deal was made in this period.")
        return Grid(
            "funnel", _("From stage to stage"), _("deals made in the period"), columns,
            rows if self._figures.made else (), nothing,
        )  # fmt: skip

    def _funnel_row(self, one: StageFigures, most: int) -> tuple[Cell, ...]:
        on, rest = share(one.went_on, most), share(one.entered - one.went_on, most)
        rate = words.percent(one.conversion, self._language)
        spoken = _("{rate}: {part} of {whole}, {pending} still there").format(
            rate=rate,
            part=self._number(one.went_on),
            whole=self._number(one.entered),
            pending=self._number(one.here),
        )
        return (
            self._stage_cell(one.stage.stage_id),
            Cell(parts=(Part(on), Part(rest, "soft"))),
            self._count(one.entered, "entered", one.stage.stage_id, is_strong=True),
            self._count(one.went_on, "went_on", one.stage.stage_id),
            Cell(rate, spoken, self._key("went_on", one.stage.stage_id) if one.went_on else None),
            self._count(one.here, "here", one.stage.stage_id),
            self._count(one.lost, "lost_here", one.stage.stage_id),
            self._count(one.back, "back", one.stage.stage_id),
        )

    def times(self) -> Grid:
        """How long deals are in a stage."""
        longest = max((one.left.p90_s or 0 for one in self._figures.stages), default=0)
        columns = (
            Column(_("Stage"), "words"),
            Column("", "bar"),
            Column(_("Out of it"), tip=_("Deals that are no longer there, all their stays together")),
            Column(_("Median")),
            Column(_("9 in 10"), tip=_("9 times out of 10 within this time")),
            Column(_("Target")),
            Column(_("There now")),
            Column(_("Median since"), tip=_("Half of those there now have been there at least so long")),
        )
        has_any = any(one.entered for one in self._figures.stages)
        rows = tuple(self._times_row(one, longest) for one in self._figures.stages) if has_any else ()
        nothing = _("No deal was made in this period.")
        return Grid("times", _("Days in a stage"), _("deals made in the period"), columns, rows, nothing)

    def _times_row(self, one: StageFigures, longest: int) -> tuple[Cell, ...]:
        stage_id, target = one.stage.stage_id, one.stage.target_days
        half, nine = one.left.median_s or 0, one.left.p90_s or 0
        is_over = target is not None and half > target * DAY_S
        bar = (Part(share(half, longest)), Part(share(nine - half, longest), "soft"))
        return (
            self._stage_cell(stage_id),
            Cell(parts=bar),
            self._count(one.left.n, "left", stage_id),
            self._time(one.left.median_s, one.left, "left", stage_id, is_late=is_over),
            self._time(one.left.p90_s, one.left, "left", stage_id),
            Cell(words.days(target * DAY_S if target is not None else None, self._language)),
            self._count(one.standing.n, "standing", stage_id),
            self._time(one.standing.median_s, one.standing, "standing", stage_id),
        )

    # -- of the lost ones

    def deaths(self) -> Grid:
        """Where deals die, and who wrote last."""
        columns = (
            Column(_("Lost in"), "words"),
            Column("", "bar"),
            Column(_("Deals")),
            *(Column(words.spoke_in_short(spoke), tip=words.spoke_words(spoke)) for spoke in SPOKE),
            Column(_("Amount")),
        )
        found = self._figures.deaths
        stages = list(dict.fromkeys(death.stage_id for death in found))
        counts = {
            stage_id: sum(one.count for one in found if one.stage_id == stage_id) for stage_id in stages
        }
        most = max(counts.values(), default=0)
        rows = []
        for stage_id in stages:
            there = {one.spoke: one for one in found if one.stage_id == stage_id}
            amounts = [money for one in there.values() for money in one.totals]
            rows.append(
                (
                    self._stage_cell(stage_id),
                    Cell(parts=(Part(share(counts[stage_id], most), "danger"),)),
                    self._count(counts[stage_id], "died", stage_id, is_strong=True),
                    *(
                        self._count(there[spoke].count if spoke in there else 0, "died", stage_id, spoke)
                        for spoke in SPOKE
                    ),
                    self._amounts(amounts, self._key("died", stage_id)),
                )
            )
        nothing = _("No deal of this period was lost.")
        return Grid("deaths", _("Where deals die"), _("who wrote last"), columns, tuple(rows), nothing)

    def reasons(self) -> Grid:
        """Why deals were lost."""
        columns = (
            Column(_("Reason"), "words"), Column("", "bar"), Column(_("Deals")), Column(_("Amount")),
        )  # fmt: skip
        most = max((one.count for one in self._figures.reasons), default=0)
        rows = tuple(
            (
                Cell(words.reason_words(one.reason)),
                Cell(parts=(Part(share(one.count, most), "danger"),)),
                self._count(one.count, "reason", "", one.reason, is_strong=True),
                self._amounts(one.totals, self._key("reason", "", one.reason)),
            )
            for one in self._figures.reasons
        )
        nothing = _("No deal of this period was lost.")
        return Grid("reasons", _("Why deals are lost"), "", columns, rows, nothing)

    # -- of today

    def ageing(self) -> Grid:
        """Open deals against the target of their stage."""
        shown = [age for age in AGES if age != "no_target" or self._has_age("no_target")]
        columns = (
            Column(_("Stage"), "words"),
            Column("", "bar"),
            Column(_("Open deals")),
            *(Column(words.age_words(age), tip=words.age_tip(age)) for age in shown),
            Column(_("Longest")),
            Column(_("Amount")),
        )
        most = max((one.open for one in self._figures.ageing), default=0)
        rows = tuple(self._age_row(one, most, shown) for one in self._figures.ageing)
        return Grid(
            "ageing", _("Age of open deals"), _("today, whenever they were made"), columns,
            rows if self._figures.open_now else (), _("No deal is open."),
        )  # fmt: skip

    def _has_age(self, age: str) -> bool:
        return any(name == age for one in self._figures.ageing for name, _count in one.counts)

    def _age_row(self, one: Ageing, most: int, shown: Iterable[str]) -> tuple[Cell, ...]:
        stage_id = one.stage.stage_id
        parts = tuple(Part(share(count, most), _AGE_TONES[age]) for age, count in one.counts)
        counts = dict(one.counts)
        oldest = words.days(one.oldest_s, self._language)
        key = self._key("aged", stage_id) if one.open else None
        return (
            self._stage_cell(stage_id),
            Cell(parts=parts),
            self._count(one.open, "aged", stage_id, is_strong=True),
            *(self._count(counts.get(age, 0), "aged", stage_id, age) for age in shown),  # type: ignore[call-overload]
            Cell(oldest, words.long_days(one.oldest_s, self._language), key),
            self._amounts(one.totals, key),
        )

    def velocity(self) -> Grid:
        """What open deals bring in a day, by currency."""
        columns = (
            Column(_("Currency"), "words"),
            Column(_("Open deals"), tip=_("Open today, with an amount")),
            Column(_("Mean amount")),
            Column(_("Win rate")),
            Column(_("Mean cycle")),
            Column(_("A day")),
        )
        rows = tuple(self._velocity_row(one) for one in self._figures.velocity)
        return Grid(
            "velocity", _("Velocity"), _("open deals × mean amount × win rate ÷ mean cycle"), columns, rows,
            _("No open deal has an amount."),
        )  # fmt: skip

    def _velocity_row(self, one: Velocity) -> tuple[Cell, ...]:
        code, figures = one.total.currency, self._figures
        rate, cycle = figures.win_rate, figures.cycle
        spoken = _("{rate}: {part} of {whole}").format(
            rate=words.percent(rate, self._language), part=rate.part, whole=rate.whole
        )
        per_day = self._money(one.per_day) if one.per_day is not None else words.NONE
        return (
            Cell(code, is_strong=True),
            self._count(one.open, "priced", "", code),
            Cell(self._money(one.mean), key=self._key("priced", "", code)),
            Cell(words.percent(rate, self._language), spoken, self._key("ended") if rate.whole else None),
            Cell(
                words.days(cycle.mean_s, self._language),
                words.long_days(cycle.mean_s, self._language),
                self._key("won") if cycle.n else None,
            ),
            Cell(per_day, key=self._key("priced", "", code), is_strong=True),
        )

    def people(self) -> Grid:
        """Won revenue for each person."""
        columns = (Column(_("Shared by"), "words"), Column(_("People")), Column(_("Each")))
        names = {"wrote": _("People who wrote in the period"), "dealt": _("People with a deal made in it")}
        key = self._key("won") if self._figures.revenue else None
        rows = tuple(
            (
                Cell(names[one.base]),
                Cell(self._number(one.n), key=self._key("made") if one.base == "dealt" and one.n else None),
                Cell(self._amounts(one.amounts).text, key=key, is_strong=True),
            )
            for one in self._figures.per_person
        )
        return Grid(
            "people", _("Won revenue per person"), _("deals made in the period and won"), columns,
            rows if self._figures.revenue else (), _("Nothing with an amount was won in this period."),
        )  # fmt: skip

    # -- cells

    def _stage_cell(self, stage_id: str) -> Cell:
        stage = self._pipeline.stage(stage_id)
        return Cell(stage_name(stage) if stage is not None else _("A stage that is gone"))

    def _count(
        self, count: int, what: str, stage_id: str = "", detail: str = "", *, is_strong: bool = False
    ) -> Cell:
        said = ngettext("{n} deal", "{n} deals", count).format(n=self._number(count))
        key = self._key(what, stage_id, detail) if count else None
        return Cell(self._number(count), said, key, is_strong=is_strong and bool(count))

    def _time(
        self, seconds: int | None, of: Spread, what: str, stage_id: str, *, is_late: bool = False
    ) -> Cell:
        text = words.days(seconds, self._language)
        said = words.long_days(seconds, self._language)
        if is_late:
            said = _("{time}, beyond the target").format(time=said)
        return Cell(
            text, said, self._key(what, stage_id) if of.n else None, tone="warning" if is_late else ""
        )

    def _amounts(self, amounts: Iterable[Money], key: FigureKey | None = None) -> Cell:
        text = totals(plus(amounts, self._first), self._language)
        return Cell(text or words.NONE, key=key if text else None)

    def _key(self, what: str, stage_id: str = "", detail: str = "") -> FigureKey:
        return self._figures.key(what, stage_id, detail)  # type: ignore[arg-type]

    def _money(self, amount: Money) -> str:
        return money(amount, self._language)

    def _number(self, value: int) -> str:
        return self._formats.number(value)
