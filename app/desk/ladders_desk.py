"""Deals that have gone quiet, and the ladders of follow-ups. A part of `Desk`.

Nothing here imports a library: a first paint passes through it. Changes come as `Changes.deals`, of ladders as
`Changes.is_pipelines`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from app.domain.deal_rows import DealRow
    from app.domain.ladder_rows import FollowUpCard, Preview, QuietList, WhatWorked
    from app.domain.ladders import Ladder
    from app.domain.quiet_deals import QuietOrder


class LaddersDesk(Protocol):
    """Every action returns when the wish is on disk and raises ComptoirError, as is said there."""

    def quiet_list(self, order: QuietOrder = "days", pipeline_id: str = "", limit: int = 500) -> QuietList:
        """Those without news, of one pipeline or of all."""

    def quiet_today(self, limit: int = 6) -> tuple[list[DealRow], int]:
        """What somebody must see to today, and how much of it there is.

        First the ladders that wait for a decision, then deals without news for which nothing is planned.
        """

    def followed_up(self, limit: int = 500) -> list[DealRow]:
        """Every deal whose ladder is under way, quiet or not: first those that a person must decide about."""

    def ladders(self) -> list[Ladder]:
        """One for each pipeline, in their order; without steps where nobody made one."""

    def follow_up(self, deal_id: str) -> FollowUpCard | None:
        """The run that is under way."""

    def follow_up_previews(self, deal_ids: Sequence[str]) -> list[Preview]:
        """What would go out when, for each of these deals."""

    def what_worked(self, pipeline_id: str = "") -> WhatWorked:
        """By step and by cause, of all runs that ever were."""

    async def save_ladder(self, ladder: Ladder) -> None:
        """Owner and manager. Raises "role_missing", "ladder_changed", and what `ladder_problem` says."""

    async def start_follow_ups(self, deal_ids: Sequence[str]) -> None:
        """For each of them. The hub may refuse single ones later. Raises "ladder_empty", "ladder_changed"."""

    async def stop_follow_up(self, deal_id: str) -> None:
        """Nothing more goes out. Raises "follow_up_over"."""

    async def send_follow_up(self, deal_id: str) -> None:
        """The next step now, also one that was held. Raises "follow_up_over"."""

    async def skip_follow_up(self, deal_id: str) -> None:
        """The next step is left out. Raises "follow_up_over"."""
