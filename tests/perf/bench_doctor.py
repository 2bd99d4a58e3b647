"""What it costs to hold what came in against the log and the log against the view, and a look at the connection."""

import asyncio
import json
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import partial
from hashlib import sha256
from itertools import islice
from pathlib import Path

from app.domain.clock import SystemClock
from app.domain.findings import Finding
from app.domain.ids import LogId
from app.hub.appender import sealed_key
from app.hub.doctor import Doctor, Look
from app.hub.doctor_inside import FileLooks, Reading
from app.hub.readers import Readers
from app.hub.reconciling import ENTRIES, webhooks_of
from app.whatsapp.webhook import PARSER_VERSION, walk
from storage import view
from storage.codec import StoredEvent
from storage.hub import log, raw, reconciling, store
from storage.hub.log import Entry
from storage.hub.raw import RawState
from storage.hub.tables import Connection
from storage.instants import to_us
from tests.perf.history import events
from tests.perf.report import Row

MESSAGES, WEBHOOKS = 1_000_000, 20_000
KEY, SECRET = "0b" * 32, bytes(32)


def rows() -> Iterator[Row]:
    """A hub's encrypted file of 1,000,000 messages is written first (not measured)."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "hub.db"
        write_hub(path)
        with closing(store.open_reading(path, KEY)) as conn:
            yield _per_thousand(
                "1,000 entries held against the view", lambda at: _entries(conn, at), MESSAGES, 50
            )
            yield _per_thousand(
                "1,000 webhooks held against the log", lambda at: _webhooks(conn, at), WEBHOOKS, 50
            )
            began_s = time.process_time()
            for after in range(0, MESSAGES, ENTRIES):
                _entries(conn, after)
            cpu_s = time.process_time() - began_s
            share = 100 * cpu_s / (MESSAGES / ENTRIES)
            yield Row("processor time of a round over 1,000,000 messages", cpu_s, "s", "", True)
            yield Row("of a processor, at a step each second", share, "%", "<= 5 %", share <= 5)
        took_ms = asyncio.run(_examination(path)) * 1000
        yield Row("a look at everything of the file", took_ms, "ms", "<= 500 ms", took_ms <= 500)


def write_hub(path: Path) -> None:
    """A log of messages alone, its view, and webhooks of the newest of them."""
    with closing(store.open_writing(path, KEY, lambda: (LogId("bench"), SECRET))) as conn:
        conn.execute("PRAGMA cache_size = -400000")  # random keys into a large index
        now = SystemClock().now()
        bodies = [_webhook(number) for number in range(WEBHOOKS)]
        keys = [sealed_key(SECRET, one.dedupe_key) for body in bodies for one in walk(body, now)]
        for number, page in enumerate(_pages(events(MESSAGES, "messages_only"))):
            made = [
                Entry(
                    one, keys[at] if (at := number * 20_000 + n) < len(keys) else sha256(b"%d" % at).digest()
                )
                for n, one in enumerate(page)
            ]
            conn.execute("BEGIN IMMEDIATE")
            log.add(conn, made, now)
            conn.execute("COMMIT")
        conn.execute("BEGIN IMMEDIATE")
        raw.add(conn, [(sha256(body).digest(), body, to_us(now)) for body in bodies])
        raw.mark(conn, [(number + 1, RawState.DONE) for number in range(WEBHOOKS)], PARSER_VERSION)
        conn.execute("COMMIT")
        view.rebuild(conn, (one.stored for one in log.every(conn)))


def _pages(every: Iterator[StoredEvent]) -> Iterator[list[StoredEvent]]:
    while page := list(islice(every, 20_000)):
        yield page


def _webhook(number: int) -> bytes:
    item = {"from": "33639980001", "id": f"wamid.bench{number:012d}", "timestamp": "1780000000", "type": "text",
            "text": {"body": "bonjour une place samedi matin"}}  # fmt: skip
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"phone_number_id": "309900000000042"},
        "messages": [item],
    }
    change = {"field": "messages", "value": value}
    return json.dumps(
        {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change]}]}
    ).encode()


def _entries(conn: Connection, after: int) -> None:
    found = reconciling.entries(conn, after, MESSAGES, ENTRIES)
    assert not found.gaps and not found.hidden


def _webhooks(conn: Connection, after: int) -> None:
    assert not webhooks_of(conn, after, WEBHOOKS, 1_000).lost


def _per_thousand(name: str, work: Callable[[int], None], count: int, times: int) -> Row:
    step = max(1_000, (count - 1_000) // times)
    took = []
    for after in range(0, count - 1_000, step):
        began_s = time.perf_counter()
        work(after)
        took.append(time.perf_counter() - began_s)
    middle_ms = sorted(took)[len(took) // 2] * 1000
    return Row(f"{name}, median", middle_ms, "ms", "<= 50 ms", middle_ms <= 50)


async def _examination(path: Path) -> float:
    readers = Readers(lambda: store.open_reading(path, KEY))

    async def read(reading: Reading) -> Sequence[Finding]:
        return await readers.run(reading)

    looks = [
        Look(checks, partial(read, one))
        for checks, one in FileLooks(SystemClock(), lambda: None, None).readings()
    ]
    began_s = time.perf_counter()
    found = await Doctor(looks, SystemClock()).examine()
    took_s = time.perf_counter() - began_s
    readers.close()
    assert all(one.code != "look_failed" for one in found.findings)
    return took_s
