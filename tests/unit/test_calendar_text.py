"""The calendar file that we write: bytes as RFC 5545 wants them, and what another reader finds in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.words.calendar_text import CalendarItem, CalendarStatus, calendar_lines, calendar_text, uid_of

AT = datetime(2026, 11, 27, 13, 30, tzinfo=UTC)
CLARA = CalendarItem(
    uid_of("a1"), 3, AT, 45, "Clara D.", "", "Fauteuil 1", "confirmed", AT - timedelta(days=1)
)


def read_back(text: str) -> list[icalendar.Event]:
    """What the library makes of it."""
    calendar = icalendar.Calendar.from_ical(text)
    assert isinstance(calendar, icalendar.Calendar)
    events = [one for one in calendar.walk("VEVENT") if isinstance(one, icalendar.Event)]
    assert not any(one.errors for one in [calendar, *events])
    return events


def test_an_appointment_is_one_event_with_everything_a_phone_needs() -> None:
    assert calendar_text([CLARA], "Salon, Lyon", 15).split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Comptoir//Appointments//EN",
        "CALSCALE:GREGORIAN",
        "NAME:Salon\\, Lyon",
        "X-WR-CALNAME:Salon\\, Lyon",
        "REFRESH-INTERVAL;VALUE=DURATION:PT15M",
        "X-PUBLISHED-TTL:PT15M",
        "BEGIN:VEVENT",
        "UID:a1@comptoir",
        "SEQUENCE:3",
        "DTSTAMP:20261126T133000Z",
        "LAST-MODIFIED:20261126T133000Z",
        "DTSTART:20261127T133000Z",
        "DTEND:20261127T141500Z",
        "SUMMARY:Clara D.",
        "LOCATION:Fauteuil 1",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_no_appointment_is_a_calendar_all_the_same() -> None:
    assert calendar_text([]).endswith("CALSCALE:GREGORIAN\r\nEND:VCALENDAR\r\n")


def test_a_file_to_keep_asks_nobody_to_answer_an_invitation() -> None:
    assert "METHOD" not in calendar_text([CLARA])


def test_another_zone_is_written_as_utc() -> None:
    there = AT.astimezone(timezone(timedelta(hours=-5)))
    assert calendar_text([replace(CLARA, starts_at=there)]) == calendar_text([CLARA])


@pytest.mark.parametrize(
    ("status", "transparency"),
    [("confirmed", "OPAQUE"), ("tentative", "OPAQUE"), ("cancelled", "TRANSPARENT")],
)
def test_a_cancelled_appointment_takes_no_time(status: CalendarStatus, transparency: str) -> None:
    (event,) = read_back(calendar_text([replace(CLARA, status=status)]))
    assert (event["STATUS"], event["TRANSP"]) == (status.upper(), transparency)


def test_lines_are_at_most_75_octets_and_no_character_is_cut() -> None:
    name = "Élodie 🦷 " * 40
    lines = calendar_text([replace(CLARA, summary=name)]).split("\r\n")
    assert max(len(line.encode()) for line in lines) == 75
    (event,) = read_back("\r\n".join(lines))
    assert event["SUMMARY"] == name


def test_a_text_cannot_end_its_line_and_begin_another_event() -> None:
    nasty = "x\r\nEND:VEVENT\nBEGIN:VEVENT\r,;\\n"
    (event,) = read_back(calendar_text([replace(CLARA, description=nasty)]))
    assert event["DESCRIPTION"] == "x\nEND:VEVENT\nBEGIN:VEVENT\n,;\\n"


TEXTS = st.text(max_size=200)


@settings(max_examples=60, deadline=None)
@given(TEXTS.filter(bool), TEXTS, TEXTS, st.integers(0, 10_000), st.integers(0, 99))
def test_what_is_written_is_read_back(
    summary: str, description: str, location: str, length_min: int, sequence: int
) -> None:
    item = replace(
        CLARA,
        summary=summary,
        description=description,
        location=location,
        length_min=length_min,
        sequence=sequence,
    )
    text = "".join(calendar_lines([item, CLARA]))
    text.encode()
    event, second = read_back(text)
    assert (event["UID"], event["SEQUENCE"], event.start, event.end) == (
        "a1@comptoir", sequence, AT, AT + timedelta(minutes=length_min),
    )  # fmt: skip
    assert second["SUMMARY"] == "Clara D."
    for key, value in (("SUMMARY", summary), ("DESCRIPTION", description), ("LOCATION", location)):
        kept = "".join(
            char for char in value.replace("\r\n", "\n").replace("\r", "\n") if char in "\n\t" or char >= " "
        )
        assert str(event.get(key, "")) == kept.replace("\x7f", "")
