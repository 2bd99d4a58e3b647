"""Bringing one exported chat to the hub: read a batch, give its files, give its messages, until the end or a stop."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from app.desk.hub_client import HubRefused
from app.desk.import_desk import ImportOutcome
from app.desk.import_wire import ImportWire
from app.desk.imports.container import MediaEntry
from app.desk.imports.history import with_file
from app.desk.imports.refusals import ExportRefused
from app.desk.imports.review import ReviewRow
from app.desk.imports.source import Pair, Source
from app.desk.imports.watching import Watch
from app.desk.media import DeskMedia
from app.desk.workers import Workers
from app.domain.clock import Clock
from app.domain.contents import Media
from app.domain.errors import ComptoirError, EnvironmentFailure
from app.domain.imports import HistoryMessage, ImportProgress, ImportRequest

log = logging.getLogger(__name__)

T = TypeVar("T")
LONGEST_WAIT_S = 30.0


class Stopped(Exception):
    """Somebody wants it to end here."""


class Importer:
    """One import. `told` hears of each step."""

    def __init__(
        self,
        wire: ImportWire,
        files: DeskMedia,
        clock: Clock,
        told: Callable[[ImportProgress], None],
        is_stopped: Callable[[], bool],
    ) -> None:
        self._wire = wire
        self._files = files
        self._clock = clock
        self._told = told
        self._is_stopped = is_stopped
        self._workers = Workers(1, "desk-import")
        self._left_out = 0
        self._given: dict[int, Media | None] = {}  # a file that is sent again in the chat is given once

    async def run(self, request: ImportRequest, row: ReviewRow) -> ImportOutcome:
        """Bring it. Raises ExportRefused and what the hub refuses for good."""
        progress = await self._patiently(lambda: self._wire.begin(request))
        try:
            self._told(progress)
            source = await self._workers.run(
                lambda: Source(
                    row, progress.conversation_id, progress.done, Watch(is_stopped=self._is_stopped)
                )
            )
            try:
                return await self._bring(source, progress)
            finally:
                await self._workers.run(source.close)
        except Stopped:
            return ImportOutcome(await self._wire.progress(request.import_id), files_left_out=self._left_out)
        finally:
            self._workers.close()

    async def _bring(self, source: Source, progress: ImportProgress) -> ImportOutcome:
        import_id = progress.import_id
        while pairs := await self._next(source):
            first = progress.done
            messages = [await self._whole(source, pair) for pair in pairs]
            progress = await self._patiently(
                lambda first=first, messages=messages: self._wire.bring(import_id, first, messages)  # type: ignore[misc]
            )
            self._told(progress)
        progress = await self._patiently(lambda: self._wire.end(import_id))
        self._told(progress)
        return ImportOutcome(progress, source.impossible, self._left_out)

    async def _next(self, source: Source) -> list[Pair]:
        try:
            return await self._workers.run(source.batch)
        except ExportRefused as refused:
            if refused.code != "import_stopped":
                raise
            raise Stopped from refused

    async def _whole(self, source: Source, pair: Pair) -> HistoryMessage:
        """The message with what it brings; without it where the file is of no use."""
        message, entry = pair
        if entry is None:
            return message
        if message.kind == "contacts":
            return await self._workers.run(lambda: source.with_cards(pair))
        if message.content is None or message.content.media is None:
            return message
        media = await self._media(source, entry)
        return message if media is None else with_file(message, media)

    async def _media(self, source: Source, entry: MediaEntry) -> Media | None:
        if entry.place in self._given and entry.place >= 0:
            return self._given[entry.place]
        media = await self._patiently(lambda: self._files.bring(lambda: source.open_media(entry)))
        self._given[entry.place] = media
        self._left_out += media is None
        return media

    async def _patiently(self, ask: Callable[[], Awaitable[T]]) -> T:
        """Ask until it works or never can; what was brought twice counts once. Raises Stopped."""
        wait_s = 1.0
        while True:
            if self._is_stopped():
                raise Stopped
            try:
                return await ask()
            except EnvironmentFailure as failure:
                if failure.code != "hub_unreachable":
                    raise
                log.info("import waits for the hub")
            except HubRefused as refused:
                if not refused.is_passing:
                    raise ComptoirError(refused.code, **refused.facts) from refused
                wait_s = max(wait_s, refused.after_s or 0.0)
            await self._clock.sleep(wait_s)
            wait_s = min(LONGEST_WAIT_S, wait_s * 2)
