"""The axis of a chart: from nothing to a round value above the greatest, in steps that people count in."""

from __future__ import annotations

from typing import Final

from app.domain.records import record
from app.domain.report_rows import Unit

_STEPS_AT_MOST: Final = 5
_MIN, _H, _D = 60, 3_600, 86_400
_SECONDS: Final = (
    5, 15, 30, _MIN, 2 * _MIN, 5 * _MIN, 10 * _MIN, 15 * _MIN, 30 * _MIN, _H, 2 * _H, 4 * _H, 6 * _H, 12 * _H,
    _D, 2 * _D, 5 * _D, 10 * _D, 30 * _D, 60 * _D, 180 * _D, 360 * _D,
)  # fmt: skip


@record
class Scale:
    """`top` is a whole number of `step`."""

    step: int
    top: int

    @property
    def marks(self) -> list[int]:
        """Where the lines of the grid are, from 0."""
        return list(range(0, self.top + 1, self.step))

    def share(self, value: int) -> float:
        """How high a value stands, 0 to 1."""
        return min(1.0, max(0.0, value / self.top))


def scale_for(unit: Unit, greatest: int) -> Scale:
    """Round steps: 15 min, 1 h; 250 tenths of a percent; 1, 2, 5, 10 …"""
    if unit == "share":
        return Scale(250, 1_000)
    steps = _SECONDS if unit == "seconds" else tuple(_counting(unit))
    step = next((one for one in steps if one * _STEPS_AT_MOST >= greatest), steps[-1])
    return Scale(step, step * max(1, -(-greatest // step)))


def _counting(unit: Unit) -> list[int]:
    """1, 2, 5, 10, 20 …; of money none finer than whole units of a hundred."""
    least = 100 if unit == "money" else 1
    return [digit * 10**power for power in range(13) for digit in (1, 2, 5) if digit * 10**power >= least]
