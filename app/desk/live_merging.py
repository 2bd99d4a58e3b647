"""The part of the running desk about two contacts that are one person; see `app.desk.merging_desk.MergingDesk`."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from app.desk.drafts import Drafts
from app.desk.outbox import Outbox
from app.desk.reading import Reader
from app.desk.view_file import ViewFile
from app.domain.clock import Clock
from app.domain.ids import ContactId, IdMaker

if TYPE_CHECKING:
    from app.desk.actions import Standing
    from app.desk.merging_actions import MergingActions
    from app.desk.tidying import Tidying
    from app.domain.hygiene import Finding, FoundPerson, Hygiene
    from app.domain.merge_suggestions import Suggestion
    from app.domain.merging import MergedPart


class LiveMerging:
    """A mixin of `LiveDesk`; what looks at contacts is made when it is first used."""

    _reader: Reader
    _outbox: Outbox
    _drafts: Drafts
    _clock: Clock
    _view: ViewFile
    _standing: Callable[[], Standing]
    _read: Callable[..., Any]
    _check_unlocked: Callable[[], None]

    @cached_property
    def _merging(self) -> MergingActions:
        from app.desk.merging_actions import MergingActions

        ids = IdMaker(self._clock)
        return MergingActions(self._reader, self._outbox, self._drafts, ids, self._clock, self._standing)

    @cached_property
    def _tidying(self) -> Tidying:
        from app.desk.tidying import Tidying

        return Tidying(self._view)

    def doubles_of(self, contact_id: ContactId) -> list[Suggestion]:
        found: list[Suggestion] = self._read(lambda: self._tidying.doubles_of(contact_id), [])
        return found

    async def doubles(self) -> list[Suggestion]:
        self._check_unlocked()
        return await self._tidying.doubles()

    def merged_parts(self, contact_id: ContactId) -> list[MergedPart]:
        found: list[MergedPart] = self._read(lambda: self._tidying.merged_parts(contact_id), [])
        return found

    def hygiene(self) -> Hygiene:
        from app.domain.hygiene import Hygiene

        found: Hygiene = self._read(self._tidying.hygiene, Hygiene())
        return found

    async def check_contacts(self) -> Hygiene:
        self._check_unlocked()
        return await self._tidying.check()

    def untidy_share(self) -> tuple[int, int] | None:
        return self._tidying.share

    def people_with(self, finding: Finding, limit: int = 500) -> list[FoundPerson]:
        found: list[FoundPerson] = self._read(lambda: self._tidying.people_with(finding, limit), [])
        return found

    def found_doubles(self) -> list[Suggestion]:
        found: list[Suggestion] = self._read(self._tidying.found_doubles, [])
        return found

    def names_of(self, ids: tuple[ContactId, ...]) -> list[FoundPerson]:
        found: list[FoundPerson] = self._read(lambda: self._tidying.names_of(ids), [])
        return found

    async def merge_contacts(self, kept_id: ContactId, gone_id: ContactId) -> None:
        await self._merging.merge(kept_id, gone_id)

    async def unmerge_contact(self, contact_id: ContactId, gone_id: ContactId) -> None:
        await self._merging.unmerge(contact_id, gone_id)

    async def keep_apart(self, first_id: ContactId, second_id: ContactId) -> None:
        await self._merging.keep_apart(first_id, second_id)
