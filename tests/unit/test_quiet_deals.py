"""Which deals have gone quiet, since when, and in which order they are shown."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from app.domain.deal_rows import DealRow, Quiet
from app.domain.deals import DEFAULT_PIPELINE
from app.domain.money import Money
from app.domain.quiet_deals import cut_offs, in_order, quiet_of, worked
from app.domain.working_days import WorkingDays

PARIS = ZoneInfo("Europe/Paris")
CALENDAR = WorkingDays(range(5), zone="Europe/Paris")
NOW = datetime(2026, 11, 26, 10, 0, tzinfo=PARIS)  # a Thursday


def row(deal_id: str, days_ago: int, amount: Money | None = None) -> DealRow:
    since = NOW - timedelta(days=days_ago)
    return DealRow(deal_id, "main", "quote", amount=amount, quiet=Quiet(since, days_ago))


def test_each_stage_has_a_cut_off_of_its_own() -> None:
    found = {one.stage_id: one.at.astimezone(PARIS) for one in cut_offs([DEFAULT_PIPELINE], CALENDAR, NOW)}
    assert {stage: f"{at:%a %d %H:%M}" for stage, at in found.items()} == {
        "enquiry": "Thu 19 10:00",  # 5 working days
        "quote": "Fri 20 10:00",  # 4
        "decision": "Fri 20 10:00",
        "deposit": "Tue 17 10:00",  # 7
    }


def test_a_deal_is_quiet_from_the_minute_on() -> None:
    since = datetime(2026, 11, 20, 10, 0, tzinfo=PARIS)
    assert quiet_of(since, 4, CALENDAR.until(NOW - timedelta(minutes=1))) is None
    assert quiet_of(since, 4, CALENDAR.until(NOW)) == Quiet(since, 4)
    assert CALENDAR.after(since, max(1, 4)) == NOW


@given(st.integers(0, 60 * 86_400), st.integers(1, 30))
def test_the_cut_off_and_the_count_of_days_say_the_same(ago_s: int, days: int) -> None:
    since = NOW - timedelta(seconds=ago_s)
    is_quiet = quiet_of(since, days, CALENDAR.until(NOW)) is not None
    assert is_quiet == (since <= CALENDAR.before(NOW, days))
    assert is_quiet == (CALENDAR.after(since, max(1, days)) <= NOW)


def test_the_longest_or_the_most_valuable_first_and_currencies_apart() -> None:
    rows = [
        row("small", 9, Money(10_00, "EUR")),
        row("foreign", 20, Money(9_000_00, "USD")),
        row("none", 30),
        row("large", 5, Money(4_200_00, "EUR")),
        row("yen", 6, Money(9_000_000, "JPY")),
    ]
    assert [one.deal_id for one in in_order(rows, "days", "EUR")] == [
        "none",
        "foreign",
        "small",
        "yen",
        "large",
    ]
    assert [one.deal_id for one in in_order(rows, "value", "EUR")] == [
        "large",
        "small",
        "yen",
        "foreign",
        "none",
    ]
    assert in_order(rows, "value", "USD")[0].deal_id == "foreign"


def test_what_worked_is_added_up_with_its_numbers() -> None:
    found = worked([("1", True), ("2", False), ("1", False), ("1", True)])
    assert [(one.key, one.sent, one.answered) for one in found] == [("1", 3, 2), ("2", 1, 0)]
    assert worked([]) == []
