"""Which message of a customer to mark as read at the channel, read from the projection."""

import json
from dataclasses import dataclass
from datetime import datetime

from app.domain.ids import ConversationId, LineId
from app.domain.messages import SILENT_KINDS
from storage import view
from storage.hub.tables import Connection
from storage.instants import to_us

# The channel knows no message under the id of a call or a placeholder.
ANY_POS = (1 << 63) - 1  # up to the newest
_NO_MESSAGES = json.dumps([*sorted(SILENT_KINDS), "call", "media"])


@dataclass(frozen=True, slots=True)
class ReadMark:
    """A customer's message that the team has seen, by the channel's id; it stands for all before it."""

    line_id: LineId
    external_id: str


def newest(
    conn: Connection, conversation_id: ConversationId, up_to_pos: int, not_before: datetime
) -> ReadMark | None:
    """The customer's newest message up to a log position that is not too old to be marked."""
    if not view.settings(conn).get("read_receipts", True):
        return None
    there = view.load_conversation(conn, conversation_id)  # it may have become part of another
    if there is None:
        return None
    row = conn.execute(
        "SELECT c.line_id, m.external_id FROM view_message m JOIN view_conversation c ON c.no = m.conversation_no"
        " WHERE c.conversation_id = ? AND m.direction = 'in' AND m.pos <= ? AND m.sort_us >= ?"
        " AND m.external_id IS NOT NULL AND m.kind NOT IN (SELECT value FROM json_each(?))"
        " ORDER BY m.sort_us DESC, m.pos DESC LIMIT 1",
        (there.conversation_id, up_to_pos, to_us(not_before), _NO_MESSAGES),
    ).fetchone()
    return ReadMark(LineId(row[0]), row[1]) if row else None
