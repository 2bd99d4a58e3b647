"""How contacts change while events are applied: under which names a channel knows them, and what the team writes."""

from __future__ import annotations

from app.domain.contacts import Contact, Identity, learn
from app.domain.copies import changed
from app.domain.events import Event
from app.domain.ids import ContactId
from storage.instants import to_us
from storage.view.contacts import Alias
from storage.view.merges import Statement
from storage.view.trail import Side, Trail

# Which column of a contact holds the identity of a kind that counts now.
KINDS = (
    ("wa_id", "number"), ("user_id", "user_id"), ("username", "username"), ("phone", "phone"), ("email", "email"),
)  # fmt: skip
_NOTE_NAME = (
    "INSERT INTO view_contact_identity (no, kind, value, first_seen_us, retired_us) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT (no, kind, value) DO UPDATE SET retired_us = excluded.retired_us"
)
NameKey = tuple[int, str, str]  # number of the contact, kind and value


class Learning:
    """The part of `storage.view.subjects.Subjects` about people."""

    contacts: dict[ContactId, Contact]
    aliases: dict[Alias, ContactId]
    learnt: dict[ContactId, Identity]  # what each contact was called last
    merged: dict[str, str] | None
    heard: set[ContactId]
    changed_contacts: set[ContactId]
    changed_aliases: dict[Alias, ContactId]
    origins: dict[Alias, ContactId]  # of names that came with a contact which became another
    trail: Trail
    names: dict[NameKey, tuple[int, int | None]]  # names that are new or retired: since when, until when
    withdrawn: set[int]

    def kept_contact(self, contact_id: ContactId) -> ContactId:
        """The contact that this one proved to be."""
        return ContactId(self.merged.get(contact_id, contact_id)) if self.merged else contact_id

    def put_contact(self, contact: Contact, at_us: int) -> None:
        """It is like this from now on."""
        before = self.contacts.get(contact.contact_id)
        if before is contact:
            return
        self.contacts[contact.contact_id] = contact
        self.changed_contacts.add(contact.contact_id)
        if before is None:
            self.heard.add(contact.contact_id)  # somebody may have written to them before they had a name
        self._note_names(contact.no, before, contact, at_us)

    def put_side(self, side: Side, contact: Contact, at_us: int) -> None:
        """The same for what a contact would be without a merge."""
        if side.state is not contact:
            self._note_names(side.no, side.state, contact, at_us)
            self.trail.put(side, contact)

    def _note_names(self, no: int, before: Contact | None, contact: Contact, at_us: int) -> None:
        for kind, column in KINDS:
            was = getattr(before, column) if before is not None else None
            now = getattr(contact, column)
            if was == now:
                continue
            if was is not None:
                since = self.names.get((no, kind, was), (at_us, None))[0]
                self.names[no, kind, was] = (since, at_us)
            if now is not None:
                since = self.names.get((no, kind, now), (at_us, None))[0]
                self.names[no, kind, now] = (since, None)

    def learn(self, contact_id: ContactId, identity: Identity, event: Event) -> None:
        """A contact under one more name, or under the names that we know."""
        leaf_id = self.leaf_of(contact_id, identity) if self.trail else contact_id
        contact_id = self.kept_contact(contact_id)
        is_merged = self.trail.is_merged(contact_id)
        if self.learnt.get(contact_id) == identity and not is_merged:
            return
        self.learnt[contact_id] = identity
        at_us = to_us(event.accepted_at)
        known = self.contacts.get(contact_id)
        contact = learn(known or _new(contact_id, event, at_us), contact_id, identity)
        if contact is not known:
            self.put_contact(contact, at_us)
        if is_merged:
            for side in self.trail.path(leaf_id):
                side_id = ContactId(side.id)
                self.put_side(
                    side, learn(side.state or _new(side_id, event, at_us), side_id, identity), at_us
                )
        for alias in identity.alias_keys():
            self._take(alias, contact_id, leaf_id, at_us)

    def leaf_of(self, contact_id: ContactId, identity: Identity) -> ContactId:
        """Of the contacts that are shown as one: whom the most lasting known name is of, else whom they are told of."""
        shown_id = self.kept_contact(contact_id)
        if contact_id == shown_id and self.trail.is_merged(shown_id):
            for alias in identity.alias_keys():
                if self.aliases.get(alias) == shown_id:
                    return self.origins.get(alias, shown_id)
        return contact_id

    def write_names(self) -> list[Statement]:
        """What tells of new and retired names; they are new no more."""
        names, self.names = self.names, {}
        gone = self.withdrawn
        return [(_NOTE_NAME, (*key, *times)) for key, times in names.items() if key[0] not in gone]

    def _take(self, alias: Alias, contact_id: ContactId, leaf_id: ContactId, at_us: int) -> None:
        """A name of this contact (of the leaf, where several are shown as one), whoever had it."""
        owner, was = self.aliases.get(alias), self.origins.get(alias)
        origin = None if leaf_id == contact_id else leaf_id
        if owner == contact_id and was == origin:
            return
        self.aliases[alias] = self.changed_aliases[alias] = contact_id
        self.origins.pop(alias, None)
        if origin is not None:
            self.origins[alias] = origin
        if alias[0] == "parent_user":
            sides = [side.no for side in self.trail.path(leaf_id)]
            for no in (self.contacts[contact_id].no, *sides):
                self.names.setdefault((no, "parent_user_id", alias[1]), (at_us, None))
        if owner is not None:
            self._lose(owner, was or owner, alias, contact_id, leaf_id, at_us)

    def _lose(
        self,
        owner: ContactId,
        origin: ContactId,
        alias: Alias,
        contact_id: ContactId,
        leaf_id: ContactId,
        at_us: int,
    ) -> None:
        """A name is somebody else's from now on. Should the channel call this one so again, it takes the name back."""
        if owner != contact_id:
            self.learnt.pop(owner, None)
            contact = self.contacts.get(owner)
            if contact is not None:
                self.put_contact(_without(contact, alias), at_us)
        for side in self.trail.path(origin):
            if side.state is not None and leaf_id not in self.trail.members(side.id, side.pos):
                self.put_side(side, _without(side.state, alias), at_us)


def _new(contact_id: ContactId, event: Event, at_us: int) -> Contact:
    return Contact(contact_id, no=event.pos, created_us=at_us)


def _without(contact: Contact, alias: Alias) -> Contact:
    if contact.user_id is None or alias != ("number", contact.number):
        return contact
    return changed(contact, number=None)  # it was given to somebody else
