"""The part of `tests.fake_desk.FakeDesk` about deals: cards in memory, changed at once as if the hub agreed.

A test puts deals with `put_deal` and `deal_of`, plays a colleague with `move_deal_elsewhere`, and the hub with
`refuse_deal`. `deal_asked` holds every command that was asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cached_property
from types import SimpleNamespace
from typing import Any

from app.desk.deal_actions import DealActions
from app.desk.deal_overlay import Lookups, overlaid_deal, overlaid_pipelines, settled
from app.desk.desk import Refusal
from app.desk.pending import Pending
from app.domain import deal_asks as asks
from app.domain.clock import Clock
from app.domain.commands import Command
from app.domain.deal_board import board_of, first_open, fits, sort_key
from app.domain.deal_rows import Board, DealCard, DealFilter, DealRow, DealSort, StageStayRow
from app.domain.deals import MAIN_PIPELINE, Cause, LogWhat, Pipeline, StageMove
from app.domain.ids import CommandId, ContactId, ConversationId, IdMaker, MemberId
from app.domain.members import Member
from app.domain.pipelines import in_order
from app.domain.rows import Changes, InboxRow
from app.domain.settings import SettingValue


class FakeDeals:
    """`deal_cards` by id; `saved_pipelines` by id, the first one where there are none; `team_names` of colleagues."""

    clock: Clock
    talks: dict[ConversationId, Any]
    _tell: Callable[[Changes], None]
    me: Callable[[], Member]
    setting: Callable[[str], SettingValue]
    inbox_row: Callable[[ConversationId], InboxRow | None]
    _refusal_listeners: list[Callable[[Refusal], None]]

    def __init__(self) -> None:
        super().__init__()
        self.deal_cards: dict[str, DealCard] = {}
        self.saved_pipelines: dict[str, Pipeline] = {}
        self.gone_pipelines: set[str] = set()
        self.deal_asked: list[asks.DealAsk] = []
        self.team_names: dict[MemberId, str] = {}
        self.cycle_days: int | None = None
        self._deal_count = 0

    # --- read ---

    def pipelines(self) -> list[Pipeline]:
        """In their order."""
        return in_order(self.saved_pipelines.values(), self.gone_pipelines)

    def board(
        self,
        pipeline_id: str = "",
        narrowed: DealFilter | None = None,
        sort: DealSort = "need",
        limit_per_column: int = 200,
    ) -> Board:
        """As the real one is put together."""
        known = self.pipelines()
        pipeline = next((one for one in known if one.pipeline_id == pipeline_id), known[0])
        wanted = replace(narrowed or DealFilter(), pipeline_id=pipeline.pipeline_id, stage_id="")
        currency, now = str(self.setting("currency")), self.clock.now()
        there = [card for card in self.deal_cards.values() if card.pipeline_id == pipeline.pipeline_id]
        month = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        won = [
            card
            for card in there
            if fits(card, replace(wanted, states=("won",)), now) and card.ended_at and card.ended_at >= month
        ]
        rows = [card for card in there if fits(card, replace(wanted, states=("open",)), now)]
        return board_of(
            pipeline, rows, sort_key(sort, currency), limit_per_column, currency, won, self.cycle_days
        )

    def deals(
        self,
        narrowed: DealFilter | None = None,
        sort: DealSort = "made",
        before: DealRow | None = None,
        limit: int = 200,
    ) -> list[DealRow]:
        """In order."""
        wanted, key = narrowed or DealFilter(), sort_key(sort, str(self.setting("currency")))
        there: list[DealRow] = [
            one for one in self.deal_cards.values() if fits(one, wanted, self.clock.now())
        ]
        there.sort(key=key)
        return [row for row in there if before is None or key(row) > key(before)][:limit]

    def deal(self, deal_id: str) -> DealCard | None:
        """A card."""
        return self.deal_cards.get(deal_id)

    def deals_of_contact(self, contact_id: ContactId) -> list[DealRow]:
        """Open ones first, then the newest."""
        return first_open(one for one in self.deal_cards.values() if one.contact_id == contact_id)

    def deals_of_conversation(self, conversation_id: ConversationId) -> list[DealRow]:
        """Of the thread, and of its person without a thread."""
        talk = self.talks.get(conversation_id)
        whose = talk.contact_id if talk is not None else None
        return first_open(
            one
            for one in self.deal_cards.values()
            if one.conversation_id == conversation_id
            or (one.conversation_id is None and whose is not None and one.contact_id == whose)
        )

    def quiet_deals(self, limit: int = 500) -> list[DealRow]:
        """Those that a test calls quiet, the longest first."""
        there: list[DealRow] = [one for one in self.deal_cards.values() if not one.is_removed]
        quiet = [one for one in there if one.quiet is not None]
        return sorted(quiet, key=lambda one: one.quiet.since_at if one.quiet else self.clock.now())[:limit]

    def known_deal_tags(self) -> list[str]:
        """Of all."""
        return sorted({tag for one in self.deal_cards.values() for tag in one.tags})

    # --- do ---

    async def add_deal(self, new: asks.NewDeal) -> str:
        """At once."""
        return await self._deal_actions.add(new)

    async def change_deal(self, deal_id: str, values: Mapping[str, str | None]) -> None:
        """At once."""
        await self._deal_actions.change(deal_id, values)

    async def move_deal(self, deal_id: str, stage_id: str, pipeline_id: str | None = None) -> None:
        """At once."""
        await self._deal_actions.move(deal_id, stage_id, pipeline_id)

    async def win_deal(self, deal_id: str, reason: str = "") -> None:
        """At once."""
        await self._deal_actions.end(deal_id, reason, is_won=True)

    async def lose_deal(self, deal_id: str, reason: str = "") -> None:
        """At once."""
        await self._deal_actions.end(deal_id, reason, is_won=False)

    async def reopen_deal(self, deal_id: str, stage_id: str | None = None) -> None:
        """At once."""
        await self._deal_actions.reopen(deal_id, stage_id)

    async def own_deal(self, deal_id: str, owner_id: MemberId | None) -> None:
        """At once."""
        await self._deal_actions.own(deal_id, owner_id)

    async def tag_deal(self, deal_id: str, tag: str) -> None:
        """At once."""
        await self._deal_actions.tag(deal_id, tag)

    async def untag_deal(self, deal_id: str, tag: str) -> None:
        """At once."""
        await self._deal_actions.untag(deal_id, tag)

    async def link_deal(
        self,
        deal_id: str,
        contact_id: ContactId | None = None,
        conversation_id: ConversationId | None = None,
    ) -> None:
        """At once."""
        await self._deal_actions.link(deal_id, contact_id, conversation_id)

    async def remove_deal(self, deal_id: str) -> None:
        """At once."""
        await self._deal_actions.remove(deal_id)

    async def restore_deal(self, deal_id: str) -> None:
        """At once."""
        await self._deal_actions.restore(deal_id)

    async def log_on_deal(
        self, deal_id: str, what: LogWhat, note: str = "", at: datetime | None = None
    ) -> str:
        """At once."""
        return await self._deal_actions.log(deal_id, what, note, at)

    async def unlog_on_deal(self, deal_id: str, entry_id: str) -> None:
        """At once."""
        await self._deal_actions.unlog(deal_id, entry_id)

    async def set_deal_cause(self, deal_id: str, cause: Cause | None) -> None:
        """At once."""
        await self._deal_actions.set_cause(deal_id, cause)

    async def save_pipeline(self, pipeline: Pipeline, moves: Sequence[StageMove] = ()) -> str:
        """At once, with the deals of stages that are gone."""
        return await self._deal_actions.save_pipeline(pipeline, moves)

    async def remove_pipeline(self, pipeline_id: str) -> None:
        """At once."""
        await self._deal_actions.remove_pipeline(pipeline_id)

    # --- played by a test ---

    def put_deal(self, card: DealCard) -> DealCard:
        """A test or a colleague makes or changes one."""
        self.deal_cards[card.deal_id] = settled(card)
        self._tell(Changes(deals=frozenset({card.deal_id})))
        return self.deal_cards[card.deal_id]

    def deal_of(
        self, conversation_id: ConversationId | None, stage_id: str = "quote", days: int = 2, **fields: Any
    ) -> DealCard:
        """A deal of one of the talks, `days` in its stage; `fields` of a `DealCard`."""
        self._deal_count += 1
        at = self.clock.now() - timedelta(days=days)
        card = DealCard(
            f"deal-{self._deal_count:04d}", MAIN_PIPELINE, stage_id, stage_since_at=at, made_at=at
        )
        card = replace(card, history=(StageStayRow(MAIN_PIPELINE, stage_id, at, None, self.me().name),))
        if conversation_id is not None:
            card = replace(card, **_talk_of(self, None, conversation_id), conversation_id=conversation_id)
        return self.put_deal(replace(card, **fields))

    def move_deal_elsewhere(self, deal_id: str, stage_id: str, name: str = "Marc Petit") -> None:
        """A colleague was first."""
        card, now = self.deal_cards[deal_id], self.clock.now()
        left = tuple(stay if stay.left_at else replace(stay, left_at=now) for stay in card.history)
        stays = (*left, StageStayRow(card.pipeline_id, stage_id, now, None, name))
        self.put_deal(replace(card, stage_id=stage_id, stage_since_at=now, history=stays))

    def refuse_deal(self, body: asks.DealAsk, code: str, **facts: str) -> None:
        """The hub refuses what was asked for."""
        for callback in list(self._refusal_listeners):
            callback(Refusal(body, code, facts, None))

    # --- inside ---

    @cached_property
    def _deal_actions(self) -> DealActions:
        """The real checks; instead of an outbox, everything happens at once."""
        outbox: Any = SimpleNamespace(add=self._happen)
        standing: Any = lambda: SimpleNamespace(base_pos=0, is_online=True)  # noqa: E731
        return DealActions(_Knower(self), outbox, IdMaker(self.clock), self.clock, self.me, standing)

    async def _happen(self, bodies: Sequence[Any], _base_pos: int, *, is_online: bool) -> None:
        for body in bodies:
            self.deal_asked.append(body)
            self._deal_count += 1
            command = Command(CommandId(f"deal-command-{self._deal_count}"), 1, 0, self.clock.now(), body)
            if isinstance(body, asks.SavePipeline | asks.RemovePipeline):
                self._happen_to_pipelines(body, command)
                continue
            after = overlaid_deal(self.deal(body.deal_id), [Pending(command)], self._lookups())
            assert after is not None
            log = tuple(replace(row, is_pending=False) for row in after.log)
            self.put_deal(replace(after, is_pending=False, log=log))

    def _happen_to_pipelines(self, body: asks.SavePipeline | asks.RemovePipeline, command: Command) -> None:
        known = self.saved_pipelines.values()
        after = overlaid_pipelines(known, self.gone_pipelines, [Pending(command)])
        self.saved_pipelines = {one.pipeline_id: one for one in after if one.version}
        if isinstance(body, asks.RemovePipeline):
            self.gone_pipelines.add(body.pipeline_id)
        else:
            targets = {move.from_stage_id: move.to_stage_id for move in body.moves}
            for card in list(self.deal_cards.values()):
                if card.pipeline_id == body.pipeline.pipeline_id and card.stage_id in targets:
                    self.move_deal_elsewhere(card.deal_id, targets[card.stage_id], self.me().name)
        self._tell(Changes(is_pipelines=True))

    def _lookups(self) -> Lookups:
        return Lookups(self.me().member_id, self._name_of, lambda *whose: _talk_of(self, *whose))

    def _name_of(self, member_id: MemberId | None) -> str | None:
        me = self.me()
        names = {me.member_id: me.name, **self.team_names}
        names |= {one.member_id: one.name for one in getattr(self, "members", list)() if one.is_active}
        return names.get(member_id) if member_id is not None else None


class _Knower:
    """What the checks read of the fake."""

    def __init__(self, fake: FakeDeals) -> None:
        self._fake = fake

    def card(self, deal_id: str) -> DealCard | None:
        """A card."""
        return self._fake.deal(deal_id)

    def pipelines(self) -> list[Pipeline]:
        """In order."""
        return self._fake.pipelines()

    def name_of(self, member_id: MemberId | None) -> str | None:
        """A name."""
        return self._fake._name_of(member_id)

    def has_person(self, contact_id: ContactId | None, conversation_id: ConversationId | None) -> str:
        """Whether there is such a talk."""
        if conversation_id is not None and conversation_id not in self._fake.talks:
            return "conversation_unknown"
        return ""

    def open_counts(self, pipeline_id: str) -> dict[str, int]:
        """By stage."""
        counts: dict[str, int] = {}
        for card in self._fake.deal_cards.values():
            if card.pipeline_id == pipeline_id and card.state == "open" and not card.is_removed:
                counts[card.stage_id] = counts.get(card.stage_id, 0) + 1
        return counts


def _talk_of(
    fake: FakeDeals, contact_id: ContactId | None, conversation_id: ConversationId | None
) -> dict[str, Any]:
    """Fields of a row that tell of a talk: of the named one, or the person's first."""
    if conversation_id is None:
        theirs = (key for key, talk in fake.talks.items() if talk.contact_id == contact_id)
        row = fake.inbox_row(next(theirs, ConversationId("")))
    else:
        row = fake.inbox_row(conversation_id)
    if row is None:
        return {}
    return {
        "contact_id": row.contact_id,
        "person": row.name,
        "is_named": row.is_named,
        "last_at": row.last_at,
        "last_direction": row.last_direction,
        "last_kind": row.last_kind,
        "last_text": row.last_text,
        "last_state": row.last_state,
        "waiting_since_at": row.waiting_since_at,
        "window_closes_at": row.window_closes_at,
        "silent_since_at": row.last_at if row.last_direction == "out" else None,
    }
