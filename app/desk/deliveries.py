"""Gives the hub the files of waiting messages: a message's command goes only when its files are there.

Nothing of it is remembered: the waiting commands name their files, and the files lie on disk until the hub has them. So
a restart goes on by itself.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence

from app.desk.hub_client import HubRefused, HubUnreachable
from app.desk.media_desk import MediaProgress
from app.desk.media_wire import MediaWire
from app.desk.workers import Workers
from app.domain.clock import Clock
from app.domain.commands import Command
from app.domain.contents import Content
from app.domain.errors import EnvironmentFailure
from storage.media import PIECE_BYTES, MediaStore, is_sha256

log = logging.getLogger(__name__)

LONGEST_WAIT_S = 60.0
WENT_BACK_MAX = 20  # times that the hub may want earlier bytes again


class Deliveries:
    """`on_news` is called when a command may have become ready, or can never be. `tell` hears of progress.

    Files come from `outgoing`, where they wait, or from `cache`: a customer's file may be sent on.
    """

    def __init__(
        self,
        outgoing: MediaStore,
        cache: MediaStore,
        workers: Workers,
        clock: Clock,
        tell: Callable[[MediaProgress], None],
    ) -> None:
        self.wire: MediaWire | None = None
        self.on_news: Callable[[], None] = lambda: None
        self._outgoing = outgoing
        self._cache = cache
        self._workers = workers
        self._clock = clock
        self._tell = tell
        self._at_hub: set[str] = set()
        self._refused: dict[str, str] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def is_ready(self, command: Command) -> bool:
        """Whether the hub has every file of a command."""
        return self._at_hub.issuperset(files_of(command))

    def refusal(self, command: Command) -> str | None:
        """Why a command can never go: the code of what became of one of its files."""
        return next((self._refused[one] for one in files_of(command) if one in self._refused), None)

    def bring(self, commands: Sequence[Command]) -> None:
        """Begin to give the hub what these commands need."""
        for command in commands:
            for sha256 in files_of(command):
                if sha256 not in self._at_hub and sha256 not in self._tasks and sha256 not in self._refused:
                    work = self._deliver(sha256)
                    self._tasks[sha256] = asyncio.get_running_loop().create_task(work, name="desk-deliver")

    async def give(self, sha256: str) -> None:
        """Give the hub one file now. Raises HubUnreachable, HubRefused or EnvironmentFailure."""
        if sha256 not in self._at_hub:
            await self._give(sha256)

    def forget_refusal(self, command: Command) -> None:
        """Its command is gone: the same file may be sent again."""
        for sha256 in files_of(command):
            self._refused.pop(sha256, None)

    async def close(self) -> None:
        """End everything; the commands keep waiting on disk."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _deliver(self, sha256: str) -> None:
        wait_s = 1.0
        try:
            while True:
                try:
                    await self._give(sha256)
                    break
                except (HubUnreachable, HubRefused) as error:
                    # Who was shut out (401, 403) hears it from what else asks the hub: a file is not to blame.
                    if isinstance(error, HubRefused) and not (error.is_passing or error.status in {401, 403}):
                        raise
                    await self._clock.sleep(wait_s)
                    wait_s = min(LONGEST_WAIT_S, wait_s * 2)
        except (HubRefused, EnvironmentFailure) as error:
            log.info("file not taken code=%s", error.code)
            self._refused[sha256] = error.code
            self._tell(MediaProgress(sha256, "failed", code=error.code))
        finally:
            del self._tasks[sha256]
            self.on_news()

    async def _give(self, sha256: str) -> None:
        if self.wire is None:
            raise HubUnreachable("not connected", was_not_sent=True)
        if not await self.wire.has(sha256):
            await self._give_parts(self.wire, sha256)
        try:
            await self._workers.run(lambda: self._outgoing.hand_over(sha256, self._cache))
        except EnvironmentFailure as error:  # the hub has it; here it stays where it was
            log.warning("file not moved code=%s", error.code)
        self._at_hub.add(sha256)
        self._tell(MediaProgress(sha256, "uploaded"))

    async def _give_parts(self, wire: MediaWire, sha256: str) -> None:
        store = self._outgoing if self._outgoing.has(sha256) else self._cache
        total = await self._workers.run(lambda: store.size(sha256))
        if total is None:
            raise EnvironmentFailure("media_missing")
        start, went_back = 0, 0
        while True:
            self._tell(MediaProgress(sha256, "uploading", start, total))
            piece = await self._workers.run(lambda start=start: store.read(sha256, start, PIECE_BYTES))  # type: ignore[misc]
            wanted = await wire.put(sha256, start, piece, total)
            if wanted >= total:
                return
            went_back += wanted <= start
            if went_back > WENT_BACK_MAX:
                raise HubUnreachable("the hub wants the same part again and again", was_not_sent=False)
            start = wanted


def files_of(command: Command) -> list[str]:
    """The files that the hub must have before a command comes."""
    content = getattr(command.body, "content", None)
    medias = [one.media for one in getattr(command.body, "files", ())]
    if isinstance(content, Content):
        cards = content.template.cards if content.template else ()
        medias += [content.media, *(card.media for card in cards)]
    return [
        media.sha256 for media in medias if media is not None and media.sha256 and is_sha256(media.sha256)
    ]
