"""How contacts change while events are applied: under which names a channel knows them, and what the team writes."""

from __future__ import annotations

from datetime import datetime

from app.domain.contacts import Contact, Identity, learn
from app.domain.conversations import Conversation
from app.domain.copies import changed
from app.domain.events import Event
from app.domain.ids import ContactId
from storage.instants import to_us
from storage.view.contacts import Alias
from storage.view.merges import Statement

# Which column of a contact holds the identity of a kind that counts now.
KINDS = (
    ("wa_id", "number"), ("user_id", "user_id"), ("username", "username"), ("phone", "phone"), ("email", "email"),
)  # fmt: skip
_NOTE_NAME = (
    "INSERT INTO view_contact_identity (no, kind, value, first_seen_us, retired_us) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT (no, kind, value) DO UPDATE SET retired_us = excluded.retired_us"
)
# The newest message of all and of theirs in this batch; None: whatever the conversations say, as something went.
Heard = tuple[datetime, datetime | None] | None
NameKey = tuple[int, str, str]  # number of the contact, kind and value


class Learning:
    """The part of `storage.view.subjects.Subjects` about people."""

    contacts: dict[ContactId, Contact]
    aliases: dict[Alias, ContactId]
    learnt: dict[ContactId, Identity]  # what each contact was called last
    merged: dict[str, str] | None
    heard: dict[ContactId, Heard]  # with whom something was said, or is said elsewhere
    changed_contacts: set[ContactId]
    changed_aliases: dict[Alias, ContactId]
    names: dict[NameKey, tuple[int, int | None]]  # names that are new or retired: since when, until when

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
            self.heard[contact.contact_id] = None  # what was said may be older than the contact
        for kind, column in KINDS:
            was = getattr(before, column) if before is not None else None
            now = getattr(contact, column)
            if was == now:
                continue
            if was is not None:
                since = self.names.get((contact.no, kind, was), (at_us, None))[0]
                self.names[contact.no, kind, was] = (since, at_us)
            if now is not None:
                since = self.names.get((contact.no, kind, now), (at_us, None))[0]
                self.names[contact.no, kind, now] = (since, None)

    def hear(self, before: Conversation | None, after: Conversation) -> None:
        """When something was last said there may have changed, and with whom."""
        if before is None or before.contact_id != after.contact_id:
            self.heard[after.contact_id] = None
            return
        last_at, inbound_at = after.last_at, after.last_inbound_at
        if before.last_at == last_at and before.last_inbound_at == inbound_at:
            return
        is_later = last_at is not None and (before.last_at is None or last_at >= before.last_at)
        has_come = (
            before.last_inbound_at is None or (inbound_at or before.last_inbound_at) >= before.last_inbound_at
        )
        known = self.heard.get(after.contact_id, (last_at, inbound_at))
        if not (is_later and has_come) or known is None or last_at is None:
            self.heard[after.contact_id] = None
            return
        inbound = max((one for one in (known[1], inbound_at) if one is not None), default=None)
        self.heard[after.contact_id] = (max(known[0], last_at) if known[0] is not None else last_at, inbound)

    def learn(self, contact_id: ContactId, identity: Identity, event: Event) -> None:
        """A contact under one more name, or under the names that we know."""
        if self.merged:
            contact_id = self.kept_contact(contact_id)
        if self.learnt.get(contact_id) == identity:
            return
        self.learnt[contact_id] = identity
        at_us = to_us(event.accepted_at)
        known = self.contacts.get(contact_id)
        first = known or Contact(contact_id, no=event.pos, created_us=at_us)
        contact = learn(first, contact_id, identity)
        if contact is not known:
            self.put_contact(contact, at_us)
        for alias in identity.alias_keys():
            owner = self.aliases.get(alias)
            if owner != contact_id:
                self.aliases[alias] = self.changed_aliases[alias] = contact_id
                if alias[0] == "parent_user":
                    self.names.setdefault((contact.no, "parent_user_id", alias[1]), (at_us, None))
                if owner is not None:
                    self._lose(owner, alias, at_us)

    def write_names(self) -> list[Statement]:
        """What tells of new and retired names; they are new no more."""
        names, self.names = self.names, {}
        return [(_NOTE_NAME, (*key, *times)) for key, times in names.items()]

    def _lose(self, contact_id: ContactId, alias: Alias, at_us: int) -> None:
        """A name is somebody else's from now on. Should the channel call this one so again, it takes the name back."""
        self.learnt.pop(contact_id, None)
        contact = self.contacts.get(contact_id)
        if contact is not None and contact.user_id is not None and alias == ("number", contact.number):
            self.put_contact(changed(contact, number=None), at_us)  # it was given to somebody else
