"""What needs somebody now, read by the Today screen: each section walks an index of its own."""

from datetime import datetime, timedelta

from sqlcipher3.dbapi2 import Connection

from app.domain.channels import CHANNELS, WHATSAPP
from app.domain.ids import ConversationId, MemberId
from app.domain.waits import Cuts
from storage.instants import from_us, to_us
from storage.view.lateness import Side, in_time, too_long
from storage.view.lists import WAITING, Part, walk

TROUBLED = "is_closed = 0 AND last_state IN ('failed', 'refused', 'expired', 'unknown')"
OF_TROUBLED = "INDEXED BY view_conversation_troubled"  # else all that are open are looked through
COUNTED_MOST = 999


def late_ids(conn: Connection, cuts: Cuts, limit: int) -> list[ConversationId]:
    """Whose customer waits too long by `cuts`: by time left in the window, then the longest wait."""
    side = too_long(cuts)
    return walk(conn, [Part("urgent", f"{WAITING} AND {side.where}", side.values)], limit, None)


def longest_late(conn: Connection, cuts: Cuts, limit: int) -> list[tuple[ConversationId, datetime]]:
    """Of those the ones who wait longest, and since when."""
    side = too_long(cuts)
    rows = conn.execute(
        "SELECT conversation_id, waiting_since_us FROM view_conversation INDEXED BY view_conversation_since"
        f" WHERE {WAITING} AND {side.where} ORDER BY waiting_since_us LIMIT ?",
        (*side.values, limit),
    )
    return [(row[0], from_us(row[1])) for row in rows]


def nearly_late_ids(
    conn: Connection, cuts: Cuts, warned: Cuts, me: MemberId, limit: int
) -> list[ConversationId]:
    """Of `me` or nobody, whose customer waits in time still, but long enough to warn of it; the newest first."""
    early, late = in_time(cuts), too_long(warned)
    rows = conn.execute(
        f"SELECT conversation_id FROM view_conversation INDEXED BY view_conversation_since WHERE {WAITING}"
        f" AND {early.where} AND {late.where} AND (assignee_id IS NULL OR assignee_id = ?)"
        " ORDER BY waiting_since_us DESC LIMIT ?",
        (*early.values, *late.values, me, limit),
    )
    return [row[0] for row in rows]


def closing_ids(
    conn: Connection, cuts: Cuts, now: datetime, within: timedelta, limit: int
) -> list[ConversationId]:
    """Whose customer waits in time, and to whom nothing may be written freely soon; the next to close first."""
    return _closing(conn, in_time(cuts), now, within, limit)


def late_closing_ids(
    conn: Connection, cuts: Cuts, now: datetime, within: timedelta, limit: int
) -> list[ConversationId]:
    """Those of `late_ids` to whom nothing may be written freely soon."""
    return _closing(conn, too_long(cuts), now, within, limit)


def _closing(
    conn: Connection, side: Side, now: datetime, within: timedelta, limit: int
) -> list[ConversationId]:
    closes = CHANNELS[WHATSAPP].window
    where = f"{WAITING} AND {side.where} AND last_inbound_us > ? AND last_inbound_us <= ?"
    values = (*side.values, to_us(now - closes), to_us(now - closes + within))
    return walk(conn, [Part("urgent", where, values)], limit, None)


def troubled_ids(conn: Connection, limit: int) -> list[ConversationId]:
    """Open ones whose newest message did not arrive, or may not have; the newest first."""
    return walk(conn, [Part("newest", TROUBLED, hint=OF_TROUBLED)], limit, None)


def troubled_count(conn: Connection) -> int:
    """How many, COUNTED_MOST at most."""
    row = conn.execute(
        f"SELECT count(*) FROM (SELECT 1 FROM view_conversation {OF_TROUBLED} WHERE {TROUBLED} LIMIT ?)",
        (COUNTED_MOST,),
    ).fetchone()
    return int(row[0])


def is_any_asked(conn: Connection) -> bool:
    """Whether a planned answer waits for somebody's decision: what reads those is imported for that alone."""
    return conn.execute("SELECT 1 FROM view_scheduled WHERE is_asked = 1 LIMIT 1").fetchone() is not None


def is_any_silent(conn: Connection) -> bool:
    """Whether anybody owes a word about a deal, or a ladder is under way: what reads it is imported for that."""
    row = conn.execute("SELECT 1 FROM view_deal WHERE silent_us IS NOT NULL LIMIT 1").fetchone()
    return row is not None or conn.execute("SELECT 1 FROM view_follow_up LIMIT 1").fetchone() is not None


def is_any_unconfirmed(conn: Connection, now: datetime, until: datetime) -> bool:
    """Whether an appointment to come is not confirmed: what reads the agenda is imported for that alone."""
    sql = (
        "SELECT 1 FROM view_appointment WHERE is_removed = 0 AND starts_us > ? AND starts_us < ?"
        " AND answer NOT IN ('confirmed', 'cancelled') LIMIT 1"
    )
    return conn.execute(sql, (to_us(now), to_us(until))).fetchone() is not None


def is_any_task(conn: Connection, until: datetime) -> bool:
    """Whether the turn of any open task comes until then: what reads tasks is imported for that alone."""
    sql = "SELECT 1 FROM view_task WHERE done_us IS NULL AND is_removed = 0 AND turn_us <= ? LIMIT 1"
    return conn.execute(sql, (to_us(until),)).fetchone() is not None
