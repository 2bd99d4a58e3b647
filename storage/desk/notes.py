"""Unsent texts, and the small things that this computer remembers."""

from collections.abc import Mapping

from app.domain.ids import ConversationId, DeviceId
from storage.desk.seats import NOBODY
from storage.engine import Connection


def drafts(conn: Connection, device_id: DeviceId = NOBODY) -> dict[ConversationId, str]:
    """Every unsent text of a seat."""
    rows = conn.execute(
        "SELECT conversation_id, text FROM draft WHERE device_id = ? ORDER BY conversation_id", (device_id,)
    )
    return {row[0]: row[1] for row in rows}


def all_drafts(conn: Connection) -> dict[DeviceId, dict[ConversationId, str]]:
    """Every unsent text, by seat."""
    found: dict[DeviceId, dict[ConversationId, str]] = {}
    for device_id, key, text in conn.execute("SELECT device_id, conversation_id, text FROM draft"):
        found.setdefault(device_id, {})[key] = text
    return found


def save_drafts(conn: Connection, texts: Mapping[ConversationId, str], device_id: DeviceId = NOBODY) -> None:
    """Write unsent texts of a seat; an empty one is removed."""
    conn.executemany(
        "INSERT INTO draft (device_id, conversation_id, text) VALUES (?, ?, ?)"
        " ON CONFLICT (device_id, conversation_id) DO UPDATE SET text = excluded.text",
        [(device_id, key, text) for key, text in texts.items() if text],
    )
    conn.executemany(
        "DELETE FROM draft WHERE device_id = ? AND conversation_id = ?",
        [(device_id, key) for key, text in texts.items() if not text],
    )


def notes(conn: Connection) -> dict[str, bytes]:
    """Every note, as JSON."""
    rows = conn.execute("SELECT name, value FROM note ORDER BY name")
    return {row[0]: bytes(row[1]) for row in rows}


def save_notes(conn: Connection, values: Mapping[str, bytes | None]) -> None:
    """Write notes; None removes one."""
    conn.executemany(
        "INSERT INTO note (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        [(name, value) for name, value in values.items() if value is not None],
    )
    conn.executemany(
        "DELETE FROM note WHERE name = ?", [(name,) for name, value in values.items() if value is None]
    )
