"""The team's work at a computer that several people share: what is one's own follows who is at the desk."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.desk.desk import Composed
from app.domain.errors import ComptoirError
from app.domain.ids import ConversationId
from app.domain.notes import draft_key
from app.domain.saved_views import SavedView, ViewFilter
from tests.flow.desk_world import reach
from tests.flow.hub_world import until
from tests.flow.seat_world import LEA_PIN, Shared, ana, code_of, counter, world

__all__ = ["ana", "counter", "world"]


async def test_lists_of_ones_own_are_those_of_whoever_is_at_the_desk(
    counter: Shared, ana: ConversationId
) -> None:
    """Léa holds Ana and saved a list for herself; offline, so that nothing but this computer can tell them apart."""
    desk = counter.desk
    await counter.share()
    lea = desk.me().member_id
    counter.wire.is_cut = True
    await desk.claim(ana)
    await desk.save_view(SavedView("v1", "Léa's", ViewFilter(), lea))
    await desk.save_view(SavedView("v2", "Everybody's", ViewFilter()))
    desk.save_draft(draft_key(ana), "a note that Léa began")
    assert (desk.inbox("mine"), desk.counts().mine) == ([ana], 1)
    await counter.as_nora()
    assert (desk.inbox("mine"), desk.counts().mine) == ([], 0)
    header = desk.header(ana)
    assert header is not None and (header.is_mine, header.assignee_name) == (False, "Léa")
    assert [one.name for one in desk.saved_views()] == ["Everybody's"]
    assert [(row.name, row.is_me) for row in desk.members()] == [("Nora", True), ("Léa", False)]
    assert desk.draft(draft_key(ana)) == ""
    counter.wire.is_cut = False
    await reach(counter.world.clock, lambda: not desk.is_waiting_for_hub)
    assert (desk.inbox("mine"), desk.header(ana)) == ([], header)
    await counter.as_lea()
    assert desk.inbox("mine") == [ana] and desk.draft(draft_key(ana)) == "a note that Léa began"
    assert [one.name for one in desk.saved_views()] == ["Everybody's", "Léa's"]


async def test_each_sees_only_ones_own_wishes_waiting_and_takes_back_no_others(
    counter: Shared, ana: ConversationId
) -> None:
    desk = counter.desk
    await counter.share()
    counter.wire.is_cut = True
    await desk.send_text(ana, "Léa's answer", grace_s=0)
    [waiting] = desk.pending()
    await counter.as_nora()
    await desk.tag(ana, "VIP")
    assert [(row.what, row.text) for row in desk.pending()] == [("conversation.tag", "VIP")]
    assert not await desk.cancel_pending(waiting.command_id)
    assert desk.draft(ana) == "" and desk.connection().to_send == 1
    await counter.as_lea()
    assert desk.pending() == [waiting] and await desk.cancel_pending(waiting.command_id)
    assert desk.draft(ana) == "Léa's answer"


async def test_a_colleagues_reading_does_not_mark_a_note_for_me_as_seen(
    counter: Shared, ana: ConversationId
) -> None:
    desk = counter.desk
    await counter.share()
    await until(lambda: len(desk.members()) == 2)
    lea = desk.me().member_id
    await counter.as_nora()
    await desk.add_note(ana, "Léa, can you?", [lea])
    await reach(counter.world.clock, lambda: not desk.is_waiting_for_hub)
    counter.wire.is_cut = True
    await desk.mark_read(ana)
    assert desk.counts().mentions == 0
    await counter.as_lea()
    row = desk.inbox_row(ana)
    assert row is not None and row.is_mentioned and desk.counts().mentions == 1
    assert desk.inbox("mentions") == [ana]
    await desk.mark_read(ana)
    assert desk.counts().mentions == 0


async def test_a_planned_answer_is_its_authors_also_when_it_is_refused(
    counter: Shared, ana: ConversationId
) -> None:
    """Nora plans offline, Léa is at the desk when the hub refuses: the words are Nora's draft, and she is told."""
    desk, clock = counter.desk, counter.world.clock
    await counter.share()
    counter.wire.is_cut = True
    await counter.as_nora()
    due_at = clock.now() + timedelta(minutes=2)
    await desk.schedule(ana, Composed("text", "See you tomorrow"), due_at)
    [planned] = desk.all_scheduled()
    assert (planned.member_name, planned.is_mine) == ("Nora", True)
    await counter.as_lea()
    [planned] = desk.scheduled(ana)
    assert (planned.member_name, planned.is_mine) == ("Nora", False)
    await clock.advance(600)
    counter.wire.is_cut = False
    await reach(clock, lambda: not desk.is_waiting_for_hub)
    assert desk.all_scheduled() == [] and desk.draft(ana) == "" and counter.refusals == []
    await counter.as_nora()
    assert desk.draft(ana) == "See you tomorrow"
    assert [refusal.code for refusal in counter.refusals] == ["time_past"]


async def test_what_is_asked_of_the_hub_goes_by_the_new_persons_device_from_the_switch_on(
    counter: Shared, ana: ConversationId
) -> None:
    """Right after the owner's PIN gave way to the rep's, nothing can be done with the owner's rights."""
    desk = counter.desk
    await counter.share()
    await counter.as_nora()
    with pytest.raises(ComptoirError) as error:
        await desk.invite(role="rep", name="Zoé")
    assert code_of(error) == "role_missing"
    await desk.switch_to(counter.lea, LEA_PIN)
    assert (await desk.invite(role="rep", name="Zoé")).code
