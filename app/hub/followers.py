"""Which computers of the team follow the log, and how far each has come. In memory alone."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.clock import Clock
from app.domain.ids import DeviceId


@dataclass(frozen=True, slots=True)
class Place:
    """Up to where a computer had everything when it last asked."""

    pos: int
    at: datetime


class Followers:
    """`note` what a computer asks for; a wait that ends is noted too, so that one who waits is never long away."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._places: dict[DeviceId, Place] = {}
        self._last_s: float | None = None

    def note(self, device_id: DeviceId, pos: int) -> None:
        """It has everything up to this position."""
        self._places[device_id] = Place(pos, self._clock.now())
        self._last_s = self._clock.monotonic_s()

    def place(self, device_id: DeviceId) -> Place | None:
        """Where a computer stood last; None: it did not ask since the hub started."""
        return self._places.get(device_id)

    def alone_s(self) -> float | None:
        """For how long nobody followed; None: nobody did since the hub started."""
        return None if self._last_s is None else self._clock.monotonic_s() - self._last_s
