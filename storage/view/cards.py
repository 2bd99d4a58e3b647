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
_NOTE = "INSERT OR IGNORE INTO view_contact_note (note_id, no, pos, text, member_id, at_us) VALUES (?, ?, ?, ?, ?, ?)"
_EDIT_NOTE = "UPDATE view_contact_note SET text = ?, edited_us = ? WHERE note_id = ?"
_TELL = (
    "INSERT OR IGNORE INTO view_contact_event (pos, no, conversation_no, what, member_id, at_us, body)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_BECAME = (
    "view_contact_tag",
    "view_contact_field",
    "view_contact_identity",
    "view_contact_note",
    "view_contact_event",
)


def told(
    event: Event,
    what: str,
    member_id: MemberId | None,
    body: object = None,
    *,
    no: int | None = None,
    conversation_no: int | None = None,
) -> Statement:
    """A line of the timeline, of a contact or of a conversation."""
    text = None if body is None else to_json(body).decode()
    return _TELL, (event.pos, no, conversation_no, what, member_id, to_us(event.accepted_at), text)


def merged_rows(gone_no: int, kept_no: int) -> list[Statement]:
    """The kept one has all that the gone one had; where both have something, its own stays."""
    moves: list[Statement] = []
    for table in _BECAME:
        moves.append((f"UPDATE OR IGNORE {table} SET no = ? WHERE no = ?", (kept_no, gone_no)))
        moves.append((f"DELETE FROM {table} WHERE no = ?", (gone_no,)))
    return moves


def merged_line(subjects: Subjects, event: Event, body: ContactMerged, gone: Contact | None) -> None:
    """The timeline tells that two became one."""
    kept = subjects.contacts.get(subjects.kept_contact(body.contact_id))
    if kept is not None:
        what = {"reason": body.reason, "name": (gone.name or gone.number) if gone is not None else None}
        subjects.write_later(told(event, "merged", event.actor.member_id, what, no=kept.no))


def _of(subjects: Subjects, body: Any) -> Contact | None:
    contact_id = subjects.kept_contact(body.contact_id)
    contact = subjects.contacts.get(contact_id)
    if contact is not None:
        subjects.touched_contacts.add(contact_id)
    return contact


def _added(subjects: Subjects, event: Event, body: cards.ContactAdded) -> None:
    subjects.learn(body.contact_id, body.identity, event)
    contact = _of(subjects, body)
    assert contact is not None
    _change(subjects, event, contact, body.changes)
    for tag in body.tags:
        subjects.write_later((_TAG, (tag, contact.no)))
    if body.owner_id is not None:
        _own(subjects, event, subjects.contacts[contact.contact_id], body.owner_id)
    what = {"import_id": body.import_id} if body.import_id else None
    subjects.write_later(told(event, "added", body.member_id, what, no=contact.no))


def _changed(subjects: Subjects, event: Event, body: cards.ContactChanged) -> None:
    contact = _of(subjects, body)
    if contact is None:
        return
    _change(subjects, event, contact, body.changes)
    values = {change.key: change.value or "" for change in body.changes}
    subjects.write_later(told(event, "changed", body.member_id, {"values": values}, no=contact.no))


def _change(
    subjects: Subjects, event: Event, contact: Contact, changes: tuple[cards.FieldChange, ...]
) -> None:
    columns: dict[str, str | None] = {}
    for change in changes:
        if change.key in cards.BUILT_IN:
            columns["own_name" if change.key == "name" else change.key] = change.value
        elif change.value is None:
            subjects.write_later((_EMPTY, (contact.no, change.key)))
        else:
            filled = (contact.no, change.key, change.value, cards.rank_of(change.value))
            subjects.write_later((_FILL, filled))
    if columns:
        after = changed(contact, **columns)
        after = changed(after, name=after.own_name or after.profile_name)
        if after != contact:
            subjects.put_contact(after, to_us(event.accepted_at))


def _own(subjects: Subjects, event: Event, contact: Contact, owner_id: MemberId | None) -> None:
    if contact.owner_id != owner_id:
        subjects.put_contact(changed(contact, owner_id=owner_id), to_us(event.accepted_at))


def _owned(subjects: Subjects, event: Event, body: cards.ContactOwned) -> None:
    contact = _of(subjects, body)
    if contact is not None:
        _own(subjects, event, contact, body.owner_id)
        subjects.write_later(told(event, "owned", body.member_id, {"owner_id": body.owner_id}, no=contact.no))


def _tagged(subjects: Subjects, event: Event, body: cards.ContactTagged | cards.ContactUntagged) -> None:
    contact = _of(subjects, body)
    if contact is None:
        return
    is_set = isinstance(body, cards.ContactTagged)
    subjects.write_later((_TAG if is_set else _UNTAG, (body.tag, contact.no)))
    what = "tagged" if is_set else "untagged"
    subjects.write_later(told(event, what, body.member_id, {"tag": body.tag}, no=contact.no))


def _noted(subjects: Subjects, event: Event, body: cards.ContactNoteAdded) -> None:
    contact = _of(subjects, body)
    if contact is not None:
        at_us = to_us(event.accepted_at)
        note = (body.note_id, contact.no, event.pos, body.text, body.member_id, at_us)
        subjects.write_later((_NOTE, note))
        what = {"note_id": body.note_id}
        subjects.write_later(told(event, "note_added", body.member_id, what, no=contact.no))


def _note_edited(subjects: Subjects, event: Event, body: cards.ContactNoteEdited) -> None:
    if _of(subjects, body) is not None:
        subjects.write_later((_EDIT_NOTE, (body.text, to_us(event.accepted_at), body.note_id)))


def _note_removed(subjects: Subjects, event: Event, body: cards.ContactNoteRemoved) -> None:
    contact = _of(subjects, body)
    if contact is not None:
        subjects.write_later(("DELETE FROM view_contact_note WHERE note_id = ?", (body.note_id,)))
        subjects.write_later(told(event, "note_removed", body.member_id, no=contact.no))


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
