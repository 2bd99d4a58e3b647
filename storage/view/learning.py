"""Applying what a channel calls people: names that are learnt, and names that somebody else has from now on."""

from dataclasses import replace

from app.domain import contacts
from app.domain.contacts import Contact, Identity
from app.domain.ids import ContactId
from storage.view.contacts import Alias
from storage.view.subjects import Subjects


def learn(subjects: Subjects, contact_id: ContactId, identity: Identity) -> None:
    """A contact under one more name, or under the names that we know."""
    leaf_id = leaf_of(subjects, contact_id, identity) if subjects.trail else contact_id
    contact_id = subjects.kept_contact(contact_id)
    is_merged = subjects.trail.is_merged(contact_id)
    if subjects.learnt.get(contact_id) == identity and not is_merged:
        return
    subjects.learnt[contact_id] = identity
    known = subjects.contacts.get(contact_id)
    contact = contacts.learn(known, contact_id, identity)
    if contact is not known:
        subjects.contacts[contact_id] = contact
        subjects.changed_contacts.add(contact_id)
    if is_merged:
        _learn_aside(subjects, leaf_id, identity)
    for alias in identity.alias_keys():
        _take(subjects, alias, contact_id, leaf_id)


def leaf_of(subjects: Subjects, contact_id: ContactId, identity: Identity) -> ContactId:
    """Of the contacts that are shown as one: whom the most lasting known name is of, else whom they are told of."""
    shown_id = subjects.kept_contact(contact_id)
    if contact_id == shown_id and subjects.trail.is_merged(shown_id):
        for alias in identity.alias_keys():
            if subjects.aliases.get(alias) == shown_id:
                return subjects.origins.get(alias, shown_id)
    return contact_id


def _learn_aside(subjects: Subjects, leaf_id: ContactId, identity: Identity) -> None:
    for side in subjects.trail.path(leaf_id):
        subjects.trail.put(side, contacts.learn(side.state, ContactId(side.id), identity))


def _take(subjects: Subjects, alias: Alias, contact_id: ContactId, leaf_id: ContactId) -> None:
    """A name of this contact (of the leaf, where several are shown as one), whoever had it."""
    owner = subjects.aliases.get(alias)
    origin = None if leaf_id == contact_id else leaf_id
    was = subjects.origins.get(alias)
    if owner == contact_id and was == origin:
        return
    subjects.aliases[alias] = subjects.changed_aliases[alias] = contact_id
    if origin is None:
        subjects.origins.pop(alias, None)
    else:
        subjects.origins[alias] = origin
    if owner is None:
        return
    if owner != contact_id:
        _lose(subjects, owner, alias)
    for side in subjects.trail.path(was or owner):
        if leaf_id not in subjects.trail.members(side.id, side.pos):
            subjects.trail.put(side, _without(side.state, alias))


def _lose(subjects: Subjects, contact_id: ContactId, alias: Alias) -> None:
    """A name is somebody else's from now on. Should the channel call this one so again, it takes the name back."""
    subjects.learnt.pop(contact_id, None)
    contact = subjects.contacts.get(contact_id)
    left = _without(contact, alias)
    if left is not None and left is not contact:
        subjects.contacts[contact_id] = left
        subjects.changed_contacts.add(contact_id)


def _without(contact: Contact | None, alias: Alias) -> Contact | None:
    if contact is None or contact.user_id is None or alias != ("number", contact.number):
        return contact
    return replace(contact, number=None)  # it was given to somebody else
