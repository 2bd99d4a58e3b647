"""Messages as rows: loading and saving them for the projection."""

import json
import zlib
from collections.abc import Container, Iterable, Mapping
from typing import Any

from sqlcipher3.dbapi2 import Connection

from app.domain.copies import changed
from app.domain.ids import LineId, MessageId
from app.domain.messages import PLACEHOLDER, Message, Rank, is_amendment
from app.domain.rows import Shelf
from storage.instants import from_us, to_us
from storage.json_list import json_list
from storage.rows import write_rows
from storage.view.shelves import has_link, shelf_of

COLUMNS = (
    "m.message_id, c.conversation_id, m.pos, m.direction, m.author, m.kind, m.text, m.sort_us, m.base, m.rank,"
    " m.failure_code, m.provider_code, m.external_id, m.member_id, m.reply_to, m.is_late, m.retry_of, m.hold_until_us,"
    " m.state_us, m.joined, m.more, m.origin_no"
)
_SELECT = f"SELECT {COLUMNS} FROM view_message m JOIN view_conversation c ON c.no = m.conversation_no"
_PLAIN = (
    "pos, message_id, conversation_no, direction, author, kind, text, sort_us, base, rank, failure_code, provider_code,"
    " external_id, external_key, member_id, reply_to, is_late, retry_of, hold_until_us, state_us"
)
_INSERT = f"INSERT INTO view_message ({_PLAIN}) VALUES {{rows}}"
_INSERT_RICH = (
    f"INSERT INTO view_message ({_PLAIN}, joined, shelf, more, import_no, origin_no) VALUES {{rows}}"
)
# What events change of a message; all else stands from its first event on.
_UPDATE = (
    "UPDATE view_message SET base = column1, rank = column2, failure_code = column3, provider_code = column4,"
    " state_us = column5, external_id = column6, external_key = column7 FROM (VALUES {rows}) WHERE pos = column8"
)
_UPDATE_STATE = (
    "UPDATE view_message SET base = column1, rank = column2, failure_code = column3, provider_code = column4,"
    " state_us = column5 FROM (VALUES {rows}) WHERE pos = column6"
)
_REWRITE = (  # of the few that another message changes, or whose file arrives
    "UPDATE view_message SET base = column1, rank = column2, failure_code = column3, provider_code = column4,"
    " state_us = column5, external_id = column6, external_key = column7, text = column8, joined = column9,"
    " shelf = column10, more = column11 FROM (VALUES {rows}) WHERE pos = column12"
)
_MOVE = (
    "UPDATE view_message SET origin_no = ifnull(origin_no, conversation_no), conversation_no ="
    " (SELECT value FROM json_each(?1) WHERE CAST(key AS INTEGER) = conversation_no)"
    " WHERE conversation_no IN (SELECT CAST(key AS INTEGER) FROM json_each(?1))"
)
_WAITS = f"{_SELECT} WHERE m.joined = 0 AND m.reply_to IN (SELECT value FROM json_each(?)) ORDER BY m.pos"
_RANKS = tuple(Rank)


def external_key(external_id: str | None) -> int | None:
    """A short hash of a channel's id, for the index; equal hashes are told apart by the id itself."""
    return None if external_id is None else zlib.crc32(external_id.encode("utf-8", "surrogatepass"))


def message_of_row(row: tuple[Any, ...]) -> Message:
    """The object of a row in the order of COLUMNS."""
    message = Message(
        row[0],
        row[1],
        row[2],
        row[3],
        row[4],
        row[5],
        row[6],
        from_us(row[7]),
        row[8],
        _RANKS[row[9]],
        row[10],
        row[11],
        row[12],
        row[13],
        row[14],
        row[15] == 1,
        row[16],
        from_us(row[17]),
        from_us(row[18]),
    )
    if row[20] is not None:
        from storage.view.more import with_more  # most pages hold nothing but text

        message = with_more(message, row[20])
    if row[21] is not None:
        message = changed(message, origin_no=row[21])
    return changed(message, is_hidden=True) if row[19] == 1 else message


def load_many(conn: Connection, ids: Iterable[MessageId]) -> list[Message]:
    """The known ones of `ids`."""
    rows = conn.execute(
        f"{_SELECT} WHERE m.message_id IN (SELECT value FROM json_each(?))", (json_list(ids),)
    )
    return [message_of_row(row) for row in rows]


