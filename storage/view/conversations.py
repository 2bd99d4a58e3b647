"""Conversations as rows: loading and saving them for the projection."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlcipher3.dbapi2 import Connection

from app.domain.conversations import Conversation
from app.domain.ids import ContactId, ConversationId, LineId
from storage.instants import from_us, to_us
from storage.json_list import json_list
from storage.rows import write_rows
from storage.view import merges

FIRST, AD, HISTORY = 1, 2, 4  # what `marks` is made of
_FIXED = "no, conversation_id, contact_id, line_id, channel"
_CHANGING = (
    "is_closed", "closed_us", "last_message_id", "last_us", "last_direction", "last_kind", "last_text", "last_state",
    "lifted_pos", "unread_count", "read_sort_us", "last_inbound_us", "newest_inbound_pos", "newest_outbound_pos",
    "newest_outbound_member_id", "waiting_since_us", "answered_since_us", "answered_by",
    "heard_us", "assignee_id", "assigned_us", "snoozed_us", "snoozed_until_us", "outcome", "marks",
)  # fmt: skip
COLUMNS = f"{_FIXED}, {', '.join(_CHANGING)}"
_SELECT = f"SELECT {COLUMNS} FROM view_conversation"
_INSERT = f"INSERT INTO view_conversation ({COLUMNS}) VALUES {{rows}}"
_UPDATE = (
    f"UPDATE view_conversation SET {', '.join(f'{name} = column{n}' for n, name in enumerate(_CHANGING, 2))}"
    " FROM (VALUES {rows}) WHERE no = column1"
)


def conversation_of_row(row: tuple[Any, ...]) -> Conversation:
    """The object of a row in the order of COLUMNS."""
    return Conversation(
        row[1],
        row[2],
        row[3],
        row[4],
        row[5] == 1,
        from_us(row[6]),
        row[7],
        from_us(row[8]),
        row[9],
        row[10],
        row[11],
        row[12],
        row[13],
        row[14],
        from_us(row[15]),
        from_us(row[16]),
        row[17],
        row[18],
        row[19],
        from_us(row[20]),
        from_us(row[21]),
        row[22],
        from_us(row[23]),
        row[24],
        from_us(row[25]),
        from_us(row[26]),
        from_us(row[27]),
        row[28],
        row[29] & FIRST != 0,
        row[29] & AD != 0,
        row[29] & HISTORY != 0,
    )


def load_numbered(conn: Connection, ids: Iterable[ConversationId]) -> list[tuple[int, Conversation]]:
    """The known ones of `ids`, each with its number."""
    rows = conn.execute(
        f"{_SELECT} WHERE conversation_id IN (SELECT value FROM json_each(?))", (json_list(ids),)
    )
    return [(row[0], conversation_of_row(row)) for row in rows]


def load_conversation(conn: Connection, conversation_id: ConversationId) -> Conversation | None:
    """One conversation; for one that became part of another, that other."""
    row = conn.execute(f"{_SELECT} WHERE conversation_id = ?", (conversation_id,)).fetchone()
    if row is None:
        kept = merges.kept_id(conn, conversation_id)
        return None if kept == conversation_id else load_conversation(conn, ConversationId(kept))
    return conversation_of_row(row)


def conversation_of(conn: Connection, line_id: LineId, contact_id: ContactId) -> Conversation | None:
    """The one conversation of a contact on a line."""
    row = conn.execute(
        f"{_SELECT} WHERE contact_id = ? AND line_id = ? ORDER BY no LIMIT 1", (contact_id, line_id)
    ).fetchone()
    return conversation_of_row(row) if row else None


def contact_span(conn: Connection, contact_id: ContactId) -> tuple[datetime, datetime] | None:
    """When a contact's first message was, and when they last wrote (or were written to, if they never did)."""
    first_us, last_us = conn.execute(
        "SELECT MIN((SELECT MIN(sort_us) FROM view_message WHERE conversation_no = no)),"
        " MAX(COALESCE(last_inbound_us, last_us)) FROM view_conversation WHERE contact_id = ?",
        (contact_id,),
    ).fetchone()
    first_at, last_at = from_us(first_us), from_us(last_us)
    return None if first_at is None or last_at is None else (first_at, last_at)


def conversations_of(conn: Connection, contact_id: ContactId) -> list[ConversationId]:
    """All conversations of a contact, oldest first."""
    rows = conn.execute(
        "SELECT conversation_id FROM view_conversation WHERE contact_id = ? ORDER BY no", (contact_id,)
    )
    return [row[0] for row in rows]


def ids_of_contacts(conn: Connection, contacts: Iterable[ContactId]) -> list[ConversationId]:
    """All conversations of these contacts."""
    rows = conn.execute(
        "SELECT conversation_id FROM view_conversation WHERE contact_id IN (SELECT value FROM json_each(?))",
        (json_list(contacts),),
    )
    return [row[0] for row in rows]


def insert(conn: Connection, numbered: Iterable[tuple[int, Conversation]]) -> None:
    """Write new conversations under their numbers."""
    write_rows(
        conn,
        _INSERT,
        [(no, c.conversation_id, c.contact_id, c.line_id, c.channel, *_changing(c)) for no, c in numbered],
    )


def update(conn: Connection, numbered: Iterable[tuple[int, Conversation]]) -> None:
    """Write what may have changed of known ones."""
    write_rows(conn, _UPDATE, [(no, *_changing(c)) for no, c in numbered])


def give(conn: Connection, owners: Iterable[tuple[ContactId, int]]) -> None:
    """Write new owners: contacts, each with the number of a conversation."""
    conn.executemany("UPDATE view_conversation SET contact_id = ? WHERE no = ?", list(owners))


def delete(conn: Connection, numbers: Iterable[int]) -> None:
    """Remove those that became part of others."""
    conn.executemany("DELETE FROM view_conversation WHERE no = ?", [(no,) for no in numbers])


def _changing(c: Conversation) -> tuple[Any, ...]:
    return (
        int(c.is_closed),
        to_us(c.closed_at),
        c.last_message_id,
        to_us(c.last_at),
        c.last_direction,
        c.last_kind,
        c.last_text,
        c.last_state,
        c.lifted_pos,
        c.unread_count,
        to_us(c.read_sort_at),
        to_us(c.last_inbound_at),
        c.newest_inbound_pos,
        c.newest_outbound_pos,
        c.newest_outbound_member_id,
        to_us(c.waiting_since_at),
        to_us(c.answered_since_at),
        c.answered_by,
        to_us(c.heard_at),
        c.assignee_id,
        to_us(c.assigned_at),
        to_us(c.snoozed_at),
        to_us(c.snoozed_until_at),
        c.outcome,
        c.is_first * FIRST | c.is_ad * AD | c.has_history * HISTORY,
    )
