"""The zones of calendar files: names of places, names of Windows, and rules that a file brings along.

A rule of a file holds for that file alone, and is reckoned here, so that none can take more than a moment.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from app.desk.appointment_imports.calendar_blocks import CalendarBlock, CalendarProperty, properties_of
from app.desk.appointment_imports.calendar_series import SeriesOdd, read_rule

_OFFSET: Final = re.compile(r"([+-])(\d\d)(\d\d)(\d\d)?")
_NAMED_OFFSET: Final = re.compile(r"(?:UTC|GMT|Z)?\s*([+-])(\d{1,2})(?::?(\d\d))?", re.IGNORECASE)
_IN_BRACKETS: Final = re.compile(r"\((?:UTC|GMT)([+-])(\d\d):(\d\d)\)")
_UTC_NAMES: Final = frozenset({"UTC", "GMT", "Z", "ZULU", "ETC/UTC", "ETC/GMT", "COORDINATED UNIVERSAL TIME"})


@dataclass(frozen=True, slots=True)
class _Part:
    """One side of a zone's year: when it begins by a rule, or on days of its own."""

    starts: datetime
    offset: timedelta
    rule: str
    days: tuple[datetime, ...] = ()

    def last_onset(self, wall: datetime) -> datetime | None:
        """The last time that it began, not after `wall`."""
        found = [one for one in (self.starts, *self.days) if one <= wall]
        if self.rule and self.starts <= wall:
            found += [one for one in _onsets(self.rule, self.starts, wall.year) if one <= wall]
        return max(found, default=None)


@lru_cache(maxsize=256)
def _onsets(rule: str, starts: datetime, year: int) -> tuple[datetime, ...]:
    """When it begins in that year and in the one before."""
    first = max(starts.date(), date(max(year - 1, 1), 1, 1))
    read = read_rule(rule)
    until = wall_of(read.until)
    found = (datetime.combine(day, starts.time()) for day in read.days(first, date(year, 12, 31)))
    return tuple(one for one in found if until is None or one <= until)


@dataclass(frozen=True, slots=True)
class FileZone:
    """A zone as a file describes it."""

    parts: tuple[_Part, ...]

    def utc_of(self, wall: datetime) -> datetime:
        """When that wall time is."""
        best = max(
            ((onset, part) for part in self.parts if (onset := part.last_onset(wall)) is not None),
            key=lambda one: one[0],
            default=(wall, min(self.parts, key=lambda part: part.starts)),
        )
        return (wall - best[1].offset).replace(tzinfo=UTC)


class CalendarZones:
    """The zones of one calendar. `home`: the business's, for times without one and for names that nobody knows."""

    def __init__(self, home: tzinfo, described: Sequence[Sequence[CalendarBlock]], told: str = "") -> None:
        """`described`: the VTIMEZONE parts of the file; `told`: the calendar's own X-WR-TIMEZONE, "" for none."""
        self._files = dict(one for parts in described if (one := _described(parts)) is not None)
        self._named: dict[str, tzinfo | FileZone | None] = {}
        self.home = home
        self.floating = self.zone(told) or home if told else home

    def zone(self, name: str) -> tzinfo | FileZone | None:
        """The zone that is called so; None where nobody knows it."""
        if name not in self._named:
            self._named[name] = _known_zone(name) or self._files.get(name) or _by_offset(name)
        return self._named[name]

    def utc_of(self, wall: datetime, name: str) -> tuple[datetime, str]:
        """When it is, and a code for what is to be told: "zone_unknown", "time_skipped", "" for nothing."""
        zone = self.zone(name) if name else self.floating
        if isinstance(zone, FileZone):
            return zone.utc_of(wall), ""
        at, told = utc_of_wall(wall, zone or self.home)
        return at, told if zone is not None else "zone_unknown"


def utc_of_wall(wall: datetime, zone: tzinfo) -> tuple[datetime, str]:
    """A wall time as UTC; "time_skipped" where the clocks jump over it, so that it is the hour after."""
    at = wall.replace(tzinfo=zone).astimezone(UTC)
    return at, "" if at.astimezone(zone).replace(tzinfo=None) == wall else "time_skipped"


