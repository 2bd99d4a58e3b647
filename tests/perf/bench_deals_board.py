"""The board of deals with 2,000 cards in a window: first paint, a carried card, scrolling. In a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator

from tests.perf.report import Row
from tests.perf.servers import ROOT


def rows() -> Iterator[Row]:
    """Budgets: first paint 150 ms, a frame of carrying or scrolling 16 ms p95. Rows come from memory, all 2,000."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.perf.deal_figures"],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        check=True,
        capture_output=True,
        text=True,
    )
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    yield _at_most("deals, first paint of 2,000 cards", figures["first_ms"], 150, figures["read_ms"])
    yield _at_most("deals, a frame of carrying a card, p95", figures["drag_p95_ms"], 16)
    yield _at_most("deals, a frame of scrolling a column, p95", figures["column_p95_ms"], 16)
    yield _at_most("deals, a frame of scrolling the board, p95", figures["sideways_p95_ms"], 16)
    yield _at_most("deals, a colleague's move, p95", figures["again_p95_ms"], 50)


def _at_most(name: str, ours_ms: float, budget_ms: float, floor_ms: float | None = None) -> Row:
    return Row(name, ours_ms, "ms", f"<= {budget_ms:g} ms", ours_ms <= budget_ms, floor_ms)
