"""Which of a desk's changes are news: not history, not one's own, not what was read, and each breach once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.desk.happenings import SETTLES_S, Happenings
from app.domain.clock import FakeClock
from app.domain.ids import ConversationId, MemberId, MessageId
from app.domain.messages import State
from app.domain.rows import Changes
from app.domain.telling import Happening
from tests.fake_desk import FakeDesk

ANA = ConversationId("c-002")
ANSWERED = ConversationId("c-040")


class Told:
    """A desk and what it would tell, in order."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.desk = FakeDesk(self.clock)
        self.happenings = Happenings(self.desk, self.clock)
        self.all: list[Happening] = []
        self.desk.subscribe(lambda changes: self.all.extend(self.happenings.of_changes(changes)))

    async def settle(self) -> None:
        await self.pass_time(0)
        await self.pass_time(SETTLES_S)

    async def pass_time(self, seconds: float) -> None:
        await self.clock.advance(seconds)
        self.all += self.happenings.of_time()

    @property
    def kinds(self) -> list[str]:
        return [each.kind for each in self.all]


@pytest.fixture
async def told() -> Told:
    found = Told()
    await found.settle()
    return found


async def test_a_customer_who_writes_is_news(told: Told) -> None:
    row = told.desk.arrive(ANA, "Are you there?")
    (happening,) = told.all
    assert happening.key == f"message {row.message_id}"
    assert (happening.kind, happening.conversation_id, happening.text) == ("message", ANA, "Are you there?")
    assert happening.name == told.desk.inbox_row(ANA).name  # type: ignore[union-attr]


async def test_a_picture_is_told_as_what_it_is(told: Told) -> None:
    told.desk.arrive(ANA, None, kind="image")
    assert told.all[0].text == "Photo"


async def test_what_was_there_before_the_start_is_history() -> None:
    told = Told()
    await told.pass_time(0)
    told.desk.arrive(ANA, "Still loading")
    await told.pass_time(SETTLES_S)
    assert told.all == []
    told.desk.arrive(ANA, "New")
    assert [each.text for each in told.all] == ["New"]


async def test_an_old_message_that_changes_is_no_news(told: Told) -> None:
    old = next(row for row in told.desk.talks[ANA].messages if row.direction == "in")
    told.desk.set_state(old.message_id, old.state)
    assert told.all == []


async def test_what_loads_by_the_hundred_is_history(told: Told) -> None:
    told.desk.set_connection(replace(told.desk.state, catching_up=(100, 5_000)))
    told.desk.arrive(ANA, "One of many")
    told.desk.set_connection(replace(told.desk.state, catching_up=None))
    assert told.all == []
    told.desk.arrive(ANA, "And now")
    assert [each.text for each in told.all] == ["And now"]


async def test_a_view_that_is_made_anew_tells_nothing_of_what_it_holds(told: Told) -> None:
    told.happenings.of_changes(Changes(is_everything=True))
    told.desk.arrive(ANA, "While it is made")
    assert told.all == []
    await told.settle()
    told.desk.arrive(ANA, "Now")
    assert [each.text for each in told.all] == ["Now"]


@pytest.mark.parametrize("change", ["imported", "revoked", "old", "mine"])
async def test_history_and_what_is_gone_are_not_told(told: Told, change: str) -> None:
    changes: dict[str, dict[str, object]] = {
        "imported": {"is_imported": True},
        "revoked": {"is_revoked": True},
        "old": {"sort_at": told.clock.now() - timedelta(hours=13)},
        "mine": {"direction": "out", "author": "phone"},
    }
    talk = told.desk.talks[ANA]
    row = replace(
        talk.messages[-1], message_id=MessageId("m-new"), pos=200_000, direction="in", author="customer"
    )
    talk.messages.append(replace(row, **changes[change]))  # type: ignore[arg-type]
    talk.unread_count = 1
    touched = Changes(frozenset({ANA}), frozenset({MessageId("m-new")}))
    assert told.happenings.of_changes(touched) == []
    talk.messages[-1] = row
    assert [each.kind for each in told.happenings.of_changes(touched)] == ["message"]


async def test_what_somebody_has_read_meanwhile_is_not_told(told: Told) -> None:
    row = told.desk.arrive(ANA, "Hello")
    await told.desk.mark_read(ANA)
    told.all.clear()
    told.desk.set_state(row.message_id, "received")
    assert told.all == []


@pytest.mark.parametrize("state", ["failed", "refused", "expired", "unknown"])
async def test_a_send_that_failed_is_news(told: Told, state: State) -> None:
    message_id = await told.desk.send_text(ANA, "Tomorrow at ten")
    told.desk.confirm(message_id)
    told.desk.set_state(message_id, "accepted")
    assert told.all == []
    told.desk.set_state(message_id, state, "recipient_unreachable")
    assert (told.kinds, told.all[0].text) == (["failed"], "Tomorrow at ten")


