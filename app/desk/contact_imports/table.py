"""What every reader gives: columns with names, and rows of texts. The limits that hold for all of them stand here."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from app.desk.contact_imports.refusals import TableRefused

TableKind = Literal["csv", "xlsx", "vcard", "jsonl"]

MOST_BYTES: Final = 200 << 20
MOST_ROWS: Final = 200_000
MOST_COLUMNS: Final = 200
MOST_CHARS: Final = 10_000  # of one cell; what is beyond is left out


class NumberCell(str):
    """A cell that the file itself holds as a number, written with a point whatever the country."""

    __slots__ = ()


class Row(NamedTuple):
    """`number`: where it stands in the file, as a spreadsheet counts, or which card it is."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """`columns`: names as written, "" for none. `has_header`: whether the file named them itself.

    `encoding` and `separator` say how a text was read, "" for other kinds; `sheets` are those that could be read
    instead of `sheet`. `ragged`: rows that have more cells than there are columns, by number.
    """

    kind: TableKind
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    has_header: bool = True
    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    ragged: frozenset[int] = frozenset()


def cell_of(text: str) -> str:
    """One cell as it is kept: bounded, without what no text has."""
    if text.__class__ is NumberCell:
        return text
    if len(text) > MOST_CHARS:
        text = text[:MOST_CHARS]
    return text.replace("\0", "").strip() if text else ""


def table_of(
    kind: TableKind,
    records: Iterable[tuple[int, list[str]]],
    has_header: bool | None,
    **facts: object,
) -> Table:
    """A table of numbered records. `has_header` None: found out. Raises TableRefused: table_empty, table_too_long …"""
    kept: list[Row] = []
    for number, cells in records:
        trimmed = tuple(cell_of(cell) for cell in cells)
        if not any(trimmed):
            continue
        if len(kept) > MOST_ROWS:
            raise TableRefused("table_too_long", limit=str(MOST_ROWS))
        kept.append(Row(number, trimmed))
    if not kept:
        raise TableRefused("table_empty")
    is_headed = looks_headed(kept[:50]) if has_header is None else has_header
    names = kept.pop(0).cells if is_headed else ()
    if len(kept) > MOST_ROWS:
        raise TableRefused("table_too_long", limit=str(MOST_ROWS))
    if not kept:
        raise TableRefused("table_no_rows")
    return _even(kind, _bare(names), kept, is_headed, facts)


def looks_headed(rows: list[Row]) -> bool:
    """Whether the first row names the columns rather than being somebody."""
    from app.desk.contact_imports.headers import is_known_header

    first = [cell for cell in rows[0].cells if cell]
    if any(is_known_header(cell) for cell in first):
        return True
    if any(_is_datum(cell) for cell in first) or len(set(first)) != len(first):
        return False
    return any(_is_datum(cell) for row in rows[1:] for cell in row.cells)


def _is_datum(cell: str) -> bool:
    """What no heading is: an address, a number, a date."""
    return "@" in cell or sum(char.isdigit() for char in cell) >= 4


def _bare(names: tuple[str, ...]) -> tuple[str, ...]:
    """Without the empty columns that a spreadsheet leaves at the end."""
    count = len(names)
    while count and not names[count - 1]:
        count -= 1
    return names[:count]


def _even(
    kind: TableKind, names: tuple[str, ...], rows: list[Row], is_headed: bool, facts: dict[str, object]
) -> Table:
    width = len(names) if is_headed else _usual_width(rows)
    if max(width, 1) > MOST_COLUMNS:
        raise TableRefused("table_too_wide", limit=str(MOST_COLUMNS))
    ragged: set[int] = set()
    even: list[Row] = []
    for row in rows:
        cells = row.cells
        if len(cells) > width:
            if any(cells[width:]):
                ragged.add(row.number)
            cells = cells[:width]
        elif len(cells) < width:
            cells += ("",) * (width - len(cells))
        even.append(Row(row.number, cells))
    columns = names if is_headed else ("",) * width
    return Table(kind, columns, tuple(even), is_headed, ragged=frozenset(ragged), **facts)  # type: ignore[arg-type]


def _usual_width(rows: list[Row]) -> int:
    """Without a heading: as wide as the widest row of the first ones."""
    return max(len(_bare(row.cells)) for row in rows[:50])
