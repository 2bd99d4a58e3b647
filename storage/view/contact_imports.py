"""Lists of people that were brought: which there are, how far each came, and whom a row meets."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlcipher3.dbapi2 import Connection

from app.domain import contact_imports as imports
from app.domain.contact_import_rows import ContactsImportRow, ContactsImportState, ImportedPerson, KnownPerson
from app.domain.contacts import Contact, Identity
from app.domain.events import Event
from app.domain.ids import ContactId, ImportId
from storage.instants import from_us, to_us
from storage.json_list import json_list
from storage.view import consents
from storage.view.cards import CARDS
from storage.view.contacts import find_contact
from storage.view.subjects import Subjects

_STATES: tuple[ContactsImportState, ...] = ("open", "ended", "undone")
_LIST = (
    "SELECT i.import_id, i.file_name, i.fingerprint, i.began_us, i.state, i.total, i.added, i.changed, i.same,"
    " i.removed, i.kept, i.restored, i.left_over, i.member_id, w.name FROM view_contacts_import i"
    " LEFT JOIN view_member w ON w.member_id = i.member_id"
)
_KNOWN = (
    "SELECT c.no, c.contact_id, c.number, c.phone, c.user_id, c.own_name, c.profile_name, c.email, c.company,"
    " c.language, c.country, c.owner_id, (SELECT json_group_array(t.tag) FROM view_contact_tag t WHERE t.no = c.no),"
    " (SELECT json_group_object(f.field_id, f.value) FROM view_contact_field f WHERE f.no = c.no) FROM view_contact c"
)
_TOLD = ("user_id", "name", "profile_name", "email", "company", "language", "country")
_OTHERS = "SELECT no, value FROM view_contact_identity WHERE kind IN ('wa_id', 'phone')"
_TOUCHED = (
    "SELECT EXISTS (SELECT 1 FROM view_contact_event e WHERE e.no = c.no AND e.pos > ?2)"
    " OR EXISTS (SELECT 1 FROM view_consent s WHERE s.contact_id = ?1 AND s.pos > ?2)"
    " OR EXISTS (SELECT 1 FROM view_task k WHERE k.contact_id = ?1 AND k.is_removed = 0)"
    " OR EXISTS (SELECT 1 FROM view_conversation v WHERE v.contact_id = ?1) FROM view_contact c WHERE c.contact_id = ?1"
)
_OF_CONTACT = (
    "view_contact_tag", "view_contact_field", "view_contact_identity", "view_contact_note", "view_contact_event",
)  # fmt: skip

_UNNAME = "DELETE FROM view_alias WHERE kind = ? AND value = ? AND contact_id = ?"
# Of a name that they took in this batch the row still says whose it was.
_UNNAME_WHOEVER = "DELETE FROM view_alias WHERE kind = ? AND value = ?"
_BEGIN = (
    "INSERT INTO view_contacts_import (no, import_id, file_name, fingerprint, began_us, state, total, member_id)"
    " VALUES (?, ?, ?, ?, ?, 0, ?, ?) ON CONFLICT DO NOTHING"
)
_END = "UPDATE view_contacts_import SET state = 1, added = ?, changed = ?, same = ? WHERE import_id = ? AND state = 0"
_UNDO = (
    "UPDATE view_contacts_import SET state = 2, removed = ?, kept = ?, restored = ?, left_over = ?"
    " WHERE import_id = ?"
)


def contacts_imports(conn: Connection) -> list[ContactsImportRow]:
    """All that were begun, the newest first."""
    return [_row(row) for row in conn.execute(f"{_LIST} ORDER BY i.no DESC")]


def contacts_import(conn: Connection, import_id: ImportId) -> ContactsImportRow | None:
    """One of them."""
    row = conn.execute(f"{_LIST} WHERE i.import_id = ?", (import_id,)).fetchone()
    return _row(row) if row else None


def known_people(conn: Connection) -> list[KnownPerson]:
    """Everybody, with all that a row could change: not on a thread that paints."""
    numbers: dict[int, set[str]] = {}
    for no, value in conn.execute(_OTHERS):
        numbers.setdefault(no, set()).add(value)
    return [_known(row, numbers.get(row[0], ())) for row in conn.execute(_KNOWN)]


def known_person(conn: Connection, contact_id: ContactId) -> KnownPerson | None:
    """One of them."""
    row = conn.execute(f"{_KNOWN} WHERE c.contact_id = ?", (contact_id,)).fetchone()
    if row is None:
        return None
    others = conn.execute(f"{_OTHERS} AND no = ?", (row[0],))
    return _known(row, [value for _no, value in others])


def find_person(conn: Connection, person: ImportedPerson) -> ContactId | None:
    """Whom a row means: by user id, by any way to write the numbers, else by the address."""
    if person.user_id or person.number:
        found = find_contact(conn, Identity(number=person.number, user_id=person.user_id))
        if found is not None:
            return found
    phone = person.value("phone")
    if phone and (found := find_contact(conn, Identity(number=phone))) is not None:
        return found
    email = person.value("email")
    if not email:
        return None
    row = conn.execute(
        "SELECT contact_id FROM view_contact WHERE email IN (SELECT value FROM json_each(?)) ORDER BY no LIMIT 1",
        (json_list(dict.fromkeys((email, email.casefold()))),),
    ).fetchone()
    return ContactId(row[0]) if row else None


def is_touched(conn: Connection, contact_id: ContactId, after: int) -> bool:
    """Whether somebody changed the contact after that event or recorded what they want, or they have a conversation.

    True for one that is gone.
    """
    row = conn.execute(_TOUCHED, (contact_id, after)).fetchone()
    return row is None or bool(row[0])


def _known(row: tuple[Any, ...], more: Any) -> KnownPerson:
    _no, contact_id, number, phone, *told, owner_id, tags, fields = row
    built_in = {"phone": phone, **dict(zip(_TOLD, told, strict=True))}
    values = {key: value for key, value in built_in.items() if value} | json.loads(fields)
    numbers = frozenset(one for one in (number, phone, *more) if one)
    return KnownPerson(contact_id, numbers, values, frozenset(json.loads(tags)), owner_id)


def _row(row: tuple[Any, ...]) -> ContactsImportRow:
    import_id, file_name, fingerprint, began_us, state, *more = row
    return ContactsImportRow(import_id, file_name, fingerprint, from_us(began_us), _STATES[state], *more)


# --- applying events ---


def _began(subjects: Subjects, event: Event, body: imports.ContactsImportBegan) -> None:
    subjects.has_new_imports = True
    values = (
        event.pos, body.import_id, body.file_name, body.fingerprint, to_us(event.accepted_at), body.total,
        body.member_id,
    )  # fmt: skip
    subjects.write_later((_BEGIN, values))


def _ended(subjects: Subjects, _event: Event, body: imports.ContactsImportEnded) -> None:
    subjects.has_new_imports = True
    subjects.write_later(
        (
            _END,
            (body.added, body.changed, body.same, body.import_id),
        )
    )


def _undone(subjects: Subjects, _event: Event, body: imports.ContactsImportUndone) -> None:
    subjects.has_new_imports = True
    subjects.write_later(
        (
            _UNDO,
            (body.removed, body.kept, body.restored, body.left, body.import_id),
        )
    )
    subjects.write_later(*consents.import_undone(body.import_id))


def _withdrawn(subjects: Subjects, _event: Event, body: imports.ContactWithdrawn) -> None:
    contact = subjects.contacts.pop(body.contact_id, None)
    if contact is None:
        return
    named = (("number", contact.number), ("user", contact.user_id))
    aliases = [(kind, value) for kind, value in named if value is not None]
    taken = [alias for alias in aliases if subjects.aliases.get(alias) == body.contact_id]
    _let_go(subjects, contact, aliases)
    subjects.touched_contacts.add(body.contact_id)
    subjects.write_later(
        *((f"DELETE FROM {table} WHERE no = ?", (contact.no,)) for table in _OF_CONTACT),
        *((_UNNAME, (*alias, body.contact_id)) for alias in aliases),
        *((_UNNAME_WHOEVER, alias) for alias in taken),
        ("DELETE FROM view_contact WHERE contact_id = ?", (body.contact_id,)),
    )


def _let_go(subjects: Subjects, contact: Contact, aliases: Sequence[Any]) -> None:
    """What the batch has not written yet of somebody who is gone: they never had another name than these."""
    contact_id = contact.contact_id
    subjects.changed_contacts.discard(contact_id)
    subjects.learnt.pop(contact_id, None)
    subjects.heard.discard(contact_id)
    for alias in aliases:
        if subjects.aliases.get(alias) == contact_id:
            subjects.aliases.pop(alias)
            subjects.changed_aliases.pop(alias, None)
    subjects.withdrawn.add(contact.no)


# What the team writes of people, one by one and from lists.
CONTACT_IMPORTS: Mapping[type, Callable[[Subjects, Event, Any], None]] = {
    **CARDS,
    imports.ContactsImportBegan: _began,
    imports.ContactsImportEnded: _ended,
    imports.ContactsImportUndone: _undone,
    imports.ContactWithdrawn: _withdrawn,
}
