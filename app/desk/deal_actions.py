"""What a person may ask for about deals: checked here as far as this computer can know, stored, then sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from app.desk.actions import Standing, sendable
from app.desk.outbox import Outbox
from app.domain import deal_asks as asks
from app.domain.clock import Clock
from app.domain.contact_cards import FieldChange
from app.domain.deal_checks import changes_problem, new_problem, note_problem, reason_problem
from app.domain.deal_rows import DealCard
from app.domain.deals import TAGS_MAX, Cause, LogWhat, Pipeline, StageMove
from app.domain.errors import ComptoirError, Refused
from app.domain.ids import ContactId, ConversationId, IdMaker, MemberId
from app.domain.members import Member
from app.domain.money import money_text
from app.domain.pipelines import in_order, moves_problem, pipeline_problem, stage_problem, tidied
from app.domain.tags import clean_tag

LEADERS = ("owner", "manager")


class DealKnower(Protocol):
    """What is read before something is asked for: the running desk's reader, or a test's rows."""

    def card(self, deal_id: str) -> DealCard | None:
        """As it is shown."""

    def pipelines(self) -> list[Pipeline]:
        """In their order."""

    def name_of(self, member_id: MemberId | None) -> str | None:
        """Of somebody of the team."""

    def has_person(self, contact_id: ContactId | None, conversation_id: ConversationId | None) -> str:
        """The code of what is not there; "" where both are."""

    def open_counts(self, pipeline_id: str) -> dict[str, int]:
        """How many open deals each stage holds."""


class DealActions:
    """What the methods do is said in `app.desk.deals_desk.DealsDesk`."""

    def __init__(
        self,
        reader: DealKnower,
        outbox: Outbox,
        ids: IdMaker,
        clock: Clock,
        me: Callable[[], Member],
        standing: Callable[[], Standing],
    ) -> None:
        self._reader = reader
        self._outbox = outbox
        self._ids = ids
        self._clock = clock
        self._me = me
        self._standing = standing

    async def add(self, new: asks.NewDeal) -> str:
        """In the first stage of the first pipeline where nothing else is said."""
        new = completed(new, self._reader.pipelines())
        refuse(new_problem(new))
        self._check_whose(new.contact_id, new.conversation_id)
        self._check_member(new.owner_id)
        if new.deal_id and self._reader.card(new.deal_id) is not None:
            raise ComptoirError("deal_exists", deal_id=new.deal_id)
        deal_id = new.deal_id or self._ids.new()
        await self._ask(asks.AddDeal(deal_id, replace(new, deal_id=deal_id)))
        return deal_id

    async def change(self, deal_id: str, values: Mapping[str, str | None]) -> None:
        """Only what is another is asked for."""
        card = self._card(deal_id)
        changes = tuple(
            FieldChange(key, sendable(value or "").strip() or None)
            for key, value in values.items()
            if value_of(card, key) != (value or "")
        )
        refuse(changes_problem(changes))
        if changes:
            await self._ask(asks.ChangeDeal(deal_id, changes))

    async def move(self, deal_id: str, stage_id: str, pipeline_id: str | None) -> None:
        """Where it is not yet."""
        card = self._open(deal_id)
        pipeline_id = pipeline_id or card.pipeline_id
        self._check_stage(pipeline_id, stage_id)
        if (card.pipeline_id, card.stage_id) != (pipeline_id, stage_id):
            await self._ask(asks.MoveDeal(deal_id, pipeline_id, stage_id, card.stage_id))

    async def end(self, deal_id: str, reason: str, *, is_won: bool) -> None:
        """Won or lost."""
        card, why = self._open(deal_id), sendable(reason).strip()
        refuse(reason_problem(why))
        kind = asks.WinDeal if is_won else asks.LoseDeal
        await self._ask(kind(deal_id, why, card.stage_id))

    async def reopen(self, deal_id: str, stage_id: str | None) -> None:
        """Where it ended, or elsewhere in its pipeline."""
        card = self._card(deal_id)
        if card.state == "open":
            return
        where = stage_id or card.stage_id
        refused = stage_problem(self._reader.pipelines(), card.pipeline_id, where)
        if refused is not None and stage_id is None:  # the stage in which it ended is gone
            first = next(
                (one for one in self._reader.pipelines() if one.pipeline_id == card.pipeline_id), None
            )
            where, refused = (first.stages[0].stage_id, None) if first is not None else (where, refused)
        refuse(refused)
        await self._ask(asks.ReopenDeal(deal_id, where))

    async def own(self, deal_id: str, owner_id: MemberId | None) -> None:
        """Somebody of the team, or nobody."""
        card = self._card(deal_id)
        self._check_member(owner_id)
        if card.owner_id != owner_id:
            await self._ask(asks.OwnDeal(deal_id, owner_id))

    async def tag(self, deal_id: str, tag: str) -> None:
        """In one way of writing it."""
        card, cleaned = self._card(deal_id), clean_tag(tag)
        if not cleaned:
            raise ComptoirError("tag_empty")
        if cleaned in card.tags:
            return
        if len(card.tags) >= TAGS_MAX:
            raise ComptoirError("deal_tags_full", limit=str(TAGS_MAX))
        await self._ask(asks.TagDeal(deal_id, cleaned))

    async def untag(self, deal_id: str, tag: str) -> None:
        """Where it is."""
        if tag in self._card(deal_id).tags:
            await self._ask(asks.UntagDeal(deal_id, tag))

    async def link(
        self, deal_id: str, contact_id: ContactId | None, conversation_id: ConversationId | None
    ) -> None:
        """To somebody who is there."""
        card = self._card(deal_id)
        self._check_whose(contact_id, conversation_id)
        if (card.contact_id, card.conversation_id) != (contact_id, conversation_id):
            await self._ask(asks.LinkDeal(deal_id, contact_id, conversation_id))

    async def remove(self, deal_id: str) -> None:
        """One's own, or anybody's for who leads."""
        card = self._card(deal_id)
        is_own = card.owner_id == self._me().member_id or card.is_made_by_me
        if not is_own and self._me().role not in LEADERS:
            raise ComptoirError("not_yours")
        if not card.is_removed:
            await self._ask(asks.RemoveDeal(deal_id))

    async def restore(self, deal_id: str) -> None:
        """What was removed."""
        if self._card(deal_id, is_removed_too=True).is_removed:
            await self._ask(asks.RestoreDeal(deal_id))

    async def log(self, deal_id: str, what: LogWhat, note: str, at: datetime | None) -> str:
        """By this computer's clock where no time is said."""
        self._card(deal_id)
        words, entry_id = sendable(note).strip(), self._ids.new()
        refuse(note_problem(what, words))
        await self._ask(asks.LogOnDeal(deal_id, entry_id, what, words, at or self._clock.now()))
        return entry_id

    async def unlog(self, deal_id: str, entry_id: str) -> None:
        """One's own, or anybody's for who leads."""
        found = next((row for row in self._card(deal_id).log if row.entry_id == entry_id), None)
        if found is None:
            raise ComptoirError("deal_unknown")
        if not found.is_mine and self._me().role not in LEADERS:
            raise ComptoirError("not_yours")
        await self._ask(asks.UnlogOnDeal(deal_id, entry_id))

    async def set_cause(self, deal_id: str, cause: Cause | None) -> None:
        """What is another."""
        if self._card(deal_id).cause != cause:
            await self._ask(asks.SetDealCause(deal_id, cause))

    async def save_pipeline(self, pipeline: Pipeline, moves: Sequence[StageMove]) -> str:
        """New, or another form of one."""
        self._check_leading()
        made = tidied(pipeline)
        made = replace(
            made,
            pipeline_id=made.pipeline_id or self._ids.new(),
            stages=tuple(replace(one, stage_id=one.stage_id or self._ids.new()) for one in made.stages),
        )
        known = self._reader.pipelines()
        before = next((one for one in known if one.pipeline_id == made.pipeline_id), None)
        refuse(pipeline_problem(made, [one for one in known if one.version]))
        if before is not None and before.version != made.version:
            raise ComptoirError("pipeline_changed", name=before.name)
        refuse(moves_problem(before, made, moves, self._reader.open_counts(made.pipeline_id)))
        if made != before:
            await self._ask(asks.SavePipeline(made, tuple(moves), made.version))
        return made.pipeline_id

    async def remove_pipeline(self, pipeline_id: str) -> None:
        """An empty one that is not the last."""
        self._check_leading()
        known = self._reader.pipelines()
        there = next((one for one in known if one.pipeline_id == pipeline_id), None)
        if there is None:
            return
        count = sum(self._reader.open_counts(pipeline_id).values())
        if count:
            raise ComptoirError("pipeline_holds_deals", name=there.name, count=str(count))
        if len(known) == 1:
            raise ComptoirError("pipeline_last")
        await self._ask(asks.RemovePipeline(pipeline_id))

    # --- inside ---

    async def _ask(self, body: asks.DealAsk) -> None:
        standing = self._standing()
        await self._outbox.add([body], standing.base_pos, is_online=standing.is_online)

    def _card(self, deal_id: str, *, is_removed_too: bool = False) -> DealCard:
        card = self._reader.card(deal_id)
        if card is None or (card.is_removed and not is_removed_too):
            raise ComptoirError("deal_unknown")
        return card

    def _open(self, deal_id: str) -> DealCard:
        card = self._card(deal_id)
        if card.state != "open":
            raise ComptoirError("deal_ended", state=card.state, who="")
        return card

    def _check_stage(self, pipeline_id: str, stage_id: str) -> None:
        refuse(stage_problem(self._reader.pipelines(), pipeline_id, stage_id))

    def _check_member(self, member_id: MemberId | None) -> None:
        if member_id is not None and self._reader.name_of(member_id) is None:
            raise ComptoirError("member_unknown", where="team")

    def _check_whose(self, contact_id: ContactId | None, conversation_id: ConversationId | None) -> None:
        code = self._reader.has_person(contact_id, conversation_id)
        if code:
            raise ComptoirError(code)

    def _check_leading(self) -> None:
        role = self._me().role
        if role not in LEADERS:
            raise ComptoirError("role_missing", role=role)


