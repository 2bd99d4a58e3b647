"""The part of the running desk about two contacts that are one person; see `app.desk.merging_desk.MergingDesk`."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from app.desk.drafts import Drafts
from app.desk.outbox import Outbox
from app.desk.reading import Reader
from app.domain.clock import Clock
from app.domain.ids import ContactId, IdMaker

if TYPE_CHECKING:
    from app.desk.actions import Standing
    from app.desk.merging_actions import MergingActions


class LiveMerging:
    """A mixin of `LiveDesk`."""

    _reader: Reader
    _outbox: Outbox
    _drafts: Drafts
    _clock: Clock
    _standing: Callable[[], Standing]
    _read: Callable[..., Any]

    @cached_property
    def _merging(self) -> MergingActions:
        from app.desk.merging_actions import MergingActions

        ids = IdMaker(self._clock)
        return MergingActions(self._reader, self._outbox, self._drafts, ids, self._clock, self._standing)

    async def merge_contacts(self, kept_id: ContactId, gone_id: ContactId) -> None:
        await self._merging.merge(kept_id, gone_id)

    async def unmerge_contact(self, contact_id: ContactId, gone_id: ContactId) -> None:
        await self._merging.unmerge(contact_id, gone_id)

    async def keep_apart(self, first_id: ContactId, second_id: ContactId) -> None:
        await self._merging.keep_apart(first_id, second_id)
