"""Sums of turns by rep or by number, four weeks at a time: what did not change since is not reckoned again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import Final, TypeVar

from app.domain.copies import changed
from app.domain.runs import Runs, joined, run_of
from app.domain.sorted_columns import both, chunks, table_of
from app.domain.turn_index import ANY, NO, YES
from app.domain.turn_picks import SHARES, TurnPick

T = TypeVar("T")
Sums = dict[int, tuple[int, int]]  # by member: seconds, and of how many turns
_IS: Final = {YES: table_of(YES.__eq__), NO: table_of(NO.__eq__)}


def grouped(pick: TurnPick, by: str, value: str, bits: int) -> dict[int, Runs]:
    """Durations of turns with one of some bits, by what a column says; below 0: none."""

    def make(part: TurnPick) -> dict[int, Runs]:
        mask = part.kind("all", bits)
        names = part.index.lines if by == "line" else part.index.members
        lists: list[list[int]] = [[] for _name in names.words]
        for number, seconds in zip(part.each(by, mask), part.each(value, mask), strict=True):
            if seconds >= 0:
                lists[number].append(seconds)
        return {number: run_of(seconds) for number, seconds in enumerate(lists) if seconds}

    parts = _parts(pick, ("grouped", by, value, bits), make)
    numbers = {number for part in parts for number in part}
    return {number: joined([part[number] for part in parts if number in part]) for number in numbers}


def held(pick: TurnPick) -> tuple[Sums, Sums]:
    """Of each member: seconds and turns that they held, and that they handed over without an answer."""
    found: tuple[Sums, Sums] = ({}, {})
    for part in _parts(pick, ("held",), _held):
        for total, own in zip(found, part, strict=True):
            for member, (seconds, n) in own.items():
                _add(total, member, seconds, n)
    return found


def counted(pick: TurnPick, by: str, bits: int) -> Counter[int]:
    """How many turns with one of some bits."""
    parts = _parts(pick, ("counted", by, bits), lambda part: Counter(part.each(by, part.kind("all", bits))))
    return _total(parts)


def shared_by(pick: TurnPick, by: str, code: str) -> tuple[Counter[int], Counter[int], Counter[int]]:
    """Of a share, by what a column says: met, missed, not decided yet. Open turns are looked at each time."""
    column = SHARES[code]

    def settled(part: TurnPick) -> tuple[Counter[int], Counter[int]]:
        codes = part.part(column)
        met, missed = (both(codes.translate(_IS[one]), part.asked) or b"" for one in (YES, NO))
        return Counter(part.each(by, met)), Counter(part.each(by, missed))

    parts = _parts(pick, ("shared", by, code), settled)
    met, missed = _total([part[0] for part in parts]), _total([part[1] for part in parts])
    later: Counter[int] = Counter()
    for place, is_late in pick.overdue(code):
        (missed if is_late else later)[pick.cols[by][place]] += 1
    return met, missed, later


def steps(
    pick: TurnPick, borders: tuple[int, ...], what: tuple[object, ...], make: Callable[[int, int], T]
) -> list[T]:
    """Something of each step; `make` gets the places of its first turn and of the one after its last."""
    kept = pick.cols.kept
    found = []
    for start, end in pairwise(borders):
        low, high = pick.cols.window(start, end)
        found.append(kept((*what, start, end, *pick.filters), start, end, partial(make, low, high)))
    return found


def _held(part: TurnPick) -> tuple[Sums, Sums]:
    mask = part.kind("all", ANY)
    found: list[list[int]] = [[] for _member in part.index.members.words]
    handed: list[list[int]] = [[] for _member in part.index.members.words]
    for member, seconds in zip(part.each("hold_who", mask), part.each("hold_s", mask), strict=True):
        found[member].append(seconds)
    found[0].clear()
    for holds, given in part.shared():
        for member, seconds in holds:
            found[member].append(seconds)
        for member, seconds in given:
            handed[member].append(seconds)
    return _summed(found), _summed(handed)


def _summed(lists: list[list[int]]) -> Sums:
    return {member: (sum(own), len(own)) for member, own in enumerate(lists) if own}


def _add(total: Sums, member: int, seconds: int, n: int) -> None:
    before = total.get(member, (0, 0))
    total[member] = (before[0] + seconds, before[1] + n)


def _parts(pick: TurnPick, what: tuple[object, ...], make: Callable[[TurnPick], T]) -> list[T]:
    kept, found = pick.cols.kept, []
    for start, end in chunks(pick.cols, pick.low, pick.high, pick.ask.from_s, pick.ask.until_s):

        def made(start: int = start, end: int = end) -> T:
            ask = changed(pick.ask, from_s=start, until_s=end)
            return make(TurnPick(pick.index, ask, pick.now_s))

        found.append(kept((*what, start, end, *pick.filters), start, end, made))
    return found


def _total(parts: list[Counter[int]]) -> Counter[int]:
    found: Counter[int] = Counter()
    for part in parts:
        found.update(part)
    return found
