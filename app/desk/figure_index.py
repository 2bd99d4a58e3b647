"""The histories of all deals, kept in memory: figures of 50,000 deals are reckoned without a query.

Everything here runs on one thread at a time, beside the event loop, with a connection of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from app.domain.deal_figure_rows import DealFigures, FigureKey, FiguresAsk
from app.domain.deal_figures import deal_figures, deals_behind
from app.domain.deal_histories import DealHistory, Track, places_of, track_of
from app.domain.deals import Pipeline
from storage.engine import Connection
from storage.instants import to_us
from storage.view.deal_history import deal_histories, deals_of_talks, people_who_wrote

FEW: Final = 2_000  # changes that are read one by one; of more, all is read again


class FigureIndex:
    """`figures` and `behind` answer; `touch` when deals changed, before the next question."""

    def __init__(self) -> None:
        self._tracks: dict[str, Track] | None = None
        self._places: dict[str, dict[str, int]] = {}
        self._wrote: dict[tuple[int, int], int] = {}  # by period, until somebody writes

    def figures(
        self,
        conn: Connection,
        ask: FiguresAsk,
        pipelines: Sequence[Pipeline],
        now: datetime,
        first: str,
    ) -> DealFigures:
        """All figures. People who wrote are of the whole team: beside one rep's deals they would mean nothing."""
        tracks = self._fresh(conn, pipelines)
        wrote = None
        if ask.owner_id is None:
            wrote = self._people(conn, to_us(ask.since_at), to_us(ask.until_at))
        return deal_figures(tracks, ask, _meant(pipelines, ask.pipeline_id), now, wrote, first)

    def tracks(self, conn: Connection, pipelines: Sequence[Pipeline]) -> Iterable[Track]:
        """All of them."""
        return self._fresh(conn, pipelines)

    def behind(
        self, conn: Connection, key: FigureKey, pipelines: Sequence[Pipeline], now: datetime, limit: int
    ) -> list[str]:
        """The ids of the first `limit` deals that a figure counts, those made last first."""
        return deals_behind(
            self._fresh(conn, pipelines), key, _meant(pipelines, key.ask.pipeline_id), now, limit
        )

    def touch(
        self, conn: Connection, deal_ids: Iterable[str] | None, people: Iterable[str], talks: Iterable[str]
    ) -> None:
        """These changed, came or went; None: anything may have."""
        people, talks = list(people), list(talks)
        if deal_ids is None or people or talks:
            self._wrote.clear()
        if deal_ids is None or self._tracks is None:
            self._tracks = None
            return
        ids = {*deal_ids, *deals_of_talks(conn, people, talks)}
        if len(ids) > FEW:
            self._tracks = None
            return
        for deal_id in ids:
            self._tracks.pop(deal_id, None)
        self._tracks.update((one.deal_id, self._track(one)) for one in deal_histories(conn, ids))

    def _fresh(self, conn: Connection, pipelines: Sequence[Pipeline]) -> Iterable[Track]:
        """Of the stages as they stand now."""
        places = {one.pipeline_id: places_of(one) for one in pipelines}
        if self._tracks is None or places != self._places:
            self._places = places
            self._tracks = {one.deal_id: self._track(one) for one in deal_histories(conn)}
        return self._tracks.values()

    def _people(self, conn: Connection, since_us: int, until_us: int) -> int:
        period = (since_us, until_us)
        if period not in self._wrote:
            self._wrote[period] = people_who_wrote(conn, since_us, until_us)
        return self._wrote[period]

    def _track(self, deal: DealHistory) -> Track:
        return track_of(deal, self._places.get(deal.pipeline_id, {}))


def _meant(pipelines: Sequence[Pipeline], pipeline_id: str) -> Pipeline:
    return next((one for one in pipelines if one.pipeline_id == pipeline_id), pipelines[0])
