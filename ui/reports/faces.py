"""From figures to what tiles, charts and tables show."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.domain.records import record
from app.domain.report_rows import Figure, Grid, Point, Report, Spans, Trend
from app.words import gettext as _
from app.words import ngettext
from app.words.formats import Formats
from ui.deals.funnel.cells import Cell, Column
from ui.deals.funnel.cells import Grid as TableFace
from ui.deals.funnel.tiles import TileFace
from ui.reports import words
from ui.reports.charts.bars import Bar
from ui.reports.charts.chart import Spot
from ui.reports.charts.heat import Cell as HeatCell
from ui.reports.charts.heat import HeatFace
from ui.reports.charts.lines import LineFace, Mark, Series
from ui.reports.links import Link, figure_link, hour_link, point_link, span_link

Rows = tuple[tuple[Cell, ...], ...]


@record
class Wanted:
    """A tile: which figure, what it is called, and how its base is said; `base` is given the figure or None."""

    code: str
    label: str
    base: Callable[[Figure, Formats], str]
    nothing: str
    link: str = ""  # above the list behind it; "": its label
    open_base: str = ""  # its base in place of that, where it is time within opening hours


def tile_face(report: Report, wanted: Wanted, formats: Formats) -> TileFace:
    """Of several currencies the first stands large, the others before the base."""
    figures = report.all_of(wanted.code)
    first = figures[0] if figures else None
    if first is None or first.value is None:
        return TileFace(wanted.label, words.NONE, wanted.nothing, None)
    is_open = bool(wanted.open_base) and words.is_open_time(wanted.code, report.ask.clock)
    base = wanted.open_base if is_open else wanted.base(first, formats)
    others = " + ".join(words.figure_words(one, formats, report.ask.clock) for one in figures[1:])
    base = _("and {amounts}, {what}").format(amounts=others, what=base) if others else base
    key = figure_link(report, first, wanted.link or wanted.label)
    return TileFace(wanted.label, words.figure_words(first, formats, report.ask.clock), base, key)


def with_pending(text: str, figure: Figure, formats: Formats) -> str:
    """46 of 50, 2 still open."""
    if not figure.pending:
        return text
    more = ngettext("{n} still open", "{n} still open", figure.pending).format(
        n=formats.number(figure.pending)
    )
    return _("{what}, {more}").format(what=text, more=more)


def counted(n: int, formats: Formats) -> str:
    """361 answers."""
    return ngettext("{n} answer", "{n} answers", n).format(n=formats.number(n))


# --- lines ---


@record
class Drawn:
    """A line of a chart: which trend, under which name, in which colour."""

    trend: Trend | None
    label: str
    hue: int = 0
    is_dashed: bool = False


def _marks(points: Sequence[Point], report: Report, formats: Formats) -> tuple[Mark, ...]:
    return tuple([Mark(*words.point_label(point.start_s, formats, report.ask.step)) for point in points])


def line_face(
    report: Report, drawn: Sequence[Drawn], formats: Formats, target: tuple[int, str] | None = None
) -> LineFace:
    """What a line chart shows; nothing where no trend is there."""
    there = [one for one in drawn if one.trend is not None and one.trend.points]
    if not there or there[0].trend is None:
        return LineFace()
    first = there[0].trend
    series = [_series(report, one, formats) for one in there]
    marks = _marks(first.points, report, formats)
    is_open = words.is_open_time(first.code, report.ask.clock)
    return LineFace(first.unit, tuple(series), marks, target, first.currency, is_open)


def _series(report: Report, one: Drawn, formats: Formats) -> Series:
    trend = one.trend
    assert trend is not None
    before = [point.value for point in trend.before]
    spots = [
        None if point.value is None else _spot(report, trend, number, one.label, formats)
        for number, point in enumerate(trend.points)
    ]
    values = tuple([point.value for point in trend.points])
    return Series(one.label, values, tuple(spots), tuple(before[: len(values)]), one.hue, one.is_dashed)


def _spot(report: Report, trend: Trend, number: int, label: str, formats: Formats) -> Spot:
    point = trend.points[number]
    days = words.window_words((point.start_s, point.until_s), formats)
    said = words.value_words(trend.unit, point.value, formats, trend.currency)
    lines = [words.says(label, said)]
    if trend.unit != "count":
        lines.append(_("of {n}").format(n=formats.number(point.n)))
    earlier = trend.before[number].value if number < len(trend.before) else None
    if earlier is not None:
        was = words.value_words(trend.unit, earlier, formats, trend.currency)
        lines.append(_("before: {value}").format(value=was))
    return Spot(days, tuple(lines), point_link(report, trend, point, f"{label}, {days}"))


def line_rows(report: Report, drawn: Sequence[Drawn], formats: Formats) -> tuple[tuple[Column, ...], Rows]:
    """The table behind a line chart: a row for each step."""
    there = [one for one in drawn if one.trend is not None and one.trend.points]
    columns = [Column(_("Days"), "words")]
    for one in there:
        columns.append(Column(one.label))
        if one.trend is not None and one.trend.before:
            columns.append(Column(_("before")))
    if any(one.trend is not None and one.trend.unit != "count" for one in there):
        columns.append(Column(_("n")))
    rows = []
    steps = len(there[0].trend.points) if there and there[0].trend is not None else 0
    for number in range(steps):
        rows.append(_line_row(report, there, number, formats, has_n=columns[-1].title == _("n")))
    return tuple(columns), tuple(rows)


def _line_row(
    report: Report, there: Sequence[Drawn], number: int, formats: Formats, *, has_n: bool
) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    for one in there:
        trend = one.trend
        if trend is None or number >= len(trend.points):
            cells.append(Cell(words.NONE))
            continue
        point = trend.points[number]
        days = words.window_words((point.start_s, point.until_s), formats)
        if not cells:
            cells.append(Cell(days))
        said = words.value_words(trend.unit, point.value, formats, trend.currency)
        link = point_link(report, trend, point, f"{one.label}, {days}")
        cells.append(Cell(said, key=link, exact=words.clock_time(trend.unit, point.value)))
        if trend.before:
            was = trend.before[number].value if number < len(trend.before) else None
            before = words.value_words(trend.unit, was, formats, trend.currency)
            cells.append(Cell(before, exact=words.clock_time(trend.unit, was)))
    if has_n and there[0].trend is not None:
        cells.append(Cell(formats.number(there[0].trend.points[number].n)))
    return tuple(cells)


def has_values(trend: Trend | None) -> bool:
    """Whether anything was measured at all."""
    return trend is not None and any(point.value is not None for point in trend.points)


# --- heat maps ---


def hours_of(grid: Grid) -> range:
    """The hours that are shown: from the first with something to the last, at least from 8 to 19."""
    used = [hour for row in grid.values for hour, value in enumerate(row) if value]
    return range(min([8, *used]), max([19, *used]) + 1)


def heat_face(report: Report, grid: Grid | None, formats: Formats, what: str) -> HeatFace:
    """`what` names the figure in tips ("messages received")."""
    if grid is None:
        return HeatFace()
    shown = hours_of(grid)
    days = tuple([words.weekday(day, formats.language, is_short=True) for day in range(7)])
    cells = [
        tuple([_heat_cell(report, grid, day, hour, formats, what) for hour in shown])
        for day in range(len(grid.values))
    ]
    return HeatFace(days, tuple([words.hour(hour) for hour in shown]), tuple(cells))


def _heat_cell(report: Report, grid: Grid, day: int, hour: int, formats: Formats, what: str) -> HeatCell:
    value = grid.values[day][hour]
    title = _("{day}, {start} to {end}").format(
        day=words.weekday(day, formats.language), start=words.hour(hour), end=words.hour((hour + 1) % 24)
    )
    said = words.value_words(grid.unit, value, formats)
    lines = [words.says(what, said)]
    if grid.ns:
        lines.append(_("of {n}").format(n=formats.number(grid.ns[day][hour])))
    link = hour_link(report, grid, day, hour, f"{what}, {title}")
    text = "" if value is None else said.replace("\N{NO-BREAK SPACE}", " ")
    return HeatCell(text, value, Spot(title, tuple(lines), link))


def heat_rows(
    report: Report, grid: Grid | None, formats: Formats, what: str
) -> tuple[tuple[Column, ...], Rows]:
    """The table behind a heat map: a row for each hour, a column for each day."""
    days = [Column(words.weekday(day, formats.language, is_short=True)) for day in range(7)]
    columns = (Column(_("Hour"), "words"), *days)
    if grid is None:
        return columns, ()
    rows = []
    for hour in hours_of(grid):
        cells = [_heat_cell(report, grid, day, hour, formats, what) for day in range(7)]
        figures = [
            Cell(
                cell.text or words.NONE,
                key=cell.spot.key if cell.spot is not None else None,
                exact=words.clock_time(grid.unit, cell.weight),
            )
            for cell in cells
        ]
        rows.append((Cell(words.hour(hour)), *figures))
    return columns, tuple(rows)


# --- distributions ---


def span_words(spans: Spans, number: int, formats: Formats) -> str:
    """5 to 10 min; an hour and more."""
    span = spans.spans[number]
    start = words.duration(span.from_s, formats.language)
    if span.until_s is None:
        return _("{time} and more").format(time=start)
    end = words.duration(span.until_s, formats.language)
    return (
        _("under {time}").format(time=end)
        if not span.from_s
        else _("{start} to {end}").format(start=start, end=end)
    )


def span_bars(report: Report, spans: Spans | None, formats: Formats, what: str) -> tuple[Bar, ...]:
    """A bar for each; with what was before where there is something to compare with."""
    if spans is None:
        return ()
    bars = []
    for number, span in enumerate(spans.spans):
        title = span_words(spans, number, formats)
        total = sum(one.n for one in spans.spans)
        share = words.percent(round(span.n * 1000 / total) if total else None, formats.language)
        lines = [words.says(what, f"{formats.number(span.n)} ({share})")]
        if report.ask.versus is not None:
            lines.append(_("before: {value}").format(value=formats.number(span.before_n)))
        spot = Spot(title, tuple(lines), span_link(report, spans, number, f"{what}, {title}"))
        start = span.from_s if span.until_s is None else span.until_s
        short = words.duration(start, formats.language)
        label = f"≥ {short}" if span.until_s is None else f"< {short}"
        bars.append(Bar(label, span.n, spot, span.before_n if report.ask.versus is not None else None))
    return tuple(bars)


def bar_rows(bars: Sequence[Bar], name: str) -> tuple[tuple[Column, ...], Rows]:
    """The table behind bars."""
    has_before = any(bar.before is not None for bar in bars)
    columns = [Column(name, "words"), Column(_("n"))] + ([Column(_("before"))] if has_before else [])
    rows = []
    for bar in bars:
        cells = [Cell(bar.spot.title), Cell(str(bar.count), key=bar.spot.key)]
        rows.append(tuple(cells + ([Cell(str(bar.before or 0))] if has_before else [])))
    return tuple(columns), tuple(rows)


# --- tables ---


def figure_cell(
    report: Report,
    figure: Figure | None,
    formats: Formats,
    title: str,
    row: str = "",
    *,
    is_strong: bool = False,
) -> Cell:
    """A figure in a table, a link where something is behind it."""
    link: Link | None = figure_link(report, figure, title, row)
    said = words.figure_words(figure, formats, report.ask.clock)
    exact = words.clock_time(figure.unit, figure.value) if figure is not None else ""
    return Cell(said, key=link, is_strong=is_strong, exact=exact)


def table_face(
    grid_id: str, title: str, columns: Sequence[Column], rows: Rows, empty: str = "", *, is_tall: bool = False
) -> TableFace:
    """For the view of a table."""
    return TableFace(grid_id, title, "", tuple(columns), rows, empty, is_tall)
