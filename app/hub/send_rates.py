"""How fast we may send: so many a second on a line, so many in a row to one person. Kept in memory only.

After a restart the buckets are full again; what goes out too fast then is refused by the channel and waits.
"""

from app.domain.channels import Channel
from app.domain.clock import Clock
from app.domain.ids import LineId

_SAFETY = 0.9  # of the line's rate, which the channel counts for both directions
_BURST_S = 0.1  # a line may send this much of a second's worth at once
_KEPT_PAIRS = 10_000
_ROUNDING = 1e-6  # of a token: sums of floats never meet exactly, and nobody waits a microsecond


class Tokens:
    """A bucket of `capacity` tokens that fills by `per_s`."""

    def __init__(self, capacity: float, per_s: float, now_s: float) -> None:
        self._capacity = capacity
        self._per_s = per_s
        self._left = capacity
        self._at_s = now_s

    def wait_s(self, now_s: float) -> float:
        """Seconds until one token is there; 0 when it is."""
        self._fill(now_s)
        missing = 1.0 - self._left
        return missing / self._per_s if missing > _ROUNDING else 0.0

    def take(self) -> None:
        """Use one token; ask `wait_s` first."""
        self._left -= 1.0

    def is_full(self, now_s: float) -> bool:
        """Whether nothing was used for so long that the bucket may be forgotten."""
        self._fill(now_s)
        return self._left >= self._capacity

    def _fill(self, now_s: float) -> None:
        self._left = min(self._capacity, self._left + (now_s - self._at_s) * self._per_s)
        self._at_s = now_s


class SendRates:
    """The buckets of every line and of every pair of line and person, and the lines that must wait."""

    def __init__(self, channel: Channel, clock: Clock) -> None:
        self._channel = channel
        self._clock = clock
        self._lines: dict[LineId, Tokens] = {}
        self._pairs: dict[tuple[LineId, str], Tokens] = {}
        self._paused_until_s: dict[LineId, float] = {}

    def take(self, line_id: LineId, recipient: str) -> float:
        """0 when one message may go now (and counts it), else the seconds to wait."""
        now_s = self._clock.monotonic_s()
        line, pair = self._line(line_id, now_s), self._pair((line_id, recipient), now_s)
        paused_s = max(0.0, self._paused_until_s.get(line_id, now_s) - now_s)
        wait_s = max(paused_s, line.wait_s(now_s), pair.wait_s(now_s))
        if wait_s == 0.0:
            line.take()
            pair.take()
        return wait_s

    def pause(self, line_id: LineId, seconds: float) -> None:
        """The channel asked for a break on this line."""
        until_s = self._clock.monotonic_s() + seconds
        self._paused_until_s[line_id] = max(until_s, self._paused_until_s.get(line_id, until_s))

    def paused(self) -> dict[LineId, float]:
        """The lines that must wait now, and for how many seconds."""
        now_s = self._clock.monotonic_s()
        self._paused_until_s = {line: at for line, at in self._paused_until_s.items() if at > now_s}
        return {line: at - now_s for line, at in self._paused_until_s.items()}

    def _line(self, line_id: LineId, now_s: float) -> Tokens:
        if line_id not in self._lines:
            per_s = self._channel.line_rate_per_s * _SAFETY
            self._lines[line_id] = Tokens(max(1.0, per_s * _BURST_S), per_s, now_s)
        return self._lines[line_id]

    def _pair(self, key: tuple[LineId, str], now_s: float) -> Tokens:
        if key not in self._pairs:
            if len(self._pairs) >= _KEPT_PAIRS:
                self._pairs = {pair: one for pair, one in self._pairs.items() if not one.is_full(now_s)}
            self._pairs[key] = Tokens(self._channel.pair_burst, 1 / self._channel.pair_interval_s, now_s)
        return self._pairs[key]
