"""Whether a slot is free at this very moment; where it is not, who has it, and what is free instead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from app.domain.agenda import Resource
from app.domain.agenda_bench import DAY_S, Conflict, conflict
from app.domain.agenda_slots import free_slots
from app.domain.contacts import shown_name
from app.domain.errors import Refused
from app.domain.records import record
from app.domain.slot_offers import OfferedSlot
from app.domain.slot_refusals import refusal_of
from storage import view
from storage.hub.tables import Connection
from storage.view import appointment_reading as rows
from storage.view.appointment_benches import agenda_zone, benches

AHEAD_S: Final = 21 * DAY_S  # so far we look for something free
OFFERED: Final = 3  # of the same resource; of others only at the very same time
OTHERS: Final = 3


@record
class Wanted:
    """A stretch that somebody wants. `service_id`: other resources are offered only where they do it.

    `own_id`: the appointment itself, which is in nobody's way. `is_standing_only`: hours do not matter, as where one
    that was agreed on long ago comes back. `is_free_anyway`: a table says so, nobody looks.
    """

    starts_at: datetime
    length_min: int
    resource_id: str
    service_id: str = ""
    own_id: str = ""
    is_standing_only: bool = False
    is_free_anyway: bool = False


def slot_problem(conn: Connection, wanted: Wanted, now: datetime) -> Refused | None:
    """Why it is not free: "slot_taken" {who, starts, ends, free}, "slot_closed" {opens, free}, "slot_crosses" {closes,
    free}, each with the agenda's `zone`; None where it is."""
    start_s, length_s = int(wanted.starts_at.timestamp()), wanted.length_min * 60
    there = rows.resources(conn)
    is_nobodys = not wanted.resource_id and bool(there)
    own = next((one for one in there if one.resource_id == wanted.resource_id), None)
    here = own or Resource(wanted.resource_id, "")
    now_s = int(now.timestamp())
    bench = benches(conn, start_s, start_s + length_s, now_s, [here])[0]
    found = conflict(bench, start_s, length_s, (wanted.own_id,))
    if found is not None and found.kind == "taken" and is_nobodys:
        found = None  # what is nobody's yet can be any number at once
    if found is not None and wanted.is_standing_only and found.kind != "taken":
        other = next(bench.taken_between(start_s, start_s + length_s, (wanted.own_id,)), None)
        found = None
        if other is not None:
            found = Conflict("taken", other.start_s, other.end_s, other.appointment_id)
    if found is None or (wanted.is_standing_only and is_nobodys):
        return None
    refused = refusal_of(found, _name_of(conn, found.appointment_id), _free(conn, wanted, here, there, now_s))
    return Refused(refused.code, {**refused.facts, "zone": agenda_zone(conn, now_s)})


def _name_of(conn: Connection, appointment_id: str) -> str:
    """Who comes then, as the screens say it."""
    one = rows.load(conn, appointment_id)
    if one is None:
        return ""
    contact_id = one.contact_id or one.booker_id
    contact = view.kept_contact(conn, contact_id) if contact_id is not None and not one.person else None
    if contact is None:
        return one.person
    return shown_name(contact.name, contact.number or contact.phone, contact.username, contact.user_id)


def _free(
    conn: Connection, wanted: Wanted, here: Resource, there: Sequence[Resource], now_s: int
) -> list[OfferedSlot]:
    """The next free starts there, and other resources that are free at that very time."""
    start_s, length_s = max(int(wanted.starts_at.timestamp()), now_s), wanted.length_min * 60
    service = rows.service_named(conn, wanted.service_id) if wanted.service_id else None
    doers = service[0].resource_ids if service is not None else ()
    others = [
        one for one in there if one.resource_id != here.resource_id and (not doers or one.resource_id in doers)
    ]  # fmt: skip
    until_s = start_s + AHEAD_S
    found = [
        one.without(wanted.own_id)
        for one in benches(conn, start_s, until_s + length_s, now_s, [here, *others])
    ]
    own, rest = found[:1], found[1:]
    where = rest if not here.resource_id and there else own  # nobody's yet: wherever it can be done
    later = free_slots(where, length_s, start_s, until_s, now_s=now_s, limit=OFFERED)
    now = [one.resource_id for one in rest if conflict(one, start_s, length_s, now_s=now_s) is None]
    some = {(one.start_s, one.resource_id) for one in later} | {(start_s, one) for one in now[:OTHERS]}
    return [OfferedSlot(datetime.fromtimestamp(at_s, UTC), one) for at_s, one in sorted(some)]
