"""A view that many examples share, one after the other."""

from storage import codec, view
from storage.engine import Connection


def emptied(conn: Connection) -> Connection:
    """The same view as a new one, for the next example: a hundred statements fewer than making it anew."""
    if conn.in_transaction:  # of an example that failed
        conn.execute("ROLLBACK")
    conn.execute("BEGIN")
    names = conn.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'view^_%' ESCAPE '^'"
    )
    for (name,) in names.fetchall():
        conn.execute(f'DELETE FROM "{name}"')
    conn.execute("INSERT INTO view_meta VALUES (1, ?, 0, ?)", (view.VIEW_VERSION, codec.GENESIS_CHAIN))
    conn.execute("COMMIT")
    return conn
