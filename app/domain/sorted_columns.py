"""Many rows of whole numbers, a column each, in the order of their moments: what figures are reckoned from in no time.

A row has a moment and a name of its own (a number). Few changes are put in their places; many make all columns anew.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import compress, islice, pairwise
from typing import Any, Final, TypeVar

FEW: Final = 500  # changes that are put in their places one by one
_CHUNK: Final = 20_000
_WEEK_S: Final = 7 * 86_400
_WEEKS_MAX: Final = 8
_PIECE_S: Final = 4 * _WEEK_S
_KEPT_MAX: Final = 20_000
T = TypeVar("T")


class SortedColumns:
    """`at` and `ident` of each row, and `columns` by their names. Rows are given as (at, ident, *values)."""

    __slots__ = ("_all_changed", "_changed", "_kept", "at", "columns", "ident", "version")

    def __init__(self, codes: Mapping[str, str]) -> None:
        self.at: array[int] = array("q")
        self.ident: array[int] = array("q")
        self.columns: dict[str, array[int]] = {name: array(code) for name, code in codes.items()}
        self.version = 0  # a higher one after each change
        self._all_changed = 0  # the version in which anything may have changed
        self._kept: dict[tuple[object, ...], tuple[int, Any]] = {}
        self._changed: dict[int, int] = {}  # by week: the version of its last change

    def __len__(self) -> int:
        return len(self.at)

    def __getitem__(self, name: str) -> array[int]:
        return self.columns[name]

    def place(self, at_s: int, ident: int) -> int:
        """Where a row stands; -1 when there is none."""
        i = self._before(at_s, ident)
        return i if i < len(self.at) and self.at[i] == at_s and self.ident[i] == ident else -1

    def row(self, i: int) -> tuple[int, ...]:
        """One row, as it was given."""
        return (self.at[i], self.ident[i], *(column[i] for column in self.columns.values()))

    def load(self, rows: Iterable[Sequence[int]]) -> None:
        """These and no others."""
        for column in self._each():
            del column[:]
        self._extend(rows)
        self._sort()
        self._turn_over()

    def change(self, gone: Iterable[tuple[int, int]], rows: Iterable[Sequence[int]]) -> None:
        """Take away rows (by moment and name), put others: one with the moment and name of an old one replaces it."""
        gone, rows = list(gone), list(rows)
        if not gone and not rows:
            return
        if len(gone) + len(rows) > FEW:
            self._turn_over()
            self._change_many({*gone, *((row[0], row[1]) for row in rows)}, rows)
            return
        self.version += 1
        for at_s, _ident in (*gone, *(row[:2] for row in rows)):
            self._changed[at_s // _WEEK_S] = self.version
        for at_s, ident in gone:
            i = self.place(at_s, ident)
            if i >= 0:
                for column in self._each():
                    del column[i]
        for row in rows:
            self._put(row)

    def recolumn(self, name: str, values: Iterable[int]) -> None:
        """All values of a column, in order."""
        self.columns[name] = array(self.columns[name].typecode, values)
        self._turn_over()

    def window(self, from_s: int, until_s: int) -> tuple[int, int]:
        """The places from the first row of a moment or later up to the first one of another moment or later."""
        low = bisect_left(self.at, from_s)
        return low, bisect_left(self.at, max(from_s, until_s), low)

    def stamp(self, from_s: int, until_s: int) -> int:
        """Another number whenever a row of a window may have changed; meant for windows of a month or less."""
        weeks = range(from_s // _WEEK_S, until_s // _WEEK_S + 1)
        if len(weeks) > _WEEKS_MAX:
            return self.version
        changed = self._changed
        return max([self._all_changed, *(changed.get(week, 0) for week in weeks)])

    def kept(self, key: tuple[object, ...], from_s: int, until_s: int, make: Callable[[], T]) -> T:
        """What was made before of the rows of a window, as long as none of them changed."""
        stamp = self.stamp(from_s, until_s)
        found = self._kept.get(key)
        if found is None or found[0] != stamp:
            if len(self._kept) >= _KEPT_MAX:
                self._kept.clear()
            found = self._kept[key] = (stamp, make())
        made: T = found[1]
        return made

    def _turn_over(self) -> None:
        self.version += 1
        self._all_changed = self.version
        self._changed.clear()
        self._kept.clear()

    def _each(self) -> list[array[int]]:
        return [self.at, self.ident, *self.columns.values()]

    def _before(self, at_s: int, ident: int) -> int:
        low = bisect_left(self.at, at_s)
        if low == len(self.at) or self.at[low] != at_s:
            return low
        return bisect_left(self.ident, ident, low, bisect_left(self.at, at_s + 1, low))

    def _put(self, row: Sequence[int]) -> None:
        i = self._before(row[0], row[1])
        if i < len(self.at) and self.at[i] == row[0] and self.ident[i] == row[1]:
            for column, value in zip(self._each(), row, strict=True):
                column[i] = value
        else:
            for column, value in zip(self._each(), row, strict=True):
                column.insert(i, value)

    def _change_many(self, gone: set[tuple[int, int]], rows: Iterable[Sequence[int]]) -> None:
        keep = bytes([pair not in gone for pair in zip(self.at, self.ident, strict=True)])
        self._make(lambda column: compress(column, keep))
        self._extend(rows)
        self._sort()

    def _extend(self, rows: Iterable[Sequence[int]]) -> None:
        rows = iter(rows)
        while chunk := list(islice(rows, _CHUNK)):
            for column, values in zip(self._each(), zip(*chunk, strict=True), strict=True):
                column.extend(values)

    def _sort(self) -> None:
        at, ident = self.at, self.ident
        order = sorted(range(len(at)), key=ident.__getitem__)
        order.sort(key=at.__getitem__)
        if order != list(range(len(at))):
            self._make(lambda column: map(column.__getitem__, order))

    def _make(self, of: Callable[[array[int]], Iterable[int]]) -> None:
        self.at, self.ident = array("q", of(self.at)), array("q", of(self.ident))
        self.columns = {name: array(one.typecode, of(one)) for name, one in self.columns.items()}


class Names:
    """Words by a small number; 0 is nobody, ""."""

    __slots__ = ("_numbers", "words")

    def __init__(self) -> None:
        self.words: list[str] = [""]
        self._numbers: dict[str, int] = {"": 0}

    def __len__(self) -> int:
        return len(self.words)

    def number(self, word: str | None) -> int:
        """Of a word, new or not."""
        if not word:
            return 0
        found = self._numbers.get(word)
        if found is None:
            found = self._numbers[word] = len(self.words)
            self.words.append(word)
        return found

    def known(self, word: str) -> int | None:
        """Of a word that was met before."""
        return self._numbers.get(word)


def chunks(cols: SortedColumns, low: int, high: int, from_s: int, until_s: int) -> list[tuple[int, int]]:
    """A window in pieces of four weeks that begin at the same moments whatever the window; only where rows are."""
    if low == high:
        return []
    first, last = cols.at[low] // _PIECE_S * _PIECE_S, (cols.at[high - 1] // _PIECE_S + 1) * _PIECE_S
    borders = range(first + _PIECE_S, last, _PIECE_S)
    return list(pairwise([max(from_s, first), *borders, min(until_s, last)]))


def table_of(is_meant: Callable[[int], object]) -> bytes:
    """For `bytes.translate`: 255 for the values that are meant, else 0."""
    return bytes([255 if is_meant(value) else 0 for value in range(256)])


def both(one: bytes | None, other: bytes | None) -> bytes | None:
    """Where both masks are set; None is a mask that is set everywhere."""
    if one is None or other is None:
        return other if one is None else one
    met = int.from_bytes(one, "little") & int.from_bytes(other, "little")
    return met.to_bytes(len(one), "little")


def either(one: bytes, other: bytes) -> bytes:
    """Where one of two masks is set."""
    met = int.from_bytes(one, "little") | int.from_bytes(other, "little")
    return met.to_bytes(len(one), "little")


def equal_to(column: array[int], number: int | None) -> bytes:
    """A mask: where a column has a value; None: nowhere."""
    if number is None:
        return bytes(len(column))
    return bytes(map(number.__eq__, column)).translate(FULL)


def count_of(mask: bytes) -> int:
    """How often a mask is set."""
    return len(mask) - mask.count(0)


FULL: Final = b"\0" + b"\xff" * 255
