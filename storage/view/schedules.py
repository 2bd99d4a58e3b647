"""Planned answers as rows: what writes them while events are applied, and what reads them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlcipher3.dbapi2 import Connection

from app.domain.contacts import shown_name
from app.domain.copies import changed
from app.domain.events import Event
from app.domain.ids import ConversationId, MemberId, MessageId
from app.domain.scheduled import (
    ScheduleAsked,
    ScheduleCancelled,
    Scheduled,
    ScheduleSent,
    ScheduleSet,
    planned,
)
from storage.instants import from_us, to_us
from storage.packing import packed, unpacked
from storage.view.merges import Statement
from storage.view.subjects import Subjects

_SET = (
    "INSERT INTO view_scheduled (message_id, no, member_id, due_us, is_asked, planned, origin_no)"
    " VALUES (?, ?, ?, ?, 0, ?, ?)"
    " ON CONFLICT (message_id) DO UPDATE SET member_id = excluded.member_id, due_us = excluded.due_us, is_asked = 0,"
    " planned = excluded.planned, code = NULL, facts = NULL"
)
_READ = (
    "SELECT s.planned, s.is_asked, s.code, s.facts, c.conversation_id, m.name, p.name, p.number, p.username, p.user_id"
    " FROM view_scheduled s JOIN view_conversation c ON c.no = s.no"
    " LEFT JOIN view_member m ON m.member_id = s.member_id LEFT JOIN view_contact p ON p.contact_id = c.contact_id"
)


def _was_set(subjects: Subjects, _event: Event, body: ScheduleSet) -> None:
    no = _number(subjects, body.conversation_id)
    if no is not None:
        one = planned(body)
        origin_no = subjects.trail.own_no(body.conversation_id) if subjects.trail else None
        origin_no = None if origin_no == no else origin_no
        values = (one.message_id, no, one.member_id, to_us(one.due_at), packed(one), origin_no)
        subjects.write_later((_SET, values))


def _was_asked(subjects: Subjects, _event: Event, body: ScheduleAsked) -> None:
    if _number(subjects, body.conversation_id) is not None:
        sql = "UPDATE view_scheduled SET is_asked = 1, code = ?, facts = ? WHERE message_id = ?"
        subjects.write_later((sql, (body.code, packed(dict(body.facts)), body.message_id)))


def _is_over(subjects: Subjects, _event: Event, body: ScheduleCancelled | ScheduleSent) -> None:
    if _number(subjects, body.conversation_id) is not None:
        subjects.write_later(("DELETE FROM view_scheduled WHERE message_id = ?", (body.message_id,)))


def _number(subjects: Subjects, conversation_id: ConversationId) -> int | None:
    kept = subjects.kept(conversation_id)
    subjects.touched_conversations.add(kept)
    return subjects.numbers.get(kept)


SCHEDULES: Mapping[type, Callable[[Subjects, Event, Any], None]] = {
    ScheduleSet: _was_set,
    ScheduleAsked: _was_asked,
    ScheduleCancelled: _is_over,
    ScheduleSent: _is_over,
}


def became(gone_no: int, kept_no: int) -> Statement:
    """One conversation is another from now on."""
    return "UPDATE view_scheduled SET origin_no = ifnull(origin_no, no), no = ? WHERE no = ?", (
        kept_no,
        gone_no,
    )


# --- reading ---


def scheduled(conn: Connection, message_id: MessageId) -> Scheduled | None:
    """One that is planned."""
    found = _rows(conn, "WHERE s.message_id = ?", (message_id,))
    return found[0] if found else None


def scheduled_in(conn: Connection, conversation_id: ConversationId) -> list[Scheduled]:
    """What is planned in a conversation, the next one first."""
    return _rows(conn, "WHERE c.conversation_id = ? ORDER BY s.due_us, s.message_id", (conversation_id,))


def all_scheduled(conn: Connection, limit: int) -> list[Scheduled]:
    """What is planned anywhere: what somebody must decide about first, then the next due."""
    return _rows(conn, "ORDER BY s.is_asked DESC, s.due_us, s.message_id LIMIT ?", (limit,))


def scheduled_of(conn: Connection, member_id: MemberId) -> list[Scheduled]:
    """What one member planned, the next due first."""
    return _rows(conn, "WHERE s.member_id = ? ORDER BY s.due_us, s.message_id", (member_id,))


def due_scheduled(conn: Connection, now: datetime, limit: int) -> list[Scheduled]:
    """Those whose time has come and whose author was not asked, the longest due first."""
    return _rows(
        conn,
        "WHERE s.is_asked = 0 AND s.due_us <= ? ORDER BY s.due_us, s.message_id LIMIT ?",
        (to_us(now), limit),
    )


def next_scheduled(conn: Connection) -> datetime | None:
    """When the next one is due."""
    row = conn.execute("SELECT min(due_us) FROM view_scheduled WHERE is_asked = 0").fetchone()
    return None if row[0] is None else from_us(row[0])


def scheduled_count(conn: Connection, conversation_id: ConversationId) -> int:
    """How many are planned in a conversation."""
    row = conn.execute(
        "SELECT count(*) FROM view_scheduled s JOIN view_conversation c ON c.no = s.no WHERE c.conversation_id = ?",
        (conversation_id,),
    ).fetchone()
    return int(row[0])


def _rows(conn: Connection, rest: str, values: Sequence[object]) -> list[Scheduled]:
    return [_scheduled(row) for row in conn.execute(f"{_READ} {rest}", tuple(values)).fetchall()]


def _scheduled(row: tuple[Any, ...]) -> Scheduled:
    data, is_asked, code, facts, conversation_id, member_name, name, number, username, user_id = row
    return changed(
        unpacked(data, Scheduled),
        conversation_id=conversation_id,
        state="asked" if is_asked else "waiting",
        code=code,
        facts=unpacked(facts, dict[str, str]) if facts is not None else {},
        member_name=member_name,
        person=shown_name(name, number, username, user_id),
    )
