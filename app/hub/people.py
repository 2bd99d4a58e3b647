"""Who an arrival is about, and what it teaches: further names of a person, and that two contacts are one person."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from app.domain.contacts import ContactAliased, ContactMerged, Identity
from app.domain.events import Actor
from app.domain.ids import ContactId
from app.domain.phone_numbers import variants
from app.hub.appender import Draft
from storage import view
from storage.hub.tables import Connection

HUB = Actor("hub")
# A number that comes with another user id than it had, without a notice: up to so long after the person last wrote it
# is still theirs (the id was replaced); later it has been given to somebody else.
SAME_OWNER_FOR = timedelta(days=30)
Key = tuple[str, str]  # kind and value, see Identity.alias_keys


class People:
    """Contacts within one transaction.

    It remembers what earlier arrivals brought, since they are in the view only after they were appended together.
    """

    def __init__(self, conn: Connection) -> None:
        self._conn = conn
        self._owners: dict[Key, ContactId] = {}
        self._user_ids: dict[ContactId, str] = {}
        self._became: dict[ContactId, ContactId] = {}

    def contact(self, identity: Identity, at: datetime, new_id: Callable[[], str]) -> ContactId | None:
        """Whom a message of `at` is from, somebody new if need be; None when it names nobody."""
        keys = identity.alias_keys()
        if not keys:
            return None
        contact_id = self.known(identity, at) or ContactId(new_id())
        for key in keys:
            self._owners.setdefault(key, contact_id)
        return contact_id

    def known(self, identity: Identity, at: datetime) -> ContactId | None:
        """Whom the most lasting name finds; a number that was given to somebody else finds nobody."""
        lasting = self._lasting_owner(identity)
        if lasting is not None or identity.number is None:
            return lasting
        owner = self.owner(("number", identity.number))
        if owner is None:  # nobody wrote under it: perhaps the team put it beside a name
            noted = view.contact_by_phone(self._conn, identity.number)
            return None if noted is None or self._user_id_of(noted) is not None else self.kept(noted)
        return owner if self._is_still(owner, identity, at) else None

    def owner(self, key: Key) -> ContactId | None:
        """Who has this name; a number is looked for in every way of writing it."""
        kind, value = key
        values = variants(value) if kind == "number" else (value,)
        found = (self._owner_of((kind, one)) for one in values)
        return next((one for one in found if one is not None), None)

    def gone_into(self, contact_id: ContactId) -> Iterator[ContactId]:
        """Contacts that became this one within this transaction."""
        return (gone for gone, kept in self._became.items() if kept == contact_id)

    def kept(self, contact_id: ContactId) -> ContactId:
        """The contact that this one proved to be within this transaction."""
        return self._became.get(contact_id, contact_id)

    def named_together(
        self, identity: Identity, at: datetime, *, is_only_source: bool = False
    ) -> list[Draft]:
        """One element names a person by user id and by number: where two contacts have those names, they are one.

        Not when the number's owner has a user id of their own: then the number was given to somebody else. For a
        message, call it before `contact`: it goes to the one that stays, and tells that one's names itself. For
        anything else (`is_only_source`) the names are told after the merge.
        """
        lasting = self._lasting_owner(identity)
        if lasting is None:
            return []
        by_parent = self.owner(("parent_user", identity.parent_user_id)) if identity.parent_user_id else None
        drafts = self._merge(lasting, by_parent, "same_message", at)
        by_number = self.owner(("number", identity.number)) if identity.number is not None else None
        is_theirs = by_number is not None and not self._are_apart(self.kept(lasting), by_number)
        if is_theirs and by_number is not None and self._user_id_of(by_number) in (None, identity.user_id):
            drafts += self._merge(self.kept(lasting), by_number, "same_message", at)
        elif identity.number is not None and not is_only_source:
            self._owners["number", identity.number] = self.kept(lasting)  # the message gives it to them
        if drafts and is_only_source:
            drafts += self._aliased(self.kept(lasting), list(identity.alias_keys()), identity, at)
        return drafts

    def learned(self, contact_id: ContactId, identity: Identity, at: datetime) -> list[Draft]:
        """The channel named a person in a way that we did not know: the next message under it must find them."""
        contact_id = self.kept(contact_id)
        new = [key for key in identity.alias_keys() if self._owner_of(key) is None]
        return self._aliased(contact_id, new, identity, at)

    def became(
        self, contact_id: ContactId, now: Identity, at: datetime, *, is_card: bool = False
    ) -> list[Draft]:
        """The channel says that a person has another number or user id from now on.

        Whoever wrote under it already is the same person, unless the number was long somebody else's. `is_card`: they
        gave it themselves, on a card that we asked for; then their user id is the same as before, and whoever has
        that number with another one is somebody else.
        """
        contact_id, drafts = self.kept(contact_id), []
        for kind, value in now.alias_keys():
            other = self.owner((kind, value))
            if other is None or other == contact_id:
                continue
            if kind != "number":
                drafts += self._merge(contact_id, other, "user_id_changed", at)
            elif self._user_id_of(other) is None or (not is_card and self._is_new(other, at)):
                drafts += self._merge(contact_id, other, "same_message" if is_card else "number_changed", at)
            contact_id = self.kept(contact_id)
        keys = now.alias_keys()
        new = [key for key in keys if drafts or self._owner_of(key) != contact_id]
        return drafts + self._aliased(contact_id, new, now, at)  # last: these are the names in force

    # --- inside ---

    def _lasting_owner(self, identity: Identity) -> ContactId | None:
        keys = (key for key in identity.alias_keys() if key[0] != "number")
        found = (self.owner(key) for key in keys)
        return next((one for one in found if one is not None), None)

    def _owner_of(self, key: Key) -> ContactId | None:
        known = self._owners.get(key) or view.contact_by_alias(self._conn, _identity_of(key))
        return self._became.get(known, known) if known else None

    def _user_id_of(self, contact_id: ContactId) -> str | None:
        known = self._user_ids.get(contact_id)
        if known is None:
            contact = view.load_contact(self._conn, contact_id)
            known = contact.user_id if contact else None
        return known

    def _is_still(self, owner: ContactId, identity: Identity, at: datetime) -> bool:
        """Whether a number's owner is the person that the channel now calls by a user id that we never saw."""
        theirs = self._user_id_of(owner)
        if theirs is None or identity.user_id in (None, theirs):
            return True
        span = view.contact_span(self._conn, owner)
        return span is None or at - span[1] <= SAME_OWNER_FOR

    def _is_new(self, contact_id: ContactId, at: datetime) -> bool:
        """Whether nothing was heard of somebody before the last days."""
        span = view.contact_span(self._conn, contact_id)
        return span is None or at - span[0] <= SAME_OWNER_FOR

    def _are_apart(self, one: ContactId, other: ContactId) -> bool:
        """Whether somebody of the team said that these are two people: no rule knows better."""
        parts, others = ([*self.gone_into(each), each] for each in (one, other))
        return any(view.are_apart(self._conn, each, another) for each in parts for another in others)

    def _merge(
        self, one: ContactId | None, other: ContactId | None, reason: str, at: datetime
    ) -> list[Draft]:
        if one is None or other is None or one == other or self._are_apart(one, other):
            return []
        kept, gone = sorted((one, other))  # ids begin with the time at which they were made: the older stays
        for key, owner in self._owners.items():
            if owner == gone:
                self._owners[key] = kept
        self._became = {key: kept if to == gone else to for key, to in self._became.items()} | {gone: kept}
        user_id = self._user_id_of(kept) or self._user_id_of(gone)
        if user_id is not None:
            self._user_ids[kept] = user_id
        return [Draft(ContactMerged(kept, gone, reason), kept, HUB, at, f"merge:{kept}:{gone}")]

    def _aliased(
        self, contact_id: ContactId, new: list[Key], identity: Identity, at: datetime
    ) -> list[Draft]:
        if not new:
            return []
        self._owners.update(dict.fromkeys(new, contact_id))
        named = dict(new)  # only the new names: one that somebody else has stays theirs
        if "user" in named:
            self._user_ids[contact_id] = named["user"]
        body = ContactAliased(
            contact_id,
            Identity(
                number=named.get("number"),
                user_id=named.get("user"),
                parent_user_id=named.get("parent_user"),
                username=identity.username,
                name=identity.name,
            ),
        )
        kind, value = new[0]
        return [Draft(body, contact_id, HUB, at, f"alias:{contact_id}:{kind}:{value}")]


def _identity_of(key: Key) -> Identity:
    kind, value = key
    if kind == "user":
        return Identity(user_id=value)
    return Identity(parent_user_id=value) if kind == "parent_user" else Identity(number=value)
