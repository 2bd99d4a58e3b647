"""Opening hours: the versions that a business, a number or a group had, and how long it was open between two moments.

A second is open when the clock on the wall shows, on its date, a time within a span of that date. So an hour that comes
twice counts twice where it is open, a skipped one counts nothing, and all lengths are seconds that really passed. All
moments are whole UTC seconds. A version counts from its date on; one with the date of an older one corrects that.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import ClassVar, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.domain.clock_changes import offsets, wall
from app.domain.ids import MemberId
from app.domain.records import record

BUSINESS: Final = ""  # the scope of all
HOURS_LANE: Final = "hours"
ALWAYS: Final = "1970-01-01"  # the date of hours that count since the beginning
DAY_MIN: Final = 1_440
LOOK_AHEAD_DAYS: Final = 400
LAST_DAY: Final = "2199-12-31"
_DAY_S: Final = 86_400
_CHUNK_S: Final = 366 * _DAY_S
_END_S: Final = int(datetime(2201, 1, 1, tzinfo=UTC).timestamp())
_EPOCH: Final = date(1970, 1, 1).toordinal()


@record
class Span:
    """Minutes of the wall's day, 0 to 1440: from the first, up to the second."""

    opens_min: int
    closes_min: int


Spans = tuple[Span, ...]


@record
class SpecialDay:
    """Other spans on one date ("2026-12-24"), whatever its weekday and holiday; () is closed."""

    day: str
    spans: Spans = ()


@record
class OpeningHours:
    """One version. `week`: seven days, Monday first. `holidays`: the dates themselves, on which it is closed.

    `region`: where they come from (as the setting holiday_region has it), for who edits them; figures never ask it.
    """

    valid_from: str
    zone: str
    week: tuple[Spans, ...]
    region: str = ""
    holidays: tuple[str, ...] = ()
    special: tuple[SpecialDay, ...] = ()


@record
class HoursSaved:
    """hours.saved: a version is new, or another form of the one with its date. `scope`: see `line_scope`."""

    KIND: ClassVar[str] = "hours.saved"
    VERSION: ClassVar[int] = 1
    scope: str
    hours: OpeningHours
    member_id: MemberId | None = None


@record
class HoursRemoved:
    """hours.removed: there never was a version from that date on."""

    KIND: ClassVar[str] = "hours.removed"
    VERSION: ClassVar[int] = 1
    scope: str
    valid_from: str
    member_id: MemberId | None = None


HOURS_EVENTS = (HoursSaved, HoursRemoved)
HoursEvent = HoursSaved | HoursRemoved


def line_scope(line_id: str) -> str:
    """The scope of a number."""
    return f"line:{line_id}"


def group_scope(group_id: str) -> str:
    """The scope of a group of members."""
    return f"group:{group_id}"


