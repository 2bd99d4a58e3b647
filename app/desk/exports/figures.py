"""A table of figures as CSV: with a byte order mark for spreadsheets, and nothing in it that they would calculate."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from app.desk.contact_imports.people import defused
from app.desk.exports.writing import whole_file

_NUMBER: Final = re.compile(r"-\d+([.,]\d+)?")


def write_table(target: Path, rows: Sequence[Sequence[str]], separator: str = ",") -> None:
    """The whole file, or none. Raises EnvironmentFailure."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    for row in rows:
        writer.writerow([cell if _NUMBER.fullmatch(cell) else defused(cell) for cell in row])
    with whole_file(target) as file:
        file.write(b"\xef\xbb\xbf" + text.getvalue().encode("utf-8", "replace"))
