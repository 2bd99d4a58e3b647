"""Small things by name, as bytes."""

from collections.abc import Mapping

from sqlcipher3.dbapi2 import Connection


def notes(conn: Connection) -> dict[str, bytes]:
    """All of them."""
    return {name: bytes(value) for name, value in conn.execute("SELECT name, value FROM note")}


def save_notes(conn: Connection, changed: Mapping[str, bytes | None]) -> None:
    """Write notes; None removes one."""
    conn.executemany(
        "DELETE FROM note WHERE name = ?", [(name,) for name, value in changed.items() if value is None]
    )
    conn.executemany(
        "INSERT INTO note (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        [(name, value) for name, value in changed.items() if value is not None],
    )
