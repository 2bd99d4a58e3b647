"""A calendar file cut into its events, line by line: what is broken costs one event, never the file.

Unfolded as bytes, since programs fold inside a character too. A line that is no property goes on with the one before:
programs write a note of several lines without folding it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from app.desk.appointment_imports.bookings import BookingsRefused
from app.desk.contact_imports.csv_reading import encoding_of
from app.desk.contact_imports.refusals import TableRefused

MOST_BYTES: Final = 10 << 20
MOST_EVENTS: Final = 20_000
_MIB: Final = 1 << 20
_LINE_MAX_CHARS: Final = 100_000
_LINES_MAX: Final = 400  # of one event: a list of a thousand guests is cut
_BREAKS: Final = re.compile(rb"\r*\n|\r+")
_FOLDS: Final = re.compile(rb"\n[ \t]")
_PROPERTY: Final = re.compile(r"[A-Za-z][A-Za-z0-9-]*(?:;[^:\n]*|;[^\n]*\"[^\n]*)?:")
_BEGIN_OR_END: Final = re.compile(r"(BEGIN|END):\s*([A-Z-]+)\s*", re.IGNORECASE)
# A note with "Tel: 06 12 …" in a line of its own looks like a property; what no calendar calls one goes on, too.
_KNOWN: Final = frozenset(
    "ACTION ATTACH ATTENDEE CALSCALE CATEGORIES CLASS COLOR COMMENT COMPLETED CONFERENCE CONTACT CREATED DESCRIPTION "
    "DTEND DTSTAMP DTSTART DUE DURATION EXDATE EXRULE FREEBUSY GEO IMAGE LAST-MODIFIED LOCATION METHOD NAME ORGANIZER "
    "PERCENT-COMPLETE PRIORITY PRODID RDATE RECURRENCE-ID REFRESH-INTERVAL RELATED-TO REPEAT REQUEST-STATUS RESOURCES "
    "RRULE SEQUENCE SOURCE STATUS SUMMARY TRANSP TRIGGER TZID TZNAME TZOFFSETFROM TZOFFSETTO TZURL UID URL "
    "VERSION".split()
)


class CalendarProperty(NamedTuple):
    """One line: its name in capitals, its parameters by names in capitals, its value without escapes."""

    name: str
    parameters: dict[str, str]
    value: str


@dataclass(slots=True)
class CalendarBlock:
    """One VEVENT or one part of a VTIMEZONE. `number`: which event of the file it is; `is_whole`: its end was there."""

    number: int
    lines: list[str] = field(default_factory=list)
    is_whole: bool = False


@dataclass(slots=True)
class CalendarBox:
    """One VCALENDAR: its own properties, its zones and its events."""

    lines: list[str] = field(default_factory=list)
    zones: list[list[CalendarBlock]] = field(default_factory=list)
    events: list[CalendarBlock] = field(default_factory=list)


def is_calendar(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a calendar."""
    bare = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe").lstrip()[:40].upper()
    return bare.startswith((b"BEGIN:VCALENDAR", b"BEGIN:VEVENT"))


