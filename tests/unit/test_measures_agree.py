"""The product measures as the plain second implementation does: by all cases and over random histories. Promise G12.

Three hundred histories in the normal run, ten thousand with --long. A failure shows the smallest history in which the
two differ still.
"""

from __future__ import annotations

import pytest

from tests.measures_plain.agreeing import differences, product, smallest
from tests.measures_plain.histories import random_history
from tests.measures_plain.telling import Line, Vector, text_of
from tests.measures_plain.vectors import VECTORS

HISTORIES, HISTORIES_LONG = 300, 10_000
STEPS = 25


def told(lines: list[Line]) -> str:
    """A history in which the two differ, made as small as it goes, and how."""
    small = smallest(lines, lambda fewer: bool(differences(fewer)))
    return "\n".join(["", text_of(small), *differences(small)])


@pytest.mark.parametrize("vector", VECTORS, ids=lambda one: str(one.name))
def test_both_measure_a_case_alike(vector: Vector) -> None:
    assert not differences(vector.history), told(vector.history)


@pytest.mark.timeout(1800)
def test_both_measure_random_histories_alike(is_long: bool) -> None:
    for seed in range(HISTORIES_LONG if is_long else HISTORIES):
        lines = random_history(seed, STEPS)
        assert not differences(lines), f"history {seed}: {told(lines)}"


@pytest.mark.timeout(1800)
def test_kept_up_to_date_is_what_going_through_again_gives(is_long: bool) -> None:
    for seed in range(HISTORIES_LONG if is_long else HISTORIES // 3):
        lines = random_history(seed, STEPS)
        assert product(lines) == product(lines, again=True), f"history {seed}"
