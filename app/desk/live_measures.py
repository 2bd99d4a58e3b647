"""The part of the running desk that is reports; see `app.desk.measures_desk`."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from app.desk.hub_time import HubTime
from app.desk.view_file import ViewFile
from app.desk.watchers import Watchers
from app.domain.later import asyncio
from app.domain.rows import Changes
from app.domain.settings import SettingValue
from storage.engine import Connection

if TYPE_CHECKING:
    from app.desk.measuring import Measuring
    from app.desk.session import Unlocked
    from app.domain.deals import Pipeline
    from app.domain.ids import ConversationId
    from app.domain.report_facts import Facts
    from app.domain.report_rows import BehindKey, BehindRow, Report, ReportAsk, ReportName, TurnStory

T = TypeVar("T")
LONG: Final = 100_000  # events behind which somebody waits long enough to be told how far it is


class LiveMeasures:
    """A mixin of `LiveDesk`. What is in memory follows the changes that screens are told."""

    _view: ViewFile
    _watchers: Watchers
    _hub_time: HubTime
    _unlocked: Unlocked
    _check_unlocked: Callable[[], None]
    setting: Callable[[str], SettingValue]
    pipelines: Callable[[], list[Pipeline]]

    async def report(self, name: ReportName, ask: ReportAsk) -> Report:
        from app.domain.report_figures import report
        from app.domain.report_rows import Report

        now_s = self._now_s()
        return await self._measured(
            lambda _conn, facts: report(name, facts, ask, now_s), Report(name, ask, now_s)
        )

    async def report_first_s(self) -> int | None:
        from app.domain.report_figures import first_s

        return await self._measured(lambda _conn, facts: first_s(facts), None)

    async def behind_figure(self, key: BehindKey, limit: int = 200) -> list[BehindRow]:
        from app.desk.measures_reading import rows_behind

        now_s = self._now_s()
        return await self._measured(lambda conn, facts: rows_behind(conn, facts, key, now_s, limit), [])

    async def turn_story(self, conversation_id: ConversationId, episode: int, turn: int) -> TurnStory | None:
        from app.desk.measures_reading import story_of

        now_s, measuring = self._now_s(), self._measures.measuring

        def read(conn: Connection, facts: Facts) -> TurnStory | None:
            found, _episodes = measuring.rows_of(conversation_id)
            meant = next((one for one in found if one.key == (episode, turn)), None)
            return None if meant is None else story_of(conn, facts, meant, now_s)

        return await self._measured(read, None)

    async def answer_times(self, conversation_id: ConversationId) -> list[tuple[int, int]]:
        measures = self._measures
        if not self._is_readable():
            return []
        async with measures.lock:
            is_there = self._is_readable() and await measures.follow(is_all=False) and self._is_readable()
            found, _episodes = (
                await asyncio.to_thread(measures.measuring.rows_of, conversation_id) if is_there else ([], [])
            )
        waits = ((one.start_s, one.cal_s) for one in found if one.ended_by == "reply")
        return [(start_s, cal_s) for start_s, cal_s in waits if cal_s is not None]

    async def write_report(self, target: Path, content: bytes) -> None:
        from app.desk.exports.writing import whole_file

        def write() -> None:
            with whole_file(target) as file:
                file.write(content)

        self._check_unlocked()
        await asyncio.to_thread(write)

    def close_measures(self) -> None:
        """Let go of the files. Blocks."""
        if "_measures" in self.__dict__:
            self._measures.measuring.close()

    def _now_s(self) -> int:
        return int(self._hub_time.now().timestamp())

    @cached_property
    def _measures(self) -> _Measures:
        from app.desk.measuring import measuring_of

        profile, key = self._unlocked.profile, self._unlocked.key
        made = _Measures(measuring_of(profile.folder, profile.log_path, key), self._watchers)
        self._watchers.add(made.hear)
        return made

    def _is_readable(self) -> bool:
        """Asked again after each wait: meanwhile the profile may be locked, or the view be made anew."""
        self._check_unlocked()
        return self._view.is_whole

    def report_progress(self) -> int | None:
        return self._measures.percent if "_measures" in self.__dict__ else None

    async def _measured(self, job: Callable[[Connection, Facts], T], nothing: T) -> T:
        """Beside the event loop, one after the other. Who is cancelled ends the reading, too: the next one goes on."""
        measures = self._measures
        if not self._is_readable():
            return nothing
        async with measures.lock:
            if not (self._is_readable() and await measures.follow() and self._is_readable()):
                return nothing
            known, currency = self.pipelines(), str(self.setting("currency"))
            return await self._view.read_apart(
                lambda conn: measures.measuring.asked(conn, known, currency, job, nothing)
            )


class _Measures:
    """What is measured, for one question at a time. `percent`: how much of a long reading is done."""

    def __init__(self, measuring: Measuring, watchers: Watchers) -> None:
        self.measuring = measuring
        self.lock = asyncio.Lock()
        self.percent: int | None = None
        self._is_long = False
        self._watchers = watchers

    async def follow(self, *, is_all: bool = True) -> bool:
        """Up to the newest event; False once the desk lets go of its files. `is_all`: as of `Measuring.follow`."""
        from app.desk.measuring import Stopped

        left = threading.Event()

        def told(done: int, of: int) -> None:
            if of > LONG or self._is_long:
                self._is_long, self.percent = True, 100 * done // of
            if left.is_set():
                self.percent = None
                raise Stopped

        def work() -> bool:
            try:
                self.measuring.follow(told, is_all=is_all)
            except Stopped:
                return False
            return True

        try:
            return await asyncio.to_thread(work)
        finally:
            left.set()
            self._is_long, self.percent = False, None

    def hear(self, changes: Changes) -> None:
        """Told on the event loop's thread."""
        if self.measuring.hear(changes):
            asyncio.get_running_loop().call_soon(self._watchers.tell, Changes(is_measures=True))
