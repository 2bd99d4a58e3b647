"""The part of the running desk that searches, and keeps the index up; see `app.desk.search_desk.SearchDesk`."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from app.desk.hub_link import HubLink
from app.desk.reading import Reader
from app.desk.search_desk import always
from app.desk.session import Unlocked
from app.desk.view_file import ViewFile
from app.domain.clock import Clock
from app.domain.errors import EnvironmentFailure
from app.domain.ids import ConversationId
from app.domain.later import asyncio
from app.domain.search_rows import PersonHit, SearchPage, SearchState

if TYPE_CHECKING:
    from app.desk.search_file import SearchFile
    from app.desk.searching import Names
    from app.domain.search_query import SearchQuery

log = logging.getLogger(__name__)
PAUSE_S = 0.01  # between steps, so that who types is never behind
TIDY_AFTER_S = 60.0
AGAIN_AFTER_S = 30.0  # a full disk may have room again


class LiveSearch:
    """A mixin of `LiveDesk`."""

    _unlocked: Unlocked
    _view: ViewFile
    _reader: Reader
    _link: HubLink
    _clock: Clock
    _crash: Callable[[str], None]
    _spawn: Callable[[Coroutine[Any, Any, None], str], None]
    lock_code: Callable[[], str | None]
    setting: Callable[[str], Any]
    _search_file: SearchFile | None = None

    @cached_property
    def _search_wanted(self) -> asyncio.Event:
        return asyncio.Event()

    @cached_property
    def _search_names(self) -> Names:
        from app.desk.searching import Names

        return Names()

    def read_query(self, text: str) -> SearchQuery:
        from app.domain.search_query import parse

        zone = ZoneInfo(str(self.setting("time_zone")))
        return parse(text, self._clock.now().astimezone(zone).date())

    def search_state(self) -> SearchState:
        is_there = self._search_file is not None and self._view.is_whole and self.lock_code() is None
        return self._search_file.state if is_there and self._search_file else SearchState()

    async def search(
        self,
        query: SearchQuery,
        *,
        limit: int = 50,
        before: int | None = None,
        has: tuple[str, ...] = (),
        conversation_id: ConversationId | None = None,
        is_wanted: Callable[[], bool] = always,
    ) -> SearchPage | None:
        if self._search_file is None or not self._view.is_whole or self.lock_code() is not None:
            return SearchPage(state=self.search_state())
        from app.desk.searching import Asked, searched

        me, zone, names = (
            self._reader.enrolled_me.member_id,
            str(self.setting("time_zone")),
            self._search_names,
        )
        asked = Asked(query, me, zone, has, conversation_id)
        page = await self._search_file.read(
            lambda index, view: searched(index, view, asked, names, limit, before), None, is_wanted
        )
        if page is None and is_wanted():
            page = SearchPage()  # the index was thrown away, and is made again
            self._search_wanted.set()
        return None if page is None else replace(page, state=self.search_state())

    async def search_people(
        self, query: SearchQuery, limit: int = 8, is_wanted: Callable[[], bool] = always
    ) -> list[PersonHit]:
        if self._search_file is None or not self._view.is_whole or self.lock_code() is not None:
            return []
        from storage.search.people import find_people

        nobody: list[PersonHit] = []
        return await self._search_file.read(
            lambda index, view: find_people(index, view, query.terms, limit), nobody, is_wanted
        )

    async def index_all(self) -> None:
        """Bring the index up to the view, for programs that search once. Raises EnvironmentFailure."""
        while self._view.is_whole and await self._opened_search().step():
            pass

    async def scrub_search(self) -> bool:
        """Nothing of what was erased is left in the index."""
        await self._opened_search().scrub()
        return True

    def begin_indexing(self) -> None:
        """Keep the index up from now on, behind everything else."""
        self._spawn(self._keep_indexed(), "search")

    def note_for_search(self, *, is_everything: bool) -> None:
        """The view changed."""
        if is_everything and self._search_file is not None:
            self._search_file.view_replaced()
        self._search_wanted.set()

    def close_search(self) -> None:
        """Blocks."""
        if self._search_file is not None:
            self._search_file.close()

    def _opened_search(self) -> SearchFile:
        if self._search_file is None:
            from app.desk.search_file import SearchFile  # after the first paint

            path, key = self._unlocked.profile.view_path, self._unlocked.key
            self._search_file = SearchFile(path, key, self._view.write, self._crash)
        return self._search_file

    async def _keep_indexed(self) -> None:
        while True:
            self._search_wanted.clear()
            try:
                await self._index_what_there_is()
                await self._tidy_in_time()
            except EnvironmentFailure as failure:
                log.info("index waits code=%s", failure.code)
                await self._clock.sleep(AGAIN_AFTER_S)
            else:
                await self._search_wanted.wait()

    async def _index_what_there_is(self) -> None:
        while self._is_quiet and await self._opened_search().step():
            if not self._opened_search().state.is_whole:
                await self._clock.sleep(PAUSE_S)

    @property
    def _is_quiet(self) -> bool:
        """Whether the view is there and does not catch up with a long history: the index comes behind it."""
        return self._view.is_whole and self._link.progress is None and self.lock_code() is None

    async def _tidy_in_time(self) -> None:
        """What was erased leaves the file for good, once nothing happened for a while."""
        if not self._is_quiet or not await self._opened_search().is_untidy():
            return
        waiting = asyncio.ensure_future(self._clock.sleep(TIDY_AFTER_S))
        woken = asyncio.ensure_future(self._search_wanted.wait())
        try:
            await asyncio.wait({waiting, woken}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            is_due = waiting.done()
            waiting.cancel()
            woken.cancel()
            await asyncio.gather(waiting, woken, return_exceptions=True)
        while is_due and not self._search_wanted.is_set() and await self._opened_search().tidy():
            pass
