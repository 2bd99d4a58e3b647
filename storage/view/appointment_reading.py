"""What is read of appointments, and of who and what can be booked; each walks an index."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec

from app.domain.agenda import Resource, Service
from app.domain.appointments import APPOINTMENT_EVENTS, LENGTH_MAX, Appointment, AppointmentEvent
from storage.instants import from_us, to_us
from storage.json_list import json_list

if TYPE_CHECKING:
    from sqlcipher3.dbapi2 import Connection

    from app.domain.ids import ContactId, ConversationId, MemberId, MessageId

_READ = msgspec.json.Decoder(Appointment).decode
_RESOURCE = msgspec.json.Decoder(Resource).decode
_SERVICE = msgspec.json.Decoder(Service).decode
_BODIES: Final[Mapping[str, Callable[[bytes], Any]]] = {
    body.KIND: msgspec.json.Decoder(body).decode for body in APPOINTMENT_EVENTS
}
_LONGEST_US: Final = LENGTH_MAX * 60 * 1_000_000
_OF = "SELECT a.body FROM view_appointment a"
_LISTED: Final = "a.is_removed = 0 AND a.is_erased = 0"
_NAMES: Final = (  # an id, and all that became it
    "(SELECT ifnull((SELECT kept_id FROM view_merged WHERE gone_id = ?1), ?1)"
    " UNION SELECT gone_id FROM view_merged"
    " WHERE kept_id = ifnull((SELECT kept_id FROM view_merged WHERE gone_id = ?1), ?1))"
)
_AMONG: Final = "(SELECT value FROM json_each(?1))"
_OF_PEOPLE: Final = (
    "SELECT appointment_id FROM view_appointment WHERE is_erased = 0 AND contact_id IN"
    " (SELECT value FROM json_each(?1) UNION SELECT gone_id FROM view_merged"
    " WHERE kept_id IN (SELECT value FROM json_each(?1)))"
    " UNION SELECT appointment_id FROM view_appointment WHERE is_erased = 0 AND booker_id IN"
    " (SELECT value FROM json_each(?1) UNION SELECT gone_id FROM view_merged"
    " WHERE kept_id IN (SELECT value FROM json_each(?1)))"
)
_EVENT: Final = (
    "SELECT e.pos, e.at_us, e.kind, e.member_id, e.body FROM view_appointment_event e"
    " JOIN view_appointment a ON a.no = e.no WHERE a.appointment_id = ? ORDER BY e.pos"
)


_TOLD: Final = (
    "SELECT m.starts_us, m.told, a.body FROM view_appointment_message m JOIN view_appointment a ON a.no = m.no"
    " WHERE m.message_id = ? AND a.is_erased = 0"
)


class Happened(NamedTuple):
    """One event of an appointment."""

    pos: int
    at: datetime
    kind: str
    member_id: MemberId | None
    body: AppointmentEvent


class Told(NamedTuple):
    """What a message said of an appointment: when it begins, and to whom."""

    starts_at: datetime
    told: str


def told_in(conn: Connection, message_id: MessageId) -> list[tuple[Told, Appointment]]:
    """What a message asks or reminds of, each with the appointment as it is now; nothing for any other message."""
    rows = conn.execute(_TOLD, (message_id,)).fetchall()
    return [(Told(from_us(row[0]), row[1]), _READ(row[2])) for row in rows]


def load(conn: Connection, appointment_id: str) -> Appointment | None:
    """One, also a removed one; None for one of which figures of nobody are left."""
    row = conn.execute(f"{_OF} WHERE a.appointment_id = ? AND a.is_erased = 0", (appointment_id,)).fetchone()
    return None if row is None else _READ(row[0])


def is_known(conn: Connection, appointment_id: str) -> bool:
    """Whether there ever was one of this id."""
    sql = "SELECT 1 FROM view_appointment WHERE appointment_id = ?"
    return conn.execute(sql, (appointment_id,)).fetchone() is not None


def between(conn: Connection, from_us: int, until_us: int, *, with_erased: bool = False) -> list[Appointment]:
    """All that touch a stretch, cancelled ones too, by start. `with_erased`: also figures of nobody."""
    where = "a.starts_us > ? AND a.starts_us < ? AND a.ends_us > ? AND a.is_removed = 0"
    if not with_erased:
        where += " AND a.is_erased = 0"
    return _found(conn, where, (from_us - _LONGEST_US, until_us, from_us))


def standing_at(conn: Connection, resource_id: str, from_us: int, until_us: int) -> list[Appointment]:
    """What takes a stretch of a resource, by start."""
    where = (
        "a.resource_id = ? AND a.starts_us > ? AND a.starts_us < ? AND a.ends_us > ?"
        " AND a.answer != 'cancelled' AND a.is_removed = 0 AND a.is_erased = 0"
    )
    return _found(conn, where, (resource_id, from_us - _LONGEST_US, until_us, from_us))


def of_contact(conn: Connection, contact_id: ContactId, limit: int = 20) -> list[Appointment]:
    """Those to which somebody comes or which they booked, also under ids that became theirs; the latest first."""
    sql = (
        f"{_OF} WHERE {_LISTED} AND (a.contact_id IN {_NAMES} OR a.booker_id IN {_NAMES})"
        " ORDER BY a.starts_us DESC, a.no DESC LIMIT ?2"
    )
    return [_READ(row[0]) for row in conn.execute(sql, (contact_id, limit))]


def ids_of_people(conn: Connection, people: Iterable[str]) -> list[str]:
    """The same of several, ids alone, removed ones too."""
    return [row[0] for row in conn.execute(_OF_PEOPLE, (json_list(people),))]


def asked_in(
    conn: Connection, conversation_id: ConversationId, now: datetime | None = None
) -> list[Appointment]:
    """Those whose newest ask went there, standing or cancelled, newest ask first; not what is over (by `now`)."""
    where = f"a.ask_conversation_id IN {_NAMES} AND {_LISTED} AND a.outcome = '' AND a.ends_us > ?2"
    after_us = -(1 << 62) if now is None else to_us(now)
    sql = f"{_OF} WHERE {where} ORDER BY a.asked_us DESC, a.starts_us, a.no"
    return [_READ(row[0]) for row in conn.execute(sql, (conversation_id, after_us))]


def ever_asked(conn: Connection, ask_id: str) -> list[Appointment]:
    """Those that this ask was ever about, as they are now, removed ones too."""
    sql = (
        "SELECT a.body FROM view_appointment_ask k JOIN view_appointment a ON a.no = k.no"
        " WHERE k.ask_id = ? AND a.is_erased = 0 ORDER BY a.starts_us, a.no"
    )
    return [_READ(row[0]) for row in conn.execute(sql, (ask_id,))]


def history(conn: Connection, appointment_id: str) -> list[Happened]:
    """What happened to it, in order."""
    rows = conn.execute(_EVENT, (appointment_id,)).fetchall()
    return [Happened(row[0], from_us(row[1]), row[2], row[3], _BODIES[row[2]](row[4])) for row in rows]


def steps_done(conn: Connection, appointment_ids: Iterable[str]) -> set[tuple[str, int, int]]:
    """Reminders that are over: (appointment, the start that they were for in microseconds, minutes before it)."""
    rows = conn.execute(
        "SELECT a.appointment_id, s.starts_us, s.step_min FROM view_appointment a"
        f" JOIN view_appointment_step s ON s.no = a.no WHERE a.appointment_id IN {_AMONG}",
        (json_list(appointment_ids),),
    )
    return {(row[0], row[1], row[2]) for row in rows}


def _found(conn: Connection, where: str, values: Sequence[Any]) -> list[Appointment]:
    rows = conn.execute(f"{_OF} WHERE {where} ORDER BY a.starts_us, a.no", values)
    return [_READ(row[0]) for row in rows]


# --- who and what can be booked ---


def resources(conn: Connection) -> list[Resource]:
    """All that are there, in their order."""
    rows = conn.execute("SELECT resource FROM view_resource WHERE is_removed = 0")
    return sorted(
        (_RESOURCE(row[0]) for row in rows), key=lambda one: (one.position, one.name, one.resource_id)
    )


def services(conn: Connection) -> list[Service]:
    """All that are there, in their order."""
    rows = conn.execute("SELECT service FROM view_service WHERE is_removed = 0")
    return sorted(
        (_SERVICE(row[0]) for row in rows), key=lambda one: (one.position, one.name, one.service_id)
    )


def resource_named(conn: Connection, resource_id: str) -> tuple[Resource, bool] | None:
    """One, also where it was removed, and whether it is there."""
    sql = "SELECT resource, is_removed FROM view_resource WHERE resource_id = ?"
    row = conn.execute(sql, (resource_id,)).fetchone()
    return None if row is None else (_RESOURCE(row[0]), not row[1])


def service_named(conn: Connection, service_id: str) -> tuple[Service, bool] | None:
    """The same of a service."""
    sql = "SELECT service, is_removed FROM view_service WHERE service_id = ?"
    row = conn.execute(sql, (service_id,)).fetchone()
    return None if row is None else (_SERVICE(row[0]), not row[1])


def resource_names(conn: Connection) -> dict[str, str]:
    """By id, also of those that were removed: old appointments still name them."""
    rows = conn.execute("SELECT resource FROM view_resource").fetchall()
    return {one.resource_id: one.name for one in (_RESOURCE(row[0]) for row in rows)}


def service_names(conn: Connection) -> dict[str, str]:
    """The same of services."""
    rows = conn.execute("SELECT service FROM view_service").fetchall()
    return {one.service_id: one.name for one in (_SERVICE(row[0]) for row in rows)}


def booked_there(conn: Connection, resource_id: str, now: datetime) -> int:
    """How many appointments are to come there."""
    row = conn.execute(
        "SELECT count(*) FROM view_appointment WHERE resource_id = ? AND starts_us >= ?"
        " AND answer != 'cancelled' AND is_removed = 0 AND is_erased = 0",
        (resource_id, to_us(now)),
    ).fetchone()
    return int(row[0])


def is_anybody_asked(conn: Connection, now: datetime) -> bool:
    """Whether anybody at all was asked about what is still to come: else nobody's words are an answer."""
    where = "a.ends_us > ? AND a.asked_us IS NOT NULL"
    sql = f"SELECT EXISTS (SELECT 1 FROM view_appointment a WHERE {_LISTED} AND {where})"
    return bool(conn.execute(sql, (to_us(now),)).fetchone()[0])
