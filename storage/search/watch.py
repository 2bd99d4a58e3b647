"""What view.db notes for the index: which messages changed, written by triggers in the transaction that changes them.

Making the view anew drops its tables and so the triggers; a view that is not watched is one that the index does not
know. The tables' names do not begin with `view_`, so that they are no part of the view's hash.
"""

import secrets
from collections.abc import Iterable

from sqlcipher3.dbapi2 import Connection

_CHANGED = "INSERT INTO search_changed (pos) VALUES ({row}.pos)"
_TRIGGERS = (
    "CREATE TRIGGER search_new AFTER INSERT ON view_message BEGIN " + _CHANGED.format(row="NEW") + "; END",
    "CREATE TRIGGER search_edited AFTER UPDATE OF text, joined, more, conversation_no ON view_message BEGIN "
    + _CHANGED.format(row="NEW")
    + "; END",
    "CREATE TRIGGER search_cancelled AFTER UPDATE OF base ON view_message"
    " WHEN NEW.base IS NOT OLD.base AND (NEW.base = 'cancelled' OR OLD.base = 'cancelled') BEGIN "
    + _CHANGED.format(row="NEW")
    + "; END",
    "CREATE TRIGGER search_gone AFTER DELETE ON view_message BEGIN " + _CHANGED.format(row="OLD") + "; END",
)
_IS_WATCHED = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'view_message'"


def watched(conn: Connection) -> int:
    """The number of this watch; 0 when the view is not watched."""
    if conn.execute(_IS_WATCHED).fetchone()[0] < len(_TRIGGERS):
        return 0
    return int(conn.execute("SELECT number FROM search_watch").fetchone()[0])


def watch(conn: Connection) -> int:
    """Watch the view from now on, unless it is; gives the number of this watch. On the writing connection."""
    number = watched(conn)
    if number:
        return number
    conn.execute("CREATE TABLE IF NOT EXISTS search_watch (number INTEGER NOT NULL)")
    conn.execute("CREATE TABLE IF NOT EXISTS search_changed (id INTEGER PRIMARY KEY, pos INTEGER NOT NULL)")
    conn.execute("DELETE FROM search_watch")
    conn.execute("DELETE FROM search_changed")
    number = secrets.randbits(48) or 1
    conn.execute("INSERT INTO search_watch VALUES (?)", (number,))
    for trigger in _TRIGGERS:
        conn.execute(trigger)
    return number


def changed(conn: Connection, limit: int) -> list[tuple[int, int]]:
    """Notes (their number, and the position of a message) of what is not indexed so yet, the newest first."""
    rows = conn.execute("SELECT id, pos FROM search_changed ORDER BY id DESC LIMIT ?", (limit,))
    return [(row[0], row[1]) for row in rows]


def forget(conn: Connection, notes: Iterable[tuple[int, int]]) -> None:
    """What they tell is indexed; who changed meanwhile has a note of its own. On the view's writing connection."""
    conn.executemany("DELETE FROM search_changed WHERE id = ?", [(number,) for number, _ in notes])
