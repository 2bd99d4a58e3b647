"""Files that a member sent and conversations that they hold, for the day on which they leave."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.contacts import shown_name
from app.domain.ids import ConversationId, MemberId
from app.domain.messages import Message
from storage.hub.tables import Connection
from storage.instants import to_us
from storage.view.messages import COLUMNS, message_of_row

_SENT = (
    f"SELECT {COLUMNS}"  # noqa: S608 - names of columns
    " FROM view_message m JOIN view_conversation c ON c.no = m.conversation_no"
    " WHERE m.pos >= ? AND m.member_id = ? AND m.direction = 'out' AND m.sort_us >= ? AND m.shelf IS NOT NULL"
    " ORDER BY m.pos DESC"
)


@dataclass(frozen=True, slots=True)
class SentFile:
    """A message with a file. `name`: what the customer sees, where a file of its kind has one."""

    message_id: str
    conversation_id: str
    kind: str
    name: str | None
    at: datetime


def sent_files(conn: Connection, member_id: MemberId, since_pos: int, since: datetime) -> list[SentFile]:
    """Files that went out, or were to, by this member, the newest first."""
    messages = [message_of_row(row) for row in conn.execute(_SENT, (since_pos, member_id, to_us(since)))]
    return [_file(message) for message in messages if message.content and message.content.media]


def _file(message: Message) -> SentFile:
    media = message.content.media if message.content else None
    name = media.name if media else None
    return SentFile(message.message_id, message.conversation_id, message.kind, name, message.sort_at)


def held_conversations(conn: Connection, member_id: MemberId) -> list[tuple[ConversationId, str, bool]]:
    """Open conversations that a member holds: id, whose, and whether it is set aside; the newest first. One pass."""
    rows = conn.execute(
        "SELECT c.conversation_id, c.snoozed_us IS NOT NULL, p.name, p.number, p.username, p.user_id"
        " FROM view_conversation c LEFT JOIN view_contact p ON p.contact_id = c.contact_id"
        " WHERE c.assignee_id = ? AND c.is_closed = 0 ORDER BY c.lifted_pos DESC",
        (member_id,),
    )
    return [(ConversationId(row[0]), shown_name(*row[2:]), row[1] == 1) for row in rows]
