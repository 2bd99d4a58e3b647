"""The part of the running desk that is the table of contacts; see `app.desk.contact_table_desk`."""

from __future__ import annotations

import contextlib
from array import array
from collections.abc import Callable, Coroutine, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from app.desk.outbox import Outbox
from app.desk.reading import Reader
from app.desk.view_file import ViewFile
from app.desk.watchers import Watchers
from app.domain.clock import Clock
from app.domain.errors import ComptoirError
from app.domain.ids import ContactId, ConversationId, MemberId
from app.domain.later import asyncio
from app.domain.members import Member
from app.domain.rows import Changes
from app.domain.settings import SettingValue
from storage.engine import Connection

if TYPE_CHECKING:
    from app.desk.actions import Standing
    from app.desk.contact_table_actions import TableActions
    from app.domain.contact_cards import ContactField
    from app.domain.contact_table import ContactNo, Facets, TableAsk, TableRow
    from app.domain.segment_fits import When
    from app.domain.segments import Rule, Segment
    from storage.view.contact_index import ContactIndex

T = TypeVar("T")
WARM_AFTER_S = 0.3


class LiveContactTable:
    """A mixin of `LiveDesk`. The orders in memory follow the changes that screens are told."""

    _view: ViewFile
    _watchers: Watchers
    _outbox: Outbox
    _reader: Reader
    _clock: Clock
    _standing: Callable[[], Standing]
    _spawn: Callable[[Coroutine[Any, Any, None], str], None]
    _check_unlocked: Callable[[], None]
    _read: Callable[..., Any]
    me: Callable[[], Member]
    setting: Callable[[str], SettingValue]
    contact_fields: Callable[[], list[ContactField]]

    # --- read ---

    async def contact_order(self, asked: TableAsk) -> Sequence[ContactNo]:
        table, when = self._table, self._when()
        order = await self._apart(
            lambda conn: table.index.order(conn, asked, when), array("q"), is_index=True
        )
        if not table.is_warm and len(order):
            table.is_warm = True
            self._spawn(self._warm(table), "contact words")
        return order

    def contact_rows(self, nos: Sequence[ContactNo]) -> list[TableRow]:
        from storage.view.contact_table import table_rows

        rows: list[TableRow] = self._read(lambda: table_rows(self._view.connection(), nos), [])
        if not self._outbox.is_waiting():
            return rows
        from app.desk.contact_table_overlay import overlaid_rows

        return overlaid_rows(rows, self._outbox.everything(), self._owner_name)

    def contacts_beginning(self, text: str) -> list[ContactNo]:
        from storage.view.contact_table import beginning

        found: list[ContactNo] = self._read(lambda: beginning(self._view.connection(), text), [])
        return found

    def contact_nos(self, ids: Sequence[ContactId]) -> list[ContactNo]:
        from storage.view.contact_table import numbers_of

        found: list[ContactNo] = self._read(lambda: numbers_of(self._view.connection(), ids), [])
        return found

    def contact_known_by(self, digits: str, email: str) -> TableRow | None:
        from storage.view.contact_table import known_by

        no = self._read(lambda: known_by(self._view.connection(), digits, email), None)
        rows = self.contact_rows([no]) if no is not None else []
        return rows[0] if rows else None

    async def count_contacts(self, rules: Sequence[Rule]) -> list[int]:
        from storage.view.segments import count_of

        when = self._when()
        return await self._apart(
            lambda conn: [count_of(conn, rule, when) for rule in rules], [0] * len(rules)
        )

    async def contact_facets(self) -> Facets:
        from app.domain.contact_table import Facets
        from storage.view.contact_table import facets

        return await self._apart(facets, Facets())

    async def contact_ids(self, nos: Sequence[ContactNo]) -> list[ContactId]:
        from storage.view.contact_table import ids_of

        return await self._apart(lambda conn: ids_of(conn, nos), [])

    async def contacts_to_tag(self, nos: Sequence[ContactNo], tag: str, *, is_on: bool) -> list[ContactId]:
        from storage.view.contact_table import ids_of, to_tag

        return await self._apart(lambda conn: to_tag(conn, ids_of(conn, nos), tag, is_on=is_on), [])

    async def contacts_by_owner(self, nos: Sequence[ContactNo]) -> Mapping[MemberId | None, list[ContactId]]:
        from storage.view.contact_table import by_owner

        return await self._apart(lambda conn: by_owner(conn, nos), {})

    def segments(self) -> list[Segment]:
        from storage.view.segments import all_segments

        me = self.me().member_id
        known: list[Segment] = self._read(lambda: all_segments(self._view.connection(), me), [])
        if not self._outbox.is_waiting():
            return known
        from app.desk.contact_table_overlay import overlaid_segments

        return overlaid_segments(known, self._outbox.everything(), me)

    # --- do ---

    async def save_segment(self, segment: Segment) -> None:
        await self._table_actions.save_segment(segment, self.segments())

    async def remove_segment(self, segment_id: str) -> None:
        await self._table_actions.remove_segment(segment_id, self.segments())

    async def tag_contacts(self, ids: Sequence[ContactId], tag: str, *, is_on: bool) -> None:
        await self._table_actions.tag(ids, tag, is_on=is_on)

    async def own_contacts(self, ids: Sequence[ContactId], owner_id: MemberId | None) -> None:
        await self._table_actions.own(ids, owner_id)

    # --- how ---

    @cached_property
    def _table(self) -> _Table:
        from storage.view.contact_index import ContactIndex

        table = _Table(ContactIndex())
        self._watchers.add(table.hear)
        return table

    @cached_property
    def _table_actions(self) -> TableActions:
        from app.desk.contact_table_actions import TableActions
        from app.domain.ids import IdMaker

        ids = IdMaker(self._clock)
        return TableActions(self._outbox, ids, self.me, self._owner_name, self._standing)

    def _when(self) -> When:
        from app.domain.segment_fits import When

        types = {one.field_id: one.type for one in self.contact_fields()}
        return When(self._clock.now(), str(self.setting("time_zone")), self.me().member_id, types)

    def _owner_name(self, member_id: MemberId | None) -> str | None:
        name: str | None = self._read(lambda: self._reader.team.name(member_id), None)
        return name

    async def _warm(self, table: _Table) -> None:
        """The words of everybody, once the first lines are on the screen."""
        await self._clock.sleep(WARM_AFTER_S)
        with contextlib.suppress(ComptoirError):  # locked meanwhile
            await self._apart(table.index.warm, None, is_index=True)

    async def _apart(self, job: Callable[[Connection], T], nothing: T, *, is_index: bool = False) -> T:
        """A read beside the event loop; those of the orders in memory come one after the other."""
        self._check_unlocked()
        if not self._view.is_whole:
            return nothing
        if not is_index:
            return await self._view.read_apart(job)
        table = self._table
        async with table.lock:
            return await self._view.read_apart(lambda conn: table.fresh(conn, job))


class _Table:
    """The orders, and which contacts changed since they were read."""

    def __init__(self, index: ContactIndex) -> None:
        self.index = index
        self.lock = asyncio.Lock()
        self.is_warm = False  # whether the words were asked for
        self._is_all_stale = False
        self._stale: set[ContactId] = set()
        self._talks: set[ConversationId] = set()

    def hear(self, changes: Changes) -> None:
        """Told on the event loop's thread."""
        self._is_all_stale |= changes.is_everything or changes.is_contact_fields
        self._stale |= changes.contacts
        self._talks |= changes.conversations

    def fresh(self, conn: Connection, job: Callable[[Connection], T]) -> T:
        """Runs beside the event loop."""
        from storage.view.contact_table import partners

        stale, self._stale = self._stale, set()
        talks, self._talks = self._talks, set()
        is_all, self._is_all_stale = self._is_all_stale, False
        if is_all:
            self.index.touch(conn, None)
        elif stale or talks:
            self.index.touch(conn, stale | partners(conn, talks))
        return job(conn)
