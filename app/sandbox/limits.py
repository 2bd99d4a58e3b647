"""Meta's limits: messages a second for a number, messages to one person, Graph calls an hour."""

from dataclasses import dataclass, field

from app.sandbox.graph_errors import Refusal
from app.sandbox.world import Json

MESSAGES_PER_S = 80.0
PAIR_BURST, PAIR_EVERY_S = 45.0, 6.0
CALLS_PER_HOUR = 5_000  # of a business account with a registered number
HOUR_S = 3600.0
MINUTES_LEFT_AT_MOST = 60


@dataclass(slots=True)
class Bucket:
    """Tokens that refill steadily; full at first."""

    capacity: float
    refill_per_s: float
    level: float
    at_s: float  # monotonic

    def refill(self, now_s: float) -> None:
        """Add what came in since the last look."""
        self.level = min(self.capacity, self.level + (now_s - self.at_s) * self.refill_per_s)
        self.at_s = now_s


@dataclass(slots=True)
class Limits:
    """All limits of one business number; times are monotonic seconds."""

    started_s: float
    messages_per_s: float = MESSAGES_PER_S
    calls: int = 0
    _number: Bucket | None = None
    _pairs: dict[str, Bucket] = field(default_factory=dict)

    def spend_message(self, recipient: str, now_s: float) -> None:
        """Count a send to this recipient. Raises Refusal 130429 or 131056; a refused one costs nothing."""
        number = self._number or Bucket(self.messages_per_s, self.messages_per_s, self.messages_per_s, now_s)
        self._number = number
        pair = self._pairs.setdefault(recipient, Bucket(PAIR_BURST, 1 / PAIR_EVERY_S, PAIR_BURST, now_s))
        for bucket, code in ((number, 130429), (pair, 131056)):
            bucket.refill(now_s)
            if bucket.level < 1 - 1e-9:
                raise Refusal(code)
        number.level -= 1
        pair.level -= 1

    def spend_call(self, now_s: float) -> None:
        """Count a management call. Raises Refusal 80007 beyond the hourly quota."""
        if now_s - self.started_s >= HOUR_S:
            self.started_s, self.calls = now_s, 0
        if self.calls >= CALLS_PER_HOUR:
            raise Refusal(80007)
        self.calls += 1

    def usage(self, now_s: float) -> Json:
        """The numbers of Meta's usage headers: percentages, and minutes until access comes back."""
        percent = 100 * self.calls // CALLS_PER_HOUR
        minutes_left = MINUTES_LEFT_AT_MOST - int((now_s - self.started_s) // 60)
        wait = max(1, minutes_left) if percent >= 100 else 0
        return {"call_count": percent, "total_cputime": 0, "total_time": 0} | {
            "estimated_time_to_regain_access": wait
        }
