"""The second implementation of the measures agrees with cases whose numbers were worked out by hand."""

from __future__ import annotations

import json
import random
from datetime import datetime
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings

from tests.measures_plain.histories import histories
from tests.measures_plain.model import Model
from tests.measures_plain.rates import delivery_rate, hours_saved, is_paused, roi_percent
from tests.measures_plain.reading import Unreadable, read
from tests.measures_plain.telling import Line, Vector, when
from tests.measures_plain.vectors import TABLE, VECTORS

DAY = 24 * 3600
Send = tuple[int, str | None]


def holds(expected: Any, found: Any) -> bool:
    """Whether all that is expected is there; a time of the day is that moment of the vectors' Monday."""
    if isinstance(expected, dict) and isinstance(found, dict):
        return all(name in found and matches(name, one, found[name]) for name, one in expected.items())
    if isinstance(expected, list) and isinstance(found, list):
        return len(expected) == len(found) and all(map(holds, expected, found))
    return bool(expected == found)


def matches(name: str, expected: Any, found: Any) -> bool:
    if name == "start":
        return datetime.fromisoformat(when(expected)) == datetime.fromisoformat(found)
    if name in ("hold", "response", "handed_before"):
        return bool(expected == found)
    return holds(expected, found)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda one: one.name)
def test_it_gives_what_was_worked_out_by_hand(vector: Vector) -> None:
    model = Model(read(vector.text))
    assert holds(vector.turns, model.turns()), model.turns()
    assert vector.episodes is None or holds(vector.episodes, model.episodes()), model.episodes()
    assert holds(vector.responses, model.responses()), model.responses()


def test_there_are_enough_of_them() -> None:
    assert [one.name.split()[0] for one in TABLE] == [str(number) for number in range(1, 19)]
    assert len(VECTORS) - len(TABLE) >= 25
    assert len({one.name for one in VECTORS}) == len(VECTORS)


def test_a_correction_gives_what_the_right_hours_alone_would_have_given() -> None:
    vector = next(one for one in VECTORS if one.name == "a correction recomputes the past")
    wrong = next(line for line in vector.history if line["what"] == "hours")
    right_alone = [line for line in vector.history if line is not wrong]
    assert Model(right_alone).turns() == Model(vector.history).turns()


def test_vector_19_93_of_a_hundred_and_paused() -> None:
    sends: list[Send] = [(2 * DAY, "read")] * 500
    sends += [(2 * DAY, "delivered")] * 430
    sends += [(2 * DAY, "failed")] * 40
    sends += [(2 * DAY, None)] * 30
    assert delivery_rate(sends) == Fraction(93, 100) and is_paused(sends)
    young: list[Send] = [(DAY - 1, None)] * 10_000  # not mature: no word about them yet
    assert delivery_rate([*sends, *young]) == Fraction(93, 100)
    assert delivery_rate(young) is None and not is_paused(young)


def test_a_campaign_pauses_once_fifty_are_mature_and_below_the_target() -> None:
    at_target: list[Send] = [(0, "delivered")] * 95
    at_target += [(0, "failed")] * 5
    assert not is_paused(at_target) and is_paused([*at_target, (0, "failed")])
    assert not is_paused([(0, "failed")] * 49) and is_paused([(0, "failed")] * 50)


def test_vector_20_what_it_brought_in() -> None:
    assert roi_percent(50_000, 10_000) == 400 and roi_percent(1, 0) is None
    assert hours_saved(10, 50, Fraction(4)) == 2000
    assert round(hours_saved(10, 50, Fraction(52, 12)), 2) == Fraction("2166.67")


def test_a_line_that_no_history_may_have_is_named() -> None:
    with pytest.raises(Unreadable, match="line 2"):
        read('{"what": "member", "id": "ana", "role": "rep"}\n{"what": "tea"}\n')
    with pytest.raises(Unreadable, match=r"line 1.*at"):
        read('{"what": "in", "id": "1", "person": "+33600000001", "kind": "text"}\n')


def sums_exactly(model: Model) -> bool:
    for row in model.turns():
        parts = row["parts"]
        if row["end"] is not None:
            whole = parts["delivery_s"] + parts["queue_s"] + sum(parts["hold"].values())
            assert whole == row["cal_s"] and min(parts["delivery_s"], parts["queue_s"], row["link_s"]) >= 0
            assert row["bus_s"] is None or 0 <= row["bus_s"] <= row["cal_s"]
            assert all(0 <= one <= row["cal_s"] for one in row["response"].values())
    return True


@settings(max_examples=60)
@given(histories())
def test_the_parts_of_every_wait_sum_to_it_and_the_order_of_lines_says_nothing(lines: list[Line]) -> None:
    model = Model(lines)
    assert sums_exactly(model)
    for turned in (lines[::-1], random.Random(len(lines)).sample(lines, len(lines))):
        again = Model(turned)
        assert again.turns() == model.turns()
        assert again.episodes() == model.episodes() and again.responses() == model.responses()
    file = "".join(json.dumps(line) + "\n" for line in lines)
    assert Model(read(file)).turns() == model.turns()
