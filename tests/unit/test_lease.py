"""How long a computer may read without the hub, whatever its clock says."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.desk.lease import Lease
from app.domain.clock import FakeClock

DAY = timedelta(days=1)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


def test_it_lasts_seven_days_from_the_last_contact(clock: FakeClock) -> None:
    lease, start = Lease(clock, None), clock.now()
    assert lease.heard(start)
    clock.set_wall(start + 7 * DAY - timedelta(seconds=1))
    assert lease.code() is None
    clock.set_wall(start + 7 * DAY)
    assert (lease.code(), lease.seconds_left()) == ("lease_over", 0.0)
    lease.heard(clock.now())
    assert (lease.code(), lease.seconds_left()) == (None, 7 * 86400.0)


def test_contacts_within_a_minute_are_one_write(clock: FakeClock) -> None:
    lease = Lease(clock, None)
    written = [lease.heard(clock.now() + timedelta(seconds=second)) for second in range(0, 180, 25)]
    assert written.count(True) == 3


def test_it_counts_by_the_hubs_clock_where_this_one_is_wrong(clock: FakeClock) -> None:
    lease, start = Lease(clock, None), clock.now()
    lease.heard(start - 300 * DAY)
    clock.set_wall(start + 6 * DAY)
    assert lease.code() is None
    clock.set_wall(start + 8 * DAY)
    assert lease.code() == "lease_over"


def test_it_goes_on_where_it_was_after_a_restart(clock: FakeClock) -> None:
    lease, start = Lease(clock, None), clock.now()
    lease.heard(start)
    lease.set_days(2)
    clock.set_wall(start + DAY)
    assert Lease(clock, lease.note()).code() is None
    clock.set_wall(start + 2 * DAY)
    assert Lease(clock, lease.note()).code() == "lease_over"


@given(st.lists(st.floats(-30, 30), min_size=1, max_size=12))
def test_no_play_with_the_clock_gives_more_than_the_days(steps: list[float]) -> None:
    """Whatever is set between starts: a computer that may read now is within its days by all it ever saw."""
    clock = FakeClock()
    lease, start = Lease(clock, None), clock.now()
    lease.heard(start)
    newest = start
    for step in steps:
        clock.set_wall(clock.now() + timedelta(days=step))
        lease = Lease(clock, lease.note())
        if lease.code() is None:
            assert clock.now() >= newest - timedelta(hours=1)
            assert clock.now() - start < 7 * DAY
        newest = max(newest, clock.now())
