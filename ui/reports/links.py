"""What a figure leads to: the key of the list behind it, what that list is made of, and what stands above it."""

from __future__ import annotations

from dataclasses import replace

from app.domain.records import record
from app.domain.report_rows import BehindKey, Figure, Grid, Opens, Point, Report, Spans, Trend


@record
class Link:
    """`total`: how many lines are behind it, None where nobody counted them before."""

    key: BehindKey
    opens: Opens
    title: str
    total: int | None = None


def figure_link(report: Report, figure: Figure | None, title: str, row: str = "") -> Link | None:
    """Of a tile or of a cell of a table; None where nothing is behind it."""
    if figure is None or not figure.opens or not figure.behind:
        return None
    key = BehindKey(report.name, report.ask, figure.code, row)
    return Link(key, figure.opens, title, figure.behind)


def point_link(report: Report, trend: Trend, point: Point, title: str) -> Link | None:
    """Of a point of a line: the same with a narrower window."""
    if not trend.opens or not point.n:
        return None
    ask = replace(report.ask, from_s=point.start_s, until_s=point.until_s, versus=None)
    return Link(BehindKey(report.name, ask, trend.code, trend.row), trend.opens, title)


def hour_link(report: Report, grid: Grid, weekday: int, hour: int, title: str) -> Link | None:
    """Of a cell of a heat map."""
    if not grid.opens or not grid.values[weekday][hour]:
        return None
    key = BehindKey(report.name, report.ask, grid.code, detail=f"{weekday}-{hour}")
    return Link(key, grid.opens, title)


def span_link(report: Report, spans: Spans, number: int, title: str) -> Link | None:
    """Of a bar of a distribution."""
    span = spans.spans[number]
    if not spans.opens or not span.n:
        return None
    end = "" if span.until_s is None else str(span.until_s)
    key = BehindKey(report.name, report.ask, spans.code, detail=f"{span.from_s}-{end}")
    return Link(key, spans.opens, title, span.n)
