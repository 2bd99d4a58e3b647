"""A copy of hub.db made beside the running hub, and the proof that a copy is whole.

The copy is made by SQLite's backup of one read transaction, so that it is the file of one moment whatever is written
meanwhile; it is sealed with the same key. Everything here blocks.
"""

import os
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from app.domain.errors import EnvironmentFailure
from app.domain.ids import LogId
from storage.codec import GENESIS_CHAIN
from storage.engine import SqlError, connect, failure_of
from storage.hub.store import FILE_NAME, open_reading
from storage.hub.tables import REVISION, Connection

STEP_PAGES = 512  # 2 MiB between two looks at whether to stop
STEPS_BETWEEN_LOOKS = 50_000  # of SQLite's machine while it proves: a few milliseconds
OnProgress = Callable[[int, int], None]  # pages done, pages in all; what it raises ends the copy


@dataclass(frozen=True, slots=True)
class CopyFacts:
    """What a whole copy holds."""

    log_id: LogId
    pos: int
    chain: bytes
    size_bytes: int


def copy(path: Path, key: str | None, target: Path, on_progress: OnProgress) -> None:
    """Copy hub.db to `target`, which must not exist, and put it safely on disk.

    Raises EnvironmentFailure (disk_full and others) and what `on_progress` raises; part of `target` may be there then.
    """
    with closing(open_reading(path, key)) as source, closing(connect(target, key)) as fresh:
        os.chmod(target, 0o600)
        try:
            fresh.execute("PRAGMA journal_mode = DELETE")
            source.execute("BEGIN")  # one moment: without it every write of the hub would begin the copy anew
            source.execute("SELECT pos FROM head").fetchone()
            source.backup(
                fresh,
                pages=STEP_PAGES,
                progress=lambda _status, left, total: on_progress(total - left, total),
            )
            fresh.execute("PRAGMA journal_mode = DELETE")  # the copied header says WAL
        except SqlError as error:
            raise failure_of(error, target) from error
        finally:
            if source.in_transaction:
                source.execute("ROLLBACK")
    sync(target)


def verify(
    path: Path,
    key: str | None,
    *,
    is_thorough: bool = False,
    is_stopped: Callable[[], bool] = lambda: False,
) -> CopyFacts:
    """Whether a copy is a whole hub: every page, the count of its events, the chain of its head (or of every event).

    Raises EnvironmentFailure: backup_missing, wrong_key, file_newer, backup_foreign (no hub's file), backup_damaged
    (also when it was stopped).
    """
    if not path.is_file():
        raise EnvironmentFailure("backup_missing", file=str(path))
    try:
        with closing(connect(path, key, is_read_only=True)) as conn:
            conn.set_progress_handler(lambda: int(is_stopped()), STEPS_BETWEEN_LOOKS)
            return _checked(conn, path, is_thorough=is_thorough)
    except SqlError as error:
        raise EnvironmentFailure("backup_damaged", file=path.name) from error
    except EnvironmentFailure as failure:
        if failure.code in {"file_damaged", "file_unreadable"}:
            raise EnvironmentFailure("backup_damaged", file=path.name) from failure
        raise


def sync(path: Path) -> None:
    """A file and its name are on disk."""
    with path.open("r+b") as file:  # Windows syncs only what may be written
        os.fsync(file.fileno())
    if os.name != "nt":
        descriptor = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _checked(conn: Connection, path: Path, *, is_thorough: bool) -> CopyFacts:
    tables = {row[0] for row in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not {"file_meta", "head", "log", "body"} <= tables:
        raise EnvironmentFailure("backup_foreign", file=path.name)
    revision = conn.execute("SELECT value FROM file_meta WHERE name = ?", (FILE_NAME,)).fetchone()
    if revision is None:
        raise EnvironmentFailure("backup_foreign", file=path.name)
    if int(revision[0]) > REVISION:
        raise EnvironmentFailure("file_newer", file=path.name)
    head = conn.execute("SELECT log_id, pos, chain FROM head").fetchone()
    is_whole = conn.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
    if not (is_whole and head is not None and _is_dense(conn, head[1])):
        raise EnvironmentFailure("backup_damaged", file=path.name)
    if _chain_of(conn, head[1], is_thorough=is_thorough) != head[2]:
        raise EnvironmentFailure("backup_damaged", file=path.name)
    return CopyFacts(LogId(head[0]), head[1], head[2], path.stat().st_size)


def _is_dense(conn: Connection, pos: int) -> bool:
    """Whether there is an event for each position, and a body for each event."""
    logged = conn.execute("SELECT count(*), coalesce(max(pos), 0) FROM log").fetchone()
    bodies = conn.execute("SELECT count(*), coalesce(max(pos), 0) FROM body").fetchone()
    return bool(logged == bodies == (pos, pos))


def _chain_of(conn: Connection, pos: int, *, is_thorough: bool) -> bytes:
    """The chain at the head, made again from the newest event, or from every one."""
    if pos == 0:
        return GENESIS_CHAIN
    first = 1 if is_thorough else pos
    before = conn.execute("SELECT chain FROM log WHERE pos = ?", (first - 1,)).fetchone()
    chain: bytes = before[0] if before else GENESIS_CHAIN
    for envelope, stored in conn.execute(
        "SELECT envelope, chain FROM log WHERE pos >= ? ORDER BY pos", (first,)
    ):
        chain = sha256(chain + envelope).digest()
        if chain != stored:
            return b""
    return chain
