"""How days, appointments, resources and services are named at the terminal, and how an appointment is printed."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from app.desk.contact_imports.headers import folded
from app.desk.live import LiveDesk
from app.domain.agenda import Resource, Service
from app.domain.agenda_rows import AgendaDays, AppointmentRow
from app.domain.appointments import STATES
from app.domain.errors import ComptoirError
from app.domain.ids import ContactId
from app.terminal.deals_naming import day_of, whole_days
from app.words import gettext as _
from app.words.typed_slots import ResourceName, ServiceName, TypedSlot, read_slot

MOST_DAYS: Final = 366


def add_filters(parser: argparse.ArgumentParser) -> None:
    """Which days, and what of them."""
    parser.add_argument("--day", metavar="DAY", default="today", help=_("today, tomorrow, or as 2026-12-24"))
    many = parser.add_mutually_exclusive_group()
    many.add_argument("--days", type=whole_days, default=1, metavar="N", help=_("so many days from it on"))
    many.add_argument("--week", action="store_true", help=_("the whole week in which it lies"))
    parser.add_argument("--state", action="append", choices=STATES, help=_("in this state; may be repeated"))
    parser.add_argument("--with", dest="resource", metavar="NAME", help=_("with this person, chair or room"))


def chosen(desk: LiveDesk, options: argparse.Namespace) -> tuple[AgendaDays, list[AppointmentRow]]:
    """The days that are meant, and the lines that the filters let through. Raises ComptoirError."""
    day, count = day_named(desk, options.day), max(1, min(options.days, MOST_DAYS))
    if options.week:
        day, count = day - timedelta(days=day.weekday()), 7
    days = desk.agenda(day, count)
    wanted = resource_named(desk, options.resource).resource_id if options.resource else None
    rows = [
        row for row in days.rows
        if (not options.state or row.state in options.state)
        and (wanted is None or row.appointment.resource_id == wanted)
    ]  # fmt: skip
    return days, rows


def day_named(desk: LiveDesk, text: str) -> date:
    """Where the business is. Raises ComptoirError("day_unreadable")."""
    today = desk.agenda().today
    return {"today": today, "tomorrow": today + timedelta(days=1)}.get(text) or day_of(text)


def found_appointment(desk: LiveDesk, appointment_id: str) -> AppointmentRow:
    """By its id. Raises ComptoirError("appointment_named_unknown")."""
    row = desk.appointment(appointment_id)
    if row is None or row.appointment.is_removed:
        raise ComptoirError("appointment_named_unknown", appointment=appointment_id)
    return row


def resource_named(desk: LiveDesk, text: str) -> Resource:
    """By id or name. Raises ComptoirError("resource_named_unknown")."""
    known = desk.resources()
    found = [one for one in known if text == one.resource_id or folded(text) == folded(one.name)]
    if len(found) != 1:
        names = ", ".join(one.name for one in known)
        raise ComptoirError("resource_named_unknown", resource=text, resources=names)
    return found[0]


def service_named(desk: LiveDesk, text: str) -> Service:
    """By id, name or shortcut. Raises ComptoirError("service_named_unknown")."""
    known = desk.services()
    found = [
        one for one in known
        if text == one.service_id or folded(text) in [folded(word) for word in (one.name, *one.shortcuts)]
    ]  # fmt: skip
    if len(found) != 1:
        names = ", ".join(one.name for one in known)
        raise ComptoirError("service_named_unknown", service=text, services=names)
    return found[0]


def contact_named(desk: LiveDesk, text: str) -> ContactId:
    """By id or number. Raises ComptoirError("person_unknown")."""
    if desk.contact(ContactId(text)) is not None:
        return ContactId(text)
    people = {one.contact_id for one in desk.people_with_number(text.removeprefix("+"))}
    if len(people) != 1:
        raise ComptoirError("person_unknown", person=text)
    return people.pop()


def typed_slot(desk: LiveDesk, text: str, *, is_when: bool = False) -> TypedSlot:
    """What was typed, on the clock of the agenda. `is_when`: a day and a time alone."""
    days = desk.agenda()
    services: Sequence[ServiceName] = ()
    resources: Sequence[ResourceName] = ()
    if not is_when:
        services = [
            ServiceName(one.service_id, (one.name, *one.shortcuts), one.length_min) for one in days.services
        ]
        resources = [ResourceName(one.resource_id, one.name) for one in days.resources if one.resource_id]
    return read_slot(text, days.now, ZoneInfo(days.zone), services, resources)


def appointment_line(row: AppointmentRow, zone: str) -> dict[str, Any]:
    """One appointment as an object; `day` and `time` are the wall's, moments are UTC."""
    one = row.appointment
    there, price = one.starts_at.astimezone(ZoneInfo(zone)), row.price
    return {
        "appointment_id": one.appointment_id,
        "day": there.date().isoformat(),
        "time": f"{there:%H:%M}",
        "starts_at": one.starts_at.isoformat(),
        "ends_at": one.ends_at.isoformat(),
        "length_min": one.length_min,
        "state": row.state,
        "person": row.name,
        "booked_by": row.booker_name,
        "contact_id": row.contact_id,
        "conversation_id": row.conversation_id,
        "phone": row.number or one.phone,
        "resource": row.resource,
        "resource_id": one.resource_id,
        "service": row.service or one.title,
        "service_id": one.service_id,
        "price": {"minor": price.minor, "currency": price.currency} if price is not None else None,
        "note": one.note,
        "wish": one.wish,
        "ask_count": one.ask_count,
        "trouble": row.trouble,
    }
