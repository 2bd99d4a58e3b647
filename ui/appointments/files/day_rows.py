"""A day of the agenda column by column, as it is printed and copied."""

from __future__ import annotations

from datetime import date

from app.domain.agenda_rows import AgendaDays, AppointmentRow
from app.domain.records import record
from app.words import gettext as _
from app.words import ngettext
from app.words.appointment_lines import state_name
from app.words.formats import Formats
from ui.appointments import when
from ui.appointments.states import COUNTED
from ui.appointments.words import name_of, resource_name, service_of
from ui.plain import shown_line, shown_name


@record
class DayLine:
    """One appointment in words. `is_gone`: it was cancelled, and its slot is free."""

    time: str
    length: str
    person: str
    booked_by: str
    service: str
    phone: str
    state: str
    note: str
    is_gone: bool = False


@record
class DayColumn:
    """What stands with one person, chair or room on one day."""

    day: date
    title: str
    lines: tuple[DayLine, ...]


def columns_of(days: AgendaDays, day: date, formats: Formats) -> list[DayColumn]:
    """Those in which something stands on a day, in the order of the agenda."""
    zone = when.zone_of(days.zone)
    there = [row for row in days.rows if row.appointment.starts_at.astimezone(zone).date() == day]
    found = []
    for resource in days.resources:
        lines = [_line(row, formats) for row in there if row.appointment.resource_id == resource.resource_id]
        if lines:
            found.append(DayColumn(day, resource_name(resource), tuple(lines)))
    return found


def _line(row: AppointmentRow, formats: Formats) -> DayLine:
    one = row.appointment
    start, end = formats.time_of_day(one.starts_at), formats.time_of_day(one.ends_at)
    booker = _("booked by {name}").format(name=shown_name(row.booker_name)) if row.booker_name else ""
    return DayLine(
        f"{start} – {end}", when.length_words(one.length_min), name_of(row), booker, service_of(row),
        shown_line(row.number or one.phone), state_name(row.state), shown_line(one.note),
        row.state == "cancelled",
    )  # fmt: skip


def counts_words(days: AgendaDays, day: date, formats: Formats) -> str:
    """12 appointments · 8 confirmed · 2 to ask."""
    zone = when.zone_of(days.zone)
    states = [row.state for row in days.rows if row.appointment.starts_at.astimezone(zone).date() == day]
    said = [
        ngettext("{n} appointment", "{n} appointments", len(states)).format(n=formats.number(len(states)))
    ]
    for first, among in COUNTED:
        count = sum(1 for state in states if state in among)
        if count:
            said.append(_("{state}: {n}").format(state=state_name(first).lower(), n=formats.number(count)))
    return " · ".join(said)


def day_text(days: AgendaDays, day: date, formats: Formats) -> str:
    """A day to be pasted elsewhere: a heading for each column, a line for each appointment; tabs between."""
    lines = [when.day_name(day, formats.language, days.today)]
    for column in columns_of(days, day, formats):
        lines += ["", column.title]
        for one in column.lines:
            parts = (one.time, one.person, one.service, one.phone, one.state, one.note)
            lines.append("\t".join(parts).rstrip())
    if len(lines) == 1:
        lines.append(_("No appointment."))
    return "\n".join(lines)
