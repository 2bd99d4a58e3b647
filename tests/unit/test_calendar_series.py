"""Events that come again: held against another reckoner of such rules, and never more work than there are days."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr  # type: ignore[import-untyped]
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.desk.appointment_imports.calendar_series import SeriesOdd, read_rule

START = date(2026, 11, 3)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def told(rule: str, start: date, count: int) -> list[date]:
    """The first days by another library. It looks for a day that never comes until the year 9999: none is asked for."""
    bare = ";".join(part for part in rule.split(";") if not part.startswith("COUNT"))
    at = datetime(start.year, start.month, start.day)  # noqa: DTZ001 - a day
    return [one.date() for one in rrulestr(f"{bare};COUNT={count}", dtstart=at)]


@pytest.mark.parametrize(
    ("rule", "count", "days"),
    [
        ("FREQ=DAILY;COUNT=3", 3, [3, 4, 5]),
        ("FREQ=WEEKLY;BYDAY=TU,TH", 0, [3, 5, 10, 12, 17, 19, 24, 26]),
        ("FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=TU,SU", 0, [3, 15, 17, 29]),
        ("FREQ=MONTHLY;BYDAY=1TU", 0, [3]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", 0, [30]),
        ("freq=daily;interval=10;", 0, [3, 13, 23]),
    ],
)
def test_the_days_of_a_series(rule: str, count: int, days: list[int]) -> None:
    read = read_rule(rule)
    assert read.count == count
    assert [day.day for day in read.days(START, date(2026, 11, 30))] == days


@pytest.mark.parametrize(
    "rule",
    [
        "", "FREQ=HOURLY", "FREQ=SECONDLY;COUNT=9", "FREQ=WEEKLY;BYHOUR=9",
        "FREQ=YEARLY;BYWEEKNO=3", "FREQ=DAILY;COUNT=x",
        "FREQ=DAILY;COUNT=0", "FREQ=DAILY;INTERVAL=0", "FREQ=WEEKLY;BYDAY=1MO", "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=MONTHLY;BYDAY=XX", "FREQ=DAILY;COUNT=2;UNTIL=20261231", "nonsense", "FREQ=WEEKLY;WKST=XX",
    ],
)  # fmt: skip
def test_an_odd_rule_is_told_and_not_guessed(rule: str) -> None:
    with pytest.raises(SeriesOdd):
        read_rule(rule)


def test_a_day_that_never_comes_ends_at_the_horizon() -> None:
    rule = read_rule("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30")
    assert list(rule.days(date(1901, 1, 1), date(2027, 1, 1), date(2026, 11, 1))) == []
    assert list(read_rule("FREQ=YEARLY").days(date(2024, 2, 29), date(9999, 12, 31)))[-1] == date(9996, 2, 29)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_rule_gives_the_days_that_another_library_finds(data: st.DataObject) -> None:
    freq = data.draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    start = data.draw(st.dates(date(2019, 1, 1), date(2026, 12, 31)))
    parts = [f"FREQ={freq}", f"INTERVAL={data.draw(st.integers(1, 4))}"]
    is_nth = freq in ("MONTHLY", "YEARLY") and data.draw(st.booleans())  # the other library cannot mix them
    nth = st.sampled_from(["1", "2", "-1", "-2", "5"]) if is_nth else st.just("")
    by_day = data.draw(st.lists(st.tuples(nth, st.sampled_from(DAYS)).map("".join), max_size=3, unique=True))
    if by_day:
        parts.append(f"BYDAY={','.join(by_day)}")
    months = data.draw(st.lists(st.integers(1, 12), max_size=2, unique=True))
    if months:
        parts.append(f"BYMONTH={','.join(map(str, months))}")
    month_days = data.draw(st.lists(st.integers(-31, 31).filter(bool), max_size=2, unique=True))
    if month_days and freq != "WEEKLY":
        parts.append(f"BYMONTHDAY={','.join(map(str, month_days))}")
    if (by_day or month_days) and freq != "DAILY" and data.draw(st.booleans()):
        parts.append(f"BYSETPOS={data.draw(st.sampled_from([1, 2, -1]))}")
    if data.draw(st.booleans()):
        parts.append(f"COUNT={data.draw(st.integers(1, 12))}")
    if freq == "WEEKLY":
        parts.append(f"WKST={data.draw(st.sampled_from(['MO', 'SU']))}")
    rule, last = ";".join(parts), start + timedelta(days=900)
    assume(
        "BYSETPOS" not in rule or freq != "WEEKLY" or start.weekday() == 0
    )  # a first week cut in two: they differ
    found = list(read_rule(rule).days(start, last))
    assume(found)
    assert found == told(rule, start, len(found))
    since = start + timedelta(days=400)
    later = [day for day in read_rule(rule).days(start, last, since) if day >= since]
    assert later == [day for day in found if day >= since]
