"""Several desks at one inbox: what one does the others see, and what is done offline joins once the hub is there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.errors import ComptoirError
from app.domain.ids import ConversationId, MemberId
from app.domain.rows import InboxRow
from app.domain.saved_views import SavedView, ViewFilter
from storage import view
from tests.flow.desk_world import Computer, computer, reach
from tests.flow.fake_graph import FakeGraph
from tests.flow.hub_world import ANA, BO, HubWorld


@dataclass
class Team:
    """A hub, Léa's computer (owner) and Marc's (rep), Ana and Bo waiting."""

    world: HubWorld
    lea: Computer
    marc: Computer
    ana: ConversationId
    bo: ConversationId

    async def synced(self) -> None:
        """Until both show the newest, and nothing waits."""
        both = (self.lea, self.marc)
        await reach(
            self.world.clock,
            lambda: all(
                one.desk.position == self.world.head and not one.desk.is_waiting_for_hub for one in both
            ),
        )

    def row(self, who: Computer, conversation: ConversationId | None = None) -> InboxRow:
        row = who.desk.inbox_row(conversation or self.ana)
        assert row is not None
        return row

    def id_of(self, who: Computer) -> MemberId:
        return who.desk.me().member_id

    async def is_equal(self) -> bool:
        """Whether both show what a rebuild from zero shows."""
        await self.synced()
        with self.world.reading() as conn:
            hub = view.view_hash(conn)
        return {self.lea.view_hash(), self.marc.view_hash()} == {hub}


@pytest.fixture
async def team(tmp_path: Path) -> AsyncIterator[Team]:
    graph = FakeGraph()
    async with HubWorld(tmp_path / "hub", client=graph) as world, AsyncExitStack() as stack:
        graph.clock = world.clock
        lea = await stack.enter_async_context(computer(world, tmp_path / "lea", "Léa", "owner"))
        marc = await stack.enter_async_context(computer(world, tmp_path / "marc", "Marc", "rep"))
        made = Team(world, lea, marc, await world.conversation(ANA), await world.conversation(BO))
        await made.synced()
        yield made


async def test_a_claim_shows_at_once_and_everywhere(team: Team) -> None:
    await team.lea.desk.claim(team.ana)
    mine = team.row(team.lea)
    assert (mine.is_mine, mine.assignee_name) == (True, "Léa")
    assert team.lea.desk.inbox("mine") == [team.ana]
    assert team.lea.desk.inbox("unassigned") == [team.bo]
    counts = team.lea.desk.counts()
    assert (counts.mine, counts.unassigned, counts.waiting) == (1, 1, 2)
    await team.synced()
    theirs = team.row(team.marc)
    assert (theirs.is_mine, theirs.assignee_name) == (False, "Léa")
    assert team.marc.desk.inbox("mine") == [] and team.marc.desk.counts().unassigned == 1
    assert team.lea.desk.counts() == counts
    notice = team.marc.desk.page(team.ana)[-1].notice
    assert notice is not None and (notice.what, notice.by_name) == ("claimed", "Léa")


async def test_who_claimed_offline_and_was_slower_is_told_who_was_faster(team: Team) -> None:
    team.marc.wire.is_cut = True
    await team.marc.desk.claim(team.ana)
    await team.marc.desk.tag(team.ana, "VIP")
    assert team.row(team.marc).is_mine
    waiting = [(one.what, one.text) for one in team.marc.desk.pending()]
    assert waiting == [("conversation.claim", None), ("conversation.tag", "VIP")]
    await team.lea.desk.claim(team.ana)
    await reach(team.world.clock, lambda: not team.lea.desk.is_waiting_for_hub)
    team.marc.wire.is_cut = False
    await team.synced()
    [refusal] = team.marc.refusals
    assert (refusal.code, refusal.facts["who"]) == ("already_held", "Léa")
    assert team.row(team.marc).assignee_name == "Léa" and team.row(team.lea).tags == ("VIP",)
    assert await team.is_equal()


async def test_work_done_offline_by_both_ends_equal_to_a_rebuild_from_zero(team: Team) -> None:
    await team.lea.desk.claim(team.ana)
    await team.synced()
    team.marc.wire.is_cut = True
    marc, lea = team.marc.desk, team.lea.desk
    later = team.world.clock.now() + timedelta(hours=3)
    await marc.claim(team.bo)
    note = await marc.add_note(team.bo, "Léa, do you know him?", [team.id_of(team.lea)])
    await marc.edit_note(note, "Léa, who is that?", [team.id_of(team.lea)])
    await marc.tag(team.bo, "new client")
    await marc.snooze(team.bo, later)
    await marc.save_view(SavedView("v1", "New", ViewFilter(tags=("new client",)), team.id_of(team.marc)))
    assert marc.inbox("snoozed") == [team.bo] and marc.counts().snoozed == 1
    assert [(row.kind, row.text) for row in marc.page(team.bo)][-2:] == [
        ("note", "Léa, who is that?"),
        ("notice", None),
    ]
    assert marc.known_tags() == ["new client"] and [one.name for one in marc.saved_views()] == ["New"]
    shown = marc.page(team.bo), marc.inbox_row(team.bo), marc.header(team.bo)
    await lea.assign(team.ana, team.id_of(team.marc), reason="Off tomorrow", summary="Wants a cut")
    await lea.close(team.bo, "no_action", "Wrong number")
    await team.world.clock.advance(5)
    await lea.reopen(team.bo)
    await reach(team.world.clock, lambda: not lea.is_waiting_for_hub)
    team.marc.wire.is_cut = False
    assert await team.is_equal()
    assert marc.inbox("mine") == [team.ana] and marc.inbox("snoozed") == [team.bo]
    assert lea.inbox("mentions") == [team.bo] and team.row(team.lea, team.bo).is_mentioned
    assert marc.inbox("saved:v1") == [] and marc.counts().saved == (("saved:v1", 0),)  # it is aside
    texts = [row.text for row in marc.page(team.bo) if row.kind == "note"]
    assert texts == [row.text for row in shown[0] if row.kind == "note"]
    assert team.marc.refusals == team.lea.refusals == []


async def test_a_saved_list_follows_what_is_done_before_the_hub_knows(team: Team) -> None:
    lea = team.lea.desk
    await lea.save_view(SavedView("v1", "VIP", ViewFilter(tags=("VIP",))))
    await lea.tag(team.ana, "VIP")
    await team.synced()
    assert lea.inbox("saved:v1") == [team.ana] and lea.counts().saved == (("saved:v1", 1),)
    await team.lea.stop()
    lea = await team.lea.open()  # nothing goes out before it starts
    await lea.tag(team.bo, "VIP")
    assert lea.inbox("saved:v1") == [team.bo, team.ana]
    await lea.close(team.ana, "solved")
    await lea.untag(team.bo, "VIP")
    await lea.save_view(SavedView("v2", "Mine", ViewFilter(), team.id_of(team.lea)))
    assert lea.inbox("saved:v1") == [] and [one.name for one in lea.saved_views()] == ["Mine", "VIP"]
    await lea.remove_view("v2")
    assert [one.name for one in lea.saved_views()] == ["VIP"]
    await lea.start()
    assert await team.is_equal()


async def test_a_mention_is_seen_once_it_was_read_although_nothing_was_unread(team: Team) -> None:
    await team.lea.desk.mark_read(team.ana)
    await team.marc.desk.add_note(team.ana, "Léa ?", [team.id_of(team.lea)])
    await team.synced()
    assert team.lea.desk.counts().mentions == 1 and team.row(team.lea).unread_count == 0
    await team.lea.desk.mark_read(team.ana)
    assert team.lea.desk.counts().mentions == 0 and not team.row(team.lea).is_mentioned
    await team.synced()
    assert team.lea.desk.counts().mentions == 0 and not team.row(team.lea).is_mentioned
    assert team.lea.desk.inbox("mentions") == [team.ana]


async def test_what_waits_can_be_taken_back_and_an_answer_is_a_draft_again(team: Team) -> None:
    await team.marc.stop()
    await team.marc.open()  # nothing goes out before it starts
    await team.marc.desk.send_text(team.ana, "Of course!")
    await team.marc.desk.snooze(team.bo, None)
    answer, snooze = team.marc.desk.pending()
    assert (answer.what, answer.text, answer.conversation_id) == ("send.text", "Of course!", team.ana)
    assert team.row(team.marc).is_mine  # who answers takes it
    assert await team.marc.desk.cancel_pending(answer.command_id)
    assert await team.marc.desk.cancel_pending(snooze.command_id)
    assert not await team.marc.desk.cancel_pending(snooze.command_id)
    assert team.marc.desk.draft(team.ana) == "Of course!" and team.marc.desk.pending() == []
    assert not team.row(team.marc).is_mine and not team.row(team.marc, team.bo).is_snoozed
    await team.marc.desk.start()
    assert await team.is_equal()
    assert team.world.events("send.requested") == []


async def test_what_cannot_be_is_said_before_anything_is_asked(team: Team) -> None:
    marc = team.marc.desk
    past = team.world.clock.now() - timedelta(minutes=1)
    shared = SavedView("v1", "All", ViewFilter())
    attempts = {
        "member_unknown": marc.assign(team.ana, MemberId("somebody")),
        "time_past": marc.snooze(team.ana, past),
        "tag_empty": marc.tag(team.ana, " \n"),
        "text_empty": marc.add_note(team.ana, "  "),
        "text_too_long": marc.add_note(team.ana, "x" * 10_001),
        "role_missing": marc.save_view(shared),
        "name_empty": marc.save_view(replace(shared, name=" ")),
        "conversation_unknown": marc.claim(ConversationId("none")),
    }
    for code, attempt in attempts.items():
        with pytest.raises(ComptoirError) as error:
            await attempt
        assert error.value.code == code
    note = await team.lea.desk.add_note(team.ana, "Mine")
    await team.synced()
    for attempt in (marc.edit_note(note, "His"), marc.remove_note(note)):
        with pytest.raises(ComptoirError) as error:
            await attempt
        assert error.value.code == "not_yours"
    await team.lea.desk.remove_note(note)
    assert [row.kind for row in team.lea.desk.page(team.ana)] == ["text"]
    assert await team.is_equal()


async def test_members_stand_with_oneself_first(team: Team) -> None:
    rows = [(row.name, row.role, row.is_me) for row in team.marc.desk.members()]
    assert rows == [("Marc", "rep", True), ("Léa", "owner", False)]


async def test_other_desks_hear_what_changed(team: Team) -> None:
    team.marc.seen.clear()
    await team.lea.desk.tag(team.ana, "VIP")
    await team.synced()
    assert any(change.is_team and team.ana in change.conversations for change in team.marc.seen)
    team.marc.seen.clear()
    await team.lea.desk.mark_unread(team.bo)  # it has its mark already
    await team.lea.desk.mark_read(team.bo)
    await team.lea.desk.mark_unread(team.bo)
    await team.synced()
    assert team.row(team.marc, team.bo).unread_count == 1
    assert any(team.bo in change.conversations for change in team.marc.seen)
