"""Public holidays by region, and the calendar that a team's settings make of them."""

import subprocess
import sys
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from app.domain.settings import check_value
from app.words.holidays_of import (
    calendar_of,
    calendar_without_holidays,
    countries,
    holidays_of,
    is_region,
    parts_of,
)

NOW = datetime(2026, 11, 26, 9, 42, tzinfo=UTC)


def test_armistice_day_is_no_working_day_in_france_and_one_in_britain() -> None:
    armistice = date(2026, 11, 11)
    assert not calendar_of({"holiday_region": "FR"}, NOW).is_worked(armistice)
    assert calendar_of({"holiday_region": "GB-ENG"}, NOW).is_worked(armistice)
    assert calendar_of({}, NOW).is_worked(armistice)
    assert calendar_without_holidays({"holiday_region": "FR"}, NOW).is_worked(armistice)


def test_a_part_of_a_country_has_days_of_its_own() -> None:
    good_friday = date(2026, 4, 3)
    assert good_friday in holidays_of("FR-57", 2026, 2026)
    assert good_friday not in holidays_of("FR", 2026, 2026)
    assert "57" in parts_of("FR")


def test_five_working_days_over_christmas_in_three_places() -> None:
    before = {
        "FR": ("Europe/Paris", "2026-12-31"),  # Christmas alone is free
        "GB-ENG": ("Europe/London", "2027-01-04"),  # the 28th in place of a Saturday, and New Year's Day
        "US": ("America/New_York", "2026-12-31"),
    }
    for region, (zone, wanted) in before.items():
        days = calendar_of({"holiday_region": region, "time_zone": zone}, NOW)
        start = datetime(2026, 12, 23, 10, tzinfo=ZoneInfo(zone))
        assert f"{days.after(start, 5).astimezone(ZoneInfo(zone)):%Y-%m-%d}" == wanted, region


def test_own_days_and_a_week_of_ones_own_count_too() -> None:
    days = calendar_of(
        {"working_days": "23456", "closed_days": "2026-12-22/2026-12-24", "time_zone": "Europe/Paris"}, NOW
    )
    worked = [day for day in range(21, 32) if days.is_worked(date(2026, 12, day))]
    assert worked == [25, 26, 29, 30, 31]


def test_what_cannot_be_read_counts_as_unset() -> None:
    days = calendar_of({"working_days": "x", "closed_days": "soon", "holiday_region": "??"}, NOW)
    assert days.is_worked(date(2026, 12, 25))
    assert not days.is_worked(date(2026, 12, 26))


@pytest.mark.parametrize(
    ("region", "is_known"),
    [("", True), ("FR", True), ("FR-57", True), ("FR-99", False), ("XX", False), ("fr", False), ("-", False)],
)
def test_a_region_is_one_that_the_library_knows(region: str, is_known: bool) -> None:
    assert is_region(region) is is_known


def test_all_of_europe_is_there() -> None:
    assert {"FR", "BE", "CH", "DE", "ES", "IT", "PT", "GB", "CI", "SN", "MA"} <= set(countries())


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("working_days", "12345", None),
        ("working_days", "", "setting_weekdays"),
        ("working_days", 12345, "setting_type"),
        ("closed_days", "", None),
        ("closed_days", "2026-12-24", None),
        ("closed_days", "24.12.", "setting_dates"),
        ("holiday_region", "", None),
        ("holiday_region", "FR-57", None),
        ("holiday_region", "France", "setting_region"),
    ],
)
def test_settings_of_the_calendar_are_checked(name: str, value: str | int, code: str | None) -> None:
    assert check_value(name, value) == code


def test_the_library_is_not_imported_before_somebody_needs_it() -> None:
    script = (
        "import sys; from datetime import UTC, datetime; from app.words import holidays_of;"
        "holidays_of.calendar_of({}, datetime.now(UTC)); print('holidays' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
