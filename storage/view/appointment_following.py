"""Appointments that a batch is about: read once, changed by the domain's own rule, written together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from app.domain.phone_numbers import digits_of
from storage.instants import to_us
from storage.json_list import json_list
from storage.packing import packed, unpacked

if TYPE_CHECKING:
    from sqlcipher3.dbapi2 import Connection

    from app.domain.appointments import Appointment

_COLUMNS: Final = (
    "no", "appointment_id", "starts_us", "ends_us", "resource_id", "service_id", "contact_id", "booker_id", "phone_key",
    "is_removed", "is_erased", "answer", "outcome", "asked_us", "ask_id", "ask_message_id", "ask_conversation_id",
    "import_id", "import_key", "version", "body",
)  # fmt: skip
_PUT: Final = (
    f"INSERT OR REPLACE INTO view_appointment ({', '.join(_COLUMNS)})"
    f" VALUES ({', '.join('?' * len(_COLUMNS))})"
)
_LOAD: Final = (
    "SELECT no, appointment_id, body FROM view_appointment"
    " WHERE is_erased = 0 AND appointment_id IN (SELECT value FROM json_each(?))"
)


class AppointmentFollowing:
    """A part of `storage.view.subjects.Subjects`. Nothing is kept from batch to batch."""

    def begin_appointments(self) -> None:
        """Forget the last batch."""
        self.appointments: dict[str, tuple[int, Appointment]] = {}  # with their numbers
        self.changed_appointments: set[str] = set()
        self.has_new_agenda = False

    def load_appointments(self, conn: Connection, appointment_ids: Iterable[str]) -> None:
        """Read these, as far as they are there and somebody's."""
        from app.domain.appointments import Appointment

        for no, appointment_id, body in conn.execute(_LOAD, (json_list(appointment_ids),)):
            self.appointments[appointment_id] = no, unpacked(body, Appointment)

    def put_appointment(self, no: int, one: Appointment) -> None:
        """It is like this from now on."""
        self.appointments[one.appointment_id] = no, one
        self.changed_appointments.add(one.appointment_id)

    def save_appointments(self, conn: Connection) -> None:
        """Write what the batch changed."""
        found = (self.appointments[key] for key in self.changed_appointments if key in self.appointments)
        for no, one in found:
            conn.execute(_PUT, row_of(no, one))


def row_of(no: int, one: Appointment, *, is_erased: bool = False) -> tuple[Any, ...]:
    """An appointment as values of the table's columns."""
    return (
        no, one.appointment_id, to_us(one.starts_at), to_us(one.ends_at), one.resource_id, one.service_id,
        one.contact_id, one.booker_id, digits_of(one.phone) or None, int(one.is_removed), int(is_erased), one.answer,
        one.outcome, to_us(one.asked_at), one.ask_id, one.ask_message_id, one.ask_conversation_id, one.import_id,
        one.import_key, one.version, packed(one),
    )  # fmt: skip


def put_row(conn: Connection, no: int, one: Appointment, *, is_erased: bool) -> None:
    """Write one beside the batch."""
    conn.execute(_PUT, row_of(no, one, is_erased=is_erased))
