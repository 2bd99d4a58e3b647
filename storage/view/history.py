"""Chats brought from a phone: which there are, and how far each came."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlcipher3.dbapi2 import Connection

from app.domain.contacts import shown_name
from app.domain.events import Event
from app.domain.ids import ConversationId, ImportId
from app.domain.imports import (
    HistoryImportBegan,
    HistoryImportEnded,
    HistoryImportUndone,
    ImportRow,
    ImportState,
)
from app.domain.messages import NOTE_KINDS, Direction
from storage.instants import from_us, to_us
from storage.json_list import json_list
from storage.view.merges import Statement

_STATES: tuple[ImportState, ...] = ("open", "ended", "undone")
_LIST = (
    "SELECT i.import_id, i.conversation_id, i.file_name, i.fingerprint, i.began_us, i.state, i.total, i.known,"
    " CASE i.state WHEN 0 THEN (SELECT count(*) FROM view_message m WHERE m.import_no = i.no) ELSE i.count END,"
    " w.name, p.name, p.number, p.username, p.user_id FROM view_import i"
    " LEFT JOIN view_merged g ON g.gone_id = i.conversation_id"
    " LEFT JOIN view_conversation c ON c.conversation_id = ifnull(g.kept_id, i.conversation_id)"
    " LEFT JOIN view_contact p ON p.contact_id = c.contact_id LEFT JOIN view_member w ON w.member_id = i.member_id"
)
_INSERT = (
    "INSERT INTO view_import (no, import_id, conversation_id, file_name, fingerprint, total, member_id, began_us,"
    " state, count, known) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0) ON CONFLICT DO NOTHING"
)

_HEARD = (
    "SELECT m.direction, m.sort_us, m.text FROM view_conversation c JOIN view_message m ON m.conversation_no = c.no"
    " WHERE c.conversation_id = ? AND m.sort_us BETWEEN ? AND ? AND m.import_no IS NULL AND m.joined IS NOT 1"
    f" AND m.kind NOT IN ({', '.join(map(repr, sorted(NOTE_KINDS)))})"
)


def imports(conn: Connection) -> list[ImportRow]:
    """All that were begun, the newest first."""
    return [_row(row) for row in conn.execute(f"{_LIST} ORDER BY i.no DESC")]


def import_row(conn: Connection, import_id: ImportId) -> ImportRow | None:
    """One of them."""
    row = conn.execute(f"{_LIST} WHERE i.import_id = ?", (import_id,)).fetchone()
    return _row(row) if row else None


def heard_between(
    conn: Connection, conversation_id: ConversationId, since: datetime, until: datetime
) -> list[tuple[Direction, datetime, str | None]]:
    """Side, time and words of every message of that time that no import brought."""
    rows = conn.execute(_HEARD, (conversation_id, to_us(since), to_us(until)))
    return [(row[0], from_us(row[1]), row[2]) for row in rows]


def began(pos: int, event: Event, body: HistoryImportBegan) -> Statement:
    """It is in the list from now on."""
    return (
        _INSERT,
        (
            pos, body.import_id, body.conversation_id, body.file_name, body.fingerprint, body.total, body.member_id,
            to_us(event.accepted_at),
        ),
    )  # fmt: skip


def ended(body: HistoryImportEnded) -> Statement:
    """All of it was brought."""
    return (
        "UPDATE view_import SET state = 1, count = ?, known = ? WHERE import_id = ? AND state = 0",
        (body.added, body.known, body.import_id),
    )


def undone(body: HistoryImportUndone) -> Statement:
    """Nothing of it is there any more."""
    return (
        "UPDATE view_import SET state = 2, count = ? WHERE import_id = ?",
        (body.removed, body.import_id),
    )


def load_numbers(conn: Connection, ids: Iterable[ImportId]) -> dict[ImportId, int]:
    """Where the events that began these imports stand."""
    rows = conn.execute(
        "SELECT import_id, no FROM view_import WHERE import_id IN (SELECT value FROM json_each(?))",
        (json_list(ids),),
    )
    return dict(rows.fetchall())


def _row(row: tuple[Any, ...]) -> ImportRow:
    (
        import_id,
        conversation_id,
        file_name,
        fingerprint,
        began_us,
        state,
        total,
        known,
        count,
        member,
        *contact,
    ) = row
    return ImportRow(
        import_id, conversation_id, shown_name(*contact), file_name, fingerprint, from_us(began_us), _STATES[state],
        total, count, known, member,
    )  # fmt: skip
