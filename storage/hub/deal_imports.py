"""How far imports of deals are, and what each row did, so that it can be taken back.

What a row put in the place of what is kept here until the import is undone, and nowhere else. All functions run inside
a Writer job.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Column, Index, Integer, LargeBinary, Table, Text, text

from app.domain.contact_cards import FieldChange
from app.domain.deals import DealState
from app.domain.ids import ContactId, ImportId, MemberId
from storage.codec import read_json, to_json
from storage.hub.tables import METADATA, Connection

_COUNTS = ("done", "added", "changed", "same", "removed", "kept", "restored", "left_over")

# `is_undone`: 1 while it is taken back, 2 once it was.
DEALS_IMPORT = Table(
    "deals_import", METADATA,
    Column("import_id", Text, primary_key=True),
    *(Column(name, Integer, nullable=False, server_default=text("0")) for name in _COUNTS),
    Column("is_undone", Integer, nullable=False, server_default=text("0")),
    sqlite_with_rowid=False,
)  # fmt: skip

# `contact_id`: of the person that the row made a contact, by the event at `made_pos`. `taken`: of a change, what it put
# where (TakenDeal as JSON).
# `last_pos`: the last event of the row; what comes after it is somebody's own doing.
DEALS_IMPORT_ROW = Table(
    "deals_import_row", METADATA,
    Column("import_id", Text, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("deal_id", Text, nullable=False),
    Column("contact_id", Text),
    Column("made_pos", Integer, nullable=False),
    Column("is_new", Integer, nullable=False),
    Column("last_pos", Integer, nullable=False),
    Column("taken", LargeBinary),
    sqlite_with_rowid=False,
)  # fmt: skip
Index(
    "deals_import_row_contact",
    DEALS_IMPORT_ROW.c.contact_id,
    sqlite_where=DEALS_IMPORT_ROW.c.contact_id.is_not(None),
)

Index("deals_import_row_deal", DEALS_IMPORT_ROW.c.deal_id)
_COUNTED = (
    "SELECT done, added, changed, same, removed, kept, restored, left_over, is_undone FROM deals_import"
    " WHERE import_id = ?"
)


@dataclass(frozen=True, slots=True)
class TakenDeal:
    """What one row changed of a deal that was known: values before and after, tags, owner, and where it stood."""

    before: tuple[FieldChange, ...] = ()
    after: tuple[FieldChange, ...] = ()
    tags: tuple[str, ...] = ()
    owner_before: MemberId | None = None
    owner_after: MemberId | None = None
    place_before: tuple[str, str] | None = None  # pipeline and stage
    place_after: tuple[str, str] | None = None
    state_before: DealState | None = None
    state_after: DealState | None = None
    reason_before: str = ""
    is_linked: bool = False
    step_version: int = 0  # of the task that is the next step of a new deal, 0 for none


@dataclass(frozen=True, slots=True)
class DoneDeal:
    """One row that did something. `n`: how many rows of the import stand before it."""

    n: int
    deal_id: str
    is_new: bool
    last_pos: int
    contact_id: ContactId | None = None
    made_pos: int = 0
    taken: TakenDeal | None = None


@dataclass(frozen=True, slots=True)
class DealCounts:
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
        """Rows that made nothing, since somebody of that number asked to be left alone."""
        return self.done - self.added - self.changed - self.same


def begin(conn: Connection, import_id: ImportId) -> None:
    """It has brought nothing yet; one that was begun stays as it is."""
    conn.execute("INSERT INTO deals_import (import_id) VALUES (?) ON CONFLICT DO NOTHING", (import_id,))


def counts(conn: Connection, import_id: ImportId) -> DealCounts:
    """How far it is."""
    row = conn.execute(_COUNTED, (import_id,)).fetchone()
    if row is None:
        return DealCounts()
    done, added, changed, same, removed, kept, restored, left, is_undone = row
    return DealCounts(done, added, changed, same, removed, kept, restored, left, bool(is_undone))


def note(conn: Connection, import_id: ImportId, many: int, same: int, rows: list[DoneDeal]) -> None:
    """So many more rows were taken; `rows` are those that did something."""
    added = sum(row.is_new for row in rows)
    conn.execute(
        "UPDATE deals_import SET done = done + ?, added = added + ?, changed = changed + ?, same = same + ?"
        " WHERE import_id = ?",
        (many, added, len(rows) - added, same, import_id),
    )
    conn.executemany(
        "INSERT INTO deals_import_row (import_id, n, deal_id, contact_id, made_pos, is_new, last_pos, taken)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                import_id, row.n, row.deal_id, row.contact_id, row.made_pos, int(row.is_new), row.last_pos,
                None if row.taken is None else to_json(row.taken),
            )
            for row in rows
        ],
    )  # fmt: skip


def begin_undo(conn: Connection, import_id: ImportId) -> None:
    """What it did is to be taken back, see `next_rows`."""
    conn.execute("UPDATE deals_import SET is_undone = 1 WHERE import_id = ?", (import_id,))


def end_undo(conn: Connection, import_id: ImportId) -> None:
    """All of it was taken back."""
    conn.execute("UPDATE deals_import SET is_undone = 2 WHERE import_id = ?", (import_id,))


def undoing(conn: Connection) -> ImportId | None:
    """An import whose undoing has begun and has not ended."""
    row = conn.execute("SELECT import_id FROM deals_import WHERE is_undone = 1 LIMIT 1").fetchone()
    return ImportId(row[0]) if row else None


def next_rows(conn: Connection, import_id: ImportId, most: int) -> list[DoneDeal]:
    """The rows that are still to be taken back, the last ones first."""
    rows = conn.execute(
        "SELECT n, deal_id, is_new, last_pos, contact_id, made_pos, taken FROM deals_import_row WHERE import_id = ?"
        " ORDER BY n DESC LIMIT ?",
        (import_id, most),
    )
    return [
        DoneDeal(
            n, deal_id, bool(is_new), last, who, made, None if taken is None else read_json(taken, TakenDeal)
        )
        for n, deal_id, is_new, last, who, made, taken in rows.fetchall()
    ]


def taken_back(
    conn: Connection,
    import_id: ImportId,
    rows: list[DoneDeal],
    *,
    removed: int,
    kept: int,
    restored: int,
    left: int,
) -> None:
    """These rows are done with."""
    conn.executemany(
        "DELETE FROM deals_import_row WHERE import_id = ? AND n = ?", [(import_id, row.n) for row in rows]
    )
    conn.execute(
        "UPDATE deals_import SET removed = removed + ?, kept = kept + ?, restored = restored + ?,"
        " left_over = left_over + ? WHERE import_id = ?",
        (removed, kept, restored, left, import_id),
    )


def forget(conn: Connection, contact_ids: Iterable[str], deal_ids: Iterable[str]) -> None:
    """Somebody is erased: nothing of them and of their deals is kept here."""
    conn.executemany("DELETE FROM deals_import_row WHERE contact_id = ?", [(one,) for one in contact_ids])
    conn.executemany("DELETE FROM deals_import_row WHERE deal_id = ?", [(one,) for one in deal_ids])
