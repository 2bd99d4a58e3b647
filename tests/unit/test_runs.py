"""Ranks and sums of durations in several runs, against the plain way."""

from __future__ import annotations

import random

import pytest

from app.domain.runs import NOTHING, Runs, joined, run_of
from app.domain.spreads import spread


@pytest.mark.parametrize("seed", range(40))
def test_runs_sum_up_like_one_list(seed: int) -> None:
    chance = random.Random(seed)
    wide = chance.choice((3, 100, 10**6))
    lists = [
        [chance.randrange(wide) for _each in range(chance.randrange(40))]
        for _run in range(chance.randint(1, 9))
    ]
    runs, every = joined(map(run_of, lists)), [value for one in lists for value in one]
    plain = spread(list(every))
    assert (runs.n, runs.stat("median"), runs.stat("p90"), runs.stat("mean")) == (
        plain.n, plain.median_s, plain.p90_s, plain.mean_s,
    )  # fmt: skip
    edge = chance.randrange(wide)
    assert runs.below(edge) == len([value for value in every if value < edge])


def test_of_nothing_there_is_no_figure() -> None:
    assert [NOTHING.stat(stat) for stat in ("median", "p90", "mean")] == [None, None, None]
    assert (Runs(([], [4], [])).stat("p90"), Runs(([], [4], [])).n) == (4, 1)
