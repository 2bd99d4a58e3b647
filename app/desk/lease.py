"""How long a computer may read the team's inbox without having reached the hub (promise G13).

Counted by the hub's clock: its own word at the last contact, carried on by this computer's. A clock that is turned back
wins nothing: what lies clearly before a moment that was already seen is locked until the clock or the hub is right.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from app.domain.clock import Clock
from app.domain.settings import BY_NAME

NOTE = "lease"
SETTING = "offline_lease_days"
SLACK = timedelta(hours=1)  # so far may clocks differ without a reason to doubt them
KEEP_EVERY = timedelta(minutes=1)  # a contact that is newer is not worth a write
DAYS_DEFAULT = int(BY_NAME[SETTING].default)


class Lease:
    """`note`: what `note` gave when the profile was last open; None: the lease begins now."""

    def __init__(self, clock: Clock, note: bytes | None) -> None:
        self._clock = clock
        kept = _read(note)
        self._ahead = timedelta(seconds=float(kept.get("ahead_s", 0.0)))
        now = clock.now() + self._ahead
        self._contact_at = _moment(kept.get("contact_at")) or now
        self._newest_at = max(self._contact_at, _moment(kept.get("newest_at")) or now)
        self._days = int(kept.get("days", DAYS_DEFAULT))
        self._kept_at: datetime | None = _moment(kept.get("contact_at"))
        self.code()

    def set_days(self, days: int) -> None:
        """The team chose how long it is."""
        self._days = days

    def heard(self, hub_now: datetime) -> bool:
        """The hub answered, and its clock said this; whether that is worth a write."""
        self._ahead = hub_now - self._clock.now()
        self._contact_at = self._newest_at = hub_now
        is_news = self._kept_at is None or hub_now - self._kept_at >= KEEP_EVERY
        if is_news:
            self._kept_at = hub_now
        return is_news

    def code(self) -> str | None:
        """Why nothing may be read now: "lease_over", "clock_back"; None: it may."""
        now = self._clock.now() + self._ahead
        if now < self._newest_at - SLACK:
            return "clock_back"
        self._newest_at = max(self._newest_at, now)
        return "lease_over" if now - self._contact_at >= timedelta(days=self._days) else None

    def seconds_left(self) -> float:
        """Until it ends; not positive when it has."""
        now = self._clock.now() + self._ahead
        return (self._contact_at + timedelta(days=self._days) - now).total_seconds()

    def note(self) -> bytes:
        """To be kept in the profile's encrypted file."""
        kept = {
            "contact_at": self._contact_at.isoformat(),
            "newest_at": self._newest_at.isoformat(),
            "ahead_s": self._ahead.total_seconds(),
            "days": self._days,
        }
        return json.dumps(kept).encode()


def _read(note: bytes | None) -> Mapping[str, Any]:
    kept = json.loads(note) if note else None
    return kept if isinstance(kept, dict) else {}


def _moment(text: object) -> datetime | None:
    return datetime.fromisoformat(text) if isinstance(text, str) else None
