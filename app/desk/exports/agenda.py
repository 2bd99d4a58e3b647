"""Appointments in open formats: a calendar file for any program, a table for spreadsheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from app.desk.exports.figures import write_table
from app.desk.exports.writing import whole_file
from app.desk.transfer_desk import ExportOutcome
from app.domain.agenda import Service
from app.domain.agenda_rows import AppointmentRow
from app.domain.exports import readable
from app.domain.money import money_text
from app.words import gettext as _
from app.words import language
from app.words.appointment_lines import state_name
from app.words.calendar_items import calendar_item
from app.words.calendar_text import CalendarItem, calendar_lines

KEYS: Final = (
    "id", "day", "starts", "ends", "state", "person", "booked_by", "phone", "service", "with", "price", "currency",
    "note",
)  # fmt: skip


def items_of(rows: Sequence[AppointmentRow], services: Mapping[str, Service]) -> list[CalendarItem]:
    """With who comes; the treatment only where messages may say it."""
    found = []
    for row in rows:
        service = services.get(row.appointment.service_id)
        told = service.told_name if service is not None else ""
        found.append(calendar_item(row.appointment, "names", language(), row.name, told, row.resource))
    return found


def write_calendar(target: Path, items: Sequence[CalendarItem], name: str) -> ExportOutcome:
    """The whole file, or none. Raises EnvironmentFailure."""
    with whole_file(target) as file:
        for line in calendar_lines(items, name):
            file.write(line.encode("utf-8", "replace"))
    return ExportOutcome(target, len(items))


def write_agenda_table(
    target: Path, rows: Sequence[AppointmentRow], zone: ZoneInfo, separator: str = ","
) -> ExportOutcome:
    """A line for each, on the wall of the business. Raises EnvironmentFailure."""
    names = headings()
    write_table(target, [[names[key] for key in KEYS], *(_cells(row, zone) for row in rows)], separator)
    return ExportOutcome(target, len(rows))


def headings() -> dict[str, str]:
    """What stands above the columns."""
    return {
        "id": "comptoir_id", "day": _("Day"), "starts": _("Starts"), "ends": _("Ends"), "state": _("State"),
        "person": _("Person"), "booked_by": _("Booked by"), "phone": _("Phone"), "service": _("Service"),
        "with": _("With or where"), "price": _("Price"), "currency": _("Currency"), "note": _("Note"),
    }  # fmt: skip


def _cells(row: AppointmentRow, zone: ZoneInfo) -> list[str]:
    one, price = row.appointment, row.price
    start, end = one.starts_at.astimezone(zone), one.ends_at.astimezone(zone)
    return [
        one.appointment_id, start.date().isoformat(), _clock(start), _clock(end), state_name(row.state), row.name,
        row.booker_name, row.number or one.phone, row.service or one.title, row.resource,
        readable(money_text(price), "money").partition(" ")[0], price.currency if price is not None else "", one.note,
    ]  # fmt: skip


def _clock(at: datetime) -> str:
    return f"{at:%H:%M}"
