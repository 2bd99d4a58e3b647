"""A resource's day in figures and in a strip: how much is booked, how much is free, and what lies where."""

from datetime import date
from typing import Literal

from app.domain.agenda_bench import Bench, Stretch
from app.domain.records import record
from app.domain.wall_moments import day_bounds

BlockKind = Literal["taken", "free", "outside", "closed"]
"""An appointment's; offered; may be booked but is not offered, as nobody knows the hours; closed."""


@record
class Block:
    """A part of a day that is all of one kind. `appointment_ids`: whose it is, several where they overlap."""

    start_s: int
    end_s: int
    kind: BlockKind
    appointment_ids: tuple[str, ...] = ()


def free_seconds(bench: Bench, from_s: int, until_s: int) -> int:
    """How much is offered and not taken."""
    return sum(end - begin for begin, end in bench.free_between(from_s, until_s))


def booked_seconds(bench: Bench, from_s: int, until_s: int) -> int:
    """How much of the time that may be booked is taken; what overlaps counts once, what lies outside not at all."""
    open_s = sum(end - begin for begin, end in bench.open_between(from_s, until_s))
    return open_s - sum(end - begin for begin, end in bench.unbooked_between(from_s, until_s))


def blocks(bench: Bench, day: date) -> list[Block]:
    """A whole date of the bench's zone without a gap, from its first moment to its last."""
    low, high = day_bounds(day, bench.zone.key)
    may_be, offered = list(bench.open_between(low, high)), list(bench.offered_between(low, high))
    taken = [(one.start_s, one.end_s) for one in bench.taken_between(low, high)]
    cuts = {low, high}.union(*may_be, *offered, *taken)
    found: list[Block] = []
    begin = low
    for end in sorted(cut for cut in cuts if low < cut <= high):
        ids = tuple(one.appointment_id for one in bench.taken_between(begin, end))
        block = Block(begin, end, _kind(begin, bool(ids), may_be, offered), ids)
        last = found[-1] if found else None
        if last is not None and (last.kind, last.appointment_ids) == (block.kind, ids):
            block = Block(found.pop().start_s, end, block.kind, ids)
        found.append(block)
        begin = end
    return found


def _kind(at_s: int, is_taken: bool, may_be: list[Stretch], offered: list[Stretch]) -> BlockKind:
    if is_taken:
        return "taken"
    if any(begin <= at_s < end for begin, end in offered):
        return "free"
    return "outside" if any(begin <= at_s < end for begin, end in may_be) else "closed"
