"""What a person is told: once, not what they see, not in storms, and after a time of quiet in one line."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.focus import Focus, begin_focus, read_focus
from app.domain.ids import ConversationId
from app.domain.telling import BURST, BURST_WITHIN, Happening, HappeningKind, Notice, Tally, Teller, Wishes
from app.words import notices

NOW = datetime(2026, 11, 26, 9, 42, tzinfo=UTC)
ANA, BO = ConversationId("ana"), ConversationId("bo")


def wrote(key: str, who: str = "ana", text: str = "Hello", **more: bool) -> Happening:
    return Happening(key, "message", ConversationId(who), who.title(), text, **more)


def happened(key: str, kind: HappeningKind, who: str = "ana", **more: bool) -> Happening:
    return Happening(key, kind, ConversationId(who), who.title(), "", **more)


def teller(wishes: Wishes | None = None, missed: str = "") -> Teller:
    return Teller(lambda: wishes or Wishes(), missed)


def test_a_message_is_told_once_however_often_it_changes() -> None:
    told = teller()
    (notice,) = told.take([wrote("m1")], NOW)
    assert notice == Notice("message", ANA, "Ana", "Hello", Tally(messages=1), 1, ("m1",))
    assert told.take([wrote("m1", text="Hello!")], NOW + timedelta(minutes=5)) == []


def test_what_is_in_view_in_an_active_window_is_not_told_later_either() -> None:
    told = teller()
    assert told.take([wrote("m1")], NOW, in_view=ANA) == []
    assert told.take([wrote("m1")], NOW, in_view=None) == []
    assert [each.conversation_id for each in told.take([wrote("m2", "bo")], NOW, in_view=ANA)] == [BO]


def test_a_second_message_of_a_conversation_counts_on_until_somebody_looks() -> None:
    told = teller()
    told.take([wrote("m1")], NOW)
    (second,) = told.take([wrote("m2", text="Anyone?")], NOW)
    assert (second.text, second.tally) == ("Anyone?", Tally(messages=2))
    told.looked_at(ANA)
    (third,) = told.take([wrote("m3")], NOW)
    assert third.tally == Tally(messages=1)


def test_a_storm_is_one_summary() -> None:
    told = teller()
    storm = [wrote(f"m{number}", f"p{number % 5}") for number in range(10)]
    assert len(told.take(storm, NOW)) == BURST
    due_at = told.due_at
    assert due_at == NOW + BURST_WITHIN
    assert told.flush(NOW) is None
    summary = told.flush(due_at)
    assert summary is not None and summary.kind == "summary" and summary.conversation_id is None
    assert (summary.tally.messages, summary.people) == (7, 5)
    assert told.due_at is None and told.flush(due_at) is None


def test_what_is_held_back_for_one_person_alone_names_them() -> None:
    told = teller()
    told.take([wrote(f"m{number}", f"p{number}") for number in range(BURST)], NOW)
    told.take([wrote("x1"), wrote("x2", text="Still there?")], NOW)
    notice = told.flush(NOW + BURST_WITHIN)
    assert notice is not None and notice.conversation_id == ANA
    assert (notice.text, notice.tally.messages, notice.keys) == ("Still there?", 2, ("x1", "x2"))


def test_what_was_looked_at_meanwhile_is_no_part_of_the_summary() -> None:
    told = teller()
    told.take([wrote(f"m{number}", f"p{number}") for number in range(BURST)], NOW)
    told.take([wrote("x1"), wrote("x2", "bo")], NOW)
    told.looked_at(ANA)
    notice = told.flush(NOW + BURST_WITHIN)
    assert notice is not None and notice.keys == ("x2",)


@pytest.mark.parametrize(
    ("about", "keys"),
    [("all", {"mine", "theirs", "mention"}), ("mine_and_new", {"mine", "mention"}), ("none", set())],
)
def test_one_is_told_of_what_was_chosen(about: str, keys: set[str]) -> None:
    told = teller(Wishes(about=about))
    happenings = [
        wrote("mine"),
        wrote("theirs", "bo", is_open_to_me=False),
        happened("mention", "mention", "cy", is_open_to_me=False),
    ]
    assert {key for notice in told.take(happenings, NOW) for key in notice.keys} == keys


@pytest.mark.parametrize("kind", ["mention", "breach"])
def test_focus_mode_lets_through_what_was_chosen(kind: HappeningKind) -> None:
    assert len(teller().take([happened("1", kind)], NOW, is_quiet=True)) == 1
    silent = teller(Wishes(lets_mention=False, lets_breach=False))
    assert silent.take([happened("1", kind)], NOW, is_quiet=True) == []


def test_focus_mode_lets_a_vip_through_and_nobody_else() -> None:
    told = teller().take([wrote("m1"), wrote("m2", "bo", is_vip=True)], NOW, is_quiet=True)
    assert [each.conversation_id for each in told] == [BO]
    assert teller(Wishes(lets_vip=False)).take([wrote("m", is_vip=True)], NOW, is_quiet=True) == []


def test_the_end_of_focus_mode_is_one_summary_of_what_nobody_looked_at() -> None:
    told = teller()
    told.take(
        [wrote("m1"), wrote("m2"), wrote("m3", "bo"), happened("f", "failed", "cy")], NOW, is_quiet=True
    )
    told.looked_at(BO)
    over = told.end_quiet()
    assert over is not None and over.kind == "focus_over"
    assert (over.tally, over.people) == (Tally(messages=2, failures=1), 2)
    assert over.keys == ("m1", "m2", "f")
    assert told.end_quiet() is None


def test_what_is_held_back_when_focus_mode_begins_waits_for_its_end() -> None:
    told = teller()
    told.take([wrote(f"m{number}", f"p{number}") for number in range(BURST)], NOW)
    told.take([wrote("x1"), wrote("x2", "bo", is_vip=True)], NOW)
    notice = told.flush(NOW + BURST_WITHIN, is_quiet=True)
    assert notice is not None and notice.keys == ("x2",)
    over = told.end_quiet()
    assert over is not None and over.keys == ("x1",)


def test_what_focus_mode_kept_back_is_there_after_a_restart() -> None:
    told = teller()
    told.take([wrote("m1"), wrote("m2"), happened("b", "failed", "bo")], NOW, is_quiet=True)
    again = teller(missed=told.missed()).end_quiet()
    assert again is not None and (again.tally, again.people) == (Tally(messages=2, failures=1), 2)
    assert told.missed() and not teller().missed()


@pytest.mark.parametrize("kept", ["{", "[]", "7", '{"a": 3}', '{"a": ["x"]}', '{"a": [1, 2, 3, 4, 5, 6]}'])
def test_a_damaged_memory_is_no_reason_to_fail(kept: str) -> None:
    assert teller(missed=kept).end_quiet() is None


def test_the_clock_that_jumps_back_does_not_silence_for_long() -> None:
    told = teller()
    told.take([wrote(f"m{number}", f"p{number}") for number in range(BURST)], NOW)
    assert len(told.take([wrote("later")], NOW - timedelta(hours=1))) == 1


HAPPENINGS = st.builds(
    lambda number, kind, who, is_mine, is_vip: Happening(
        str(number), kind, ConversationId(f"p{who}"), f"P{who}", "words", is_mine, is_vip
    ),
    st.integers(0, 30),
    st.sampled_from(["message", "mention", "breach", "failed"]),
    st.integers(0, 6),
    st.booleans(),
    st.booleans(),
)
STEPS = st.lists(
    st.tuples(
        st.lists(HAPPENINGS, max_size=8),
        st.integers(0, 15),
        st.booleans(),
        st.sampled_from([None, "p0", "p1"]),
        st.sampled_from(["", "look", "end"]),
    ),
    max_size=12,
)


@given(STEPS, st.sampled_from(["all", "mine_and_new", "none"]))
def test_never_two_notices_for_one_thing_and_never_a_storm(steps: list[tuple], about: str) -> None:  # type: ignore[type-arg]
    told, now, keys = teller(Wishes(about=about)), NOW, list[str]()
    shown_at: list[datetime] = []
    asked: set[str] = set()
    for happenings, seconds, is_quiet, in_view, then in steps:
        now += timedelta(seconds=seconds)
        held = told.flush(now)
        notices = [held] if held else []
        view = ConversationId(in_view) if in_view else None
        notices += told.take(happenings, now, is_quiet=is_quiet, in_view=view)
        asked |= {each.key for each in happenings}
        shown_at += [now] * len(notices)
        if then == "end" and (over := told.end_quiet()) is not None:
            notices.append(over)
        if then == "look":
            told.looked_at(ConversationId("p2"))
        keys += [key for notice in notices for key in notice.keys]
    assert len(keys) == len(set(keys))
    assert set(keys) <= asked
    for at in shown_at:  # three, and the summary that the wait ends with
        assert sum(at <= other < at + BURST_WITHIN for other in shown_at) <= BURST + 1
    assert about != "none" or keys == []


@given(st.lists(HAPPENINGS, max_size=40))
def test_nothing_that_is_wanted_is_lost(happenings: list[Happening]) -> None:
    told = teller()
    keys = [key for notice in told.take(happenings, NOW) for key in notice.keys]
    rest = told.flush(NOW + BURST_WITHIN)
    keys += rest.keys if rest is not None else ()
    assert sorted(keys) == sorted({each.key for each in happenings})


# -- focus mode's own time


def test_a_time_of_quiet_ends_by_itself() -> None:
    focus = begin_focus("half_hour", NOW, UTC)
    assert not focus.is_over(NOW + timedelta(minutes=29))
    assert focus.is_over(NOW + timedelta(minutes=30))
    assert begin_focus("hour", NOW, UTC).until_at == NOW + timedelta(hours=1)
    assert not begin_focus("open", NOW, UTC).is_over(NOW + timedelta(days=400))


def test_until_tomorrow_is_the_next_morning_where_the_business_is() -> None:
    focus = begin_focus("tomorrow", NOW, ZoneInfo("Europe/Paris"))
    assert focus.until_at == datetime(2026, 11, 27, 7, 0, tzinfo=UTC)
    before_the_clocks_change = datetime(2026, 10, 24, 20, 0, tzinfo=UTC)
    late = begin_focus("tomorrow", before_the_clocks_change, ZoneInfo("Europe/Paris"))
    assert late.until_at == datetime(2026, 10, 25, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize("focus", [Focus(None), Focus(NOW)])
def test_focus_is_kept_as_it_was(focus: Focus) -> None:
    assert read_focus(focus.kept()) == focus


@pytest.mark.parametrize("kept", ["", "soon", "2026-11-26T09:42:00", "26/11/2026"])
def test_what_cannot_be_read_is_no_focus(kept: str) -> None:
    assert read_focus(kept) is None


def soon(number: int, **changes: object) -> Happening:
    key = f"soon c{number}"
    return Happening(key, "soon", ConversationId(f"c{number}"), f"N{number}", **changes)  # type: ignore[arg-type]


def test_several_waits_to_be_warned_of_are_one_notice() -> None:
    told = teller()
    [notice] = told.take([soon(1), soon(2), soon(3)], NOW)
    assert (notice.kind, notice.conversation_id, notice.people, notice.tally.warnings) == (
        "summary",
        None,
        3,
        3,
    )
    assert notices.title_of(notice, "") == "3 people to be answered soon"
    assert told.take([soon(1)], NOW + timedelta(minutes=1)) == []  # once for each wait
    [alone] = teller().take([soon(4)], NOW)
    assert (alone.kind, notices.title_of(alone, "N4")) == ("soon", "N4")
    assert "nearly used up" in notices.body_of(alone, "", None)


def test_a_warning_is_for_who_holds_it_and_can_be_turned_off() -> None:
    assert teller().take([soon(1, is_open_to_me=False)], NOW) == []
    assert teller(Wishes(is_warned=False)).take([soon(1)], NOW) == []
    assert teller(Wishes("none")).take([soon(1)], NOW) == []
    assert len(teller(Wishes("mine_and_new")).take([soon(1)], NOW)) == 1


def test_focus_mode_keeps_a_warning_quiet_and_tells_nothing_of_it_later() -> None:
    told = teller()
    assert told.take([soon(1)], NOW, is_quiet=True) == []
    assert told.missed() == "" and told.end_quiet() is None
    assert len(told.take([soon(2, is_vip=True)], NOW, is_quiet=True)) == 1


def test_a_breach_without_one_standard_for_all_names_no_minutes() -> None:
    [notice] = teller().take([Happening("b", "breach", ConversationId("c"), "N")], NOW)
    assert "time allowed" in notices.body_of(notice, "", None) and "30 min" in notices.body_of(notice, "", 30)
