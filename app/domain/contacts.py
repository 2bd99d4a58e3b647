"""People who write to the business: identities, their events, and who they are now."""

from typing import ClassVar

from app.domain.copies import changed
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
    """A person, as known now. `name`: the team's own name for them, else the one that they gave themselves.

    `no`: the position of the event that made the contact. `phone` and what follows were written by the team; values
    of fields that the owner made, tags and notes are rows of their own.
    """

    contact_id: ContactId
    name: str | None = None
    number: str | None = None
    user_id: str | None = None
    username: str | None = None
    no: int = 0
    profile_name: str | None = None
    own_name: str | None = None
    phone: str | None = None
    email: str | None = None
    company: str | None = None
    language: str | None = None
    country: str | None = None
    owner_id: MemberId | None = None
    created_us: int = 0


def learn(contact: Contact | None, contact_id: ContactId, identity: Identity) -> Contact:
    """The contact with what `identity` adds; a later non-empty value wins, nothing is forgotten."""
    known = contact or Contact(contact_id)
    profile_name = identity.name or known.profile_name
    updated = changed(
        known,
        name=known.own_name or profile_name,
        number=identity.number or known.number,
        user_id=identity.user_id or known.user_id,
        username=identity.username or known.username,
        profile_name=profile_name,
    )
    return known if contact is not None and updated == known else updated


def merged(kept: Contact, gone: Contact, *, is_chosen: bool = False) -> Contact:
    """Two that proved to be one person: the later one's names are the newer ones; what the team wrote stays per key.

    `is_chosen`: a person said which one stays, and so do its names.
    """
    own_name = kept.own_name or gone.own_name
    both = changed(
        kept,
        own_name=own_name,
        name=own_name or kept.profile_name,
        phone=kept.phone or gone.phone,
        email=kept.email or gone.email,
        company=kept.company or gone.company,
        language=kept.language or gone.language,
        country=kept.country or gone.country,
        owner_id=kept.owner_id or gone.owner_id,
    )
    for one in (gone, kept) if is_chosen else (gone,):
        names = Identity(number=one.number, user_id=one.user_id, username=one.username, name=one.profile_name)
        both = learn(both, kept.contact_id, names)
    return both


def shown_name(name: str | None, number: str | None, username: str | None, user_id: str | None) -> str:
    """What to call a person on screen: name, else +number, else @username, else the user id."""
    if name:
        return name
    if number:
        return f"+{number}"
    return f"@{username}" if username else user_id or "?"
