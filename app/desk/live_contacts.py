"""The part of the running desk that is about people; what reads and asks is made when it is first used."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from app.desk.outbox import Outbox
from app.desk.reading import Reader
from app.domain.clock import Clock
from app.domain.ids import ContactId, IdMaker, MemberId
from app.domain.members import Member

if TYPE_CHECKING:
    from app.desk.actions import Standing
    from app.desk.contact_actions import ContactActions
    from app.desk.contact_reading import ContactReader
    from app.domain.contact_cards import ContactField
    from app.domain.contact_rows import ContactCard, EpisodeRow, TimelinePlace, TimelineRow
    from app.domain.contacts import Identity
    from app.domain.rows import MessageRow, Shelf


class LiveContacts:
    """A mixin of `LiveDesk`; what the methods do is said in `app.desk.contacts_desk.ContactsDesk`."""

    _reader: Reader
    _outbox: Outbox
    _clock: Clock
    _standing: Callable[[], Standing]
    _read: Callable[..., Any]
    me: Callable[[], Member]

    @cached_property
    def _cards(self) -> ContactReader:
        from app.desk.contact_reading import ContactReader

        return ContactReader(self._reader, self._outbox)

    @cached_property
    def _contacts(self) -> ContactActions:
        from app.desk.contact_actions import ContactActions

        return ContactActions(self._cards, self._outbox, IdMaker(self._clock), self.me, self._standing)

    def contact(self, contact_id: ContactId) -> ContactCard | None:
        card: ContactCard | None = self._read(lambda: self._cards.card(contact_id), None)
        return card

    def contact_fields(self) -> list[ContactField]:
        fields: list[ContactField] = self._read(lambda: self._cards.fields(), [])
        return fields

    def known_contact_tags(self) -> list[str]:
        tags: list[str] = self._read(lambda: self._cards.tags(), [])
        return tags

    def contact_timeline(
        self, contact_id: ContactId, before: TimelinePlace | None = None, limit: int = 50
    ) -> list[TimelineRow]:
        rows: list[TimelineRow] = self._read(lambda: self._cards.timeline(contact_id, before, limit), [])
        return rows

    def contact_files(
        self, contact_id: ContactId, shelf: Shelf, before: MessageRow | None = None, limit: int = 30
    ) -> list[MessageRow]:
        rows: list[MessageRow] = self._read(lambda: self._cards.files(contact_id, shelf, before, limit), [])
        return rows

    def contact_episodes(self, contact_id: ContactId, limit: int = 20) -> list[EpisodeRow]:
        rows: list[EpisodeRow] = self._read(lambda: self._cards.episodes(contact_id, limit), [])
        return rows

    async def add_contact(
        self,
        identity: Identity,
        values: Mapping[str, str] | None = None,
        tags: Sequence[str] = (),
        owner_id: MemberId | None = None,
    ) -> ContactId:
        return await self._contacts.add(identity, values or {}, tags, owner_id)

    async def change_contact(self, contact_id: ContactId, values: Mapping[str, str | None]) -> None:
        await self._contacts.change(contact_id, values)

    async def tag_contact(self, contact_id: ContactId, tag: str) -> None:
        await self._contacts.tag(contact_id, tag)

    async def untag_contact(self, contact_id: ContactId, tag: str) -> None:
        await self._contacts.untag(contact_id, tag)

    async def own_contact(self, contact_id: ContactId, owner_id: MemberId | None) -> None:
        await self._contacts.own(contact_id, owner_id)

    async def add_contact_note(self, contact_id: ContactId, text: str) -> str:
        return await self._contacts.add_note(contact_id, text)

    async def edit_contact_note(self, contact_id: ContactId, note_id: str, text: str) -> None:
        await self._contacts.edit_note(contact_id, note_id, text)

    async def remove_contact_note(self, contact_id: ContactId, note_id: str) -> None:
        await self._contacts.remove_note(contact_id, note_id)

    async def define_contact_field(self, field: ContactField) -> str:
        return await self._contacts.define(field)

    async def remove_contact_field(self, field_id: str) -> None:
        await self._contacts.remove_field(field_id)
