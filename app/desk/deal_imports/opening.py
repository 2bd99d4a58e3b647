"""From a file to its table of deals. The line of headings is found also below a title, as in reports."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from app.desk.contact_imports.opening import Reading, open_table
from app.desk.contact_imports.refusals import TableRefused
from app.desk.contact_imports.table import Table
from app.desk.contact_imports.watching import Watch
from app.desk.deal_imports.headings import is_deal_heading

_LOOKED_AT: Final = 20
_FEWEST: Final = 2  # known headings that make a line one of headings


# What is said of lists of people, and what is said of deals instead.
_OF_DEALS: Final = {"table_no_rows": "table_deals_below", "table_not_text": "table_no_table"}


def open_deals(path: Path, watch: Watch, reading: Reading | None = None) -> Table:
    """The table of a file. Raises TableRefused with its name among the facts."""
    try:
        return _opened(path, watch, reading)
    except TableRefused as refused:
        raise TableRefused(_OF_DEALS.get(refused.code, refused.code), **refused.facts) from refused


def _opened(path: Path, watch: Watch, reading: Reading | None) -> Table:
    asked = reading or Reading()
    table = open_table(path, watch, asked)
    if table.kind == "vcard":
        raise TableRefused("table_no_deals", file=path.name)
    if asked.has_header is not None or table.kind == "jsonl" or _known(table.columns) >= _FEWEST:
        return table
    bare = open_table(path, watch, replace(asked, has_header=False))
    place = _headings(bare)
    return table if place is None else _below(bare, place, path)


def _known(cells: tuple[str, ...]) -> int:
    return sum(1 for cell in cells if is_deal_heading(cell))


def _headings(table: Table) -> int | None:
    """The first of the rows that look most like headings; None where none does."""
    counts = [_known(row.cells) for row in table.rows[:_LOOKED_AT]]
    best = max(counts, default=0)
    return counts.index(best) if best >= _FEWEST else None


def _below(table: Table, place: int, path: Path) -> Table:
    columns, rows = table.rows[place].cells, table.rows[place + 1 :]
    if not rows:
        raise TableRefused("table_no_rows", file=path.name)
    return replace(table, columns=columns, rows=rows, has_header=True)
