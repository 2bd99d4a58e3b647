"""Random logs of deals beside messages, and what a plain reader makes of them: the history of each deal."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from app.domain import deals
from app.domain.arrivals import MessageReceived
from app.domain.contact_cards import FieldChange
from app.domain.contacts import Identity
from app.domain.deal_histories import DealHistory, Spoke, Stay
from app.domain.events import Actor, Event, EventBody
from app.domain.ids import ContactId, ConversationId, EventId, MemberId, MessageId
from app.domain.money import money_text, read_money
from app.domain.sends import SendAccepted, SendRequested
from tests.unit.drawn_deals import draw_money
from tests.world import requested

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
STAGES = ("enquiry", "quote", "decision", "deposit")
OWNERS = (None, MemberId("lea"), MemberId("hugo"))
Timed = tuple[datetime, EventBody]


def draw_log(chance: random.Random, deal_count: int, talk_count: int = 4) -> list[list[Timed]]:
    """Strands: each keeps its order, and they may be woven into each other in any way."""
    talks = [_talk(chance, number) for number in range(talk_count)]
    return [*talks, *(_deal(chance, number, talk_count) for number in range(deal_count))]


def woven(strands: Sequence[Sequence[Timed]], chance: random.Random) -> list[Event]:
    """One log of all strands: messages may come to the hub long after they were written."""
    turns = [number for number, strand in enumerate(strands) for _event in strand]
    chance.shuffle(turns)
    places = [iter(strand) for strand in strands]
    log = []
    for pos, number in enumerate(turns, 1):
        when, body = next(places[number])
        subject = getattr(body, "deal_id", None) or getattr(body, "conversation_id", None) or ""
        is_deal = body.KIND.startswith("deal.")
        actor = (
            Actor("member", MemberId("lea"))
            if is_deal or isinstance(body, SendRequested)
            else Actor("channel")
        )
        log.append(
            Event(pos, EventId(f"e{pos}"), body.KIND, body.VERSION, subject, actor, when, when, None, body)
        )
    return log


def _moment(chance: random.Random) -> datetime:
    return START + timedelta(seconds=chance.randrange(60 * 86_400))


def _talk(chance: random.Random, number: int) -> list[Timed]:
    """First they write; then both do."""
    conversation_id, contact_id = ConversationId(f"c{number}"), ContactId(f"p{number}")
    strand: list[Timed] = []
    for place, when in enumerate(sorted(_moment(chance) for _message in range(chance.randrange(1, 9)))):
        message_id = f"m{number}-{place}"
        if place == 0 or chance.random() < 0.5:
            strand.append((when, _received(message_id, when, conversation_id, contact_id, number)))
            continue
        asked = requested(message_id, conversation_id=conversation_id, contact_id=contact_id)
        strand.append((when, asked))
        strand.append((when, SendAccepted(MessageId(message_id), conversation_id, f"wamid.{message_id}")))
    return strand


def _received(
    message_id: str, when: datetime, conversation_id: ConversationId, contact_id: ContactId, number: int
) -> MessageReceived:
    from tests.world import received

    identity = Identity(number=f"44770090{number:04d}", name=f"Person {number}")
    return received(
        message_id, when, conversation_id=conversation_id, contact_id=contact_id, identity=identity,
        external_id=f"wamid.in.{message_id}",
    )  # fmt: skip


def _deal(chance: random.Random, number: int, talk_count: int) -> list[Timed]:
    deal_id, when = f"d{number}", _moment(chance)
    talk = chance.choice((None, *range(talk_count)))
    added = deals.DealAdded(
        deal_id, deals.MAIN_PIPELINE, chance.choice(STAGES[:2]), "Order", draw_money(chance),
        None if talk is None else ContactId(f"p{talk}"),
        ConversationId(f"c{talk}") if talk is not None and chance.random() < 0.7 else None,
        owner_id=chance.choice(OWNERS), member_id=MemberId("lea"),
    )  # fmt: skip
    if chance.random() < 0.1:  # brought from elsewhere, ended already
        ended_at = when - timedelta(days=chance.randrange(1, 40))
        added = replace(
            added,
            made_at=ended_at - timedelta(days=chance.randrange(9)),
            ended_at=ended_at,
            state="lost",
            reason="Old",
        )
    strand: list[Timed] = [(when, added)]
    state: str = added.state
    stage = added.stage_id
    for _step in range(chance.randrange(7)):
        when += timedelta(seconds=chance.choice((0, 1, 3_600, chance.randrange(9 * 86_400))))
        bodies: list[Any] = [
            deals.DealOwned(deal_id, chance.choice(OWNERS)),
            deals.DealChanged(deal_id, (FieldChange("amount", money_text(draw_money(chance)) or None),)),
        ]
        target = chance.choice(STAGES)
        if state == "open":
            bodies += [
                deals.DealMoved(deal_id, deals.MAIN_PIPELINE, target, stage),
                deals.DealMoved(deal_id, deals.MAIN_PIPELINE, target, stage),
                deals.DealWon(deal_id, "Good"),
                deals.DealLost(deal_id, chance.choice(("", "Trop cher"))),
            ]
        else:
            bodies += [deals.DealReopened(deal_id, target)] * 2
        body = chance.choice(bodies)
        state = {"deal.won": "won", "deal.lost": "lost", "deal.reopened": "open"}.get(body.KIND, state)
        stage = target if body.KIND in ("deal.moved", "deal.reopened") else stage
        strand.append((when, body))
    if chance.random() < 0.1:
        strand.append((when, deals.DealRemoved(deal_id)))
        if chance.random() < 0.5:
            strand.append((when, deals.DealRestored(deal_id)))
    return strand


# --- read plainly ---


def told_histories(strands: Sequence[Sequence[Timed]]) -> dict[str, DealHistory]:
    """What became of each deal, read strand by strand."""
    said = [
        (_s(when), body.conversation_id, "them" if isinstance(body, MessageReceived) else "us")
        for strand in strands
        for when, body in strand
        if isinstance(body, MessageReceived | SendRequested)
    ]
    found = (_told(strand, said) for strand in strands if isinstance(strand[0][1], deals.DealAdded))
    return {one.deal_id: one for one in found if one is not None}


def _told(strand: Sequence[Timed], said: list[tuple[int, Any, str]]) -> DealHistory | None:
    when, first = strand[0]
    assert isinstance(first, deals.DealAdded)
    made_s = _s(first.made_at or when)
    state, stage, reason = first.state, first.stage_id, first.reason
    ended_s = _s(first.ended_at) if first.ended_at is not None else None
    stays, amount, owner, is_removed = [Stay(stage, made_s, ended_s)], first.amount, first.owner_id, False
    for at, body in strand[1:]:
        now_s = _s(at)
        if isinstance(body, deals.DealMoved | deals.DealReopened):
            if stays[-1].left_s is None:
                stays[-1] = replace(stays[-1], left_s=now_s)
            stays.append(Stay(body.stage_id, now_s))
            stage = body.stage_id
        if isinstance(body, deals.DealReopened):
            state, ended_s, reason = "open", None, ""
        if isinstance(body, deals.DealWon | deals.DealLost):
            stays[-1] = replace(stays[-1], left_s=now_s)
            state, ended_s, reason = "won" if isinstance(body, deals.DealWon) else "lost", now_s, body.reason
        if isinstance(body, deals.DealOwned):
            owner = body.owner_id
        if isinstance(body, deals.DealChanged):
            amount = read_money(body.changes[0].value or "")
        if isinstance(body, deals.DealRemoved | deals.DealRestored):
            is_removed = isinstance(body, deals.DealRemoved)
    if is_removed:
        return None
    talk = (first.contact_id or "").replace("p", "c")
    there = [
        one
        for one in said
        if one[1] == talk and state == "lost" and ended_s is not None and one[0] <= ended_s
    ]
    spoke: Any = max(there, key=lambda one: one[0])[2] if there else "nobody"
    return DealHistory(
        first.deal_id, first.pipeline_id, stage, state, made_s, ended_s, amount, owner, reason, _spoke(spoke),
        first.contact_id or "", tuple(stays),
    )  # fmt: skip


def _spoke(word: Spoke) -> Spoke:
    return word


def _s(at: datetime) -> int:
    return int((at - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds())
