"""The conversation pane over a real desk's files: opening, scrolling, appending, typing. In a process of its own."""

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

MESSAGES, CONVERSATIONS = 200_000, 2_000  # the longest holds 4,000, the others some 98: a full page each


def rows() -> Iterator[Row]:
    """Budgets: opening 16 ms median and 50 ms p95 whatever the length, frame 6 and 16.7 ms, append 8 ms."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "practice"
        make_profile(folder, MESSAGES, "messages_only", CONVERSATIONS)
        done = subprocess.run(
            [sys.executable, "-m", "tests.perf.conversation_figures", str(folder)],
            cwd=ROOT,
            env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
            check=True,
            capture_output=True,
            text=True,
        )
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    ratio = figures["open_longest_ms"] / figures["open_median_ms"]
    yield _at_most("opening a conversation, median", figures["open_median_ms"], 16)
    yield _at_most("opening a conversation, p95", figures["open_p95_ms"], 50)
    yield Row("opening, longest against others", ratio, "x", "<= 1.2", ratio <= 1.2)
    yield _at_most("frame while scrolling, median", figures["frame_median_ms"], 6)
    yield _at_most("frame while scrolling, p99", figures["frame_p99_ms"], 16.7)
    yield _at_most("append to 300 messages, median", figures["append_median_ms"], 8)
    yield _at_most("a letter in the answer box, p99", figures["letter_p99_ms"], 16.7)


def _at_most(name: str, ours_ms: float, budget_ms: float) -> Row:
    return Row(name, ours_ms, "ms", f"<= {budget_ms:g} ms", ours_ms <= budget_ms)
