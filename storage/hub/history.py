"""How far imports of chats are, and where their messages lie in the log, so that those of an undone one can be erased.

All functions run inside a Writer job.
"""

from sqlalchemy import Column, Index, Integer, Table, Text, text

from app.domain.ids import ImportId
from storage.hub.tables import METADATA, Connection

# `done`: messages of the file that were taken. `is_undone`: what its spans hold is to be erased.
IMPORT = Table(
    "history_import", METADATA,
    Column("import_id", Text, primary_key=True),
    Column("done", Integer, nullable=False, server_default=text("0")),
    Column("added", Integer, nullable=False, server_default=text("0")),
    Column("is_undone", Integer, nullable=False, server_default=text("0")),
    sqlite_with_rowid=False,
)  # fmt: skip

# Stretches of the log that hold nothing but messages of one import.
IMPORT_SPAN = Table(
    "history_import_span", METADATA,
    Column("first_pos", Integer, primary_key=True),
    Column("last_pos", Integer, nullable=False),
    Column("import_id", Text, nullable=False),
)  # fmt: skip
Index("history_import_span_owner", IMPORT_SPAN.c.import_id)

_NEXT = (
    "SELECT s.first_pos, s.last_pos FROM history_import i JOIN history_import_span s ON s.import_id = i.import_id"
    " WHERE i.is_undone = 1 ORDER BY s.first_pos LIMIT 1"
)


def begin(conn: Connection, import_id: ImportId) -> None:
    """It has brought nothing yet; one that was begun stays as it is."""
    conn.execute("INSERT INTO history_import (import_id) VALUES (?) ON CONFLICT DO NOTHING", (import_id,))


def progress(conn: Connection, import_id: ImportId) -> tuple[int, int]:
    """How many messages of the file were taken, and how many of them were new."""
    row = conn.execute("SELECT done, added FROM history_import WHERE import_id = ?", (import_id,)).fetchone()
    return (int(row[0]), int(row[1])) if row else (0, 0)


def note(conn: Connection, import_id: ImportId, done: int, positions: list[int]) -> None:
    """So many messages of the file were taken; the last ones that were new stand at these places, in order."""
    conn.execute(
        "UPDATE history_import SET done = ?, added = added + ? WHERE import_id = ?",
        (done, len(positions), import_id),
    )
    if not positions:
        return
    grown = conn.execute(
        "UPDATE history_import_span SET last_pos = ? WHERE import_id = ? AND last_pos = ?",
        (positions[-1], import_id, positions[0] - 1),
    )
    if grown.rowcount == 0:
        conn.execute(
            "INSERT INTO history_import_span (first_pos, last_pos, import_id) VALUES (?, ?, ?)",
            (positions[0], positions[-1], import_id),
        )


def undo(conn: Connection, import_id: ImportId) -> None:
    """What it brought is to be erased, see `erase_some`."""
    conn.execute("UPDATE history_import SET is_undone = 1 WHERE import_id = ?", (import_id,))


def is_erasing(conn: Connection) -> bool:
    """Whether something undone is not erased yet. Until then its messages would be taken for known ones."""
    return conn.execute(_NEXT).fetchone() is not None


def erase_some(conn: Connection, most: int) -> bool:
    """Erase the next messages of undone imports: their words, and what makes them known. False: nothing was left."""
    row = conn.execute(_NEXT).fetchone()
    if row is None:
        return False
    first, last = row
    stop = min(last, first + most - 1)
    conn.execute("UPDATE body SET fields = x'', original = NULL WHERE pos BETWEEN ? AND ?", (first, stop))
    conn.execute("UPDATE log SET dedupe_key = NULL WHERE pos BETWEEN ? AND ?", (first, stop))
    if stop < last:
        conn.execute("UPDATE history_import_span SET first_pos = ? WHERE first_pos = ?", (stop + 1, first))
    else:
        conn.execute("DELETE FROM history_import_span WHERE first_pos = ?", (first,))
    return True
