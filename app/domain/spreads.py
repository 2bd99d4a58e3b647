"""How durations and shares are summed up in every report: medians, nearest rank, exact means, one rounding at the end.

Durations are whole seconds. A mean, a rate or an amount is an exact fraction until it is shown; it is then rounded
once, a half to the even neighbour. Of nothing there is no figure, and never a 0 in its place.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from app.domain.records import record

DAY_S: Final = 86_400
NINE_IN_TEN: Final = 90  # the percentile that is reported


def nearest_rank(ordered: Sequence[int], percent: int) -> int:
    """The smallest value that at least `percent` of a hundred do not exceed; `ordered` is sorted and not empty."""
    return ordered[max(0, -(-percent * len(ordered) // 100) - 1)]


def median(ordered: Sequence[int]) -> int:
    """The middle one; of an even count the mean of the two in the middle. `ordered` is sorted and not empty."""
    half = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[half]
    return rounded(Fraction(ordered[half - 1] + ordered[half], 2))


def rounded(value: Fraction) -> int:
    """A whole number, a half to the even neighbour."""
    return round(value)


@record
class Spread:
    """`n` durations: the median, "nine times out of ten" by nearest rank, the mean by exact division; seconds.

    All are None where n is 0.
    """

    n: int = 0
    median_s: int | None = None
    p90_s: int | None = None
    mean_s: int | None = None


def spread(durations_s: list[int]) -> Spread:
    """Of durations in any order."""
    if not durations_s:
        return Spread()
    ordered = sorted(durations_s)
    mean = rounded(Fraction(sum(ordered), len(ordered)))
    return Spread(len(ordered), median(ordered), nearest_rank(ordered, NINE_IN_TEN), mean)


@record
class Rate:
    """`part` of `whole`: both are always shown beside it."""

    part: int
    whole: int

    @property
    def exact(self) -> Fraction | None:
        """Between 0 and 1; None of nothing."""
        return Fraction(self.part, self.whole) if self.whole else None

    @property
    def tenths(self) -> int | None:
        """Tenths of a percent: 184 is 18.4 %."""
        return rounded(Fraction(self.part * 1000, self.whole)) if self.whole else None


def day_tenths(seconds: int) -> int:
    """Tenths of a day of 24 hours: 35 is three and a half days."""
    return rounded(Fraction(seconds * 10, DAY_S))
