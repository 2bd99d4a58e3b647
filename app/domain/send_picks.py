"""Which messages a figure is about: the same masks count and list."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, deque
from functools import partial
from itertools import compress, repeat

from app.domain.copies import changed
from app.domain.report_cuts import week_hours
from app.domain.report_facts import as_week, hour_named
from app.domain.report_rows import Grid, ReportAsk
from app.domain.send_index import (
    ACCEPTED,
    ASKED,
    DELIVERED,
    FAILED,
    HUMAN,
    IN,
    READ,
    REPLIED,
    REPLY_S,
    SendIndex,
)
from app.domain.sorted_columns import both, chunks, either, equal_to, table_of
from app.domain.spreads import DAY_S
from app.domain.turn_picks import filters_of

_COUNTED = {
    "asked": table_of(lambda bits: bits & ASKED),
    "accepted": table_of(lambda bits: bits & ACCEPTED),
    "arrived": table_of(lambda bits: bits & DELIVERED),
    "read": table_of(lambda bits: bits & READ),
    "failed": table_of(lambda bits: bits & FAILED),
    "ended": table_of(lambda bits: bits & (DELIVERED | FAILED)),
    "quiet": table_of(lambda bits: bits & ACCEPTED and not bits & (DELIVERED | FAILED)),
    "replied": table_of(lambda bits: bits & DELIVERED and bits & REPLIED),
    "unreplied": table_of(lambda bits: bits & DELIVERED and not bits & REPLIED),
    "writing": table_of(lambda bits: bits & IN),
    "answering": table_of(lambda bits: bits & HUMAN),
}


class SendPick:
    """The messages of a window that an ask is about; masks are of the rows from `low` up to `high`."""

    def __init__(self, index: SendIndex, ask: ReportAsk, now_s: int) -> None:
        self.index, self.ask, self.now_s = index, ask, now_s
        self.cols = index.messages
        self.low, self.high = self.cols.window(ask.from_s, ask.until_s)
        self.flags = self.cols["flags"][self.low : self.high].tobytes()
        self._filters = filters_of(ask, index.lines, index.members, index.teams)
        self._asked = self._make_asked(self._filters)
        self._asked_in = self._make_asked([one for one in self._filters if one[0] == "line"])
        self._ripe = bisect_right(self.cols.at, now_s - DAY_S, self.low, self.high) - self.low

    def kind(self, what: str) -> bytes:
        """Messages of one of the kinds above; what customers write is nobody's of the team."""
        asked = self._asked_in if what == "writing" else self._asked
        return both(self.flags.translate(_COUNTED[what]), asked) or b""

    def delivery(self) -> tuple[bytes, bytes, bytes, bytes]:
        """Of what the channel took: what arrived, what failed, what is silent for a day, and what is too young."""
        quiet = self.kind("quiet")
        young = bytes(self._ripe) + quiet[self._ripe :]
        silent = quiet[: self._ripe] + bytes(len(quiet) - self._ripe)
        return self.kind("arrived"), self.kind("failed"), silent, young

    def decided(self) -> bytes:
        """What a share of deliveries is of."""
        arrived, failed, silent, _young = self.delivery()
        return either(either(arrived, failed), silent)

    def people(self, what: str) -> int:
        """Whose messages of a kind they are: a number with a bit for each of them."""
        found, filters = 0, tuple(self._filters)
        for start, end in chunks(self.cols, self.low, self.high, self.ask.from_s, self.ask.until_s):
            key = ("people", what, start, end, *filters)
            found |= self.cols.kept(key, start, end, partial(self._people, what, start, end))
        return found

    def _people(self, what: str, start: int, end: int) -> int:
        part = SendPick(self.index, changed(self.ask, from_s=start, until_s=end), self.now_s)
        marks = bytearray(len(self.index.contacts))
        contacts = compress(part.cols["contact"][part.low : part.high], part.kind(what))
        deque(map(marks.__setitem__, contacts, repeat(1)), maxlen=0)
        return int.from_bytes(marks, "little")

    def replies(self) -> tuple[int, int, int]:
        """How many people something reached, how many replied, and how many of the others may do so yet."""
        reached, replied = self.people("arrived"), self.people("replied")
        closes, now_s, contact = self.cols["closes"], self.now_s, self.cols["contact"]
        recent = bisect_right(self.cols.at, now_s - REPLY_S - 1, self.low, self.high)
        places = compress(range(recent, self.high), self.kind("unreplied")[recent - self.low :])
        waited = {contact[i] for i in places if closes[i] > now_s}
        later = [one for one in waited if not replied >> (8 * one) & 1]
        return reached.bit_count(), replied.bit_count(), len(later)

    def grid(self, code: str) -> Grid:
        """How many in each hour of the week."""
        counts = Counter(compress(self.hours(), self.kind(code)))
        return Grid(code, "count", as_week(counts[hour] for hour in range(168)), opens="messages")

    def hours(self) -> bytes:
        """Of each row: its hour of the week."""
        return week_hours(self.cols.at, self.cols["hour"], self.low, self.high, self.ask.zone)

    def hour(self, detail: str) -> bytes:
        """Those of one hour of the week."""
        slot = hour_named(detail)
        return bytes(len(self.flags)) if slot is None else self.hours().translate(table_of(slot.__eq__))

    def failure(self, code: str) -> bytes:
        """Those that failed for a reason."""
        number = self.index.failures.known(code)
        same = equal_to(self.cols["failure"][self.low : self.high], number)
        return both(self.kind("failed"), same) or b""

    def values(self, name: str, mask: bytes) -> list[int]:
        """Of the rows of a mask."""
        return list(compress(self.cols[name][self.low : self.high], mask))

    def places(self, mask: bytes) -> list[int]:
        """The rows of a mask."""
        return list(compress(range(self.low, self.high), mask))

    def _make_asked(self, filters: list[tuple[str, int | None]]) -> bytes | None:
        mask: bytes | None = None
        for name, number in filters:
            mask = both(mask, equal_to(self.cols[name][self.low : self.high], number))
        return mask
