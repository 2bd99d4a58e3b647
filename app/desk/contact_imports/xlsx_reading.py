"""Tables of Excel and LibreOffice, read by calamine behind a guard that unpacks nothing larger than it says."""

import datetime as dt
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from app.desk.contact_imports.refusals import TableRefused
from app.desk.contact_imports.table import MOST_COLUMNS, MOST_ROWS, NumberCell, Table, table_of
from app.desk.contact_imports.watching import Watch
from app.desk.imports.refusals import ExportRefused
from app.desk.imports.zip_guard import check_directory, check_entries

MOST_UNPACKED: Final = 400 << 20
MOST_ENTRIES: Final = 2_000
_PIECE: Final = 1 << 20
_OVERLAP: Final = 64
_LOOK_EVERY: Final = 2_000
_PLACE: Final = re.compile(rb"\sr\s*=\s*[\"']\s*([A-Za-z]{0,4})(\d{0,9})([^\"']{0,20})")
_COLUMN: Final = MOST_COLUMNS + 1
_DEEPEST_ROW: Final = MOST_ROWS * 2  # a sheet may begin with empty rows


def read_xlsx(path: Path, watch: Watch, *, sheet: str | None = None, has_header: bool | None = None) -> Table:
    """The first sheet that shows something, or the one that is named. Raises TableRefused."""
    guard(path, watch)
    import python_calamine as calamine

    try:
        with calamine.CalamineWorkbook.from_path(str(path)) as book:
            shown = [
                one.name
                for one in book.sheets_metadata
                if one.visible == calamine.SheetVisibleEnum.Visible
                and one.typ == calamine.SheetTypeEnum.WorkSheet
            ]
            return _read(book, sheet, shown, watch, has_header)
    except calamine.PasswordError as error:
        raise TableRefused("table_locked") from error
    except (calamine.CalamineError, OSError, ValueError, IndexError, OverflowError) as error:
        raise TableRefused("table_damaged") from error


def _read(book: object, sheet: str | None, shown: list[str], watch: Watch, has_header: bool | None) -> Table:
    wanted = [sheet] if sheet is not None and sheet in shown else shown
    for name in wanted:
        page = book.get_sheet_by_name(name)  # type: ignore[attr-defined]
        if page.height:
            records = _records(page, watch)
            return table_of("xlsx", records, has_header, sheet=name, sheets=tuple(shown))
    raise TableRefused("table_empty")


def _records(page: object, watch: Watch) -> Iterator[tuple[int, list[str]]]:
    first = (page.start or (0, 0))[0] + 1  # type: ignore[attr-defined]
    total: int = page.height  # type: ignore[attr-defined]
    rows = page.to_python(skip_empty_area=True)  # type: ignore[attr-defined]
    _fill_merged(page, rows)
    for count, cells in enumerate(rows):
        if count % _LOOK_EVERY == 0:
            watch.look_up(count, total)
        yield first + count, [_text(cell) for cell in cells[: MOST_COLUMNS + 1]]


def _fill_merged(page: object, rows: list[list[object]]) -> None:
    """A word over several rows is said of each of them; a number over several rows may be their sum, and stays one."""
    top, left = page.start or (0, 0)  # type: ignore[attr-defined]
    for (first, column), (last, _end) in page.merged_cell_ranges or ():  # type: ignore[attr-defined]
        row, place = first - top, column - left
        if last == first or not 0 <= row < len(rows) or not 0 <= place < len(rows[row]):
            continue
        value = rows[row][place]
        if isinstance(value, str):
            for below in rows[row + 1 : last - top + 1]:
                below[place] = below[place] or value


def _text(cell: object) -> str:
    """A cell as a text that every other reader would give."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return NumberCell(int(cell) if cell.is_integer() and abs(cell) < 1e15 else repr(cell))
    if isinstance(cell, int):
        return NumberCell(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return str(cell)


def guard(path: Path, watch: Watch) -> None:
    """No bomb, no trick with names, no lie about sizes, no cell a million rows away. Raises TableRefused."""
    try:
        with path.open("rb") as file:
            check_directory(file)
            with zipfile.ZipFile(file) as box:
                entries = box.infolist()
                check_entries(entries, path.stat().st_size)
                if len(entries) > MOST_ENTRIES or sum(one.file_size for one in entries) > MOST_UNPACKED:
                    raise TableRefused("table_bomb")
                for entry in entries:
                    _check_entry(box, entry, watch)
    except ExportRefused as refused:
        code = {"export_bomb": "table_bomb", "export_unsafe": "table_bomb", "export_locked": "table_locked"}
        raise TableRefused(code.get(refused.code, "table_damaged")) from refused
    except (
        zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, ValueError, RuntimeError, OverflowError,
    ) as error:  # fmt: skip
        raise TableRefused("table_damaged") from error


def _check_entry(box: zipfile.ZipFile, entry: zipfile.ZipInfo, watch: Watch) -> None:
    """Reads it through: zipfile gives no more than it says it holds, and its checksum shows whether there was more."""
    is_sheet = entry.filename.lower().endswith(".xml") and "sheet" in entry.filename.lower()
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise TableRefused("table_damaged")
    with box.open(entry) as stream:
        done = _look_through(stream, is_sheet, watch)
    if done != entry.file_size:
        raise TableRefused("table_damaged")


def _look_through(stream: IO[bytes], is_sheet: bool, watch: Watch) -> int:
    done, rest = 0, b""
    while piece := stream.read(_PIECE):
        if is_sheet:
            if done == 0 and b"\0" in piece[:64]:
                raise TableRefused("table_damaged")  # XML in UTF-16, which no spreadsheet writes
            _check_places(rest + piece)
            rest = piece[-_OVERLAP:]
        done += len(piece)
        watch.look_up(0, 1)
    return done


def _check_places(data: bytes) -> None:
    """A reader makes room for every cell up to the last one: a single one far away would take all memory."""
    for letters, digits, more in set(_PLACE.findall(data)):
        if more.strip() or (not letters and not digits):
            raise TableRefused("table_damaged")
        if digits and int(digits) > _DEEPEST_ROW:
            raise TableRefused("table_too_long", limit=str(MOST_ROWS))
        if letters and _column(letters) > _COLUMN:
            raise TableRefused("table_too_wide", limit=str(MOST_COLUMNS))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
