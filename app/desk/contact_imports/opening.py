"""From a file to its table: what it is shows in its first bytes, and its size is looked at before anything is read."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.desk.contact_imports.refusals import TableRefused
from app.desk.contact_imports.table import MOST_BYTES, Table, TableKind
from app.desk.contact_imports.watching import Watch

_MIB: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Reading:
    """How a person wants a file to be read; None: as it seems to be."""

    encoding: str | None = None
    separator: str | None = None
    sheet: str | None = None
    has_header: bool | None = None


def open_table(path: Path, watch: Watch, reading: Reading | None = None) -> Table:
    """The table of a file. Raises TableRefused with its name among the facts; never anything else."""
    try:
        return _opened(path, watch, reading or Reading())
    except TableRefused as refused:
        raise TableRefused(refused.code, **{**refused.facts, "file": path.name}) from refused
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise TableRefused("table_unreadable", file=path.name, reason=reason) from error
    except MemoryError as error:
        raise TableRefused("table_too_large", file=path.name, limit=str(MOST_BYTES // _MIB)) from error


def _opened(path: Path, watch: Watch, reading: Reading) -> Table:
    status = os.stat(path)
    if not stat.S_ISREG(status.st_mode):
        raise TableRefused("table_folder")
    if status.st_size > MOST_BYTES:
        raise TableRefused("table_too_large", limit=str(MOST_BYTES // _MIB))
    if status.st_size == 0:
        raise TableRefused("table_empty")
    kind = kind_of(path)
    if kind == "xlsx":
        from app.desk.contact_imports.xlsx_reading import read_xlsx

        return read_xlsx(path, watch, sheet=reading.sheet, has_header=reading.has_header)
    if kind == "vcard":
        from app.desk.contact_imports.vcard_reading import read_vcard

        return read_vcard(path, watch, encoding=reading.encoding)
    if kind == "jsonl":
        from app.desk.contact_imports.jsonl_reading import read_jsonl

        return read_jsonl(path, watch)
    from app.desk.contact_imports.csv_reading import read_csv

    return read_csv(
        path, watch, encoding=reading.encoding, separator=reading.separator, has_header=reading.has_header
    )


def kind_of(path: Path) -> TableKind:
    """By content; the name decides nothing. Raises TableRefused for the old Excel, PDF and the like."""
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(b"PK\3\4"):
        return "xlsx"
    if head.startswith((b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")):
        raise TableRefused("table_other_kind")
    bare = (
        head.replace(b"\0", b"")
        .removeprefix(b"\xef\xbb\xbf")
        .removeprefix(b"\xff\xfe")
        .removeprefix(b"\xfe\xff")
    )
    start = bare.lstrip()[:40].upper()
    if start.startswith(b"BEGIN:VCARD"):
        return "vcard"
    return "jsonl" if start.startswith(b"{") else "csv"
