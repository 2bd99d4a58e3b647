"""The events of a calendar file as they are written there: their times, their people, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from app.desk.appointment_imports.bookings import BookingProblem, Business, length_of, shown
from app.desk.appointment_imports.calendar_blocks import (
    CalendarBlock,
    CalendarBox,
    CalendarProperty,
    properties_of,
)
from app.desk.appointment_imports.calendar_zones import CalendarZones, wall_of

_DAY: Final = timedelta(days=1)
_ALL_DAY: Final = re.compile(r"\d{8}")
_EXDATES_MAX: Final = 2_000
_TIMES: Final = frozenset({"DTSTART", "DTEND", "RECURRENCE-ID"})


@dataclass(slots=True)
class CalendarEvent:
    """One VEVENT. `at`: when it begins (UTC); `wall`: the same by the clock of its own zone, which a series follows.

    `instead_of`: the time of the series that it takes the place of. `without`: the times that a series leaves out.
    """

    number: int
    uid: str
    at: datetime
    wall: datetime
    zone_name: str
    length_min: int | None
    texts: dict[str, str]
    guests: list[CalendarProperty]
    zones: CalendarZones
    calendar_name: str
    is_cancelled: bool
    instead_of: datetime | None = None
    without: frozenset[datetime] = frozenset()
    more: tuple[datetime, ...] = ()
    age: tuple[int, str] = (0, "")  # what is newer of two with the same uid: SEQUENCE, then LAST-MODIFIED

    def text(self, name: str) -> str:
        """One of its texts, "" where it has none."""
        return self.texts.get(name, "")


@dataclass(slots=True)
class ReadEvents:
    """What a file holds: events that are appointments, and what is to be told of the others."""

    events: list[CalendarEvent] = field(default_factory=list)
    problems: list[BookingProblem] = field(default_factory=list)

    def tell(self, number: int, code: str, title: str, *, is_left_out: bool = True, **facts: str) -> None:
        """Something about one event."""
        self.problems.append(BookingProblem(number, code, {"title": shown(title), **facts}, is_left_out))


def events_of(boxes: list[CalendarBox], business: Business) -> ReadEvents:
    """Reads the events of all calendars of a file."""
    read = ReadEvents()
    for box in boxes:
        told = {one.name: one.value for one in properties_of(box.lines) if isinstance(one, CalendarProperty)}
        zones = CalendarZones(business.zone, box.zones, told.get("X-WR-TIMEZONE", ""))
        name = told.get("X-WR-CALNAME", "") or told.get("NAME", "")
        for block in box.events:
            is_cancelled = told.get("METHOD", "").strip().upper() == "CANCEL"
            _read(block, zones, name, read, is_cancelled=is_cancelled)
    return read


@dataclass(slots=True)
class _Lines:
    """The lines of one event by their names: the first of each, all guests, all left-out times."""

    first: dict[str, CalendarProperty] = field(default_factory=dict)
    guests: list[CalendarProperty] = field(default_factory=list)
    without: list[CalendarProperty] = field(default_factory=list)
    more: list[CalendarProperty] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def value(self, name: str) -> str:
        """Of the first line of that name."""
        return self.first[name].value.strip() if name in self.first else ""


def _lines_of(block: CalendarBlock) -> _Lines:
    lines = _Lines()
    for one in properties_of(block.lines):
        if not isinstance(one, CalendarProperty):
            lines.broken.append(one)
        elif one.name == "ATTENDEE":
            lines.guests.append(one)
        elif one.name == "EXDATE":
            lines.without.append(one)
        elif one.name == "RDATE":
            lines.more.append(one)
        else:
            lines.first.setdefault(one.name, one)
    return lines


def _read(
    block: CalendarBlock, zones: CalendarZones, name: str, read: ReadEvents, *, is_cancelled: bool
) -> None:
    lines = _lines_of(block)
    title = lines.value("SUMMARY") or lines.value("UID")
    if not block.is_whole:
        read.tell(block.number, "event_cut", title)
        return
    why = _why_not(lines)
    start = lines.first.get("DTSTART")
    if why or start is None:
        read.tell(block.number, why or "event_no_start", title)
        return
    wall = wall_of(start.value)
    if wall is None or not 1900 <= wall.year <= 2200:
        read.tell(block.number, "event_start", title, written=shown(start.value))
        return
    at, told = _at(start, wall, zones)
    if told:
        zone_name = shown(start.parameters.get("TZID", ""))
        read.tell(block.number, told, title, is_left_out=False, zone=zone_name, written=shown(start.value))
    for line in lines.broken:
        read.tell(block.number, "event_line", title, is_left_out=False, written=shown(line))
    length, is_odd = _length(lines, wall, at, zones)
    if is_odd:
        read.tell(block.number, "length_odd", title, is_left_out=False)
    read.events.append(
        CalendarEvent(
            block.number,
            lines.value("UID"),
            at,
            wall,
            _zone_name(start),
            length,
            {key: one.value for key, one in lines.first.items()},
            lines.guests,
            zones,
            name,
            is_cancelled or lines.value("STATUS").upper() in ("CANCELLED", "CANCELED"),
            _instead_of(lines, zones),
            frozenset(_instants(lines.without, zones)),
            tuple(_instants(lines.more, zones)),
            (_number(lines.value("SEQUENCE")), lines.value("LAST-MODIFIED") or lines.value("DTSTAMP")),
        )
    )


def _why_not(lines: _Lines) -> str:
    """Why an event is no appointment; "" for one that is."""
    start = lines.first.get("DTSTART")
    if start is not None and (_ALL_DAY.fullmatch(start.value.strip()) or _is_whole_days(lines, start)):
        return "event_all_day"
    if lines.value("CLASS").upper() in ("PRIVATE", "CONFIDENTIAL"):
        return "event_private"
    if lines.value("TRANSP").upper() == "TRANSPARENT" and lines.value("STATUS").upper() != "CANCELLED":
        return "event_free"
    return "event_free" if lines.value("X-MICROSOFT-CDO-BUSYSTATUS").upper() in ("FREE", "OOF") else ""


def _is_whole_days(lines: _Lines, start: CalendarProperty) -> bool:
    """Outlook writes a whole day as one from midnight to midnight."""
    if lines.value("X-MICROSOFT-CDO-ALLDAYEVENT").upper() == "TRUE":
        return True
    begins, ends = wall_of(start.value), wall_of(lines.value("DTEND"))
    if begins is None or ends is None or ends - begins < _DAY:
        return False
    return begins.time() == ends.time() and begins.hour == begins.minute == 0


def _zone_name(one: CalendarProperty) -> str:
    return "UTC" if one.value.strip().endswith("Z") else one.parameters.get("TZID", "")


def _at(one: CalendarProperty, wall: datetime, zones: CalendarZones) -> tuple[datetime, str]:
    return zones.utc_of(wall, _zone_name(one))


def _length(lines: _Lines, wall: datetime, at: datetime, zones: CalendarZones) -> tuple[int | None, bool]:
    """Minutes, and whether what is told of the length cannot be."""
    if "DTEND" in lines.first:
        ends = wall_of(lines.value("DTEND"))
        if ends is None or not 1900 <= ends.year <= 2201:
            return None, True
        length = _at(lines.first["DTEND"], ends, zones)[0] - at
    elif "DURATION" in lines.first:
        found = _duration(lines.value("DURATION"))
        if found is None:
            return None, True
        length = found
    else:
        return None, False
    minutes = length_of(length.total_seconds() / 60)
    return minutes, minutes is None and length != timedelta()


def _duration(text: str) -> timedelta | None:
    from icalendar import vDuration  # late: a start needs no calendar file

    try:
        found: timedelta = vDuration.from_ical(text)  # type: ignore[no-untyped-call]
    except (ValueError, OverflowError, TypeError):
        return None
    return found


def _instead_of(lines: _Lines, zones: CalendarZones) -> datetime | None:
    one = lines.first.get("RECURRENCE-ID")
    wall = wall_of(one.value) if one is not None else None
    return (
        _at(one, wall, zones)[0]
        if one is not None and wall is not None and 1900 <= wall.year <= 2200
        else None
    )


def _instants(lines: list[CalendarProperty], zones: CalendarZones) -> Iterator[datetime]:
    count = 0
    for one in lines:
        for value in one.value.split(","):
            wall = wall_of(value.partition("/")[0])
            if wall is None or not 1900 <= wall.year <= 2200 or count >= _EXDATES_MAX:
                continue
            count += 1
            name = "UTC" if value.strip().endswith("Z") else one.parameters.get("TZID", "")
            yield zones.utc_of(wall, name)[0]


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"\d{1,9}", text, re.ASCII) else 0
