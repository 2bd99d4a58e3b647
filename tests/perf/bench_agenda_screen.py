"""The agenda of a day of 210 appointments and 30 people in a window: opened, stepped through, scrolled, carried in."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator

from tests.perf.report import Row
from tests.perf.servers import ROOT


def rows() -> Iterator[Row]:
    """Budgets: a day 50 ms from the call until it is painted, a frame 16 ms p95. Appointments come from memory."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.perf.agenda_screen_figures"],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        check=True,
        capture_output=True,
        text=True,
    )
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    yield _at_most("agenda, a day of 210 is opened, p95", figures["day_p95_ms"], 50, figures["read_ms"])
    yield _at_most("agenda, the screen's very first day of 210", figures["first_ms"], 150, figures["read_ms"])
    yield _at_most("agenda, a frame of scrolling the list, p95", figures["list_p95_ms"], 16)
    yield _at_most("agenda, a frame of scrolling 30 columns, p95", figures["grid_p95_ms"], 16)
    yield _at_most("agenda, a frame of carrying an appointment, p95", figures["drag_p95_ms"], 16)


def _at_most(name: str, ours_ms: float, budget_ms: float, floor_ms: float | None = None) -> Row:
    return Row(name, ours_ms, "ms", f"<= {budget_ms:g} ms", ours_ms <= budget_ms, floor_ms)
