"""What reports are reckoned from, and small ways to write figures down."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from app.domain.appointment_tracks import AppointmentFacts
from app.domain.deal_histories import Track
from app.domain.records import record
from app.domain.report_rows import Figure, Opens, Span, Spans
from app.domain.runs import Runs
from app.domain.send_index import SendIndex
from app.domain.spreads import Rate
from app.domain.turn_index import TurnIndex

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
WAITS: Final = (
    0, _MINUTE, 5 * _MINUTE, 15 * _MINUTE, 30 * _MINUTE, _HOUR, 2 * _HOUR, 4 * _HOUR, 8 * _HOUR, _DAY, 3 * _DAY,
)  # fmt: skip
RESOLUTIONS: Final = (
    0,
    _HOUR,
    4 * _HOUR,
    8 * _HOUR,
    _DAY,
    2 * _DAY,
    3 * _DAY,
    7 * _DAY,
    14 * _DAY,
    30 * _DAY,
)


@record
class Facts:
    """`deals`: all of them, in any order. `standard_s`: of a first response, of the whole business, today. `down`: when
    the hub did not run, from and until, in order. `currency`: the business's own. `appointments`: read when asked for.
    """

    turns: TurnIndex
    sends: SendIndex
    deals: Sequence[Track] = ()
    currency: str = "EUR"
    standard_s: int | None = None
    down: tuple[tuple[int, int], ...] = ()
    appointments: Callable[[], AppointmentFacts] = AppointmentFacts

    def deaf_s(self, from_s: int, until_s: int) -> int:
        """How long the hub was down in a window."""
        return sum(max(0, min(end, until_s) - max(start, from_s)) for start, end in self.down)

    def is_open_known(self, until_s: int) -> bool:
        """Whether any opening hours were in force before a moment."""
        book = self.turns.hours
        return any(book.hours_at(until_s - 1, [scope]) is not None for scope in book.scopes())


def seconds_figure(code: str, values: Runs, opens: Opens, stat: str = "") -> Figure:
    """A figure of durations, of which the code's last word (or `stat`) says which one it is."""
    stat, n = stat or code.rpartition("_")[2], values.n
    if stat == "n":
        return Figure(code, "count", n, n, opens=opens, behind=n)
    return Figure(code, "seconds", values.stat(stat), n, opens=opens, behind=n)


def count_figure(code: str, n: int, opens: Opens = "", behind: int | None = None, whole: int = 0) -> Figure:
    """A figure that is a number of things."""
    return Figure(code, "count", n, n, whole=whole, opens=opens, behind=n if behind is None else behind)


def share_figure(
    code: str, part: int, whole: int, opens: Opens, pending: int = 0, behind: int | None = None
) -> Figure:
    """A figure that is a part of a whole."""
    value = Rate(part, whole).tenths
    behind = whole if behind is None else behind
    return Figure(code, "share", value, whole, part, whole, pending, opens=opens, behind=behind)


def unknown_figure(code: str) -> Figure:
    """In business time, while nobody knows the opening hours."""
    return Figure(code, "count" if code.endswith("_n") else "seconds", None)


def spans_of(code: str, values: Runs, edges: Sequence[int], opens: Opens) -> Spans:
    """How many durations lie between each edge and the next."""
    below = [*(values.below(edge) for edge in edges), values.n]
    ends: list[int | None] = [*edges[1:], None]
    counted = zip(edges, ends, below, below[1:], strict=False)
    return Spans(code, tuple(Span(start, end, high - low) for start, end, low, high in counted), opens)


def span_named(detail: str) -> tuple[int, int | None] | None:
    """The edges that a list behind a distribution is asked with: "300-600", "3600-"."""
    start, dash, end = detail.partition("-")
    if not (dash and start.isdecimal() and (end.isdecimal() or not end)):
        return None
    return int(start), int(end) if end else None


def hour_named(detail: str) -> int | None:
    """The hour of the week of a cell of a heat map: "2-14" is Wednesday's from 14:00."""
    day, dash, hour = detail.partition("-")
    if not (dash and day.isdecimal() and hour.isdecimal()):
        return None
    return int(day) * 24 + int(hour) if int(day) < 7 and int(hour) < 24 else None


def as_week(values: Iterable[int | None]) -> tuple[tuple[int | None, ...], ...]:
    """168 values as seven days of 24 hours."""
    flat = list(values)
    return tuple(tuple(flat[day * 24 : day * 24 + 24]) for day in range(7))
