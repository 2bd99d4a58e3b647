"""Intake: durable acknowledged webhooks a second against the floor, and latency at a steady 1,000/s."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.perf.report import Row
from tests.perf.servers import hub, intake_floor, load, slow_sync

COUNT = 20_000
STEADY_PER_S = 1_000
ROUNDS = 3


def rows() -> Iterator[Row]:
    """Throughput (median of three rounds each, alternating), then p99 at 1,000/s as the disk is and 5 ms slower."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with intake_floor(folder) as floor_port, hub(folder / "hub") as hub_port:
            floor, ours = [], []
            for _ in range(ROUNDS):
                floor.append(load(floor_port, COUNT)["per_s"])
                ours.append(load(hub_port, COUNT)["per_s"])
        floor_per_s, ours_per_s = sorted(floor)[ROUNDS // 2], sorted(ours)[ROUNDS // 2]
        is_kept = ours_per_s >= 0.6 * floor_per_s
        yield Row("webhooks acknowledged", ours_per_s, "/s", ">= 0.6 of the floor", is_kept, floor_per_s)
        yield from _steady(folder, "as the disk is", {}, 50)
        slow = slow_sync(folder)
        if slow is not None:
            yield from _steady(folder, "each sync 5 ms slower", slow, 100)


def _steady(folder: Path, disk: str, environment: dict[str, str], limit_ms: int) -> Iterator[Row]:
    with intake_floor(folder, **environment) as port:
        floor = load(port, STEADY_PER_S * 10, STEADY_PER_S)["p99_ms"]
    with hub(folder / f"hub-{limit_ms}", **environment) as port:
        figures = load(port, STEADY_PER_S * 10, STEADY_PER_S)
    is_kept = figures["p99_ms"] < limit_ms and figures["bad"] == 0
    yield Row(f"p99 at 1,000/s, {disk}", figures["p99_ms"], "ms", f"< {limit_ms} ms", is_kept, floor)
