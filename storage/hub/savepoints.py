"""Savepoints inside a Writer job: undo a part, keep the rest, and tell a bad row from a bad disk."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlcipher3.dbapi2 as sqlite

from storage.engine import failure_of
from storage.hub.tables import Connection


@contextmanager
def savepoint(conn: Connection) -> Iterator[None]:
    """Undo what the block wrote when it fails. May be nested.

    The block's own error goes on; one of the disk (full, unreadable, locked) goes on as EnvironmentFailure, since then
    the whole transaction is lost and trying the next part makes no sense.
    """
    conn.execute("SAVEPOINT part")
    try:
        yield
    except sqlite.OperationalError as error:
        raise failure_of(error) from error
    except BaseException:
        conn.execute("ROLLBACK TO part")
        conn.execute("RELEASE part")
        raise
    conn.execute("RELEASE part")
