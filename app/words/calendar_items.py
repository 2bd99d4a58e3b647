"""Appointments as entries of a calendar: under a name, or as nothing but "busy", as a locked phone may show it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from app.domain.appointments import Appointment
from app.domain.calendar_feeds import Shows
from app.words.calendar_text import CalendarItem, CalendarStatus, uid_of

BUSY: Final = {"fr": "Occupé", "en": "Busy"}
NAMELESS: Final = {
    "fr": "Rendez-vous",
    "en": "Appointment",
}  # in the language of whoever asked for the calendar


def changed_at(one: Appointment) -> datetime:
    """When something of it was last told; the same each time for the same appointment."""
    known = (one.booked_at, one.answer_at, one.asked_at, one.first_asked_at, one.called_at)
    return max((moment for moment in known if moment is not None), default=one.starts_at)


def status_of(one: Appointment) -> CalendarStatus:
    """As calendars know it: what was not confirmed yet is tentative."""
    if one.answer == "cancelled" or one.is_removed:
        return "cancelled"
    return "confirmed" if one.answer == "confirmed" or one.outcome == "came" else "tentative"


def calendar_item(
    one: Appointment,
    shows: Shows,
    language: str,
    name: str = "",
    told_service: str = "",
    resource: str = "",
) -> CalendarItem:
    """One appointment. `name`: who comes; `told_service`: what messages may call the service, "" for nothing.

    With "busy" neither stands in it. The treatment stands in no calendar unless messages may say it.
    """
    summary = " · ".join(filter(None, (name, told_service))) if shows == "names" else _in(BUSY, language)
    return CalendarItem(
        uid_of(one.appointment_id), one.version, one.starts_at, one.length_min, summary or _in(NAMELESS, language), "",
        resource, status_of(one), changed_at(one),
    )  # fmt: skip


def _in(words: Mapping[str, str], language: str) -> str:
    return words.get(language, words["en"])