async def test_a_send_that_failed_before_the_start_is_no_news(told: Told) -> None:
    talk = told.desk.talks[ANA]
    old = next(row for row in talk.messages if row.direction == "out")
    at = told.clock.now() - timedelta(minutes=5)
    talk.messages[talk.messages.index(old)] = replace(old, state="failed", state_at=at)
    touched = Changes(frozenset({ANA}), frozenset({old.message_id}))
    assert told.happenings.of_changes(touched) == []


async def test_who_begins_to_wait_too_long_is_told_once(told: Told) -> None:
    told.desk.arrive(ANSWERED, "A question")
    told.all.clear()
    await told.pass_time(29 * 60)
    assert [each.kind for each in told.all if each.conversation_id == ANSWERED] == ["soon"]
    await told.pass_time(60)
    await told.pass_time(60)
    mine = [each for each in told.all if each.conversation_id == ANSWERED]
    assert [each.kind for each in mine] == ["soon", "breach"]


async def test_who_waited_too_long_before_the_start_is_not_told(told: Told) -> None:
    assert told.desk.counts().beyond_standard > 0
    await told.pass_time(15)
    assert told.all == []


async def test_a_longer_list_of_late_ones_makes_no_news_of_old_breaches(told: Told) -> None:
    """Only the newest fifty are read: when one of them is answered, an older one slides in."""
    for talk in told.desk.talks.values():
        talk.is_closed, talk.waiting_since_at = False, told.clock.now() - timedelta(hours=3)
    told.happenings.of_changes(Changes(is_everything=True))
    await told.settle()
    assert told.desk.counts().beyond_standard > 50
    for talk in list(told.desk.talks.values())[-10:]:
        talk.waiting_since_at = None
    await told.pass_time(15)
    assert told.all == []


async def test_what_a_colleague_holds_is_not_mine_and_a_tag_makes_a_vip(told: Told) -> None:
    told.desk.arrive(ANA, "Hello")
    told.desk.work(ANA).assignee_id = MemberId("member-marc")
    told.desk.work(ANA).tags.append("vip")
    told.desk.arrive(ANA, "Hello again")
    told.desk.work(ANA).assignee_id = told.desk.me().member_id
    told.desk.arrive(ANA, "And again")
    assert [(each.is_open_to_me, each.is_vip) for each in told.all] == [
        (True, False),
        (False, True),
        (True, True),
    ]


@pytest.mark.parametrize(
    ("change", "is_seen", "kinds"),
    [
        ({}, False, ["mention"]),
        ({"is_mine": True}, False, []),
        ({"mentions": (MemberId("member-marc"),)}, False, []),
        ({"is_revoked": True}, False, []),
        ({"pos": 1}, False, []),
        ({}, True, []),
    ],
)
async def test_a_note_that_names_me_is_a_mention(
    told: Told, change: dict[str, object], is_seen: bool, kinds: list[str]
) -> None:
    talk = told.desk.talks[ANA]
    note = replace(
        talk.messages[-1],
        message_id=MessageId("n-1"),
        kind="note",
        text="Léa, can you take this one?",
        direction="out",
        author="member",
        pos=200_000,
        mentions=(told.desk.me().member_id,),
    )
    talk.messages.append(replace(note, **change))  # type: ignore[arg-type]
    told.desk.work(ANA).is_mentioned = not is_seen
    found = told.happenings.of_changes(Changes(frozenset({ANA}), frozenset({MessageId("n-1")})))
    assert [each.kind for each in found] == kinds
    assert all(each.text == "Léa, can you take this one?" for each in found)


async def test_who_cancels_tomorrow_is_news_once(told: Told) -> None:
    one = _booked(told)
    told.desk.customer_answers(one, "cancelled")
    (happening,) = told.all
    assert (happening.kind, happening.conversation_id) == ("cancelled", ANA)
    assert "14:30" in happening.text and "Coupe et soin" in happening.text
    told.desk.tell_agenda(one)
    assert {each.key for each in told.all} == {happening.key}


async def test_who_wants_another_time_is_news_and_whoever_confirms_is_none(told: Told) -> None:
    first, second = _booked(told), _booked(told, "16:30")
    told.desk.customer_answers(first, "confirmed")
    told.desk.customer_answers(second, "move", wish="Saturday")
    assert told.kinds == ["wants_move"]


async def test_what_a_colleague_notes_or_is_far_away_is_no_news(told: Told) -> None:
    near, far = _booked(told), _booked(told, days=4)
    await told.desk.answer_appointment(near, "cancelled", "call")
    told.desk.customer_answers(far, "cancelled")
    assert told.all == []


async def test_it_is_for_whoever_it_is_with(told: Told) -> None:
    one = _booked(told)
    told.desk.made_resources[0] = replace(told.desk.made_resources[0], member_id=MemberId("somebody else"))
    told.desk.customer_answers(one, "cancelled")
    assert not told.all[0].is_open_to_me


def _booked(told: Told, at: str = "14:30", days: int = 1) -> str:
    if not told.desk.made_resources:
        told.desk.open_agenda()
    header = told.desk.header(ANA)
    assert header is not None
    one = told.desk.appointment_at(at, contact_id=header.contact_id, days=days)
    told.desk.ask_of(one.appointment_id, "read")
    told.all.clear()
    return one.appointment_id