def refuse(refused: Refused | None) -> None:
    """Raise what is refused."""
    if refused is not None:
        raise ComptoirError(refused.code, **refused.facts)


def completed(new: asks.NewDeal, pipelines: Sequence[Pipeline]) -> asks.NewDeal:
    """With the first pipeline and its first stage where none is named; texts as they may be sent. Raises as `add`."""
    pipeline_id = new.pipeline_id or in_order(pipelines)[0].pipeline_id
    pipeline = next((one for one in pipelines if one.pipeline_id == pipeline_id), None)
    stage_id = new.stage_id or (pipeline.stages[0].stage_id if pipeline is not None else "")
    refuse(stage_problem(pipelines, pipeline_id, stage_id))
    return replace(
        new,
        pipeline_id=pipeline_id,
        stage_id=stage_id,
        title=sendable(new.title).strip(),
        person=sendable(new.person).strip(),
        email=new.email.strip(),
        reason=sendable(new.reason).strip(),
        tags=tuple(dict.fromkeys(filter(None, map(clean_tag, new.tags)))),
    )


def value_of(card: DealCard, key: str) -> str:
    """What stands in a field of `app.domain.deals.CHANGEABLE`, as an event would have it."""
    if key == "amount":
        return money_text(card.amount)
    values = {"title": card.title, "person": card.own_person, "email": card.email, "close_on": card.close_on}
    return values.get(key) or ""
