"""What falls due in a team's work: conversations that wake, and those whose holder is gone or was silent too long."""

from collections.abc import Collection
from datetime import datetime, timedelta

from app.domain.assignment import ConversationAssigned
from app.domain.events import Actor
from app.domain.ids import ConversationId
from app.domain.settings import BY_NAME, SettingChanged
from app.domain.snoozing import ConversationSnoozed, ConversationWoken
from app.hub.appender import Draft
from storage import view
from storage.hub.tables import Connection
from storage.view import due

TAKE_BACK = "take_back_after_min"
_HUB = Actor("hub")


class Waking:
    """Conversations that were set aside until a time come back when it is there."""

    listens_to: tuple[type, ...] = (ConversationSnoozed,)
    talks: Collection[ConversationId] = ()

    def due(self, conn: Connection, now: datetime, limit: int) -> list[Draft]:
        """One event for each whose time has come; it occurred when it was to occur, however late the hub is."""
        return [
            Draft(ConversationWoken(conversation_id, "time"), conversation_id, _HUB, until_at)
            for conversation_id, until_at in due.waking(conn, now, limit)
        ]

    def next_at(self, conn: Connection, now: datetime) -> datetime | None:
        """When the next one wakes."""
        return due.next_waking(conn)


class LeftAlone:
    """A conversation that was closed when its holder left the team is nobody's once it is open again."""

    listens_to: tuple[type, ...] = ()  # within a minute is soon enough
    talks: Collection[ConversationId] = ()

    def due(self, conn: Connection, now: datetime, limit: int) -> list[Draft]:
        """One event for each."""
        return [
            Draft(ConversationAssigned(one, None, None, "left"), one, _HUB, now)
            for one in due.left_alone(conn, limit)
        ]

    def next_at(self, conn: Connection, now: datetime) -> datetime | None:
        """Nobody knows when a customer writes again."""
        return None


class TakingBack:
    """A conversation is nobody's again when its customer has waited too long for whoever holds it.

    The clock starts when both are so: somebody holds it, and the customer waits. What begins while the scheduler rests
    is seen in time: it rests a minute at most, and nobody is allowed less.
    """

    listens_to: tuple[type, ...] = (SettingChanged,)
    talks: Collection[ConversationId] = ()

    def due(self, conn: Connection, now: datetime, limit: int) -> list[Draft]:
        """One event for each holder who was silent for too long."""
        patience = self._patience(conn)
        if patience is None:
            return []
        return [
            Draft(ConversationAssigned(one, None, None, "taken_back"), one, _HUB, now)
            for one in due.silent(conn, now - patience, limit)
        ]

    def next_at(self, conn: Connection, now: datetime) -> datetime | None:
        """When the next one is taken back, should nobody answer."""
        patience = self._patience(conn)
        oldest = due.oldest_silence(conn) if patience is not None else None
        return None if oldest is None or patience is None else oldest + patience

    def _patience(self, conn: Connection) -> timedelta | None:
        minutes = int(view.settings(conn).get(TAKE_BACK, BY_NAME[TAKE_BACK].default))
        return timedelta(minutes=minutes) if minutes > 0 else None
