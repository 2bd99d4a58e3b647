"""The part of `tests.fake_desk.FakeDesk` that is the table of contacts: a line for each card, rules in plain words."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.domain.clock import Clock
from app.domain.contact_cards import ContactField
from app.domain.contact_rows import ContactCard
from app.domain.contact_table import ContactNo, Facets, TableAsk, TableRow
from app.domain.errors import ComptoirError
from app.domain.folding import folded
from app.domain.ids import ContactId, ConversationId, MemberId
from app.domain.members import Member
from app.domain.phone_numbers import variants
from app.domain.rows import Changes
from app.domain.segment_fits import Person, When, fits
from app.domain.segments import Rule, Segment, rule_problem
from tests.fake_salon import Talk


class FakeContactTable:
    """`kept_segments` by id, `consents` by contact; `done` notes what was asked for many."""

    clock: Clock
    talks: dict[ConversationId, Talk]
    cards: dict[ContactId, ContactCard]
    done: list[tuple[str, str]]
    me: Callable[[], Member]
    contact: Callable[[ContactId], ContactCard | None]
    contact_fields: Callable[[], list[ContactField]]
    _tell: Callable[[Changes], None]

    def __init__(self) -> None:
        super().__init__()
        self.kept_segments: dict[str, Segment] = {}
        self.consents: dict[ContactId, dict[str, str]] = {}
        self.orders_asked: list[TableAsk] = []
        self._numbered: dict[ContactId, ContactNo] = {}

    # --- read ---

    async def contact_order(self, asked: TableAsk) -> Sequence[ContactNo]:
        """Those who fit, by name or by another column; who has nothing there comes last."""
        self.orders_asked.append(asked)
        rows = self.contact_rows(self._all())
        rows = [
            row
            for row in rows
            if all(self._rule_fits(rule, row) for rule in asked.rules) and _has(row, asked.words)
        ]
        rows.sort(key=lambda row: (not row.is_named, folded(row.name)))
        if asked.sort == "name":
            return array("q", [row.no for row in (rows[::-1] if asked.is_descending else rows)])
        filled = [row for row in rows if _key(row, asked.sort) is not None]
        filled.sort(key=lambda row: _key(row, asked.sort), reverse=asked.is_descending)
        rest = [row for row in rows if _key(row, asked.sort) is None]
        return array("q", [row.no for row in (*filled, *rest)])

    def contact_rows(self, nos: Sequence[ContactNo]) -> list[TableRow]:
        """These lines."""
        self._all()
        ids = {no: contact_id for contact_id, no in self._numbered.items()}
        return [self._table_row(no, ids[no]) for no in nos if no in ids]

    def contacts_beginning(self, text: str) -> list[ContactNo]:
        """By name."""
        begin = folded(text).strip()
        return [
            row.no for row in self.contact_rows(self._all()) if folded(row.name).strip().startswith(begin)
        ]

    def contact_nos(self, ids: Sequence[ContactId]) -> list[ContactNo]:
        """Those that are known."""
        self._all()
        return [self._numbered[one] for one in ids if one in self._numbered]

    def contact_known_by(self, digits: str, email: str) -> TableRow | None:
        """By number or address."""
        for row in self.contact_rows(self._all()):
            has_number = bool(digits) and (
                row.number in variants(digits) or row.values.get("phone") == digits
            )
            if has_number or (email and row.values.get("email") == email):
                return row
        return None

    async def count_contacts(self, rules: Sequence[Rule]) -> list[int]:
        """One after the other."""
        rows = self.contact_rows(self._all())
        return [sum(self._rule_fits(rule, row) for row in rows) for rule in rules]

    async def contact_facets(self) -> Facets:
        """Of all."""
        rows = self.contact_rows(self._all())
        tags = Counter(tag for row in rows for tag in row.tags)
        languages = Counter(row.values["language"] for row in rows if "language" in row.values)
        countries = Counter(row.values["country"] for row in rows if "country" in row.values)
        by_use = tuple(sorted(tags.items(), key=lambda one: (-one[1], one[0])))
        return Facets(len(rows), by_use, tuple(languages), tuple(countries), has_consents=bool(self.consents))

    async def contact_ids(self, nos: Sequence[ContactNo]) -> list[ContactId]:
        """In the same order."""
        return [row.contact_id for row in self.contact_rows(nos)]

    async def contacts_to_tag(self, nos: Sequence[ContactNo], tag: str, *, is_on: bool) -> list[ContactId]:
        """Those for whom it changes something."""
        return [row.contact_id for row in self.contact_rows(nos) if (tag in row.tags) != is_on]

    async def contacts_by_owner(self, nos: Sequence[ContactNo]) -> Mapping[MemberId | None, list[ContactId]]:
        """By owner."""
        found: dict[MemberId | None, list[ContactId]] = {}
        for row in self.contact_rows(nos):
            found.setdefault(row.owner_id, []).append(row.contact_id)
        return found

    def segments(self) -> list[Segment]:
        """By name."""
        me = self.me().member_id
        known = (one for one in self.kept_segments.values() if one.owner_id in (None, me))
        return sorted(known, key=lambda one: one.name)

    # --- do ---

    async def save_segment(self, segment: Segment) -> None:
        """At once."""
        problem = rule_problem(segment.rule)
        if problem is not None:
            raise ComptoirError(problem.code, **problem.facts)
        self.kept_segments[segment.segment_id] = segment
        self._tell(Changes(is_team=True))

    async def remove_segment(self, segment_id: str) -> None:
        """At once."""
        self.kept_segments.pop(segment_id, None)
        self._tell(Changes(is_team=True))

    async def tag_contacts(self, ids: Sequence[ContactId], tag: str, *, is_on: bool) -> None:
        """At once."""
        self.done.append(("tag_contacts" if is_on else "untag_contacts", f"{tag} {len(ids)}"))
        for contact_id in ids:
            card = self._card(contact_id)
            tags = {*card.tags, tag} if is_on else {*card.tags} - {tag}
            self._put(card, tags=tuple(sorted(tags)))
        self._tell(Changes(contacts=frozenset(ids)))

    async def own_contacts(self, ids: Sequence[ContactId], owner_id: MemberId | None) -> None:
        """At once."""
        self.done.append(("own_contacts", f"{owner_id} {len(ids)}"))
        for contact_id in ids:
            self._put(self._card(contact_id), owner_id=owner_id, owner_name=self._member_name(owner_id))
        self._tell(Changes(contacts=frozenset(ids)))

    # --- how ---

    def _all(self) -> list[ContactNo]:
        ids = [*(talk.contact_id for talk in self.talks.values()), *self.cards]
        for contact_id in ids:
            self._numbered.setdefault(contact_id, len(self._numbered) + 1)
        return list(self._numbered.values())

    def _card(self, contact_id: ContactId) -> ContactCard:
        card = self.contact(contact_id)
        assert card is not None
        return card

    def _put(self, card: ContactCard, **changes: Any) -> None:
        from dataclasses import replace

        self.cards[card.contact_id] = replace(card, **changes)

    def _member_name(self, member_id: MemberId | None) -> str | None:
        names: dict[MemberId, str] = {one.member_id: one.name for one in self.members()}  # type: ignore[attr-defined]
        return names.get(member_id) if member_id is not None else None

    def _table_row(self, no: ContactNo, contact_id: ContactId) -> TableRow:
        card = self._card(contact_id)
        talk = next((one for one in self.talks.values() if one.contact_id == contact_id), None)
        last_at = talk.messages[-1].sort_at if talk is not None and talk.messages else None
        return TableRow(
            no, contact_id, card.name, card.is_named, card.number, card.username, card.user_id, last_at,
            card.created_at or self.clock.now(), talk.conversation_id if talk is not None else None,
            dict(card.fields), card.tags, card.owner_id, card.owner_name, self.consents.get(contact_id, {}),
        )  # fmt: skip

    def _rule_fits(self, rule: Rule, row: TableRow) -> bool:
        types = {one.field_id: str(one.type) for one in self.contact_fields()}
        numbers = tuple(filter(None, (row.number, row.values.get("phone"))))
        person = Person(
            {**row.values, "name": row.name}, frozenset(row.tags), row.owner_id, numbers, row.created_at, row.last_at,
            row.conversation_id is not None, row.consents,
        )  # fmt: skip
        return fits(rule, person, When(self.clock.now(), "Europe/Paris", self.me().member_id, types))


def _key(row: TableRow, column: str) -> Any:
    if column in ("last", "created"):
        return row.last_at if column == "last" else row.created_at
    if column == "tags":
        return folded(row.tags[0]) if row.tags else None
    named = {"number": row.number, "owner": row.owner_name, "username": row.username}
    value = named.get(column, row.values.get(column.removeprefix("field:")))
    return folded(value) if value else None


def _has(row: TableRow, text: str) -> bool:
    words = f"{row.name} {row.username or ''} {' '.join(row.values.values())} {' '.join(row.tags)}"
    if text.strip() and not any(char.isalpha() for char in text):
        return "".join(filter(str.isdecimal, text)).lstrip("0") in (row.number or "")
    return all(f" {word}" in folded(words) for word in folded(text).split())
