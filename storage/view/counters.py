"""Counts that are kept up to date: what connection health shows, and how long the lists are."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlcipher3.dbapi2 import Connection

from app.domain.conversations import Conversation
from app.domain.records import record
from storage.instants import from_us

MOST_COUNTED = 9_999
_TO_SEND = "SELECT count(*) FROM (SELECT 1 FROM view_message WHERE base = 'queued' AND rank = 0 LIMIT ?)"
UNPARSED = "unparsed"
UNKNOWN_LINE = "unknown_line"
NEWER_KINDS = "newer_kinds"
HUB_STARTS = "hub_starts"
HUB_CRASHES = "hub_crashes"
NEWEST_RECEIVED_US = "newest_received_us"
OPEN, CLOSED = "open_conversations", "closed_conversations"
_SIZES = frozenset({OPEN, CLOSED})


@record
class Health:
    """What the log says about how well messages come in.

    `unparsed_count`: webhook elements that nobody could read. `unknown_line_count`: messages to numbers that are not
    ours. `newer_kind_count`: events of a newer program. `last_received_at`: receipt of the newest customer message.
    """

    unparsed_count: int = 0
    unknown_line_count: int = 0
    newer_kind_count: int = 0
    hub_starts: int = 0
    hub_crashes: int = 0
    last_received_at: datetime | None = None


def list_of(conversation: Conversation) -> str | None:
    """Which list counts it; None: it stands in none, see `Conversation.lifted_pos`."""
    if conversation.lifted_pos == 0:
        return None
    return CLOSED if conversation.is_closed else OPEN


def stored(conn: Connection) -> dict[str, int]:
    """The stored numbers by name."""
    return dict(conn.execute("SELECT name, value FROM view_health").fetchall())


def save(conn: Connection, values: Mapping[str, int]) -> None:
    """Write new numbers."""
    conn.executemany(
        "INSERT INTO view_health (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        list(values.items()),
    )


def health(conn: Connection) -> Health:
    """Connection health as the log tells it."""
    values = stored(conn)
    return Health(
        values.get(UNPARSED, 0),
        values.get(UNKNOWN_LINE, 0),
        values.get(NEWER_KINDS, 0),
        values.get(HUB_STARTS, 0),
        values.get(HUB_CRASHES, 0),
        from_us(values.get(NEWEST_RECEIVED_US)),
    )


def is_about_health(changed: Collection[str]) -> bool:
    """Whether connection health looks different when these numbers changed."""
    return not _SIZES.issuperset(changed)


def to_send(conn: Connection) -> int:
    """How many messages the hub holds that have not gone out yet; counted up to MOST_COUNTED."""
    row = conn.execute(_TO_SEND, (MOST_COUNTED,)).fetchone()
    return int(row[0])