def load_by_external(conn: Connection, external_ids: Iterable[str]) -> list[Message]:
    """All messages that the channel calls so, on any line, oldest first."""
    wanted = set(external_ids)
    keys = json_list(key for key in map(external_key, wanted) if key is not None)
    rows = conn.execute(
        f"{_SELECT} WHERE m.external_key IN (SELECT value FROM json_each(?)) ORDER BY m.pos", (keys,)
    )
    return [message_of_row(row) for row in rows if row[12] in wanted]


def load_waiting(conn: Connection, external_ids: Iterable[str]) -> list[Message]:
    """Changes to messages of these names that were not known yet, oldest first."""
    is_none = conn.execute("SELECT 1 FROM view_message WHERE joined = 0 LIMIT 1").fetchone() is None
    if is_none:
        return []
    return [message_of_row(row) for row in conn.execute(_WAITS, (json_list(external_ids),))]


def load_message(conn: Connection, message_id: MessageId) -> Message | None:
    """One message."""
    row = conn.execute(f"{_SELECT} WHERE m.message_id = ?", (message_id,)).fetchone()
    return message_of_row(row) if row else None


def message_by_external_id(
    conn: Connection, external_id: str, line_id: LineId | None = None
) -> Message | None:
    """The oldest message that the channel calls so, on one line or on any; no placeholder that was replaced."""
    rows = conn.execute(
        f"{_SELECT} WHERE m.external_key = ? AND m.external_id = ? AND c.line_id = ifnull(?, c.line_id)"
        f" ORDER BY m.joined IS 1 AND m.kind = '{PLACEHOLDER}', m.pos LIMIT 1",
        (external_key(external_id), external_id, line_id),
    )
    row = rows.fetchone()
    return message_of_row(row) if row else None


def insert(conn: Connection, messages: Iterable[tuple[int, Message]]) -> None:
    """Write new messages, each with the number of its conversation."""
    plain: list[tuple[Any, ...]] = []
    rich: list[tuple[Any, ...]] = []
    for conversation_no, m in messages:
        if _is_plain(m):
            plain.append(_row(conversation_no, m))
        else:
            rich.append((*_row(conversation_no, m), *_rare(m), m.import_no, m.origin_no))
    write_rows(conn, _INSERT, plain)
    write_rows(conn, _INSERT_RICH, rich)


def update(
    conn: Connection, changes: Iterable[tuple[Message, Message]], rewritten: Container[MessageId]
) -> None:
    """Write what changed of known messages: pairs of before and after; of `rewritten` ones all of it."""
    named: list[tuple[Any, ...]] = []
    moved: list[tuple[Any, ...]] = []
    whole: list[tuple[Any, ...]] = []
    for before, m in changes:
        state = (m.base, int(m.rank), m.failure_code, m.provider_code, to_us(m.state_at))
        if m.message_id in rewritten:
            name = (m.external_id, external_key(m.external_id))
            whole.append((*state, *name, m.text, *_rare(m), m.pos))
        elif before.external_id == m.external_id:
            moved.append((*state, m.pos))
        else:
            named.append((*state, m.external_id, external_key(m.external_id), m.pos))
    write_rows(conn, _UPDATE_STATE, moved)
    write_rows(conn, _UPDATE, named)
    write_rows(conn, _REWRITE, whole)


def move(conn: Connection, numbers: Mapping[int, int]) -> None:
    """Give the messages of some conversations to others: old numbers and new ones."""
    conn.execute(_MOVE, (json.dumps(numbers),))


def _row(conversation_no: int, m: Message) -> tuple[Any, ...]:
    return (
        m.pos,
        m.message_id,
        conversation_no,
        m.direction,
        m.author,
        m.kind,
        m.text,
        to_us(m.sort_at),
        m.base,
        int(m.rank),
        m.failure_code,
        m.provider_code,
        m.external_id,
        external_key(m.external_id),
        m.member_id,
        m.reply_to,
        int(m.is_late),
        m.retry_of,
        to_us(m.hold_until_at),
        to_us(m.state_at),
    )


def _is_plain(m: Message) -> bool:
    """Whether it is a text and nothing else, as most are: of such a row nothing more is written or read."""
    if m.kind != "text" or m.content is not None or m.is_hidden or m.reactions or has_link(m.text):
        return False
    has_more = m.media is not None or m.author_name is not None or m.import_no is not None
    return not has_more and m.edited_at is None and m.revoked_at is None and m.origin_no is None


def _rare(m: Message) -> tuple[int | None, Shelf | None, bytes | None]:
    """What a plain text has none of: `joined`, `shelf` and `more`."""
    from storage.view.more import packed_more

    joined = 1 if m.is_hidden else 0 if is_amendment(m) else None
    return joined, shelf_of(m), packed_more(m)
