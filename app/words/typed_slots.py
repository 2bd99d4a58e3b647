"""An appointment as somebody types it: "mar 14h30 coupe 45 min", "tomorrow at 9 colour with Léa", in both languages.

Day, time, length, service and who or where may come in any order, in French and in English, whatever the window's
language is. What is not understood stays: it is the appointment's title.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from app.domain.records import record
from app.words.typed_days import TAKEN, FoundDay, blanked, find_day, says_a_day
from app.words.typed_names import FoundName, Names
from app.words.typed_tasks import plain_signs
from app.words.typed_times import DAY_MIN, FoundTime, find_times

IsOpen = Callable[[int], bool]
TEXT_MAX_CHARS: Final = 500  # of what is read; what is behind stays in the title
_HALF_DAY: Final = 720
_USUAL: Final = range(8 * 60, 20 * 60)  # a time without am or pm is meant so, where nobody knows the hours
_LONGEST_MIN: Final = 8 * 60  # of "2h" as a length
_NEAR: Final = re.compile(rf"[\s,{TAKEN}]*")
_EMPTY: Final = re.compile(r"\(\s*\)")
_DANGLING: Final = " ,;:–—-·|/"


@record
class ServiceName:
    """A service as it may be called; `names`: the full one, a short one, those of other languages."""

    service_id: str
    names: tuple[str, ...]
    length_min: int


@record
class ResourceName:
    """A person, a chair, a room."""

    resource_id: str
    name: str


@record
class TypedSlot:
    """What was understood. `day` and `minute` are the wall's; `starts_at` is UTC, None while there is a problem.

    `length_min`: what was typed, else the service's. `rest`: the words that were not understood. `problem`: "no_time",
    "no_such_day" ("31/02"), "no_such_time" ("25:00"), "weekday_differs" ("mardi 27" is a Friday), "two_days",
    "two_times", "time_skipped" (the clock jumps over it in spring), "past" (`starts_at` is there all the same).
    `notes`: "day_assumed" (no day was said), "time_twice" (the clock shows it twice; the first one was taken).
    """

    starts_at: datetime | None
    day: date | None
    minute: int | None
    length_min: int | None
    service_id: str | None
    resource_id: str | None
    rest: str
    problem: str = ""
    notes: tuple[str, ...] = ()


def read_slot(
    text: str,
    now: datetime,
    zone: ZoneInfo,
    services: Sequence[ServiceName],
    resources: Sequence[ResourceName],
    *,
    day_first: bool = True,
    is_open: IsOpen | None = None,
    shown_day: date | None = None,
) -> TypedSlot:
    """What was typed for an appointment, on the clock of a zone. Asks nobody and books nothing.

    A weekday is the next one, today's while its time is still to come; a date without a year is the next. Without a
    day it is `shown_day`, the one on the screen; else today, or tomorrow where the time has passed, as whoever stands
    at the desk would take it. "la semaine prochaine" without a day is Monday. Without a time there is a problem: a slot
    is never guessed. A time without am or pm is the one at which it is open: `is_open` is asked for minutes of a week
    that begins on Monday; without it eight to twenty o'clock count as open. "2h" is a length where a time was said
    already ("9h coupe 2h"), else a time.

    `day_first`: "3/12" is 3 December, as everywhere but in the United States. `now` must know its zone.
    """
    words = " ".join(text.split())
    return _Slot(words, now, zone, day_first, is_open, shown_day).read(services, resources)


@dataclass(frozen=True, slots=True)
class _Moment:
    """The wall's day and minute as they were chosen."""

    day: date
    minute: int
    is_assumed: bool = False


