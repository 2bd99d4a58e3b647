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
HIDDEN = "hidden"  # messages that the hub found missing in its view
NEWEST_RECEIVED_US = "newest_received_us"
SIZE = "size:"  # before the name of a list, where its length is kept
HELD = f"{SIZE}held:"  # before a member's id: what they hold


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


def place_of(conversation: Conversation) -> tuple[bool, bool, bool, str | None] | None:
    """What decides which lists hold it; None: none does, see `Conversation.lifted_pos`."""
    if conversation.lifted_pos == 0:
        return None
    is_waiting = conversation.waiting_since_at is not None
    is_snoozed = conversation.snoozed_at is not None
    return conversation.is_closed, is_snoozed, is_waiting, conversation.assignee_id


def sizes_of(place: tuple[bool, bool, bool, str | None] | None) -> list[str]:
    """Names of the numbers that count a conversation of this place."""
    if place is None:
        return []
    is_closed, is_snoozed, is_waiting, assignee_id = place
    if is_closed:
        return [f"{SIZE}closed", *([f"{SIZE}waiting"] if is_waiting else [])]  # an answer failed after all
    if is_snoozed:
        return [f"{SIZE}all", f"{SIZE}snoozed"]
    held = f"{SIZE}unassigned" if assignee_id is None else f"{HELD}{assignee_id}"
    return [f"{SIZE}all", f"{SIZE}waiting" if is_waiting else f"{SIZE}theirs", held]


def stored(conn: Connection) -> dict[str, int]:
    """The stored numbers by name."""
    return dict(conn.execute("SELECT name, value FROM view_health").fetchall())


def save(conn: Connection, values: Mapping[str, int]) -> None:
    """Write new numbers. What is nothing again has no row, as if it had never been counted."""
    conn.executemany(
        "INSERT INTO view_health (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        [(name, value) for name, value in values.items() if value],
    )
    conn.executemany(
        "DELETE FROM view_health WHERE name = ?", [(name,) for name, value in values.items() if not value]
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


def is_hidden_something(conn: Connection) -> bool:
    """Whether the hub found messages of the log missing in its view, and not since that they are there."""
    return bool(stored(conn).get(HIDDEN))


def is_about_health(changed: Collection[str]) -> bool:
    """Whether connection health looks different when these numbers changed."""
    return any(not name.startswith(SIZE) for name in changed)


def to_send(conn: Connection) -> int:
    """How many messages the hub holds that have not gone out yet; counted up to MOST_COUNTED."""
    row = conn.execute(_TO_SEND, (MOST_COUNTED,)).fetchone()
    return int(row[0])
