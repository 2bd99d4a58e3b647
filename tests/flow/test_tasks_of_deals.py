"""Next steps of deals: the earliest task of a deal is shown on its card, and says who is awaited."""

from __future__ import annotations

from datetime import timedelta

from app.domain.deal_asks import NewDeal
from app.domain.erasure import EraseWish
from app.domain.tasks import AddTask, NewTask, TaskAbout
from tests.flow.desk_world import Computer
from tests.flow.hub_world import HubWorld
from tests.flow.test_deals import bo, card, is_same_everywhere, lea, settle, thread, world

__all__ = ["bo", "lea", "world"]

HOUR = timedelta(hours=1)


async def deal_of(world: HubWorld, lea: Computer, bo: Computer) -> str:
    """A deal in whose conversation our message is the last."""
    talk = await thread(world, lea, bo)
    await lea.desk.send_text(talk, "Here is the quote")
    await settle(world, lea, bo)
    deal_id = await lea.desk.add_deal(NewDeal(title="Kitchen", conversation_id=talk))
    await settle(world, lea, bo)
    return deal_id


def on(deal_id: str) -> TaskAbout:
    return TaskAbout(deal_id=deal_id)


async def test_the_next_step_is_the_earliest_open_task(world: HubWorld, lea: Computer, bo: Computer) -> None:
    deal_id = await deal_of(world, lea, bo)
    await lea.desk.add_task(NewTask("Whenever", None, None, on(deal_id)))
    later = await lea.desk.add_task(NewTask("Later", world.clock.now() + 9 * HOUR, None, on(deal_id)))
    sooner = await lea.desk.add_task(NewTask("Sooner", world.clock.now() + HOUR, None, on(deal_id)))
    step = card(lea, deal_id).task
    assert step is not None and (step.title, step.is_pending) == ("Sooner", True)
    await settle(world, lea, bo)
    assert [row.title for row in card(bo, deal_id).tasks] == ["Sooner", "Later", "Whenever"]
    (row,) = bo.desk.deals()
    assert row.task is not None and row.task.title == "Sooner"
    assert bo.desk.tasks_open("everybody")[0].about == "Kitchen"
    await bo.desk.finish_task(sooner)
    row = bo.desk.deals()[0]
    assert row.task is not None and row.task.task_id == later
    await settle(world, lea, bo)
    row = lea.desk.deals()[0]
    assert row.task is not None and row.task.task_id == later
    assert any(deal_id in changes.deals for changes in lea.seen)


async def test_a_task_of_ours_means_that_they_owe_no_word(
    world: HubWorld, lea: Computer, bo: Computer
) -> None:
    """A deal whose next step is ours is never quiet, here at once and everywhere once the hub agreed."""
    deal_id = await deal_of(world, lea, bo)
    assert card(bo, deal_id).awaits == "them" and card(bo, deal_id).silent_since_at is not None
    ours = await bo.desk.add_task(NewTask("Call", None, None, on(deal_id)))
    assert card(bo, deal_id).awaits == "us" and card(bo, deal_id).silent_since_at is None
    await settle(world, lea, bo)
    for one in (lea, bo):
        assert (card(one, deal_id).awaits, card(one, deal_id).silent_since_at) == ("us", None)
    await lea.desk.finish_task(ours)
    await settle(world, lea, bo)
    for one in (lea, bo):
        assert card(one, deal_id).awaits == "them" and card(one, deal_id).silent_since_at is not None
    await lea.desk.reopen_task(ours)
    await lea.desk.change_task(ours, "They send the plan", "theirs", None)
    await settle(world, lea, bo)
    assert card(bo, deal_id).awaits == "them" and card(bo, deal_id).silent_since_at is not None
    await lea.desk.change_task(ours, "We send it", "ours", None)
    await lea.desk.remove_task(ours)
    await settle(world, lea, bo)
    assert card(bo, deal_id).silent_since_at is not None and card(bo, deal_id).tasks == ()


async def test_a_task_on_a_deal_that_is_not_there_is_refused(
    world: HubWorld, lea: Computer, bo: Computer
) -> None:
    desk = await world.join("rep", "Ana")
    outcome = await world.do(desk, AddTask("t", "Call", deal_id="nowhere"))
    assert (outcome.result, outcome.code) == ("rejected", "deal_unknown")
    deal_id = await deal_of(world, lea, bo)
    await lea.desk.remove_deal(deal_id)
    await settle(world, lea, bo)
    outcome = await world.do(desk, AddTask("t", "Call", deal_id=deal_id))
    assert outcome.code == "deal_unknown"


async def test_a_deal_and_its_task_made_offline_come_in_their_order(
    world: HubWorld, lea: Computer, bo: Computer
) -> None:
    bo.wire.is_cut = True
    deal_id = await bo.desk.add_deal(NewDeal(title="Kitchen"))
    await bo.desk.add_task(NewTask("Call", None, None, on(deal_id)))
    step = card(bo, deal_id).task
    assert step is not None and step.title == "Call"
    bo.wire.is_cut = False
    await settle(world, lea, bo)
    assert bo.refusals == []
    step = card(lea, deal_id).task
    assert step is not None and step.title == "Call"


async def test_tasks_on_deals_of_an_erased_person_are_erased(
    world: HubWorld, lea: Computer, bo: Computer
) -> None:
    deal_id = await deal_of(world, lea, bo)
    talk = card(lea, deal_id).conversation_id
    assert talk is not None
    header = lea.desk.header(talk)
    assert header is not None
    task_id = await lea.desk.add_task(NewTask("Ask about the allergy", None, None, on(deal_id)))
    await settle(world, lea, bo)
    await lea.desk.erase_person(EraseWish(header.contact_id, header.name))
    await settle(world, lea, bo)
    for one in (lea, bo):
        assert one.desk.task(task_id) is None
        assert one.desk.tasks_open("everybody") == []
    assert all("allergy" not in str(event.body) for event in world.events())


async def test_a_view_made_anew_says_the_same_of_deals_and_tasks(
    world: HubWorld, lea: Computer, bo: Computer
) -> None:
    deal_id = await deal_of(world, lea, bo)
    task_id = await lea.desk.add_task(NewTask("Call", world.clock.now() + HOUR, None, on(deal_id)))
    await lea.desk.snooze_task(task_id, world.clock.now() + 2 * HOUR)
    await settle(world, lea, bo)
    assert is_same_everywhere(world, lea, bo)
