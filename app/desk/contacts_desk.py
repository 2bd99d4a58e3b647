"""People: what the team knows of somebody, and how it is changed. A part of `Desk`.

Nothing here imports a library: a first paint passes through it. Reads have what waits on this computer drawn over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from app.domain.contact_cards import ContactField
    from app.domain.contact_rows import ContactCard, EpisodeRow, TimelinePlace, TimelineRow
    from app.domain.contacts import Identity
    from app.domain.ids import ContactId, MemberId
    from app.domain.rows import MessageRow, Shelf


class ContactsDesk(Protocol):
    """Changes of one person come as `Changes.contacts`, of the owner's fields as `Changes.is_contact_fields`."""

    def contact(self, contact_id: ContactId) -> ContactCard | None:
        """Everything about one person but their messages; of one that became another, that other."""

    def contact_fields(self) -> list[ContactField]:
        """The fields that the owner made, in their order."""

    def known_contact_tags(self) -> list[str]:
        """Every tag that somebody has, by the alphabet."""

    def contact_timeline(
        self, contact_id: ContactId, before: TimelinePlace | None = None, limit: int = 50
    ) -> list[TimelineRow]:
        """What happened with somebody, newest first; `before`: the place of the last line of the page above."""

    def contact_files(
        self, contact_id: ContactId, shelf: Shelf, before: MessageRow | None = None, limit: int = 30
    ) -> list[MessageRow]:
        """Pictures, files, voice notes or links of all conversations of somebody, the newest first."""

    def contact_episodes(self, contact_id: ContactId, limit: int = 20) -> list[EpisodeRow]:
        """From first word to close, the newest first."""

    async def add_contact(
        self,
        identity: Identity,
        values: Mapping[str, str] | None = None,
        tags: Sequence[str] = (),
        owner_id: MemberId | None = None,
    ) -> ContactId:
        """Make a contact. Returns when the wish is on disk.

        Raises ComptoirError: "contact_exists" {contact_id, name}, "contact_empty", "number_malformed", those of
        `change_contact`. The hub may still refuse later (a Refusal follows).
        """

    async def change_contact(self, contact_id: ContactId, values: Mapping[str, str | None]) -> None:
        """Other values of fields, canonical (see `app.domain.contact_cards.value_problem`); None empties one.

        Raises "contact_unknown", "field_unknown", and what `value_problem` says {field}.
        """

    async def tag_contact(self, contact_id: ContactId, tag: str) -> None:
        """File a person. Raises "tag_empty", "tags_full", "contact_unknown"."""

    async def untag_contact(self, contact_id: ContactId, tag: str) -> None:
        """No more."""

    async def own_contact(self, contact_id: ContactId, owner_id: MemberId | None) -> None:
        """Who looks after a person. Raises "member_unknown", "contact_unknown"."""

    async def add_contact_note(self, contact_id: ContactId, text: str) -> str:
        """A note about the person; gives its id. Raises "text_empty", "text_too_long"."""

    async def edit_contact_note(self, contact_id: ContactId, note_id: str, text: str) -> None:
        """One's own. Raises "not_yours", "note_unknown", and as above."""

    async def remove_contact_note(self, contact_id: ContactId, note_id: str) -> None:
        """One's own, or anybody's for who leads. Raises "not_yours", "note_unknown"."""

    async def define_contact_field(self, field: ContactField) -> str:
        """A new field (without an id), or another title, place or choices of one. Gives its id.

        Owner and manager. Raises "role_missing" and the codes of `contact_cards.definition_problem`.
        """

    async def remove_contact_field(self, field_id: str) -> None:
        """The field and what everybody has in it are shown no more. Raises "role_missing"."""
