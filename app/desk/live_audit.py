"""The part of the running desk that reads the journal; see `app.desk.audit_desk.AuditDesk`."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from app.desk.precious import Precious
from app.desk.reading import Reader
from app.domain.ids import ConversationId, MemberId
from app.domain.later import asyncio
from app.domain.rows import InboxRow

if TYPE_CHECKING:
    from app.domain.audit import AuditPage, AuditRow
    from app.domain.events import Event

STRETCH = 20_000  # events that one look goes through
log = logging.getLogger(__name__)


class LiveAudit:
    """A mixin of `LiveDesk`."""

    _precious: Precious
    _executor: ThreadPoolExecutor
    _reader: Reader
    _read: Callable[..., Any]
    inbox_row: Callable[[ConversationId], InboxRow | None]

    async def audit(
        self,
        before: int | None = None,
        *,
        member_id: MemberId | None = None,
        conversation_id: ConversationId | None = None,
        limit: int = 100,
    ) -> AuditPage:
        from app.domain.audit import AuditPage

        loop = asyncio.get_running_loop()
        top = (await self._precious.cursor()).pos + 1 if before is None else before
        floor = max(1, top - STRETCH)
        found = await loop.run_in_executor(
            self._executor, lambda: self._told(top, floor, member_id, conversation_id)
        )
        shown = found[:limit]
        is_cut = len(found) > limit
        next_pos = shown[-1].pos if is_cut else floor
        rows = tuple(map(self._row, shown))
        return AuditPage(rows, next_pos if next_pos > 1 else None)

    def _told(
        self, top: int, floor: int, member_id: MemberId | None, conversation_id: ConversationId | None
    ) -> list[Event]:
        """Runs in the worker thread."""
        from app.domain.audit import is_told
        from storage.codec import decode_event

        stored = self._precious.read_acts(top, floor, member_id, conversation_id)
        return [event for event in map(decode_event, stored) if is_told(event)]

    def _row(self, event: Event) -> AuditRow:
        from app.domain.audit import AuditRow, facts_of

        facts = facts_of(event)
        about = getattr(event.body, "conversation_id", None)
        where = ConversationId(about) if isinstance(about, str) else None
        shown = self.inbox_row(where) if where is not None else None
        for name in ("assignee_id", "member_id"):
            if name in facts:
                called = self._read(lambda name=name: self._reader.team.name(MemberId(facts[name])), None)
                facts[name.removesuffix("_id")] = called or ""
        actor = event.actor.member_id if event.actor.kind == "member" else None
        called = self._read(lambda: self._reader.team.name(actor), None) if actor is not None else None
        return AuditRow(
            event.pos, event.accepted_at, event.kind, actor, called, where, shown.name if shown else "", facts
        )
