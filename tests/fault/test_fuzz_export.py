"""The coverage-guided fuzzer of exports, for some minutes; only with --long and where atheris is installed."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 300
SEEDS = (
    b"t1/31/26, 9:05\xe2\x80\xafPM - Ana: IMG-20260131-WA0003.jpg (file attached)\ncaption\n",
    b"t\xe2\x80\x8e[31.01.26, 21:05:40] Ana: \xe2\x80\x8e<attached: 00000012-PHOTO-2026-01-31-21-05-40.jpg>\n",
    b"a<Media omitted>\n31/01/2026, 21:06 - Bo left\n",
)


@pytest.mark.long
@pytest.mark.skipif(
    find_spec("atheris") is None, reason="atheris is not installed: it is no part of the lock"
)
def test_the_fuzzer_finds_nothing(tmp_path: Path) -> None:
    for number, seed in enumerate(SEEDS):
        (tmp_path / str(number)).write_bytes(seed)
    command = [sys.executable, "-m", "tests.fault.fuzz_export", str(tmp_path), f"-max_total_time={SECONDS}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-4000:]
