"""How far imports of lists of people are, and what each row did, so that it can be taken back.

What a row put in the place of what is kept here until the import is undone or the person is erased (`forget`), and
nowhere else. All functions run inside a Writer job.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Column, Index, Integer, LargeBinary, Table, Text, text

from app.domain.contact_cards import FieldChange
from app.domain.contact_import_rows import ContactsImportRequest
from app.domain.ids import ContactId, ImportId, MemberId
from storage.codec import read_json, to_json
from storage.hub.tables import METADATA, Connection

_COUNTS = ("done", "added", "changed", "same", "removed", "kept", "restored", "left_over")

CONTACTS_IMPORT = Table(
    "contacts_import", METADATA,
    Column("import_id", Text, primary_key=True),
    *(Column(name, Integer, nullable=False, server_default=text("0")) for name in _COUNTS),
    Column("is_undone", Integer, nullable=False, server_default=text("0")),
    Column("asked", LargeBinary),  # what its people agreed to stands in it
    sqlite_with_rowid=False,
)  # fmt: skip

# Of an import, `is_undone`: 1 while it is taken back, 2 once it was.
# `outcome`: 0 made a contact, 1 changed one. `taken`: of a change, what it put where (Taken as JSON).
CONTACTS_IMPORT_ROW = Table(
    "contacts_import_row", METADATA,
    Column("import_id", Text, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("contact_id", Text, nullable=False),
    Column("outcome", Integer, nullable=False),
    Column("first_pos", Integer, nullable=False),
    Column("last_pos", Integer, nullable=False),
    Column("taken", LargeBinary),
    sqlite_with_rowid=False,
)  # fmt: skip
Index("contacts_import_row_contact", CONTACTS_IMPORT_ROW.c.contact_id)

_COUNTED = (
    "SELECT done, added, changed, same, removed, kept, restored, left_over, is_undone FROM contacts_import"
    " WHERE import_id = ?"
)


@dataclass(frozen=True, slots=True)
class Taken:
    """What one row changed of somebody who was known: fields before and after, tags, owner before and after."""

    before: tuple[FieldChange, ...] = ()
    after: tuple[FieldChange, ...] = ()
    tags: tuple[str, ...] = ()
    owner_before: MemberId | None = None
    owner_after: MemberId | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """One row that did something. `n`: how many rows of the import stand before it."""

    n: int
    contact_id: ContactId
    is_new: bool
    first_pos: int
    last_pos: int
    taken: Taken | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """Of one import."""

    done: int = 0
    added: int = 0
    changed: int = 0
    same: int = 0
    removed: int = 0
    kept: int = 0
    restored: int = 0
    left: int = 0
    is_undone: bool = False

    @property
    def refused(self) -> int:
        """Rows that made nobody, since somebody of that number asked to be left alone."""
        return self.done - self.added - self.changed - self.same


def begin(conn: Connection, request: ContactsImportRequest) -> None:
    """It has brought nothing yet; one that was begun stays as it is."""
    conn.execute(
        "INSERT INTO contacts_import (import_id, asked) VALUES (?, ?) ON CONFLICT DO NOTHING",
        (request.import_id, to_json(request)),
    )


def asked(conn: Connection, import_id: ImportId) -> ContactsImportRequest | None:
    """What was asked for when it began."""
    row = conn.execute("SELECT asked FROM contacts_import WHERE import_id = ?", (import_id,)).fetchone()
    return read_json(row[0], ContactsImportRequest) if row and row[0] else None


def counts(conn: Connection, import_id: ImportId) -> Counts:
    """How far it is."""
    row = conn.execute(_COUNTED, (import_id,)).fetchone()
    if row is None:
        return Counts()
    *many, is_undone = row
    done, added, changed, same, removed, kept, restored, left = many
    return Counts(done, added, changed, same, removed, kept, restored, left, bool(is_undone))


def note(conn: Connection, import_id: ImportId, many: int, same: int, rows: list[Done]) -> None:
    """So many more rows were taken; `rows` are those that did something."""
    added = sum(row.is_new for row in rows)
    conn.execute(
        "UPDATE contacts_import SET done = done + ?, added = added + ?, changed = changed + ?, same = same + ?"
        " WHERE import_id = ?",
        (many, added, len(rows) - added, same, import_id),
    )
    conn.executemany(
        "INSERT INTO contacts_import_row (import_id, n, contact_id, outcome, first_pos, last_pos, taken)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (
                import_id, row.n, row.contact_id, 0 if row.is_new else 1, row.first_pos, row.last_pos,
                None if row.taken is None else to_json(row.taken),
            )
            for row in rows
        ],
    )  # fmt: skip


def begin_undo(conn: Connection, import_id: ImportId) -> None:
    """What it did is to be taken back, see `next_rows`."""
    conn.execute("UPDATE contacts_import SET is_undone = 1 WHERE import_id = ?", (import_id,))


def end_undo(conn: Connection, import_id: ImportId) -> None:
    """All of it was taken back."""
    conn.execute("UPDATE contacts_import SET is_undone = 2 WHERE import_id = ?", (import_id,))


def undoing(conn: Connection) -> ImportId | None:
    """An import whose undoing has begun and has not ended."""
    row = conn.execute("SELECT import_id FROM contacts_import WHERE is_undone = 1 LIMIT 1").fetchone()
    return ImportId(row[0]) if row else None


def next_rows(conn: Connection, import_id: ImportId, most: int) -> list[Done]:
    """The rows that are still to be taken back, the last ones first."""
    rows = conn.execute(
        "SELECT n, contact_id, outcome, first_pos, last_pos, taken FROM contacts_import_row WHERE import_id = ?"
        " ORDER BY n DESC LIMIT ?",
        (import_id, most),
    )
    return [
        Done(n, contact_id, outcome == 0, first, last, None if taken is None else read_json(taken, Taken))
        for n, contact_id, outcome, first, last, taken in rows.fetchall()
    ]


def taken_back(
    conn: Connection,
    import_id: ImportId,
    rows: list[Done],
    *,
    removed: int,
    kept: int,
    restored: int,
    left: int,
) -> None:
    """These rows are done with."""
    conn.executemany(
        "DELETE FROM contacts_import_row WHERE import_id = ? AND n = ?", [(import_id, row.n) for row in rows]
    )
    conn.execute(
        "UPDATE contacts_import SET removed = removed + ?, kept = kept + ?, restored = restored + ?,"
        " left_over = left_over + ? WHERE import_id = ?",
        (removed, kept, restored, left, import_id),
    )


def erase(conn: Connection, rows: list[Done]) -> None:
    """The words of those rows' events, and what makes them known."""
    for row in rows:
        span = (row.first_pos, row.last_pos)
        conn.execute("UPDATE body SET fields = x'', original = NULL WHERE pos BETWEEN ? AND ?", span)
        conn.execute("UPDATE log SET dedupe_key = NULL WHERE pos BETWEEN ? AND ?", span)


def forget(conn: Connection, contact_id: ContactId) -> None:
    """Somebody is erased: nothing of them is kept here."""
    conn.execute("DELETE FROM contacts_import_row WHERE contact_id = ?", (contact_id,))
