"""Entries of the ledger, removed ones among them: some hundred packed rows, read whole and held by who reads them."""

from dataclasses import replace
from typing import Any, Final

from sqlcipher3.dbapi2 import Connection

from app.domain.events import Event
from app.domain.ledger import LEDGER_EVENTS, Entry, LedgerEvent
from app.domain.ledger_entries import SHAPES, Key, Standing, entry_in, key_in
from storage.packing import packed, unpacked
from storage.view.subjects import Subjects

_SAVE: Final = (
    "INSERT OR REPLACE INTO view_ledger (kind, entry_id, version, is_removed, entry) VALUES (?, ?, ?, 0, ?)"
)
_REMOVE: Final = "UPDATE view_ledger SET is_removed = 1, version = ? WHERE kind = ? AND entry_id = ?"
_COLUMNS: Final = "kind, entry_id, version, is_removed, entry"


def entries(conn: Connection) -> dict[Key, Standing]:
    """All of them."""
    rows = conn.execute(f"SELECT {_COLUMNS} FROM view_ledger ORDER BY kind, entry_id")
    found = [_standing(row) for row in rows.fetchall()]
    return {one.key: one for one in found}


def entry(conn: Connection, key: Key) -> Standing | None:
    """One of them, also a removed one."""
    sql = f"SELECT {_COLUMNS} FROM view_ledger WHERE kind = ? AND entry_id = ?"
    row = conn.execute(sql, key).fetchone()
    return _standing(row) if row else None


def count_of(conn: Connection, kind: str) -> int:
    """How many of a kind there are."""
    sql = "SELECT count(*) FROM view_ledger WHERE kind = ? AND is_removed = 0"
    return int(conn.execute(sql, (kind,)).fetchone()[0])


def _standing(row: tuple[Any, ...]) -> Standing:
    kind, entry_id, version, is_removed, data = row
    found: Entry = replace(unpacked(data, SHAPES[kind]), version=version)
    return Standing((kind, entry_id), found, is_removed == 1)


def _told(subjects: Subjects, _event: Event, body: LedgerEvent) -> None:
    saved, key = entry_in(body), key_in(body)
    subjects.has_new_ledger = True
    if saved is not None:
        subjects.write_later((_SAVE, (*key, saved.version, packed(saved))))
    else:
        subjects.write_later((_REMOVE, (body.version, *key)))  # type: ignore[union-attr]


LEDGER: Final = dict.fromkeys(LEDGER_EVENTS, _told)
