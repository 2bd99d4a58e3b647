"""When nobody is written to unasked: the night where the customer lives, in every zone where they may live."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.domain.errors import Refused
from app.domain.records import record

LOOK_AHEAD: Final = timedelta(hours=48)  # zones so far apart that no hour suits them all are not waited for


@record
class QuietHours:
    """From when to when, by the customer's clock; `zones`: all in which they may live."""

    start: time
    end: time
    zones: tuple[str, ...]

    def until(self, now: datetime) -> datetime | None:
        """When the quiet that reigns now is over everywhere (UTC); None when none reigns, or it would never end."""
        zones = _known(self.zones)
        if self.start == self.end or not zones:
            return None
        moment = now
        while moment < now + LOOK_AHEAD:
            later = max(self._ends(moment, zone) for zone in zones)
            if later <= moment:
                return None if moment == now else moment
            moment = later
        return None

    def _ends(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """The end of the quiet in one zone; the moment itself where it is not quiet."""
        there = moment.astimezone(zone)
        clock = there.time().replace(tzinfo=None)
        is_over_night = self.start > self.end
        is_quiet = (
            clock >= self.start or clock < self.end if is_over_night else self.start <= clock < self.end
        )
        if not is_quiet:
            return moment
        day = there.date() + timedelta(days=1) if is_over_night and clock >= self.start else there.date()
        ends = datetime.combine(day, self.end, zone).astimezone(UTC)
        # In the hour that a clock shows twice its end may seem to be past: then it ends the second time.
        return (
            ends if ends > moment else datetime.combine(day, self.end, zone).replace(fold=1).astimezone(UTC)
        )


def read_time(text: str) -> time | None:
    """A time of day as the settings keep it ("21:00"); None for anything else."""
    try:
        return time.fromisoformat(text) if len(text) == 5 else None
    except ValueError:
        return None


def check_quiet(quiet: QuietHours | None, now: datetime, *, is_marketing: bool) -> Refused | None:
    """`quiet_hours` {until, zone, time, where}: the first moment at which it may go out, and the clock there."""
    until = quiet.until(now) if quiet is not None else None
    if quiet is None or until is None:
        return None
    zone = _latest(quiet, until)
    facts = {
        "until": until.isoformat(),
        "zone": zone.key,
        "time": f"{now.astimezone(zone):%H:%M}",
        "end": f"{until.astimezone(zone):%H:%M}",
        "where": "marketing" if is_marketing else "reminders",
    }
    return Refused("quiet_hours", facts)


def _latest(quiet: QuietHours, until: datetime) -> ZoneInfo:
    """The zone whose morning is waited for."""
    zones = _known(quiet.zones)
    return next((one for one in zones if until.astimezone(one).time() == quiet.end), zones[0])


def _known(names: Iterable[str]) -> Sequence[ZoneInfo]:
    found = []
    for name in names:
        try:
            found.append(ZoneInfo(name))
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
    return found
