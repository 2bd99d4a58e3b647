"""Automatic answers as rows: the texts, whose phone is whose, and what the hub looks at when somebody has written."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from sqlcipher3.dbapi2 import Connection

from app.domain.auto_replies import AutoReply, AutoReplyRemoved, AutoReplySaved, PhoneMapped, reply_of
from app.domain.events import Event
from app.domain.ids import ConversationId, LineId, MemberId
from app.domain.measure_events import EpisodeEnded
from app.domain.messages import NOTE_KINDS, SILENT_KINDS
from storage.instants import from_us, to_us
from storage.packing import packed, unpacked
from storage.view.subjects import Subjects

_SAVE: Final = (
    "INSERT INTO view_auto_reply (scope, reply) VALUES (?, ?)"
    " ON CONFLICT (scope) DO UPDATE SET reply = excluded.reply"
)
_MAP: Final = (
    "INSERT INTO view_phone (line_id, member_id) VALUES (?, ?)"
    " ON CONFLICT (line_id) DO UPDATE SET member_id = excluded.member_id"
)
_END: Final = (
    "INSERT INTO view_episode_end (conversation_id, pos) VALUES (?, ?)"
    " ON CONFLICT (conversation_id) DO UPDATE SET pos = excluded.pos"
)
_WORDLESS: Final = ", ".join(map(repr, sorted(NOTE_KINDS | SILENT_KINDS)))
_OF: Final = (
    "FROM view_message m JOIN view_conversation c ON c.no = m.conversation_no WHERE c.conversation_id = ?"
)
_NEWEST: Final = (
    f"SELECT m.sort_us {_OF} AND m.direction = 'in' AND m.kind NOT IN ({_WORDLESS})"
    " ORDER BY m.sort_us DESC LIMIT 1"
)
_OLDER: Final = f"SELECT 1 {_OF} AND m.sort_us < ? AND m.kind NOT IN ({_WORDLESS}) LIMIT 1"
_OURS: Final = (
    f"SELECT m.author, m.sort_us {_OF} AND m.sort_us >= ? AND m.direction = 'out' AND m.kind NOT IN ({_WORDLESS})"
    " AND m.base NOT IN ('cancelled', 'refused', 'failed', 'expired')"
)
_AUTO: Final = f"SELECT m.author {_OF} AND m.sort_us >= ? AND m.author IN ('greeting', 'away')"
_RECENT: Final = (
    "SELECT conversation_id FROM view_conversation INDEXED BY view_conversation_waiting"
    " WHERE waiting_since_us IS NOT NULL AND snoozed_us IS NULL AND last_inbound_us >= ?"
)


def _saved(subjects: Subjects, _event: Event, body: AutoReplySaved) -> None:
    subjects.has_new_hours = True
    subjects.write_later((_SAVE, (body.scope, packed(reply_of(body)))))


def _removed(subjects: Subjects, _event: Event, body: AutoReplyRemoved) -> None:
    subjects.has_new_hours = True
    subjects.write_later(("DELETE FROM view_auto_reply WHERE scope = ?", (body.scope,)))


def _mapped(subjects: Subjects, _event: Event, body: PhoneMapped) -> None:
    subjects.has_new_hours = True
    if body.member_id is None:
        subjects.write_later(("DELETE FROM view_phone WHERE line_id = ?", (body.line_id,)))
    else:
        subjects.write_later((_MAP, (body.line_id, body.member_id)))


def _ended(subjects: Subjects, event: Event, body: EpisodeEnded) -> None:
    subjects.write_later((_END, (body.conversation_id, event.pos)))


AUTO: Mapping[type, Callable[[Subjects, Event, Any], None]] = {
    AutoReplySaved: _saved,
    AutoReplyRemoved: _removed,
    PhoneMapped: _mapped,
    EpisodeEnded: _ended,
}


# --- reading ---


def load_replies(conn: Connection) -> dict[str, AutoReply]:
    """By scope."""
    rows = conn.execute("SELECT scope, reply FROM view_auto_reply ORDER BY scope").fetchall()
    return {scope: unpacked(reply, AutoReply) for scope, reply in rows}


def load_phones(conn: Connection) -> dict[LineId, MemberId]:
    """Who answers on the phone of which number."""
    rows = conn.execute("SELECT line_id, member_id FROM view_phone ORDER BY line_id").fetchall()
    return {LineId(line_id): MemberId(member_id) for line_id, member_id in rows}


def wrote_at(conn: Connection, conversation_id: ConversationId) -> datetime | None:
    """When the customer's newest words were written."""
    row = conn.execute(_NEWEST, (conversation_id,)).fetchone()
    return from_us(row[0]) if row is not None else None


def is_anything_before(conn: Connection, conversation_id: ConversationId, at: datetime) -> bool:
    """Whether somebody, either side, wrote there before a moment."""
    return conn.execute(_OLDER, (conversation_id, to_us(at))).fetchone() is not None


def ours_since(
    conn: Connection, conversation_id: ConversationId, since: datetime
) -> list[tuple[str, datetime]]:
    """Who wrote on our side since a moment, and when: "member", "phone", or what wrote itself."""
    rows = conn.execute(_OURS, (conversation_id, to_us(since))).fetchall()
    return [(author, from_us(sort_us)) for author, sort_us in rows]


def automatic_since(conn: Connection, conversation_id: ConversationId, since: datetime) -> set[str]:
    """Which automatic answers there are since a moment, whatever became of them."""
    return {row[0] for row in conn.execute(_AUTO, (conversation_id, to_us(since)))}


def waiting_since(conn: Connection, since: datetime) -> list[ConversationId]:
    """Where a customer waits who wrote since a moment."""
    return [ConversationId(row[0]) for row in conn.execute(_RECENT, (to_us(since),))]
