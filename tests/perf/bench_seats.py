"""Switching between two people of one computer over a real desk's files. In a process of its own."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.perf.profiles import make_profile
from tests.perf.report import Row
from tests.perf.servers import ROOT

MESSAGES, CONVERSATIONS = 200_000, 2_000
BUDGET_MS = 2_000.0


def rows() -> Iterator[Row]:
    """Budget: 2 s from the Enter after the PIN to the painted window, the look at the PIN included."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "practice"
        make_profile(folder, MESSAGES, "messages_only", CONVERSATIONS)
        done = subprocess.run(
            [sys.executable, "-m", "tests.perf.seat_figures", str(folder)],
            cwd=ROOT,
            env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
            check=True,
            capture_output=True,
            text=True,
        )
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    yield _at_most("switching to another person, median", figures["another_median_ms"])
    yield _at_most("switching to another person, slowest", figures["another_most_ms"])
    yield _at_most("the same person goes on, median", figures["same_median_ms"])
    yield _at_most("the same person goes on, slowest", figures["same_most_ms"])


def _at_most(name: str, ours_ms: float) -> Row:
    return Row(name, ours_ms, "ms", f"<= {BUDGET_MS:g} ms", ours_ms <= BUDGET_MS)
