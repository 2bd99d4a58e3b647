"""One turn taken apart: the parts are the wait, to the second."""

from __future__ import annotations

import random

import pytest

from app.domain.report_rows import Part
from app.domain.turn_story import parts, story
from tests.unit.drawn_turns import NOW_S, turn


def test_the_parts_stand_in_the_order_of_the_day() -> None:
    made = turn(
        NOW_S - 2000, 1500, "bo", holder_at_start=None, delivery_s=100, queue_s=200, holds=(("al", 900), ("bo", 300)),
        handed_before=(("al", 900),),
    )  # fmt: skip
    assert parts(made, NOW_S) == (
        Part("delivery", 100), Part("queue", 200), Part("hold", 900, "al"), Part("hold", 300, "bo"),
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(20))
def test_the_parts_are_the_wait(seed: int) -> None:
    chance = random.Random(seed)
    delivery_s, queue_s, held_s = (chance.randrange(500) for _part in range(3))
    cal_s = delivery_s + queue_s + held_s
    made = turn(
        1000, cal_s, holder_at_start=None, delivery_s=delivery_s, queue_s=queue_s, holds=(("bo", held_s),)
    )
    assert sum(part.seconds for part in parts(made, NOW_S)) == cal_s
    waiting = turn(
        NOW_S - cal_s, None, recv_s=NOW_S - cal_s + delivery_s, holder_at_start=chance.choice((None, "bo"))
    )
    assert sum(part.seconds for part in parts(waiting, NOW_S)) == cal_s


def test_a_story_says_what_is_known() -> None:
    made = story(turn(NOW_S - 5400, 5400), 0, "Ana", (), NOW_S)
    assert (made.cal_s, made.bus_s, made.is_closed_class, made.author, made.name) == (
        5400,
        0,
        True,
        "bo",
        "Ana",
    )
    open_one = story(turn(NOW_S - 50, None), None, "Ana", (), NOW_S)
    assert (open_one.cal_s, open_one.bus_s, open_one.is_closed_class, open_one.end_s) == (
        50,
        None,
        False,
        None,
    )
