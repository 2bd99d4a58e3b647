"""Opening hours, walked a quarter of an hour at a time: an instant is open when the wall clock then shows an open time.

No zone of our time changes its clock but on a full quarter of an hour, so within one the wall clock simply runs.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
QUARTER = 15 * 60


def wall_s(text: str) -> int:
    """Seconds of the day: "09:30"; "24:00" is its end."""
    hours, minutes = text.split(":")
    return int(hours) * 3600 + int(minutes) * 60


class Hours:
    """One version of the hours."""

    def __init__(self, line: dict[str, Any]) -> None:
        self.zone = ZoneInfo(line["zone"])
        self.valid_from = date.fromisoformat(line["from"])
        self.holidays = {date.fromisoformat(day) for day in line["holidays"]}
        self.week = {
            day: [(wall_s(opens), wall_s(closes)) for opens, closes in line["week"].get(day, [])]
            for day in DAYS
        }
        self.known: dict[int, list[tuple[int, int]]] = {}

    def wall(self, second: int) -> datetime:
        return datetime.fromtimestamp(second, UTC).astimezone(self.zone)

    def open_in_quarter(self, quarter: int) -> list[tuple[int, int]]:
        """The open stretches of the quarter of an hour that begins at `quarter`, as seconds since 1970."""
        if quarter not in self.known:
            wall = self.wall(quarter)
            shown = wall.hour * 3600 + wall.minute * 60 + wall.second
            spans = [] if wall.date() in self.holidays else self.week[DAYS[wall.weekday()]]
            found = [(max(opens - shown, 0), min(closes - shown, QUARTER)) for opens, closes in spans]
            self.known[quarter] = [(quarter + a, quarter + b) for a, b in found if a < b]
        return self.known[quarter]

    def between(self, start: int, end: int) -> int:
        """Open seconds of [start, end]."""
        total = 0
        for quarter in range(start - start % QUARTER, end, QUARTER):
            for opens, closes in self.open_in_quarter(quarter):
                total += max(0, min(closes, end) - max(opens, start))
        return total


def in_force(versions: list[Hours], start: int) -> Hours | None:
    """The newest version whose first day has come at `start`; of two of the same day the later line corrects."""
    found: Hours | None = None
    for one in versions:
        has_come = one.valid_from <= one.wall(start).date()
        if has_come and (found is None or one.valid_from >= found.valid_from):
            found = one
    return found
