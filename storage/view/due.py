"""What of the team's work falls due, read from the projection in the same transaction; each walks an index."""

from datetime import datetime

from sqlcipher3.dbapi2 import Connection

from app.domain.ids import ConversationId
from storage.instants import from_us, to_us
from storage.view.lists import AWAKE

_ASLEEP = "snoozed_us IS NOT NULL AND snoozed_until_us IS NOT NULL"
_SILENT = "waiting_since_us IS NOT NULL AND snoozed_us IS NULL AND assignee_id IS NOT NULL"


def waking(conn: Connection, now: datetime, limit: int) -> list[tuple[ConversationId, datetime]]:
    """Conversations whose time to wake has come, and when it came; the longest due first."""
    rows = conn.execute(
        f"SELECT conversation_id, snoozed_until_us FROM view_conversation WHERE {_ASLEEP} AND snoozed_until_us <= ?"
        " ORDER BY snoozed_until_us LIMIT ?",
        (to_us(now), limit),
    )
    return [(row[0], from_us(row[1])) for row in rows]


def next_waking(conn: Connection) -> datetime | None:
    """When the next one wakes."""
    row = conn.execute(
        f"SELECT snoozed_until_us FROM view_conversation WHERE {_ASLEEP} ORDER BY snoozed_until_us LIMIT 1"
    ).fetchone()
    return from_us(row[0]) if row else None


def silent(conn: Connection, since: datetime, limit: int) -> list[ConversationId]:
    """Conversations that were held and waiting at that moment already, and still are."""
    rows = conn.execute(
        f"SELECT conversation_id FROM view_conversation WHERE {_SILENT} AND assigned_us <= ?1"
        " AND waiting_since_us <= ?1 ORDER BY assigned_us LIMIT ?2",
        (to_us(since), limit),
    )
    return [row[0] for row in rows]


def oldest_silence(conn: Connection) -> datetime | None:
    """Since when the first of them is both held and waiting."""
    row = conn.execute(
        f"SELECT min(max(assigned_us, waiting_since_us)) FROM view_conversation WHERE {_SILENT}"
    ).fetchone()
    return from_us(row[0]) if row[0] is not None else None


def left_alone(conn: Connection, limit: int) -> list[ConversationId]:
    """Open conversations whose holder has left the team: those that were closed then and are not any more."""
    rows = conn.execute(
        "SELECT conversation_id FROM view_member CROSS JOIN view_conversation ON assignee_id = member_id"
        f" WHERE is_removed = 1 AND {AWAKE} AND assignee_id IS NOT NULL LIMIT ?",
        (limit,),
    )
    return [row[0] for row in rows]
