"""The team's rules at the hub: who may take, give, put aside, file and note, and what everybody else is told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.domain.assignment import AssignConversation, ClaimConversation
from app.domain.commands import CommandBody, Outcome
from app.domain.conversations import (
    CloseConversation,
    Conversation,
    ReadConversation,
    ReopenConversation,
    UnreadConversation,
)
from app.domain.ids import ConversationId, MemberId, MessageId
from app.domain.members import Role
from app.domain.notes import AddNote, EditNote, RemoveNote
from app.domain.saved_views import RemoveView, SavedView, SaveView, ViewFilter
from app.domain.sends import SendMessage, SendText
from app.domain.settings import ChangeSetting
from app.domain.snoozing import SnoozeConversation, WakeConversation
from app.domain.tags import TagConversation, UntagConversation
from storage import view
from tests.flow.hub_world import ANA, BO, Desk, HubWorld

NOTE = MessageId("note-1")


@dataclass
class Team:
    """A hub, its owner Léa, the reps Marc and Inès, and Ana's conversation."""

    world: HubWorld
    lea: Desk
    marc: Desk
    ines: Desk
    ana: ConversationId

    async def do(self, desk: Desk, body: CommandBody, **changes: Any) -> Outcome:
        return await self.world.do(desk, body, **changes)

    async def told(self, desk: Desk, body: CommandBody, **changes: Any) -> str:
        """ "accepted", or the code of the refusal."""
        outcome = await self.world.do(desk, body, **changes)
        return outcome.code or outcome.result

    @property
    def now(self) -> Conversation:
        with self.world.reading() as conn:
            found = view.load_conversation(conn, self.ana)
        assert found is not None
        return found

    def thread(self) -> list[tuple[str, str | None]]:
        """Kind (of a notice: what it tells) and words of every line."""
        with self.world.reading() as conn:
            rows = view.thread_page(conn, self.ana, limit=1_000)
        return [(row.notice.what if row.notice else row.kind, row.text) for row in rows]

    def id_of(self, desk: Desk) -> MemberId:
        return MemberId(desk.member_id)


@pytest.fixture
async def team(tmp_path: Path) -> AsyncIterator[Team]:
    async with HubWorld(tmp_path) as world:
        roles: tuple[tuple[Role, str], ...] = (("owner", "Léa"), ("rep", "Marc"), ("rep", "Inès"))
        lea, marc, ines = [await world.join(role, name) for role, name in roles]
        yield Team(world, lea, marc, ines, await world.conversation())


async def test_a_lost_claim_names_the_holder_and_ones_own_changes_nothing(team: Team) -> None:
    assert (await team.do(team.marc, ClaimConversation(team.ana))).result == "accepted"
    lost = await team.do(team.ines, ClaimConversation(team.ana))
    assert (lost.code, lost.facts) == ("already_held", {"who": "Marc", "member_id": team.marc.member_id})
    again = await team.do(team.marc, ClaimConversation(team.ana))
    assert (again.result, again.pos) == ("accepted", team.world.head)
    assert len(team.world.events("conversation.assigned")) == 1


async def test_it_is_given_only_while_it_is_held_as_it_was_seen(team: Team) -> None:
    marc, ines = team.id_of(team.marc), team.id_of(team.ines)
    await team.do(team.marc, ClaimConversation(team.ana))
    late = await team.do(team.lea, AssignConversation(team.ana, ines, None))
    assert (late.code, late.facts["who"]) == ("holder_changed", "Marc")
    stranger = AssignConversation(team.ana, MemberId("somebody"), marc)
    assert await team.told(team.lea, stranger) == "member_unknown"
    long = AssignConversation(team.ana, ines, marc, "x" * 201)
    assert await team.told(team.marc, long) == "text_too_long"
    handed = AssignConversation(team.ana, ines, marc, "Off tomorrow", "Wants a cut on Friday")
    assert await team.told(team.marc, handed) == "accepted"
    with team.world.reading() as conn:
        notice = view.thread_page(conn, team.ana)[-1].notice
    assert notice is not None
    assert (notice.what, notice.by_name, notice.to_name) == ("handed_over", "Marc", "Inès")
    assert (notice.reason, notice.summary) == ("Off tomorrow", "Wants a cut on Friday")
    assert await team.told(team.lea, AssignConversation(team.ana, None, ines)) == "accepted"
    assert team.now.assignee_id is None and team.thread()[-1][0] == "released"


