"""Whether every message of the log is in the view: the log's bytes beside the view's rows, in one stretch at a time.

Nothing is projected again: an event that brings a message has a row under its own position, or the view lost it.
"""

from collections.abc import Callable, Collection, Mapping, Sequence

import msgspec
from sqlcipher3.dbapi2 import Connection

from storage.codec import StoredEvent

_BRING = frozenset({"message.received", "send.requested"})


class _Head(msgspec.Struct):
    kind: str


class Brought(msgspec.Struct):
    """What decides whether a message has a row: one for an unknown number has none, nor one whose import was taken back
    or whose person was erased.
    """

    conversation_id: str | None = None
    contact_id: str | None = None
    import_id: str | None = None


_read_head = msgspec.json.Decoder(_Head).decode
_read_message = msgspec.json.Decoder(Brought).decode


def messages_of(stored: Sequence[StoredEvent]) -> dict[int, Brought]:
    """The events that bring a message to be shown, by their positions."""
    found: dict[int, Brought] = {}
    for one in stored:
        if not one.fields or _read_head(one.envelope).kind not in _BRING:  # without words: erased
            continue
        message = _read_message(one.fields)
        if message.conversation_id is not None and message.contact_id is not None:
            found[one.pos] = message
    return found


def not_shown(
    view: Connection, messages: Mapping[int, Brought], is_erased: Callable[[str], bool] = lambda _: False
) -> list[int]:
    """Which of these messages have no row in the view, ascending. `is_erased`: whether somebody is just being erased,
    or a conversation.
    """
    if not messages:
        return []
    rows = view.execute(
        "SELECT pos FROM view_message WHERE pos BETWEEN ? AND ?", (min(messages), max(messages))
    )
    missing = messages.keys() - {row[0] for row in rows}
    if not missing:
        return []
    undone = {row[0] for row in view.execute("SELECT import_id FROM view_import WHERE state = 2")}
    return sorted(pos for pos in missing if not _is_gone(messages[pos], undone, is_erased))


def _is_gone(message: Brought, undone: Collection[str], is_erased: Callable[[str], bool]) -> bool:
    ids = (message.conversation_id, message.contact_id)
    return message.import_id in undone or any(one is not None and is_erased(one) for one in ids)