class _Slot:
    """One text on its way to a slot: what is understood is taken out of `_left`, sign by sign."""

    def __init__(
        self,
        words: str,
        now: datetime,
        zone: ZoneInfo,
        day_first: bool,
        is_open: IsOpen | None,
        shown_day: date | None,
    ) -> None:
        self._words, self._now, self._zone = words, now, zone
        self._local = now.astimezone(zone)
        self._day_first, self._is_open = day_first, is_open
        self._shown_day = shown_day if shown_day is not None and shown_day >= self._local.date() else None
        self._left = plain_signs(words[:TEXT_MAX_CHARS])

    def read(self, services: Sequence[ServiceName], resources: Sequence[ResourceName]) -> TypedSlot:
        """All of it."""
        kinds = Names((one.service_id, name) for one in services for name in one.names)
        places = Names((one.resource_id, one.name) for one in resources)
        service, place = self._name(kinds, is_early=True), self._name(places, is_early=True)
        day = self._day()
        times = find_times(self._left)
        time, length = self._time_and_length(times, day)
        problem = self._problem(day, time, times)
        service = service or self._name(kinds, is_early=False)
        place = place or self._name(places, is_early=False)
        if length is None and service is not None:
            length = next(one.length_min for one in services if one.service_id == service.key)
        slot = TypedSlot(
            None, day.day if day else None, None, length, service.key if service else None,
            place.key if place else None, self._rest(), problem,
        )  # fmt: skip
        if problem or time is None:
            return replace(slot, problem=problem or "no_time")
        return self._placed(slot, self._chosen(day, time))

    def _take(self, start: int, end: int) -> None:
        self._left = blanked(self._left, start, end)

    def _name(self, names: Names, *, is_early: bool) -> FoundName | None:
        found = names.find(self._left, is_early=is_early)
        if found is not None:
            self._take(found.start, found.end)
        return found

    def _day(self) -> FoundDay | None:
        found = find_day(self._left, self._local, day_first=self._day_first)
        if found is not None:
            self._take(found.start, found.end)
        return found

    def _time_and_length(
        self, times: Sequence[FoundTime], day: FoundDay | None
    ) -> tuple[FoundTime | None, int | None]:
        """Which of the times is meant, and how long it takes; both are taken out of the words."""
        if day is not None and day.at is not None:
            time: FoundTime | None = FoundTime(day.start, day.end, "time", day.at.hour * 60 + day.at.minute)
        else:
            time = next((one for one in times if one.kind == "time"), None) or self._likeliest(times, day)
        if time is None and day is not None and day.loose is not None and day.loose[2] < 24:
            start, end, hour = day.loose
            time = FoundTime(start, end, "time", hour * 60, is_half_open=1 <= hour <= 11, is_bare=True)
        if time is None:
            return None, self._length(times, None)
        self._take(time.start, time.end)
        if time.kind == "hour_and_minutes":
            return time, time.rest_min
        said = time.length_min if time.kind == "time" else None
        return time, said if said is not None else self._length(times, time)

    def _likeliest(self, times: Sequence[FoundTime], day: FoundDay | None) -> FoundTime | None:
        """Of "1h30" and "9h" the time: beside the day, then the one at which it is open, then the first."""
        either = [one for one in times if one.kind in ("either", "hour_and_minutes")]
        if not either:
            return None

        def fitness(one: FoundTime) -> tuple[int, int]:
            is_no_length = (one.length_min or 0) > _LONGEST_MIN
            is_near = day is not None and self._is_near(one, day)
            weekday = (day.day if day and day.day else self._local.date()).weekday()
            return 4 * is_no_length + 2 * is_near + self._is_usual(weekday, one.minute), -one.start

        return max(either, key=fitness)

    def _is_near(self, one: FoundTime, day: FoundDay) -> bool:
        first, last = (one.end, day.start) if one.end <= day.start else (day.end, one.start)
        return first <= last and _NEAR.fullmatch(self._left[first:last]) is not None

    def _length(self, times: Sequence[FoundTime], time: FoundTime | None) -> int | None:
        """The length that is said for sure; else "2h" beside the time."""
        others = [one for one in times if one is not time and one.kind != "time"]
        sure = [one for one in others if one.kind == "length"]
        may_be = [one for one in others if one.kind != "length" and (one.length_min or 0) <= _LONGEST_MIN]
        found = next(iter(sure or may_be), None)
        if found is None:
            return None
        self._take(found.start, found.end)
        return found.length_min

    def _problem(self, day: FoundDay | None, time: FoundTime | None, times: Sequence[FoundTime]) -> str:
        if day is not None and day.problem:
            return day.problem
        if day is not None and day.has_date and day.loose and time and time.start != day.loose[0]:
            return "weekday_differs"
        wrong = next((one.problem for one in times if one.problem), "")
        if wrong:
            return wrong
        said = [one for one in times if one.kind == "time" or (one.length_min or 0) > _LONGEST_MIN]
        if time is not None and any(one.kind != "length" and one.minute != time.minute for one in said):
            return "two_times"
        return "two_days" if day is not None and says_a_day(self._left) else ""

    def _chosen(self, day: FoundDay | None, time: FoundTime) -> _Moment:
        today = self._local.date()
        if day is not None and day.day is not None:
            minute = self._meant(time, day.day, day.part)
            is_over = day.is_weekday and day.day == today and self._is_over(today, minute)
            return _Moment(day.day + timedelta(days=7 if is_over else 0), minute)
        if self._shown_day is not None:
            return _Moment(self._shown_day, self._meant(time, self._shown_day, ""), is_assumed=True)
        minute = self._meant(time, today, "")
        if not self._is_over(today, minute):
            return _Moment(today, minute, is_assumed=True)
        tomorrow = today + timedelta(days=1)
        return _Moment(tomorrow, self._meant(time, tomorrow, ""), is_assumed=True)

    def _meant(self, time: FoundTime, day: date, part: str) -> int:
        """Morning or afternoon."""
        if not time.is_half_open or part == "am":
            return time.minute
        if part == "pm":
            return time.minute + _HALF_DAY
        ways = (time.minute, time.minute + _HALF_DAY)
        usual = [minute for minute in ways if self._is_usual(day.weekday(), minute)]
        coming = [minute for minute in usual if not self._is_over(day, minute)]
        return next(iter((coming if time.is_bare else []) or usual or ways))

    def _is_usual(self, weekday: int, minute: int) -> bool:
        return minute in _USUAL if self._is_open is None else self._is_open(weekday * DAY_MIN + minute)

    def _is_over(self, day: date, minute: int) -> bool:
        return (day, minute) <= (self._local.date(), self._local.hour * 60 + self._local.minute)

    def _placed(self, slot: TypedSlot, moment: _Moment) -> TypedSlot:
        """The wall's time as a moment, if there is one."""
        slot = replace(slot, day=moment.day, minute=moment.minute)
        notes = ("day_assumed",) if moment.is_assumed else ()
        wall = datetime.combine(moment.day, datetime.min.time()) + timedelta(minutes=moment.minute)
        first = wall.replace(tzinfo=self._zone).astimezone(UTC)
        if first.astimezone(self._zone).replace(tzinfo=None) != wall:
            return replace(slot, problem="time_skipped", notes=notes)
        if wall.replace(tzinfo=self._zone, fold=1).astimezone(UTC) != first:
            notes = (*notes, "time_twice")
        return replace(slot, starts_at=first, problem="past" if first < self._now else "", notes=notes)

    def _rest(self) -> str:
        """What nobody understood, as it was typed."""
        size = len(self._left)
        kept = "".join(
            sign if known != TAKEN else "\n"
            for sign, known in zip(self._words[:size], self._left, strict=True)
        )
        pieces = [piece.strip(_DANGLING) for piece in kept.split("\n")]
        rest = " ".join(piece for piece in pieces if piece)
        return " ".join((_EMPTY.sub("", rest) + self._words[size:]).split())
