"""The team's rules on one conversation: what wakes, reopens, ends and keeps what."""

from __future__ import annotations

from datetime import timedelta

from app.domain.assignment import ConversationAssigned
from app.domain.contents import Ad, Content
from app.domain.conversation_merging import with_merged, without_messages
from app.domain.conversations import (
    Conversation,
    ConversationClosed,
    ConversationMarkedUnread,
    ConversationRead,
    ConversationReopened,
)
from app.domain.copies import changed
from app.domain.ids import ImportId, MemberId, MessageId
from app.domain.messages import Message
from app.domain.notes import NoteAdded, NoteEdited, NoteRemoved
from app.domain.snoozing import ConversationSnoozed, ConversationWoken
from tests.world import ANA, LEA, NOON, SmallWorld, accepted, at, received, requested, status

MARC = MemberId("member-marc")
NOTE = MessageId("note")


def claimed() -> ConversationAssigned:
    return ConversationAssigned(ANA, LEA, LEA, "claimed")


def told(world: SmallWorld) -> list[str]:
    return [line.team.what for line in world.messages.values() if line.kind == "notice" and line.team]


def test_a_message_wakes_and_reopens_and_leaves_the_holder() -> None:
    world = SmallWorld().happen(received()).happen(claimed(), at(1))
    assert (world.now.assignee_id, world.now.assigned_at) == (LEA, at(1))
    world.happen(ConversationSnoozed(ANA, at(60), LEA), at(2))
    assert (world.now.snoozed_at, world.now.snoozed_until_at) == (at(2), at(60))
    world.happen(received("m2", at(3)), at(3))
    assert (world.now.snoozed_at, world.now.snoozed_until_at) == (None, None)
    world.happen(ConversationSnoozed(ANA, None, LEA), at(4))
    world.happen(ConversationClosed(ANA, LEA, "solved", "Booked"), at(5))
    assert (world.now.is_closed, world.now.outcome, world.now.snoozed_at) == (True, "solved", None)
    world.happen(received("m3", at(6)), at(6))
    assert (world.now.is_closed, world.now.outcome, world.now.assignee_id) == (False, None, LEA)


def test_a_reaction_wakes_nobody_and_a_closed_one_is_not_put_aside() -> None:
    world = SmallWorld().happen(received()).happen(ConversationSnoozed(ANA, None, LEA), at(1))
    world.happen(received("m2", at(2), kind="reaction", text="👍", reply_to="wamid.m1"), at(2))
    assert (world.now.snoozed_at, world.now.snoozed_until_at) == (at(1), None)
    world.happen(ConversationWoken(ANA, "member", LEA), at(3))
    world.happen(ConversationClosed(ANA, LEA), at(4)).happen(ConversationSnoozed(ANA, None, LEA), at(5))
    assert world.now.snoozed_at is None
    assert told(world) == ["snoozed", "woken", "closed"]


def test_only_what_changes_something_is_told() -> None:
    world = SmallWorld().happen(received())
    for body in (claimed(), claimed(), ConversationReopened(ANA, LEA), ConversationWoken(ANA, "time")):
        world.happen(body, at(1))
    world.happen(ConversationAssigned(ANA, None, None, "taken_back"), at(2))
    assert told(world) == ["claimed", "taken_back"]
    last = list(world.messages.values())[-1]
    assert last.member_id is None and last.team is not None and last.team.to_id == LEA  # whose it was


def test_lines_of_the_team_change_nothing_of_the_conversation() -> None:
    world = SmallWorld().happen(received())
    before = world.now
    world.happen(NoteAdded(NOTE, ANA, "Nice", LEA, (MARC,)), at(1))
    world.happen(NoteEdited(NOTE, ANA, "Very nice", LEA), at(2))
    note = world.message("note")
    assert (note.text, note.edited_at, note.team, note.state) == ("Very nice", at(2), None, "settled")
    world.happen(NoteRemoved(NOTE, ANA, MARC), at(3))
    assert (world.message("note").is_hidden, world.message("note").text) == (True, None)
    world.happen(NoteEdited(NOTE, ANA, "Back", LEA), at(4))
    assert world.message("note").text is None
    assert world.now == before


def test_a_customers_message_is_no_note_that_anybody_could_edit() -> None:
    world = SmallWorld().happen(received())
    world.happen(NoteEdited(MessageId("m1"), ANA, "Mine", LEA), at(1))
    world.happen(NoteRemoved(MessageId("m1"), ANA, LEA), at(2))
    assert world.message("m1").text == "Can I bring my daughter along?"


