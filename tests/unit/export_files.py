"""Exports as a phone makes them, written for a test; and what is read of them."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path

from app.desk.imports.container import open_export
from app.desk.imports.dates import Order
from app.desk.imports.preview import Preview, summary
from app.desk.imports.reading import Reading
from app.desk.imports.survey import survey
from app.desk.imports.tally import ParsedMessage

ANDROID = "31/01/2026, 21:05 - Ana Field: {}\n"
IOS = "[31/01/2026, 21:05:09] Ana Field: {}\n"
LRM = "\u200e"


@dataclass(frozen=True)
class Read:
    """All messages of a file, and its preview."""

    messages: list[ParsedMessage]
    preview: Preview


def read(path: Path, given: Order | None = None, default: Order = "dmy") -> Read:
    """Read a file to its end."""
    with open_export(path) as export:
        plan = survey(export, given, default)
        reading = Reading(export, plan)
        messages = list(reading)
        return Read(messages, summary(export, plan, reading.tally))


def written(folder: Path, text: str | bytes, name: str = "WhatsApp Chat with Ana Field.txt") -> Path:
    """A bare text."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def zipped(
    folder: Path, entries: dict[str, str | bytes], name: str = "WhatsApp Chat - Ana Field.zip"
) -> Path:
    """A zip with these entries, in this order."""
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for entry, content in entries.items():
            made.writestr(entry, content)
    return path


def only(folder: Path, line: str) -> ParsedMessage:
    """The one message of a text."""
    found = read(written(folder, line)).messages
    assert len(found) == 1, found
    return found[0]
