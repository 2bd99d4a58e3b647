"""Soak: the reference count of None stays steady over 50,000 repaints, 50,000 timer events and 20,000 signals."""

import os
import subprocess
import sys
from collections.abc import Iterator

from tests.perf.report import Row
from tests.perf.servers import ROOT

COUNTS = ("50000", "50000", "20000")
ALLOWED = 50  # what an interpreter gains or loses by itself


def rows() -> Iterator[Row]:
    """One soak in a process of its own: a broken release would abort it."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.perf.soak", *COUNTS],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        check=True,
        capture_output=True,
        text=True,
    )
    lost = int(done.stdout)
    yield Row("references to None lost in the soak", lost, "", f"<= {ALLOWED}", lost <= ALLOWED)
