"""Every query of the view on 1,000,000 messages in 50,000 conversations: `python -m tests.perf.reads [folder]`.

The view is made in `folder` when it is not there yet (a minute or two), else in a temporary one.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from app.domain.contacts import Identity
from app.domain.ids import ContactId, ConversationId, MessageId
from storage import view
from storage.engine import Connection, connect
from storage.view.people import people, people_with_number
from tests.perf.history import LINE, events

MESSAGES = 1_000_000
KEY = "0b" * 32
ROUNDS = 200
NOW = datetime(2026, 11, 20, tzinfo=UTC)
LIMIT_MS = 5.0


def main(folder: Path) -> int:
    """Print first (cold), median and worst time of each query; exit code 1 when a median is over the limit."""
    path = folder / "reads.db"
    if not path.exists():
        _make(path)
    is_kept = True
    for name, query in QUERIES.items():
        conn = connect(path, KEY, is_read_only=True)  # a new connection: its page cache is empty
        times_ms = [_timed_ms(conn, query, number) for number in range(ROUNDS)]
        conn.close()
        median = statistics.median(times_ms)
        is_kept &= median < LIMIT_MS
        sys.stdout.write(
            f"{name:34} first {times_ms[0]:7.2f}  median {median:7.3f}  worst {max(times_ms):7.2f} ms\n"
        )
    return 0 if is_kept else 1


def _make(path: Path) -> None:
    conn = connect(path, KEY, durability="NORMAL")
    view.rebuild(conn, events(MESSAGES, "messages_only"))
    conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    conn.close()


def _timed_ms(conn: Connection, query: Callable[[Connection, int], object], number: int) -> float:
    began_s = time.perf_counter()
    query(conn, number)
    return (time.perf_counter() - began_s) * 1000


def _conversation(number: int) -> ConversationId:
    """A different one each time, all over the file; the longest has number 0."""
    return ConversationId(f"c{number * 7919 % 50_000:06d}")


Query = Callable[[Connection, int], object]
QUERIES: dict[str, Query] = {
    "inbox_ids waiting, 100": lambda c, n: view.inbox_ids(c, "waiting", now=NOW, standard_min=30),
    "inbox_ids all, 100": lambda c, n: view.inbox_ids(c, "all", now=NOW, standard_min=30),
    "inbox_ids closed, 100": lambda c, n: view.inbox_ids(c, "closed", now=NOW, standard_min=30),
    "inbox_ids all, 100, deep": lambda c, n: view.inbox_ids(
        c, "all", now=NOW, standard_min=30, after=_conversation(n)
    ),
    "counts": lambda c, n: view.counts(c, NOW, 30),
    "inbox_row": lambda c, n: view.inbox_row(c, _conversation(n)),
    "thread_header": lambda c, n: view.thread_header(c, _conversation(n), NOW),
    "thread_page, 60": lambda c, n: view.thread_page(c, _conversation(n)),
    "thread_page, 60, longest": lambda c, n: view.thread_page(c, _conversation(0)),
    "thread_page, 60, longest, middle": lambda c, n: view.thread_page(
        c, _conversation(0), before=(datetime(2026, 6, 1, n % 24, tzinfo=UTC), 0)
    ),
    "message_row": lambda c, n: view.message_row(c, MessageId(f"m{n * 4999 + 1:012d}")),
    "find_people +digits": lambda c, n: view.find_people(c, f"+{33639900000 + n}"),
    "find_people name": lambda c, n: view.find_people(c, f"Cliente {n}"),
    "people, a letter": lambda c, n: people(c, "c", 6),
    "people, a name": lambda c, n: people(c, f"cliente {n}", 6),
    "people, nobody": lambda c, n: people(c, f"zebulon {n}", 6),
    "people, a part of a number": lambda c, n: people(c, f"399{n:05d}", 6),
    "people_with_number": lambda c, n: people_with_number(c, str(33639900000 + n)),
    "troubles": lambda c, n: view.troubles(c),
    "contact_by_alias": lambda c, n: view.contact_by_alias(c, Identity(number=str(33639900000 + n))),
    "conversation_of": lambda c, n: view.conversation_of(c, LINE, ContactId(f"p{n:06d}")),
    "message_by_external_id": lambda c, n: view.message_by_external_id(
        c, f"wamid.HBgLMzM2Mzk5ODAwMDAxFQIAEhggM{n:020d}"
    ),
    "settings": lambda c, n: view.settings(c),
    "health": lambda c, n: view.health(c),
    "to_send": lambda c, n: view.to_send(c),
}


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.exit(main(Path(sys.argv[1])))
    with tempfile.TemporaryDirectory() as name:
        sys.exit(main(Path(name)))