def test_the_unread_mark_is_given_and_taken() -> None:
    world = SmallWorld().happen(received()).happen(ConversationRead(ANA, 1, LEA))
    assert world.happen(ConversationMarkedUnread(ANA, LEA)).now.unread_count == 1
    assert world.happen(ConversationMarkedUnread(ANA, LEA)).now.unread_count == 1
    assert world.happen(ConversationRead(ANA, 1, LEA)).now.unread_count == 0


def test_somebody_is_new_until_the_channel_took_our_first_answer() -> None:
    world = SmallWorld().happen(received())
    assert world.now.is_new
    assert world.happen(received("m2", at(1)), at(1)).now.is_new
    assert world.happen(requested(), at(2)).now.is_new
    assert not world.happen(accepted(), at(3)).now.is_new
    assert not world.happen(status("failed"), at(4)).now.is_new
    assert not world.happen(received("m3", at(5)), at(5)).now.is_new


def test_closing_ends_being_new_and_taking_it_back_does_not() -> None:
    world = SmallWorld().happen(received()).happen(ConversationClosed(ANA, LEA), at(1))
    assert not world.now.is_new
    assert world.happen(ConversationReopened(ANA, LEA), at(2)).now.is_new
    world.happen(ConversationClosed(ANA, LEA), at(3)).happen(received("m2", at(4)), at(4))
    assert not world.now.is_new


def test_who_wrote_before_is_not_new() -> None:
    old = received("m0", at(-9_000), is_history=True)
    assert not SmallWorld().happen(old).happen(received()).now.is_new
    assert not SmallWorld().happen(received()).happen(old).now.is_new
    ours = received("m0", at(-9), direction="out", author="phone")
    assert not SmallWorld().happen(ours).happen(received()).now.is_new


def test_an_import_makes_known_until_it_is_undone() -> None:
    world = SmallWorld().happen(received())
    old = received("i1", at(-9_000), is_history=True, import_id=ImportId("import"))
    imported = SmallWorld().happen(received()).happen(old)
    # the import's number is given by storage; a message that has one is marked
    from app.domain.conversations import with_message

    line: Message = changed(imported.message("i1"), import_no=7)
    known = with_message(world.now, line, line.sort_at, is_history=True)
    assert (known.has_history, known.is_new) == (True, False)
    undone = without_messages(known, world.message("m1"), None, has_history=False)
    assert undone.is_new


def test_an_advertisement_counts_until_the_answer() -> None:
    ad = Content(ad=Ad("ad", "7"))
    world = SmallWorld().happen(received(content=ad))
    assert world.happen(received("m2", at(1)), at(1)).now.is_from_ad
    world.happen(requested(), at(2)).happen(accepted(), at(3))
    assert not world.now.is_from_ad
    assert world.happen(received("m3", at(4), content=ad), at(4)).now.is_from_ad


def conversation(**more: object) -> Conversation:
    world = SmallWorld().happen(received())
    return changed(world.now, **more)


def test_of_two_that_become_one_the_first_ones_holder_stays() -> None:
    free, held = conversation(), conversation(assignee_id=MARC, assigned_at=at(1))
    assert with_merged(free, held).assignee_id == with_merged(held, free).assignee_id == MARC
    lea = conversation(assignee_id=LEA, assigned_at=at(2))
    assert (with_merged(lea, held).assignee_id, with_merged(lea, held).assigned_at) == (LEA, at(2))


def test_it_is_aside_only_when_no_open_half_is_in_the_lists() -> None:
    awake = conversation()
    aside = conversation(snoozed_at=at(1), snoozed_until_at=at(60))
    later = conversation(snoozed_at=at(2), snoozed_until_at=at(30))
    closed = conversation(is_closed=True, closed_at=at(3), outcome="solved")
    assert with_merged(awake, aside).snoozed_at is None
    assert with_merged(aside, later).snoozed_until_at == at(30)
    assert with_merged(closed, aside).snoozed_at == at(1)
    assert with_merged(closed, aside).outcome is None
    older = changed(closed, closed_at=NOON - timedelta(days=1), outcome="no_action")
    assert with_merged(older, closed).outcome == "solved"


def test_two_that_nobody_answered_are_one_new_person() -> None:
    fresh = conversation()
    met = changed(fresh, is_first=False)
    begun = Conversation(ANA, fresh.contact_id, fresh.line_id, fresh.channel)
    assert with_merged(fresh, fresh).is_new and with_merged(begun, fresh).is_new
    assert not with_merged(fresh, met).is_new
