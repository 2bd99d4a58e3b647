"""What view.db notes for the index: which messages and people changed. Triggers write it in the same transaction.

Making the view anew drops its tables and so the triggers; a view that is not watched is one that the index does not
know. The tables' names do not begin with `view_`, so that they are no part of the view's hash.
"""

import secrets
from collections.abc import Iterable

from sqlcipher3.dbapi2 import Connection


def _trigger(name: str, event: str, note: str) -> str:
    return f"CREATE TRIGGER search_{name} AFTER {event} BEGIN INSERT INTO {note}; END"


_NEW_MESSAGE = "search_changed (pos) VALUES (NEW.pos)"
_NEW_PERSON = "search_changed_person (no) VALUES (NEW.no)"
_OLD_PERSON = "search_changed_person (no) VALUES (OLD.no)"
_CANCELLED = "WHEN NEW.base IS NOT OLD.base AND (NEW.base = 'cancelled' OR OLD.base = 'cancelled')"
_RENAMED = "WHEN NEW.sought IS NOT OLD.sought OR NEW.number IS NOT OLD.number OR NEW.phone IS NOT OLD.phone"
_ABOUT_PEOPLE = ("view_contact_tag", "view_contact_note", "view_contact_field")
_TRIGGERS = (
    _trigger("new", "INSERT ON view_message", _NEW_MESSAGE),
    _trigger("edited", "UPDATE OF text, joined, more, conversation_no ON view_message", _NEW_MESSAGE),
    _trigger("cancelled", f"UPDATE OF base ON view_message {_CANCELLED}", _NEW_MESSAGE),
    _trigger("gone", "DELETE ON view_message", "search_changed (pos) VALUES (OLD.pos)"),
    _trigger("person_new", "INSERT ON view_contact", _NEW_PERSON),
    _trigger("person_renamed", f"UPDATE OF sought, number, phone ON view_contact {_RENAMED}", _NEW_PERSON),
    _trigger("person_gone", "DELETE ON view_contact", _OLD_PERSON),
    *(_trigger(f"{table}_new", f"INSERT ON {table}", _NEW_PERSON) for table in _ABOUT_PEOPLE),
    *(_trigger(f"{table}_changed", f"UPDATE ON {table}", _NEW_PERSON) for table in _ABOUT_PEOPLE),
    *(_trigger(f"{table}_moved", f"UPDATE OF no ON {table}", _OLD_PERSON) for table in _ABOUT_PEOPLE),
    *(_trigger(f"{table}_gone", f"DELETE ON {table}", _OLD_PERSON) for table in _ABOUT_PEOPLE),
)
_IS_WATCHED = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'search^_%' ESCAPE '^'"


_LEFT = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'search^_%' ESCAPE '^'"


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
    conn.execute(
        "CREATE TABLE IF NOT EXISTS search_changed_person (id INTEGER PRIMARY KEY, no INTEGER NOT NULL)"
    )
    conn.execute("DELETE FROM search_watch")
    conn.execute("DELETE FROM search_changed")
    conn.execute("DELETE FROM search_changed_person")
    for (name,) in conn.execute(_LEFT).fetchall():
        conn.execute(f"DROP TRIGGER {name}")
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


def has_notes(conn: Connection) -> bool:
    """Whether anything changed that is not indexed so yet."""
    both = "SELECT 1 FROM search_changed UNION ALL SELECT 1 FROM search_changed_person LIMIT 1"
    return conn.execute(both).fetchone() is not None


def changed_people(conn: Connection, limit: int) -> list[tuple[int, int]]:
    """The same of contacts: the note's number, and the contact's."""
    rows = conn.execute("SELECT id, no FROM search_changed_person ORDER BY id DESC LIMIT ?", (limit,))
    return [(row[0], row[1]) for row in rows]


def forget_people(conn: Connection, notes: Iterable[tuple[int, int]]) -> None:
    """These are indexed. On the view's writing connection."""
    conn.executemany("DELETE FROM search_changed_person WHERE id = ?", [(number,) for number, _ in notes])
