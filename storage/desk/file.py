"""log.db as a file: making it, and looking whether it is whole."""

from storage.desk.migrations import REVISION, upgrade
from storage.engine import Connection, SqlError, check_revision, create_tables

_FILE = "log.db"


def create(conn: Connection) -> None:
    """Make the tables of a new file, or bring an older one to today's shape, as one transaction.

    Raises EnvironmentFailure("file_newer") for one of a newer program.
    """
    conn.execute("BEGIN IMMEDIATE")
    try:
        revision = check_revision(conn, _FILE, REVISION)
        if conn.execute("SELECT 1 FROM sqlite_master WHERE name = 'cursor'").fetchone() is None:
            _create_tables(conn)
        elif revision < REVISION:
            upgrade(conn, _FILE, revision)
    except BaseException:
        conn.execute("ROLLBACK")
        raise
    conn.execute("COMMIT")


def is_sound(conn: Connection) -> bool:
    """Whether every page can be read and fits the others. Reads the whole file; for use after an unclean end."""
    try:
        return bool(conn.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except SqlError:
        return False


def _create_tables(conn: Connection) -> None:
    from storage.codec import GENESIS_CHAIN
    from storage.desk.tables import METADATA  # SQLAlchemy: a third of a second, for a new file alone

    create_tables(conn, METADATA)
    conn.execute("INSERT INTO cursor VALUES (1, 0, ?)", (GENESIS_CHAIN,))
