"""The usual times for putting something aside: on the business's clock, ahead, and no two alike."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.teamwork.snooze_times import moment_of, read_hour, usual_times

PARIS = "Europe/Paris"


def offered(now: datetime) -> dict[str, str]:
    return {one.when: f"{one.at:%a %d %H:%M}" for one in usual_times(now, PARIS)}


def test_a_thursday_morning_offers_all_five() -> None:
    assert offered(datetime(2026, 11, 26, 9, 42, 31, tzinfo=UTC)) == {
        "hour": "Thu 26 10:42",
        "evening": "Thu 26 17:00",
        "tomorrow": "Fri 27 08:00",
        "monday": "Mon 30 08:00",
        "week": "Thu 03 08:00",
    }


def test_the_evening_is_not_offered_when_it_has_come() -> None:
    assert "evening" not in offered(datetime(2026, 11, 26, 16, 31, tzinfo=UTC))
    assert "evening" in offered(datetime(2026, 11, 26, 16, 29, tzinfo=UTC))


def test_a_sunday_offers_monday_once_and_so_does_a_monday() -> None:
    assert "monday" not in offered(datetime(2026, 11, 29, 9, 0, tzinfo=UTC))  # it is tomorrow morning
    assert "week" not in offered(datetime(2026, 11, 30, 9, 0, tzinfo=UTC))  # it is next Monday


def test_nine_in_the_morning_stays_nine_when_the_clocks_change() -> None:
    summer, winter = date(2026, 10, 24), date(2026, 10, 26)
    assert moment_of(summer, time(9), PARIS).hour == 7
    assert moment_of(winter, time(9), PARIS).hour == 8


@given(st.integers(1_600_000_000, 2_200_000_000))
def test_every_time_lies_ahead_and_they_differ(at_s: int) -> None:
    now = datetime.fromtimestamp(at_s, UTC)
    times = [one.at for one in usual_times(now, PARIS)]
    assert all(at > now for at in times)
    assert len(set(times)) == len(times)


@pytest.mark.parametrize(
    ("text", "hour"),
    [("9", time(9)), (" 9h ", time(9)), ("9:30", time(9, 30)), ("14h05", time(14, 5)), ("8.15", time(8, 15)),
     ("24", None), ("9:60", None), ("noon", None), ("", None), ("123", None)],
)  # fmt: skip
def test_an_hour_is_read_as_people_write_it(text: str, hour: time | None) -> None:
    assert read_hour(text) == hour
