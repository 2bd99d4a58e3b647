"""Drawn events of `tests.storage.view_log` about deals: of people and threads that are there, or never heard of."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from app.domain import deals
from app.domain.contact_cards import FieldChange
from app.domain.deals import DEFAULT_PIPELINE, DealLine, StageMove
from app.domain.events import Actor, EventBody
from app.domain.ids import ContactId, ConversationId, MemberId
from app.domain.money import Money

LEA = MemberId("lea")
MEMBER = Actor("member", LEA)
STAGES = ("enquiry", "quote", "gone")
_WITHOUT_QUOTE = replace(
    DEFAULT_PIPELINE, name="Sales", stages=(DEFAULT_PIPELINE.stages[0], *DEFAULT_PIPELINE.stages[2:]), version=1
)  # fmt: skip


def sell(log: Any, draw: st.DrawFn) -> None:
    """Something happens with one of three deals, or with the pipeline."""
    log.add(
        draw(st.sampled_from([_added, _added, _worked_on, _worked_on, _written_down, _planned]))(log, draw),
        MEMBER,
    )


def _deal(draw: st.DrawFn) -> str:
    return f"deal{draw(st.integers(0, 2))}"


def _whose(draw: st.DrawFn) -> tuple[ContactId | None, ConversationId | None]:
    person = draw(st.integers(0, 4))
    return draw(
        st.sampled_from(
            [
                (ContactId(f"p{person}"), None),
                (None, ConversationId(f"c{person}")),
                (None, ConversationId(f"d{person}")),
                (None, None),
            ]
        )
    )


def _added(log: Any, draw: st.DrawFn) -> EventBody:
    contact_id, conversation_id = _whose(draw)
    is_old = draw(st.booleans()) and draw(st.booleans())
    return deals.DealAdded(
        _deal(draw), "main", draw(st.sampled_from(STAGES)), "Cake", draw(st.sampled_from([None, Money(4200, "EUR")])),
        contact_id, conversation_id, "Zoé", "z@example.com", draw(st.sampled_from([None, LEA])), ("VIP",),
        (DealLine("Cake", "c1", 2, Money(2100, "EUR")),), "hand", None, None, LEA,
        "i1" if is_old else None, log.now - timedelta(days=9) if is_old else None, "won" if is_old else "open",
        log.now - timedelta(days=2) if is_old else None, "Price" if is_old else "",
    )  # fmt: skip


def _worked_on(_log: Any, draw: st.DrawFn) -> EventBody:
    deal_id, stage_id, tag = (
        _deal(draw),
        draw(st.sampled_from(STAGES)),
        draw(st.sampled_from(["VIP", "colour"])),
    )
    contact_id, conversation_id = _whose(draw)
    changes = (
        FieldChange("amount", draw(st.sampled_from([None, "12 JPY", "9 EUR", "many EUR"]))),
        FieldChange("title", draw(st.sampled_from([None, "Tart"]))),
        FieldChange("close_on", draw(st.sampled_from([None, "2026-12-24"]))),
    )
    bodies: list[EventBody] = [
        deals.DealChanged(deal_id, changes, LEA),
        deals.DealMoved(deal_id, "main", stage_id, "enquiry", LEA),
        deals.DealMoved(deal_id, "main", stage_id, "quote", LEA),
        deals.DealWon(deal_id, "Price", LEA),
        deals.DealLost(deal_id, "", LEA),
        deals.DealReopened(deal_id, stage_id, LEA),
        deals.DealReopened(deal_id, stage_id, LEA),
        deals.DealOwned(deal_id, draw(st.sampled_from([None, LEA])), LEA),
        deals.DealTagged(deal_id, tag, LEA),
        deals.DealUntagged(deal_id, tag, LEA),
        deals.DealLinked(deal_id, contact_id, conversation_id, LEA),
        deals.DealLinked(deal_id, contact_id, conversation_id, LEA),
    ]
    return draw(st.sampled_from(bodies))


def _written_down(log: Any, draw: st.DrawFn) -> EventBody:
    deal_id, entry_id = _deal(draw), f"entry{draw(st.integers(0, 2))}"
    at = log.now + timedelta(seconds=draw(st.sampled_from([-30, 0, 30])))
    bodies: list[EventBody] = [
        deals.DealLogged(deal_id, entry_id, draw(st.sampled_from(deals.LOGGED)), "Rang", at, LEA),
        deals.DealLogged(deal_id, entry_id, "call", "Rang", at, LEA),
        deals.DealUnlogged(deal_id, entry_id, LEA),
        deals.DealRemoved(deal_id, LEA),
        deals.DealRestored(deal_id, LEA),
        deals.DealRestored(deal_id, LEA),
        deals.DealCauseSet(deal_id, draw(st.sampled_from([None, "timing"])), LEA),
    ]
    return draw(st.sampled_from(bodies))


def _planned(_log: Any, draw: st.DrawFn) -> EventBody:
    conversation_id = ConversationId(f"c{draw(st.integers(0, 4))}")
    moves = draw(st.sampled_from([(), (StageMove("quote", "decision"),), (StageMove("gone", "enquiry"),)]))
    bodies: list[EventBody] = [
        deals.PipelineSaved(_WITHOUT_QUOTE, moves, LEA),
        deals.PipelineRemoved("main", LEA),
        deals.IncomingDeclined(conversation_id, LEA),
        deals.IncomingRestored(conversation_id, LEA),
    ]
    return draw(st.sampled_from(bodies))
