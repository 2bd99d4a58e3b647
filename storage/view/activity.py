"""When people wrote: what the report on who comes back, and goals on messages, go through once and keep in memory."""

from collections.abc import Iterator
from typing import Final

from sqlcipher3.dbapi2 import Connection

from app.domain.messages import SILENT_KINDS

_SILENT: Final = ", ".join(map(repr, sorted(SILENT_KINDS)))
_WROTE: Final = (
    "SELECT pos, conversation_no, sort_us / 1000000 FROM view_message WHERE pos > ? AND direction = 'in'"
    f" AND author = 'customer' AND joined IS NOT 1 AND kind NOT IN ({_SILENT}) ORDER BY pos"
)


def written_after(conn: Connection, pos: int) -> Iterator[tuple[int, int, int]]:
    """Position, conversation and second of each message of a customer behind a position."""
    yield from conn.execute(_WROTE, (pos,))


def people_of(conn: Connection) -> dict[int, str]:
    """Whose each conversation is."""
    return dict(conn.execute("SELECT no, contact_id FROM view_conversation").fetchall())
