"""Reports about episodes: how long matters took, how often once was enough. They count by their opening."""

from __future__ import annotations

from itertools import compress
from typing import Final

from app.domain.report_cuts import cuts, places
from app.domain.report_facts import (
    RESOLUTIONS,
    Facts,
    count_figure,
    seconds_figure,
    share_figure,
    span_named,
    spans_of,
)  # fmt: skip
from app.domain.report_rows import BehindKey, Figure, Point, Report, ReportAsk, Trend
from app.domain.runs import Runs, run_of
from app.domain.sorted_columns import both, count_of, either, equal_to, table_of
from app.domain.spreads import DAY_S
from app.domain.turn_index import E_AUTO, E_DONE, E_OPEN, E_SMOOTH, TurnIndex
from app.domain.turn_picks import filters_of

ONCE_S: Final = 3 * DAY_S  # so long after its end nothing new may have come, for once to have been enough
KINDS: Final = ("first", "final", "human")
_EVERY = table_of(lambda _bits: True)
_BITS: Final = {
    "done": table_of(lambda bits: bits & E_DONE),
    "resolved": table_of(lambda bits: bits & E_DONE and not bits & E_OPEN),
    "by_itself": table_of(lambda bits: bits & E_DONE and bits & E_AUTO and not bits & E_OPEN),
    "open": table_of(lambda bits: bits & E_OPEN),
}


class EpisodePick:
    """The episodes that were opened in a window and that an ask is about."""

    def __init__(self, index: TurnIndex, ask: ReportAsk, now_s: int) -> None:
        self.index, self.ask, self.now_s = index, ask, now_s
        self.cols = index.episodes
        self.low, self.high = self.cols.window(ask.from_s, ask.until_s)
        self.flags = self.cols["flags"][self.low : self.high].tobytes()
        self._asked: bytes | None = None
        for name, number in filters_of(ask, index.lines, index.members, index.teams):
            self._asked = both(self._asked, equal_to(self.cols[name][self.low : self.high], number))

    def every(self) -> bytes:
        """All of them."""
        return both(self.flags.translate(_EVERY), self._asked) or b""

    def kind(self, what: str) -> bytes:
        """Those that are "done" (at least once), "resolved" (now), "by_itself", "open"."""
        return both(self.flags.translate(_BITS[what]), self._asked) or b""

    def reopened(self) -> bytes:
        """Those that went on after an end."""
        return (
            both(self.every(), bytes([255 if n else 0 for n in self.cols["reopens"][self.low : self.high]]))
            or b""
        )

    def timed(self, kind: str) -> bytes:
        """Those of which a resolution is known."""
        return both(self.every(), self.span(kind, 0, None)) or b""

    def span(self, name: str, low_s: int, high_s: int | None) -> bytes:
        """Where a duration lies between two edges."""
        column = self.cols[name][self.low : self.high]
        if high_s is None:
            return bytes([255 if value >= low_s else 0 for value in column])
        return bytes([255 if low_s <= value < high_s else 0 for value in column])

    def once(self) -> tuple[bytes, bytes, bytes]:
        """Where once was enough, where it was not, and where three days are not over yet."""
        done = self.kind("done")
        met, missed, later = bytearray(len(done)), bytearray(len(done)), bytearray(len(done))
        rows = zip(
            self.flags,
            self.cols["closed"][self.low : self.high],
            self.cols["next"][self.low : self.high],
            strict=True,
        )
        limit_s = self.now_s - ONCE_S
        for i, (bits, closed_s, next_s) in compress(enumerate(rows), done):
            if closed_s > limit_s:
                later[i] = 255
            elif bits & E_SMOOTH and (next_s < 0 or next_s > closed_s + ONCE_S):
                met[i] = 255
            else:
                missed[i] = 255
        return bytes(met), bytes(missed), bytes(later)

    def values(self, name: str, mask: bytes) -> list[int]:
        """Of the rows of a mask."""
        return list(compress(self.cols[name][self.low : self.high], mask))

    def places(self, mask: bytes) -> list[int]:
        """The rows of a mask."""
        return list(compress(range(self.low, self.high), mask))


