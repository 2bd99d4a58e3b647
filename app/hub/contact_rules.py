"""Contacts: what the hub looks at when something is asked about one, when it refuses, and what happens then."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.domain import contact_asks as asks
from app.domain import contact_cards as cards
from app.domain.contacts import Identity
from app.domain.errors import Refused
from app.domain.events import EventBody
from app.domain.ids import ContactId
from app.domain.phone_numbers import is_number
from app.domain.tags import clean_tag
from app.hub.roles import may, needs
from app.hub.send_rules import sendable
from app.hub.situation import Situation
from app.whatsapp.people import is_user_id
from storage import view
from storage.hub.tables import Connection

NAME_MAX_CHARS = 200
TAGS_AT_ONCE = 50


def of_contact(conn: Connection, seen: Situation) -> Situation:
    """All that the rules look at for a command about a contact or about fields."""
    body: Any = seen.command.body
    seen = replace(seen, fields={one.field_id: one for one in view.contact_fields(conn)})
    if isinstance(body, asks.FIELD_ASKS):
        return seen
    contact = view.kept_contact(conn, body.contact_id)
    members = {key: one for key, one in view.members(conn).items() if not one.is_removed}
    seen = replace(seen, contact=contact, members=members)
    if isinstance(body, asks.AddContact):
        holder_id = _holder(conn, body.identity)
        holder = view.load_contact(conn, holder_id) if holder_id is not None else None
        return replace(seen, holder=holder)
    return (
        replace(seen, note=view.contact_note(conn, body.note_id))
        if isinstance(body, asks.NOTE_ASKS)
        else seen
    )


def _holder(conn: Connection, identity: Identity) -> ContactId | None:
    """Who has one of these names already."""
    return view.find_contact(conn, replace(identity, username=None)) if identity.alias_keys() else None


# --- checks ---


def check_contact(situation: Situation, body: Any) -> Refused | None:
    """Why a command about contacts must not happen."""
    if (
        isinstance(body, asks.CARD_ASKS)
        and not isinstance(body, asks.AddContact)
        and situation.contact is None
    ):
        return Refused("contact_unknown")
    check = _CHECKS.get(type(body))
    return check(situation, body) if check is not None else None


def _check_add(situation: Situation, body: asks.AddContact) -> Refused | None:
    identity = body.identity
    if situation.contact is not None or situation.holder is not None:
        there = situation.contact or situation.holder
        assert there is not None
        name = there.name or there.number or ""
        return Refused("contact_exists", {"contact_id": there.contact_id, "name": name})
    if identity.number is not None and not is_number(identity.number):
        return Refused("number_malformed", {"number": identity.number[:40]})
    ids = [one for one in (identity.user_id, identity.parent_user_id) if one is not None]
    words = [one for one in (identity.name, identity.username) if one is not None]
    if not all(map(is_user_id, ids)) or any(len(one) > NAME_MAX_CHARS for one in words):
        return Refused("identity_malformed")
    is_named = any(change.key in ("name", "phone", "email") and change.value for change in body.changes)
    if not (is_named or identity.alias_keys() or sendable(identity.name or "")):
        return Refused("contact_empty")
    if len(body.tags) > TAGS_AT_ONCE or not all(map(clean_tag, body.tags)):
        return Refused("tag_empty")
    return _check_changes(situation, body.changes) or _check_owner(situation, body.owner_id)


def _check_change(situation: Situation, body: asks.ChangeContact) -> Refused | None:
    return _check_changes(situation, body.changes)


def _check_changes(situation: Situation, changes: Sequence[cards.FieldChange]) -> Refused | None:
    if len(changes) > cards.CHANGES_MAX:
        return Refused("field_too_many", {"limit": str(cards.CHANGES_MAX)})
    for change in changes:
        field = situation.fields.get(change.key)
        if field is None and change.key not in cards.BUILT_IN:
            return Refused("field_unknown")
        code = cards.value_problem(change.key, change.value, field) if change.value is not None else None
        if code is not None:
            return Refused(code, {"field": field.title if field else change.key})
    return None


def _check_own(situation: Situation, body: asks.OwnContact) -> Refused | None:
    return _check_owner(situation, body.owner_id)


def _check_owner(situation: Situation, owner_id: str | None) -> Refused | None:
    is_there = owner_id is None or owner_id in situation.members
    return None if is_there else Refused("member_unknown", {"where": "team"})


def _check_tag(_situation: Situation, body: asks.TagContact | asks.UntagContact) -> Refused | None:
    return None if clean_tag(body.tag) else Refused("tag_empty")


def _check_add_note(situation: Situation, body: asks.AddContactNote) -> Refused | None:
    return Refused("message_id_taken") if situation.note is not None else _check_words(body.text)


def _check_edit_note(situation: Situation, body: asks.EditContactNote) -> Refused | None:
    if _is_elsewhere(situation):
        return Refused("note_unknown")
    assert situation.note is not None
    _, text, author = situation.note
    if author != situation.asker.member_id:
        return Refused("not_yours")
    return Refused("note_changed") if body.expected != text else _check_words(body.text)


def _check_remove_note(situation: Situation, _body: asks.RemoveContactNote) -> Refused | None:
    if _is_elsewhere(situation):
        return Refused("note_unknown")
    assert situation.note is not None
    is_own = situation.note[2] == situation.asker.member_id
    return None if is_own or may(situation, "remove_others_notes") else Refused("not_yours")


def _is_elsewhere(situation: Situation) -> bool:
    """Whether there is no such note about this person: what is said of a note goes with its person when they go."""
    return situation.note is None or situation.note[0] != _id(situation)


def _check_words(text: str) -> Refused | None:
    if not sendable(text):
        return Refused("text_empty", {"where": "team"})
    if len(text) <= cards.NOTE_MAX_CHARS:
        return None
    facts = {"length": str(len(text)), "limit": str(cards.NOTE_MAX_CHARS), "where": "team"}
    return Refused("text_too_long", facts)


def _check_define(situation: Situation, body: asks.DefineContactField) -> Refused | None:
    not_allowed = needs(situation, "define_contact_fields")
    return not_allowed or cards.definition_problem(body.field, list(situation.fields.values()))


def _check_remove_field(situation: Situation, _body: asks.RemoveContactField) -> Refused | None:
    return needs(situation, "define_contact_fields")


_CHECKS: Mapping[type, Callable[[Situation, Any], Refused | None]] = {
    asks.AddContact: _check_add,
    asks.ChangeContact: _check_change,
    asks.OwnContact: _check_own,
    asks.TagContact: _check_tag,
    asks.UntagContact: _check_tag,
    asks.AddContactNote: _check_add_note,
    asks.EditContactNote: _check_edit_note,
    asks.RemoveContactNote: _check_remove_note,
    asks.DefineContactField: _check_define,
    asks.RemoveContactField: _check_remove_field,
}


# --- events ---


def contact_event(situation: Situation, body: Any) -> EventBody | None:
    """What happens once it was accepted; None where everything is so already."""
    return _EVENTS[type(body)](situation, body)


def _id(situation: Situation) -> ContactId:
    assert situation.contact is not None
    return situation.contact.contact_id


def _added(situation: Situation, body: asks.AddContact) -> EventBody:
    shown = replace(
        body.identity,
        name=sendable(body.identity.name or "") or None,
        username=sendable(body.identity.username or "") or None,
    )
    tags = tuple(dict.fromkeys(map(clean_tag, body.tags)))
    me = situation.asker.member_id
    return cards.ContactAdded(body.contact_id, shown, body.changes, tags, body.owner_id, me, body.import_id)


def _changed(situation: Situation, body: asks.ChangeContact) -> EventBody | None:
    if not body.changes:
        return None
    return cards.ContactChanged(_id(situation), body.changes, situation.asker.member_id)


def _owned(situation: Situation, body: asks.OwnContact) -> EventBody | None:
    assert situation.contact is not None
    if situation.contact.owner_id == body.owner_id:
        return None
    return cards.ContactOwned(_id(situation), body.owner_id, situation.asker.member_id)


def _defined(situation: Situation, body: asks.DefineContactField) -> EventBody | None:
    field = replace(body.field, title=sendable(body.field.title))
    if situation.fields.get(field.field_id) == field:
        return None
    me = situation.asker.member_id
    return cards.ContactFieldDefined(
        field.field_id, field.title, field.type, field.choices, field.position, me
    )


def _field_removed(situation: Situation, body: asks.RemoveContactField) -> EventBody | None:
    if body.field_id not in situation.fields:
        return None
    return cards.ContactFieldRemoved(body.field_id, situation.asker.member_id)


_EVENTS: Mapping[type, Callable[[Situation, Any], EventBody | None]] = {
    asks.AddContact: _added,
    asks.ChangeContact: _changed,
    asks.OwnContact: _owned,
    asks.TagContact: lambda s, body: cards.ContactTagged(_id(s), clean_tag(body.tag), s.asker.member_id),
    asks.UntagContact: lambda s, body: cards.ContactUntagged(_id(s), clean_tag(body.tag), s.asker.member_id),
    asks.AddContactNote: lambda s, body: cards.ContactNoteAdded(
        _id(s), body.note_id, sendable(body.text), s.asker.member_id
    ),
    asks.EditContactNote: lambda s, body: cards.ContactNoteEdited(
        _id(s), body.note_id, sendable(body.text), s.asker.member_id
    ),
    asks.RemoveContactNote: lambda s, body: cards.ContactNoteRemoved(_id(s), body.note_id, s.asker.member_id),
    asks.DefineContactField: _defined,
    asks.RemoveContactField: _field_removed,
}
