"""DIR/erasures.jsonl: which erasures there were, beside the database, so that an older copy of it obeys them too.

Ids, and keyed hashes of files and numbers; nothing that says who it was. Every line is on disk before the first word is
erased. A line that was cut off by a power cut is passed over: its erasure then goes on from the database.
"""

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from app.domain.errors import EnvironmentFailure
from storage.hub.backup import sync

NAME = "erasures.jsonl"


@dataclass(frozen=True, slots=True)
class Line:
    """One erasure. `files`: of each the hash of erasure id and its name in the folder. `kept_off`: keyed hashes."""

    erasure_id: str
    contact_id: str
    reason: str
    member_id: str | None
    asked_at: str
    contact_ids: Sequence[str] = ()
    conversation_ids: Sequence[str] = ()
    files: Sequence[str] = ()
    kept_off: Sequence[str] = ()


def mark_of(erasure_id: str, file_name: str) -> str:
    """What the ledger keeps of a file: enough to know it again, of no use to look for it elsewhere."""
    return sha256(f"{erasure_id}:{file_name}".encode()).hexdigest()[:32]


def read(folder: Path) -> dict[str, Line]:
    """All of them by their id. Raises EnvironmentFailure("file_unreadable")."""
    found: dict[str, Line] = {}
    try:
        text = (folder / NAME).read_text("utf-8") if (folder / NAME).exists() else ""
    except OSError as error:
        raise EnvironmentFailure("file_unreadable", file=NAME, reason=error.strerror or "") from error
    for row in text.splitlines():
        try:
            line = Line(**json.loads(row))
        except (ValueError, TypeError):
            continue
        found[line.erasure_id] = line
    return found


def add(folder: Path, lines: Iterable[Line]) -> None:
    """Write these down, safe from a power cut. Raises EnvironmentFailure("disk_full")."""
    text = "".join(json.dumps(asdict(line)) + "\n" for line in lines)
    if not text:
        return
    path = folder / NAME
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "ab") as file:
            if file.tell() and not path.read_bytes().endswith(b"\n"):
                file.write(b"\n")
            file.write(text.encode())
        sync(path)
    except OSError as error:
        raise EnvironmentFailure("disk_full", file=NAME) from error
