"""What a conversation pane reads: pages of bubbles, single ones, and what lies on a shelf."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple, cast

from sqlcipher3.dbapi2 import Connection

from app.domain.contacts import shown_name
from app.domain.conversations import REVOKED
from app.domain.ids import ConversationId, MemberId, MessageId
from app.domain.messages import Message, TeamLine, preview_of
from app.domain.rows import MessageRow, NoticeRow, Outcome, ReactionRow, Shelf
from storage.instants import to_us
from storage.json_list import json_list
from storage.view import team
from storage.view.messages import COLUMNS, external_key, message_of_row

Place = tuple[datetime, int]  # `sort_at` and `pos` of a message: where it stands in its conversation

_SELECT = (
    f"SELECT {COLUMNS}, w.name FROM view_conversation c JOIN view_message m ON m.conversation_no = c.no"
    " LEFT JOIN view_member w ON w.member_id = m.member_id"
)
# What its author took back before it went out is for them as if it had never been; `?` is who reads, NULL for anybody.
_SHOWN = "m.joined IS NOT 1 AND (m.base <> 'cancelled' OR m.member_id IS NOT ?)"
_NEWEST = f"{_SELECT} WHERE c.conversation_id = ? AND {_SHOWN} ORDER BY m.sort_us DESC, m.pos DESC LIMIT ?"
_BEFORE = (
    f"{_SELECT} WHERE c.conversation_id = ? AND {_SHOWN} AND (m.sort_us, m.pos) < (?, ?)"
    " ORDER BY m.sort_us DESC, m.pos DESC LIMIT ?"
)
_AFTER = (
    f"{_SELECT} WHERE c.conversation_id = ? AND {_SHOWN} AND (m.sort_us, m.pos) > (?, ?)"
    " ORDER BY m.sort_us, m.pos LIMIT ?"
)
_ONE = f"{_SELECT} WHERE m.message_id = ? AND {_SHOWN}"
_ON_SHELF = (
    f"{_SELECT} WHERE c.conversation_id = ? AND m.shelf = ? AND (m.sort_us, m.pos) < (?, ?)"
    " ORDER BY m.sort_us DESC, m.pos DESC LIMIT ?"
)
_FAR = (1 << 62, 1 << 62)
TEAM_KINDS = frozenset({"notice", "note"})
_QUOTED = (
    "SELECT m.external_id, m.message_id, m.kind, m.text, m.more, m.direction, w.name, p.name, p.number, p.username,"
    " p.user_id FROM view_message m"
    " JOIN view_conversation c ON c.no = m.conversation_no"
    " LEFT JOIN view_member w ON w.member_id = m.member_id LEFT JOIN view_contact p ON p.contact_id = c.contact_id"
    " WHERE m.external_key IN (SELECT value FROM json_each(?)) AND c.conversation_id = ? AND m.joined IS NOT 1"
    " ORDER BY m.pos DESC"
)


class Quoted(NamedTuple):
    """What is known of the message that another answers to."""

    message_id: MessageId | None = None
    kind: str | None = None
    text: str | None = None  # its start
    name: str | None = None  # its author's


_NOT_KNOWN = Quoted()


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

    What another message shows is left out, and what `reader` took back before it went out.
    """
    if after is not None:
        rows = conn.execute(_AFTER, (conversation_id, reader, to_us(after[0]), after[1], limit)).fetchall()
    elif before is not None:
        rows = conn.execute(
            _BEFORE, (conversation_id, reader, to_us(before[0]), before[1], limit)
        ).fetchall()[::-1]
    else:
        rows = conn.execute(_NEWEST, (conversation_id, reader, limit)).fetchall()[::-1]
    return _rows(conn, rows, reader)


def message_row(conn: Connection, message_id: MessageId, reader: MemberId | None = None) -> MessageRow | None:
    """One bubble; None also for what has none of its own, or for `reader` none any more."""
    rows = _rows(conn, conn.execute(_ONE, (message_id, reader)).fetchall(), reader)
    return rows[0] if rows else None


