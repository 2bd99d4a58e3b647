"""Deals from desk to desk: made, moved and ended offline and by several at once; whose they are when people change."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain import deal_asks as asks
from app.domain.contact_cards import FieldChange
from app.domain.deal_asks import NewDeal
from app.domain.deal_rows import DealCard, DealFilter
from app.domain.deals import DEFAULT_PIPELINE, Pipeline, StageMove
from app.domain.errors import ComptoirError
from app.domain.ids import ContactId, ConversationId
from app.domain.money import MINOR_MAX, Money
from app.words.contact_timeline import happened_words
from app.words.sentences import refusal
from storage import view
from tests.flow.desk_world import Computer, computer, reach
from tests.flow.hub_world import HubWorld

RTL = "ياسمين بن علي"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[HubWorld]:
    async with HubWorld(tmp_path / "hub") as world:
        yield world


@pytest.fixture
async def lea(world: HubWorld, tmp_path: Path) -> AsyncIterator[Computer]:
    async with computer(world, tmp_path / "lea") as made:
        yield made


@pytest.fixture
async def bo(world: HubWorld, tmp_path: Path) -> AsyncIterator[Computer]:
    async with computer(world, tmp_path / "bo", "Bo", "rep") as made:
        yield made


async def settle(world: HubWorld, *desks: Computer) -> None:
    await reach(
        world.clock,
        lambda: all(one.desk.position == world.head and not one.desk.is_waiting_for_hub for one in desks),
    )


async def thread(world: HubWorld, *desks: Computer, **more: str) -> ConversationId:
    said = await world.say(**more)
    await settle(world, *desks)
    return ConversationId(said.subject)


def card(at: Computer, deal_id: str) -> DealCard:
    found = at.desk.deal(deal_id)
    assert found is not None
    return found


def named_pipeline() -> Pipeline:
    stages = tuple(replace(stage, name=stage.stage_id.title()) for stage in DEFAULT_PIPELINE.stages)
    return replace(DEFAULT_PIPELINE, name="Sales", stages=stages, lost_reasons=("Price",))


def is_same_everywhere(world: HubWorld, *desks: Computer) -> bool:
    with world.reading() as conn:
        there = view.view_hash(conn)
    return all(one.view_hash() == there for one in desks)


async def test_what_is_asked_shows_at_once_and_is_the_same_after_the_hub_agreed(
    world: HubWorld, lea: Computer, bo: Computer
) -> None:
    talk = await thread(world, lea, bo)
    desk = lea.desk
    deal_id = await desk.add_deal(
        NewDeal(title=" Cake ", amount=Money(4200, "EUR"), conversation_id=talk, tags=("VIP",))
    )
    await desk.move_deal(deal_id, "quote")
    await desk.change_deal(deal_id, {"amount": "5000 EUR", "close_on": "2026-12-24"})
    await desk.own_deal(deal_id, bo.desk.me().member_id)
    entry_id = await desk.log_on_deal(deal_id, "call", " Rang back ")
    await desk.set_deal_cause(deal_id, "timing")
    before = card(lea, deal_id)
    assert before.is_pending and before.log[0].is_pending
    board = desk.board()
    assert [(one.stage.stage_id, one.count) for one in board.columns][:2] == [("enquiry", 0), ("quote", 1)]
    assert board.totals == (Money(5000, "EUR"),) and board.weighted == (Money(2000, "EUR"),)
    await settle(world, lea, bo)
    after = card(bo, deal_id)
    assert (after.title, after.amount, after.tags, after.owner_name) == (
        "Cake",
        Money(5000, "EUR"),
        ("VIP",),
        "Bo",
    )
    assert (after.person, after.conversation_id, after.awaits) == (before.person, talk, "us")
    assert [(one.entry_id, one.what, one.note) for one in after.log] == [(entry_id, "call", "Rang back")]
    assert [one.stage_id for one in after.history] == ["enquiry", "quote"]
    assert after.history[0].left_at == after.history[1].entered_at == after.stage_since_at
    again = replace(
        card(lea, deal_id), **{name: getattr(before, name) for name in ("stage_since_at", "made_at")}
    )
    assert replace(again, history=(), log=()) == replace(before, is_pending=False, history=(), log=())
    assert any(deal_id in one.deals for one in bo.seen)
    assert is_same_everywhere(world, lea, bo)


async def test_of_two_who_move_the_same_card_the_second_is_told_and_nothing_is_lost(
    world: HubWorld, lea: Computer, bo: Computer
) -> None:
    talk = await thread(world, lea, bo)
    deal_id = await lea.desk.add_deal(NewDeal(title="Cake", conversation_id=talk))
    await settle(world, lea, bo)
    lea.wire.is_cut = bo.wire.is_cut = True
    await lea.desk.move_deal(deal_id, "quote")
    await bo.desk.move_deal(deal_id, "decision")
    await bo.desk.change_deal(deal_id, {"title": "Wedding cake"})
    assert card(lea, deal_id).stage_id == "quote" and card(bo, deal_id).stage_id == "decision"
    lea.wire.is_cut = bo.wire.is_cut = False
    await settle(world, lea, bo)
    shown = {card(one, deal_id).stage_id for one in (lea, bo)}
    assert len(shown) == 1 and card(lea, deal_id).title == "Wedding cake"
    winner, loser = (lea, bo) if shown == {"quote"} else (bo, lea)
    told = loser.refusals[-1]
    assert told.code == "deal_moved" and told.facts["who"] == winner.desk.me().name
    assert told.facts["stage_id"] in shown
    assert winner.desk.me().name in refusal(told.code, told.facts)
    assert not winner.refusals
    assert is_same_everywhere(world, lea, bo)


async def test_both_who_move_it_to_the_same_place_are_content(
    world: HubWorld, lea: Computer, bo: Computer
) -> None:
    deal_id = await lea.desk.add_deal(NewDeal(title="Cake"))
    await settle(world, lea, bo)
    for one in (lea, bo):
        await one.desk.move_deal(deal_id, "quote")
    await settle(world, lea, bo)
    assert not lea.refusals and not bo.refusals
    assert len(card(bo, deal_id).history) == 2


async def test_a_deal_that_a_colleague_ended_is_not_moved(
    world: HubWorld, lea: Computer, bo: Computer
) -> None:
    deal_id = await lea.desk.add_deal(NewDeal(title="Cake", amount=Money(100, "EUR")))
    await settle(world, lea, bo)
    await lea.desk.win_deal(deal_id, "Price")
    await settle(world, lea)
    late = await world.do(await world.join("rep", "Hand"), asks.MoveDeal(deal_id, "main", "quote", "enquiry"))
    assert (late.code, late.facts["state"], late.facts["who"]) == ("deal_ended", "won", lea.desk.me().name)
    await settle(world, lea, bo)
    board = bo.desk.board()
    assert board.won is not None and board.won.count == 1 and board.won.totals == (Money(100, "EUR"),)
    with pytest.raises(ComptoirError, match="deal_ended"):
        await bo.desk.lose_deal(deal_id)
    await bo.desk.reopen_deal(deal_id)
    await settle(world, lea, bo)
    assert card(lea, deal_id).state == "open" and card(lea, deal_id).stage_id == "enquiry"


async def test_a_stage_with_deals_goes_only_when_it_is_said_where_they_go(
    world: HubWorld, lea: Computer, bo: Computer
) -> None:
    deal_id = await lea.desk.add_deal(NewDeal(title="Cake", stage_id="quote"))
    await settle(world, lea, bo)
    pipeline = named_pipeline()
    without = replace(pipeline, stages=(pipeline.stages[0], *pipeline.stages[2:]))
    with pytest.raises(ComptoirError, match="stage_holds_deals"):
        await lea.desk.save_pipeline(without)
    with pytest.raises(ComptoirError, match="role_missing"):
        await bo.desk.save_pipeline(pipeline)
    await lea.desk.save_pipeline(without, [StageMove("quote", "decision")])
    assert card(lea, deal_id).stage_id == "decision"
    await bo.desk.move_deal(deal_id, "deposit")
    await settle(world, lea, bo)
    assert [one.name for one in bo.desk.pipelines()[0].stages] == ["Enquiry", "Decision", "Deposit"]
    stays = [one.stage_id for one in card(bo, deal_id).history]
    assert stays in (["quote", "decision"], ["quote", "deposit"])
    assert is_same_everywhere(world, lea, bo)
    with pytest.raises(ComptoirError, match="pipeline_changed"):
        await lea.desk.save_pipeline(named_pipeline())
    with pytest.raises(ComptoirError, match="pipeline_holds_deals"):
        await lea.desk.remove_pipeline("main")


async def test_a_second_pipeline_leaves_the_first_and_an_empty_one_goes(
    world: HubWorld, lea: Computer, bo: Computer
) -> None:
    made = replace(named_pipeline(), pipeline_id="", name="Repairs", position=1)
    pipeline_id = await lea.desk.save_pipeline(made)
    await settle(world, lea, bo)
    assert [one.pipeline_id for one in bo.desk.pipelines()] == ["main", pipeline_id]
    deal_id = await bo.desk.add_deal(NewDeal(title="Bike", pipeline_id=pipeline_id))
    await lea.desk.remove_pipeline("main")
    await settle(world, lea, bo)
    assert [one.pipeline_id for one in bo.desk.pipelines()] == [pipeline_id]
    assert bo.desk.board().columns[0].rows[0].deal_id == deal_id
    await bo.desk.win_deal(deal_id)
    await settle(world, lea, bo)
    with pytest.raises(ComptoirError, match="pipeline_last"):
        await lea.desk.remove_pipeline(pipeline_id)


async def test_bad_input_is_refused_before_anything_is_stored(world: HubWorld, lea: Computer) -> None:
    await settle(world, lea)
    for new, code in (
        (NewDeal(), "deal_nobodys"),
        (NewDeal(title="x", amount=Money(MINOR_MAX + 1, "EUR")), "money_malformed"),
        (NewDeal(title="x", amount=Money(-1, "EUR")), "money_malformed"),
        (NewDeal(title="x", amount=Money(1, "XXX")), "money_currency"),
        (NewDeal(title="x" * 300), "deal_text_long"),
        (NewDeal(title="x", email="no"), "field_email"),
        (NewDeal(title="x", close_on="tomorrow"), "field_date"),
        (NewDeal(title="x", stage_id="nowhere"), "stage_unknown"),
        (NewDeal(title="x", pipeline_id="nowhere"), "pipeline_unknown"),
        (NewDeal(conversation_id=ConversationId("nowhere")), "conversation_unknown"),
        (NewDeal(contact_id=ContactId("nobody")), "contact_unknown"),
    ):
        with pytest.raises(ComptoirError) as refused:
            await lea.desk.add_deal(new)
        assert refused.value.code == code, new
        assert "{" not in refusal(code, refused.value.facts)
    deal_id = await lea.desk.add_deal(NewDeal(title="x"))
    with pytest.raises(ComptoirError, match="money_malformed"):
        await lea.desk.change_deal(deal_id, {"amount": "99999999999999999999 EUR"})
    assert card(lea, deal_id).amount is None


async def test_the_hub_refuses_what_no_desk_would_ask(world: HubWorld) -> None:
    desk = await world.join("rep", "Hand")
    assert (await world.do(desk, asks.AddDeal("d1", NewDeal("main", "enquiry", "Cake")))).result == "accepted"
    for body, code in (
        (asks.AddDeal("d1", NewDeal("main", "enquiry", "Again")), "deal_exists"),
        (asks.AddDeal("d2", NewDeal("main", "nowhere", "Cake")), "stage_unknown"),
        (asks.AddDeal("d2", NewDeal("main", "enquiry", "Cake", Money(10**20, "EUR"))), "money_malformed"),
        (asks.ChangeDeal("d1", (FieldChange("owner_id", "me"),)), "deal_malformed"),
        (asks.ChangeDeal("d1", (FieldChange("amount", "1e3 EUR"),)), "money_malformed"),
        (asks.MoveDeal("d9", "main", "quote"), "deal_unknown"),
        (asks.MoveDeal("d1", "main", "quote", "decision"), "deal_moved"),
        (asks.WinDeal("d1", "x" * 300), "deal_text_long"),
        (asks.UnlogOnDeal("d1", "e9"), "deal_entry_unknown"),
        (asks.LinkDeal("d1", ContactId("nobody")), "contact_unknown"),
    ):
        outcome = await world.do(desk, body)
        assert (outcome.result, outcome.code) == ("rejected", code), body


async def test_names_from_right_to_left_and_figures_of_two_currencies(
    world: HubWorld, lea: Computer, bo: Computer
) -> None:
    one = await lea.desk.add_deal(NewDeal(title=RTL, person=f"\u200f{RTL}", amount=Money(MINOR_MAX, "EUR")))
    await lea.desk.add_deal(NewDeal(title="Kimono", amount=Money(90_000, "JPY")))
    await settle(world, lea, bo)
    assert card(bo, one).title == RTL and card(bo, one).person == f"\u200f{RTL}"
    assert bo.desk.board().totals == (Money(MINOR_MAX, "EUR"), Money(90_000, "JPY"))
    assert [row.deal_id for row in bo.desk.deals(DealFilter(text="ياسمين"))] == [one]
    assert [row.title for row in bo.desk.deals(DealFilter(least=Money(1, "JPY")))] == ["Kimono"]


async def test_a_deal_of_a_person_looks_at_their_newest_conversation_and_at_what_was_written_down(
    world: HubWorld, lea: Computer
) -> None:
    said = await world.say()
    await settle(world, lea)
    who: ContactId = said.body.contact_id  # type: ignore[union-attr,assignment]
    deal_id = await lea.desk.add_deal(NewDeal(contact_id=who))
    await settle(world, lea)
    assert card(lea, deal_id).awaits == "us" and card(lea, deal_id).silent_since_at is None
    await world.clock.advance(60)
    await lea.desk.send_text(ConversationId(said.subject), "Here is the quote")
    await settle(world, lea)
    shown = card(lea, deal_id)
    assert shown.awaits == "them" and shown.silent_since_at == shown.last_at
    await lea.desk.log_on_deal(deal_id, "no_answer")
    assert card(lea, deal_id).silent_since_at == shown.silent_since_at
    at = world.clock.now() + timedelta(seconds=1)
    await lea.desk.log_on_deal(deal_id, "call", at=at)
    assert card(lea, deal_id).silent_since_at == at
    await settle(world, lea)
    assert card(lea, deal_id).silent_since_at == at
    await world.say("Yes please")
    await settle(world, lea)
    assert card(lea, deal_id).awaits == "us" and card(lea, deal_id).silent_since_at is None
    assert [row.deal_id for row in lea.desk.deals_of_conversation(ConversationId(said.subject))] == [deal_id]


async def test_a_persons_timeline_tells_of_their_deals(world: HubWorld, lea: Computer) -> None:
    said = await world.say()
    await settle(world, lea)
    who: ContactId = said.body.contact_id  # type: ignore[union-attr,assignment]
    deal_id = await lea.desk.add_deal(NewDeal(title="Cake", conversation_id=ConversationId(said.subject)))
    await lea.desk.move_deal(deal_id, "quote")
    await lea.desk.log_on_deal(deal_id, "meeting")
    await lea.desk.win_deal(deal_id, "Price")
    await settle(world, lea)
    lines = [row for row in lea.desk.contact_timeline(who) if row.what.startswith("deal_")]
    assert [happened_words(row, {}, {}) for row in lines] == [
        "Won the deal Cake", "Meeting, about Cake", "Moved the deal Cake to Quote sent", "Made the deal Cake",
    ]  # fmt: skip
    assert lines[0].name == lea.desk.me().name and dict(lines[0].values)["deal_id"] == deal_id


async def test_a_card_shows_the_answer_that_waits_to_go_out(world: HubWorld, lea: Computer) -> None:
    talk = await thread(world, lea)
    deal_id = await lea.desk.add_deal(NewDeal(title="Cake", conversation_id=talk))
    await settle(world, lea)
    assert card(lea, deal_id).awaits == "us"
    lea.wire.is_cut = True
    await world.clock.advance(30)
    await lea.desk.send_text(talk, "Here is the quote")
    for shown in (card(lea, deal_id), lea.desk.board().columns[0].rows[0]):
        assert (shown.last_text, shown.awaits) == ("Here is the quote", "them")
        assert shown.silent_since_at == shown.last_at


async def test_a_removed_deal_does_not_come_back_into_a_pipeline_that_is_gone(
    world: HubWorld, lea: Computer
) -> None:
    """It would stand on no board."""
    made = replace(named_pipeline(), pipeline_id="", name="Repairs", position=1)
    pipeline_id = await lea.desk.save_pipeline(made)
    await settle(world, lea)
    deal_id = await lea.desk.add_deal(NewDeal(title="Bike", pipeline_id=pipeline_id))
    await settle(world, lea)
    await lea.desk.remove_deal(deal_id)
    await settle(world, lea)
    await lea.desk.remove_pipeline(pipeline_id)
    await settle(world, lea)
    back = await world.do(await world.join("rep", "Hand"), asks.RestoreDeal(deal_id))
    assert (back.result, back.code) == ("rejected", "pipeline_unknown")
