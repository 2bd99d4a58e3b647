"""Who looks at or writes in which conversation right now. In memory alone; what is not said again soon is forgotten."""

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.clock import Clock
from app.domain.ids import DeviceId
from app.domain.presence import Ephemeral, Presence

LIFE_S = 10.0  # desks say it again every six seconds


@dataclass(frozen=True, slots=True)
class _Told:
    presence: Presence
    until_s: float


class Colleagues:
    """One entry for each device: a person looks at one conversation at a time. `on_change` hears of a new version."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._told: dict[DeviceId, _Told] = {}
        self._version = int(clock.now().timestamp() * 1000)  # a desk of before a restart has another one
        self._shown: Ephemeral | None = None
        self.on_change: Callable[[], None] = lambda: None

    def note(self, device_id: DeviceId, told: Presence | None) -> None:
        """What a device's person does from now on; None: nothing."""
        self._forget_old()
        before = self._told.pop(device_id, None)
        if told is not None:
            self._told[device_id] = _Told(told, self._clock.monotonic_s() + LIFE_S)
        if (before and before.presence) != told:
            self._changed()

    def now(self) -> Ephemeral:
        """Everybody who has said something lately."""
        self._forget_old()
        if self._shown is None:
            self._shown = Ephemeral(self._version, tuple(told.presence for told in self._told.values()))
        return self._shown

    def seconds_to_change(self) -> float | None:
        """Until somebody is forgotten, unless they say it again; None when there is nobody."""
        ends = [told.until_s for told in self._told.values()]
        return max(0.0, min(ends) - self._clock.monotonic_s()) if ends else None

    def _forget_old(self) -> None:
        now_s = self._clock.monotonic_s()
        old = [device_id for device_id, told in self._told.items() if told.until_s <= now_s]
        for device_id in old:
            del self._told[device_id]
        if old:
            self._changed()

    def _changed(self) -> None:
        self._version += 1
        self._shown = None
        self.on_change()
