"""The hub's clock, as far as this computer can know it."""

from datetime import datetime, timedelta

from app.domain.clock import Clock

SKEW_BELIEVED = timedelta(
    seconds=2
)  # a smaller difference to the hub's clock is the time that its answer took


class HubTime:
    """The hub's clock as this computer can know it: its own, put right by what the hub's answers say."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ahead = timedelta()
        self.ahead_s: float | None = None  # as it was heard last, however small; None before

    def heard(self, hub_now: datetime) -> None:
        """The hub just told its time."""
        ahead = hub_now - self._clock.now()
        self.ahead_s = ahead.total_seconds()
        self._ahead = ahead if abs(ahead) > SKEW_BELIEVED else timedelta()

    def now(self) -> datetime:
        """The hub's time now."""
        return self._clock.now() + self._ahead

    def as_ours(self, hub_moment: datetime | None) -> datetime | None:
        """A moment of the hub's clock by this computer's, for a countdown."""
        return None if hub_moment is None else hub_moment - self._ahead