async def test_who_answers_first_takes_it_and_the_team_may_not_want_that(team: Team) -> None:
    answer = SendText(MessageId("m-1"), team.ana, "Of course!")
    assert await team.told(team.marc, answer) == "accepted"
    assert team.now.assignee_id == team.marc.member_id
    first, second = team.world.events()[-2:]
    assert [first.kind, second.kind] == ["send.requested", "conversation.assigned"]
    assert first.command_id == second.command_id
    assert team.thread()[-2:] == [("text", "Of course!"), ("answered", None)]
    other = SendText(MessageId("m-2"), team.ana, "Me too", send_anyway=True)
    assert await team.told(team.ines, other) == "accepted"  # a colleague may help out
    assert team.now.assignee_id == team.marc.member_id
    assert await team.told(team.lea, ChangeSetting("claim_on_answer", False)) == "accepted"
    bo = await team.world.conversation(BO)
    assert await team.told(team.ines, SendText(MessageId("m-3"), bo, "Hello Bo")) == "accepted"
    with team.world.reading() as conn:
        assert (found := view.load_conversation(conn, bo)) is not None and found.assignee_id is None


async def test_a_reaction_takes_nothing(team: Team) -> None:
    with team.world.reading() as conn:
        [row] = view.thread_page(conn, team.ana)
    thumb = SendMessage(MessageId("m-1"), team.ana, "reaction", "👍", reply_to=row.message_id)
    assert await team.told(team.marc, thumb) == "accepted"
    assert team.now.assignee_id is None


async def test_what_the_customer_wrote_meanwhile_stands_against_closing_and_putting_aside(team: Team) -> None:
    seen = team.world.head
    await team.world.say("One more thing", ANA)
    for body in (CloseConversation(team.ana), SnoozeConversation(team.ana, None)):
        assert await team.told(team.marc, body, base_pos=seen) == "newer_message"
    later = team.world.clock.now() + timedelta(hours=1)
    assert await team.told(team.marc, SnoozeConversation(team.ana, later - timedelta(hours=2))) == "time_past"
    assert await team.told(team.marc, SnoozeConversation(team.ana, later)) == "accepted"
    assert team.now.snoozed_until_at == later
    assert await team.told(team.ines, WakeConversation(team.ana)) == "accepted"
    assert await team.told(team.ines, WakeConversation(team.ana)) == "accepted"  # it is so already
    assert [what for what, _ in team.thread()].count("woken") == 1


async def test_closing_says_how_it_ended_and_a_new_message_takes_it_up_again(team: Team) -> None:
    await team.do(team.marc, ClaimConversation(team.ana))
    assert (
        await team.told(team.marc, CloseConversation(team.ana, "solved", "Booked for Friday")) == "accepted"
    )
    assert (team.now.is_closed, team.now.outcome) == (True, "solved")
    assert await team.told(team.marc, SnoozeConversation(team.ana, None)) == "conversation_closed"
    await team.world.say("Thank you!", ANA)
    assert (team.now.is_closed, team.now.outcome) == (False, None)
    assert team.now.assignee_id == team.marc.member_id  # who knows the person keeps them
    long = CloseConversation(team.ana, "no_action", "x" * 2_001)
    assert await team.told(team.marc, long) == "text_too_long"
    assert await team.told(team.marc, ReopenConversation(team.ana)) == "accepted"


async def test_a_message_wakes_what_was_put_aside_until_they_write(team: Team) -> None:
    await team.do(team.marc, SnoozeConversation(team.ana, None))
    assert team.now.snoozed_at is not None
    await team.world.say("Here I am", ANA)
    assert team.now.snoozed_at is None


