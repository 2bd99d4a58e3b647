"""That an appointment is booked, with the way back."""

from __future__ import annotations

from functools import partial

from app.words import gettext as _
from ui.appointments import doing
from ui.appointments.when import slot_words
from ui.appointments.words import name_of
from ui.kit import Kit
from ui.plain import isolated
from ui.teamwork.undoing import Show


def say_booked(kit: Kit, show: Show, appointment_id: str) -> None:
    """Who comes and when."""
    words = booked_words(kit, appointment_id)
    doing.say(kit, appointment_id, words, show, partial(kit.desk.remove_appointment, appointment_id))


def booked_words(kit: Kit, appointment_id: str) -> str:
    """The same as a sentence."""
    row = kit.desk.appointment(appointment_id)
    if row is None:
        return _("The appointment is booked")
    time = slot_words(row.appointment.starts_at, kit.formats, kit.clock.now())
    return _("{name} is booked {time}").format(name=isolated(name_of(row)), time=time)
