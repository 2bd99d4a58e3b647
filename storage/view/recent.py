"""The newest part of a view as one document: what a new desk shows until it has projected the log itself.

Which rows come along is read off the tables' columns, so that a table added later comes too: rows about the chosen
conversations and their contacts, and small tables as a whole. Messages are the newest few of each conversation.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec
from sqlcipher3.dbapi2 import Connection

from app.domain.errors import EnvironmentFailure
from app.domain.records import record
from storage.json_list import json_list
from storage.view import schema

CONVERSATIONS: Final = 500  # the newest …
WAITING: Final = 200  # … and those who wait longest, wherever they stand
MESSAGES_EACH: Final = 50
BYTES_MAX: Final = 12 * 1024 * 1024  # of messages; the oldest conversations then bring none
ROWS_MAX: Final = 20_000  # of any other table
_MESSAGES: Final = "view_message"
_OF_CONTACTS: Final = "view_contact_"  # tables about people by their number
_LEFT_OUT: Final = frozenset({"view_meta", "view_waiting_status", _MESSAGES})
_NEWEST = (
    "SELECT no, conversation_id, contact_id FROM view_conversation WHERE is_closed = {} AND lifted_pos <> 0"
    " ORDER BY lifted_pos DESC LIMIT ?"
)
_LONGEST = (
    "SELECT no, conversation_id, contact_id FROM view_conversation WHERE waiting_since_us IS NOT NULL"
    " AND last_inbound_us > -9223372036854775808 ORDER BY last_inbound_us, waiting_since_us, no LIMIT ?"
)
_LIFTED = (
    "SELECT no FROM view_conversation WHERE no IN (SELECT value FROM json_each(?)) ORDER BY lifted_pos DESC"
)
_ENCODE = msgspec.json.Encoder().encode


class _Blob(msgspec.Struct, frozen=True):
    """Bytes in a row, which JSON has no word for."""

    blob: bytes


class _Rows(msgspec.Struct, frozen=True):
    name: str
    columns: list[str]
    rows: list[list[Any]]


class _Document(msgspec.Struct, frozen=True):
    view_version: int
    pos: int
    chain: str
    tables: list[_Rows]


@record
class Recent:
    """Rows of some of a view's tables as they stood at position `pos`, whose chain is `chain`."""

    pos: int
    chain: bytes
    tables: Mapping[str, tuple[Sequence[str], Sequence[Sequence[Any]]]]  # name: columns, rows


def encode_recent(conn: Connection) -> bytes:
    """The newest part of a whole view, read in one transaction. Takes a good part of a second: not on an event loop.

    It is encoded piece by piece, so that other threads get their turn in between.
    """
    conn.execute("BEGIN")
    try:
        pos, chain = schema.cursor(conn)
        head = f'{{"view_version":{schema.VIEW_VERSION},"pos":{pos},"chain":"{chain.hex()}","tables":['
        return head.encode() + b",".join(_tables(conn)) + b"]}"
    finally:
        conn.execute("ROLLBACK")


def decode_recent(data: bytes) -> Recent:
    """Read such a document. Raises EnvironmentFailure: answer_unreadable, view_differs (another program's view)."""
    try:
        document = msgspec.json.decode(data, type=_Document)
        if document.view_version != schema.VIEW_VERSION:
            raise EnvironmentFailure("view_differs")
        tables = {
            table.name: (table.columns, [_opened(row) for row in table.rows]) for table in document.tables
        }
        return Recent(document.pos, bytes.fromhex(document.chain), tables)
    except (msgspec.MsgspecError, ValueError) as error:
        raise EnvironmentFailure("answer_unreadable") from error


def fill(conn: Connection, recent: Recent) -> None:
    """Put the rows into a new, empty view, in the caller's transaction; names that the view does not have are refused.

    Raises EnvironmentFailure("answer_unreadable").
    """
    known = dict(_columns(conn))
    for name, (columns, rows) in recent.tables.items():
        if not set(columns) <= set(known.get(name, ())) or any(len(row) != len(columns) for row in rows):
            raise EnvironmentFailure("answer_unreadable")
        places = ", ".join("?" * len(columns))
        conn.executemany(f"INSERT OR REPLACE INTO {name} ({', '.join(columns)}) VALUES ({places})", rows)
    schema.set_cursor(conn, recent.pos, recent.chain)


