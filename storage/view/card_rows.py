"""What is read of one person, and of the fields that the owner made. Every query walks an index."""

import json
from collections.abc import Iterable
from typing import Any

from sqlcipher3.dbapi2 import Connection

from app.domain.contact_cards import BUILT_IN, ContactField
from app.domain.contact_rows import ContactCard, ContactNoteRow, IdentityRow, TalkRow
from app.domain.contacts import Contact, shown_name
from app.domain.ids import ContactId
from storage.instants import from_us
from storage.view.contacts import load_contact
from storage.view.learning import KINDS
from storage.view.merges import kept_id

_IDENTITIES = (
    "SELECT kind, value, first_seen_us, retired_us FROM view_contact_identity WHERE no = ?"
    " ORDER BY retired_us IS NOT NULL, first_seen_us DESC, kind, value"
)
_NOTES = (
    "SELECT n.note_id, n.text, n.member_id, m.name, n.at_us, n.edited_us FROM view_contact_note n"
    " LEFT JOIN view_member m ON m.member_id = n.member_id WHERE n.no = ? ORDER BY n.pos DESC"
)
_TALKS = (
    "SELECT conversation_id, line_id, is_closed, last_us, last_inbound_us FROM view_conversation WHERE contact_id = ?"
    " ORDER BY no"
)
_TAGS = "SELECT tag FROM view_contact_tag WHERE no = ? ORDER BY tag"
_FIELDS = "SELECT field_id, value FROM view_contact_field WHERE no = ?"
_DEFS = "SELECT field_id, title, type, choices, position FROM view_contact_field_def"
_EACH_TAG = (  # one step of the index for each tag, however many people have it
    "WITH RECURSIVE each(tag) AS (SELECT MIN(tag) FROM view_contact_tag UNION ALL"
    " SELECT (SELECT MIN(tag) FROM view_contact_tag WHERE tag > each.tag) FROM each WHERE each.tag IS NOT NULL)"
    " SELECT tag FROM each WHERE tag IS NOT NULL"
)


def kept_contact(conn: Connection, contact_id: ContactId) -> Contact | None:
    """A contact, also under the id of one that became it."""
    return load_contact(conn, contact_id) or load_contact(conn, ContactId(kept_id(conn, contact_id)))


def contact_card(conn: Connection, contact_id: ContactId) -> ContactCard | None:
    """Everything about one person but their messages; for one that became another, that other."""
    c = kept_contact(conn, contact_id)
    if c is None:
        return None
    last_us, last_in_us, owner = conn.execute(
        "SELECT p.last_us, p.last_in_us, m.name FROM view_contact p LEFT JOIN view_member m"
        " ON m.member_id = p.owner_id WHERE p.no = ?",
        (c.no,),
    ).fetchone()
    return ContactCard(
        contact_id=c.contact_id,
        name=shown_name(c.name, c.number or c.phone, c.username, c.user_id),
        is_named=bool(c.name),
        profile_name=c.profile_name,
        own_name=c.own_name,
        number=c.number,
        user_id=c.user_id,
        username=c.username,
        fields=field_values(conn, c),
        tags=tuple(contact_tags(conn, c.no)),
        owner_id=c.owner_id,
        owner_name=owner,
        notes=tuple(_note(row) for row in conn.execute(_NOTES, (c.no,))),
        identities=_identities(conn, c),
        talks=tuple(
            TalkRow(row[0], row[1], row[2] == 1, from_us(row[3]), from_us(row[4]))
            for row in conn.execute(_TALKS, (c.contact_id,))
        ),
        created_at=from_us(c.created_us),
        last_at=from_us(last_us),
        last_inbound_at=from_us(last_in_us),
    )


def field_values(conn: Connection, c: Contact) -> tuple[tuple[str, str], ...]:
    """What the team wrote in fields: built-in ones first."""
    built_in = ((key, c.own_name if key == "name" else getattr(c, key)) for key in BUILT_IN)
    own = conn.execute(_FIELDS, (c.no,)).fetchall()
    return (
        *((key, value) for key, value in built_in if value is not None),
        *((row[0], row[1]) for row in own),
    )


def contact_tags(conn: Connection, no: int) -> list[str]:
    """What a person is filed under, by the alphabet."""
    return [row[0] for row in conn.execute(_TAGS, (no,))]


def known_contact_tags(conn: Connection) -> list[str]:
    """Every tag that somebody has, by the alphabet."""
    return [row[0] for row in conn.execute(_EACH_TAG)]


def contact_fields(conn: Connection) -> list[ContactField]:
    """The fields that the owner made, in their order."""
    rows = conn.execute(f"{_DEFS} ORDER BY position, title, field_id")
    return [ContactField(row[0], row[1], row[2], tuple(json.loads(row[3])), row[4]) for row in rows]


def contact_note(conn: Connection, note_id: str) -> tuple[str, str, str | None] | None:
    """Of whom a note about a person is, its text and its author."""
    row = conn.execute(
        "SELECT p.contact_id, n.text, n.member_id FROM view_contact_note n JOIN view_contact p ON p.no = n.no"
        " WHERE n.note_id = ?",
        (note_id,),
    ).fetchone()
    return None if row is None else (row[0], row[1], row[2])


def _identities(conn: Connection, c: Contact) -> tuple[IdentityRow, ...]:
    used = {(kind, getattr(c, column)) for kind, column in KINDS}
    rows: Iterable[tuple[Any, ...]] = conn.execute(_IDENTITIES, (c.no,))
    return tuple(
        IdentityRow(
            kind,
            value,
            from_us(first_us),
            from_us(retired_us),
            (kind, value) in used or (kind == "parent_user_id" and retired_us is None),
        )
        for kind, value, first_us, retired_us in rows
    )


def _note(row: tuple[Any, ...]) -> ContactNoteRow:
    return ContactNoteRow(row[0], row[1], row[2], row[3], from_us(row[4]), row[5] is not None)
