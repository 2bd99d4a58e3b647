"""The overlay: what waits is drawn as the log will say it, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.desk.overlay import overlaid, overlaid_settings
from app.desk.pending import PROVISIONAL_POS, Pending
from app.domain.amendments import shown_reactions
from app.domain.assignment import AssignConversation, ClaimConversation, ConversationAssigned
from app.domain.commands import Command, CommandBody
from app.domain.contents import Content, Media
from app.domain.conversations import (
    CloseConversation,
    Conversation,
    ReadConversation,
    ReopenConversation,
    UnreadConversation,
)
from app.domain.ids import CommandId, DeviceId, MemberId, MessageId
from app.domain.members import Member
from app.domain.messages import Message
from app.domain.notes import AddNote, EditNote, RemoveNote
from app.domain.sends import CancelSend, SendMessage, SendText, SendUnknown, SettleSend
from app.domain.settings import ChangeSetting
from app.domain.snoozing import ConversationSnoozed, SnoozeConversation, WakeConversation
from app.hub.decided import events_of
from app.hub.rules import Asker, Situation, check
from tests.world import ANA, LEA, NOON, SmallWorld, accepted, at, received, requested, status

ASKER = Asker(DeviceId("device"), LEA, "Léa", "owner")
LATER = 60.0
MARC = MemberId("member-marc")
TEAM = {LEA: Member(LEA, "Léa", "owner"), MARC: Member(MARC, "Marc", "rep")}
CHECKED = (
    ClaimConversation, AssignConversation, SnoozeConversation, WakeConversation, AddNote, EditNote, RemoveNote,
)  # fmt: skip


def command(body: CommandBody, seq: int = 1, base_pos: int = 1_000) -> Command:
    return Command(CommandId(f"k{seq}"), seq, base_pos, at(LATER + seq), body)


def text(number: int, words: str = "Of course!", grace_ms: int = 3000) -> SendText:
    return SendText(MessageId(f"n{number}"), ANA, words, grace_ms)


def picture(number: int) -> SendMessage:
    content = Content(media=Media("image/jpeg", "ab" * 32, "cut.jpg", 1000))
    return SendMessage(MessageId(f"n{number}"), ANA, "image", "Like this?", content, MessageId("m1"), 3000)


def reaction(number: int, emoji: str = "👍") -> SendMessage:
    return SendMessage(MessageId(f"n{number}"), ANA, "reaction", emoji, reply_to=MessageId("m1"))


def draw(world: SmallWorld, *pending: Pending) -> SmallWorld:
    """The world with what waits drawn over it."""
    shown = overlaid(world.now, world.messages, pending, LEA)
    return SmallWorld(shown.conversation, {**world.messages, **shown.messages}, world.pos)


def confirm(world: SmallWorld, commands: list[Command]) -> SmallWorld:
    """The world after the hub took the commands."""
    after = SmallWorld(world.conversation, dict(world.messages), world.pos)
    for one in commands:
        target = after.messages.get(getattr(one.body, "reply_to", None) or MessageId(""))
        message = after.messages.get(getattr(one.body, "note_id", None) or MessageId(""))
        situation = Situation(one, ASKER, one.made_at, after.now, message, target=target, members=TEAM)
        if isinstance(one.body, CHECKED) and check(situation) is not None:
            continue
        for body in events_of(situation):
            after.happen(body, one.made_at, one.command_id)
    return after


def without_places(world: SmallWorld) -> tuple[Conversation, dict[MessageId, Message]]:
    """All but the positions in the log, which only the hub can give."""
    conversation = replace(world.now, lifted_pos=0, newest_outbound_pos=0)
    return conversation, {key: replace(message, pos=0) for key, message in world.messages.items()}


def test_a_waiting_text_is_the_newest_and_can_be_taken_back_for_three_seconds() -> None:
    world = SmallWorld().happen(received())
    shown = draw(world, Pending(command(text(1))))
    message = shown.messages[MessageId("n1")]
    assert (message.state, message.text, message.member_id) == ("queued", "Of course!", LEA)
    assert message.hold_until_at == at(LATER + 1) + timedelta(seconds=3)
    assert message.pos > PROVISIONAL_POS
    assert (shown.now.last_text, shown.now.last_state, shown.now.unread_count) == ("Of course!", "queued", 0)
    assert shown.now.waiting_since_at == NOON  # nobody has answered until the channel took it


def test_a_waiting_text_sorts_under_what_was_there_even_when_our_clock_is_slow() -> None:
    world = SmallWorld().happen(received(when=at(600)), at(600))
    message = draw(world, Pending(command(text(1)))).messages[MessageId("n1")]
    assert message.sort_at == at(600)


def test_a_taken_back_text_is_cancelled_only_once_the_hub_said_so() -> None:
    world = SmallWorld().happen(received()).happen(requested())
    body = CancelSend(MessageId("o1"), ANA)
    assert draw(world, Pending(command(body))).state("o1") == "queued"
    assert draw(world, Pending(command(body), "accepted")).state("o1") == "cancelled"


def test_an_expired_text_stays_in_sight_with_its_state() -> None:
    world = SmallWorld().happen(received())
    shown = draw(world, Pending(command(text(1)), "expired"))
    assert shown.state("n1") == shown.now.last_state == "expired"


def test_a_waiting_picture_is_there_with_its_file_and_what_it_answers() -> None:
    world = SmallWorld().happen(received())
    message = draw(world, Pending(command(picture(1)))).messages[MessageId("n1")]
    assert message.media is not None and (message.media.stage, message.media.sha256) == ("stored", "ab" * 32)
    assert (message.kind, message.text, message.reply_to) == ("image", "Like this?", "wamid.m1")
    assert message.hold_until_at == at(LATER + 1) + timedelta(seconds=3)


def test_a_waiting_reaction_is_seen_at_its_message_at_once_and_an_expired_one_no_more() -> None:
    world = SmallWorld().happen(received())
    shown = draw(world, Pending(command(reaction(1))))
    assert [one.emoji for one in shown_reactions(shown.message("m1"))] == ["👍"]
    assert shown.message("n1").is_hidden and (shown.now.last_kind, shown.now.last_text) == ("reaction", "👍")
    assert shown.now.waiting_since_at == NOON
    taken_back = draw(world, Pending(command(reaction(1))), Pending(command(reaction(2, ""), 2)))
    assert shown_reactions(taken_back.message("m1")) == ()
    expired = draw(world, Pending(command(reaction(1)), "expired"))
    assert shown_reactions(expired.message("m1")) == ()


def test_a_close_that_the_hub_is_bound_to_refuse_is_not_drawn() -> None:
    world = SmallWorld().happen(received())
    assert draw(world, Pending(command(CloseConversation(ANA), base_pos=world.pos))).now.is_closed
    world.happen(received("m2", at(5)), at(5))
    assert not draw(world, Pending(command(CloseConversation(ANA), base_pos=1))).now.is_closed


def test_settings_that_wait_are_known_by_name() -> None:
    pending = [Pending(command(ChangeSetting("business_name", name))) for name in ("Salon", "Salon Rivage")]
    assert overlaid_settings(pending) == {"business_name": "Salon Rivage"}


def test_what_waits_leaves_the_base_as_it_was() -> None:
    world = SmallWorld().happen(received())
    before = (world.now, dict(world.messages))
    draw(world, Pending(command(text(1))), Pending(command(CloseConversation(ANA), 2)))
    assert (world.now, world.messages) == before


BASES = (
    [received()],
    [received(), received("m2", at(3))],
    [received(), requested(), accepted()],
    [received(), requested(), accepted(), status("delivered", when=at(4)), received("m2", at(9))],
    [received(), requested(), SendUnknown(MessageId("o1"), ANA, "timeout")],
    [received(), ConversationAssigned(ANA, MARC, MARC, "claimed"), ConversationSnoozed(ANA, None, MARC)],
)
BODIES = st.one_of(
    st.integers(1, 9).map(text),
    st.integers(10, 19).map(picture),
    st.integers(20, 29).flatmap(
        lambda number: st.sampled_from("👍🙏").map(lambda emoji: reaction(number, emoji))
    ),
    st.just(CloseConversation(ANA)),
    st.sampled_from([None, "Booked"]).map(lambda note: CloseConversation(ANA, "solved", note or "")),
    st.just(UnreadConversation(ANA)),
    st.just(ClaimConversation(ANA)),
    st.tuples(st.sampled_from([LEA, MARC, None]), st.sampled_from([LEA, MARC, None])).map(
        lambda pair: AssignConversation(ANA, *pair, "Off tomorrow", "Wants a cut")
    ),
    st.sampled_from([None, at(600)]).map(lambda until: SnoozeConversation(ANA, until)),
    st.just(WakeConversation(ANA)),
    st.integers(1, 2).map(lambda number: AddNote(MessageId(f"note{number}"), ANA, "Who knows her?", (MARC,))),
    st.integers(1, 2).map(
        lambda number: EditNote(MessageId(f"note{number}"), ANA, "Who knows Ana?", (), "Who knows her?")
    ),
    st.integers(1, 2).map(lambda number: RemoveNote(MessageId(f"note{number}"), ANA)),
    st.just(ReopenConversation(ANA)),
    st.integers(0, 9).map(lambda pos: ReadConversation(ANA, pos)),
    st.just(SettleSend(MessageId("o1"), ANA, "arrived")),
)


@given(base=st.sampled_from(BASES), bodies=st.lists(BODIES, max_size=6, unique_by=repr))
def test_drawing_what_waits_equals_its_confirmation(base: list[object], bodies: list[CommandBody]) -> None:
    """Protocol section 6: overlay-then-confirm = confirm, for any commands in any order."""
    world = SmallWorld()
    for number, body in enumerate(base):
        world.happen(body, at(number))  # type: ignore[arg-type]
    commands = [command(body, seq) for seq, body in enumerate(bodies, 1)]
    commands = [
        one for one in commands if not isinstance(one.body, SettleSend) or world.messages.get(MessageId("o1"))
    ]
    drawn = draw(world, *map(Pending, commands))
    assert without_places(drawn) == without_places(confirm(world, commands))
