"""Runs that asked about the appointments of a day: which messages, and whom they could not ask."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec

from app.domain.appointments import Appointment, AppointmentAsked, AppointmentNotAsked
from storage.instants import from_us

if TYPE_CHECKING:
    from sqlcipher3.dbapi2 import Connection

_DECODE: Final[Mapping[str, Callable[[bytes], Any]]] = {
    body.KIND: msgspec.json.Decoder(body).decode for body in (AppointmentAsked, AppointmentNotAsked)
}
_READ: Final = msgspec.json.Decoder(Appointment).decode
_OF_DAY: Final = (
    "SELECT e.kind, e.at_us, e.body, a.body FROM view_appointment a JOIN view_appointment_event e ON e.no = a.no"
    " WHERE a.starts_us >= ? AND a.starts_us < ? AND a.is_removed = 0 AND a.is_erased = 0"
    " AND e.kind IN ('appointment.asked', 'appointment.not_asked') ORDER BY e.pos"
)


class RunEvent(NamedTuple):
    """Something that a run did. `appointment`: as it stands now."""

    at: datetime
    body: AppointmentAsked | AppointmentNotAsked
    appointment: Appointment


def runs_between(conn: Connection, low_us: int, high_us: int) -> list[RunEvent]:
    """What runs did about the appointments that begin in a stretch, in the order in which it happened."""
    found = []
    for kind, at_us, packed, appointment in conn.execute(_OF_DAY, (low_us, high_us)):
        body = _DECODE[kind](packed)
        if body.run_id:
            found.append(RunEvent(from_us(at_us), body, _READ(appointment)))
    return found
