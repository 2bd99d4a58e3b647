"""How much one device may ask for."""

import pytest

from app.domain.clock import FakeClock
from app.hub.http import HttpRefusal
from app.hub.limits import POLLS_AT_ONCE, Bucket, Polls


async def test_a_bucket_gives_its_burst_then_its_rate_to_each_key_alone() -> None:
    clock = FakeClock()
    bucket = Bucket(clock, per_s=2.0, burst=4)
    bucket.take("a", 4)
    with pytest.raises(HttpRefusal) as refused:
        bucket.take("a", 3)
    assert (refused.value.status, refused.value.facts) == (429, {"retry_after": "2"})
    bucket.take("b", 4)
    await clock.advance(2)
    bucket.take("a", 4)


async def test_a_list_longer_than_the_burst_goes_through_a_full_bucket() -> None:
    bucket = Bucket(FakeClock(), per_s=1.0, burst=4)
    bucket.take("a", 400)
    with pytest.raises(HttpRefusal):
        bucket.take("a", 1)


def test_polls_are_counted_while_they_are_open() -> None:
    polls = Polls()
    opened = [polls.one("a") for _ in range(POLLS_AT_ONCE)]
    for poll in opened:
        poll.__enter__()
    with pytest.raises(HttpRefusal), polls.one("a"):
        pass
    with polls.one("b"):
        pass
    opened[0].__exit__(None, None, None)
    with polls.one("a"):
        pass
