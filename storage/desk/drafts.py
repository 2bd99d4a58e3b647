"""Unsent texts."""

from collections.abc import Mapping

from sqlcipher3.dbapi2 import Connection

from app.domain.ids import ConversationId


def drafts(conn: Connection) -> dict[ConversationId, str]:
    """Every draft by conversation."""
    return dict(conn.execute("SELECT conversation_id, text FROM draft").fetchall())


def save_drafts(conn: Connection, changed: Mapping[ConversationId, str]) -> None:
    """Write drafts; an empty one is removed."""
    conn.executemany(
        "DELETE FROM draft WHERE conversation_id = ?", [(name,) for name, text in changed.items() if not text]
    )
    conn.executemany(
        "INSERT INTO draft (conversation_id, text) VALUES (?, ?)"
        " ON CONFLICT (conversation_id) DO UPDATE SET text = excluded.text",
        [(name, text) for name, text in changed.items() if text],
    )
