"""Which days a report is about and with which it is compared."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from app.domain.periods import Period
from app.domain.report_periods import (
    SPANS,
    Chosen,
    Span,
    Versus,
    around,
    compared_with,
    period_of,
    step_of,
    window_s,
)

ZONE = "Europe/Paris"
NOW = datetime(2026, 11, 26, 23, 30, tzinfo=UTC)  # the 27th in Paris, a Friday


def days(first: str, last: str) -> Period:
    return Period(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("span", "first", "before", "year"),
    [
        ("week", "2026-11-23", ("2026-11-16", "2026-11-20"), ("2025-11-23", "2025-11-27")),
        ("month", "2026-11-01", ("2026-10-01", "2026-10-27"), ("2025-11-01", "2025-11-27")),
        ("days_30", "2026-10-29", ("2026-09-29", "2026-10-28"), ("2025-10-29", "2025-11-27")),
        ("days_90", "2026-08-30", ("2026-06-01", "2026-08-29"), ("2025-08-30", "2025-11-27")),
        ("year", "2026-01-01", ("2025-01-01", "2025-11-27"), ("2025-01-01", "2025-11-27")),
    ],
)
def test_up_to_today_against_like_days(
    span: Span, first: str, before: tuple[str, str], year: tuple[str, str]
) -> None:
    chosen = Chosen(span)
    period = period_of(chosen, NOW, ZONE, None)
    assert period == days(first, "2026-11-27")
    assert compared_with(chosen, period, "before") == days(*before)
    assert compared_with(chosen, period, "year") == days(*year)
    assert compared_with(chosen, period, "none") is None


def test_everything_has_nothing_before_it() -> None:
    began = int(datetime(2024, 2, 29, 23, 30, tzinfo=UTC).timestamp())  # the first of March in Paris
    period = period_of(Chosen("all"), NOW, ZONE, began)
    assert period == days("2024-03-01", "2026-11-27")
    versus: tuple[Versus, ...] = ("before", "year", "none")
    assert [compared_with(Chosen("all"), period, one) for one in versus] == [None, None, None]
    assert period_of(Chosen("all"), NOW, ZONE, None).first == date(2026, 1, 1)
    assert period_of(Chosen("all"), NOW, ZONE, int(NOW.timestamp()) + 99_999).first == date(2026, 11, 27)


def test_months_and_years_of_unequal_length() -> None:
    march = days("2028-03-01", "2028-03-31")
    assert compared_with(Chosen("month"), march, "before") == days("2028-02-01", "2028-02-29")
    leap = days("2028-02-29", "2028-02-29")
    assert compared_with(Chosen("own", leap), leap, "year") == days("2027-02-28", "2027-02-28")
    assert compared_with(Chosen("own", leap), leap, "before") == days("2028-02-28", "2028-02-28")


def test_around_a_day() -> None:
    today = date(2026, 11, 27)
    after = around(date(2026, 11, 18), today)
    assert after == days("2026-11-18", "2026-11-27")
    assert compared_with(Chosen("own", after), after, "before") == days("2026-11-08", "2026-11-17")
    assert around(date(2027, 1, 1), today) == days("2026-11-27", "2026-11-27")


@pytest.mark.parametrize(("last", "step"), [("2026-01-31", "day"), ("2026-02-01", "week"), ("2026-07-19", "week"),
                                            ("2026-07-20", "month")])  # fmt: skip
def test_steps_grow_with_the_period(last: str, step: str) -> None:
    assert step_of(days("2026-01-01", last)) == step


def test_a_window_lasts_from_midnight_to_midnight_there_also_when_clocks_change() -> None:
    since, until = window_s(days("2026-10-25", "2026-10-25"), ZONE)
    assert until - since == 25 * 3_600
    assert datetime.fromtimestamp(since, UTC).isoformat() == "2026-10-24T22:00:00+00:00"


def test_every_span_but_ones_own_has_a_period() -> None:
    for span in SPANS:
        assert period_of(Chosen(span), NOW, ZONE, 0).last == date(2026, 11, 27)
