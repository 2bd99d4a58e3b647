"""What figures read of appointments: what each is, what happened to it, and the lines of the lists behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec

from app.domain.appointment_tracks import TELLING
from app.domain.appointments import Appointment, AppointmentEvent
from app.domain.report_rows import BehindRow
from storage.instants import from_us
from storage.json_list import json_list
from storage.packing import unpacked
from storage.view import appointment_reading as kept
from storage.view.appointment_lines import people

if TYPE_CHECKING:
    from sqlcipher3.dbapi2 import Connection

MANY: Final = 2_000  # that changed, from which on everything is read in one go
_SECOND_US: Final = 1_000_000
_BODIES: Final[Mapping[str, Callable[[bytes], Any]]] = {
    body.KIND: msgspec.json.Decoder(body).decode for body in TELLING
}
_KINDS: Final = ", ".join(f"'{kind}'" for kind in sorted(_BODIES))
_AMONG: Final = "IN (SELECT value FROM json_each(?))"
_VERSIONS: Final = "SELECT no, version, is_erased FROM view_appointment WHERE is_removed = 0"


class Told(NamedTuple):
    """One appointment with what happened to it, in order; nothing of figures of nobody."""

    no: int
    one: Appointment
    happened: list[tuple[datetime, AppointmentEvent]]


def versions(conn: Connection) -> dict[int, tuple[int, int]]:
    """Which are there, by their number, each with what changes when anything of it does."""
    return {no: (version, is_erased) for no, version, is_erased in conn.execute(_VERSIONS)}


def told(conn: Connection, numbers: Sequence[int]) -> Iterator[Told]:
    """These, by number."""
    is_all = len(numbers) > MANY
    among, values = ("", ()) if is_all else (f" AND no {_AMONG}", (json_list(numbers),))
    events: dict[int, list[tuple[datetime, AppointmentEvent]]] = {}
    happened = f"SELECT no, at_us, kind, body FROM view_appointment_event WHERE kind IN ({_KINDS}){among}"
    for no, at_us, kind, body in conn.execute(f"{happened} ORDER BY no, pos", values):
        events.setdefault(no, []).append((from_us(at_us), _BODIES[kind](body)))
    wanted = set(numbers)
    rows = conn.execute(
        f"SELECT no, body FROM view_appointment WHERE is_removed = 0{among} ORDER BY no", values
    )
    for no, body in rows:
        if no in wanted:
            yield Told(no, unpacked(body, Appointment), events.get(no, []))


def members_of_resources(conn: Connection) -> dict[str, str]:
    """Which member a resource is, removed ones too."""
    rows = conn.execute("SELECT resource_id FROM view_resource").fetchall()
    found = (kept.resource_named(conn, row[0]) for row in rows)
    return {one[0].resource_id: one[0].member_id for one in found if one is not None and one[0].member_id}


def listed_appointments(conn: Connection, appointment_ids: Sequence[str]) -> list[BehindRow]:
    """In the order asked for; figures of nobody have no name and do not open."""
    sql = f"SELECT appointment_id, body, is_erased FROM view_appointment WHERE appointment_id {_AMONG}"
    found = {row[0]: row for row in conn.execute(sql, (json_list(appointment_ids),))}
    known = {key: unpacked(row[1], Appointment) for key, row in found.items()}
    names = people(conn, _people_of(known.values()))
    services, places = kept.service_names(conn), kept.resource_names(conn)
    rows = []
    for key in appointment_ids:
        one = known.get(key)
        if one is None:
            continue
        who = names.get(one.contact_id or one.booker_id) if one.writes_to is not None else None  # type: ignore[arg-type]
        about = (services.get(one.service_id, "") or one.title, places.get(one.resource_id, ""))
        rows.append(
            BehindRow(
                "appointment", int(one.starts_at.timestamp()), one.person or (who.name if who is not None else ""),
                contact_id=one.contact_id or one.booker_id,
                conversation_id=who.conversation_id if who is not None else None,
                state=one.outcome or one.answer, text=" · ".join(filter(None, about)),
                appointment_id="" if found[key][2] else key,
            )
        )  # fmt: skip
    return rows


def _people_of(found: Iterable[Appointment]) -> list[Any]:
    return sorted({key for one in found for key in (one.contact_id, one.booker_id) if key is not None})