def shelf_page(
    conn: Connection,
    conversation_id: ConversationId,
    shelf: Shelf,
    *,
    before: Place | None = None,
    limit: int = 60,
) -> list[MessageRow]:
    """What lies on a shelf of a conversation, the newest first; `before`: where the page above ended."""
    place = (to_us(before[0]), before[1]) if before is not None else _FAR
    return _rows(conn, conn.execute(_ON_SHELF, (conversation_id, shelf, *place, limit)).fetchall(), None)


def quoted_by(conn: Connection, conversation_id: ConversationId, external_id: str) -> Quoted:
    """What is known of the message that one would answer to."""
    return _quoted(conn, conversation_id, {external_id}).get(external_id, _NOT_KNOWN)


def reaction_rows(
    conn: Connection, message: Message, reader: MemberId | None, names: dict[str, str] | None = None
) -> tuple[ReactionRow, ...]:
    """What is shown below a bubble. `names`: members by id, read here when they are needed."""
    if not message.reactions:
        return ()
    from app.domain.amendments import CUSTOMER, shown_reactions

    known = team.names(conn) if names is None else names
    return tuple(
        ReactionRow(one.emoji, None if one.by == CUSTOMER else known.get(one.by), one.by == reader)
        for one in shown_reactions(message)
    )


def _rows(conn: Connection, rows: Sequence[tuple[Any, ...]], reader: MemberId | None) -> list[MessageRow]:
    """Bubbles of one conversation."""
    wanted = {row[14] for row in rows if row[14] is not None}
    quoted = _quoted(conn, rows[0][1], wanted) if wanted else {}
    found: list[MessageRow] = []
    for row in rows:
        message = message_of_row(row)
        reactions = reaction_rows(conn, message, reader) if message.reactions else ()
        shown = _row(message, row[22], quoted.get(row[14], _NOT_KNOWN), reactions)
        found.append(with_team_line(conn, shown, message, reader))
    return found


def with_team_line(
    conn: Connection, row: MessageRow, message: Message, reader: MemberId | None
) -> MessageRow:
    """The bubble; of a line of the team with what it says beside its words."""
    if message.kind not in TEAM_KINDS:
        return row
    line = message.team or TeamLine()
    if message.kind == "note":
        return replace(row, mentions=line.mentions, is_mine=message.member_id == reader)
    known = team.names(conn)
    notice = NoticeRow(
        line.what,
        known.get(message.member_id or ""),
        known.get(line.to_id or ""),
        line.reason,
        line.summary,
        cast("Outcome | None", line.outcome),
        line.until_at,
    )
    return replace(row, notice=notice)


def _row(
    m: Message, member_name: str | None, quoted: Quoted, reactions: tuple[ReactionRow, ...]
) -> MessageRow:
    return MessageRow(
        message_id=m.message_id,
        conversation_id=m.conversation_id,
        pos=m.pos,
        direction=m.direction,
        author=m.author,
        author_name=member_name or m.author_name,
        kind=m.kind,
        text=m.text,
        sort_at=m.sort_at,
        state=m.state,
        state_at=m.state_at,
        failure_code=m.failure_code,
        is_late=m.is_late,
        is_pending=False,
        hold_until_at=m.hold_until_at,
        reply_text=quoted.text,
        reply_name=quoted.name,
        retry_of=m.retry_of,
        reply_kind=quoted.kind,
        reply_message_id=quoted.message_id,
        content=m.content,
        media=m.media,
        reactions=reactions,
        is_edited=m.edited_at is not None,
        is_revoked=m.revoked_at is not None,
        is_imported=m.import_no is not None,
    )


def _quoted(conn: Connection, conversation_id: ConversationId, wanted: set[str]) -> dict[str, Quoted]:
    """What the channel's ids that messages answer to mean in this conversation, as far as it is known."""
    keys = json_list(key for key in map(external_key, wanted) if key is not None)
    found: dict[str, Quoted] = {}
    for external_id, message_id, kind, text, more, direction, member, *contact in conn.execute(
        _QUOTED, (keys, conversation_id)
    ):
        name = shown_name(*contact) if direction == "in" else member
        is_revoked = more is not None and b'"revoked_at"' in more and text is None
        shown_kind = REVOKED if is_revoked else kind
        found[external_id] = Quoted(message_id, shown_kind, preview_of(text), name)
    return found
