"""Response standards: versions that never change the past, typed times, and who waits too long by them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Refused
from app.domain.groups import GroupBook, GroupSaved
from app.domain.hours import ALWAYS, HoursBook, OpeningHours, OpenTime, Span, SpecialDay
from app.domain.ids import MemberId
from app.domain.standards import Standard, StandardBook, StandardsSaved, standards_problem
from app.domain.waits import NOBODY_US, WaitRules
from app.words import set_language
from app.words.typed_lengths import read_length, typed_length

LEA, MAX = MemberId("lea"), MemberId("max")
OFFICE = (Span(540, 720), Span(840, 1080))
SHOP = OpeningHours(ALWAYS, "Europe/Paris", (*[OFFICE] * 5, (), ()))
CLOSED = OpeningHours(ALWAYS, "Europe/Paris", ((),) * 7)
FRIDAY = datetime(2026, 11, 27, 16, 50, tzinfo=UTC)  # ten minutes before they close in Paris
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def rules(*standards: Standard, hours: OpeningHours | None = SHOP, default_min: int = 30) -> WaitRules:
    groups = GroupBook()
    groups.apply(GroupSaved("g1", "Workshop", (MAX,)), 0)
    book = HoursBook([("", hours)] if hours is not None else ())
    return WaitRules(StandardBook(standards, default_min), book, groups)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_new_standard_does_not_change_the_past() -> None:
    book = StandardBook()
    book.apply_default(20, 100)
    book.apply(StandardsSaved((Standard("line:a", 5, 10),)), 200)
    book.apply(StandardsSaved((Standard("", 60, 120, "cal"),)), 300)
    book.apply_default(7, 400)
    book.apply(StandardsSaved(()), 500)
    scopes = ["line:a", ""]
    firsts = [book.standard_at(s, scopes).first_min for s in (0, 99, 100, 199, 200, 299, 300, 400, 499, 500)]
    assert firsts == [30, 30, 20, 20, 5, 5, 60, 60, 60, 7]
    assert book.standard_at(250, ["line:b", ""]).first_min == 20
    assert book.standard_of(250, scopes, False, True) == (600, "bus")
    assert book.standard_of(250, scopes, True, False) == (300, "cal")
    assert book.now().first_min == 7 and book.standards() == ()


def test_what_happened_earlier_by_its_clock_counts_in_the_order_of_the_log() -> None:
    book = StandardBook()
    book.apply_default(20, 100)
    book.apply_default(10, 50)
    assert [book.standard_at(s, [""]).first_min for s in (60, 100)] == [30, 10]


@pytest.mark.parametrize(
    ("standard", "code"),
    [
        (Standard("", 0, 5), "standard_minutes"),
        (Standard("", 5, 43_201), "standard_minutes"),
        (Standard("", 5, 5, "day"), "standard_clock"),  # type: ignore[arg-type]
        (Standard("", 5, 5, "cal", 0), "standard_warn"),
        (Standard("", 5, 5, "cal", 101), "standard_warn"),
        (Standard("line:gone", 5, 5), "standard_scope"),
        (Standard("office", 5, 5), "standard_scope"),
    ],
)
def test_what_cannot_be_is_refused(standard: Standard, code: str) -> None:
    refused = standards_problem([standard], ["a"], ["g1"])
    assert refused is not None and refused.code == code


def test_what_may_be_and_how_many() -> None:
    good = [Standard("", 1, 43_200, "cal", 100), Standard("line:a", 5, 5), Standard("group:g1", 5, 5)]
    assert standards_problem(good, ["a"], ["g1"]) is None
    twice = standards_problem([*good, good[0]], ["a"], ["g1"])
    many = standards_problem(good * 70, ["a"], ["g1"])
    assert twice is not None and twice.code == "standard_twice"
    assert many is not None and many.code == "standards_many"


@given(
    st.integers(0, 4_000_000_000),
    st.integers(1, 400_000),
    st.sampled_from(["Europe/Paris", "America/Santiago"]),
)
def test_forwards_and_backwards_are_between_turned_round(moment: int, seconds: int, zone: str) -> None:
    hours = OpeningHours(ALWAYS, zone, (*[OFFICE] * 6, ()), special=(SpecialDay("2026-12-24", ()),))
    times = OpenTime(hours)
    due, start = times.after(moment, seconds), times.before(moment, seconds)
    assert due is not None
    assert times.between(moment, due) == seconds > times.between(moment, due - 1)
    if start is not None:
        assert times.between(start, moment) >= seconds > times.between(start + 1, moment)


def test_who_is_always_closed_is_never_late() -> None:
    times = OpenTime(CLOSED)
    assert times.after(1_800_000_000, 1) is None and times.before(1_800_000_000, 1) is None
    shut = rules(hours=CLOSED)
    assert shut.cuts(FRIDAY).earliest_us == NOBODY_US
    wait = shut.wait(FRIDAY, FRIDAY + timedelta(days=9), "a", None, is_first=True)
    assert (wait.share, wait.due_at, wait.is_still) == (0, None, True)


def test_the_time_stands_still_at_night() -> None:
    found = rules().wait(FRIDAY, at("2026-11-28T03:00"), "a", None, is_first=True)
    assert found.is_still and found.share == pytest.approx(1 / 3)
    assert found.due_at == at("2026-11-30T08:20") and found.warn_at == at("2026-11-30T08:12:30")
    late = rules().wait(FRIDAY, at("2026-11-30T08:20"), "a", None, is_first=True)
    assert late.share == 1 and not late.is_still


@pytest.mark.parametrize("hours", [SHOP, None])
@pytest.mark.parametrize("clock", ["bus", "cal"])
def test_lists_and_rows_agree_to_the_second(hours: OpeningHours | None, clock: str) -> None:
    many = (
        Standard("", 30, 90, clock),  # type: ignore[arg-type]
        Standard("line:b", 10, 10, "cal", 50),
        Standard("group:g1", 600, 20, "bus", 80),
    )
    made = rules(*many, hours=hours)
    for now in (FRIDAY + 25 * MINUTE, at("2026-11-30T08:07:13"), at("2026-11-30T13:30")):
        late, warned = made.cuts(now), made.cuts(now, is_warning=True)
        for line, holder in (("a", None), ("b", "lea"), ("b", "max"), ("a", "max")):
            for is_first in (True, False):
                cut, soon = (
                    late.of(line, holder, is_first=is_first),
                    warned.of(line, holder, is_first=is_first),
                )
                for edge_us, is_warning in ((cut, False), (soon, True)):
                    edge = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=edge_us)
                    for since, is_in in ((edge, True), (edge + timedelta(microseconds=1), False)):
                        wait = made.wait(since, now, line, holder, is_first=is_first)
                        reached = wait.warn_at if is_warning else wait.due_at
                        assert reached is not None
                        assert (reached <= now) is is_in, (line, holder, is_first, now)
                        assert is_warning or (wait.share >= 1) is is_in


def test_the_group_comes_before_the_number() -> None:
    made = rules(Standard("", 30, 30), Standard("line:b", 10, 10), Standard("group:g1", 600, 20))
    assert [made.standard(line, who).first_min for line, who in (("a", None), ("b", "lea"), ("b", "max"))] == [
        30, 10, 600,
    ]  # fmt: skip
    assert made.minutes is None and rules().minutes == 30 and rules(Standard("", 5, 5)).minutes == 5
    assert rules(Standard("", 5, 6)).minutes is None


def test_one_for_all_is_one_cut() -> None:
    assert len(rules(Standard("", 30, 30), Standard("group:g1", 30, 30)).cuts(FRIDAY).cuts) == 1
    assert len(rules(Standard("", 30, 30), Standard("group:g1", 31, 30)).cuts(FRIDAY).cuts) == 2


@pytest.mark.parametrize(
    ("text", "clock", "minutes"),
    [
        ("30 min", "bus", 30), ("30", "cal", 30), ("45mn", "bus", 45), ("2 h", "bus", 120), ("2h", "cal", 120),
        ("1 h 30", "bus", 90), ("1h30", "bus", 90), ("1,5 h", "bus", 90), ("1.5 hours", "bus", 90),
        ("1 jour ouvré", "bus", 420), ("2 jours ouvrés", "bus", 840), ("1 working day", "bus", 420),
        ("1 jour", "bus", 420), ("2 days", "cal", 2_880), ("1 j et 2 h", "cal", 1_560), ("90 minutes", "cal", 90),
        ("1 business day", "bus", 420),
    ],
)  # fmt: skip
def test_times_as_people_type_them(text: str, clock: str, minutes: int) -> None:
    assert read_length(text, clock, 420) == minutes  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    ["", "soon", "2 weeks", "h", "-5", "1 h soon", "trente", "30 minsoon", "9" * 400, "1," + "9" * 400],
)
def test_what_is_no_time(text: str) -> None:
    read = read_length(text, "bus", 420)
    assert isinstance(read, Refused) and read.code == "length_unread"
    working = read_length("1 working day", "cal", 420)
    assert isinstance(working, Refused) and working.code == "length_working"


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("clock", ["bus", "cal"])
@pytest.mark.parametrize("minutes", [1, 59, 60, 90, 420, 840, 1_440, 2_880, 4_000])
def test_what_is_shown_is_read_again(language: str, clock: str, minutes: int) -> None:
    set_language(language)
    try:
        shown = typed_length(minutes, clock, 420)  # type: ignore[arg-type]
        assert read_length(shown, clock, 420) == minutes  # type: ignore[arg-type]
    finally:
        set_language("en")
