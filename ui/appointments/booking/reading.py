"""What was understood of a line of words, as chips; lengths as they are typed; why a time cannot be read."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from app.domain.agenda_rows import AgendaDays
from app.words import gettext as _
from app.words.formats import Formats
from app.words.typed_lengths import read_length
from app.words.typed_slots import TypedSlot
from ui.appointments.when import length_words, slot_words
from ui.appointments.words import resource_name
from ui.plain import shown_line
from ui.widgets.paint_chip import Chip

LENGTH_MAX: Final = 1_440


def length_of(text: str) -> int | None:
    """45, 45 min, 1 h, 1h30; None for what is no length."""
    minutes = read_length(text, "cal", LENGTH_MAX)
    return minutes if isinstance(minutes, int) and 0 < minutes <= LENGTH_MAX else None


def chips_of(read: TypedSlot, formats: Formats, days: AgendaDays, now: datetime) -> list[Chip]:
    """Each part that was understood; in amber what keeps it from being a time."""
    chips: list[Chip] = []
    if read.starts_at is not None:
        words = slot_words(read.starts_at, formats, now)
        chips.append(Chip(words[:1].upper() + words[1:], "accent", "calendar-clock"))
    if read.problem:
        chips.append(Chip(problem_chip(read.problem), "warning", "circle-alert"))
    if "time_twice" in read.notes:
        chips.append(Chip(_("that hour comes twice: the first is meant"), "warning", "info"))
    service = next((one for one in days.services if one.service_id == read.service_id), None)
    if service is not None:
        chips.append(Chip(shown_line(service.name), "accent", "tag"))
    if read.length_min is not None:
        chips.append(Chip(length_words(read.length_min), "accent", "hourglass"))
    resource = next((one for one in days.resources if one.resource_id == read.resource_id), None)
    if resource is not None:
        chips.append(Chip(resource_name(resource), "accent", "user"))
    if read.rest:
        chips.append(Chip(shown_line(read.rest), "neutral", "pencil"))
    return chips


def problem_chip(problem: str) -> str:
    """Why there is no time, in two or three words."""
    said = {
        "no_time": _("at what time?"),
        "no_such_day": _("no such day"),
        "no_such_time": _("no such time"),
        "weekday_differs": _("another weekday"),
        "two_days": _("two days"),
        "two_times": _("two times"),
        "time_skipped": _("the clock skips it"),
        "past": _("already past"),
    }
    return said.get(problem, _("at what time?"))
