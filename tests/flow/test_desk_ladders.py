"""Deals without news from desk to desk: listed, followed up, decided about, with the hub and without it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from app.domain.deal_asks import NewDeal
from app.domain.deal_rows import FollowUpRow
from app.domain.errors import ComptoirError
from app.domain.ladders import Ladder, LadderStep
from app.domain.money import Money
from app.domain.templates import TemplateChanged
from tests.flow.desk_world import Computer, computer, reach
from tests.flow.fake_graph import FakeGraph
from tests.flow.hub_world import HubWorld
from tests.flow.ladder_steps import NUDGE, NUDGES, told
from tests.flow.test_deals import settle

A_WEEK = timedelta(days=7)
FIRST = LadderStep(1, text="Still there?", template=NUDGES)
BARE = LadderStep(1, text="Hello?")
CALL = LadderStep(2, "call")


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[HubWorld]:
    graph = FakeGraph()
    async with HubWorld(tmp_path / "hub", client=graph) as world:
        graph.clock = world.clock
        await told(as_office(world), TemplateChanged(NUDGE))
        yield world


@pytest.fixture
async def lea(world: HubWorld, tmp_path: Path) -> AsyncIterator[Computer]:
    async with computer(world, tmp_path / "lea") as made:
        yield made


@pytest.fixture
async def bo(world: HubWorld, tmp_path: Path) -> AsyncIterator[Computer]:
    async with computer(world, tmp_path / "bo", "Bo", "rep") as made:
        yield made


def as_office(world: HubWorld) -> Any:
    return SimpleNamespace(world=world)


async def weeks_of_silence(world: HubWorld, lea: Computer, *others: Computer) -> str:
    """Ana has a quote since a week, and says nothing."""
    talk = await world.conversation()
    await settle(world, lea, *others)
    new = NewDeal(title="Cake", conversation_id=talk, stage_id="quote", amount=Money(42_000, "EUR"))
    deal_id = await lea.desk.add_deal(new)
    message_id = await lea.desk.send_text(talk, "420 for six", grace_s=0)
    await reach(world.clock, lambda: lea.is_in(message_id, "accepted"))
    assert lea.desk.quiet_list().count == 0
    world.clock.set_wall(world.clock.now() + A_WEEK)  # all computers sleep, as nothing is due
    await world.clock.advance(120)
    await settle(world, lea, *others)
    return deal_id


async def with_ladder(world: HubWorld, lea: Computer, *steps: LadderStep) -> None:
    await lea.desk.change_setting("business_name", "the salon")
    await lea.desk.save_ladder(Ladder("main", steps, 3))
    await settle(world, lea)


def run_on(at: Computer, deal_id: str) -> FollowUpRow | None:
    row = at.desk.deal(deal_id)
    assert row is not None
    return row.follow_up


def run_due(at: Computer, deal_id: str) -> datetime:
    run = run_on(at, deal_id)
    assert run is not None and run.due_at is not None
    return run.due_at


async def test_a_quiet_deal_is_on_every_list_until_a_ladder_has_it(
    world: HubWorld, lea: Computer, bo: Computer
) -> None:
    deal_id = await weeks_of_silence(world, lea, bo)
    for one in (lea, bo):
        found = one.desk.quiet_list("value")
        [row] = found.rows
        assert (row.deal_id, found.count, found.totals) == (deal_id, 1, (Money(42_000, "EUR"),))
        assert row.quiet is not None and row.quiet.working_days == 5
        [card] = [card for column in one.desk.board().columns for card in column.rows]
        assert card.quiet == row.quiet and card.follow_up is None
        assert one.desk.quiet_today() == ([row], 1)
    assert bo.desk.quiet_list("days", "other").rows == ()
    with pytest.raises(ComptoirError, match="ladder_empty"):
        await bo.desk.start_follow_ups([deal_id])
    with pytest.raises(ComptoirError, match="role_missing"):
        await bo.desk.save_ladder(Ladder("main", (FIRST,), 3))
    await with_ladder(world, lea, FIRST, CALL)
    await settle(world, bo)
    [preview] = bo.desk.follow_up_previews([deal_id])
    [first, call] = preview.steps
    assert (first.text, first.is_template, call.act) == (
        "Bonjour the salon, toujours d'actualité ?",
        True,
        "call",
    )
    assert first.at < call.at and preview.refused is None
    await bo.desk.start_follow_ups([deal_id])
    assert run_on(bo, deal_id) is not None
    await settle(world, lea, bo)
    for one in (lea, bo):
        card_of = one.desk.follow_up(deal_id)
        assert card_of is not None and card_of.due_at == first.at and card_of.member_name == "Bo"
        assert one.desk.quiet_list().count == 1 and one.desk.quiet_today() == ([], 0)
        assert [row.deal_id for row in one.desk.followed_up()] == [deal_id]


async def test_what_waits_for_a_decision_is_on_today_and_done_when_it_was_taken(
    world: HubWorld, lea: Computer, bo: Computer
) -> None:
    deal_id = await weeks_of_silence(world, lea, bo)
    await with_ladder(world, lea, BARE, CALL)
    await settle(world, bo)
    await lea.desk.start_follow_ups([deal_id])
    await settle(world, lea)
    due_at = run_due(lea, deal_id)
    await world.clock.advance((due_at - world.clock.now()).total_seconds())
    await reach(world.clock, lambda: (run_on(bo, deal_id) or FollowUpRow("", 0)).state == "held")
    rows, count = bo.desk.quiet_today()
    assert [row.deal_id for row in rows] == [deal_id] and count == 1
    card = bo.desk.follow_up(deal_id)
    assert card is not None and card.code == "no_template"
    await bo.desk.skip_follow_up(deal_id)
    wished = bo.desk.follow_up(deal_id)
    assert wished is not None and wished.wish == "skip"
    await reach(world.clock, lambda: (run_on(lea, deal_id) or FollowUpRow("", 0)).step == 2)
    await settle(world, lea, bo)
    assert lea.desk.quiet_today() == ([], 0)


async def test_what_is_wished_offline_shows_at_once_and_is_taken_back_as_easily(
    world: HubWorld, lea: Computer
) -> None:
    deal_id = await weeks_of_silence(world, lea)
    await with_ladder(world, lea, FIRST, CALL)
    lea.wire.is_cut = True
    await lea.desk.start_follow_ups([deal_id])
    card = lea.desk.follow_up(deal_id)
    assert card is not None and (card.wish, card.state, len(card.steps)) == ("start", "waiting", 2)
    assert [row.deal_id for row in lea.desk.followed_up()] == [deal_id]
    await lea.stop()
    await lea.start()
    assert run_on(lea, deal_id) is not None
    await lea.desk.stop_follow_up(deal_id)
    assert run_on(lea, deal_id) is None and lea.desk.follow_up(deal_id) is None
    assert lea.desk.quiet_today()[1] == 1
    lea.wire.is_cut = False
    await settle(world, lea)
    assert run_on(lea, deal_id) is None and not lea.refusals
    assert [event.body.why for event in world.events("follow_up.ended")] == ["stopped"]  # type: ignore[union-attr]
    assert not world.events("follow_up.sent")


async def test_two_who_decide_at_once_send_once_and_the_later_one_is_told(
    world: HubWorld, lea: Computer, bo: Computer
) -> None:
    deal_id = await weeks_of_silence(world, lea, bo)
    await with_ladder(world, lea, FIRST, CALL)
    await settle(world, bo)
    await lea.desk.start_follow_ups([deal_id])
    await settle(world, lea, bo)
    bo.wire.is_cut = True
    await lea.desk.send_follow_up(deal_id)
    await bo.desk.send_follow_up(deal_id)
    await settle(world, lea)
    bo.wire.is_cut = False
    await settle(world, bo)
    assert len(world.events("follow_up.sent")) == 1
    assert [refusal.code for refusal in bo.refusals] == ["follow_up_changed"]
    await reach(world.clock, lambda: bool(lea.desk.what_worked().steps))
    assert [(one.key, one.sent, one.answered) for one in lea.desk.what_worked("main").steps] == [("1", 1, 0)]
    await world.say("Yes please", wamid="wamid.later")
    await reach(world.clock, lambda: run_on(lea, deal_id) is None)
    await settle(world, lea, bo)
    assert [(one.sent, one.answered) for one in bo.desk.what_worked().steps] == [(1, 1)]
    assert bo.desk.quiet_list().count == 0


async def test_holidays_count_as_soon_as_they_were_looked_up(world: HubWorld, lea: Computer) -> None:
    deal_id = await weeks_of_silence(world, lea)
    [row] = lea.desk.quiet_list().rows
    assert row.quiet is not None
    days = row.quiet.working_days
    closed = [(world.clock.now() - timedelta(days=day)).date().isoformat() for day in (2, 3, 4)]
    await lea.desk.change_setting("closed_days", ", ".join(sorted(closed)))
    await reach(world.clock, lambda: lea.desk.deal(deal_id) is not None and not lea.desk.is_waiting_for_hub)
    rows = lea.desk.quiet_list().rows
    assert not rows or (rows[0].quiet is not None and rows[0].quiet.working_days < days)
