"""Deals and pipelines, with what this computer asked for and the log does not show yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.desk.pending import Pending
from app.domain import deal_asks as asks
from app.domain.contact_cards import FieldChange
from app.domain.deal_board import awaiting
from app.domain.deal_rows import DealCard, DealLogRow, StageStayRow
from app.domain.deals import SIGNS_OF_LIFE, TAGS_MAX, Pipeline
from app.domain.ids import ContactId, ConversationId, MemberId
from app.domain.money import read_money
from app.domain.pipelines import in_order
from app.domain.records import record
from app.domain.tags import clean_tag


@record
class Lookups:
    """What an overlay asks for: `name_of` a member, and whose a deal is (`talk_of`: fields of a `DealRow`)."""

    me: MemberId
    name_of: Callable[[MemberId | None], str | None]
    talk_of: Callable[[ContactId | None, ConversationId | None], Mapping[str, Any]]


def overlaid_deal(card: DealCard | None, pending: Sequence[Pending], look: Lookups) -> DealCard | None:
    """The deal as it will be; also one that only this computer knows. `pending`: about it, and about pipelines."""
    for entry in pending:
        body: Any = entry.command.body
        if isinstance(body, asks.AddDeal):
            card = card or _added(body, entry, look)
        elif card is not None:
            after = _after(card, body, entry, look)
            card = card if after is card else replace(settled(after, look), is_pending=True)
    return card


def overlaid_pipelines(
    pipelines: Iterable[Pipeline], gone: Iterable[str], pending: Sequence[Pending]
) -> list[Pipeline]:
    """All in their order, as they will be. `gone`: ids of those that were removed."""
    shown, removed = {one.pipeline_id: one for one in pipelines}, set(gone)
    for entry in pending:
        body = entry.command.body
        if isinstance(body, asks.SavePipeline):
            saved = replace(body.pipeline, version=body.seen_version + 1)
            known = shown.get(saved.pipeline_id)
            if known is None or known.version <= body.seen_version:
                shown[saved.pipeline_id] = saved
        elif isinstance(body, asks.RemovePipeline):
            shown.pop(body.pipeline_id, None)
            removed.add(body.pipeline_id)
    return in_order(shown.values(), removed)


def settled(card: DealCard, look: Lookups | None = None) -> DealCard:
    """With who is awaited and since when, which follows from the rest."""
    whose = {task.whose for task in card.tasks if task.done_at is None and not task.is_removed}
    silent = card.silent_since_at
    if look is not None:
        silent = look.talk_of(card.contact_id, card.conversation_id).get("silent_since_at")
    if card.state != "open" or card.is_removed or "ours" in whose:
        silent = None
    if silent is not None:
        silent = max(silent, *(row.at for row in card.log if row.what in SIGNS_OF_LIFE), silent)
    awaits = awaiting(
        card.state, card.last_direction, card.last_state, card.last_kind, is_ours="ours" in whose,
        is_theirs="theirs" in whose, is_silent=silent is not None,
    )  # fmt: skip
    return replace(card, awaits=awaits, silent_since_at=silent, has_ours="ours" in whose)


def _added(body: asks.AddDeal, entry: Pending, look: Lookups) -> DealCard:
    new, by = body.new, entry.by(look.me)
    at = new.made_at or entry.command.made_at
    card = DealCard(
        deal_id=body.deal_id,
        pipeline_id=new.pipeline_id,
        stage_id=new.stage_id,
        state=new.state,
        title=new.title,
        amount=new.amount,
        owner_id=new.owner_id,
        owner_name=look.name_of(new.owner_id),
        tags=tuple(sorted(new.tags)),
        stage_since_at=at,
        made_at=at,
        ended_at=new.ended_at,
        reason=new.reason,
        source=new.source,
        email=new.email,
        own_person=new.person,
        close_on=new.close_on,
        lines=new.lines,
        message_id=new.message_id,
        history=(StageStayRow(new.pipeline_id, new.stage_id, at, new.ended_at, look.name_of(by)),),
        made_by=look.name_of(by),
        is_made_by_me=by == look.me,
        is_pending=True,
    )
    return settled(_linked(card, new.contact_id, new.conversation_id, look), look)


def _linked(
    card: DealCard, contact_id: ContactId | None, conversation_id: ConversationId | None, look: Lookups
) -> DealCard:
    whose: dict[str, Any] = {
        "contact_id": contact_id,
        "conversation_id": conversation_id,
        "person": card.own_person,
        "is_named": bool(card.own_person),
        "last_at": None,
        "last_direction": None,
        "last_kind": None,
        "last_text": None,
        "last_state": None,
        "waiting_since_at": None,
        "window_closes_at": None,
        "silent_since_at": None,
    }
    if contact_id is not None or conversation_id is not None:
        whose |= look.talk_of(contact_id, conversation_id)
        if whose["contact_id"] is None:  # nobody is known there
            whose |= {"person": card.own_person, "is_named": bool(card.own_person)}
    return replace(card, **whose)


def _after(card: DealCard, body: Any, entry: Pending, look: Lookups) -> DealCard:
    do = _HOW.get(type(body))
    return card if do is None else do(card, body, entry, look)


def _changed(card: DealCard, body: asks.ChangeDeal, _entry: Pending, _look: Lookups) -> DealCard:
    return replace(card, **changed_values(card, body.changes))


def changed_values(card: DealCard, changes: Iterable[FieldChange]) -> dict[str, Any]:
    """The fields of a card that other values stand in."""
    values: dict[str, Any] = {}
    for change in changes:
        if change.key == "amount":
            values["amount"] = read_money(change.value or "")
        elif change.key == "close_on":
            values["close_on"] = change.value or None
        elif change.key == "person":
            values["own_person"] = change.value or ""
            if card.contact_id is None:
                values["person"], values["is_named"] = change.value or "", bool(change.value)
        else:
            values[change.key] = change.value or ""
    return values


def _moved(card: DealCard, body: asks.MoveDeal, entry: Pending, look: Lookups) -> DealCard:
    is_there = (card.pipeline_id, card.stage_id) == (body.pipeline_id, body.stage_id)
    if is_there or card.state != "open" or body.expected_stage_id not in (None, card.stage_id):
        return card
    return _at_stage(card, body.pipeline_id, body.stage_id, entry, look)


def _at_stage(card: DealCard, pipeline_id: str, stage_id: str, entry: Pending, look: Lookups) -> DealCard:
    at = entry.command.made_at
    stay = StageStayRow(pipeline_id, stage_id, at, None, look.name_of(entry.by(look.me)))
    history = (*_left(card, entry), stay)
    return replace(card, pipeline_id=pipeline_id, stage_id=stage_id, stage_since_at=at, history=history)


def _left(card: DealCard, entry: Pending) -> tuple[StageStayRow, ...]:
    at = entry.command.made_at
    return tuple(stay if stay.left_at else replace(stay, left_at=at) for stay in card.history)


def _ended(card: DealCard, body: asks.WinDeal | asks.LoseDeal, entry: Pending, _look: Lookups) -> DealCard:
    if card.state != "open" or body.expected_stage_id not in (None, card.stage_id):
        return card
    state: Any = "won" if isinstance(body, asks.WinDeal) else "lost"
    at = entry.command.made_at
    return replace(card, state=state, reason=body.reason, ended_at=at, history=_left(card, entry))


def _reopened(card: DealCard, body: asks.ReopenDeal, entry: Pending, look: Lookups) -> DealCard:
    if card.state == "open":
        return card
    again = replace(card, state="open", reason="", ended_at=None)
    return _at_stage(again, card.pipeline_id, body.stage_id or card.stage_id, entry, look)


def _owned(card: DealCard, body: asks.OwnDeal, _entry: Pending, look: Lookups) -> DealCard:
    return replace(card, owner_id=body.owner_id, owner_name=look.name_of(body.owner_id))


def _tagged(card: DealCard, body: asks.TagDeal, _entry: Pending, _look: Lookups) -> DealCard:
    if body.tag in card.tags or len(card.tags) >= TAGS_MAX:
        return card
    return replace(card, tags=tuple(sorted({*card.tags, clean_tag(body.tag)})))


def _untagged(card: DealCard, body: asks.UntagDeal, _entry: Pending, _look: Lookups) -> DealCard:
    return replace(card, tags=tuple(tag for tag in card.tags if tag != clean_tag(body.tag)))


def _logged(card: DealCard, body: asks.LogOnDeal, entry: Pending, look: Lookups) -> DealCard:
    by = entry.by(look.me)
    row = DealLogRow(
        body.entry_id, body.what, body.note, body.at, by, look.name_of(by), by == look.me, is_pending=True
    )
    log = sorted((row, *card.log), key=lambda one: (one.at, one.entry_id), reverse=True)
    return replace(card, log=tuple(log))


def _unlogged(card: DealCard, body: asks.UnlogOnDeal, _entry: Pending, _look: Lookups) -> DealCard:
    return replace(card, log=tuple(row for row in card.log if row.entry_id != body.entry_id))


def _stage_gone(card: DealCard, body: asks.SavePipeline, entry: Pending, look: Lookups) -> DealCard:
    """A deal of a stage that goes with a pipeline which waits here to be saved."""
    targets = {move.from_stage_id: move.to_stage_id for move in body.moves}
    is_there = body.pipeline.pipeline_id == card.pipeline_id and card.stage_id in targets
    if card.state != "open" or not is_there:
        return card
    return _at_stage(card, card.pipeline_id, targets[card.stage_id], entry, look)


_HOW: Mapping[type, Callable[[DealCard, Any, Pending, Lookups], DealCard]] = {
    asks.ChangeDeal: _changed,
    asks.MoveDeal: _moved,
    asks.WinDeal: _ended,
    asks.LoseDeal: _ended,
    asks.ReopenDeal: _reopened,
    asks.OwnDeal: _owned,
    asks.TagDeal: _tagged,
    asks.UntagDeal: _untagged,
    asks.LinkDeal: lambda card, body, _entry, look: _linked(
        card, body.contact_id, body.conversation_id, look
    ),
    asks.RemoveDeal: lambda card, _body, _entry, _look: replace(card, is_removed=True),
    asks.RestoreDeal: lambda card, _body, _entry, _look: replace(card, is_removed=False),
    asks.LogOnDeal: _logged,
    asks.UnlogOnDeal: _unlogged,
    asks.SavePipeline: _stage_gone,
    asks.SetDealCause: lambda card, body, _entry, _look: replace(card, cause=body.cause),
}
