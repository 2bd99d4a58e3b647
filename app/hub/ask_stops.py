"""What waits to go out about appointments, and is true no more: it must not leave with a time that they do not have."""

from typing import Final

from app.domain.conversations import Conversation
from app.domain.errors import Refused
from app.domain.ids import ContactId, MessageId
from storage import view
from storage.hub.tables import Connection
from storage.view.appointment_reading import told_in

CATEGORY: Final = "utility"  # also of free words: who wants no reminders gets none, however they are written


def blocked(conn: Connection, conversation: Conversation | None) -> Refused | None:
    """Whether the business wants nothing of them: then the channel takes nothing for them either."""
    if conversation is None:
        return None
    is_so = view.is_blocked(conn, conversation.contact_id, conversation.line_id)
    return Refused("blocked") if is_so else None


def is_outdated(conn: Connection, message_id: MessageId) -> bool:
    """Whether one of those that a message asks or reminds of was moved, cancelled, removed, or changed hands since."""
    return any(
        not one.is_standing
        or one.starts_at != told.starts_at
        or not is_same_person(conn, one.writes_to or one.phone, told.told)
        for told, one in told_in(conn, message_id)
    )


def category_of(conn: Connection, message_id: MessageId) -> str | None:
    """What a message is that tells of an appointment; None for any other one."""
    return CATEGORY if told_in(conn, message_id) else None


def is_same_person(conn: Connection, told: str, other: str) -> bool:
    """Whether two ids name one person, also where contacts became one; or two numbers as written are the same."""
    return told == other or _kept(conn, told) == _kept(conn, other)


def _kept(conn: Connection, told: str) -> str:
    return str(view.kept_id(conn, ContactId(told)))