def resolution(facts: Facts, ask: ReportAsk, now_s: int) -> Report:
    """The whole page. Its `n`: episodes that are resolved."""
    pick = EpisodePick(facts.turns, ask, now_s)
    done, resolved = pick.kind("done"), pick.kind("resolved")
    ordered = {kind: run_of(pick.values(kind, pick.timed(kind))) for kind in KINDS}
    n, again = count_of(resolved), pick.reopened()
    figures = [
        count_figure("resolves", sum(pick.values("resolves", done)), "episodes", count_of(done)),
        count_figure("resolved", n, "episodes"),
        count_figure("served", len(set(pick.values("contact", resolved))), "episodes", n),
        count_figure("reopens", sum(pick.values("reopens", again)), "episodes", count_of(again)),
        count_figure("closed_by_itself", count_of(pick.kind("by_itself")), "episodes"),
        first_contact(pick),
        *(_times(kind, stat, ordered[kind]) for kind in KINDS for stat in ("n", "mean", "median", "p90")),
        count_figure("open_episodes", len(open_episodes(pick)), "episodes"),
    ]
    spread = spans_of("final_resolution", ordered["final"], RESOLUTIONS, "episodes")
    pending = count_of(pick.kind("open"))
    return Report("resolution", ask, now_s, n, pending, tuple(figures), _trends(pick), spreads=(spread,))


def first_contact(pick: EpisodePick) -> Figure:
    """Of those that were resolved and whose three days are over."""
    met, missed, later = map(count_of, pick.once())
    return share_figure("first_contact", met, met + missed, "episodes", later)


def final_resolution(pick: EpisodePick, stat: str) -> Figure:
    """Of those that are resolved."""
    return _times("final", stat, run_of(pick.values("final", pick.timed("final"))))


def open_episodes(pick: EpisodePick) -> list[int]:
    """Those open now, also those that were opened before the window: their places."""
    ask, index = pick.ask, pick.index
    numbers = filters_of(ask, index.lines, index.members, index.teams)
    flags = pick.cols["flags"][: pick.high].tobytes().translate(_BITS["open"])
    found = compress(range(pick.high), flags)
    return [i for i in found if all(pick.cols[name][i] == number for name, number in numbers)]


def episode_places(pick: EpisodePick, key: BehindKey) -> list[int] | None:
    """The episodes behind a figure, a point of a line or a bar; None: of no such code."""
    if key.code == "open_episodes":
        return open_episodes(pick)
    mask = _mask(pick, key)
    return None if mask is None else pick.places(mask)


def _mask(pick: EpisodePick, key: BehindKey) -> bytes | None:
    code = key.code
    if code == "first_contact":
        met, missed, _later = pick.once()
        return either(met, missed)
    if code in ("reopens", "reopened"):
        return pick.reopened()
    if code == "machine_first_median":
        return pick.timed("machine")
    if code in _SAME:
        return pick.kind(_SAME[code])
    kind, _dash, rest = code.partition("_")
    if kind not in KINDS or not rest.startswith("resolution"):
        return None
    edges = span_named(key.detail)
    mask = pick.timed(kind)
    return both(mask, pick.span(kind, *edges)) if edges is not None else mask


def _times(kind: str, stat: str, ordered: Runs) -> Figure:
    return seconds_figure(f"{kind}_resolution_{stat}", ordered, "episodes")


def _trends(pick: EpisodePick) -> tuple[Trend, ...]:
    ask = pick.ask
    borders = cuts(ask.from_s, ask.until_s, ask.zone, ask.step)
    found = []
    for code, mask in (("resolved", pick.kind("resolved")), ("reopened", pick.reopened())):
        points = []
        steps = zip(borders, borders[1:], places(pick.cols.at, borders), strict=False)
        for start, end, (low, high) in steps:
            n = count_of(mask[low - pick.low : high - pick.low])
            points.append(Point(start, end, n, n))
        found.append(Trend(code, "count", tuple(points), opens="episodes"))
    return tuple(found)


_SAME: Final = {
    "resolves": "done", "resolved": "resolved", "served": "resolved", "closed_by_itself": "by_itself",
}  # fmt: skip
