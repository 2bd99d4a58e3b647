"""The time of one resource: when it can be booked, by whom it is taken, what is left of it, and what stands in the way.

All moments are whole UTC seconds, every stretch lasts from its first second up to its second one: an appointment that
ends when another begins is in nobody's way. Where nobody knows the opening hours everything may be booked, but only
what most businesses keep (8 to 20 o'clock, Monday to Saturday) is offered.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final, Literal
from zoneinfo import ZoneInfo

from app.domain.clock_changes import offsets
from app.domain.hours import LOOK_AHEAD_DAYS, HoursBook, OpenTime, zone_named
from app.domain.records import record

DAY_S: Final = 86_400  # of UTC; no appointment is longer
MINUTE_S: Final = 60
OFFERED_S: Final = (8 * 3_600, 20 * 3_600)  # of the wall's day, where nobody knows the hours
_SUNDAY: Final = 6
_WEEK_DAYS: Final = 7
_BEGINNING_S: Final = -(1 << 62)
_LOOK_BACK_S: Final = 8 * DAY_S
Stretch = tuple[int, int]
ConflictKind = Literal["past", "closed", "crosses_closing", "taken"]


@record
class Taken:
    """An appointment that stands."""

    start_s: int
    end_s: int
    appointment_id: str = ""


@record
class Conflict:
    """Why nothing can be booked there: what is in the way, and from when until when it is; None: for very long.

    "past": until now. "closed": since it closed, until it opens. "crosses_closing": it closes before the end, and opens
    again then. "taken": by that appointment.
    """

    kind: ConflictKind
    from_s: int | None = None
    until_s: int | None = None
    appointment_id: str = ""


class Bench:
    """One resource with what is known of its time. It is not told of anything later: make another one then.

    `closed`: stretches in which this resource alone is away. `zone`: of the clock on its wall, where no hours say it.
    """

    def __init__(
        self,
        resource_id: str,
        hours: OpenTime | None,
        taken: Iterable[Taken] = (),
        closed: Iterable[Stretch] = (),
        zone: str = "",
    ) -> None:
        self.resource_id = resource_id
        self.zone = zone_named(hours.hours.zone if hours is not None else zone) or ZoneInfo("UTC")
        self._hours: list[tuple[int, OpenTime | None]] = [(_BEGINNING_S, hours)]
        self._taken = sorted((one for one in taken if one.start_s < one.end_s), key=_begin)
        self._starts = [one.start_s for one in self._taken]
        self._reach = _furthest(one.end_s for one in self._taken)
        stretches = [(one.start_s, one.end_s) for one in self._taken]
        away = sorted(one for one in closed if one[0] < one[1])
        self._busy, self._away = _merged(stretches), _merged(away)
        self._blocked = _merged(sorted(stretches + away)) if away else self._busy
        self._free: dict[int, tuple[int, list[Stretch]]] = {}  # the longest, and all

    @classmethod
    def by_book(
        cls,
        resource_id: str,
        book: HoursBook,
        scopes: Sequence[str],
        taken: Iterable[Taken] = (),
        closed: Iterable[Stretch] = (),
        zone: str = "",
    ) -> "Bench":
        """One whose hours are, at every moment, those of the version that counts by then."""
        begins = [_BEGINNING_S, *(one for one in book.begins(scopes) if one > _BEGINNING_S)]
        hours = [(begin, book.hours_at(begin, scopes)) for begin in begins]
        bench = cls(resource_id, hours[-1][1], taken, closed, zone)
        bench._hours = hours
        return bench

    def without(self, appointment_id: str) -> "Bench":
        """The same, as if that appointment were not there: for the question where it could be moved to."""
        bench = Bench(
            self.resource_id,
            self._hours[-1][1],
            (one for one in self._taken if one.appointment_id != appointment_id),
            zip(*self._away, strict=True),
            self.zone.key,
        )
        bench._hours = self._hours
        return bench

    # --- stretches within two moments, in order, none touching the next ---

    def open_between(self, from_s: int, until_s: int) -> Iterator[Stretch]:
        """When it may be booked, whether it is or not."""
        return _without(_joined(self._open(from_s, until_s, is_offer=False)), self._away)

    def offered_between(self, from_s: int, until_s: int) -> Iterator[Stretch]:
        """When it is offered, whether it is taken or not."""
        return _without(_joined(self._open(from_s, until_s, is_offer=True)), self._away)

    def free_between(self, from_s: int, until_s: int) -> Iterator[Stretch]:
        """When it is offered and not taken."""
        return _without(_joined(self._open(from_s, until_s, is_offer=True)), self._blocked)

    def unbooked_between(self, from_s: int, until_s: int) -> Iterator[Stretch]:
        """When it may be booked and is not."""
        return _without(_joined(self._open(from_s, until_s, is_offer=False)), self._blocked)

    def free_on(self, day: int, length_s: int = 1) -> Sequence[Stretch]:
        """Free stretches that begin before the end of a UTC day (counted from 1970), and reach into it.

        One that began more than a minute before that day is cut there, one that lasts a day beyond it at the latest
        there. None at all where the longest is shorter than `length_s`.
        """
        if day not in self._free:
            self._look_at(day - day % _WEEK_DAYS)
        longest_s, found = self._free[day]
        return found if longest_s >= length_s else ()

    def taken_between(self, from_s: int, until_s: int, ignoring: Collection[str] = ()) -> Iterator[Taken]:
        """Appointments that lie there with at least a second, by their beginning."""
        first, last = bisect_right(self._reach, from_s), bisect_left(self._starts, until_s)
        for one in self._taken[first:last]:
            if one.end_s > from_s and one.appointment_id not in ignoring:
                yield one

    def _look_at(self, first_day: int) -> None:
        """Know what is free in a week."""
        begin_s, end_s = first_day * DAY_S, (first_day + _WEEK_DAYS) * DAY_S
        days: list[list[Stretch]] = [[] for _day in range(_WEEK_DAYS)]
        for begin, end in self.free_between(begin_s - MINUTE_S, end_s + DAY_S):
            if begin >= end_s:
                break
            n, rest_s = divmod(begin - begin_s, DAY_S)
            if n >= 0 and end - begin <= DAY_S - rest_s:  # as nearly all
                days[n].append((begin, end))
                continue
            for n in range(max(begin - begin_s, 0) // DAY_S, (min(end, end_s) - begin_s - 1) // DAY_S + 1):
                low, high = begin_s + n * DAY_S - MINUTE_S, begin_s + (n + 2) * DAY_S
                days[n].append((max(begin, low), min(end, high)))
        for n, found in enumerate(days):
            longest_s = max((end - begin for begin, end in found), default=0)
            self._free[first_day + n] = longest_s, found

    def _open(self, from_s: int, until_s: int, *, is_offer: bool) -> Iterator[Stretch]:
        """What the hours say; two may touch."""
        for i, (begin_s, hours) in enumerate(self._hours):
            end_s = self._hours[i + 1][0] if i + 1 < len(self._hours) else until_s
            low, high = max(from_s, begin_s), min(until_s, end_s)
            if low >= high:
                continue
            if hours is not None:
                yield from _open_by(hours, low, high)
            elif is_offer:
                yield from _usual(low, high, self.zone)
            else:
                yield low, high


def conflict(
    bench: Bench, start_s: int, length_s: int, ignoring: Collection[str] = (), now_s: int | None = None
) -> Conflict | None:
    """What stands in the way of an appointment, the weightiest first: past, closed, closing, taken; None: nothing.

    `ignoring`: appointments that do not count, as the one that is moved. `now_s` None: the past may be written down.
    """
    end_s = start_s + length_s
    if now_s is not None and start_s < now_s:
        return Conflict("past", until_s=now_s)
    closing = _closing(bench, start_s, end_s)
    if closing is not None:
        return closing
    other = next(bench.taken_between(start_s, end_s, ignoring), None)
    return None if other is None else Conflict("taken", other.start_s, other.end_s, other.appointment_id)


def _closing(bench: Bench, start_s: int, end_s: int) -> Conflict | None:
    ahead = bench.open_between(start_s, start_s + LOOK_AHEAD_DAYS * DAY_S)
    opens_s, closes_s = next(ahead, (None, None))
    if opens_s is None or opens_s > start_s:
        since = [end for _begin, end in bench.open_between(start_s - _LOOK_BACK_S, start_s)]
        return Conflict("closed", since[-1] if since else None, opens_s)
    if closes_s is not None and closes_s < end_s:
        again_s, _closes = next(ahead, (None, None))
        return Conflict("crosses_closing", closes_s, again_s)
    return None


# --- stretches ---

_Merged = tuple[list[int], list[int]]  # beginnings and ends


def _open_by(hours: OpenTime, from_s: int, until_s: int) -> Iterator[Stretch]:
    at_s: int | None = from_s
    while at_s is not None and at_s < until_s:
        opens_s = hours.next_opening(at_s)
        if opens_s is None or opens_s >= until_s:
            return
        at_s = hours.closes_at(opens_s)
        yield opens_s, until_s if at_s is None else min(at_s, until_s)


def _usual(from_s: int, until_s: int, zone: ZoneInfo) -> Iterator[Stretch]:
    """What is offered where nobody knows the hours."""
    opens, closes = OFFERED_S
    for low, high, offset_s in offsets(from_s, until_s, zone):
        for day in range((low + offset_s) // DAY_S, (high + offset_s - 1) // DAY_S + 1):
            midnight = day * DAY_S - offset_s
            begin, end = max(low, midnight + opens), min(high, midnight + closes)
            if begin < end and (day + 3) % 7 != _SUNDAY:  # day 0 was a Thursday
                yield begin, end


def _joined(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """Those that touch are one."""
    begin = end = None
    for low, high in stretches:
        if end is not None and begin is not None and low > end:
            yield begin, end
            begin = None
        begin, end = low if begin is None else begin, high
    if begin is not None and end is not None:
        yield begin, end


def _without(stretches: Iterable[Stretch], holes: _Merged) -> Iterator[Stretch]:
    """What is left of them."""
    starts, ends = holes
    for first, end in stretches:
        begin = first
        for i in range(bisect_right(ends, begin), bisect_left(starts, end)):
            if starts[i] > begin:
                yield begin, starts[i]
            begin = ends[i]
        if begin < end:
            yield begin, end


def _merged(stretches: Iterable[Stretch]) -> _Merged:
    """Stretches in the order of their beginnings, those that overlap or touch made one."""
    starts: list[int] = []
    ends: list[int] = []
    for begin, end in stretches:
        if ends and begin <= ends[-1]:
            ends[-1] = max(ends[-1], end)
        else:
            starts.append(begin)
            ends.append(end)
    return starts, ends


def _furthest(ends: Iterable[int]) -> list[int]:
    """How far the first of them reach, the first two, the first three …"""
    found: list[int] = []
    for end in ends:
        found.append(end if not found else max(found[-1], end))
    return found


def _begin(one: Taken) -> tuple[int, int, str]:
    return one.start_s, one.end_s, one.appointment_id
