"""G1: every commit of the hub's file reaches the disk; guards against a pragma that changes in silence."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fault.hub_process import ROOT

COMMITS = 40
SCRIPT = """
import sys
from hashlib import sha256
from pathlib import Path
from app.domain.ids import LogId
from storage.hub import raw, store
from storage.writer import Writer

path, durability = Path(sys.argv[1]), sys.argv[2]
writer = Writer(lambda: store.open_writing(path, None, lambda: (LogId("log"), bytes(32)), durability), "hub", path)
for index in range(int(sys.argv[3])):
    body = b"%d" % index
    writer.submit(lambda conn: raw.add(conn, [(sha256(body).digest(), body, 0)])).result()
writer.close()
"""


def synced(folder: Path, durability: str) -> int:
    """How often the write-ahead log was synced while so many bodies were stored one by one."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed")
    trace = folder / "trace"
    command = [
        strace,
        "-f",
        "-y",
        "-e",
        "trace=fsync,fdatasync",
        "-o",
        str(trace),
        sys.executable,
        "-c",
        SCRIPT,
    ]
    command += [str(folder / "hub.db"), durability, str(COMMITS)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if "ptrace" in done.stderr:
        pytest.skip("this system does not allow tracing")
    assert done.returncode == 0, done.stderr
    return sum("hub.db-wal>" in line for line in trace.read_text().splitlines())


def test_every_commit_is_synced(tmp_path: Path) -> None:
    assert synced(tmp_path, "FULL") >= COMMITS


def test_the_count_sees_a_hub_that_syncs_less(tmp_path: Path) -> None:
    """The broken variant."""
    assert synced(tmp_path, "NORMAL") < COMMITS
