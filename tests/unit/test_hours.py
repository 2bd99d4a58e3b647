"""Opening hours: the vectors of the measures, clocks that jump, days of their own, versions, a slow second opinion."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.domain.hour_checks import (
    HOLIDAYS_MAX,
    SPANS_MAX,
    SPECIAL_MAX,
    VERSIONS_MAX,
    hours_problem,
    save_problem,
    scope_problem,
)
from app.domain.hours import (
    ALWAYS,
    HoursBook,
    HoursRemoved,
    HoursSaved,
    OpeningHours,
    OpenTime,
    Span,
    SpecialDay,
    begins_s,
    group_scope,
    line_scope,
    wall_day,
)

PARIS, LORD_HOWE, APIA, NEW_YORK = "Europe/Paris", "Australia/Lord_Howe", "Pacific/Apia", "America/New_York"
SAO_PAULO = "America/Sao_Paulo"  # its clocks changed at midnight
ALL_DAY = (Span(0, 1440),)
OFFICE = (Span(540, 720), Span(840, 1080))
SHOP = OpeningHours(ALWAYS, PARIS, (*[OFFICE] * 5, (), ()), holidays=("2026-05-01",))
NIGHT = OpeningHours(ALWAYS, PARIS, ((Span(0, 120), Span(1080, 1440)),) * 7)  # a bar: 18:00 to 2:00
AROUND_THE_CLOCK = OpeningHours(ALWAYS, PARIS, (ALL_DAY,) * 7)


def at(text: str, zone: str = PARIS, fold: int = 0) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).timestamp())


def clock(moment_s: int | None, zone: str = PARIS) -> str | None:
    if moment_s is None:
        return None
    return f"{datetime.fromtimestamp(moment_s, ZoneInfo(zone)):%a %Y-%m-%d %H:%M:%S}"


@pytest.mark.parametrize(
    ("start", "end", "passed_s", "open_s"),
    [
        ("2026-05-04T11:50", "2026-05-04T14:20", 9_000, 1_800),  # 2
        ("2026-04-30T17:45", "2026-05-04T09:10", 314_700, 1_500),  # 3
        ("2026-05-04T19:00", "2026-05-04T20:30", 5_400, 0),  # 4
        ("2026-03-28T20:00", "2026-03-30T09:10", 130_200, 600),  # 5
    ],
)
def test_the_vectors_of_the_measures(start: str, end: str, passed_s: int, open_s: int) -> None:
    assert at(end) - at(start) == passed_s
    assert OpenTime(SHOP).between(at(start), at(end)) == open_s


def test_whoever_asks_while_it_is_closed_hears_when_it_opens() -> None:
    time = OpenTime(SHOP)
    assert clock(time.next_opening(at("2026-04-30T18:00"))) == "Mon 2026-05-04 09:00:00"  # after the holiday
    assert clock(time.next_opening(at("2026-05-04T12:00"))) == "Mon 2026-05-04 14:00:00"
    assert time.next_opening(at("2026-05-04T11:59:59")) == at("2026-05-04T11:59:59")
    assert clock(time.closes_at(at("2026-05-04T09:00"))) == "Mon 2026-05-04 12:00:00"
    assert time.closes_at(at("2026-05-04T12:00")) is None
    assert time.is_open(at("2026-05-04T09:00"))
    assert not time.is_open(at("2026-05-04T12:00"))
    assert not time.is_open(at("2026-05-01T10:00"))


def test_a_span_up_to_midnight_and_one_from_midnight_are_one_evening() -> None:
    time = OpenTime(NIGHT)
    assert clock(time.closes_at(at("2026-05-04T23:30"))) == "Tue 2026-05-05 02:00:00"
    assert time.between(at("2026-05-04T12:00"), at("2026-05-05T12:00")) == 8 * 3_600


def test_who_is_always_open_never_closes_and_who_never_opens_has_no_opening() -> None:
    always, never = OpenTime(AROUND_THE_CLOCK), OpenTime(OpeningHours(ALWAYS, PARIS, ((),) * 7))
    start, end = at("2026-03-20T00:00"), at("2027-11-20T00:00")
    assert always.between(start, end) == end - start
    assert always.closes_at(start) is None
    assert always.next_opening(start) == start
    assert never.next_opening(start) is None
    assert never.between(start, end) == 0


@pytest.mark.parametrize(
    ("zone", "day", "open_s"),
    [
        (PARIS, "2026-03-29", 23 * 3_600),
        (PARIS, "2026-10-25", 25 * 3_600),
        (NEW_YORK, "2026-03-08", 23 * 3_600),
        (NEW_YORK, "2026-11-01", 25 * 3_600),
        (LORD_HOWE, "2026-04-05", 24 * 3_600 + 1_800),
        (LORD_HOWE, "2026-10-04", 24 * 3_600 - 1_800),
        (APIA, "2011-12-30", 0),  # there was no such day
        (APIA, "2011-12-29", 24 * 3_600),
        (SAO_PAULO, "2018-02-17", 25 * 3_600),
        (SAO_PAULO, "2018-11-04", 23 * 3_600),
    ],
)
def test_a_whole_day_has_the_seconds_that_really_passed(zone: str, day: str, open_s: int) -> None:
    closed = OpeningHours(ALWAYS, zone, ((),) * 7, special=(SpecialDay(day, ALL_DAY),))
    near = int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp())
    assert OpenTime(closed).between(near - 3 * 86_400, near + 4 * 86_400) == open_s


def test_in_the_hour_that_comes_twice_the_clock_on_the_wall_counts() -> None:
    nights = OpenTime(OpeningHours(ALWAYS, PARIS, ((Span(150, 210),),) * 7))  # 2:30 to 3:30
    day = at("2026-10-25T00:00"), at("2026-10-26T00:00")
    assert (
        nights.between(*day) == 5_400
    )  # half past two to three, and again from half past two to half past three
    assert nights.is_open(at("2026-10-25T02:40"))
    assert not nights.is_open(at("2026-10-25T02:10", fold=1))
    assert nights.next_opening(at("2026-10-25T02:10", fold=1)) == at("2026-10-25T02:30", fold=1)
    assert nights.between(at("2026-03-29T00:00"), at("2026-03-30T00:00")) == 1_800  # 3:00 to 3:30


def test_a_day_of_its_own_wins_over_holiday_and_week() -> None:
    saturday = SpecialDay("2026-05-16", OFFICE)
    hours = OpeningHours(
        ALWAYS,
        PARIS,
        SHOP.week,
        holidays=("2026-05-01", "2026-05-08"),
        special=(
            SpecialDay("2026-05-08", (Span(600, 660),)),
            SpecialDay("2026-05-12"),
            saturday,
        ),
    )
    time = OpenTime(hours)
    assert time.between(at("2026-05-08T00:00"), at("2026-05-09T00:00")) == 3_600
    assert time.between(at("2026-05-12T00:00"), at("2026-05-13T00:00")) == 0
    assert time.between(at("2026-05-16T00:00"), at("2026-05-17T00:00")) == 7 * 3_600  # a Saturday


def test_a_new_version_counts_from_its_date_on_the_wall() -> None:
    later = OpeningHours("2026-06-01", PARIS, (*[(Span(600, 720),)] * 5, (), ()))
    book = HoursBook([("", later), ("", SHOP)])
    before, after = (
        book.hours_at(at("2026-05-31T23:59:59"), [""]),
        book.hours_at(at("2026-06-01T00:00"), [""]),
    )
    assert before is not None
    assert after is not None
    assert (before.hours, after.hours) == (SHOP, later)
    assert book.versions() == (SHOP, later)


def test_before_the_first_version_the_hours_are_unknown() -> None:
    book = HoursBook([("", OpeningHours("2026-06-01", PARIS, SHOP.week))])
    assert book.hours_at(at("2026-05-31T23:00"), [line_scope("l1"), ""]) is None
    assert HoursBook().hours_at(at("2026-05-31T23:00"), [""]) is None


def test_a_correction_replaces_its_version_and_a_removal_takes_it_away() -> None:
    book = HoursBook()
    wrong = OpeningHours(ALWAYS, PARIS, (ALL_DAY,) * 7)
    for event in (HoursSaved("", wrong), HoursSaved("", SHOP)):
        book.apply(event)
    found = book.hours_at(at("2020-05-04T10:00"), [""])
    assert found is not None
    assert found.hours == SHOP
    assert len(book.versions()) == 1
    book.apply(HoursRemoved("", ALWAYS))
    book.apply(HoursRemoved("", "2020-01-01"))  # never was
    assert book.hours_at(at("2020-05-04T10:00"), [""]) is None
    assert book.scopes() == ()


def test_the_first_scope_with_hours_in_force_decides() -> None:
    number = OpeningHours("2026-06-01", PARIS, (ALL_DAY,) * 7)
    book = HoursBook([("", SHOP), (line_scope("l1"), number)])
    scopes = [group_scope("g1"), line_scope("l1"), ""]
    early, late = book.hours_at(at("2026-05-30T10:00"), scopes), book.hours_at(at("2026-06-02T10:00"), scopes)
    assert early is not None
    assert late is not None
    assert (early.hours, late.hours) == (SHOP, number)


def test_versions_of_far_zones_begin_in_the_order_of_their_dates() -> None:
    east, west = "Pacific/Kiritimati", "Pacific/Pago_Pago"  # 25 hours apart
    older, newer = OpeningHours("2026-05-01", west, SHOP.week), OpeningHours("2026-05-02", east, SHOP.week)
    book = HoursBook([("", SHOP), ("", older), ("", newer)])
    for moment_s in range(at("2026-04-29T00:00"), at("2026-05-04T00:00"), 1_800):
        in_force = [one for one in (SHOP, older, newer) if one.valid_from <= wall_day(moment_s, one.zone)]
        found = book.hours_at(moment_s, [""])
        assert found is not None
        assert found.hours == max(in_force, key=lambda one: one.valid_from)


def test_a_version_from_a_date_that_never_was_begins_with_the_next_one() -> None:
    assert begins_s(OpeningHours("2011-12-30", APIA, SHOP.week)) == at("2011-12-31T00:00", APIA)
    assert begins_s(OpeningHours("2026-03-29", PARIS, SHOP.week)) == at("2026-03-29T00:00")


def test_a_moment_outside_of_all_years_counts_as_the_nearest_one() -> None:
    time = OpenTime(AROUND_THE_CLOCK)
    assert time.between(-10_000, 3_600) == 3_600
    assert time.between(10**12, 10**12 + 50) == 0
    assert time.between(50, 50) == 0
    assert time.between(60, 50) == 0


# --- a slow second opinion: every minute is asked what the clock shows ---

ZONES = (PARIS, NEW_YORK, LORD_HOWE, APIA, SAO_PAULO, "Asia/Kathmandu", "UTC")
CHANGES = [
    datetime(2026, 3, 29, 1, tzinfo=UTC),  # Paris
    datetime(2026, 10, 25, 1, tzinfo=UTC),
    datetime(2026, 3, 8, 7, tzinfo=UTC),  # New York
    datetime(2026, 11, 1, 6, tzinfo=UTC),
    datetime(2026, 4, 4, 15, tzinfo=UTC),  # Lord Howe
    datetime(2026, 10, 3, 15, 30, tzinfo=UTC),
    datetime(2018, 2, 18, 2, tzinfo=UTC),  # São Paulo
    datetime(2018, 11, 4, 3, tzinfo=UTC),
    datetime(2011, 12, 30, 10, tzinfo=UTC),  # Apia
    datetime(2026, 12, 31, 23, tzinfo=UTC),
]
MOMENTS = st.builds(
    lambda change, minutes: int(change.timestamp()) + minutes * 60,
    st.sampled_from(CHANGES),
    st.integers(-2_000, 2_000),
)


@st.composite
def spans(draw: st.DrawFn) -> tuple[Span, ...]:
    cuts = sorted(draw(st.sets(st.sampled_from([0, 60, 125, 150, 540, 720, 840, 1_380, 1_440]), max_size=6)))
    return tuple(Span(*pair) for pair in zip(cuts[::2], cuts[1::2], strict=False))


@st.composite
def hours(draw: st.DrawFn) -> OpeningHours:
    days = [(change.date() + timedelta(days=n)).isoformat() for change in CHANGES for n in (-1, 0, 1)]
    own = sorted(draw(st.sets(st.sampled_from(days), max_size=4)))
    return OpeningHours(
        ALWAYS,
        draw(st.sampled_from(ZONES)),
        tuple(draw(spans()) for _ in range(7)),
        holidays=tuple(sorted(draw(st.sets(st.sampled_from(days), max_size=4)))),
        special=tuple(SpecialDay(day, draw(spans())) for day in own),
    )


def is_open_slowly(of: OpeningHours, moment_s: int) -> bool:
    wall = datetime.fromtimestamp(moment_s, UTC).astimezone(ZoneInfo(of.zone))
    day = wall.date().isoformat()
    found = next((one.spans for one in of.special if one.day == day), None)
    if found is None:
        found = () if day in of.holidays else of.week[wall.weekday()]
    minute = wall.hour * 60 + wall.minute
    return any(span.opens_min <= minute < span.closes_min for span in found)


@settings(max_examples=30, deadline=None)
@given(hours(), MOMENTS, st.integers(0, 2_500))
@example(NIGHT, at("2026-10-25T01:30"), 180)
@example(AROUND_THE_CLOCK, at("2026-03-29T01:30"), 180)
def test_it_agrees_with_whoever_looks_at_the_clock_every_minute(
    of: OpeningHours, start_s: int, minutes: int
) -> None:
    time = OpenTime(of)
    walked = [s for s in range(start_s, start_s + minutes * 60, 60) if is_open_slowly(of, s)]
    assert time.between(start_s, start_s + minutes * 60) == 60 * len(walked)
    assert time.is_open(start_s) == is_open_slowly(of, start_s)
    if walked:
        assert time.next_opening(start_s) == walked[0]
    opening = time.next_opening(start_s)
    assert opening is None or is_open_slowly(of, opening)
    closing = time.closes_at(start_s)
    if closing is not None:
        assert time.between(start_s, closing) == closing - start_s
        assert not is_open_slowly(of, closing)


@settings(max_examples=20, deadline=None)
@given(hours(), st.lists(st.integers(1_700_000_000, 1_790_000_000), min_size=3, max_size=6))
def test_open_time_adds_up_in_whatever_order_it_is_asked_for(of: OpeningHours, moments: list[int]) -> None:
    asked_in_any_order, lengths = OpenTime(of), []
    for one, other in pairwise(moments):
        lengths.append(
            (min(one, other), max(one, other), asked_in_any_order.between(min(one, other), max(one, other)))
        )
    ordered = OpenTime(of)
    first = min(moments)
    for start, end, length in lengths:
        assert length == ordered.between(first, end) - ordered.between(first, start)
        assert 0 <= length <= end - start


# --- what is refused ---


def changed(**fields: object) -> OpeningHours:
    values = {
        name: getattr(SHOP, name) for name in ("valid_from", "zone", "week", "region", "holidays", "special")
    }
    return OpeningHours(**{**values, **fields})


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"valid_from": "2026-02-30"}, "hours_from"),
        ({"valid_from": "20260201"}, "hours_from"),
        ({"valid_from": "1969-12-31"}, "hours_from"),
        ({"zone": "Europe/Lutece"}, "hours_zone"),
        ({"zone": ""}, "hours_zone"),
        ({"zone": "../../etc/passwd"}, "hours_zone"),
        ({"week": ((),) * 6}, "hours_week"),
        ({"week": ((Span(540, 540),), *[()] * 6)}, "hours_span_backwards"),
        ({"week": ((Span(1_080, 120),), *[()] * 6)}, "hours_span_backwards"),
        ({"week": ((Span(540, 1_441),), *[()] * 6)}, "hours_span_outside"),
        ({"week": ((Span(-1, 100),), *[()] * 6)}, "hours_span_outside"),
        ({"week": ((Span(540, 720), Span(700, 900)), *[()] * 6)}, "hours_overlap"),
        ({"week": ((Span(840, 900), Span(540, 720)), *[()] * 6)}, "hours_overlap"),
        ({"week": (tuple(Span(n, n + 1) for n in range(SPANS_MAX + 1)), *[()] * 6)}, "hours_spans_many"),
        ({"region": "Elsass"}, "setting_region"),
        ({"holidays": ("2026-05-01", "2026-01-01")}, "hours_holidays"),
        ({"holidays": ("1 May",)}, "hours_holidays"),
        ({"special": (SpecialDay("2026-05-01"), SpecialDay("2026-05-01"))}, "hours_special"),
        ({"special": (SpecialDay("2026-5-1"),)}, "hours_special"),
        ({"special": (SpecialDay("2026-05-01", (Span(700, 600),)),)}, "hours_span_backwards"),
    ],
)
def test_hours_that_nobody_can_keep_are_refused(wrong: dict[str, object], code: str) -> None:
    refused = hours_problem(changed(**wrong))
    assert refused is not None
    assert refused.code == code


def test_far_too_many_dates_are_refused() -> None:
    days = [(date(2020, 1, 1) + timedelta(days=n)).isoformat() for n in range(HOLIDAYS_MAX + 1)]
    codes = [
        hours_problem(changed(holidays=tuple(days))),
        hours_problem(changed(special=tuple(SpecialDay(day) for day in days[: SPECIAL_MAX + 1]))),
    ]
    assert [one and one.code for one in codes] == ["hours_holidays_many", "hours_special_many"]


@pytest.mark.parametrize(
    "fine", [SHOP, NIGHT, AROUND_THE_CLOCK, changed(region="FR-57", valid_from="2026-05-01")]
)
def test_hours_as_businesses_have_them_are_fine(fine: OpeningHours) -> None:
    assert hours_problem(fine) is None


def test_a_refused_span_names_its_day_and_its_times() -> None:
    refused = hours_problem(changed(week=((), (Span(1_080, 120),), *[()] * 5)))
    assert refused is not None
    assert refused.facts == {"weekday": "1", "opens": "18:00", "closes": "02:00"}


def test_a_version_is_new_or_a_correction_and_there_are_not_endlessly_many() -> None:
    def code(hours: OpeningHours, *, is_correction: bool = False) -> str | None:
        refused = save_problem(book, "", hours, is_correction=is_correction)
        return refused.code if refused is not None else None

    book = HoursBook([("", SHOP)])
    other = changed(holidays=())
    assert code(other) == "hours_begin_taken"
    assert code(other, is_correction=True) is None
    assert code(SHOP) is None  # asked for twice
    assert code(changed(valid_from="2026-05-01"), is_correction=True) == "hours_gone"
    days = [(date(2020, 1, 1) + timedelta(days=n)).isoformat() for n in range(VERSIONS_MAX)]
    book = HoursBook(("", changed(valid_from=day)) for day in days)
    assert code(SHOP) == "hours_versions_many"
    assert code(changed(valid_from=days[0], zone="UTC"), is_correction=True) is None


@pytest.mark.parametrize(
    ("scope", "code"),
    [
        ("", None),
        ("line:l1", None),
        ("line:l9", "hours_line_unknown"),
        ("group:g1", None),
        ("group:g9", "group_gone"),
        ("somewhere", "hours_line_unknown"),
        ("member:m1", "hours_line_unknown"),
    ],
)
def test_hours_are_of_something_that_is_there(scope: str, code: str | None) -> None:
    refused = scope_problem(scope, {"l1"}, {"g1"})
    assert (refused and refused.code) == code
