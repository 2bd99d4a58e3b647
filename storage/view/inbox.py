"""What the inbox list and the head of a conversation read. Every query walks an index; none groups, none scans."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlcipher3.dbapi2 import Connection

from app.domain.channels import CHANNELS
from app.domain.contacts import shown_name
from app.domain.ids import ConversationId, LineId
from app.domain.lines import LineProfile
from app.domain.phone_numbers import variants
from app.domain.rows import InboxCounts, InboxRow, InboxView, ThreadHeader
from storage.instants import to_us
from storage.view import counters
from storage.view.blocks import is_blocked
from storage.view.conversations import COLUMNS, conversation_of_row

_FAR = (1 << 63) - 1
_NEWEST_FIRST = (
    "SELECT conversation_id FROM view_conversation WHERE is_closed = {is_closed} AND lifted_pos < ? AND lifted_pos <> 0"
    " ORDER BY lifted_pos DESC LIMIT ?"
)
_BY_VIEW = {"all": _NEWEST_FIRST.format(is_closed=0), "closed": _NEWEST_FIRST.format(is_closed=1)}
_WAITING = (
    "SELECT conversation_id FROM view_conversation WHERE waiting_since_us IS NOT NULL AND waiting_since_us {late} ?"
    " AND (last_inbound_us, waiting_since_us, no) > (?, ?, ?) ORDER BY last_inbound_us, waiting_since_us, no LIMIT ?"
)
_LATE, _IN_TIME = _WAITING.format(late="<="), _WAITING.format(late=">")
_WAITING_COUNTS = (
    "SELECT count(*), ifnull(sum(waiting_since_us <= ?), 0) FROM view_conversation WHERE waiting_since_us"
    " IS NOT NULL"
)
_WITH_CONTACT = (
    f"SELECT {', '.join('c.' + name.strip() for name in COLUMNS.split(','))}, p.name, p.number, p.username, p.user_id"
    " FROM view_conversation c LEFT JOIN view_contact p ON p.contact_id = c.contact_id WHERE c.conversation_id = ?"
)


def inbox_ids(
    conn: Connection,
    view: InboxView,
    *,
    now: datetime,
    standard_min: int,
    limit: int = 100,
    after: ConversationId | None = None,
) -> list[ConversationId]:
    """Ids of one list in display order; `after`: the last id of the page before. Empty when that one left the list.

    "all" (what is open) and "closed": last lifted first. "waiting": those beyond the standard first, then by time left
    in the window, then the longest wait.
    """
    if view == "waiting":
        return _waiting_ids(conn, now - timedelta(minutes=standard_min), limit, after)
    below = _FAR if after is None else _lifted_pos(conn, after)
    return [row[0] for row in conn.execute(_BY_VIEW[view], (below, limit))]


def inbox_row(conn: Connection, conversation_id: ConversationId) -> InboxRow | None:
    """One line of the inbox, without what only this computer knows."""
    row = conn.execute(_WITH_CONTACT, (conversation_id,)).fetchone()
    if row is None:
        return None
    c, (name, number, username, user_id) = conversation_of_row(row), row[-4:]
    return InboxRow(
        conversation_id=c.conversation_id,
        contact_id=c.contact_id,
        name=shown_name(name, number, username, user_id),
        is_named=bool(name),
        last_at=c.last_at,
        last_direction=c.last_direction,
        last_kind=c.last_kind,
        last_text=c.last_text,
        last_state=c.last_state,
        unread_count=c.unread_count,
        waiting_since_at=c.waiting_since_at,
        window_closes_at=c.window_closes_at(),
        is_closed=c.is_closed,
    )


def counts(conn: Connection, now: datetime, standard_min: int) -> InboxCounts:
    """How many conversations each list holds, and how many wait beyond the standard."""
    waiting, late = conn.execute(_WAITING_COUNTS, (to_us(now - timedelta(minutes=standard_min)),)).fetchone()
    kept = counters.stored(conn)
    return InboxCounts(waiting, kept.get(counters.OPEN, 0), kept.get(counters.CLOSED, 0), late)


def thread_header(conn: Connection, conversation_id: ConversationId, now: datetime) -> ThreadHeader | None:
    """The head of a conversation pane."""
    row = conn.execute(_WITH_CONTACT, (conversation_id,)).fetchone()
    if row is None:
        return None
    c, (name, number, username, user_id) = conversation_of_row(row), row[-4:]
    return ThreadHeader(
        conversation_id=c.conversation_id,
        contact_id=c.contact_id,
        line_id=c.line_id,
        name=shown_name(name, number, username, user_id),
        is_named=bool(name),
        number=number,
        username=username,
        user_id=user_id,
        is_closed=c.is_closed,
        closed_at=c.closed_at,
        window_closes_at=c.window_closes_at(),
        is_window_open=c.channel in CHANNELS and c.is_window_open(now),
        unread_count=c.unread_count,
        newest_pos=c.newest_inbound_pos,
        newest_outbound_name=_member_name(conn, c.newest_outbound_member_id),
        is_blocked=is_blocked(conn, c.contact_id, c.line_id),
        line_profile=_line_profile(conn, c.line_id),
    )


def find_people(conn: Connection, text: str) -> list[ConversationId]:
    """Conversations of the person that a PERSON argument means (interface.md), oldest first.

    "+" and digits, "@username", a user id, a conversation id, or a name written exactly so.
    """
    found: set[tuple[int, ConversationId]] = set()
    for condition, value in _meanings(text.strip()):
        rows = conn.execute(
            f"SELECT c.no, c.conversation_id FROM {condition} ORDER BY c.no",
            (value,),
        )
        found.update((row[0], row[1]) for row in rows)
    return [conversation_id for _, conversation_id in sorted(found)]


def _meanings(text: str) -> Sequence[tuple[str, str]]:
    """Each way to read the text: tables with a condition, and the value that it compares."""
    of_alias = "view_alias a JOIN view_conversation c ON c.contact_id = a.contact_id WHERE a.kind = {} AND a.value = ?"
    of_contact = "view_contact p JOIN view_conversation c ON c.contact_id = p.contact_id WHERE p.{} = ?"
    if text.startswith("+"):
        digits = "".join(filter(str.isdigit, text))
        return [(of_alias.format("'number'"), each) for each in variants(digits)]
    if text.startswith("@"):
        return [(of_contact.format("username"), text[1:])]
    return [
        ("view_conversation c WHERE c.conversation_id = ?", text),
        (of_alias.format("'user'"), text),
        (of_alias.format("'parent_user'"), text),
        (of_contact.format("name"), text),
    ]


def _waiting_ids(
    conn: Connection, standard_began_at: datetime, limit: int, after: ConversationId | None
) -> list[ConversationId]:
    cut_us = to_us(standard_began_at)
    place: tuple[Any, ...] = (-_FAR, -_FAR, -_FAR)
    is_late = True
    if after is not None:
        row = conn.execute(
            "SELECT last_inbound_us, waiting_since_us, no FROM view_conversation WHERE conversation_id = ?",
            (after,),
        ).fetchone()
        if row is None or row[1] is None:
            return []
        place, is_late = row, row[1] <= cut_us
    found = [row[0] for row in conn.execute(_LATE, (cut_us, *place, limit))] if is_late else []
    if len(found) < limit:
        start = (-_FAR, -_FAR, -_FAR) if is_late else place
        found += [row[0] for row in conn.execute(_IN_TIME, (cut_us, *start, limit - len(found)))]
    return found


def _lifted_pos(conn: Connection, conversation_id: ConversationId) -> int:
    row = conn.execute(
        "SELECT lifted_pos FROM view_conversation WHERE conversation_id = ?", (conversation_id,)
    ).fetchone()
    return int(row[0]) if row else -_FAR


def _line_profile(conn: Connection, line_id: LineId) -> LineProfile | None:
    if conn.execute("SELECT 1 FROM view_line_profile WHERE line_id = ?", (line_id,)).fetchone() is None:
        return None
    from storage.view.account import line_profile  # a start without a profile needs no decoder

    return line_profile(conn, line_id)


def _member_name(conn: Connection, member_id: str | None) -> str | None:
    row = conn.execute("SELECT name FROM view_member WHERE member_id = ?", (member_id,)).fetchone()
    return str(row[0]) if row else None
