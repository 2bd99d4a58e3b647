"""All turns reckoned from the log, and kept in measures.db: 600,000 messages among 1,000,000 events.

The floor reads the same rows from the same encrypted file and does nothing with them.
"""

import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from storage import desk
from storage.cycles import no_search_for_cycles
from storage.engine import connect
from storage.measures.book import Book
from storage.measures.file import MeasuresFile
from tests.perf.history import events
from tests.perf.report import Row

COUNT = 1_000_000
KEY = "0b" * 32
PAGE = 20_000
LEAST = 100_000


def rows() -> Iterator[Row]:
    """Write the log first (not measured), then reckon from it twice: in memory alone, and into the file."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        messages = _write(folder / "log.db")
        with closing(connect(folder / "log.db", KEY, is_read_only=True)) as conn, no_search_for_cycles():
            query = "SELECT pos, envelope, fields FROM event ORDER BY pos"
            began_s = time.perf_counter()
            for _row in conn.execute(query):
                pass
            floor_s = time.perf_counter() - began_s
            book = Book(lambda places: [])
            began_s = time.perf_counter()
            book.take_all(conn.execute(query))
            book.settle()
            took_s = time.perf_counter() - began_s
        rate = messages / took_s
        yield Row(
            "turns reckoned from the log",
            rate,
            "messages/s",
            f">= {LEAST:,}",
            rate >= LEAST,
            messages / floor_s,
        )
        with no_search_for_cycles():
            began_s = time.perf_counter()
            file = MeasuresFile(folder / "measures.db", folder / "log.db", KEY)
            file.go_on()
            yield Row("the same, kept in measures.db", time.perf_counter() - began_s, "s", "", True)
            file.close()
            began_s = time.perf_counter()
            file = MeasuresFile(folder / "measures.db", folder / "log.db", KEY)
            count = sum(len(turns) for _id, turns, _episodes in file.every())
            yield Row(f"opened again, {count:,} turns read", time.perf_counter() - began_s, "s", "", True)
            file.close()


def _write(path: Path) -> int:
    """Gives how many of the events are messages."""
    messages = 0
    with closing(connect(path, KEY, durability="NORMAL")) as log:
        desk.create(log)
        page = []
        for event in events(COUNT):
            messages += (
                b'"kind":"message.received"' in event.envelope or b'"kind":"send.requested"' in event.envelope
            )
            page.append(event)
            if len(page) == PAGE:
                log.execute("BEGIN IMMEDIATE")
                desk.append(log, page)
                log.execute("COMMIT")
                page = []
    return messages
