"""Appointments to come that have reminders, and when each reminder went out. Each read walks an index."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

import msgspec

from app.domain.agenda import Service
from app.domain.appointments import AppointmentAsked, AppointmentMoved
from storage.json_list import json_list

if TYPE_CHECKING:
    from sqlcipher3.dbapi2 import Connection

_SERVICE: Final = msgspec.json.Decoder(Service).decode
_ASKED: Final = msgspec.json.Decoder(AppointmentAsked).decode
_TO_COME: Final = (
    "SELECT appointment_id FROM view_appointment WHERE is_removed = 0 AND starts_us > ? AND starts_us <= ?"
    " AND answer != 'cancelled' AND outcome = '' AND is_erased = 0"
    " AND service_id IN (SELECT value FROM json_each(?)) ORDER BY starts_us"
)
_STEPS: Final = (
    "SELECT s.step_min FROM view_appointment a JOIN view_appointment_step s ON s.no = a.no"
    " WHERE a.appointment_id = ? AND s.starts_us = a.starts_us"
)
_HAPPENED: Final = (
    "SELECT e.kind, e.at_us, e.body FROM view_appointment a JOIN view_appointment_event e ON e.no = a.no"
    " WHERE a.appointment_id = ? AND e.kind IN (?, ?) ORDER BY e.pos"
)


def reminding_services(conn: Connection) -> dict[str, Service]:
    """Those with reminders, also removed ones: what was booked with them is still to come."""
    rows = conn.execute("SELECT service FROM view_service")
    found = (_SERVICE(row[0]) for row in rows)
    return {one.service_id: one for one in found if one.reminders}


def to_come(conn: Connection, after_us: int, until_us: int, service_ids: Iterable[str]) -> list[str]:
    """Standing appointments with one of these services that begin after a moment, up to another; by start."""
    values = (after_us, until_us, json_list(service_ids))
    return [row[0] for row in conn.execute(_TO_COME, values)]


def steps_over(conn: Connection, appointment_id: str) -> dict[int, int | None]:
    """Reminders that are over at the time at which it stands, by minutes before, and when they went out (UTC seconds).

    None: over without a message.
    """
    over: dict[int, int | None] = {row[0]: None for row in conn.execute(_STEPS, (appointment_id,))}
    if not over:
        return over
    kinds = (AppointmentAsked.KIND, AppointmentMoved.KIND)
    for kind, at_us, body in conn.execute(_HAPPENED, (appointment_id, *kinds)):
        step_min = _ASKED(body).step_min if kind == AppointmentAsked.KIND else None
        if step_min in over:
            over[step_min] = at_us // 1_000_000
    return over


def placed_us(conn: Connection, appointment_id: str) -> int | None:
    """When it was last moved to another time; None for one that stands where it was booked."""
    row = conn.execute(
        "SELECT e.at_us FROM view_appointment a JOIN view_appointment_event e ON e.no = a.no"
        " WHERE a.appointment_id = ? AND e.kind = ? ORDER BY e.pos DESC LIMIT 1",
        (appointment_id, AppointmentMoved.KIND),
    ).fetchone()
    return None if row is None else row[0]