def _known_zone(name: str) -> tzinfo | None:
    bare = name.strip().strip('"')
    if bare.upper() in _UTC_NAMES:
        return UTC
    return _of_place(bare) or _of_windows(bare)


def _of_place(name: str) -> tzinfo | None:
    """Also with a maker's name before it: /mozilla.org/20050126_1/Europe/Paris."""
    parts = [part for part in name.split("/") if part]
    for count in (len(parts),) if len(parts) < 3 else (len(parts), 3, 2):
        key = "/".join(parts[-count:])
        if re.fullmatch(r"[A-Za-z][\w+-]*(?:/[\w+-]+){1,2}", key, re.ASCII):
            try:
                return ZoneInfo(key)
            except (ValueError, OSError, KeyError):
                continue
    return None


def _of_windows(name: str) -> tzinfo | None:
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # late: a start needs no calendar file

    place = WINDOWS_TO_OLSON.get(name)
    return _of_place(place) if place else None


def _by_offset(name: str) -> tzinfo | None:
    """`GMT+0100`, and `(UTC+01:00) Brussels, Paris` where the file forgot to describe it: winter time is guessed."""
    found = _NAMED_OFFSET.fullmatch(name.strip()) or None
    if found is None:
        bracketed = _IN_BRACKETS.match(name.strip())
        return _of_windows(_BY_BRACKETS.get(bracketed[0], "")) if bracketed else None
    ahead = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    if ahead >= timedelta(hours=24):
        return None
    return timezone(-ahead if found[1] == "-" else ahead)


# What Windows shows in the place of a zone's name; only where Europe's own clocks are meant.
_BY_BRACKETS: Final = {
    "(UTC+00:00)": "GMT Standard Time",
    "(UTC+01:00)": "Romance Standard Time",
    "(UTC+02:00)": "FLE Standard Time",
}


def _described(parts: Sequence[CalendarBlock]) -> tuple[str, FileZone] | None:
    """The name of a described zone and what it is; None where its description cannot be used."""
    name = ""
    found: list[_Part] = []
    for place, block in enumerate(parts):
        told = {one.name: one for one in properties_of(block.lines) if isinstance(one, CalendarProperty)}
        if place == 0:
            name = told["TZID"].value if "TZID" in told else ""
        elif (part := _part(told)) is not None:
            found.append(part)
    return (name, FileZone(tuple(found))) if name and found else None


def _part(told: dict[str, CalendarProperty]) -> _Part | None:
    starts = wall_of(told["DTSTART"].value) if "DTSTART" in told else None
    offset = _OFFSET.fullmatch(told["TZOFFSETTO"].value.strip()) if "TZOFFSETTO" in told else None
    if starts is None or offset is None:
        return None
    ahead = timedelta(hours=int(offset[2]), minutes=int(offset[3]), seconds=int(offset[4] or 0))
    if ahead >= timedelta(hours=24):
        return None
    rule = told["RRULE"].value if "RRULE" in told else ""
    if rule:
        try:
            read = read_rule(rule)
            if (
                read.freq != "YEARLY"
                or read.count
                or not read.months
                or not (read.weekdays or read.month_days)
            ):
                return None
        except SeriesOdd:
            return None
    days = told["RDATE"].value.split(",") if "RDATE" in told else []
    walls = tuple(wall for day in days[:200] if (wall := wall_of(day)) is not None)
    return _Part(starts, -ahead if offset[1] == "-" else ahead, rule, walls)


_WALL: Final = re.compile(
    r"(\d{4})(-?)(\d\d)\2(\d\d)(?:[T ](\d\d):?(\d\d)(?::?(\d\d)(?:\.\d+)?)?)?Z?", re.ASCII
)


def wall_of(value: str) -> datetime | None:
    """`20261127T143000`, with or without what says that it is UTC; a day alone is its midnight."""
    found = _WALL.fullmatch(value.strip())
    if found is None:
        return None
    try:
        year, month, day, hour, minute, second = (int(one or 0) for one in found.group(1, 3, 4, 5, 6, 7))
        return datetime.combine(date(year, month, day), time(hour, minute, second))
    except ValueError:
        return None
