"""Which turns a figure is about. The same masks count, sum up and list, so that a list has what its figure counted."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from itertools import compress
from typing import Final

from app.domain.report_cuts import week_hours
from app.domain.report_facts import hour_named, span_named
from app.domain.report_rows import ReportAsk
from app.domain.sorted_columns import Names, both, either, equal_to, table_of
from app.domain.spreads import DAY_S
from app.domain.turn_index import BUS, CLOSED, FIRST, LATER, LATER_BUS, NO, REPLIED, YES, Held, TurnIndex

WHICH: Final = ("first", "next", "all")
SHARES: Final = {"within": "within", "answered_in_day": "in_day", "promise_kept": "promise"}


@cache
def _table(which: str, bits: int) -> bytes:
    first = {"first": FIRST, "next": 0, "all": None}[which]
    return table_of(lambda flags: flags & bits and (first is None or flags & FIRST == first))


class TurnPick:
    """The turns that began in a window and that an ask is about; masks are of the rows from `low` up to `high`."""

    def __init__(self, index: TurnIndex, ask: ReportAsk, now_s: int) -> None:
        self.index, self.ask, self.now_s = index, ask, now_s
        self.cols = index.turns
        self.low, self.high = self.cols.window(ask.from_s, ask.until_s)
        self.flags = self.part("flags")
        self.filters = filters_of(ask, index.lines, index.members, index.teams)
        self.asked = self._asked()

    def __len__(self) -> int:
        return self.high - self.low

    def part(self, name: str) -> bytes:
        """A column of small numbers, within the window."""
        return self.cols[name][self.low : self.high].tobytes()

    def kind(self, which: str, bits: int) -> bytes:
        """First, next or all turns with one of some bits."""
        return self._met(self.flags.translate(_table(which, bits)))

    def timed(self, which: str, clock: str) -> bytes:
        """Answered ones that a clock counts: "cal", "bus", or "closed" for those answered while closed."""
        return self.kind(which, _TIMED[clock])

    def share(self, code: str) -> tuple[bytes, bytes, bytes]:
        """Of a share: where it is met, where it is not, and where that is not decided yet."""
        column = self.part(SHARES[code])
        met, missed = column.translate(_IS_YES), column.translate(_IS_NO)
        later = column.translate(_IS_LATER)
        if code == "answered_in_day":  # whoever is counted has had a day
            ripe = bisect_right(self.cols.at, self.now_s - DAY_S, self.low, self.high) - self.low
            young = bytes(len(self) - ripe)
            told = either(either(met, missed), later)
            missed = either(missed, later)[:ripe] + young
            met, later = met[:ripe] + young, bytes(ripe) + told[ripe:]
        else:
            late, waits = bytearray(missed), bytearray(later)
            for place, is_late in self.overdue(code):
                if is_late:
                    late[place - self.low], waits[place - self.low] = 255, 0
            missed, later = bytes(late), bytes(waits)
        return self._met(met), self._met(missed), self._met(later)

    def waiting(self) -> list[tuple[int, int | None]]:
        """Open turns as of now, also those that began before the window: their place and wait (clock of the ask)."""
        found = []
        for i in self._open(_LONG_AGO_S):
            if self._is_asked(i):
                found.append((i, self.index.waited_s(i, self.now_s, self.ask.clock)))
        return found

    def held(self, member: str, *, is_handed: bool = False) -> bytes:
        """Ended ones that a member held for a while; `is_handed`: and then handed over without an answer."""
        number = self.index.members.known(member)
        if number is None:
            return bytes(len(self))
        column = self.cols["hold_who"][self.low : self.high]
        mask = bytearray(len(self)) if is_handed else bytearray(equal_to(column, number))
        for name, start_s, holds, handed in self._shared():
            if any(who == number for who, _s in (handed if is_handed else holds)):
                mask[self.cols.place(start_s, name) - self.low] = 255
        return self._met(bytes(mask))

    def shared(self) -> list[tuple[Held, Held]]:
        """Of turns that several held, or that were handed over: the holds, and those that were handed over."""
        found = self._shared()
        asked = self.asked
        if asked is None:
            return [(holds, handed) for _name, _start, holds, handed in found]
        place, low = self.cols.place, self.low
        return [(holds, handed) for name, start, holds, handed in found if asked[place(start, name) - low]]

    def _shared(self) -> list[tuple[int, int, Held, Held]]:
        told = self.index.shared
        if len(self) < len(told):
            ident = self.cols.ident[self.low : self.high]
            return [(name, *told[name]) for name in compress(ident, map(told.__contains__, ident))]
        low_s, high_s = self.ask.from_s, self.ask.until_s
        return [(name, *one) for name, one in told.items() if low_s <= one[0] < high_s]

    def equals(self, name: str, word: str) -> bytes:
        """Where a column has a member or a line."""
        names = self.index.lines if name == "line" else self.index.members
        return self._met(equal_to(self.cols[name][self.low : self.high], names.known(word)))

    def each(self, name: str, mask: bytes) -> Iterator[int]:
        """A column's values of the rows of a mask."""
        return compress(self.cols[name][self.low : self.high], mask)

    def values(self, name: str, mask: bytes) -> list[int]:
        """The same as a list."""
        return list(self.each(name, mask))

    def places(self, mask: bytes) -> list[int]:
        """The rows of a mask."""
        return list(compress(range(self.low, self.high), mask))

    def hours(self) -> bytes:
        """Of each row: the hour of the week in which it began."""
        return week_hours(self.cols.at, self.cols["hour"], self.low, self.high, self.ask.zone)

    def hour(self, detail: str) -> bytes:
        """Those that began in an hour of the week."""
        slot = hour_named(detail)
        return bytes(len(self)) if slot is None else self.hours().translate(table_of(slot.__eq__))

    def span(self, name: str, detail: str) -> bytes:
        """Where a duration lies between two edges."""
        edges = span_named(detail)
        if edges is None:
            return bytes(len(self))
        low, high = edges
        column = self.cols[name][self.low : self.high]
        return bytes([255 if low <= value and (high is None or value < high) else 0 for value in column])

    def _asked(self) -> bytes | None:
        mask: bytes | None = None
        for name, number in self.filters:
            mask = both(mask, equal_to(self.cols[name][self.low : self.high], number))
        return mask

    def _met(self, mask: bytes) -> bytes:
        return both(mask, self.asked) or b""

    def _open(self, from_s: int) -> Iterator[int]:
        """The places of open turns that began from a moment on and before the window's end."""
        for name, start_s in self.index.waiting.items():
            if from_s <= start_s < self.ask.until_s:
                yield self.cols.place(start_s, name)

    def overdue(self, code: str) -> Iterator[tuple[int, bool]]:
        """Open turns of which a share would like to know: their place, and whether it is too late already."""
        column = self.cols[SHARES[code]]
        for i in self._open(self.ask.from_s):
            if column[i] not in (LATER, LATER_BUS) or not self._is_asked(i):
                continue
            if code == "promise_kept":
                yield i, self.now_s > self.cols["promised"][i]
            else:
                waited = self.index.waited_s(i, self.now_s, "bus" if column[i] == LATER_BUS else "cal")
                yield i, waited is not None and waited > self.cols["standard"][i]

    def _is_asked(self, i: int) -> bool:
        return all(self.cols[name][i] == number for name, number in self.filters)


def filters_of(ask: ReportAsk, lines: Names, members: Names, teams: Names) -> list[tuple[str, int | None]]:
    """Columns and the number that they must have; None: a line, member or group that nobody knows."""
    found = []
    for name, word, names in (
        ("line", ask.line_id, lines), ("who", ask.member_id, members), ("group", ask.group_id, teams),
    ):  # fmt: skip
        if word is not None:
            found.append((name, names.known(word)))
    return found


_TIMED: Final = {"cal": REPLIED, "bus": BUS, "closed": CLOSED}
_LONG_AGO_S: Final = -(1 << 60)
_IS_YES, _IS_NO = table_of(YES.__eq__), table_of(NO.__eq__)
_IS_LATER: Final = table_of((LATER, LATER_BUS).__contains__)
