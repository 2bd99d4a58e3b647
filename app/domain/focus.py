"""Focus mode: quiet until a time, or until it is ended, except for what the person chose to let through."""

from datetime import datetime, timedelta, tzinfo
from typing import Final, Literal

from app.domain.records import record

FocusChoice = Literal["half_hour", "hour", "tomorrow", "open"]
FOCUS_CHOICES: Final[tuple[FocusChoice, ...]] = ("half_hour", "hour", "tomorrow", "open")
_LASTS: Final = {"half_hour": timedelta(minutes=30), "hour": timedelta(hours=1)}
_MORNING_HOUR: Final = 8  # "until tomorrow" ends before a working day begins
_OPEN: Final = "open"


@record
class Focus:
    """A time of quiet that was chosen. `until_at`: UTC; None until the person ends it."""

    until_at: datetime | None

    def is_over(self, now: datetime) -> bool:
        """Whether it has ended by itself."""
        return self.until_at is not None and now >= self.until_at

    def kept(self) -> str:
        """As it is kept over a restart; see `read_focus`."""
        return _OPEN if self.until_at is None else self.until_at.isoformat()


def begin_focus(choice: FocusChoice, now: datetime, zone: tzinfo) -> Focus:
    """Quiet from now on. "tomorrow" is the next morning of `zone`."""
    if choice == "open":
        return Focus(None)
    if choice == "tomorrow":
        morning = now.astimezone(zone) + timedelta(days=1)
        at = morning.replace(hour=_MORNING_HOUR, minute=0, second=0, microsecond=0)
        return Focus(at.astimezone(now.tzinfo))
    return Focus(now + _LASTS[choice])


def read_focus(kept: str) -> Focus | None:
    """What was kept; whatever cannot be read is no focus."""
    if kept == _OPEN:
        return Focus(None)
    try:
        until_at = datetime.fromisoformat(kept)
    except ValueError:
        return None
    return None if until_at.tzinfo is None else Focus(until_at)
