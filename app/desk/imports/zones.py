"""From the wall time of a phone to UTC, by the rules of the zone in which the phone was."""

from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.desk.imports.refusals import ExportRefused

_OUT_OF_ORDER: Final = timedelta(minutes=3)  # neighbours in a chat may be so much out of order


class WallClock:
    """Converts the moments of one chat, in the order of the file.

    In the hour that clocks go through twice, the order tells which one is meant: the first, until time runs back. An
    hour that clocks leave out counts as the one after it, and in `impossible`: perhaps the zone is another one.
    """

    def __init__(self, zone: str) -> None:
        """Raises ExportRefused for a zone that does not exist."""
        try:
            self._zone = ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ExportRefused("zone_unknown", zone=zone) from error
        self._previous: datetime | None = None
        self.impossible = 0

    def utc(self, wall: datetime) -> datetime:
        """The moment, aware."""
        first, second = (wall.replace(tzinfo=self._zone, fold=fold) for fold in (0, 1))
        before, after = first.utcoffset(), second.utcoffset()
        at = first.astimezone(UTC)
        if before != after and before is not None and after is not None:
            if before < after:
                self.impossible += 1
            elif self._previous is not None and at < self._previous - _OUT_OF_ORDER:
                at = second.astimezone(UTC)
        self._previous = at
        return at
