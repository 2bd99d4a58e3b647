"""What lines of the agenda say beside their appointments, each read for a whole day at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, NamedTuple

from app.domain.agenda_bench import DAY_S, Taken
from app.domain.contacts import shown_name
from storage.json_list import json_list

if TYPE_CHECKING:
    from sqlcipher3.dbapi2 import Connection

    from app.domain.ids import ContactId, ConversationId

_SECOND_US: Final = 1_000_000
_PEOPLE: Final = (
    "SELECT w.value, p.name, p.number, p.phone, p.username, p.user_id,"
    " (SELECT n.conversation_id FROM view_conversation n WHERE n.contact_id = p.contact_id"
    " ORDER BY n.last_us DESC, n.no LIMIT 1)"
    " FROM json_each(?) w JOIN view_contact p"
    " ON p.contact_id = ifnull((SELECT kept_id FROM view_merged WHERE gone_id = w.value), w.value)"
)
_TAKEN: Final = (
    "SELECT resource_id, starts_us, ends_us, appointment_id FROM view_appointment"
    " WHERE starts_us > ? AND starts_us < ? AND ends_us > ?"
    " AND answer != 'cancelled' AND is_removed = 0 AND is_erased = 0"
)


class Person(NamedTuple):
    """Somebody whom a line names. `number`: with its "+", "" without one."""

    name: str
    number: str
    conversation_id: ConversationId | None


def people(conn: Connection, contact_ids: Iterable[ContactId]) -> dict[ContactId, Person]:
    """By the id that was asked for, also where it became another's."""
    found: dict[ContactId, Person] = {}
    for key, name, number, phone, username, user_id, talk in conn.execute(_PEOPLE, (json_list(contact_ids),)):
        digits = number or (phone or "").lstrip("+")
        found[key] = Person(shown_name(name, digits, username, user_id), f"+{digits}" if digits else "", talk)
    return found


def taken(conn: Connection, from_s: int, until_s: int) -> dict[str, tuple[str, Taken]]:
    """What stands there, with its resource, by the appointment."""
    from_us, until_us = from_s * _SECOND_US, until_s * _SECOND_US
    rows = conn.execute(_TAKEN, (from_us - DAY_S * _SECOND_US, until_us, from_us))
    return {
        key: (resource_id, Taken(starts_us // _SECOND_US, -(-ends_us // _SECOND_US), key))
        for resource_id, starts_us, ends_us, key in rows
    }
