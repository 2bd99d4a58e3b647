"""Periods of reports: the business's own midnights, over clock changes and ends of months."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from app.domain.periods import PRESETS, Period, preset

PARIS = "Europe/Paris"


def test_a_month_begins_and_ends_at_the_business_s_midnight() -> None:
    period = preset("month", datetime(2026, 11, 26, 9, tzinfo=UTC), PARIS)
    assert (period.first, period.last) == (date(2026, 11, 1), date(2026, 11, 26))
    assert period.since_at(PARIS) == datetime(2026, 10, 31, 23, tzinfo=UTC)
    assert period.until_at(PARIS) == datetime(2026, 11, 26, 23, tzinfo=UTC)


def test_today_is_where_the_business_is() -> None:
    late = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)  # already next year in Paris, not in London
    assert preset("year", late, PARIS).first == date(2027, 1, 1)
    assert preset("year", late, "Europe/London").first == date(2026, 1, 1)


def test_ninety_days_are_ninety_with_today() -> None:
    period = preset("days_90", datetime(2026, 11, 26, 9, tzinfo=UTC), PARIS)
    assert (period.last - period.first).days + 1 == 90


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 6, 1), 24)]
)
def test_a_day_of_a_clock_change_has_its_own_length(day: date, hours: int) -> None:
    period = Period(day, day)
    assert period.until_at(PARIS) - period.since_at(PARIS) == timedelta(hours=hours)


def test_days_that_follow_each_other_leave_no_moment_out() -> None:
    one, next_one = (
        Period(date(2026, 10, 24), date(2026, 10, 25)),
        Period(date(2026, 10, 26), date(2026, 10, 26)),
    )
    for zone in (PARIS, "America/Sao_Paulo", "Pacific/Apia", "Asia/Kathmandu"):
        assert one.until_at(zone) == next_one.since_at(zone)


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_ends_with_today(name: str) -> None:
    now = datetime(2026, 2, 28, 22, 59, tzinfo=UTC)
    assert preset(name, now, PARIS).last == date(2026, 2, 28)  # type: ignore[arg-type]
