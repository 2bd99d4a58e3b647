"""The tables of the ledger as data: costs, gains, messages of a month, goals, who comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from app.domain.goals import Progress
from app.domain.ledger import Cost, Gain
from app.domain.message_costs import SERVICE, MessageCosts
from app.domain.retention import Retention
from app.domain.roi import Roi, RoiLine
from app.words import gettext as _
from app.words import ledger as named
from app.words import ngettext
from app.words.formats import Formats
from app.words.templates import category_words
from ui.deals.funnel.cells import Cell, Column, Grid, Part
from ui.plain import shown_line
from ui.reports.ledger import words

_FULL = 1000
Row = tuple[Cell, ...]


def costs_grid(costs: Sequence[Cost], rois: Sequence[Roi], formats: Formats) -> Grid:
    """Each cost, what it comes to in the period, and the totals."""
    counted = _by_entry(rois, "cost")
    rows: list[Row] = [
        (
            Cell(shown_line(one.name), key=("cost", one.cost_id), is_strong=True),
            Cell(named.cost_category(one.category)),
            Cell(_cost_when(one, formats.language)),
            Cell(_cost_each(one, counted.get(one.cost_id, ()), formats.language)),
            Cell(_total(counted.get(one.cost_id, ()), formats.language)),
        )
        for one in costs
    ]
    rows += [
        _sum_row(_("All costs"), words.exact(one.cost, formats.language), 3) for one in rois if one.cost.minor
    ]
    return Grid(
        "costs", _("Costs"), _("what is spent, and how much of it falls into the period"),
        (
            Column(_("Cost"), "words"), Column(_("For"), "words"), Column(_("When"), "words"),
            Column(_("Amount")), Column(_("In the period")),
        ),
        tuple(rows),
        _("No cost yet. Begin with what Comptoir and WhatsApp cost you: licences, set-up, training."), is_plain=True,
    )  # fmt: skip


def gains_grid(gains: Sequence[Gain], rois: Sequence[Roi], formats: Formats) -> Grid:
    """Each gain, where it comes from, what it comes to in the period, and the totals."""
    counted = _by_entry(rois, "gain")
    rows: list[Row] = [
        (
            Cell(shown_line(one.name), key=("gain", one.gain_id), is_strong=True),
            Cell(_gain_category(one)),
            Cell(_gain_from(one, counted.get(one.gain_id, ()), formats)),
            Cell(_total(counted.get(one.gain_id, ()), formats.language)),
        )
        for one in gains
    ]
    for roi in rois:
        if roi.tangible.minor:
            rows.append(_sum_row(_("Came in as money"), words.exact(roi.tangible, formats.language), 2))
        if roi.intangible.minor:
            rows.append(
                _sum_row(_("Of value, no money came in"), words.exact(roi.intangible, formats.language), 2)
            )
    return Grid(
        "gains", _("Gains"), _("what came of it; a deal counts once, whatever names it"),
        (
            Column(_("Gain"), "words"), Column(_("Kind"), "words"), Column(_("Reckoned from"), "words"),
            Column(_("In the period")),
        ),
        tuple(rows),
        _("No gain yet. Begin with the deals that were won, or with the hours that are saved."), is_plain=True,
    )  # fmt: skip


def messages_grid(costs: MessageCosts, formats: Formats) -> Grid:
    """What the channel charged for, by category and country."""
    language = formats.language
    rows: list[Row] = [
        (
            Cell(_message_words(line.category)),
            Cell(f"+{line.code}" if line.code else _("unknown")),
            Cell(formats.number(line.count)),
            Cell(words.unit_price(line.price, language), tone="" if line.price else "warning"),
            Cell(words.exact(line.cost, language) if line.cost else _("no price"), is_strong=bool(line.cost)),
        )
        for line in costs.lines
    ]
    rows += [
        (
            Cell(_message_words(one.category)),
            Cell(named.price_type_words(one.type)),
            Cell(formats.number(one.count)),
            Cell(words.NONE),
            Cell(_("not charged")),
        )
        for one in costs.uncharged
    ]
    rows += [_sum_row(_("Together"), words.exact(one, language), 3) for one in costs.totals]
    empty = _("WhatsApp has named no price for any message of this month yet.")
    return Grid(
        "messages", words.capital(words.month(costs.month.first, language)), _("messages that arrived"),
        (
            Column(_("Messages"), "words"), Column(_("To"), "words"), Column(_("Count")),
            Column(_("Price each")), Column(_("Cost")),
        ),
        tuple(rows), empty, is_plain=True,
    )  # fmt: skip


def goals_grid(found: Sequence[Progress], currency: str, formats: Formats) -> Grid:
    """Each goal: from where, to where, how far."""
    language = formats.language
    rows = tuple(
        (
            Cell(shown_line(one.goal.name), key=("goal", one.goal.goal_id), is_strong=True),
            Cell(named.measure_words(one.goal.measure)),
            Cell(words.measured(one.baseline, one.measure, currency, language)),
            Cell(words.measured(one.target, one.measure, currency, language)),
            Cell(words.measured(one.now, one.measure, currency, language), is_strong=True),
            Cell(_share(one, language), parts=_bar(one)),
            Cell(_state(one, language), tone="warning" if one.state in ("behind", "missed") else ""),
        )
        for one in found
    )
    return Grid(
        "goals", _("Goals"),
        _("a total is compared with the days that are gone; times count in opening hours where there are any"),
        (
            Column(_("Goal"), "words"), Column(_("Measure"), "words"), Column(_("Before")), Column(_("Target")),
            Column(_("Now at")), Column(_("Way"), "bar"), Column(_("Stands"), "words"),
        ),
        rows, _("No goal yet. Set one: 30 percent more deals won, or a conversion of one in four."), is_plain=True,
    )  # fmt: skip


def retention_grid(found: Retention, formats: Formats) -> Grid:
    """A line for each month of first messages."""
    language = formats.language
    most = max((len(one.back) for one in found.cohorts), default=0)
    rows = tuple(
        (
            Cell(words.capital(words.month(one.month, language))),
            Cell(formats.number(one.people)),
            *(
                Cell(words.rate(one.back[number], language), spoken=_of(one.back[number].part, one.people))
                if number < len(one.back)
                else Cell("")
                for number in range(most)
            ),
            Cell(words.rate(one.lost, language), spoken=_of(one.lost.part, one.people), is_strong=True),
        )
        for one in found.cohorts
    )
    return Grid(
        "retention", _("Who comes back"), _("people by the month of their first message"),
        (
            Column(_("First wrote in"), "words"), Column(_("People")),
            *(Column(f"+{number + 1}", tip=_("wrote again so many months later")) for number in range(most)),
            Column(_("Lost")),
        ),
        rows, _("Nobody has written yet: there are no figures."), is_plain=True,
    )  # fmt: skip


# --- parts ---


def _message_words(category: str) -> str:
    return _("Free-form answer") if category == SERVICE else category_words(category)


def _by_entry(rois: Sequence[Roi], side: str) -> Mapping[str, list[RoiLine]]:
    found: dict[str, list[RoiLine]] = {}
    for roi in rois:
        for line in roi.lines:
            if line.side == side:
                found.setdefault(line.entry_id, []).append(line)
    return found


def _total(lines: Sequence[RoiLine], language: str) -> str:
    if not lines:
        return words.NONE
    unpriced = sum(line.unpriced for line in lines)
    amounts = words.APART.join(words.exact(line.total, language) for line in lines)
    if unpriced:
        bare = ngettext("{n} without a price", "{n} without a price", unpriced).format(n=unpriced)
        return f"{amounts}{words.APART}{bare}"
    return amounts


def _cost_when(cost: Cost, language: str) -> str:
    first = words.day(cost.from_day, language)
    if cost.rhythm == "once":
        return first
    how = _("every month from {day}") if cost.rhythm == "monthly" else _("each message from {day}")
    said = how.format(day=first)
    return (
        said
        if cost.to_day is None
        else _("{what} to {day}").format(what=said, day=words.day(cost.to_day, language))
    )


def _cost_each(cost: Cost, lines: Sequence[RoiLine], language: str) -> str:
    if cost.rhythm != "per_message":
        return words.money_words(cost.amount, language)
    if not cost.price:
        return _("by your prices")
    from app.domain.prices import Price

    return words.unit_price(Price(cost.price, cost.amount.currency), language)


def _gain_category(gain: Gain) -> str:
    said = named.gain_category(gain.category)
    return _("{what}, no money came in").format(what=said) if gain.is_intangible else said


def _gain_from(gain: Gain, lines: Sequence[RoiLine], formats: Formats) -> str:
    language = formats.language
    if gain.source in ("deals", "named"):
        count = sum(int(line.count) for line in lines)
        won = ngettext("{n} deal won", "{n} deals won", count).format(n=formats.number(count))
        return f"{named.source_words(gain.source)}{words.APART}{won}"
    if gain.source == "hours":
        weeks = "4" if gain.weeks == "4" else "52/12"
        return _("{hours} h a week × {rate} × {weeks} weeks a month").format(
            hours=words.plain_number(Fraction(gain.hours), language),
            rate=words.money_words(gain.amount, language),
            weeks=weeks,
        )
    if gain.source == "counter":
        from app.domain.prices import Price

        each = words.unit_price(Price(gain.price, gain.amount.currency), language)
        count_words = words.plain_number(lines[0].count, language) if lines else words.NONE
        return _("{what}: {n} × {price}").format(
            what=named.measure_words(gain.counter), n=count_words, price=each
        )
    return f"{words.money_words(gain.amount, language)}, {named.rhythm_words(gain.rhythm)}"


def _sum_row(title: str, amount: str, between: int) -> tuple[Cell, ...]:
    return (Cell(title, is_strong=True), *(Cell("") for _n in range(between)), Cell(amount, is_strong=True))


def _share(one: Progress, language: str) -> str:
    return words.NONE if one.share is None else words.percent(round(one.share * _FULL), language)


def _bar(one: Progress) -> tuple[Part, ...]:
    if one.share is None or one.share <= 0:
        return ()
    tone = (
        "success" if one.state == "reached" else "warning" if one.state in ("behind", "missed") else "accent"
    )
    return (Part(min(_FULL, max(1, round(one.share * _FULL))), tone),)  # type: ignore[arg-type]


def _state(one: Progress, language: str) -> str:
    until = words.day_in_month(one.goal.by_day, language)
    if one.target is None and one.baseline == 0:
        return _("nothing before to compare with")
    said = {
        "reached": _("reached"),
        "missed": _("missed on {day}"),
        "ahead": _("on its way, until {day}"),
        "behind": _("behind, until {day}"),
        "unknown": _("no figures yet, until {day}"),
    }
    return said[one.state].format(day=until)


def _of(part: int, whole: int) -> str:
    return _("{part} of {whole}").format(part=part, whole=whole)
