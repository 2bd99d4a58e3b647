"""Two contacts that a person says are one, or are two after all: commands and events."""

from datetime import datetime
from typing import ClassVar

from app.domain.ids import ContactId, MemberId
from app.domain.records import record

BY_A_PERSON = "person"  # the reason of a merge that a member asked for


@record
class MergeContacts:
    """contact.merge: these two are one person; `kept_id` stays and gets what the other has."""

    KIND: ClassVar[str] = "contact.merge"
    VERSION: ClassVar[int] = 1
    kept_id: ContactId
    gone_id: ContactId

    @property
    def lane(self) -> str:
        """That of the person."""
        return self.kept_id


@record
class UnmergeContact:
    """contact.unmerge: `gone_id`, which became part of `contact_id`, is somebody else after all."""

    KIND: ClassVar[str] = "contact.unmerge"
    VERSION: ClassVar[int] = 1
    contact_id: ContactId
    gone_id: ContactId

    @property
    def lane(self) -> str:
        """That of the person."""
        return self.contact_id


@record
class KeepApart:
    """contacts.keep_apart: these two look like one person and are not: nobody is asked about them again."""

    KIND: ClassVar[str] = "contacts.keep_apart"
    VERSION: ClassVar[int] = 1
    first_id: ContactId
    second_id: ContactId

    @property
    def lane(self) -> str:
        """That of the person."""
        return self.first_id


@record
class ContactUnmerged:
    """contact.unmerged: both stand as if the merge had not been (decision 168), and are not merged again by a rule."""

    KIND: ClassVar[str] = "contact.unmerged"
    VERSION: ClassVar[int] = 1
    contact_id: ContactId
    gone_id: ContactId
    member_id: MemberId | None = None


@record
class ContactsKeptApart:
    """contacts.kept_apart: two that look like one person are not: no rule merges or suggests them any more."""

    KIND: ClassVar[str] = "contacts.kept_apart"
    VERSION: ClassVar[int] = 1
    first_id: ContactId
    second_id: ContactId
    member_id: MemberId | None = None


MERGE_ASKS = (MergeContacts, UnmergeContact, KeepApart)
MergeAsk = MergeContacts | UnmergeContact | KeepApart


def in_order(one: ContactId, other: ContactId) -> tuple[ContactId, ContactId]:
    """A pair as it is written down, whichever was named first."""
    return (one, other) if one <= other else (other, one)


@record
class MergedPart:
    """A contact that became part of another, as it would be shown today without that merge.

    `reason`: see contacts.ContactMerged; `member_name`: who said so, None for a rule.
    """

    gone_id: ContactId
    kept_id: ContactId
    name: str
    number: str | None
    at: datetime
    reason: str
    member_name: str | None = None
