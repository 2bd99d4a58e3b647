"""From the acknowledged body to the log: how fast the sequencer is alone, and how late an event is at 320/s."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from storage.engine import connect
from tests.perf.report import Row
from tests.perf.servers import ROOT, hub, load

BACKLOG = 20_000
RATE_PER_S = 320
SECONDS = 20


def rows() -> Iterator[Row]:
    """A backlog of posts is worked off alone; then received-to-logged at a steady rate, from the log itself."""
    with tempfile.TemporaryDirectory() as name:
        data = Path(name) / "hub"
        with hub(data) as port:
            load(port, BACKLOG)
            began_s, began_n = time.perf_counter(), _logged(data)
            while (now_n := _logged(data)) < BACKLOG:
                time.sleep(0.05)
            alone = (now_n - began_n) / (time.perf_counter() - began_s)
        yield Row("sequencer alone", alone, "elements/s", ">= 1,500/s", alone >= 1_500)
        data = Path(name) / "steady"
        with hub(data) as port:
            load(port, RATE_PER_S * SECONDS, RATE_PER_S)
            while _logged(data) < RATE_PER_S * SECONDS:
                time.sleep(0.05)
        late_ms = sorted(_delays_ms(data))
        p99 = late_ms[len(late_ms) * 99 // 100]
        yield Row("received to in the log, p99 at 320/s", p99, "ms", "< 250 ms", p99 < 250)


def _logged(data: Path) -> int:
    connection = connect(data / "hub.db", None, is_read_only=True)
    try:
        return int(connection.execute("SELECT count(*) FROM log WHERE raw_id IS NOT NULL").fetchone()[0])
    finally:
        connection.close()


def _events(data: Path) -> list[dict]:  # type: ignore[type-arg]
    command = [sys.executable, "main.py", "log", "--data", str(data)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return [
        event
        for line in done.stdout.splitlines()
        if (event := json.loads(line))["kind"] == "message.received"
    ]


def _delays_ms(data: Path) -> list[float]:
    return [
        (_moment(event["accepted_at"]) - _moment(event["body"]["fields"]["received_at"])) * 1000
        for event in _events(data)
    ]


def _moment(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()
