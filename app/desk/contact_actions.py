"""What a person may ask for about contacts: checked here as far as this computer can know, stored, then sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from app.desk.actions import Standing, sendable
from app.desk.contact_reading import ContactReader
from app.desk.outbox import Outbox
from app.domain import contact_asks as asks
from app.domain import contact_cards as cards
from app.domain.contact_rows import ContactCard, ContactNoteRow
from app.domain.contacts import Identity
from app.domain.errors import ComptoirError
from app.domain.ids import ContactId, IdMaker, MemberId
from app.domain.members import Member
from app.domain.phone_numbers import is_number
from app.domain.tags import TAGS_MAX, clean_tag

LEADERS = ("owner", "manager")


class ContactActions:
    """What the methods do is said in `app.desk.contacts_desk.ContactsDesk`."""

    def __init__(
        self,
        reader: ContactReader,
        outbox: Outbox,
        ids: IdMaker,
        me: Callable[[], Member],
        standing: Callable[[], Standing],
    ) -> None:
        self._reader = reader
        self._outbox = outbox
        self._ids = ids
        self._me = me
        self._standing = standing

    async def add(
        self,
        identity: Identity,
        values: Mapping[str, str],
        tags: Sequence[str],
        owner_id: MemberId | None,
        import_id: str | None = None,
    ) -> ContactId:
        """A person whom nobody wrote with."""
        if identity.number is not None and not is_number(identity.number):
            raise ComptoirError("number_malformed", number=identity.number[:40])
        there = self._reader.holder(identity)
        if there is not None:
            raise ComptoirError("contact_exists", contact_id=there.contact_id, name=there.name)
        if not (identity.name or identity.alias_keys() or any(map(values.get, ("name", "phone", "email")))):
            raise ComptoirError("contact_empty")
        changes = self._checked(values)
        cleaned = tuple(dict.fromkeys(filter(None, map(clean_tag, tags))))
        self._check_member(owner_id)
        contact_id = ContactId(self._ids.new())
        await self._ask(asks.AddContact(contact_id, identity, changes, cleaned, owner_id, import_id))
        return contact_id

    async def change(self, contact_id: ContactId, values: Mapping[str, str | None]) -> None:
        """Only what is another is asked for."""
        card = self._card(contact_id)
        different = {key: value for key, value in values.items() if card.value(key) != (value or None)}
        if different:
            await self._ask(asks.ChangeContact(card.contact_id, self._checked(different)))

    async def tag(self, contact_id: ContactId, tag: str) -> None:
        """In one way of writing it."""
        card, cleaned = self._card(contact_id), clean_tag(tag)
        if not cleaned:
            raise ComptoirError("tag_empty")
        if cleaned in card.tags:
            return
        if len(card.tags) >= TAGS_MAX:
            raise ComptoirError("contact_tags_full", limit=str(TAGS_MAX))
        await self._ask(asks.TagContact(card.contact_id, cleaned))

    async def untag(self, contact_id: ContactId, tag: str) -> None:
        """Where it is."""
        card = self._card(contact_id)
        if tag in card.tags:
            await self._ask(asks.UntagContact(card.contact_id, tag))

    async def own(self, contact_id: ContactId, owner_id: MemberId | None) -> None:
        """Somebody of the team, or nobody."""
        card = self._card(contact_id)
        self._check_member(owner_id)
        if card.owner_id != owner_id:
            await self._ask(asks.OwnContact(card.contact_id, owner_id))

    async def add_note(self, contact_id: ContactId, text: str) -> str:
        """About the person."""
        card, words, note_id = self._card(contact_id), _words(text), self._ids.new()
        await self._ask(asks.AddContactNote(card.contact_id, note_id, words))
        return note_id

    async def edit_note(self, contact_id: ContactId, note_id: str, text: str) -> None:
        """The hub compares what it said."""
        card = self._card(contact_id)
        note = _note(card, note_id)
        if not note.is_mine:
            raise ComptoirError("not_yours")
        words = _words(text)
        if words != note.text:
            await self._ask(asks.EditContactNote(card.contact_id, note_id, words, note.text))

    async def remove_note(self, contact_id: ContactId, note_id: str) -> None:
        """One's own, or anybody's for who leads."""
        card = self._card(contact_id)
        if not _note(card, note_id).is_mine and self._me().role not in LEADERS:
            raise ComptoirError("not_yours")
        await self._ask(asks.RemoveContactNote(card.contact_id, note_id))

    async def define(self, field: cards.ContactField) -> str:
        """New, or another form of one."""
        self._check_leading()
        known = self._reader.fields()
        made = replace(field, title=field.title.strip(), field_id=field.field_id or self._ids.new())
        refused = cards.definition_problem(made, known)
        if refused is not None:
            raise ComptoirError(refused.code, **refused.facts)
        if made not in known:
            await self._ask(asks.DefineContactField(made))
        return made.field_id

    async def remove_field(self, field_id: str) -> None:
        """With everything in it."""
        self._check_leading()
        if any(field.field_id == field_id for field in self._reader.fields()):
            await self._ask(asks.RemoveContactField(field_id))

    async def _ask(self, body: asks.ContactAsk) -> None:
        standing = self._standing()
        await self._outbox.add([body], standing.base_pos, is_online=standing.is_online)

    def _card(self, contact_id: ContactId) -> ContactCard:
        card = self._reader.card(contact_id)
        if card is None:
            raise ComptoirError("contact_unknown")
        return card

    def _checked(self, values: Mapping[str, str | None]) -> tuple[cards.FieldChange, ...]:
        own = {field.field_id: field for field in self._reader.fields()}
        for key, value in values.items():
            field = own.get(key)
            if field is None and key not in cards.BUILT_IN:
                raise ComptoirError("field_unknown")
            code = cards.value_problem(key, value, field) if value else None
            if code is not None:
                raise ComptoirError(code, field=field.title if field else key)
        return tuple(cards.FieldChange(key, value or None) for key, value in values.items())

    def _check_member(self, member_id: MemberId | None) -> None:
        if member_id is not None and self._reader.name_of(member_id) is None:
            raise ComptoirError("member_unknown", where="team")

    def _check_leading(self) -> None:
        role = self._me().role
        if role not in LEADERS:
            raise ComptoirError("role_missing", role=role)


def _note(card: ContactCard, note_id: str) -> ContactNoteRow:
    found = next((note for note in card.notes if note.note_id == note_id), None)
    if found is None:
        raise ComptoirError("note_unknown")
    return found


def _words(text: str) -> str:
    words = sendable(text)
    if not words:
        raise ComptoirError("text_empty", where="team")
    if len(words) > cards.NOTE_MAX_CHARS:
        limit = str(cards.NOTE_MAX_CHARS)
        raise ComptoirError("text_too_long", length=str(len(words)), limit=limit, where="team")
    return words
