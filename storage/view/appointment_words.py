"""Which words of customers changed something of an appointment or of an offer lately, and so may want a reply."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sqlcipher3.dbapi2 import Connection

from app.domain.appointments import AppointmentAnswered, AppointmentMoved
from app.domain.ids import MessageId
from storage.instants import to_us
from storage.view import appointment_reading as reading
from storage.view.waiting_list import answered_since

_TOLD: Final = (
    "SELECT DISTINCT a.appointment_id FROM view_appointment_event e JOIN view_appointment a ON a.no = e.no"
    " WHERE e.at_us >= ? AND e.member_id IS NULL AND e.kind IN (?, ?)"
)
KINDS: Final = (AppointmentAnswered.KIND, AppointmentMoved.KIND)


def told_since(conn: Connection, since: datetime) -> list[tuple[MessageId, str]]:
    """Each with the appointment that it changed, or with "" for what somebody answered to an offer."""
    rows = conn.execute(_TOLD, (to_us(since), *KINDS)).fetchall()
    found: list[tuple[MessageId, str]] = []
    for (appointment_id,) in rows:
        for one in reading.history(conn, appointment_id):
            if one.at >= since and isinstance(one.body, AppointmentAnswered | AppointmentMoved):
                found += [(one.body.message_id, appointment_id)] if one.body.message_id is not None else []
    return [*found, *((message_id, "") for message_id in answered_since(conn, since))]


def was_moved_by(conn: Connection, appointment_ids: Iterable[str], message_id: MessageId) -> bool:
    """Whether one of these was moved by these words, and not merely answered."""
    return any(
        isinstance(one.body, AppointmentMoved) and one.body.message_id == message_id
        for appointment_id in appointment_ids
        for one in reading.history(conn, appointment_id)
    )