async def test_a_note_is_its_authors_and_those_who_lead_may_take_it_away(team: Team) -> None:
    marc = team.id_of(team.marc)
    assert await team.told(team.ines, AddNote(NOTE, team.ana, "  Who knows her?\n", (marc,))) == "accepted"
    assert await team.told(team.ines, AddNote(NOTE, team.ana, "Again")) == "message_id_taken"
    empty = AddNote(MessageId("note-2"), team.ana, " \0 ")
    assert await team.told(team.ines, empty) == "text_empty"
    stranger = AddNote(MessageId("note-2"), team.ana, "Who?", (MemberId("somebody"),))
    assert await team.told(team.ines, stranger) == "member_unknown"
    changed = EditNote(NOTE, team.ana, "Who knows Ana?", (), "Who knows her?")
    assert await team.told(team.marc, changed) == "not_yours"
    assert await team.told(team.ines, EditNote(NOTE, team.ana, "Hm", (), "What?")) == "note_changed"
    assert await team.told(team.ines, changed) == "accepted"
    assert team.thread()[-1] == ("note", "Who knows Ana?")
    assert await team.told(team.marc, RemoveNote(NOTE, team.ana)) == "not_yours"
    assert await team.told(team.lea, RemoveNote(NOTE, team.ana)) == "accepted"
    assert await team.told(team.lea, RemoveNote(NOTE, team.ana)) == "message_unknown"
    assert "note" not in dict(team.thread())


async def test_a_note_changes_nothing_but_the_thread(team: Team) -> None:
    before = team.now
    await team.do(team.marc, AddNote(NOTE, team.ana, "She is nice", (team.id_of(team.lea),)))
    assert team.now == before
    with team.world.reading() as conn:
        assert view.newest_mention(conn, team.ana, team.id_of(team.lea), is_unseen=True) == team.world.head
    await team.do(team.lea, ReadConversation(team.ana, team.world.head))
    with team.world.reading() as conn:
        assert view.newest_mention(conn, team.ana, team.id_of(team.lea), is_unseen=True) is None


async def test_the_unread_mark_comes_back_for_everybody(team: Team) -> None:
    await team.do(team.marc, ReadConversation(team.ana, team.world.head))
    assert team.now.unread_count == 0
    assert await team.told(team.marc, UnreadConversation(team.ana)) == "accepted"
    assert team.now.unread_count == 1


async def test_tags_are_cleaned_and_counted_once(team: Team) -> None:
    for desk, tag in ((team.marc, " VIP "), (team.ines, "VIP"), (team.ines, "wedding\n2027")):
        assert await team.told(desk, TagConversation(team.ana, tag)) == "accepted"
    assert await team.told(team.ines, TagConversation(team.ana, "\n")) == "tag_empty"
    with team.world.reading() as conn:
        assert view.tags_of(conn, team.ana) == ["VIP", "wedding 2027"]
        assert view.tag_counts(conn) == [("VIP", 1), ("wedding 2027", 1)]
    await team.do(team.marc, UntagConversation(team.ana, "VIP"))
    await team.do(team.marc, UntagConversation(team.ana, "VIP"))
    with team.world.reading() as conn:
        assert view.tag_counts(conn) == [("wedding 2027", 1)]


async def test_shared_lists_are_made_by_those_who_lead(team: Team) -> None:
    shared = SavedView("v1", " Weddings ", ViewFilter(tags=("wedding",)))
    assert await team.told(team.marc, SaveView(shared)) == "role_missing"
    assert await team.told(team.lea, SaveView(shared)) == "accepted"
    own = SavedView("v2", "Mine to do", ViewFilter(is_unread=True), team.id_of(team.marc))
    assert await team.told(team.marc, SaveView(own)) == "accepted"
    assert await team.told(team.ines, SaveView(own)) == "not_yours"
    stolen = SavedView("v1", "Mine now", ViewFilter(), team.id_of(team.marc))
    assert await team.told(team.marc, SaveView(stolen)) == "role_missing"
    assert (
        await team.told(team.marc, SaveView(SavedView("v3", " ", ViewFilter(), own.owner_id))) == "name_empty"
    )
    assert await team.told(team.marc, RemoveView("v1")) == "role_missing"
    with team.world.reading() as conn:
        assert [one.name for one in view.all_saved_views(conn, team.id_of(team.ines))] == ["Weddings"]
        assert len(view.all_saved_views(conn, team.id_of(team.marc))) == 2
    assert await team.told(team.marc, RemoveView("v2")) == "accepted"
    assert await team.told(team.marc, RemoveView("v2")) == "accepted"  # gone is gone
    assert len(team.world.events("view.removed")) == 1
