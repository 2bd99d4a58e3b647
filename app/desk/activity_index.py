"""When people wrote, kept in memory: read once, then only what came since. Runs beside the event loop."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from app.domain.retention import month_number
from storage.engine import Connection
from storage.view.activity import people_of, written_after

QUARTER_S: Final = 900  # no time zone cuts finer


class ActivityIndex:
    """`refresh` before a question; `forget` when messages may have gone or moved."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Anything may be another now."""
        self._pos = 0
        self._zone = ""
        self._months: dict[int, set[int]] = {}  # by conversation
        self._newest_s: dict[int, int] = {}
        self._seconds = array("q")
        self._is_sorted = True

    def refresh(self, conn: Connection, zone: str) -> None:
        """Everything up to now, by the business's months."""
        if zone != self._zone:
            self.forget()
            self._zone = zone
        place, known = ZoneInfo(zone), dict[int, int]()
        for pos, number, at_s in written_after(conn, self._pos):
            quarter = at_s // QUARTER_S
            month = known.get(quarter)
            if month is None:
                day = datetime.fromtimestamp(quarter * QUARTER_S, UTC).astimezone(place).date()
                month = known[quarter] = month_number(day)
            self._months.setdefault(number, set()).add(month)
            if at_s > self._newest_s.get(number, 0):
                self._newest_s[number] = at_s
            self._seconds.append(at_s)
            self._pos, self._is_sorted = pos, False

    def count(self, from_s: int, until_s: int) -> int:
        """How many messages people wrote from a second on and before another."""
        if not self._is_sorted:
            self._seconds, self._is_sorted = array("q", sorted(self._seconds)), True
        return bisect_left(self._seconds, until_s) - bisect_left(self._seconds, from_s)

    def people(self, conn: Connection) -> tuple[dict[str, set[int]], dict[str, int]]:
        """For each person the months in which they wrote, and the second when they wrote last."""
        owners = people_of(conn)
        months: dict[str, set[int]] = {}
        newest: dict[str, int] = {}
        for number, theirs in self._months.items():
            person = owners.get(number)
            if person is None:
                continue
            months.setdefault(person, set()).update(theirs)
            newest[person] = max(newest.get(person, 0), self._newest_s[number])
        return months, newest