class OpenTime:
    """What one version says about any moment from 1970 to 2200. It reckons a year when somebody asks about it."""

    __slots__ = ("_base", "_closes", "_days", "_from_s", "_opens", "_until_s", "_zone", "hours")

    def __init__(self, hours: OpeningHours) -> None:
        self.hours = hours
        self._zone = zone_named(hours.zone) or ZoneInfo("UTC")
        self._days = _days(hours)
        # Open stretches in order, none touching the next. A moment m within stretch i: base[i] + m seconds were open.
        self._opens: list[int] = []
        self._closes: list[int] = []
        self._base: list[int] = []
        self._from_s = self._until_s = 0  # what they cover

    def between(self, start_s: int, end_s: int) -> int:
        """Open seconds from one moment up to a later one; 0 when it is not later."""
        if end_s <= start_s:
            return 0
        if start_s < self._from_s or end_s > self._until_s:
            start_s, end_s = self._cover(start_s, end_s)
        opens, closes, base = self._opens, self._closes, self._base
        last = bisect_right(opens, end_s) - 1
        if last < 0:
            return 0
        close = closes[last]
        total = base[last] + (min(close, end_s))
        first = bisect_right(opens, start_s, 0, last + 1) - 1
        if first < 0:
            return total
        close = closes[first]
        return total - base[first] - (min(close, start_s))

    def is_open(self, moment_s: int) -> bool:
        """Whether that second is open."""
        self._cover(moment_s, moment_s + 1)
        i = bisect_right(self._opens, moment_s) - 1
        return i >= 0 and moment_s < self._closes[i]

    def next_opening(self, moment_s: int) -> int | None:
        """The moment itself while open, else when it opens next; None when it does not within 400 days."""
        last_s = moment_s + LOOK_AHEAD_DAYS * _DAY_S
        self._cover(moment_s, last_s + 1)
        i = bisect_right(self._opens, moment_s)
        if i and moment_s < self._closes[i - 1]:
            return moment_s
        return self._opens[i] if i < len(self._opens) and self._opens[i] <= last_s else None

    def closes_at(self, moment_s: int) -> int | None:
        """When it closes next; None while it is closed, and when it stays open for 400 days."""
        last_s = moment_s + LOOK_AHEAD_DAYS * _DAY_S
        self._cover(moment_s, last_s + 1)
        i = bisect_right(self._opens, moment_s) - 1
        is_known = i >= 0 and moment_s < self._closes[i] <= last_s
        return self._closes[i] if is_known else None

    def closed_since(self, moment_s: int) -> int | None:
        """When it closed last; None while it is open. What was closed for 400 days has been so for ever: 0."""
        first_s = moment_s - LOOK_AHEAD_DAYS * _DAY_S
        self._cover(first_s, moment_s + 1)
        i = bisect_right(self._opens, moment_s) - 1
        if i >= 0 and moment_s < self._closes[i]:
            return None
        return self._closes[i] if i >= 0 and self._closes[i] > first_s else 0

    def after(self, start_s: int, seconds: int) -> int | None:
        """The first moment up to which so many open seconds went by; None when they do not within 400 days."""
        last_s = min(start_s + LOOK_AHEAD_DAYS * _DAY_S, _END_S)
        for end_s in (
            start_s + 8 * _DAY_S,
            last_s,
        ):  # mostly it is near, and the next year need not be reckoned
            if self.between(start_s, end_s) >= seconds:
                return start_s + _first(
                    end_s - start_s, seconds, lambda s: self.between(start_s, start_s + s)
                )
        return None

    def before(self, end_s: int, seconds: int) -> int | None:
        """The last moment from which on so many open seconds went by; None when they did not within 400 days."""
        first_s = max(end_s - LOOK_AHEAD_DAYS * _DAY_S, 0)
        for start_s in (end_s - 8 * _DAY_S, first_s):
            if self.between(start_s, end_s) >= seconds:
                return end_s - _first(end_s - start_s, seconds, lambda s: self.between(end_s - s, end_s))
        return None

    # --- the table ---

    def _cover(self, start_s: int, end_s: int) -> tuple[int, int]:
        """See that the table reaches from one to the other; both, as near as the table can come to them."""
        start_s, end_s = min(max(start_s, 0), _END_S), min(max(end_s, 0), _END_S)
        if start_s == end_s or (self._from_s <= start_s and end_s <= self._until_s):
            return start_s, end_s
        low, high = start_s // _CHUNK_S * _CHUNK_S, -(-end_s // _CHUNK_S) * _CHUNK_S
        if self._from_s < self._until_s:
            low, high = min(low, self._from_s), max(high, self._until_s)
            before, after = list(self._reckon(low, self._from_s)), list(self._reckon(self._until_s, high))
            known = list(zip(self._opens, self._closes, strict=True))
            stretches = [*before, *known, *after]
        else:
            stretches = list(self._reckon(low, high))
        self._keep(stretches)
        self._from_s, self._until_s = low, high
        return start_s, end_s

    def _keep(self, stretches: Iterable[tuple[int, int]]) -> None:
        opens: list[int] = []
        closes: list[int] = []
        for start, end in stretches:
            if closes and closes[-1] == start:
                closes[-1] = end
            else:
                opens.append(start)
                closes.append(end)
        base, total = [], 0
        for start, end in zip(opens, closes, strict=True):
            base.append(total - start)
            total += end - start
        self._opens, self._closes, self._base = opens, closes, base

    def _reckon(self, start_s: int, end_s: int) -> Iterator[tuple[int, int]]:
        """Open stretches between two moments; two may touch."""
        for low, high, offset_s in offsets(start_s, end_s, self._zone):
            for day in range((low + offset_s) // _DAY_S, (high + offset_s - 1) // _DAY_S + 1):
                midnight = day * _DAY_S - offset_s
                for opens, closes in self._spans(day):
                    begins, ends = max(low, midnight + opens), min(high, midnight + closes)
                    if begins < ends:
                        yield begins, ends

    def _spans(self, day: int) -> Sequence[tuple[int, int]]:
        """Seconds of a date, which is counted from 1970-01-01 (a Thursday)."""
        week, own = self._days
        found = own.get(day)
        return week[(day + 3) % 7] if found is None else found


class HoursBook:
    """All versions of all scopes, as the events said them."""

    def __init__(self, versions: Iterable[tuple[str, OpeningHours]] = ()) -> None:
        self._versions: dict[str, dict[str, OpenTime]] = {}
        self._ladders: dict[str, tuple[list[int], list[OpenTime]]] = {}
        for scope, hours in versions:
            self._set(scope, hours)

    def apply(self, event: HoursEvent) -> None:
        """It happened."""
        if isinstance(event, HoursSaved):
            self._set(event.scope, event.hours)
        elif self._versions.get(event.scope, {}).pop(event.valid_from, None) is not None:
            self._ladders.pop(event.scope, None)

    def hours_at(self, start_s: int, scopes: Sequence[str]) -> OpenTime | None:
        """The hours that are in force at a moment, of the first of these scopes that has any; None: nobody knows."""
        for scope in scopes:
            if self._versions.get(scope):
                begins, times = self._ladder(scope)
                i = bisect_right(begins, start_s)
                if i:
                    return times[i - 1]
        return None

    def begins(self, scopes: Sequence[str]) -> list[int]:
        """The moments at which a version of one of these scopes begins to count, in order."""
        found = [self._ladder(scope)[0] for scope in scopes if self._versions.get(scope)]
        return sorted({start_s for begins in found for start_s in begins})

    def versions(self, scope: str = BUSINESS) -> tuple[OpeningHours, ...]:
        """Those of one scope, oldest first."""
        return tuple(time.hours for _day, time in sorted(self._versions.get(scope, {}).items()))

    def version(self, scope: str, valid_from: str) -> OpeningHours | None:
        """The one that counts from that date on."""
        found = self._versions.get(scope, {}).get(valid_from)
        return found.hours if found is not None else None

    def scopes(self) -> tuple[str, ...]:
        """All that have a version."""
        return tuple(sorted(scope for scope, found in self._versions.items() if found))

    def _set(self, scope: str, hours: OpeningHours) -> None:
        self._versions.setdefault(scope, {})[hours.valid_from] = OpenTime(hours)
        self._ladders.pop(scope, None)

    def _ladder(self, scope: str) -> tuple[list[int], list[OpenTime]]:
        """Versions by the moment at which each begins to count."""
        found = self._ladders.get(scope)
        if found is None:
            begins: list[int] = []
            times: list[OpenTime] = []
            for _day, time in sorted(self._versions[scope].items()):
                start_s = begins_s(time.hours)
                while begins and begins[-1] >= start_s:  # zones apart: an older date that begins later
                    begins.pop()
                    times.pop()
                begins.append(start_s)
                times.append(time)
            found = self._ladders[scope] = begins, times
        return found


def begins_s(hours: OpeningHours) -> int:
    """The first second at which the wall shows the version's date or a later one; for ALWAYS, before all."""
    if hours.valid_from <= ALWAYS:
        return -(1 << 62)
    zone = zone_named(hours.zone) or ZoneInfo("UTC")
    day = _ordinal(hours.valid_from)
    first_s = (day - _EPOCH - 2) * _DAY_S
    found = range(first_s, first_s + 4 * _DAY_S)
    return found[bisect_right(found, 0, key=lambda s: int(wall(s, zone).toordinal() >= day))]


def wall_day(moment_s: int, zone_name: str) -> str:
    """The date on the wall at a moment, as "2026-05-01"."""
    return wall(moment_s, zone_named(zone_name) or ZoneInfo("UTC")).date().isoformat()


def business_zone(book: HoursBook, moment_s: int, own: str) -> str:
    """Whose wall the agenda goes by: that of the opening hours in force, else `own`, the business's own, else UTC."""
    hours = book.hours_at(moment_s, (BUSINESS,))
    named = (hours.hours.zone if hours is not None else "", own, "UTC")
    return next(one for one in named if one and zone_named(one) is not None)


def zone_named(name: str) -> ZoneInfo | None:
    """A time zone; None for one that nobody knows."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _first(most: int, seconds: int, gone_by: Callable[[int], int]) -> int:
    """How far one must go until so many seconds went by."""
    return bisect_left(range(most), seconds, key=gone_by)


# --- days and clocks ---

_Seconds = list[tuple[int, int]]


def _days(hours: OpeningHours) -> tuple[list[_Seconds], dict[int, _Seconds]]:
    """Each weekday's spans, and those of dates of their own, counted from 1970-01-01."""
    week = [_seconds(spans) for spans in hours.week]
    own: dict[int, _Seconds] = {_ordinal(day) - _EPOCH: [] for day in hours.holidays}
    own.update((_ordinal(one.day) - _EPOCH, _seconds(one.spans)) for one in hours.special)
    return week, own


def _seconds(spans: Spans) -> _Seconds:
    return [(span.opens_min * 60, span.closes_min * 60) for span in spans]


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()
