"""Figures of deals, and the deals behind each of them. A part of `Desk`.

Nothing here imports a library: a first paint passes through it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from app.domain.deal_figure_rows import DealFigures, FigureKey
    from app.domain.deal_rows import DealRow
    from app.domain.ids import MemberId


class FiguresDesk(Protocol):
    """Read beside the event loop, of what the hub has confirmed: what waits on this computer is not counted yet."""

    async def deal_figures(
        self, pipeline_id: str, from_at: datetime, until_at: datetime, owner_id: MemberId | None = None
    ) -> DealFigures:
        """Of the deals of a pipeline that were made from `from_at` on and before `until_at`; of one rep, if named.

        `pipeline_id` "", or one that is gone: the first. While the view is made anew there are none.
        """

    async def deals_behind(self, key: FigureKey, limit: int = 200) -> list[DealRow]:
        """The deals that a figure counts, those made last first."""

    async def export_figures(self, target: Path, rows: Sequence[Sequence[str]], separator: str = ",") -> None:
        """A table of figures as a file for a spreadsheet. Raises "disk_full", "folder_unwritable"."""
