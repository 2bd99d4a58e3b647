"""Open a database file safely: SQLCipher, WAL, the right durability, and a guard against newer files.

Statements run on plain connections (`connect`). Tables are declared with SQLAlchemy Core, which is imported only when
they must be made (`create_tables`), since it costs a third of a second at start (decision 002).
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import sqlcipher3.dbapi2 as sqlite
from sqlcipher3.dbapi2 import Connection as Connection

from app.domain.errors import EnvironmentFailure

if TYPE_CHECKING:
    from sqlalchemy import MetaData

Durability = Literal["FULL", "NORMAL"]
SqlError = sqlite.Error  # for layers that must not import the library
OLDEST_SQLITE = (3, 51, 3)  # older ones can corrupt a WAL when two connections checkpoint at once
# Whatever is neither a number nor a text the driver first asks, in vain, for two special methods: 0.8 us for each None
# and each bytes of a row, two thirds of the time of writing a message. An adapter that gives the value back ends that.
sqlite.register_adapter(type(None), {None: None}.get)
sqlite.register_adapter(bytes, bytes)
_META = "CREATE TABLE IF NOT EXISTS file_meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID"


def connect(
    path: Path, key: str | None, *, durability: Durability = "FULL", is_read_only: bool = False
) -> Connection:
    """A connection without implicit transactions; `key` is 64 hex characters, None for a plain file.

    Raises EnvironmentFailure: sqlite_too_old, wrong_key, file_unreadable, disk_full.
    """
    _refuse_old_sqlite()
    try:
        connection = sqlite.connect(
            _address(path, is_read_only), isolation_level=None, check_same_thread=False, uri=True, timeout=5.0
        )
    except sqlite.Error as error:
        raise failure_of(error, path) from error
    try:
        _prepare(connection, key, durability, is_read_only)
    except sqlite.Error as error:
        connection.close()
        raise failure_of(error, path) from error
    return connection


def failure_of(error: Exception, path: Path | None = None) -> EnvironmentFailure:
    """What an SQLite error means for a person."""
    text = str(error)
    name = path.name if path else ""
    if "not a database" in text:
        return EnvironmentFailure("wrong_key", file=name)
    if "full" in text:
        return EnvironmentFailure("disk_full", file=name)
    if "malformed" in text:
        return EnvironmentFailure("file_damaged", file=name)
    if "locked" in text:
        return EnvironmentFailure("file_locked", file=name)
    return EnvironmentFailure("file_unreadable", file=name, reason=text)


def create_tables(connection: Connection, metadata: MetaData) -> None:
    """Create what is missing of `metadata`'s tables and indexes on a plain connection."""
    for statement in _statements(metadata, len(metadata.tables)):
        connection.execute(statement)


@lru_cache
def _statements(metadata: MetaData, _count: int) -> tuple[str, ...]:
    """What makes the tables; put into words once, 25 ms for a hub's. More tables may join the others: they count."""
    from sqlalchemy.dialects import sqlite as dialect
    from sqlalchemy.schema import CreateIndex, CreateTable

    found: list[str] = []
    spoken = dialect.dialect()
    for table in metadata.sorted_tables:
        found.append(str(CreateTable(table, if_not_exists=True).compile(dialect=spoken)))
        for index in sorted(table.indexes, key=lambda index: str(index.name)):
            found.append(str(CreateIndex(index, if_not_exists=True).compile(dialect=spoken)))
    return tuple(found)


def check_revision(connection: Connection, name: str, revision: int) -> int:
    """The file's revision; a new file gets `revision`. Refuses a newer one: EnvironmentFailure("file_newer")."""
    connection.execute(_META)
    row = connection.execute("SELECT value FROM file_meta WHERE name = ?", (name,)).fetchone()
    if row is None:
        connection.execute("INSERT INTO file_meta VALUES (?, ?)", (name, str(revision)))
        return revision
    if int(row[0]) > revision:
        raise EnvironmentFailure("file_newer", file=name)
    return int(row[0])


def set_revision(connection: Connection, name: str, revision: int) -> None:
    """Note that a file has been brought to a newer revision."""
    connection.execute("UPDATE file_meta SET value = ? WHERE name = ?", (str(revision), name))


def _refuse_old_sqlite() -> None:
    if sqlite.sqlite_version_info < OLDEST_SQLITE:
        raise EnvironmentFailure("sqlite_too_old", version=sqlite.sqlite_version)


def _address(path: Path, is_read_only: bool) -> str:
    mode = "?mode=ro" if is_read_only else "?mode=rwc"
    return path.absolute().as_uri() + mode


def _prepare(connection: Connection, key: str | None, durability: Durability, is_read_only: bool) -> None:
    if key is not None:
        connection.execute(f"PRAGMA key = \"x'{bytes.fromhex(key).hex()}'\"")
        connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # a wrong key shows itself here
    connection.execute("PRAGMA busy_timeout = 5000")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
    if is_read_only:
        connection.execute("PRAGMA query_only = ON")
        return
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(
        "PRAGMA secure_delete = FAST"
    )  # what a row held is zeroed with it, see `storage.scrub`
    connection.execute(f"PRAGMA synchronous = {durability}")
    connection.execute(
        "PRAGMA fullfsync = ON"
    )  # only macOS heeds it: there fsync alone leaves data in the drive
