"""A new desktop fetches 1,000,000 events over HTTP into its encrypted files, against a bare loop without HTTP."""

import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from app.domain.ids import LogId
from storage import view
from storage.codec import encode_page
from storage.hub import log
from storage.hub.store import open_writing
from tests.perf.floors.bare_catch_up import bare_catch_up
from tests.perf.history import events
from tests.perf.report import Row
from tests.perf.servers import ROOT, hub

COUNT = 1_000_000
PAGE = 5_000
LEAST_PER_S = 18_000
MOST_TIMES_BARE = 1.6


def rows() -> Iterator[Row]:
    """The bare loop first, then `join` and `sync` as a person runs them; the time is of `sync` as a whole."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "bare").mkdir()
        pages, began_cpu_s = list(_pages()), time.process_time()
        bare_s = bare_catch_up(pages, folder / "bare")
        bare_cpu_s = time.process_time() - began_cpu_s
        _fill_hub(folder / "hub")
        with hub(folder / "hub") as port:
            ours_s, ours_cpu_s = _sync(folder / "hub", folder / "profile", port)
    bare_per_s, ours_per_s = COUNT / bare_s, COUNT / ours_s
    is_kept = ours_per_s >= LEAST_PER_S and ours_s <= MOST_TIMES_BARE * bare_s
    budget = ">= 18,000/s and <= 1.6 x the time of bare"
    yield Row("catch-up of 1,000,000 events", ours_per_s, "/s", budget, is_kept, bare_per_s)
    if ours_cpu_s:  # not told on Windows
        yield Row("processor time of the desk for it", ours_cpu_s, "s", "", True, bare_cpu_s)


def _pages() -> Iterator[bytes]:
    rest = events(COUNT)
    while page := list(itertools.islice(rest, PAGE)):
        yield encode_page(LogId("bench"), COUNT, page[-1].pos, datetime.now(UTC), 1, page)


def _fill_hub(data: Path) -> None:
    """A hub's log with that history. Its own projection is not what is measured, so it is only said to be there."""
    data.mkdir()
    conn = open_writing(data / "hub.db", None, lambda: (LogId("bench"), bytes(32)))
    rest = events(COUNT)
    while page := list(itertools.islice(rest, PAGE)):
        conn.execute("BEGIN IMMEDIATE")
        log.add(conn, [log.Entry(event) for event in page], datetime.now(UTC))
        view.set_cursor(conn, page[-1].pos, page[-1].chain)
        conn.execute("COMMIT")
    conn.close()


def _sync(data: Path, profile: Path, port: int) -> tuple[float, float]:
    """Join and sync; the seconds that syncing took, and of those of the processor in it."""
    environment = os.environ | {"COMPTOIR_PASSPHRASE": "bench"}

    def ours(*given: str) -> str:
        command = [sys.executable, "main.py", *given]
        done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
        return done.stdout

    code = json.loads(ours("invite", "--data", str(data), "--role", "owner"))["code"]
    ours("join", "--profile", str(profile), "--hub", f"http://127.0.0.1:{port}", "--code", code)
    began_s, began_cpu_s = time.perf_counter(), _of_children_s()
    reached = json.loads(ours("sync", "--profile", str(profile)))["pos"]
    took_s, cpu_s = time.perf_counter() - began_s, _of_children_s() - began_cpu_s
    if reached < COUNT:
        raise RuntimeError(f"only {reached} events came")
    return took_s, cpu_s


def _of_children_s() -> float:
    """Processor time of all children that have ended."""
    times = os.times()
    return times.children_user + times.children_system
