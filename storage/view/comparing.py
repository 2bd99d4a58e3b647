"""Whether every message of the log is in the view: the log's bytes beside the view's rows, in one stretch at a time.

Nothing is projected again: an event that brings a message has a row under its own position, or the view lost it.
"""

from collections.abc import Sequence

import msgspec
from sqlcipher3.dbapi2 import Connection

from storage.codec import StoredEvent

_RECEIVED, _REQUESTED = "message.received", "send.requested"


class _Head(msgspec.Struct):
    kind: str


class _Message(msgspec.Struct):
    """What decides whether a message has a row: one for an unknown number, or of an import taken back, has none."""

    conversation_id: str | None = None
    contact_id: str | None = None
    import_id: str | None = None


_read_head = msgspec.json.Decoder(_Head).decode
_read_message = msgspec.json.Decoder(_Message).decode


def messages_of(stored: Sequence[StoredEvent]) -> dict[int, str | None]:
    """Positions of the events that bring a message to be shown, each with the import that brought it."""
    found: dict[int, str | None] = {}
    for one in stored:
        if not one.fields:  # erased
            continue
        kind = _read_head(one.envelope).kind
        if kind == _REQUESTED:
            found[one.pos] = None
        elif kind == _RECEIVED:
            message = _read_message(one.fields)
            if message.conversation_id is not None and message.contact_id is not None:
                found[one.pos] = message.import_id
    return found


def not_shown(view: Connection, messages: dict[int, str | None]) -> list[int]:
    """Which of these messages have no row in the view, ascending."""
    if not messages:
        return []
    rows = view.execute(
        "SELECT pos FROM view_message WHERE pos BETWEEN ? AND ?", (min(messages), max(messages))
    )
    missing = messages.keys() - {row[0] for row in rows}
    if not missing:
        return []
    undone = {row[0] for row in view.execute("SELECT import_id FROM view_import WHERE state = 2")}
    return sorted(pos for pos in missing if messages[pos] not in undone)
