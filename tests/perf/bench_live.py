"""20 desks, 200 events a second, one hub: how late news is, and whether the hub's memory stays flat.

`python -m tests.perf.run live` takes a minute; `--minutes 60` makes it an hour. Desks are long-polls over plain
sockets in a process of their own, customers another process: what a desk does with a page is not part of it.
"""

import http.client
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.perf.report import Row
from tests.perf.servers import PHONE_NUMBER_ID, ROOT, SECRET, free_port, hub_process, serving

DESKS = 20
RATE_PER_S = 200
MINUTES = float(os.environ.get("BENCH_MINUTES", "1"))
FLOOR_S = 10.0
WARM_S = 3.0
SAMPLE_S = 2.0
MOST_GROWTH = 1.1


def rows() -> Iterator[Row]:
    """Ours with presence beside it, between two halves of the floor: other programs may come and go meanwhile."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        before = _floor(folder, "before")
        with hub_process(folder / "hub") as (port, pid):
            tokens = folder / "tokens"
            tokens.write_text("\n".join(_enrolled(folder / "hub", port)))
            seconds = MINUTES * 60
            ours, memory_mib = _measure(port, tokens, seconds, lambda: resident_mib(pid))
        after = _floor(folder, "after")
        floor = {name: (before[name] + after[name]) / 2 for name in before}
    expected = DESKS * RATE_PER_S * seconds
    p50, p99 = ours["p50_ms"], ours["p99_ms"]
    yield Row(f"live delivery to {DESKS} desks, p50", p50, "ms", "< 20 ms", p50 < 20, floor["p50_ms"])
    yield Row("the same, p99", p99, "ms", "< 150 ms", p99 < 150, floor["p99_ms"])
    yield Row("the same, the latest of all", ours["worst_ms"], "ms", "", True, floor["worst_ms"])
    share = ours["delivered"] / expected
    yield Row("of all news delivered while it ran", share * 100, "%", ">= 99 %", share >= 0.99)
    yield from _memory(memory_mib)


def _memory(samples_mib: list[float]) -> Iterator[Row]:
    """Highest of the second half against the first: the hub keeps some in memory and lets it go in turns."""
    warm = samples_mib[len(samples_mib) // 10 :]
    first, second = max(warm[: len(warm) // 2]), max(warm[len(warm) // 2 :])
    budget = f"<= {MOST_GROWTH:g} x"
    yield Row(
        f"hub memory after {MINUTES:g} min, highest of the second half",
        second,
        "MiB",
        f"{budget} of the first half",
        second <= MOST_GROWTH * first,
        first,
    )


def resident_mib(pid: int) -> float:
    """What a process holds now; 0 where the system does not tell."""
    try:
        status = Path(f"/proc/{pid}/status").read_text("ascii")
    except OSError:
        return 0.0
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def _measure(
    port: int, tokens: Path | None, seconds: float, look: Callable[[], float]
) -> tuple[dict[str, float], list[float]]:
    """Watch and write; the figures, and what `look` saw meanwhile."""
    watch = [sys.executable, "-m", "tests.perf.live", "watch", str(port), "--desks", str(DESKS)]
    watch += ["--seconds", str(seconds + WARM_S)] + (["--tokens", str(tokens)] if tokens else [])
    write = [sys.executable, "-m", "tests.perf.live", "write", str(port), SECRET, PHONE_NUMBER_ID]
    write += ["--rate", str(RATE_PER_S), "--seconds", str(seconds)]
    samples: list[float] = []
    watching = subprocess.Popen(watch, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    time.sleep(WARM_S / 2)
    writing = subprocess.Popen(write, cwd=ROOT)
    while writing.poll() is None:
        samples.append(look())
        threading.Event().wait(SAMPLE_S)
    told, _ = watching.communicate()
    figures: dict[str, float] = json.loads(told)
    return figures, samples


def _floor(folder: Path, when: str) -> dict[str, float]:
    port = free_port()
    with serving(["-m", "tests.perf.floors.live_floor", str(port), str(folder / f"{when}.db"), SECRET]):
        return _measure(port, None, FLOOR_S, lambda: 0.0)[0]


def _enrolled(data: Path, port: int) -> list[str]:
    """Tokens of that many desks, each of a member of its own."""
    admin = (data / "admin.token").read_text("ascii").strip()
    connection = http.client.HTTPConnection(f"127.0.0.1:{port}")

    def post(path: str, body: dict[str, str], token: str = "") -> dict[str, str]:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        connection.request("POST", path, json.dumps(body), headers)
        answer: dict[str, str] = json.loads(connection.getresponse().read())
        return answer

    tokens = []
    for number in range(DESKS):
        code = post("/admin/v1/invite", {"role": "rep", "name": f"Membre {number}"}, admin)["code"]
        tokens.append(post("/api/v1/enrol", {"code": code, "device_name": f"desk {number}"})["token"])
    return tokens
