"""An appointment as Today says it: when and who, what for and what was last heard, and the word on its button."""

from __future__ import annotations

from app.domain.agenda_rows import AppointmentRow
from app.domain.hours import business_zone
from app.words import gettext as _
from app.words.appointment_lines import last_words
from app.words.formats import Formats
from ui.appointments.row_buttons import BUTTONS
from ui.appointments.states import state_chip
from ui.appointments.words import name_of, service_of
from ui.kit import Kit
from ui.today.face import TodayFace


def booked_face(row: AppointmentRow, kit: Kit) -> TodayFace:
    """Its button has the word that it has in the agenda, where it leads."""
    desk, now = kit.desk, kit.clock.now()
    formats = Formats(
        kit.formats.language,
        business_zone(desk.hours(), int(now.timestamp()), str(desk.setting("time_zone"))),
    )
    when = formats.moment(row.appointment.starts_at, now)
    name = f"{when} · {name_of(row)}"
    reason = " · ".join(part for part in (service_of(row), last_words(row, formats, now)) if part)
    button = next((one for one in BUTTONS if row.state in one.states), None)
    key = row.contact_id or row.appointment_id
    action = button.words if button is not None else _("Look at it")
    return TodayFace(key, name, bool(row.name), reason, (state_chip(row.state),), action, person=name_of(row))
