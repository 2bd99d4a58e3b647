"""One person erased among 1,000,000 messages on the hub, one of a usual size and the one who wrote most.

Measured from the request to the end: found, event written, words, posts, names gone, free pages overwritten, WAL cut.
Afterwards every page of the file is opened and searched for what she was called.
"""

import asyncio
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from itertools import islice
from pathlib import Path

from app.domain.arrivals import MessageReceived
from app.domain.clock import SystemClock
from app.domain.erasure import EraseWish
from app.domain.events import Actor
from app.domain.ids import ContactId, LogId
from app.hub.config import HubConfig
from app.hub.core import Core
from app.hub.erasing import Erasures
from app.hub.hub import no_crash
from app.hub.media_files import MediaFiles
from app.hub.parts import open_core
from storage import codec, view
from storage.hub import erasures, log, store
from storage.hub.log import Entry
from storage.hub.tables import Connection
from storage.media import MediaStore
from tests.flow.erasure_world import opened_pages
from tests.perf.history import events
from tests.perf.report import Row

COUNT = int(os.environ.get("BENCH_MESSAGES", "1000000"))
AT_ONCE = 20_000
KEY = "0b" * 32
LIMIT_S = 5.0
USUAL, LONGEST = 777, 0  # numbers of their conversations


def rows() -> Iterator[Row]:
    """Write the hub first (not measured)."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as name:
        config = HubConfig(Path(name) / "hub", data_key=KEY)
        config.data_dir.mkdir()
        write_hub(config)
        found = asyncio.run(measured(config))
        number = str(33639900000 + USUAL).encode()
        left = sum(page.count(number) for page in opened_pages(config.database, KEY))
    size_mb = found["size_mb"]
    yield Row(f"hub's file with {COUNT:,} messages", size_mb, "MB", "", True)
    yield Row(
        "index of who is meant, made once for an older log",
        found["index_s"],
        "s",
        "",
        True,
    )
    yield Row("its size, for each entry", found["index_bytes"], "bytes", "", True)
    yield Row(
        f"a person with {found['usual_n']:.0f} messages erased", found["usual_s"], "s", f"< {LIMIT_S:g} s",
        found["usual_s"] < LIMIT_S,
    )  # fmt: skip
    yield Row("longest transaction of it", found["usual_longest_ms"], "ms", "", True)
    yield Row(
        f"the person who wrote most ({found['longest_n']:,.0f}) erased", found["longest_s"], "s", f"< {LIMIT_S:g} s",
        found["longest_s"] < LIMIT_S,
    )  # fmt: skip
    yield Row("longest transaction of it", found["longest_longest_ms"], "ms", "", True)
    yield Row("places in the opened file that still name the first of them", left, "", "0", left == 0)


async def measured(config: HubConfig) -> dict[str, float]:
    """The figures by name."""
    clock = SystemClock()
    core = open_core(config, clock, os.urandom)
    files = MediaFiles(MediaStore(config.media_folder, KEY))
    try:
        return await _measured(config, core, Erasures(config, core, files, clock, no_crash))
    finally:
        files.close()
        core.close()


async def _measured(config: HubConfig, core: Core, work: Erasures) -> dict[str, float]:
    core.appender.listen_on(asyncio.get_running_loop())
    found: dict[str, float] = {"size_mb": config.database.stat().st_size / 1e6}
    began_s = time.perf_counter()
    await work.follow()
    found["index_s"] = time.perf_counter() - began_s
    await core.writer.run_between(lambda conn: conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone())
    found["index_bytes"] = (config.database.stat().st_size - found["size_mb"] * 1e6) / COUNT
    longest = watch(core)
    for what, number in (("usual", USUAL), ("longest", LONGEST)):
        longest[0] = 0.0
        began_s = time.perf_counter()
        wish = EraseWish(ContactId(f"p{number:06d}"), f"Cliente {number}")
        erasure_id = await work.erase(wish, Actor("hub"))
        found[f"{what}_s"] = time.perf_counter() - began_s
        found[f"{what}_longest_ms"] = longest[0] * 1000
        one = core.readers.quick(lambda conn, erasure_id=erasure_id: erasures.find(conn, erasure_id))  # type: ignore[misc]
        assert one is not None and one.state == "done"
        found[f"{what}_n"] = one.counts.messages
    return found


def watch(core: Core) -> list[float]:
    """How long the writer's longest transaction took, in seconds."""
    longest = [0.0]
    began = [0.0]
    writer = core.writer
    run_group = writer._run_group

    def timed(conn: Connection) -> None:
        began[0] = time.perf_counter()
        run_group(conn)
        longest[0] = max(longest[0], time.perf_counter() - began[0])

    writer._run_group = timed  # type: ignore[assignment,method-assign]
    return longest


def write_hub(config: HubConfig) -> None:
    """A hub with a long history, its projection and its newest posts beside it."""
    with closing(store.open_writing(config.database, KEY, lambda: (LogId("bench"), bytes(32)))) as conn:
        source = events(COUNT, "messages_only")
        raw_id = 0
        while part := list(islice(source, AT_ONCE)):
            conn.execute("BEGIN IMMEDIATE")
            entries = []
            for stored in part:
                entry = Entry(stored)
                body = codec.decode_event(stored).body
                if isinstance(body, MessageReceived) and stored.pos > COUNT * 0.9:  # of the last 30 days
                    raw_id += 1
                    post = b'{"entry":[{"changes":[' + stored.fields + b"]}]}"
                    conn.execute(
                        "INSERT INTO raw_inbox (raw_id, sha256, body, received_us, state) VALUES (?, ?, ?, 0, 1)",
                        (raw_id, sha256(post).digest(), post),
                    )
                    entry = replace(entry, raw_id=raw_id, path="x", original=stored.fields)
                entries.append(entry)
            log.add(conn, entries, codec.decode_event(part[-1]).accepted_at)
            conn.execute("COMMIT")
        view.rebuild(
            conn, (one for start in range(0, COUNT, AT_ONCE) for one in log.page(conn, start, AT_ONCE))
        )
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
