"""Applying what happens with appointments, and with who and what can be booked.

An appointment is what `app.domain.appointments.applied` makes of it, and nothing else. An event about one that is not
there, or of which figures of nobody are left, changes nothing.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from app.domain import agenda, appointments
from app.domain.events import Event
from storage.codec import encode_body
from storage.instants import to_us
from storage.packing import packed
from storage.view.subjects import Subjects

_TELL: Final = (
    "INSERT OR IGNORE INTO view_appointment_event (no, pos, kind, at_us, member_id, body)"
    " VALUES (?, ?, ?, ?, ?, ?)"
)
_STEP: Final = "INSERT OR IGNORE INTO view_appointment_step (no, starts_us, step_min) VALUES (?, ?, ?)"
_ASK: Final = (
    "INSERT OR IGNORE INTO view_appointment_ask (ask_id, no, starts_us, message_id, conversation_id, asked_us)"
    " VALUES (?, ?, ?, ?, ?, ?)"
)
_SAID: Final = (
    "INSERT OR IGNORE INTO view_appointment_message (message_id, no, starts_us, told) VALUES (?, ?, ?, ?)"
)
_SAVE_RESOURCE: Final = (
    "INSERT OR REPLACE INTO view_resource (resource_id, version, is_removed, resource) VALUES (?, ?, 0, ?)"
)
_REMOVE_RESOURCE: Final = "UPDATE view_resource SET is_removed = 1 WHERE resource_id = ?"
_SAVE_SERVICE: Final = (
    "INSERT OR REPLACE INTO view_service (service_id, version, is_removed, service) VALUES (?, ?, 0, ?)"
)
_REMOVE_SERVICE: Final = "UPDATE view_service SET is_removed = 1 WHERE service_id = ?"


def _booked(subjects: Subjects, event: Event, body: appointments.AppointmentBooked) -> None:
    if body.appointment_id in subjects.appointments:
        return
    subjects.put_appointment(event.pos, appointments.booked(body, event.accepted_at))
    _tell(subjects, event, event.pos, body)


def _happened(subjects: Subjects, event: Event, body: Any) -> None:
    known = subjects.appointments.get(body.appointment_id)
    if known is None:
        return
    no, one = known
    subjects.put_appointment(no, appointments.applied(one, body, event.accepted_at))
    _tell(subjects, event, no, body)
    step_min = getattr(body, "step_min", None)
    if step_min is not None:
        subjects.write_later((_STEP, (no, to_us(one.starts_at), step_min)))
    if isinstance(body, appointments.AppointmentAsked):
        told = one.writes_to or one.phone
        subjects.write_later((_SAID, (body.message_id, no, to_us(one.starts_at), told)))
    if isinstance(body, appointments.AppointmentAsked) and body.is_ask:
        asked = (to_us(one.starts_at), body.message_id, body.conversation_id, to_us(event.accepted_at))
        subjects.write_later((_ASK, (body.ask_id, no, *asked)))


def _tell(subjects: Subjects, event: Event, no: int, body: Any) -> None:
    at_us = to_us(event.accepted_at)
    subjects.write_later((_TELL, (no, event.pos, body.KIND, at_us, body.member_id, encode_body(body))))


def _resource_saved(subjects: Subjects, _event: Event, body: agenda.ResourceSaved) -> None:
    one = body.resource
    _set_up(subjects, _SAVE_RESOURCE, one.resource_id, one.version, packed(one))


def _resource_removed(subjects: Subjects, _event: Event, body: agenda.ResourceRemoved) -> None:
    _set_up(subjects, _REMOVE_RESOURCE, body.resource_id)


def _service_saved(subjects: Subjects, _event: Event, body: agenda.ServiceSaved) -> None:
    one = body.service
    _set_up(subjects, _SAVE_SERVICE, one.service_id, one.version, packed(one))


def _service_removed(subjects: Subjects, _event: Event, body: agenda.ServiceRemoved) -> None:
    _set_up(subjects, _REMOVE_SERVICE, body.service_id)


def _set_up(subjects: Subjects, sql: str, *values: object) -> None:
    subjects.has_new_agenda = True
    subjects.write_later((sql, values))


APPOINTMENTS: Mapping[type, Callable[[Subjects, Event, Any], None]] = {
    **dict.fromkeys(appointments.APPOINTMENT_EVENTS, _happened),
    appointments.AppointmentBooked: _booked,
    agenda.ResourceSaved: _resource_saved,
    agenda.ResourceRemoved: _resource_removed,
    agenda.ServiceSaved: _service_saved,
    agenda.ServiceRemoved: _service_removed,
}
