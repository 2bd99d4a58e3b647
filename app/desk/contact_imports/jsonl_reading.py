"""Tables as JSON lines, as our own export writes them: one object a line, its keys are the columns."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from app.desk.contact_imports.refusals import TableRefused
from app.desk.contact_imports.table import MOST_COLUMNS, NumberCell, Table, table_of
from app.desk.contact_imports.values import tags_cell
from app.desk.contact_imports.watching import Watch

_LONGEST: Final = 1 << 20
_LOOK_EVERY: Final = 2_000


def read_jsonl(path: Path, watch: Watch) -> Table:
    """Objects, one a line. Raises TableRefused, with the line where it is none."""
    columns: dict[str, int] = {}
    with path.open("rb") as stream:
        rows = list(_rows(stream, path.stat().st_size, columns, watch))
    if len(columns) > MOST_COLUMNS:
        raise TableRefused("table_too_wide", limit=str(MOST_COLUMNS))
    width = len(columns)
    even = ((number, [*cells, *[""] * (width - len(cells))]) for number, cells in rows)
    return table_of("jsonl", [(0, list(columns)), *even], True, encoding="utf-8")


def _rows(
    stream: io.BufferedReader, size: int, columns: dict[str, int], watch: Watch
) -> Iterator[tuple[int, list[str]]]:
    number = 0
    while line := stream.readline(_LONGEST):
        number += 1
        if number % _LOOK_EVERY == 0:
            watch.look_up(stream.tell(), size)
        bare = line.strip().removeprefix(b"\xef\xbb\xbf")
        if not bare:
            continue
        try:
            found = json.loads(bare)
        except (ValueError, RecursionError) as error:
            raise TableRefused("table_no_json", row=str(number)) from error
        if not isinstance(found, dict):
            raise TableRefused("table_no_json", row=str(number))
        yield number, _cells(found, columns)


def _cells(found: dict[str, object], columns: dict[str, int]) -> list[str]:
    flat: dict[str, str] = {}
    for key, value in found.items():
        if isinstance(value, dict):
            flat.update({str(inner): _text(one) for inner, one in value.items()})
        else:
            flat[str(key)] = _text(value)
    for key in flat:
        if key not in columns and len(columns) <= MOST_COLUMNS:
            columns[key] = len(columns)
    cells = [""] * len(columns)
    for key, text in flat.items():
        if key in columns:
            cells[columns[key]] = text
    return cells


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return tags_cell([_text(one) for one in value if not isinstance(one, list | dict)])
    if isinstance(value, int | float):
        return NumberCell(json.dumps(value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
