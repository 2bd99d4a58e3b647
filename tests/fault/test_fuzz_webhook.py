"""G2: the coverage-guided fuzzer of webhooks, for minutes; only with --long and where atheris is installed."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.unit.whatsapp_bodies import body, change, message, status, value

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 300
SEEDS = (
    body(
        change(
            value(messages=[message(text={"body": "Bonjour"}), message("reaction", reaction={"emoji": ""})])
        )
    ),
    body(change(value(messages=[message("image", image={"id": "7", "sha256": "b64=", "caption": "x"})]))),
    body(change(value(statuses=[status("failed", errors=[{"code": 131047}]), status("read")]))),
    body(
        change(
            {"messaging_product": "whatsapp", "history": [{"threads": [{"id": "4", "messages": []}]}]},
            "history",
        )
    ),
    b'{"entry":[{"changes":[{"field":"x","value":null}]}]}',
)


@pytest.mark.long
@pytest.mark.skipif(
    find_spec("atheris") is None, reason="atheris is not installed: it is no part of the lock"
)
def test_the_fuzzer_finds_nothing(tmp_path: Path) -> None:
    for number, seed in enumerate(SEEDS):
        (tmp_path / str(number)).write_bytes(seed)
    command = [sys.executable, "-m", "tests.fault.fuzz_webhook", str(tmp_path), f"-max_total_time={SECONDS}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-4000:]
