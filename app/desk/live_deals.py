"""The part of the running desk that is about deals; what reads and asks is made when it is first used."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from app.desk.hub_time import HubTime
from app.desk.outbox import Outbox
from app.desk.reading import Reader
from app.domain.clock import Clock
from app.domain.ids import ContactId, ConversationId, IdMaker, MemberId
from app.domain.members import Member
from app.domain.settings import SettingValue

if TYPE_CHECKING:
    from app.desk.actions import Standing
    from app.desk.deal_actions import DealActions
    from app.desk.deal_reading import DealReader
    from app.desk.task_reading import TaskReader
    from app.domain.deal_asks import NewDeal
    from app.domain.deal_rows import Board, DealCard, DealFilter, DealRow, DealSort
    from app.domain.deals import Cause, LogWhat, Pipeline, StageMove


class LiveDeals:
    """A mixin of `LiveDesk`; what the methods do is said in `app.desk.deals_desk.DealsDesk`."""

    _reader: Reader
    _outbox: Outbox
    _clock: Clock
    _hub_time: HubTime
    _standing: Callable[[], Standing]
    _read: Callable[..., Any]
    me: Callable[[], Member]
    setting: Callable[[str], SettingValue]
    _dressed: Callable[[Iterable[DealRow]], list[DealRow]]
    _task_rows: TaskReader

    @cached_property
    def _deal_reader(self) -> DealReader:
        from app.desk.deal_reading import DealReader

        return DealReader(
            self._reader,
            self._outbox,
            self._hub_time.now,
            lambda: str(self.setting("currency")),
            lambda: str(self.setting("time_zone")),
            self._task_rows,
            lambda rows: self._dressed(rows),
        )

    @cached_property
    def _deal_actions(self) -> DealActions:
        from app.desk.deal_actions import DealActions

        ids = IdMaker(self._clock)
        return DealActions(self._deal_reader, self._outbox, ids, self._clock, self.me, self._standing)

    def pipelines(self) -> list[Pipeline]:
        found: list[Pipeline] = self._read(lambda: self._deal_reader.pipelines(), [])
        return found or self._deal_reader.first_pipelines()

    def board(
        self,
        pipeline_id: str = "",
        narrowed: DealFilter | None = None,
        sort: DealSort = "need",
        limit_per_column: int = 200,
    ) -> Board:
        found: Board | None = self._read(
            lambda: self._deal_reader.board(pipeline_id, narrowed, sort, limit_per_column), None
        )
        return found or self._deal_reader.empty_board()

    def deals(
        self,
        narrowed: DealFilter | None = None,
        sort: DealSort = "made",
        before: DealRow | None = None,
        limit: int = 200,
    ) -> list[DealRow]:
        rows: list[DealRow] = self._read(lambda: self._deal_reader.rows(narrowed, sort, before, limit), [])
        return rows

    def deal(self, deal_id: str) -> DealCard | None:
        card: DealCard | None = self._read(lambda: self._deal_reader.card(deal_id), None)
        return card

    def deals_of_contact(self, contact_id: ContactId) -> list[DealRow]:
        rows: list[DealRow] = self._read(lambda: self._deal_reader.of_contact(contact_id), [])
        return rows

    def deals_of_conversation(self, conversation_id: ConversationId) -> list[DealRow]:
        rows: list[DealRow] = self._read(lambda: self._deal_reader.of_conversation(conversation_id), [])
        return rows

    def known_deal_tags(self) -> list[str]:
        tags: list[str] = self._read(lambda: self._deal_reader.tags(), [])
        return tags

    async def add_deal(self, new: NewDeal) -> str:
        return await self._deal_actions.add(new)

    async def change_deal(self, deal_id: str, values: Mapping[str, str | None]) -> None:
        await self._deal_actions.change(deal_id, values)

    async def move_deal(self, deal_id: str, stage_id: str, pipeline_id: str | None = None) -> None:
        await self._deal_actions.move(deal_id, stage_id, pipeline_id)

    async def win_deal(self, deal_id: str, reason: str = "") -> None:
        await self._deal_actions.end(deal_id, reason, is_won=True)

    async def lose_deal(self, deal_id: str, reason: str = "") -> None:
        await self._deal_actions.end(deal_id, reason, is_won=False)

    async def reopen_deal(self, deal_id: str, stage_id: str | None = None) -> None:
        await self._deal_actions.reopen(deal_id, stage_id)

    async def own_deal(self, deal_id: str, owner_id: MemberId | None) -> None:
        await self._deal_actions.own(deal_id, owner_id)

    async def tag_deal(self, deal_id: str, tag: str) -> None:
        await self._deal_actions.tag(deal_id, tag)

    async def untag_deal(self, deal_id: str, tag: str) -> None:
        await self._deal_actions.untag(deal_id, tag)

    async def link_deal(
        self,
        deal_id: str,
        contact_id: ContactId | None = None,
        conversation_id: ConversationId | None = None,
    ) -> None:
        await self._deal_actions.link(deal_id, contact_id, conversation_id)

    async def remove_deal(self, deal_id: str) -> None:
        await self._deal_actions.remove(deal_id)

    async def restore_deal(self, deal_id: str) -> None:
        await self._deal_actions.restore(deal_id)

    async def log_on_deal(
        self, deal_id: str, what: LogWhat, note: str = "", at: datetime | None = None
    ) -> str:
        return await self._deal_actions.log(deal_id, what, note, at)

    async def unlog_on_deal(self, deal_id: str, entry_id: str) -> None:
        await self._deal_actions.unlog(deal_id, entry_id)

    async def set_deal_cause(self, deal_id: str, cause: Cause | None) -> None:
        await self._deal_actions.set_cause(deal_id, cause)

    async def save_pipeline(self, pipeline: Pipeline, moves: Sequence[StageMove] = ()) -> str:
        return await self._deal_actions.save_pipeline(pipeline, moves)

    async def remove_pipeline(self, pipeline_id: str) -> None:
        await self._deal_actions.remove_pipeline(pipeline_id)
