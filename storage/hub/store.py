"""Opens hub.db: tables there, an older revision brought up to date; a new file gets a head and the projection."""

from collections.abc import Callable
from pathlib import Path

from app.domain.errors import EnvironmentFailure
from app.domain.ids import LogId
from storage import view
from storage.engine import Durability, check_revision, connect, create_tables, set_revision
from storage.hub import (
    appointment_imports,
    contact_imports,
    deal_imports,
    epochs,
    erasures,
    feeds,
    history,
    log,
    log_keys,
    mail,
    media_jobs,
    sends,
)
from storage.hub.migrations import migrate
from storage.hub.tables import METADATA, REVISION, Connection

FILE_NAME = "hub"


def open_writing(
    path: Path, key: str | None, new_log: Callable[[], tuple[LogId, bytes]], durability: Durability = "FULL"
) -> Connection:
    """The one writing connection; a new file gets the (log id, log secret) that `new_log` gives.

    Raises EnvironmentFailure: wrong_key, file_newer, disk_full and others of `storage.engine.connect`.
    """
    try:
        path.touch(mode=0o600, exist_ok=True)  # for the hub's own user alone; the WAL takes it over
    except OSError as error:
        raise EnvironmentFailure("file_unreadable", file=path.name, reason=str(error.strerror)) from error
    conn = connect(path, key, durability=durability)
    try:
        conn.execute("BEGIN IMMEDIATE")
        revision = check_revision(conn, FILE_NAME, REVISION)
        create_tables(conn, METADATA)
        if revision < REVISION:
            migrate(conn, revision)
            set_revision(conn, FILE_NAME, REVISION)
        log.begin(conn, *new_log())
        if view.version(conn) is None:
            view.create(conn)
        conn.execute("COMMIT")
    except BaseException:
        conn.close()
        raise
    return conn


def open_reading(path: Path, key: str | None) -> Connection:
    """A connection that cannot write; works beside a running hub. Raises EnvironmentFailure("no_hub_here")."""
    if not path.exists():
        raise EnvironmentFailure("no_hub_here", folder=str(path.parent))
    return connect(path, key, is_read_only=True)


assert mail.MAIL_TOLD.metadata is METADATA
assert feeds.FEED.metadata is METADATA
assert sends.SEND.metadata is METADATA  # importing them is what puts their tables there
assert media_jobs.MEDIA_JOB.metadata is media_jobs.MEDIA_UPLOAD.metadata is METADATA
assert history.IMPORT.metadata is METADATA
assert erasures.ERASURE.metadata is erasures.ERASED_ID.metadata is erasures.ERASURE_POST.metadata is METADATA
assert erasures.ERASED_NAME.metadata is erasures.DEVICE_ERASED.metadata is METADATA
assert log_keys.LOG_KEY.metadata is log_keys.LOG_KEY_HEAD.metadata is log_keys.RAW_REPEAT.metadata is METADATA
assert appointment_imports.APPOINTMENTS_IMPORT.metadata is METADATA
assert contact_imports.CONTACTS_IMPORT.metadata is deal_imports.DEALS_IMPORT.metadata is METADATA
assert epochs.EPOCH.metadata is epochs.SALVAGE.metadata is METADATA
assert (
    epochs.SALVAGE_EVENT.metadata is epochs.SALVAGE_ID.metadata is epochs.PLANNED_DOUBT.metadata is METADATA
)
