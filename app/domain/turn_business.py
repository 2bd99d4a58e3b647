"""Turns by the opening hours that were in force when they began."""

from __future__ import annotations

from typing import Literal

from app.domain.groups import GroupBook
from app.domain.hours import BUSINESS, HoursBook, OpenTime, group_scope, line_scope
from app.domain.ids import MemberId
from app.domain.turns import Turn

TurnClass = Literal["normal", "answered_while_closed"]


def scopes_of(turn: Turn, groups: GroupBook) -> list[str]:
    """Whose hours count for it, the first that has any: the group of who held it, its number, the business."""
    held = turn.holder_at_start
    group_id = groups.group_at(MemberId(held), turn.start_s) if held is not None else None
    own = [] if group_id is None else [group_scope(group_id)]
    return [*own, line_scope(turn.line_id), BUSINESS]


def open_time_of(turn: Turn, book: HoursBook, groups: GroupBook) -> OpenTime | None:
    """The hours by which it is measured; None: nobody knows them."""
    return book.hours_at(turn.start_s, scopes_of(turn, groups))


def bus_s(turn: Turn, book: HoursBook, groups: GroupBook) -> int | None:
    """Open seconds of an ended turn; None while it lasts, and where the hours are not known."""
    if turn.end_s is None:
        return None
    times = open_time_of(turn, book, groups)
    return None if times is None else times.between(turn.start_s, turn.end_s)


def class_of(cal_s: int | None, business_s: int | None) -> TurnClass:
    """Answered while closed is neither 0 nor the full time: a class of its own."""
    return "answered_while_closed" if business_s == 0 and cal_s else "normal"
