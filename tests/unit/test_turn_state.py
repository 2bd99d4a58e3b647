"""The rules of turns and episodes, by the test vectors of the measures. Promise G12."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from app.domain.turn_items import Item, inbound
from app.domain.turn_state import State
from app.domain.turns import Episode, MeasureRules, Turn

PARIS = ZoneInfo("Europe/Paris")
MONDAY = datetime(2026, 3, 2, tzinfo=PARIS)


def at(clock: str, day: int = 0) -> int:
    """Seconds of a time of day, some days after a Monday in Paris."""
    hour, minute, *second = map(int, clock.split(":"))
    return int((MONDAY + timedelta(days=day, hours=hour, minutes=minute, seconds=sum(second))).timestamp())


class Told:
    """A thread that is told what happens, in its order."""

    def __init__(self) -> None:
        self.state = State(("c", "p", "l"), MeasureRules())
        self._seq = 0

    def came(self, clock: str, *, received: str = "", day: int = 0) -> None:
        sent_s = at(clock, day)
        self._seq += 1
        recv_s = at(received, day) if received else sent_s
        self.state.apply(inbound(sent_s, recv_s, self._seq, f"in{self._seq}"))

    def sent(
        self, clock: str, who: str = "bo", *, pressed: str = "", composed: int | None = None, day: int = 0
    ) -> None:
        item = self._item("out", at(clock, day), who)
        item.human = who not in {"bot", "rule"}
        item.is_bot = who == "bot"
        item.composed_s = composed
        if pressed:
            item.pressed_s = at(pressed, day)
        self.state.apply(item)

    def given(self, clock: str, who: str | None) -> None:
        self.state.apply(self._item("assign", at(clock), who))

    def bot(self, clock: str, *, owns: bool, day: int = 0) -> None:
        item = self._item("bot", at(clock, day), None)
        item.is_bot = owns
        self.state.apply(item)

    def waived(self, clock: str, who: str = "bo") -> None:
        self.state.apply(self._item("waive", at(clock), who))

    def closed(self, clock: str, who: str | None = "bo", *, day: int = 0) -> None:
        item = self._item("close", at(clock, day), who)
        item.is_bot = who is None
        self.state.apply(item)

    def reopened(self, clock: str) -> None:
        self.state.apply(self._item("reopen", at(clock), "bo"))

    def _item(self, kind: str, at_s: int, who: str | None) -> Item:
        self._seq += 1
        return Item(kind, at_s, self._seq, who)  # type: ignore[arg-type]

    @property
    def turns(self) -> list[Turn]:
        return self.state.turns

    @property
    def turn(self) -> Turn:
        (only,) = self.state.turns
        held = sum(seconds for _who, seconds in only.holds)
        assert only.delivery_s + only.queue_s + held == only.cal_s
        return only

    @property
    def episode(self) -> Episode:
        return self.state.episode()


def test_several_messages_in_a_row_count_from_the_first() -> None:
    told = Told()
    for clock in ("10:00", "10:02", "10:05"):
        told.came(clock)
    told.sent("10:07")
    assert told.turn.cal_s == 420


def test_a_hand_over_leaves_each_their_part() -> None:
    told = Told()
    told.came("10:00")
    told.given("10:00", "ana")
    told.given("10:20", "bo")
    told.sent("10:25")
    assert told.turn.holds == (("ana", 1200), ("bo", 300))
    assert told.turn.handed_before == (("ana", 1200),)
    assert (told.turn.responder, told.turn.response_s, told.turn.cal_s) == ("bo", 300, 1500)


def test_an_answer_for_a_colleague_is_an_assist() -> None:
    told = Told()
    told.given("9:00", "ana")
    told.came("10:00")
    told.sent("10:10", "cy")
    assert (told.turn.assist, told.turn.responder, told.turn.response_s) == ("cy", None, None)
    assert told.turn.holds == (("ana", 600),)


def test_an_answer_that_was_pressed_without_a_connection() -> None:
    told = Told()
    told.came("10:00")
    told.sent("10:30", pressed="10:03")
    assert (told.turn.cal_s, told.turn.response_s, told.turn.link_s) == (1800, 180, 1620)


def test_whoever_gets_it_by_answering_answered_unassigned() -> None:
    told = Told()
    told.came("10:00")
    told.given("10:30", "bo")
    told.sent("10:30", pressed="10:03")
    assert (told.turn.responder, told.turn.response_s) == ("bo", 180)


def test_what_the_channel_brought_late_is_delivery() -> None:
    told = Told()
    told.came("10:00", received="12:00")
    told.sent("12:05")
    assert (told.turn.cal_s, told.turn.delivery_s, told.turn.response_s) == (7500, 7200, 300)


def test_a_template_first_is_an_episode_of_ours() -> None:
    told = Told()
    told.sent("9:00")
    told.came("11:00")
    told.sent("11:04")
    assert (told.turn.cal_s, told.turn.origin, told.turn.turn) == (240, "outbound", 1)


def test_a_thank_you_reopens_the_same_episode() -> None:
    told = Told()
    told.came("10:00")
    told.closed("11:00")
    told.came("11:02")
    told.waived("11:03")
    told.closed("11:03")
    one = told.episode
    assert (one.episode, one.reopens, one.waived, one.resolves) == (1, 1, 1, 2)
    assert (one.first_resolution_s, one.final_resolution_s) == (3600, 3660)
    assert [turn.ended_by for turn in told.turns] == ["abandoned", "waived"]


def test_much_later_it_is_another_episode() -> None:
    told = Told()
    told.came("10:00")
    told.sent("10:05")
    told.closed("11:00")
    told.came("14:00", day=4)
    told.sent("14:10", day=4)
    assert [(turn.episode, turn.turn, turn.cal_s) for turn in told.turns] == [(1, 1, 300), (2, 1, 600)]


def test_a_customer_who_asks_the_bot_for_a_person() -> None:
    told = Told()
    told.bot("8:00", owns=True)
    told.came("15:00:00")
    told.sent("15:00:04", "bot")
    told.bot("15:00:04", owns=False)
    told.sent("15:06:00")
    assert (told.episode.machine_first_s, told.turn.cal_s) == (4, 360)


def test_a_bot_that_answered_all_and_then_hands_over() -> None:
    told = Told()
    told.bot("8:00", owns=True)
    told.came("9:00")
    told.sent("9:00:03", "bot")
    told.closed("9:00:03", None, day=3)
    told.came("15:00", day=14)
    told.sent("15:00:03", "bot", day=14)
    told.bot("15:01", owns=False, day=14)
    told.sent("15:06", day=14)
    assert (told.turn.cal_s, told.turn.episode) == (300, 2)


def test_a_person_takes_over_from_a_bot_at_once() -> None:
    told = Told()
    told.bot("8:00", owns=True)
    told.came("9:00")
    told.sent("9:02")
    assert told.turns == []  # nobody had handed over: no person was waited for
    told.came("9:05")
    told.sent("9:06")
    assert told.turn.cal_s == 60


def test_what_was_planned_before_they_wrote_answers_nothing() -> None:
    told = Told()
    told.came("10:00")
    told.sent("10:05", composed=at("9:00"))
    told.sent("10:10", composed=at("10:01"))
    assert told.turn.cal_s == 600


def test_silence_ends_no_episode_in_which_somebody_waits() -> None:
    told = Told()
    told.came("10:00")
    told.closed("10:00", None, day=3)
    assert told.episode.is_open
    told.sent("10:05", day=3)
    told.closed("10:05", None, day=6)
    assert (told.episode.is_open, told.episode.is_auto, told.episode.resolved_by) == (False, True, "bo")


def test_a_closing_taken_back_at_once_never_was() -> None:
    told = Told()
    told.came("10:00")
    told.closed("10:05")
    told.reopened("10:05:06")
    assert told.turns == []
    assert told.state.waiting() is not None
    told.sent("10:10")
    assert (told.turn.cal_s, told.episode.reopens, told.episode.resolves) == (600, 0, 0)


def test_one_taken_up_again_later_goes_on_from_its_old_start() -> None:
    told = Told()
    told.came("10:00")
    told.closed("10:05")
    told.reopened("11:00")
    told.sent("11:10")
    assert (told.turn.cal_s, told.episode.reopens) == (4200, 1)


def test_a_waived_wait_goes_on_from_its_start_once_that_is_taken_back() -> None:
    told = Told()
    told.came("10:00")
    told.waived("10:05")
    told.state.apply(told._item("unwaive", at("10:06"), "bo"))
    told.sent("10:10")
    [turn] = told.state.turns
    assert (turn.ended_by, turn.start_s, turn.end_s) == ("reply", at("10:00"), at("10:10"))
    assert told.state.episode().waived == 0
    told.came("11:00")
    told.waived("11:01")
    told.sent("11:02")
    told.state.apply(told._item("unwaive", at("11:03"), "bo"))  # answered since: nothing to give back
    assert told.state.waiting() is None and told.state.episode().waived == 1


def test_resting_places_share_no_wait_that_comes_back() -> None:
    told = Told()
    told.came("10:00")
    told.waived("10:05")
    rested = told.state.copied()
    told.state.apply(told._item("unwaive", at("10:06"), "bo"))
    told.given("10:07", "bo")
    assert rested.waived is not None and rested.waived.changes == ()
