"""The part of `tests.fake_desk.FakeDesk` about people: cards beside its talks, changed at once as if the hub agreed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from app.desk.contact_overlay import overlaid_card
from app.desk.pending import Pending
from app.domain import contact_asks as asks
from app.domain.clock import Clock
from app.domain.commands import Command
from app.domain.contact_cards import BUILT_IN, ContactField, FieldChange, definition_problem, value_problem
from app.domain.contact_rows import ContactCard, EpisodeRow, IdentityRow, TalkRow, TimelinePlace, TimelineRow
from app.domain.contacts import Identity, shown_name
from app.domain.errors import ComptoirError
from app.domain.ids import CommandId, ContactId, ConversationId, MemberId
from app.domain.members import Member
from app.domain.rows import Changes, MessageRow, Shelf
from app.domain.tags import clean_tag
from tests.fake_salon import LINE, Talk


class FakeContacts:
    """`cards` by id, made from the talks when first asked for; `timelines`, `files`, `episodes` as a test says."""

    clock: Clock
    talks: dict[ConversationId, Talk]
    _tell: Callable[[Changes], None]
    me: Callable[[], Member]

    def __init__(self) -> None:
        super().__init__()
        self.cards: dict[ContactId, ContactCard] = {}
        self.own_fields: list[ContactField] = []
        self.timelines: dict[ContactId, list[TimelineRow]] = {}
        self.shelves: dict[ContactId, list[MessageRow]] = {}
        self.episode_rows: dict[ContactId, list[EpisodeRow]] = {}
        self._made = 0

    def contact(self, contact_id: ContactId) -> ContactCard | None:
        """A card of a talk, or one that was added."""
        if contact_id not in self.cards:
            talk = next((one for one in self.talks.values() if one.contact_id == contact_id), None)
            if talk is None:
                return None
            self.cards[contact_id] = _card_of(talk)
        return self.cards[contact_id]

    def contact_fields(self) -> list[ContactField]:
        """In their order."""
        return sorted(self.own_fields, key=lambda field: (field.position, field.title))

    def known_contact_tags(self) -> list[str]:
        """Of all cards."""
        return sorted({tag for card in self.cards.values() for tag in card.tags})

    def contact_timeline(
        self, contact_id: ContactId, before: TimelinePlace | None = None, limit: int = 50
    ) -> list[TimelineRow]:
        """As a test says."""
        rows = self.timelines.get(contact_id, [])
        older = [row for row in rows if before is None or (row.at, row.pos) < (before.at, before.pos)]
        return older[:limit]

    def contact_files(
        self, contact_id: ContactId, shelf: Shelf, before: MessageRow | None = None, limit: int = 30
    ) -> list[MessageRow]:
        """As a test says; every kind on the shelf of files."""
        rows = self.shelves.get(contact_id, []) if shelf == "files" else []
        return [row for row in rows if before is None or row.pos < before.pos][:limit]

    def contact_episodes(self, contact_id: ContactId, limit: int = 20) -> list[EpisodeRow]:
        """As a test says."""
        return self.episode_rows.get(contact_id, [])[:limit]

    async def add_contact(
        self,
        identity: Identity,
        values: Mapping[str, str] | None = None,
        tags: Sequence[str] = (),
        owner_id: MemberId | None = None,
    ) -> ContactId:
        """At once."""
        taken = [card for card in self.cards.values() if identity.number and card.number == identity.number]
        if taken:
            raise ComptoirError("contact_exists", contact_id=taken[0].contact_id, name=taken[0].name)
        if not (identity.name or identity.alias_keys() or values):
            raise ComptoirError("contact_empty")
        contact_id = ContactId(self._next("contact"))
        changes = self._checked(values or {})
        self._do(asks.AddContact(contact_id, identity, changes, tuple(tags), owner_id))
        return contact_id

    async def change_contact(self, contact_id: ContactId, values: Mapping[str, str | None]) -> None:
        """At once."""
        self._do(asks.ChangeContact(contact_id, self._checked(values)))

    async def tag_contact(self, contact_id: ContactId, tag: str) -> None:
        """At once."""
        if not clean_tag(tag):
            raise ComptoirError("tag_empty")
        self._do(asks.TagContact(contact_id, clean_tag(tag)))

    async def untag_contact(self, contact_id: ContactId, tag: str) -> None:
        """At once."""
        self._do(asks.UntagContact(contact_id, tag))

    async def own_contact(self, contact_id: ContactId, owner_id: MemberId | None) -> None:
        """At once."""
        self._do(asks.OwnContact(contact_id, owner_id))

    async def add_contact_note(self, contact_id: ContactId, text: str) -> str:
        """At once."""
        if not text.strip():
            raise ComptoirError("text_empty", where="team")
        note_id = self._next("note")
        self._do(asks.AddContactNote(contact_id, note_id, text.strip()))
        return note_id

    async def edit_contact_note(self, contact_id: ContactId, note_id: str, text: str) -> None:
        """One's own."""
        card = self.contact(contact_id)
        note = next(one for one in card.notes if one.note_id == note_id) if card is not None else None
        if note is None or not note.is_mine:
            raise ComptoirError("not_yours")
        self._do(asks.EditContactNote(contact_id, note_id, text, note.text))

    async def remove_contact_note(self, contact_id: ContactId, note_id: str) -> None:
        """At once."""
        self._do(asks.RemoveContactNote(contact_id, note_id))

    async def define_contact_field(self, field: ContactField) -> str:
        """As the real one checks it."""
        if self.me().role == "rep":
            raise ComptoirError("role_missing", role="rep")
        made = replace(field, title=field.title.strip(), field_id=field.field_id or self._next("field"))
        refused = definition_problem(made, self.own_fields)
        if refused is not None:
            raise ComptoirError(refused.code, **refused.facts)
        self.own_fields = [one for one in self.own_fields if one.field_id != made.field_id] + [made]
        self._tell(Changes(is_contact_fields=True))
        return made.field_id

    async def remove_contact_field(self, field_id: str) -> None:
        """At once."""
        self.own_fields = [one for one in self.own_fields if one.field_id != field_id]
        self._tell(Changes(is_contact_fields=True))

    def put_card(self, card: ContactCard) -> None:
        """A test or a colleague changes a person."""
        self.cards[card.contact_id] = card
        self._tell(Changes(contacts=frozenset({card.contact_id})))

    def _do(self, body: asks.ContactAsk) -> None:
        contact_id = ContactId(body.lane)
        if not isinstance(body, asks.AddContact) and self.contact(contact_id) is None:
            raise ComptoirError("contact_unknown")
        command = Command(CommandId(self._next("command")), 1, 0, self.clock.now(), body)
        me = self.me()
        name_of = {me.member_id: me.name}.get
        after = overlaid_card(self.contact(contact_id), [Pending(command)], me.member_id, name_of)  # type: ignore[arg-type]
        assert after is not None
        self.put_card(replace(after, is_pending=False))

    def _checked(self, values: Mapping[str, str | None]) -> tuple[FieldChange, ...]:
        own = {field.field_id: field for field in self.own_fields}
        for key, value in values.items():
            if key not in own and key not in BUILT_IN:
                raise ComptoirError("field_unknown")
            code = value_problem(key, value, own.get(key)) if value else None
            if code is not None:
                raise ComptoirError(code, field=own[key].title if key in own else key)
        return tuple(FieldChange(key, value or None) for key, value in values.items())

    def _next(self, what: str) -> str:
        self._made += 1
        return f"{what}-{self._made}"


def _card_of(talk: Talk) -> ContactCard:
    first_at = talk.messages[0].sort_at if talk.messages else None
    names = (("wa_id", talk.number), ("user_id", talk.user_id), ("username", talk.username))
    return ContactCard(
        contact_id=talk.contact_id,
        name=shown_name(talk.name, talk.number, talk.username, talk.user_id),
        is_named=talk.name is not None,
        profile_name=talk.name,
        number=talk.number,
        user_id=talk.user_id,
        username=talk.username,
        identities=tuple(
            IdentityRow(kind, value, first_at, is_used=True)  # type: ignore[arg-type]
            for kind, value in names
            if value is not None and first_at is not None
        ),
        talks=(
            TalkRow(
                talk.conversation_id,
                LINE,
                talk.is_closed,
                talk.messages[-1].sort_at if talk.messages else None,
                talk.last_inbound_at,
            ),
        ),
        created_at=first_at,
    )
