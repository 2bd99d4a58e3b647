"""Durations in several ordered runs: their ranks and sums without putting all into one order."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Final

from app.domain.spreads import NINE_IN_TEN, rounded

_FEW: Final = 64  # values that are sooner sorted than searched


class Runs:
    """Each run is in order; `total` is the sum of all."""

    __slots__ = ("n", "runs", "total")

    def __init__(self, runs: Iterable[Sequence[int]], total: int | None = None) -> None:
        self.runs = [run for run in runs if run]
        self.n = sum(map(len, self.runs))
        self.total = sum(map(sum, self.runs)) if total is None else total

    def stat(self, stat: str) -> int | None:
        """The "median" (as in `spreads`), "p90" by nearest rank, the exact "mean" rounded once; None of nothing."""
        n = self.n
        if not n:
            return None
        if stat == "mean":
            return rounded(Fraction(self.total, n))
        if stat == "p90":
            return self._ranked(-(-NINE_IN_TEN * n // 100))
        middle = self._ranked((n + 1) // 2)
        return middle if n % 2 else rounded(Fraction(middle + self._after(middle, n // 2), 2))

    def below(self, edge: int) -> int:
        """How many are less."""
        return sum([bisect_left(run, edge) for run in self.runs])

    def _after(self, value: int, rank: int) -> int:
        """The value of the next rank after one that has a value."""
        places = [bisect_right(run, value) for run in self.runs]
        if sum(places) > rank:
            return value
        return min([run[place] for run, place in zip(self.runs, places, strict=True) if place < len(run)])

    def _ranked(self, rank: int) -> int:
        """The smallest value that so many do not exceed."""
        runs = self.runs
        if len(runs) == 1:
            return runs[0][rank - 1]
        if self.n <= _FEW:
            return sorted([value for run in runs for value in run])[rank - 1]
        low, high = min([run[0] for run in runs]), max([run[-1] for run in runs])
        values = range(low, high + 1)
        return values[
            bisect_left(values, rank, key=lambda value: sum([bisect_right(run, value) for run in runs]))
        ]


NOTHING: Final = Runs(())


def run_of(values: Iterable[int]) -> Runs:
    """Values in any order, as one run."""
    ordered = sorted(values)
    return Runs((array("q", ordered),), sum(ordered))


def joined(parts: Iterable[Runs]) -> Runs:
    """All of several."""
    parts = list(parts)
    return Runs([run for part in parts for run in part.runs], sum([part.total for part in parts]))
