"""The part of the running desk that is figures of deals; see `app.desk.figures_desk`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from app.desk.hub_time import HubTime
from app.desk.view_file import ViewFile
from app.desk.watchers import Watchers
from app.domain.ids import MemberId
from app.domain.later import asyncio
from app.domain.rows import Changes
from app.domain.settings import SettingValue
from storage.engine import Connection

if TYPE_CHECKING:
    from app.desk.figure_index import FigureIndex
    from app.domain.deal_figure_rows import DealFigures, FigureKey
    from app.domain.deal_rows import DealRow
    from app.domain.deals import Pipeline

T = TypeVar("T")


class LiveFigures:
    """A mixin of `LiveDesk`. The histories in memory follow the changes that screens are told."""

    _view: ViewFile
    _watchers: Watchers
    _hub_time: HubTime
    _check_unlocked: Callable[[], None]
    setting: Callable[[str], SettingValue]
    pipelines: Callable[[], list[Pipeline]]

    async def deal_figures(
        self, pipeline_id: str, from_at: datetime, until_at: datetime, owner_id: MemberId | None = None
    ) -> DealFigures:
        from app.domain.deal_figure_rows import FiguresAsk
        from app.domain.deal_figures import deal_figures

        known, first = self.pipelines(), str(self.setting("currency"))
        pipeline = next((one for one in known if one.pipeline_id == pipeline_id), known[0])
        ask, now = FiguresAsk(pipeline.pipeline_id, from_at, until_at, owner_id), self._hub_time.now()
        index = self._figures.index
        nothing = deal_figures((), ask, pipeline, now, None, first)
        return await self._counted(lambda conn: index.figures(conn, ask, known, now, first), nothing)

    async def deals_behind(self, key: FigureKey, limit: int = 200) -> list[DealRow]:
        from storage.view.deal_history import listed_deals

        known, now, index = self.pipelines(), self._hub_time.now(), self._figures.index

        def read(conn: Connection) -> list[DealRow]:
            ids = index.behind(conn, key, known, now, limit)
            rows = {row.deal_id: row for row in listed_deals(conn, ids)}
            return [rows[deal_id] for deal_id in ids if deal_id in rows]

        return await self._counted(read, [])

    async def export_figures(self, target: Path, rows: Sequence[Sequence[str]], separator: str = ",") -> None:
        from app.desk.exports.figures import write_table

        self._check_unlocked()
        await asyncio.to_thread(write_table, target, rows, separator)

    @cached_property
    def _figures(self) -> _Figures:
        from app.desk.figure_index import FigureIndex

        figures = _Figures(FigureIndex())
        self._watchers.add(figures.hear)
        return figures

    async def _counted(self, job: Callable[[Connection], T], nothing: T) -> T:
        """Beside the event loop, one after the other."""
        self._check_unlocked()
        if not self._view.is_whole:
            return nothing
        figures = self._figures
        async with figures.lock:
            return await self._view.read_apart(lambda conn: figures.fresh(conn, job))


class _Figures:
    """The histories, and what changed since they were read."""

    def __init__(self, index: FigureIndex) -> None:
        self.index = index
        self.lock = asyncio.Lock()
        self._is_all_stale = False
        self._deals: set[str] = set()
        self._people: set[str] = set()
        self._talks: set[str] = set()

    def hear(self, changes: Changes) -> None:
        """Told on the event loop's thread."""
        self._is_all_stale |= changes.is_everything
        self._deals |= changes.deals
        self._people |= changes.contacts
        self._talks |= changes.conversations

    def fresh(self, conn: Connection, job: Callable[[Connection], T]) -> T:
        """Runs beside the event loop."""
        deals, self._deals = self._deals, set()
        people, self._people = self._people, set()
        talks, self._talks = self._talks, set()
        is_all, self._is_all_stale = self._is_all_stale, False
        try:
            if is_all or deals or people or talks:
                self.index.touch(conn, None if is_all else deals, people, talks)
            return job(conn)
        except BaseException:
            self._is_all_stale = True  # half read is not read
            raise
