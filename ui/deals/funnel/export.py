"""The figures as a table for a spreadsheet: one line for each, with its unit, what it is of, and how many."""

from __future__ import annotations

from decimal import Decimal

from app.domain.deal_figure_rows import DealFigures
from app.domain.deals import Pipeline
from app.domain.money import CURRENCIES, Money
from app.domain.spreads import Rate, Spread, day_tenths
from app.words import gettext as _
from app.words.formats import Formats
from ui.deals.funnel import words
from ui.deals.words import pipeline_name, stage_name

Row = list[str]


def figure_rows(figures: DealFigures, pipeline: Pipeline, whose: str, formats: Formats) -> list[Row]:
    """Head and lines: section, what, figure, value, unit, n. Values have no grouping; nothing stays empty."""
    lines = _Lines(formats.language)
    ask = figures.ask
    about = _("About these figures")
    lines.add(about, "", _("Rules of calculation, version"), str(figures.rule_version))
    lines.add(about, "", _("Time zone"), formats.zone)
    lines.add(about, "", _("Since"), ask.since_at.isoformat())
    lines.add(about, "", _("Until, without this moment"), ask.until_at.isoformat())
    lines.add(about, "", _("As of"), figures.as_of.isoformat(timespec="seconds"))
    lines.add(about, "", _("Pipeline"), pipeline_name(pipeline))
    lines.add(about, "", _("Whose deals"), whose)
    _outcomes(lines, figures)
    for one in figures.stages:
        name, section = stage_name(one.stage), _("From stage to stage")
        counts = (
            (_("Entered"), one.entered), (_("Went on"), one.went_on), (_("Still there"), one.here),
            (_("Lost there"), one.lost), (_("Elsewhere"), one.back),
        )  # fmt: skip
        for title, count in counts:
            lines.count(section, name, title, count)
        lines.rate(section, name, _("Rate"), one.conversion)
        lines.spread(_("Days in a stage"), name, _("Out of it"), one.left)
        lines.spread(_("Days in a stage"), name, _("There now"), one.standing)
    for death in figures.deaths:
        stage = pipeline.stage(death.stage_id)
        name = stage_name(stage) if stage is not None else _("A stage that is gone")
        lines.count(_("Where deals die"), name, words.spoke_words(death.spoke), death.count)
        lines.amounts(_("Where deals die"), name, words.spoke_words(death.spoke), death.totals, death.count)
    for reason in figures.reasons:
        what = words.reason_words(reason.reason)
        lines.count(_("Why deals are lost"), what, _("Deals"), reason.count)
        lines.amounts(_("Why deals are lost"), what, _("Amount"), reason.totals, reason.count)
    for ageing in figures.ageing:
        name, section = stage_name(ageing.stage), _("Age of open deals")
        lines.count(section, name, _("Open deals"), ageing.open)
        for age, count in ageing.counts:
            lines.count(section, name, words.age_words(age), count)
        lines.time(section, name, _("Longest"), ageing.oldest_s, ageing.open)
        lines.amounts(section, name, _("Amount"), ageing.totals, ageing.open)
    return lines.rows


def _outcomes(lines: _Lines, figures: DealFigures) -> None:
    section = _("Outcomes")
    counts = (
        (_("Deals made"), figures.made), (_("Deals won"), figures.won), (_("Deals lost"), figures.lost),
        (_("Still open"), figures.open), (_("Won without an amount"), figures.unpriced_won),
        (_("Open today"), figures.open_now), (_("Open today without an amount"), figures.unpriced_open),
    )  # fmt: skip
    for title, count in counts:
        lines.count(section, "", title, count)
    lines.rate(section, "", _("Win rate"), figures.win_rate)
    lines.rate(section, "", _("Conversion"), figures.conversion)
    lines.amounts(section, "", _("Won revenue"), figures.revenue, figures.won - figures.unpriced_won)
    names = {"wrote": _("People who wrote in the period"), "dealt": _("People with a deal made in it")}
    for one in figures.per_person:
        lines.amounts(_("Won revenue per person"), names[one.base], _("Each"), one.amounts, one.n)
    lines.spread(section, "", _("From made to won"), figures.cycle)
    for speed in figures.velocity:
        code = speed.total.currency
        lines.amounts(_("Velocity"), code, _("Mean amount"), (speed.mean,), speed.open)
        if speed.per_day is not None:
            lines.amounts(_("Velocity"), code, _("A day"), (speed.per_day,), speed.open)


class _Lines:
    """The lines so far, each figure in its plain form."""

    def __init__(self, language: str) -> None:
        self._point = "," if language == "fr" else "."
        self.rows: list[Row] = [
            [_("Section"), _("Of what"), _("Figure"), _("Value"), _("Unit"), _("Of how many")]
        ]

    def add(
        self, section: str, what: str, title: str, value: str, unit: str = "", n: int | None = None
    ) -> None:
        """One line."""
        self.rows.append([section, what, title, value, unit, "" if n is None else str(n)])

    def count(self, section: str, what: str, title: str, count: int) -> None:
        """So many deals."""
        self.add(section, what, title, str(count), _("deals"))

    def rate(self, section: str, what: str, title: str, rate: Rate) -> None:
        """A share, with its whole."""
        if rate.tenths is not None:
            self.add(section, what, title, self._number(Decimal(rate.tenths).scaleb(-1)), "%", rate.whole)

    def spread(self, section: str, what: str, title: str, of: Spread) -> None:
        """Three lines, or none."""
        if of.n:
            self.time(section, what, f"{title}: {_('median')}", of.median_s, of.n)
            self.time(section, what, f"{title}: {_('9 times out of 10')}", of.p90_s, of.n)
            self.time(section, what, f"{title}: {_('mean')}", of.mean_s, of.n)

    def time(self, section: str, what: str, title: str, seconds: int | None, n: int) -> None:
        """In days."""
        if seconds is not None:
            self.add(
                section, what, title, self._number(Decimal(day_tenths(seconds)).scaleb(-1)), _("days"), n
            )

    def amounts(self, section: str, what: str, title: str, amounts: tuple[Money, ...], n: int) -> None:
        """A line for each currency."""
        for one in amounts:
            value = Decimal(one.minor).scaleb(-CURRENCIES.get(one.currency, 2))
            self.add(section, what, title, self._number(value), one.currency, n)

    def _number(self, value: Decimal) -> str:
        return f"{value:f}".replace(".", self._point)
