"""How much one device may ask for, so that a broken one cannot starve the others."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from app.domain.clock import Clock
from app.hub.http import HttpRefusal

COMMANDS_PER_S = 20.0
COMMANDS_BURST = 200
PRESENCE_PER_S = 1.0
PRESENCE_BURST = 20
ENROLS_PER_S = 1.0
ENROLS_BURST = 20
ACCOUNT_PER_S = 0.2  # the channel allows few calls of this kind, for all desks together
ACCOUNT_BURST = 30
SAFETY_PER_S = 5.0  # questions and offers after a restore; one offer holds hundreds of events
SAFETY_BURST = 400
SETUP_PER_S = 1.0  # a wizard that looks every few seconds whether the trial message came
SETUP_BURST = 60
DOCTOR_PER_S = 0.2
DOCTOR_BURST = 20
TEAM_PER_S = 2.0
TEAM_BURST = 60
SNAPSHOT_PER_S = 0.1  # some megabytes each
SNAPSHOT_BURST = 5
FEED_PER_S = 0.2  # one calendar that phones read: twelve in a minute
FEED_BURST = 12
FEEDS_UNKNOWN_PER_S = 1.0  # addresses that are none, from all the world together
FEEDS_UNKNOWN_BURST = 60
POLLS_AT_ONCE = 4


class Bucket:
    """Tokens that come back with time: `burst` at once, then `per_s`, for each key."""

    def __init__(self, clock: Clock, per_s: float, burst: int) -> None:
        self._clock = clock
        self._per_s = per_s
        self._burst = burst
        self._left: dict[str, tuple[float, float]] = {}  # key: (tokens left, at which second)

    def take(self, key: str, count: int = 1) -> None:
        """Use `count` tokens of a key. Raises HttpRefusal 429 with the seconds to wait when there are too few."""
        now_s = self._clock.monotonic_s()
        left, then_s = self._left.get(key, (float(self._burst), now_s))
        left = min(self._burst, left + (now_s - then_s) * self._per_s)
        needed = min(count, self._burst)  # a longer list than the burst goes through when the bucket is full
        if left < needed:
            wait_s = int((needed - left) / self._per_s) + 1
            raise HttpRefusal(429, "too_many_requests", retry_after=str(wait_s))
        self._left[key] = left - needed, now_s


class Polls:
    """Bounds how many long-polls one device holds open."""

    def __init__(self) -> None:
        self._open: Counter[str] = Counter()

    @contextmanager
    def one(self, key: str) -> Iterator[None]:
        """Count a poll while it is open. Raises HttpRefusal 429 when there are too many."""
        if self._open[key] >= POLLS_AT_ONCE:
            raise HttpRefusal(429, "too_many_requests", retry_after="1")
        self._open[key] += 1
        try:
            yield
        finally:
            self._open[key] -= 1
