"""People who write to the business: identities, their events, and who they are now."""

from typing import ClassVar

from app.domain.ids import ContactId, LineId, MemberId
from app.domain.records import record


@record
class Identity:
    """How a channel named a person in one message; any part may be missing (never all).

    `number` is the channel's digits without "+", an opaque key (not always a dialable number).
    """

    number: str | None = None
    user_id: str | None = None
    parent_user_id: str | None = None
    username: str | None = None
    name: str | None = None

    def alias_keys(self) -> tuple[tuple[str, str], ...]:
        """(kind, value) pairs that find the same person again, the most lasting first. Usernames are display only."""
        pairs = (("user", self.user_id), ("parent_user", self.parent_user_id), ("number", self.number))
        return tuple((kind, value) for kind, value in pairs if value)


@record
class ContactAliased:
    """contact.aliased: we learned a further identity of a contact (from an answer of the channel or a merge)."""

    KIND: ClassVar[str] = "contact.aliased"
    VERSION: ClassVar[int] = 1
    contact_id: ContactId
    identity: Identity


@record
class ContactMerged:
    """contact.merged: two contacts proved to be one person: `contact_id` (the older) stays, `gone_id` becomes it.

    Conversations of the gone one on a line where the kept one has none change their owner; where both have one, the
    messages of the gone one's conversation are shown in the kept one's.
    """

    KIND: ClassVar[str] = "contact.merged"
    VERSION: ClassVar[int] = 1
    contact_id: ContactId
    gone_id: ContactId
    reason: (
        str  # "same_message": one message named both; "number_changed", "user_id_changed"; "person": somebody
    )
    member_id: MemberId | None = None  # who said that they are one


@record
class ContactBlocked:
    """contact.blocked: the channel brings nothing of this person to this business number any more."""

    KIND: ClassVar[str] = "contact.blocked"
    VERSION: ClassVar[int] = 1
    contact_id: ContactId
    line_id: LineId
    member_id: MemberId | None = None


@record
class ContactUnblocked:
    """contact.unblocked."""

    KIND: ClassVar[str] = "contact.unblocked"
    VERSION: ClassVar[int] = 1
    contact_id: ContactId
    line_id: LineId
    member_id: MemberId | None = None


@record
class Contact:
    """A person, as known now."""

    contact_id: ContactId
    name: str | None = None
    number: str | None = None
    user_id: str | None = None
    username: str | None = None


def learn(contact: Contact | None, contact_id: ContactId, identity: Identity) -> Contact:
    """The contact with what `identity` adds; a later non-empty value wins, nothing is forgotten."""
    known = contact or Contact(contact_id)
    updated = Contact(
        contact_id,
        identity.name or known.name,
        identity.number or known.number,
        identity.user_id or known.user_id,
        identity.username or known.username,
    )
    return known if contact is not None and updated == known else updated


def merged(kept: Contact, gone: Contact) -> Contact:
    """Two that proved to be one person: the later one's names are the newer ones."""
    return learn(
        kept,
        kept.contact_id,
        Identity(number=gone.number, user_id=gone.user_id, username=gone.username, name=gone.name),
    )


def shown_name(name: str | None, number: str | None, username: str | None, user_id: str | None) -> str:
    """What to call a person on screen: name, else +number, else @username, else the user id."""
    if name:
        return name
    if number:
        return f"+{number}"
    return f"@{username}" if username else user_id or "?"
