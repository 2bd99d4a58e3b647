"""How far imports of appointments are, and what each row did, so that it can be taken back.

What a row put in the place of what is kept here until the import is undone, and nowhere else. All functions run inside
a Writer job.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Column, Index, Integer, LargeBinary, Table, Text, text

from app.domain.appointments import Appointment
from app.domain.ids import ContactId, ImportId
from storage.codec import read_json, to_json
from storage.hub.tables import METADATA, Connection

What = Literal["added", "changed", "gone"]
_WHAT: tuple[What, ...] = ("added", "changed", "gone")
_COUNTS = ("done", "added", "changed", "same", "gone", "removed", "kept", "restored", "left_over")

# `is_undone`: 1 while it is taken back, 2 once it was.
APPOINTMENTS_IMPORT = Table(
    "appointments_import", METADATA,
    Column("import_id", Text, primary_key=True),
    *(Column(name, Integer, nullable=False, server_default=text("0")) for name in _COUNTS),
    Column("is_undone", Integer, nullable=False, server_default=text("0")),
    sqlite_with_rowid=False,
)  # fmt: skip

# `contact_id`: of the person that the row made a contact, by the event at `made_pos`. `before`: of a change, the
# appointment as it was (JSON). `last_pos`: the last event of the row; what comes after it is somebody's own doing.
APPOINTMENTS_IMPORT_ROW = Table(
    "appointments_import_row", METADATA,
    Column("import_id", Text, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("appointment_id", Text, nullable=False),
    Column("contact_id", Text),
    Column("made_pos", Integer, nullable=False),
    Column("what", Integer, nullable=False),
    Column("last_pos", Integer, nullable=False),
    Column("before", LargeBinary),
    sqlite_with_rowid=False,
)  # fmt: skip
_C = APPOINTMENTS_IMPORT_ROW.c
Index("appointments_import_row_contact", _C.contact_id, sqlite_where=_C.contact_id.is_not(None))
Index("appointments_import_row_appointment", _C.appointment_id)
_COUNTED = (
    "SELECT done, added, changed, same, gone, removed, kept, restored, left_over, is_undone FROM appointments_import"
    " WHERE import_id = ?"
)


@dataclass(frozen=True, slots=True)
class DoneAppointment:
    """One row that did something. `n`: how many rows of the import stand before it."""

    n: int
    appointment_id: str
    what: What
    last_pos: int
    contact_id: ContactId | None = None
    made_pos: int = 0
    before: Appointment | None = None

    @property
    def is_new(self) -> bool:
        """Whether the appointment is the import's own."""
        return self.what == "added"


@dataclass(frozen=True, slots=True)
class AppointmentCounts:
    """Of one import."""

    done: int = 0
    added: int = 0
    changed: int = 0
    same: int = 0
    gone: int = 0
    removed: int = 0
    kept: int = 0
    restored: int = 0
    left: int = 0
    is_undone: bool = False

    @property
    def refused(self) -> int:
        """Rows that made nothing, since somebody of that number asked to be left alone."""
        return self.done - self.added - self.changed - self.same - self.gone


def begin(conn: Connection, import_id: ImportId) -> None:
    """It has brought nothing yet; one that was begun stays as it is."""
    conn.execute(
        "INSERT INTO appointments_import (import_id) VALUES (?) ON CONFLICT DO NOTHING", (import_id,)
    )


def counts(conn: Connection, import_id: ImportId) -> AppointmentCounts:
    """How far it is."""
    row = conn.execute(_COUNTED, (import_id,)).fetchone()
    if row is None:
        return AppointmentCounts()
    done, added, changed, same, gone, removed, kept, restored, left, is_undone = row
    return AppointmentCounts(done, added, changed, same, gone, removed, kept, restored, left, bool(is_undone))


def note(conn: Connection, import_id: ImportId, many: int, same: int, rows: list[DoneAppointment]) -> None:
    """So many more rows were taken; `rows` are those that did something."""
    done = [sum(row.what == what for row in rows) for what in _WHAT]
    conn.execute(
        "UPDATE appointments_import SET done = done + ?, same = same + ?, added = added + ?, changed = changed + ?,"
        " gone = gone + ? WHERE import_id = ?",
        (many, same, *done, import_id),
    )
    conn.executemany(
        "INSERT INTO appointments_import_row"
        " (import_id, n, appointment_id, contact_id, made_pos, what, last_pos, before) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                import_id, row.n, row.appointment_id, row.contact_id, row.made_pos, _WHAT.index(row.what), row.last_pos,
                None if row.before is None else to_json(row.before),
            )
            for row in rows
        ],
    )  # fmt: skip


def begin_undo(conn: Connection, import_id: ImportId) -> None:
    """What it did is to be taken back, see `next_rows`."""
    conn.execute("UPDATE appointments_import SET is_undone = 1 WHERE import_id = ?", (import_id,))


def end_undo(conn: Connection, import_id: ImportId) -> None:
    """All of it was taken back."""
    conn.execute("UPDATE appointments_import SET is_undone = 2 WHERE import_id = ?", (import_id,))


def undoing(conn: Connection) -> ImportId | None:
    """An import whose undoing has begun and has not ended."""
    row = conn.execute("SELECT import_id FROM appointments_import WHERE is_undone = 1 LIMIT 1").fetchone()
    return ImportId(row[0]) if row else None


def next_rows(conn: Connection, import_id: ImportId, most: int) -> list[DoneAppointment]:
    """The rows that are still to be taken back, the last ones first."""
    rows = conn.execute(
        "SELECT n, appointment_id, what, last_pos, contact_id, made_pos, before FROM appointments_import_row"
        " WHERE import_id = ? ORDER BY n DESC LIMIT ?",
        (import_id, most),
    )
    return [
        DoneAppointment(
            n, key, _WHAT[what], last, who, made, None if before is None else read_json(before, Appointment)
        )
        for n, key, what, last, who, made, before in rows.fetchall()
    ]


def taken_back(
    conn: Connection,
    import_id: ImportId,
    rows: list[DoneAppointment],
    *,
    removed: int,
    kept: int,
    restored: int,
    left: int,
) -> None:
    """These rows are done with."""
    conn.executemany(
        "DELETE FROM appointments_import_row WHERE import_id = ? AND n = ?",
        [(import_id, row.n) for row in rows],
    )
    conn.execute(
        "UPDATE appointments_import SET removed = removed + ?, kept = kept + ?, restored = restored + ?,"
        " left_over = left_over + ? WHERE import_id = ?",
        (removed, kept, restored, left, import_id),
    )


def forget(conn: Connection, contact_ids: Iterable[str], appointment_ids: Iterable[str]) -> None:
    """Somebody is erased: nothing of them and of their appointments is kept here."""
    conn.executemany(
        "DELETE FROM appointments_import_row WHERE contact_id = ?", [(one,) for one in contact_ids]
    )
    conn.executemany(
        "DELETE FROM appointments_import_row WHERE appointment_id = ?", [(one,) for one in appointment_ids]
    )
