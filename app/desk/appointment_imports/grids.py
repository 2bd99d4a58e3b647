"""A table of appointments in order: its headings found, titles and totals apart, days and names that stand above rows.

What a program shows for people to read has its day in a line of its own, or in the first row of a block alone.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from app.desk.appointment_imports.bookings import BookingProblem, BookingsRefused, Business, shown
from app.desk.appointment_imports.headings import IGNORE, target_of
from app.desk.appointment_imports.wall_times import day_inside, read_wall
from app.desk.contact_imports.csv_reading import separator_of
from app.desk.contact_imports.headers import folded
from app.desk.contact_imports.refusals import TableRefused
from app.desk.contact_imports.table import Row, Table, table_of

PASTED_MAX_CHARS: Final = 2_000_000
_LOOKED_AT: Final = 30
_FEWEST: Final = 2  # known headings that make a line one of headings
_SUM: Final = re.compile(
    r"(?:total|totals|sous total|totaux|grand total|subtotal|nombre|somme|page \d|imprime|printed)\b"
    r"|(?:edite|genere|generated|export)\b"
    r"|\d+ (?:rendez vous|rdv|appointments?|bookings?|clients?|reservations?)\b"
)
_TITLE: Final = re.compile(
    r"^(?:agenda|planning|rendez vous|rdv|liste|journee|semaine|appointments?|schedule|calendar|bookings?|day|week)\b"
)
_TITLE_OF: Final = re.compile(
    r"(?:agenda|planning|rendez[- ]vous|rdv|calendrier|schedule|calendar|appointments)"
    r"\s+(?:de|du|d['’]|of|for|pour)\s*(.+)",
    re.IGNORECASE,
)
_GAPS: Final = re.compile(r" {2,}|\t+")


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above a row: its day as it is written, and whose appointments they are."""

    day: str = ""
    resource: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table whose rows are appointments. `heads`: what stands above each, by number; `told`: what is left out."""

    table: Table
    heads: Mapping[int, Head] = field(default_factory=dict)
    told: tuple[BookingProblem, ...] = ()
    is_lines: bool = False

    @property
    def day_heads(self) -> list[str]:
        """The days that stand above rows, each once."""
        return list(dict.fromkeys(head.day for head in self.heads.values() if head.day))


def pasted_table(text: str) -> Table:
    """The cells of a pasted text: of a spreadsheet, of a page, or lines with gaps. Raises BookingsRefused."""
    if len(text) > PASTED_MAX_CHARS:
        raise BookingsRefused("paste_too_long", limit=str(PASTED_MAX_CHARS))
    plain = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n").strip("\n\ufeff")
    try:
        return table_of("csv", enumerate(_cells(plain), 1), has_header=False)
    except TableRefused as refused:
        code = "paste_empty" if refused.code == "table_empty" else "paste_too_large"
        raise BookingsRefused(code, **refused.facts) from refused


def _cells(text: str) -> list[list[str]]:
    sign = "\t" if "\t" in text else separator_of(text[:65_536])
    if sign == "\t" or any(sign in line for line in text.split("\n")[:3]):
        try:
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=sign))
        except csv.Error:  # a quote in a text that was never a table
            rows = [line.split(sign) for line in text.split("\n")]
        if sum(len(row) > 1 for row in rows) * 2 >= len(rows):
            return rows
    return [_GAPS.split(line.strip()) for line in text.split("\n")]


def grid_of(table: Table, business: Business) -> Grid:
    """Puts a table in order; it was read without headings."""
    place = _headings(table.rows)
    columns = table.rows[place].cells if place is not None else table.columns
    sorter = _Sorter(columns if place is not None else (), business)
    for number, row in enumerate(table.rows):
        if number != place:
            sorter.take(row, is_above=place is not None and number < place)
    sorter.end()
    if not sorter.rows:
        raise BookingsRefused("table_no_rows")
    ordered = replace(table, columns=columns, rows=tuple(sorter.rows), has_header=place is not None)
    is_lines = place is None and all(sum(map(bool, row.cells)) == 1 for row in sorter.rows)
    return Grid(ordered, sorter.heads, tuple(sorter.told), is_lines)


def _headings(rows: Sequence[Row]) -> int | None:
    counts = [0 if _has_clock(row.cells) else _known(row.cells) for row in rows[:_LOOKED_AT]]
    best = max(counts, default=0)
    return counts.index(best) if best >= _FEWEST else None


def _known(cells: Sequence[str]) -> int:
    return len({target for cell in cells if cell and (target := target_of(cell)) not in (None, IGNORE)})


def _has_clock(cells: Sequence[str]) -> bool:
    """Whether some cell tells an hour: what is no appointment has none."""
    return any(_CLOCK_LIKE.search(cell) is not None for cell in cells if cell)


_CLOCK_LIKE: Final = re.compile(
    r"(?<![\d/])(?:[01]?\d|2[0-3])\s?(?:[h:]\s?[0-5]\d|h\b|[ap]\.?m\b)"
    r"|^(?:[01]\d|2[0-3])[.]?[0-5]\d$|^0[.,]\d{3,}$|^\d{5}[.,]\d+$",
    re.IGNORECASE,
)


class _Sorter:
    """Takes rows in their order and remembers what stood above them."""

    def __init__(self, columns: Sequence[str], business: Business) -> None:
        self._columns = [folded(cell) for cell in columns]
        self._around = business.now.astimezone(business.zone).date()
        self._own = frozenset(map(folded, business.own))
        self._day, self._resource = "", ""
        self._is_inside_day, self._has_rows = (
            False,
            False,
        )  # of the name: it stands below a day; rows stand below it
        self._waiting: list[tuple[Row, str]] = []  # words alone in a row: names of what follows, or nothing
        self.rows: list[Row] = []
        self.heads: dict[int, Head] = {}
        self.told: list[BookingProblem] = []

    def take(self, row: Row, *, is_above: bool) -> None:
        """The next row. `is_above`: of the headings."""
        filled = list(dict.fromkeys(cell for cell in row.cells if cell))
        text = filled[0]
        if self._columns and [folded(cell) for cell in row.cells] == self._columns:
            return  # the headings again, at the top of a page
        if len(filled) == 1 and self._is_day_head(text):
            return
        if _SUM.match(folded(text)) and not _has_clock(filled):
            self._tell(row, "row_sum", text)
        elif is_above:
            self._tell(row, "row_title", " ".join(filled))
        elif len(filled) == 1 and not _has_clock(filled):
            self._waiting.append((row, text))
        else:
            self._keep(row)

    def end(self) -> None:
        """No more rows come: what waits stands above nothing."""
        for row, text in self._waiting:
            self._tell(row, "row_no_time", text)
        self._waiting.clear()

    def _is_day_head(self, text: str) -> bool:
        """A row that is a day, and perhaps a name, and nothing else."""
        if _has_clock([text]):
            return False
        found = day_inside(text, "", self._around) if len(text) <= 100 else None
        if found is None or not found[1]:
            wall = read_wall(text, "", self._around, is_day=True)
            is_day = wall.day is not None or wall.problem == "date_unclear"
            if is_day:
                self._begin_day(text)
            return is_day
        self._begin_day(text)
        named = _TITLE_OF.fullmatch(found[1].strip(" -–:,"))
        name = named[1] if named else found[1].strip(" -–:,()")
        if name and self._is_name(name) and len(name.split()) <= 4:
            self._name(name)
        return True

    def _begin_day(self, text: str) -> None:
        """Another day. A name that stood inside of the day before is over, one that stands around days goes on."""
        self._adopt()
        if self._is_inside_day and self._has_rows:
            self._resource = ""
        self._day, self._is_inside_day = text, False

    def _name(self, text: str) -> None:
        self._resource, self._is_inside_day, self._has_rows = text, bool(self._day), False

    def _is_name(self, text: str) -> bool:
        return _TITLE.match(folded(text)) is None and folded(text) not in self._own and len(text) <= 60

    def _adopt(self) -> None:
        """The last of the words that stood alone is the name of what follows."""
        for above, text in self._waiting:
            is_last = above is self._waiting[-1][0]
            if is_last and self._is_name(text):
                self._name(text)
            else:
                self._tell(above, "row_title", text)
        self._waiting.clear()

    def _keep(self, row: Row) -> None:
        self._adopt()
        self._has_rows = True
        self.rows.append(row)
        if self._day or self._resource:
            self.heads[row.number] = Head(self._day, self._resource)

    def _tell(self, row: Row, code: str, text: str) -> None:
        self.told.append(BookingProblem(row.number, code, {"title": shown(text)}))
