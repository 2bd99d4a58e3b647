"""A copy of a hub of 100,000 events made and proved, against copying its file; and the hub put back from it."""

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from app.domain.clock import SystemClock
from app.domain.ids import LogId
from app.hub import backup_files, restoring
from app.hub.backups import make_copy
from app.hub.config import HubConfig
from app.hub.hub import no_crash
from storage import codec, view
from storage.hub import backup, log, store
from storage.hub.log import Entry
from tests.perf.history import events
from tests.perf.report import Row

COUNT = 100_000
AT_ONCE = 5_000
KEY = "0b" * 32
COPY_LIMIT_S = 10.0  # once an hour, in a thread beside the hub's work
RESTORE_LIMIT_S = 15.0


def rows() -> Iterator[Row]:
    """Write the hub first (not measured)."""
    with tempfile.TemporaryDirectory() as name:
        config = HubConfig(Path(name) / "hub", data_key=KEY)
        config.data_dir.mkdir()
        write_hub(config)
        now = datetime.now(UTC)
        plain_s = timed(lambda: copy_plainly(config.database))
        began_cpu_s = time.process_time()
        copied_s = timed(lambda: make_copy(config, now, no_crash))
        cpu_s = time.process_time() - began_cpu_s
        path = config.backup_folder / backup_files.name_of(now)
        size = path.stat().st_size / 1_000_000
        proved_s = timed(lambda: backup.verify(path, KEY, is_thorough=True))

        def put_back() -> None:
            restoring.look(config, path)
            restoring.restore(config, path, SystemClock(), os.urandom, no_crash)

        restored_s = timed(put_back)
    yield Row("the hub's file copied and synced, nothing proved", plain_s, "s", "", True)
    yield Row(
        "copy of 100,000 events made and proved",
        copied_s,
        "s",
        f"< {COPY_LIMIT_S:g} s",
        copied_s < COPY_LIMIT_S,
    )
    yield Row("processor time of it, which other work lengthens less", cpu_s, "s", "", True)
    yield Row("its size", size, "MB", "", True)
    yield Row("every event of it proved", proved_s, "s", "", True)
    yield Row(
        "hub put back from it", restored_s, "s", f"< {RESTORE_LIMIT_S:g} s", restored_s < RESTORE_LIMIT_S
    )


def write_hub(config: HubConfig) -> None:
    """A hub with a long history, its projection beside it."""
    projector = view.Projector()
    with closing(store.open_writing(config.database, KEY, lambda: (LogId("bench"), bytes(32)))) as conn:
        source = events(COUNT)
        while part := list(islice(source, AT_ONCE)):
            conn.execute("BEGIN IMMEDIATE")
            opened = [codec.decode_event(one) for one in part]
            log.add(conn, [Entry(one) for one in part], opened[-1].accepted_at)
            projector.project(conn, opened, part[-1].chain)
            conn.execute("COMMIT")


def copy_plainly(database: Path) -> None:
    """The floor: the bytes, and their sync."""
    target = database.with_name("plain.db")
    shutil.copyfile(database, target)
    backup.sync(target)
    target.unlink()


def timed(work: Callable[[], object]) -> float:
    """Seconds of it."""
    began_s = time.perf_counter()
    work()
    return time.perf_counter() - began_s
