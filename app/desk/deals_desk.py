"""Deals: the board, lists and single ones, and how they are changed. A part of `Desk`.

Nothing here imports a library: a first paint passes through it. Reads have what waits on this computer drawn over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from app.domain.deal_asks import NewDeal
    from app.domain.deal_rows import Board, DealCard, DealFilter, DealRow, DealSort
    from app.domain.deals import Cause, LogWhat, Pipeline, StageMove
    from app.domain.ids import ContactId, ConversationId, MemberId


class DealsDesk(Protocol):
    """Changes of deals come as `Changes.deals`, of pipelines as `Changes.is_pipelines`.

    Every action returns when the wish is on disk and raises ComptoirError: "deal_unknown", or as is said there. The
    hub may still refuse later (a Refusal follows), for one "deal_moved" {stage, who} where a colleague was first.
    """

    def pipelines(self) -> list[Pipeline]:
        """In their order; the first one, which nobody saved yet, too."""

    def board(
        self,
        pipeline_id: str = "",
        narrowed: DealFilter | None = None,
        sort: DealSort = "need",
        limit_per_column: int = 200,
    ) -> Board:
        """Open deals by stage, and what was won this month. `pipeline_id` "", or one that is gone: the first."""

    def deals(
        self,
        narrowed: DealFilter | None = None,
        sort: DealSort = "made",
        before: DealRow | None = None,
        limit: int = 200,
    ) -> list[DealRow]:
        """A list; `before`: the last row of the page above, what comes after it in the order of `sort` is read."""

    def deal(self, deal_id: str) -> DealCard | None:
        """Everything about one, also about one that was removed."""

    def deals_of_contact(self, contact_id: ContactId) -> list[DealRow]:
        """Of a person and of all their conversations: open ones first, then the newest."""

    def deals_of_conversation(self, conversation_id: ConversationId) -> list[DealRow]:
        """Of this thread, and of its person without a thread, in the same order."""

    def quiet_deals(self, limit: int = 500) -> list[DealRow]:
        """Those that are going quiet, the longest first."""

    def known_deal_tags(self) -> list[str]:
        """Every tag that a deal has, by the alphabet."""

    async def add_deal(self, new: NewDeal) -> str:
        """Make a deal; gives its id.

        Raises "pipeline_unknown", "stage_unknown", "money_malformed", "money_currency", "deal_nobodys" (neither a
        title nor anybody whose it is), "deal_text_long" {limit}, "member_unknown", "contact_unknown",
        "conversation_unknown", "field_date", "field_email".
        """

    async def change_deal(self, deal_id: str, values: Mapping[str, str | None]) -> None:
        """Other values of `app.domain.deals.CHANGEABLE`, as `DealChanged` has them; None empties one."""

    async def move_deal(self, deal_id: str, stage_id: str, pipeline_id: str | None = None) -> None:
        """To another stage, of another pipeline if so. Raises "stage_unknown", "deal_ended"."""

    async def win_deal(self, deal_id: str, reason: str = "") -> None:
        """It is sold. Raises "deal_ended"."""

    async def lose_deal(self, deal_id: str, reason: str = "") -> None:
        """It is not. Raises "deal_ended"."""

    async def reopen_deal(self, deal_id: str, stage_id: str | None = None) -> None:
        """Neither won nor lost after all; `stage_id` None: where it ended."""

    async def own_deal(self, deal_id: str, owner_id: MemberId | None) -> None:
        """Who looks after it. Raises "member_unknown"."""

    async def tag_deal(self, deal_id: str, tag: str) -> None:
        """File it. Raises "tag_empty", "deal_tags_full"."""

    async def untag_deal(self, deal_id: str, tag: str) -> None:
        """No more."""

    async def link_deal(
        self,
        deal_id: str,
        contact_id: ContactId | None = None,
        conversation_id: ConversationId | None = None,
    ) -> None:
        """Whose it is. Raises "contact_unknown", "conversation_unknown"."""

    async def remove_deal(self, deal_id: str) -> None:
        """On no board any more: one's own, or anybody's for who leads. Raises "not_yours"."""

    async def restore_deal(self, deal_id: str) -> None:
        """Take a removal back."""

    async def log_on_deal(
        self, deal_id: str, what: LogWhat, note: str = "", at: datetime | None = None
    ) -> str:
        """Something outside of the channel; gives the entry's id. `at` None: now. Raises "text_too_long"."""

    async def unlog_on_deal(self, deal_id: str, entry_id: str) -> None:
        """One's own, or anybody's for who leads. Raises "not_yours"."""

    async def set_deal_cause(self, deal_id: str, cause: Cause | None) -> None:
        """Why it went quiet."""

    async def save_pipeline(self, pipeline: Pipeline, moves: Sequence[StageMove] = ()) -> str:
        """A new pipeline (without an id), or another form of one; gives its id. `version`: of the one that was seen.

        Owner and manager. Raises "role_missing", the codes of `app.domain.pipelines.pipeline_problem`,
        "stage_holds_deals" {name, count} where a stage is gone and no move says where its deals go.
        """

    async def remove_pipeline(self, pipeline_id: str) -> None:
        """Owner and manager. Raises "role_missing", "pipeline_holds_deals" {name, count}, "pipeline_last"."""
