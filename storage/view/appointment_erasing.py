"""Appointments of somebody who is erased: their figures go into the event of the erasure, everything else goes."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlcipher3.dbapi2 import Connection

from app.domain.appointments import Appointment
from app.domain.erased_appointments import ErasedAppointment, erased, left_of
from app.domain.erasure import ContactErased
from app.domain.phone_numbers import variants
from storage.json_list import json_list
from storage.packing import unpacked
from storage.view.appointment_following import put_row
from storage.view.appointment_reading import ids_of_people
from storage.view.subjects import Subjects

# Tables that hold something of an appointment, by its number.
OF_APPOINTMENTS = tuple(
    (table, "no")
    for table in (
        "view_appointment_ask",
        "view_appointment_event",
        "view_appointment_message",
        "view_appointment_step",
        "view_appointment",
    )
)
_THESE = "IN (SELECT value FROM json_each(?))"
_BY_PHONE = f"SELECT appointment_id FROM view_appointment WHERE is_erased = 0 AND phone_key {_THESE}"
_LOAD = f"SELECT no, body FROM view_appointment WHERE is_erased = 0 AND appointment_id {_THESE} ORDER BY no"


def appointments_of_erased(conn: Connection, people: Iterable[str], numbers: Iterable[str]) -> list[str]:
    """The ids of their appointments, removed ones too, and of those with one of their numbers and no name of theirs."""
    digits = sorted({one for number in numbers for one in variants(number)})
    by_phone = {row[0] for row in conn.execute(_BY_PHONE, (json_list(digits),))} if digits else set()
    return sorted(by_phone.union(ids_of_people(conn, people)))


def appointment_figures(
    conn: Connection, appointment_ids: Sequence[str], people: Collection[str], now: datetime
) -> tuple[ErasedAppointment, ...]:
    """What is to be left of them."""
    rows = conn.execute(_LOAD, (json_list(appointment_ids),)).fetchall() if appointment_ids else []
    return tuple(erased(unpacked(row[1], Appointment), row[0], people, now) for row in rows)


def erase_appointments(conn: Connection, subjects: Subjects, body: ContactErased) -> None:
    """Leave the figures alone, as a view made anew from the erased log does."""
    ids = [one.appointment_id for one in body.appointments]
    found = conn.execute(f"SELECT no FROM view_appointment WHERE appointment_id {_THESE}", (json_list(ids),))
    numbers = json_list([row[0] for row in found.fetchall()])
    for table, column in OF_APPOINTMENTS:
        conn.execute(f"DELETE FROM {table} WHERE {column} {_THESE}", (numbers,))
    for one in body.appointments:
        if one.is_left:
            put_row(conn, one.pos, left_of(one), is_erased=one.is_nobodys)
    subjects.appointments.clear()
    subjects.changed_appointments.update(ids)