def boxes_of(data: bytes) -> list[CalendarBox]:
    """The calendars of a file. Raises BookingsRefused: too large, too many events, no text, no calendar."""
    if len(data) > MOST_BYTES:
        raise BookingsRefused("calendar_too_large", limit=str(MOST_BYTES // _MIB))
    cutter = _Cutter()
    for line in _lines(data):
        cutter.take(line)
    if not cutter.boxes:
        raise BookingsRefused("calendar_none")
    return cutter.boxes


def properties_of(lines: Iterable[str]) -> Iterator[CalendarProperty | str]:
    """Each line read; one that cannot be comes as the text that it is."""
    from icalendar.parser import Contentline  # late: a start needs no calendar file

    for line in lines:
        try:
            name, parameters, value = Contentline(line).parts()  # type: ignore[no-untyped-call]
            yield CalendarProperty(
                name.upper(), {key.upper(): _first(one) for key, one in parameters.items()}, value
            )
        except (ValueError, TypeError, AttributeError, IndexError):
            yield line


def _first(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return str(value[0]) if value else ""
    return str(value)


def _lines(data: bytes) -> Iterator[str]:
    try:
        if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:4096]:
            data = data.decode(encoding_of(io.BytesIO(data)), "replace").encode("utf-8", "replace")
        unfolded = _FOLDS.sub(
            b"", _BREAKS.sub(b"\n", data)
        )  # before it is looked at: a fold may cut a character
        text = unfolded.decode(encoding_of(io.BytesIO(unfolded)), "replace").lstrip("\ufeff")
    except (TableRefused, UnicodeError, LookupError) as error:
        raise BookingsRefused("calendar_none") from error
    for line in text.split("\n"):
        if bare := line.strip("\0\t "):
            yield bare[:_LINE_MAX_CHARS]


class _Cutter:
    """Takes lines in their order and puts each where it belongs."""

    def __init__(self) -> None:
        self.boxes: list[CalendarBox] = []
        self._count = 0
        self._event: CalendarBlock | None = None
        self._zone: list[CalendarBlock] | None = None
        self._part: CalendarBlock | None = None
        self._inner: list[str] = []  # what is open inside an event (an alarm), or beside one (a task)

    def take(self, line: str) -> None:
        """The next line."""
        found = _BEGIN_OR_END.fullmatch(line)
        if found is None:
            self._property(line)
        elif found[1].upper() == "BEGIN":
            self._begin(found[2].upper())
        else:
            self._end(found[2].upper())

    def _begin(self, kind: str) -> None:
        if kind == "VCALENDAR":
            self._close()
            self.boxes.append(CalendarBox())
        elif kind == "VEVENT":
            self._close()
            self._count += 1
            if self._count > MOST_EVENTS:
                raise BookingsRefused("calendar_too_long", limit=str(MOST_EVENTS))
            self._event = CalendarBlock(self._count)
            self._box().events.append(self._event)
        elif kind == "VTIMEZONE":
            self._close()
            self._zone = []
            self._box().zones.append(self._zone)
            self._part = CalendarBlock(0)
            self._zone.append(self._part)
        elif self._zone is not None and kind in ("STANDARD", "DAYLIGHT"):
            self._part = CalendarBlock(0)
            self._zone.append(self._part)
        else:
            self._inner.append(kind)

    def _end(self, kind: str) -> None:
        if kind == "VEVENT" and self._event is not None:
            self._event.is_whole = True
            self._close()
        elif kind in ("VCALENDAR", "VEVENT", "VTIMEZONE"):
            self._close()
        elif kind in ("STANDARD", "DAYLIGHT"):
            self._part = None
        elif self._inner:
            self._inner.pop()

    def _close(self) -> None:
        self._event, self._zone, self._part = None, None, None
        self._inner.clear()

    def _box(self) -> CalendarBox:
        """The open calendar; an event outside of any has one of its own."""
        if not self.boxes:
            self.boxes.append(CalendarBox())
        return self.boxes[-1]

    def _property(self, line: str) -> None:
        if self._inner or not self.boxes:
            return
        block = self._event if self._event is not None else self._part
        if block is not None:
            _add(block.lines, line)
        elif self._zone is None:
            _add(self.boxes[-1].lines, line)


def _add(lines: list[str], line: str) -> None:
    if _is_property(line):
        if len(lines) < _LINES_MAX:
            lines.append(line)
    elif lines and len(lines[-1]) < _LINE_MAX_CHARS:
        lines[-1] += f"\\n{line}"


def _is_property(line: str) -> bool:
    found = _PROPERTY.match(line)
    if found is None:
        return False
    name = re.split("[;:]", line, maxsplit=1)[0].upper()
    return name in _KNOWN or name.startswith("X-")
