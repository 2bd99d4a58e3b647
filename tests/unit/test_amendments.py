"""Reactions, edits, revokes and ends of calls: the message that they are about ends the same in any order."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain.amendments import amended, joined, may_amend, replaced, shown_reactions
from app.domain.contents import Ad, Call, Content, Media
from app.domain.ids import MemberId, MessageId
from app.domain.media import MediaState
from app.domain.messages import Message, Rank
from tests.world import ANA, LEA, NOON

FILE = Media(mime="image/jpeg", external_id="430")


def message(message_id: str = "m1", minutes: float = 0, **more: object) -> Message:
    """A text of Ana's."""
    fields: dict[str, object] = {
        "message_id": MessageId(message_id),
        "conversation_id": ANA,
        "pos": 1,
        "direction": "in",
        "author": "customer",
        "kind": "text",
        "text": "A place on Saturday?",
        "sort_at": NOON + timedelta(minutes=minutes),
        "base": "received",
        "external_id": f"wamid.{message_id}",
    }
    return Message(**(fields | more))  # type: ignore[arg-type]


def about(kind: str, message_id: str, minutes: float, text: str | None = None, **more: object) -> Message:
    """Something of Ana's that changes her message."""
    return message(message_id, minutes, kind=kind, text=text, reply_to="wamid.m1", **more)


def ours(message_id: str, minutes: float, emoji: str, member: str = LEA, **more: object) -> Message:
    """A reaction of the team's."""
    fields: dict[str, object] = {
        "direction": "out",
        "author": "member",
        "member_id": MemberId(member),
        "base": "queued",
    }
    return about("reaction", message_id, minutes, emoji, **(fields | more))


def after(target: Message, *changes: Message) -> Message:
    for change in changes:
        target = amended(target, change)
    return target


def shown(target: Message) -> list[tuple[str, str]]:
    return [(one.by, one.emoji) for one in shown_reactions(target)]


def test_a_persons_newest_reaction_counts_and_an_empty_one_takes_it_back() -> None:
    first, second = about("reaction", "r1", 1, "👍"), about("reaction", "r2", 2, "❤️")
    assert (
        shown(after(message(), first, second))
        == shown(after(message(), second, first))
        == [("customer", "❤️")]
    )
    for nothing in ("", None):
        assert shown(after(message(), first, about("reaction", "r3", 3, nothing))) == []
    assert shown(after(message(), about("reaction", "r3", 3), first)) == []  # the older one came late


def test_of_two_reactions_within_one_second_the_later_in_the_log_counts() -> None:
    assert shown(after(message(), about("reaction", "r1", 1, "👍"), about("reaction", "r2", 1, "😂"))) == [
        ("customer", "😂")
    ]


def test_a_late_tick_of_our_older_reaction_does_not_bring_it_back() -> None:
    older, newer = ours("r1", 1, "👍"), ours("r2", 1, "❤️")  # within one second
    told = after(message(), older, newer, replace(older, rank=Rank.DELIVERED))
    assert shown(told) == [(LEA, "❤️")]


def test_the_team_is_one_person_and_the_customer_another() -> None:
    phone = about("reaction", "r3", 3, "🙏", direction="out", author="phone", base="accepted")
    both = after(
        message(), about("reaction", "r0", 0.5, "👍"), ours("r1", 1, "❤️"), ours("r2", 2, "😂", "marc")
    )
    assert shown(both) == [("customer", "👍"), ("marc", "😂")]
    assert shown(after(both, phone)) == [("customer", "👍"), ("phone", "🙏")]


def test_our_reaction_is_gone_when_it_did_not_go_out_and_the_one_before_is_back() -> None:
    target = after(message(), ours("r1", 1, "❤️", base="accepted"), ours("r2", 2, "😂"))
    assert shown(target) == [(LEA, "😂")]
    for state in ("refused", "failed", "expired", "cancelled"):
        failed = after(target, ours("r2", 2, "😂", base=state))
        assert shown(failed) == [(LEA, "❤️")]
        arrived = after(failed, ours("r2", 2, "😂", base="accepted", rank=Rank.SENT))
        assert shown(arrived) == [(LEA, "😂")]  # late truth wins here too
    assert shown(after(target, ours("r2", 2, "😂", base="unknown"))) == [(LEA, "😂")]


