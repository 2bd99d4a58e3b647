"""DIR/hub.moved.json in a hub's folder: this hub was packed for another computer, and no hub starts here any more.

The desk of that computer writes the address that it handed the hub over to; until then the hub may be taken back.
"""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from app.domain.errors import EnvironmentFailure

NAME = "hub.moved.json"


@dataclass(frozen=True, slots=True)
class Moved:
    """`move_id` is known to the file and to this note alone; `address` is empty until the hub is handed over.

    `is_unfinished`: that was begun, and this computer does not belong to the address yet.
    """

    move_id: str
    log_id: str
    file: str
    address: str = ""
    is_unfinished: bool = False


def read(folder: Path) -> Moved | None:
    """The note of a folder; None where the hub is at home. Raises EnvironmentFailure("file_unreadable")."""
    try:
        return Moved(**json.loads((folder / NAME).read_text("utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        raise EnvironmentFailure("file_unreadable", file=NAME, reason=str(error)) from error


def is_under_way(folder: Path) -> bool:
    """Whether the hub has left and this computer has not followed it yet. A note that nobody can read says no."""
    try:
        note = read(folder)
    except EnvironmentFailure:
        return False
    return note is not None and (not note.address or note.is_unfinished)


def write(folder: Path, note: Moved) -> None:
    """Whole or not at all, and safe from a power cut. Raises OSError."""
    write_json(folder / NAME, asdict(note))


def check_here(folder: Path) -> None:
    """Raises EnvironmentFailure where the hub has left: hub_leaving (its file was made), hub_moved (handed over)."""
    note = read(folder)
    if note is not None and note.address:
        raise EnvironmentFailure("hub_moved", address=note.address)
    if note is not None:
        raise EnvironmentFailure("hub_leaving", file=note.file)


def write_json(path: Path, value: object) -> None:
    """A small file of its owner's alone, whole or not at all. Raises OSError."""
    from storage.hub.backup import sync  # every start of a window may ask for the note, and needs no more

    fresh = path.with_name(path.name + ".new")
    with os.fdopen(
        os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
    ) as file:
        json.dump(value, file)
    sync(fresh)
    fresh.replace(path)
    sync(path)
