"""Names that the agenda shows: who comes, what for, with whom, and what was last heard."""

from __future__ import annotations

from app.domain.agenda import Resource
from app.domain.agenda_rows import AppointmentRow
from app.words import gettext as _
from ui.plain import shown_line, shown_name


def name_of(row: AppointmentRow) -> str:
    """Who comes."""
    name = row.name or row.appointment.person or row.number or row.appointment.phone
    return shown_name(name) if name else _("Nobody named")


def service_of(row: AppointmentRow) -> str:
    """What for; "" where nobody said."""
    return shown_line(row.service or row.appointment.title)


def resource_name(resource: Resource) -> str:
    """What a column is called."""
    return shown_name(resource.name) if resource.name else _("With nobody yet")
