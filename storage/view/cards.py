"""Applying what the team writes about people: fields, tags, owners and notes, and what is left of two that are one."""

from collections.abc import Callable, Mapping
from typing import Any

from app.domain import contact_cards as cards
from app.domain.contacts import Contact, ContactMerged
from app.domain.copies import changed
from app.domain.events import Event
from app.domain.ids import MemberId
from storage.codec import to_json
from storage.instants import to_us
from storage.view.merges import Statement
from storage.view.subjects import Subjects

TAGS_MAX = 50  # of one contact
_TAG = (
    "INSERT OR IGNORE INTO view_contact_tag (tag, no) SELECT ?1, ?2"
    f" WHERE (SELECT count(*) FROM view_contact_tag WHERE no = ?2) < {TAGS_MAX}"
)
_UNTAG = "DELETE FROM view_contact_tag WHERE tag = ? AND no = ?"
_FILL = (
    "INSERT INTO view_contact_field (no, field_id, value, rank) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (no, field_id) DO UPDATE SET value = excluded.value, rank = excluded.rank"
)
_EMPTY = "DELETE FROM view_contact_field WHERE no = ? AND field_id = ?"
_DEFINE = (
    "INSERT INTO view_contact_field_def (field_id, title, type, choices, position) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT (field_id) DO UPDATE SET title = excluded.title, choices = excluded.choices,"
    " position = excluded.position"
)
_NOTE = (
    "INSERT OR IGNORE INTO view_contact_note (note_id, no, pos, text, member_id, at_us, origin_no)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_EDIT_NOTE = "UPDATE view_contact_note SET text = ?, edited_us = ? WHERE note_id = ?"
_TELL = (
    "INSERT OR IGNORE INTO view_contact_event (pos, no, conversation_no, what, member_id, at_us, body, origin_no)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_COPIED = {  # of which both sides of a merge have rows of their own
    "view_contact_tag": "tag, {no}",
    "view_contact_field": "{no}, field_id, value, rank",
    "view_contact_identity": "{no}, kind, value, first_seen_us, retired_us",
}
_COPY = "INSERT OR IGNORE INTO {table} ({into}) SELECT {what} FROM {table} WHERE no = ?"
_MOVED = ("view_contact_note", "view_contact_event")  # whose rows remember whose they were


def told(
    event: Event,
    what: str,
    member_id: MemberId | None,
    body: object = None,
    *,
    no: int | None = None,
    conversation_no: int | None = None,
    origin_no: int | None = None,
) -> Statement:
    """A line of the timeline, of a contact or of a conversation. `origin_no`: whose it is after un-merging."""
    text = None if body is None else to_json(body).decode()
    return _TELL, (event.pos, no, conversation_no, what, member_id, to_us(event.accepted_at), text, origin_no)


def told_of_talk(subjects: Subjects, event: Event, what: str, body: Any, data: object) -> Statement:
    """A line of the timeline about the conversation that an event of the team names."""
    no = subjects.numbers[subjects.kept(body.conversation_id)]
    own_no = subjects.trail.own_no(body.conversation_id) if subjects.trail else None
    origin_no = None if own_no == no else own_no
    return told(event, what, body.member_id, data, conversation_no=no, origin_no=origin_no)


def merged_rows(gone_no: int, kept_no: int) -> list[Statement]:
    """The kept one has all that the gone one had; where both have something, its own stays."""
    moves: list[Statement] = []
    for table in _COPIED:
        moves.append((f"UPDATE OR IGNORE {table} SET no = ? WHERE no = ?", (kept_no, gone_no)))
        moves.append((f"DELETE FROM {table} WHERE no = ?", (gone_no,)))
    for table in _MOVED:
        sql = f"UPDATE {table} SET origin_no = ifnull(origin_no, no), no = ? WHERE no = ?"
        moves.append((sql, (kept_no, gone_no)))
    return moves


def rows_copied(no: int, side_no: int) -> list[Statement]:
    """What a contact has in tables of its own, for what it would be without a merge."""
    return [
        (_COPY.format(table=table, into=columns.format(no="no"), what=columns.format(no="?")), (side_no, no))
        for table, columns in _COPIED.items()
    ]


def copies_given_back(shown_no: int, sides: list[tuple[int, int]]) -> list[Statement]:
    """The merged one's rows become those of its two sides: numbers of a side and of its contact."""
    back: list[Statement] = []
    for table in _COPIED:
        back.append((f"DELETE FROM {table} WHERE no = ?", (shown_no,)))
        back += [(f"UPDATE {table} SET no = ? WHERE no = ?", (no, side_no)) for side_no, no in sides]
    return back


def rows_given_back(no: int, numbers: str) -> list[Statement]:
    """Rows that remember whose they were go back to a contact; `numbers`: its own and of those that became it."""
    back: list[Statement] = []
    for table in _MOVED:
        of_contacts = " AND no IS NOT NULL" if table == "view_contact_event" else ""
        sql = (
            f"UPDATE {table} SET no = ?1, origin_no = nullif(origin_no, ?1)"
            f" WHERE origin_no IN (SELECT value FROM json_each(?2)){of_contacts}"
        )
        back.append((sql, (no, numbers)))
    return back


def merged_line(subjects: Subjects, event: Event, body: ContactMerged, gone: Contact | None) -> None:
    """The timeline tells that two became one."""
    kept = subjects.contacts.get(subjects.kept_contact(body.contact_id))
    if kept is not None:
        what = {"reason": body.reason, "name": (gone.name or gone.number) if gone is not None else None}
        subjects.write_later(told(event, "merged", event.actor.member_id, what, no=kept.no))


def _of(subjects: Subjects, body: Any) -> Contact | None:
    contact_id = subjects.kept_contact(body.contact_id)
    contact = subjects.contacts.get(contact_id)
    side = next(subjects.trail.path(body.contact_id), None)
    if contact is None or (side is not None and side.state is None):
        return None
    subjects.touched_contacts.add(contact_id)
    return contact


def _numbers(subjects: Subjects, body: Any, contact: Contact) -> list[int]:
    """Under which numbers it is written: the shown contact's, and those of the sides that it is part of."""
    return [contact.no, *(side.no for side in subjects.trail.path(body.contact_id))]


def _own_no(subjects: Subjects, body: Any, contact: Contact) -> int | None:
    """The number of the contact that is named, where it became part of another."""
    no = subjects.trail.contact_no(body.contact_id) if subjects.trail else None
    return None if no == contact.no else no


def _tell(
    subjects: Subjects, event: Event, body: Any, contact: Contact, what: str, data: object = None
) -> None:
    """A line of the timeline of the contact that an event names."""
    own_no = _own_no(subjects, body, contact)
    subjects.write_later(told(event, what, body.member_id, data, no=contact.no, origin_no=own_no))


def _added(subjects: Subjects, event: Event, body: cards.ContactAdded) -> None:
    subjects.learn(body.contact_id, body.identity, event)
    contact = _of(subjects, body)
    assert contact is not None
    _change(subjects, event, body, contact)
    for tag in body.tags:
        subjects.write_later(*((_TAG, (tag, no)) for no in _numbers(subjects, body, contact)))
    if body.owner_id is not None:
        _put(subjects, event, body, {"owner_id": body.owner_id})
    what = {"import_id": body.import_id} if body.import_id else None
    _tell(subjects, event, body, contact, "added", what)


def _changed(subjects: Subjects, event: Event, body: cards.ContactChanged) -> None:
    contact = _of(subjects, body)
    if contact is None:
        return
    _change(subjects, event, body, contact)
    values = {change.key: change.value or "" for change in body.changes}
    _tell(subjects, event, body, contact, "changed", {"values": values})


def _change(
    subjects: Subjects, event: Event, body: cards.ContactAdded | cards.ContactChanged, contact: Contact
) -> None:
    columns: dict[str, str | None] = {}
    for change in body.changes:
        if change.key in cards.BUILT_IN:
            columns["own_name" if change.key == "name" else change.key] = change.value
            continue
        for no in _numbers(subjects, body, contact):
            if change.value is None:
                subjects.write_later((_EMPTY, (no, change.key)))
            else:
                subjects.write_later((_FILL, (no, change.key, change.value, cards.rank_of(change.value))))
    if columns:
        _put(subjects, event, body, columns)


def _put(subjects: Subjects, event: Event, body: Any, columns: Mapping[str, Any]) -> None:
    """Other values of columns: of the shown contact, and of the sides that the named one is part of."""
    at_us = to_us(event.accepted_at)
    contact = subjects.contacts[subjects.kept_contact(body.contact_id)]
    subjects.put_contact(_with(contact, columns), at_us)
    for side in subjects.trail.path(body.contact_id):
        if side.state is not None:
            subjects.put_side(side, _with(side.state, columns), at_us)


def _with(contact: Contact, columns: Mapping[str, Any]) -> Contact:
    after = changed(contact, **columns)
    after = changed(after, name=after.own_name or after.profile_name)
    return contact if after == contact else after


def _owned(subjects: Subjects, event: Event, body: cards.ContactOwned) -> None:
    contact = _of(subjects, body)
    if contact is not None:
        _put(subjects, event, body, {"owner_id": body.owner_id})
        _tell(subjects, event, body, contact, "owned", {"owner_id": body.owner_id})


def _tagged(subjects: Subjects, event: Event, body: cards.ContactTagged | cards.ContactUntagged) -> None:
    contact = _of(subjects, body)
    if contact is None:
        return
    is_set = isinstance(body, cards.ContactTagged)
    sql = _TAG if is_set else _UNTAG
    subjects.write_later(*((sql, (body.tag, no)) for no in _numbers(subjects, body, contact)))
    what = "tagged" if is_set else "untagged"
    _tell(subjects, event, body, contact, what, {"tag": body.tag})


def _noted(subjects: Subjects, event: Event, body: cards.ContactNoteAdded) -> None:
    contact = _of(subjects, body)
    if contact is not None:
        at_us = to_us(event.accepted_at)
        own_no = _own_no(subjects, body, contact)
        note = (body.note_id, contact.no, event.pos, body.text, body.member_id, at_us, own_no)
        subjects.write_later((_NOTE, note))
        what = {"note_id": body.note_id}
        _tell(subjects, event, body, contact, "note_added", what)


def _note_edited(subjects: Subjects, event: Event, body: cards.ContactNoteEdited) -> None:
    if _of(subjects, body) is not None:
        subjects.write_later((_EDIT_NOTE, (body.text, to_us(event.accepted_at), body.note_id)))


def _note_removed(subjects: Subjects, event: Event, body: cards.ContactNoteRemoved) -> None:
    contact = _of(subjects, body)
    if contact is not None:
        subjects.write_later(("DELETE FROM view_contact_note WHERE note_id = ?", (body.note_id,)))
        _tell(subjects, event, body, contact, "note_removed")


def _defined(subjects: Subjects, _event: Event, body: cards.ContactFieldDefined) -> None:
    choices = to_json(body.choices).decode()
    subjects.has_new_fields = True
    subjects.write_later((_DEFINE, (body.field_id, body.title, body.type, choices, body.position)))


def _field_removed(subjects: Subjects, _event: Event, body: cards.ContactFieldRemoved) -> None:
    subjects.has_new_fields = True
    subjects.write_later(
        ("DELETE FROM view_contact_field WHERE field_id = ?", (body.field_id,)),
        ("DELETE FROM view_contact_field_def WHERE field_id = ?", (body.field_id,)),
    )


CARDS: Mapping[type, Callable[[Subjects, Event, Any], None]] = {
    cards.ContactAdded: _added,
    cards.ContactChanged: _changed,
    cards.ContactTagged: _tagged,
    cards.ContactUntagged: _tagged,
    cards.ContactOwned: _owned,
    cards.ContactNoteAdded: _noted,
    cards.ContactNoteEdited: _note_edited,
    cards.ContactNoteRemoved: _note_removed,
    cards.ContactFieldDefined: _defined,
    cards.ContactFieldRemoved: _field_removed,
}
