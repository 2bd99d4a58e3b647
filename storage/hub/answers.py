"""Who answered in a conversation, read from the projection in the same transaction."""

from app.domain.ids import ConversationId, MemberId
from storage.hub.tables import Connection


def newer_than(
    conn: Connection, conversation_id: ConversationId, base_pos: int, member_id: MemberId
) -> str | None:
    """Who else answered there after a position: a member's name, "" for the team's phone, None for nobody.

    What never went out (taken back, refused, failed, too late) answers nothing.
    """
    row = conn.execute(
        "SELECT coalesce(t.name, '') FROM view_message m JOIN view_conversation c ON c.no = m.conversation_no"
        " LEFT JOIN view_member t ON t.member_id = m.member_id"
        " WHERE c.conversation_id = ? AND m.pos > ? AND m.direction = 'out' AND m.member_id IS NOT ?"
        " AND m.base NOT IN ('cancelled', 'refused', 'failed', 'expired') ORDER BY m.sort_us DESC LIMIT 1",
        (conversation_id, base_pos, member_id),
    ).fetchone()
    return row[0] if row else None
