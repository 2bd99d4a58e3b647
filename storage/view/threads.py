"""What a conversation pane reads: pages of bubbles, and single ones."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlcipher3.dbapi2 import Connection

from app.domain.contacts import shown_name
from app.domain.ids import ConversationId, MemberId, MessageId
from app.domain.messages import preview_of
from app.domain.rows import MessageRow
from storage.instants import to_us
from storage.json_list import json_list
from storage.view.messages import COLUMNS, external_key, message_of_row

Place = tuple[datetime, int]  # `sort_at` and `pos` of a message: where it stands in its conversation

_SELECT = (
    f"SELECT {COLUMNS}, w.name FROM view_conversation c JOIN view_message m ON m.conversation_no = c.no"
    " LEFT JOIN view_member w ON w.member_id = m.member_id"
)
# What its author took back before it went out is for them as if it had never been; `?` is who reads, NULL for anybody.
_IS_SHOWN = "(m.base <> 'cancelled' OR m.member_id IS NOT ?)"
_NEWEST = f"{_SELECT} WHERE c.conversation_id = ? AND {_IS_SHOWN} ORDER BY m.sort_us DESC, m.pos DESC LIMIT ?"
_BEFORE = (
    f"{_SELECT} WHERE c.conversation_id = ? AND {_IS_SHOWN} AND (m.sort_us, m.pos) < (?, ?)"
    " ORDER BY m.sort_us DESC, m.pos DESC LIMIT ?"
)
_AFTER = (
    f"{_SELECT} WHERE c.conversation_id = ? AND {_IS_SHOWN} AND (m.sort_us, m.pos) > (?, ?)"
    " ORDER BY m.sort_us, m.pos LIMIT ?"
)
_ONE = f"{_SELECT} WHERE m.message_id = ? AND {_IS_SHOWN}"
_QUOTED = (
    "SELECT m.external_id, m.message_id, m.text, m.direction, w.name, p.name, p.number, p.username, p.user_id"
    " FROM view_message m"
    " JOIN view_conversation c ON c.no = m.conversation_no"
    " LEFT JOIN view_member w ON w.member_id = m.member_id LEFT JOIN view_contact p ON p.contact_id = c.contact_id"
    " WHERE m.external_key IN (SELECT value FROM json_each(?)) AND c.conversation_id = ? ORDER BY m.pos DESC"
)
Quoted = tuple[MessageId | None, str | None, str | None]  # which one, start of its text, its author's name
_UNKNOWN: Quoted = (None, None, None)


def thread_page(
    conn: Connection,
    conversation_id: ConversationId,
    *,
    before: Place | None = None,
    after: Place | None = None,
    limit: int = 60,
    reader: MemberId | None = None,
) -> list[MessageRow]:
    """Messages in order, oldest first: the newest `limit`, or those right before or right after a place.

    What `reader` took back before it went out is left out.
    """
    if after is not None:
        rows = conn.execute(_AFTER, (conversation_id, reader, to_us(after[0]), after[1], limit)).fetchall()
    elif before is not None:
        rows = conn.execute(
            _BEFORE, (conversation_id, reader, to_us(before[0]), before[1], limit)
        ).fetchall()[::-1]
    else:
        rows = conn.execute(_NEWEST, (conversation_id, reader, limit)).fetchall()[::-1]
    return _rows(conn, rows)


def message_row(conn: Connection, message_id: MessageId, reader: MemberId | None = None) -> MessageRow | None:
    """One bubble, unless `reader` took it back before it went out."""
    rows = _rows(conn, conn.execute(_ONE, (message_id, reader)).fetchall())
    return rows[0] if rows else None


def _rows(conn: Connection, rows: Sequence[tuple[Any, ...]]) -> list[MessageRow]:
    """Bubbles of one conversation."""
    wanted = {row[14] for row in rows if row[14] is not None}
    quoted = _quoted(conn, rows[0][1], wanted) if wanted else {}
    return [_row(row, quoted.get(row[14], _UNKNOWN)) for row in rows]


def _row(row: tuple[Any, ...], quoted: Quoted) -> MessageRow:
    m = message_of_row(row)
    return MessageRow(
        message_id=m.message_id,
        conversation_id=m.conversation_id,
        pos=m.pos,
        direction=m.direction,
        author=m.author,
        author_name=row[19],
        kind=m.kind,
        text=m.text,
        sort_at=m.sort_at,
        state=m.state,
        state_at=m.state_at,
        failure_code=m.failure_code,
        is_late=m.is_late,
        is_pending=False,
        hold_until_at=m.hold_until_at,
        reply_message_id=quoted[0],
        reply_text=quoted[1],
        reply_name=quoted[2],
        retry_of=m.retry_of,
    )


def _quoted(conn: Connection, conversation_id: ConversationId, wanted: set[str]) -> dict[str, Quoted]:
    """What the channel's ids that messages answer to mean in this conversation, as far as it is known."""
    keys = json_list(key for key in map(external_key, wanted) if key is not None)
    found: dict[str, Quoted] = {}
    for external_id, message_id, text, direction, member, *contact in conn.execute(
        _QUOTED, (keys, conversation_id)
    ):
        name = shown_name(*contact) if direction == "in" else member
        found[external_id] = message_id, preview_of(text), name
    return found
