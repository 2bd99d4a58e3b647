"""Appointments as a calendar file (iCalendar, RFC 5545), for an export and for the feed that phones read.

A stored item gives the same bytes each time: what changes is `sequence` and `stamped_at`, and both come with the item.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

CalendarStatus = Literal["confirmed", "tentative", "cancelled"]

UID_HOST: Final = "comptoir"
LINE_MAX_OCTETS: Final = 75  # without the line break (RFC 5545, 3.1)
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")  # HTAB alone is allowed
_BREAKS: Final = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class CalendarItem:
    """One appointment. `uid`: `uid_of` its id; `sequence`: its version, which grows with each change.

    `starts_at` and `stamped_at` are UTC; `stamped_at`: when it last changed. `summary` is what a locked phone shows:
    keep it discreet.
    """

    uid: str
    sequence: int
    starts_at: datetime
    length_min: int
    summary: str
    description: str
    location: str
    status: CalendarStatus
    stamped_at: datetime


def uid_of(appointment_id: str) -> str:
    """Under which id a calendar knows an appointment."""
    return f"{appointment_id}@{UID_HOST}"


def calendar_text(items: Iterable[CalendarItem], name: str = "", refresh_min: int = 0) -> str:
    """The whole file, lines ended by CRLF. `name`: how a phone calls it; `refresh_min`: how often a feed is read."""
    return "".join(calendar_lines(items, name, refresh_min))


def calendar_lines(items: Iterable[CalendarItem], name: str = "", refresh_min: int = 0) -> Iterator[str]:
    """The same in folded lines, for a file too long to be held."""
    yield from map(_folded, _head(name, refresh_min))
    for item in items:
        yield from map(_folded, _event(item))
    yield "END:VCALENDAR\r\n"


def _head(name: str, refresh_min: int) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield "PRODID:-//Comptoir//Appointments//EN"
    yield "CALSCALE:GREGORIAN"
    if name:
        yield f"NAME:{_escaped(name)}"
        yield f"X-WR-CALNAME:{_escaped(name)}"
    if refresh_min > 0:
        yield f"REFRESH-INTERVAL;VALUE=DURATION:PT{refresh_min}M"
        yield f"X-PUBLISHED-TTL:PT{refresh_min}M"


def _event(item: CalendarItem) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_escaped(item.uid)}"
    yield f"SEQUENCE:{max(item.sequence, 0)}"
    yield f"DTSTAMP:{_utc(item.stamped_at)}"
    yield f"LAST-MODIFIED:{_utc(item.stamped_at)}"
    yield f"DTSTART:{_utc(item.starts_at)}"
    yield f"DTEND:{_utc(item.starts_at + timedelta(minutes=max(item.length_min, 0)))}"
    for key, value in (
        ("SUMMARY", item.summary), ("DESCRIPTION", item.description), ("LOCATION", item.location),
    ):  # fmt: skip
        if value:
            yield f"{key}:{_escaped(value)}"
    yield f"STATUS:{item.status.upper()}"
    yield f"TRANSP:{'TRANSPARENT' if item.status == 'cancelled' else 'OPAQUE'}"
    yield "END:VEVENT"


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%S}Z"


def _escaped(text: str) -> str:
    """A value of type TEXT: what would end it or its line is written in two signs."""
    plain = _CONTROLS.sub("", _BREAKS.sub("\n", text))
    for sign in ("\\", ";", ","):
        plain = plain.replace(sign, f"\\{sign}")
    return plain.replace("\n", "\\n")


def _folded(line: str) -> str:
    """Cut into pieces of at most 75 octets, never inside a character."""
    if len(line) * 4 <= LINE_MAX_OCTETS or len(line.encode()) <= LINE_MAX_OCTETS:
        return f"{line}\r\n"
    pieces, octets = [""], 0
    for char in line:
        size = len(char.encode())
        if octets + size > LINE_MAX_OCTETS:
            pieces.append(" ")
            octets = 1
        pieces[-1] += char
        octets += size
    return "\r\n".join(pieces) + "\r\n"
