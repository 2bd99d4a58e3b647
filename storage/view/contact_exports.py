"""What files tell of people and of their conversations, read in pages that hold no lock for long."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlcipher3.dbapi2 import Connection

from app.domain.contacts import shown_name
from app.domain.exports import ExportedPerson
from app.domain.ids import ContactId, ConversationId, LineId
from storage.instants import from_us
from storage.json_list import json_list

AT_ONCE: Final = 1_000
_PEOPLE = (
    "SELECT c.no, c.contact_id, c.own_name, c.profile_name, c.number, c.phone, c.email, c.company, c.language,"
    " c.country, c.user_id, c.username, w.name, c.created_us, c.last_us,"
    " (SELECT json_group_array(t.tag) FROM view_contact_tag t WHERE t.no = c.no),"
    " (SELECT json_group_object(f.field_id, f.value) FROM view_contact_field f WHERE f.no = c.no)"
    " FROM view_contact c LEFT JOIN view_member w ON w.member_id = c.owner_id"
)
_NEXT = f"{_PEOPLE} WHERE c.no > ? ORDER BY c.no LIMIT {AT_ONCE}"
_CHOSEN = f"{_PEOPLE} WHERE c.contact_id IN (SELECT value FROM json_each(?)) ORDER BY c.no"
_TALKS = (
    "SELECT c.conversation_id, c.line_id, p.contact_id, p.name, p.number, p.username, p.user_id, c.last_us,"
    " (SELECT count(*) FROM view_message m WHERE m.conversation_no = c.no) FROM view_conversation c"
    " JOIN view_contact p ON p.contact_id = c.contact_id"
)


class TalkFacts(NamedTuple):
    """One conversation and whose it is."""

    conversation_id: ConversationId
    line_id: LineId
    contact_id: ContactId
    name: str
    identity: str
    last_at: datetime | None
    messages: int


def exported_people(conn: Connection, ids: Collection[ContactId] | None) -> Iterator[ExportedPerson]:
    """People in the order in which they came to be known, all of them for None."""
    if ids is not None:
        chosen = list(ids)
        for start in range(0, len(chosen), AT_ONCE):
            yield from map(
                _person, conn.execute(_CHOSEN, (json_list(chosen[start : start + AT_ONCE]),)).fetchall()
            )
        return
    after = 0
    while rows := conn.execute(_NEXT, (after,)).fetchall():
        yield from map(_person, rows)
        after = rows[-1][0]


def count_people(conn: Connection, ids: Collection[ContactId] | None) -> int:
    """How many they are."""
    if ids is not None:
        return len(set(ids))
    return int(conn.execute("SELECT count(*) FROM view_contact").fetchone()[0])


def talks(conn: Connection, ids: Collection[ContactId] | None) -> list[TalkFacts]:
    """Conversations of these people, of everybody for None, the newest first."""
    where = "" if ids is None else " WHERE p.contact_id IN (SELECT value FROM json_each(?))"
    values = () if ids is None else (json_list(ids),)
    rows = conn.execute(f"{_TALKS}{where} ORDER BY c.last_us DESC", values)
    return [
        TalkFacts(
            conversation_id, line_id, contact_id, shown_name(name, number, username, user_id),
            f"+{number}" if number else username or user_id or "", None if last is None else from_us(last), count,
        )
        for conversation_id, line_id, contact_id, name, number, username, user_id, last, count in rows
    ]  # fmt: skip


def _person(row: tuple[Any, ...]) -> ExportedPerson:
    _no, contact_id, *told, created_us, last_us, tags, fields = row
    own_name, profile_name, number, phone, email, company, language, country, user_id, username, owner = told
    return ExportedPerson(
        contact_id, own_name, profile_name, number, phone, email, company, language, country, user_id, username, owner,
        tuple(sorted(json.loads(tags))), tuple(sorted(json.loads(fields).items())), from_us(created_us),
        None if last_us is None else from_us(last_us),
    )  # fmt: skip