def _opened(row: list[Any]) -> list[Any]:
    """A row of the wire: small objects are bytes again."""
    if dict not in map(type, row):
        return row
    return [msgspec.convert(cell, _Blob).blob if isinstance(cell, dict) else cell for cell in row]


def _tables(conn: Connection) -> Iterator[bytes]:
    """Each table as JSON."""
    chosen = _chosen(conn)
    numbers = json_list(no for no, _, _ in chosen)
    conditions: tuple[tuple[str, str, str], ...] = (
        ("conversation_no", "conversation_no", numbers),
        ("conversation_id", "conversation_id", json_list(name for _, name, _ in chosen)),
        ("contact_id", "contact_id", json_list(contact for _, _, contact in chosen)),
        ("gone_id", "kept_id", json_list(each for _, *both in chosen for each in both)),
    )
    for name, columns in _columns(conn):
        if name in _LEFT_OUT:
            continue
        sql, given = f"SELECT {', '.join(columns)} FROM {name}", []
        if name.startswith(_OF_CONTACTS) and "no" in columns:
            sql += " WHERE no IN (SELECT no FROM view_contact WHERE contact_id IN (SELECT value FROM json_each(?1)))"
            given = [conditions[2][2]]
            if "conversation_no" in columns:
                sql += " OR conversation_no IN (SELECT value FROM json_each(?2))"
                given.append(numbers)
        for mark, column, keys in () if given else conditions:
            if mark in columns:
                sql += f" WHERE {column} IN (SELECT value FROM json_each(?))"
                given = [keys]
                break
        rows = conn.execute(f"{sql} LIMIT {ROWS_MAX}", given).fetchall()
        yield _ENCODE(_Rows(name, columns, [_sealed(row) for row in rows]))
    yield _messages(conn, numbers)


def _messages(conn: Connection, numbers: str) -> bytes:
    columns = dict(_columns(conn))[_MESSAGES]
    newest = (
        f"SELECT {', '.join(columns)} FROM {_MESSAGES} WHERE conversation_no = ? AND joined IS NOT 1"
        f" ORDER BY sort_us DESC, pos DESC LIMIT {MESSAGES_EACH}"
    )
    pieces: list[bytes] = []
    size = 0
    for (no,) in conn.execute(_LIFTED, (numbers,)).fetchall():
        rows = conn.execute(newest, (no,)).fetchall()
        piece = _ENCODE([_sealed(row) for row in rows])[1:-1]
        size += len(piece)
        if size > BYTES_MAX:
            break
        if piece:
            pieces.append(piece)
    head = f'{{"name":"{_MESSAGES}","columns":{_ENCODE(columns).decode()},"rows":['
    return head.encode() + b",".join(pieces) + b"]}"


def _sealed(row: tuple[Any, ...]) -> list[Any]:
    return [_Blob(cell) if type(cell) is bytes else cell for cell in row]


def _chosen(conn: Connection) -> list[tuple[int, str, str]]:
    """Number, id and contact of each conversation that comes along."""
    newest: list[tuple[int, str, str]] = []
    for is_closed in (0, 1):
        newest += conn.execute(_NEWEST.format(is_closed), (CONVERSATIONS,)).fetchall()
    order = conn.execute(_LIFTED, (json_list(no for no, _, _ in newest),)).fetchall()
    kept = {no for (no,) in order[:CONVERSATIONS]}
    chosen = {row[0]: row for row in newest if row[0] in kept}
    chosen |= {row[0]: row for row in conn.execute(_LONGEST, (WAITING,)).fetchall()}
    return list(chosen.values())


def _columns(conn: Connection) -> list[tuple[str, list[str]]]:
    """Every table of the view and its columns."""
    names = conn.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'view^_%' ESCAPE '^' ORDER BY name"
    ).fetchall()
    pragma: Callable[[str], list[Any]] = lambda name: conn.execute(f"PRAGMA table_info({name})").fetchall()  # noqa: E731
    return [(name, [column[1] for column in pragma(name)]) for (name,) in names]
