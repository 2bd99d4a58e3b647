"""The part of `tests.fake_desk.FakeDesk` about figures of deals: reckoned by the real rules from the fake's cards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from app.desk.exports.figures import write_table
from app.domain.clock import Clock
from app.domain.deal_figure_rows import DealFigures, FigureKey, FiguresAsk
from app.domain.deal_figures import deal_figures, deals_behind, epoch_s
from app.domain.deal_histories import DealHistory, Spoke, Stay, Track, places_of, track_of
from app.domain.deal_rows import DealCard, DealRow
from app.domain.deals import Pipeline
from app.domain.ids import MemberId
from app.domain.settings import SettingValue


class FakeFigures:
    """`wrote`: how many people wrote; `spoke_last`: who spoke last, by deal; `figures_asked` for which periods."""

    clock: Clock
    deal_cards: dict[str, DealCard]
    pipelines: Callable[[], list[Pipeline]]
    setting: Callable[[str], SettingValue]

    def __init__(self) -> None:
        super().__init__()
        self.wrote: int | None = 12
        self.spoke_last: dict[str, Spoke] = {}
        self.figures_asked: list[FiguresAsk] = []

    async def deal_figures(
        self, pipeline_id: str, from_at: datetime, until_at: datetime, owner_id: MemberId | None = None
    ) -> DealFigures:
        """By the real rules."""
        pipeline = self._meant(pipeline_id)
        ask = FiguresAsk(pipeline.pipeline_id, from_at, until_at, owner_id)
        self.figures_asked.append(ask)
        wrote = self.wrote if owner_id is None else None
        first = str(self.setting("currency"))
        return deal_figures(self._tracks(pipeline), ask, pipeline, self.clock.now(), wrote, first)

    async def deals_behind(self, key: FigureKey, limit: int = 200) -> list[DealRow]:
        """By the real rules."""
        pipeline = self._meant(key.ask.pipeline_id)
        ids = deals_behind(self._tracks(pipeline), key, pipeline, self.clock.now())
        return [self.deal_cards[deal_id] for deal_id in ids[:limit]]

    async def export_figures(self, target: Path, rows: Sequence[Sequence[str]], separator: str = ",") -> None:
        """Really written."""
        write_table(target, rows, separator)

    def _meant(self, pipeline_id: str) -> Pipeline:
        known = self.pipelines()
        return next((one for one in known if one.pipeline_id == pipeline_id), known[0])

    def _tracks(self, pipeline: Pipeline) -> list[Track]:
        there = [card for card in self.deal_cards.values() if not card.is_removed]
        return [track_of(self._history(card), places_of(pipeline)) for card in there]

    def _history(self, card: DealCard) -> DealHistory:
        made_at = card.made_at or self.clock.now()
        return DealHistory(
            card.deal_id,
            card.pipeline_id,
            card.stage_id,
            card.state,
            epoch_s(made_at),
            epoch_s(card.ended_at) if card.ended_at is not None else None,
            card.amount,
            card.owner_id,
            card.reason,
            self.spoke_last.get(card.deal_id, _spoke(card)),
            card.contact_id or "",
            tuple(
                Stay(
                    stay.stage_id,
                    epoch_s(stay.entered_at),
                    epoch_s(stay.left_at) if stay.left_at is not None else None,
                )
                for stay in card.history
            ),
        )


def _spoke(card: DealCard) -> Spoke:
    if card.last_direction is None:
        return "nobody"
    return "them" if card.last_direction == "in" else "us"