def test_an_edit_replaces_the_words_and_keeps_file_and_origin() -> None:
    content = Content(media=FILE, ad=Ad(headline="Spring"), is_forwarded=True)
    target = message(kind="image", content=content, media=MediaState("fetching"))
    edit = about("edit", "e1", 1, "Sunday")
    done = after(target, replace(edit, content=Content(media=Media(external_id="999"))))
    assert (done.text, done.content, done.media) == ("Sunday", content, target.media)
    assert done.edited_at == edit.sort_at
    assert after(done, about("edit", "e0", 0.5, "Monday")) is done


def test_a_revoke_leaves_nothing_to_see() -> None:
    target = message(kind="image", content=Content(media=FILE), media=MediaState("stored", "ab" * 32))
    target = after(
        target, about("reaction", "r1", 1, "👍"), about("edit", "e1", 1, "Oh"), about("revoke", "v1", 2)
    )
    assert (target.text, target.content, target.media, target.edited_at) == (None, None, None, None)
    assert target.revoked_at is not None and shown(target) == []
    assert after(target, about("edit", "e2", 3, "Back?")) is target


def test_nobody_edits_or_deletes_what_somebody_else_wrote() -> None:
    answer = message(direction="out", author="member", base="accepted")
    assert not may_amend(about("edit", "e1", 1, "Free of charge!"), answer)
    assert not may_amend(about("revoke", "v1", 1), answer)
    assert may_amend(about("reaction", "r1", 1, "👍"), answer)
    assert may_amend(about("revoke", "v1", 1, direction="out", author="phone"), answer)


def test_what_changes_messages_is_not_changed_itself() -> None:
    reaction = about("reaction", "r1", 1, "👍")
    for kind in ("reaction", "edit", "revoke", "call_ended"):
        assert not may_amend(about(kind, "x", 2), reaction)
    assert not may_amend(reaction, reaction)


def test_the_end_of_a_call_is_told_at_the_call() -> None:
    call = message(kind="call", text=None, content=Content(call=Call()))
    end = about("call_ended", "wacid.1:end", 2, content=Content(call=Call(status="completed", duration_s=61)))
    assert not may_amend(end, message())
    hidden, told = joined(end, call)
    assert hidden.is_hidden and told.content is not None
    assert told.content.call == Call(status="completed", duration_s=61)


def test_a_file_of_a_history_takes_over_what_its_placeholder_learnt() -> None:
    placeholder = after(message(kind="media", rank=Rank.READ), about("reaction", "r1", 1, "👍"))
    whole = replaced(placeholder, message("m2", kind="image", content=Content(media=FILE)))
    assert (whole.message_id, whole.rank, shown(whole)) == ("m2", Rank.READ, [("customer", "👍")])


CHANGES = st.lists(
    st.one_of(
        st.sampled_from(["👍", "❤️", ""]).map(lambda emoji: ("reaction", emoji)),
        st.sampled_from(["One", "Two", "Three"]).map(lambda text: ("edit", text)),
        st.just(("revoke", None)),
        st.sampled_from(["😂", ""]).map(lambda emoji: ("ours", emoji)),
    ),
    max_size=7,
)


@given(what=CHANGES, order=st.randoms())
def test_any_order_of_changes_gives_the_same_message(
    what: Sequence[tuple[str, str | None]], order: object
) -> None:
    changes = [
        ours(f"x{number}", number, text or "") if kind == "ours" else about(kind, f"x{number}", number, text)
        for number, (kind, text) in enumerate(what, 1)
    ]
    shuffled = list(changes)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = after(message(), *changes), after(message(), *shuffled)
    assert replace(one, reactions=()) == replace(other, reactions=())
    assert shown(one) == shown(other)
