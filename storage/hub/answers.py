"""Who answered in a conversation, read from the projection in the same transaction."""

import json

from app.domain.ids import ConversationId, MemberId
from app.domain.messages import AUTOMATIC, NOTE_KINDS, SILENT_KINDS
from storage.hub.tables import Connection

_NO_ANSWERS = json.dumps(sorted(SILENT_KINDS | NOTE_KINDS))
_NOBODY = json.dumps(sorted(AUTOMATIC))


def newer_than(
    conn: Connection, conversation_id: ConversationId, base_pos: int, member_id: MemberId
) -> str | None:
    """Who else answered there after a position: a member's name, "" for the team's phone, None for nobody.

    What never went out (taken back, refused, failed, too late) answers nothing; nor does a reaction.
    """
    row = conn.execute(
        "SELECT coalesce(t.name, '') FROM view_message m JOIN view_conversation c ON c.no = m.conversation_no"
        " LEFT JOIN view_member t ON t.member_id = m.member_id"
        " WHERE c.conversation_id = ? AND m.pos > ? AND m.direction = 'out' AND m.member_id IS NOT ?"
        " AND m.base NOT IN ('cancelled', 'refused', 'failed', 'expired')"
        " AND m.kind NOT IN (SELECT value FROM json_each(?)) AND m.author NOT IN (SELECT value FROM json_each(?))"
        " ORDER BY m.sort_us DESC LIMIT 1",
        (conversation_id, base_pos, member_id, _NO_ANSWERS, _NOBODY),
    ).fetchone()
    return row[0] if row else None
