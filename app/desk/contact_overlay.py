"""A person, and the owner's fields, with what this computer asked for and the log does not show yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from app.desk.pending import Pending
from app.domain import contact_asks as asks
from app.domain.contact_cards import BUILT_IN, ContactField, FieldChange
from app.domain.contact_rows import ContactCard, ContactNoteRow
from app.domain.contacts import shown_name
from app.domain.ids import ContactId, MemberId

NameOf = Callable[[MemberId | None], str | None]


def overlaid_card(
    card: ContactCard | None, pending: Sequence[Pending], me: MemberId, name_of: NameOf
) -> ContactCard | None:
    """The card as it will be; also of somebody whom only this computer knows."""
    for entry in pending:
        body: Any = entry.command.body
        if isinstance(body, asks.AddContact):
            card = card or _added(body, entry, name_of)
        elif card is not None:
            card = _after(card, body, entry, me, name_of)
    return card


def overlaid_fields(fields: Iterable[ContactField], pending: Sequence[Pending]) -> list[ContactField]:
    """The owner's fields as they will be."""
    shown = {field.field_id: field for field in fields}
    for entry in pending:
        body = entry.command.body
        if isinstance(body, asks.DefineContactField):
            shown[body.field.field_id] = body.field
        elif isinstance(body, asks.RemoveContactField):
            shown.pop(body.field_id, None)
    return sorted(shown.values(), key=lambda field: (field.position, field.title, field.field_id))


def _added(body: asks.AddContact, entry: Pending, name_of: NameOf) -> ContactCard:
    one = body.identity
    card = ContactCard(
        contact_id=ContactId(body.contact_id),
        name="",
        is_named=False,
        profile_name=one.name,
        number=one.number,
        user_id=one.user_id,
        username=one.username,
        tags=tuple(sorted(body.tags)),
        owner_id=body.owner_id,
        owner_name=name_of(body.owner_id),
        created_at=entry.command.made_at,
        is_pending=True,
    )
    return _with_values(card, body.changes)


def _after(card: ContactCard, body: Any, entry: Pending, me: MemberId, name_of: NameOf) -> ContactCard:
    if isinstance(body, asks.ChangeContact):
        return _with_values(card, body.changes)
    if isinstance(body, asks.TagContact):
        return replace(card, tags=tuple(sorted({*card.tags, body.tag})))
    if isinstance(body, asks.UntagContact):
        return replace(card, tags=tuple(tag for tag in card.tags if tag != body.tag))
    if isinstance(body, asks.OwnContact):
        return replace(card, owner_id=body.owner_id, owner_name=name_of(body.owner_id))
    if isinstance(body, asks.NOTE_ASKS):
        return replace(card, notes=_notes(card.notes, body, entry, me, name_of))
    return card


def _notes(
    notes: tuple[ContactNoteRow, ...], body: Any, entry: Pending, me: MemberId, name_of: NameOf
) -> tuple[ContactNoteRow, ...]:
    by = entry.by(me)
    if isinstance(body, asks.AddContactNote):
        made_at = entry.command.made_at
        new = ContactNoteRow(
            body.note_id, body.text, by, name_of(by), made_at, is_mine=by == me, is_pending=True
        )
        return (new, *notes)
    if isinstance(body, asks.RemoveContactNote):
        return tuple(note for note in notes if note.note_id != body.note_id)
    return tuple(
        replace(note, text=body.text, is_edited=True, is_pending=True)
        if note.note_id == body.note_id and note.text == body.expected
        else note
        for note in notes
    )


def _with_values(card: ContactCard, changes: Iterable[FieldChange]) -> ContactCard:
    values = dict(card.fields)
    for change in changes:
        values.pop(change.key, None)
        if change.value is not None:
            values[change.key] = change.value
    own_name = values.get("name")
    name = own_name or card.profile_name
    built_in = [(key, values.pop(key)) for key in BUILT_IN if key in values]
    number = card.number or dict(built_in).get("phone")
    shown = shown_name(name, number, card.username, card.user_id)
    return replace(
        card, fields=(*built_in, *values.items()), own_name=own_name, name=shown, is_named=bool(name)
    )
