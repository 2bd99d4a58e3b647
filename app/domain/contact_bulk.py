"""The same for many contacts at once: one command of some hundreds gives an event for each whom it changes."""

from __future__ import annotations

from typing import ClassVar, Final

from app.domain.ids import ContactId, MemberId
from app.domain.records import record

AT_ONCE: Final = (
    200  # contacts of one command: so many events take the hub some 50 ms, and nobody waits longer
)
MOST: Final = 500  # what the hub takes
LANE: Final = "contacts"


class _OfMany:
    """All share a lane: what is asked for about many keeps its order."""

    __slots__ = ()

    @property
    def lane(self) -> str:
        """That of many contacts."""
        return LANE


@record
class TagContacts(_OfMany):
    """contacts.tag: who is not known any more, or has the tag, is left out."""

    KIND: ClassVar[str] = "contacts.tag"
    VERSION: ClassVar[int] = 1
    contact_ids: tuple[ContactId, ...]
    tag: str


@record
class UntagContacts(_OfMany):
    """contacts.untag."""

    KIND: ClassVar[str] = "contacts.untag"
    VERSION: ClassVar[int] = 1
    contact_ids: tuple[ContactId, ...]
    tag: str


@record
class OwnContacts(_OfMany):
    """contacts.own: give them to somebody of the team, or to nobody."""

    KIND: ClassVar[str] = "contacts.own"
    VERSION: ClassVar[int] = 1
    contact_ids: tuple[ContactId, ...]
    owner_id: MemberId | None


BULK_COMMANDS = (TagContacts, UntagContacts, OwnContacts)
Bulk = TagContacts | UntagContacts | OwnContacts
