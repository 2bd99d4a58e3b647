"""Starts the processes that are measured, and stops them."""

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECRET = "bench-secret"
PHONE_NUMBER_ID = "309900000000042"
SLOW_SYNC_US = 5_000


def free_port() -> int:
    """A port that nobody uses just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(command: list[str], **environment: str) -> Iterator[subprocess.Popen[str]]:
    """A child that printed a line starting with "ready"; killed at the end."""
    child = subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, env=os.environ | environment, stdout=subprocess.PIPE, text=True
    )
    try:
        assert child.stdout is not None
        for line in child.stdout:
            if line.startswith("ready"):
                break
        else:
            raise RuntimeError(f"{command} did not start")
        yield child
    finally:
        child.terminate()
        child.wait(30)
        if child.stdout is not None:
            child.stdout.close()


@contextmanager
def hub(data: Path, **environment: str) -> Iterator[int]:
    """Our hub on a free port; gives the port."""
    with hub_process(data, **environment) as (port, _):
        yield port


@contextmanager
def hub_process(data: Path, **environment: str) -> Iterator[tuple[int, int]]:
    """The same; gives the port and the process's id."""
    port = free_port()
    settings = {
        "COMPTOIR_APP_SECRET": SECRET,
        "COMPTOIR_VERIFY_TOKEN": "bench",
        "COMPTOIR_PHONE_NUMBER_ID": PHONE_NUMBER_ID,
        "COMPTOIR_WABA_ID": "204800000000017",
    }
    command = ["main.py", "hub", "--data", str(data), "--port", str(port)]
    with serving(command, **(settings | environment)) as child:
        yield port, child.pid


@contextmanager
def intake_floor(folder: Path, **environment: str) -> Iterator[int]:
    """The floor of the intake on a free port; gives the port."""
    port = free_port()
    command = ["-m", "tests.perf.floors.intake_floor", str(port), str(folder / "floor.db"), SECRET]
    with serving(command, **environment):
        yield port


def load(port: int, count: int, rate: float = 0.0, connections: int = 32) -> dict[str, float]:
    """Send signed webhooks from another process; gives answered, per_s, p50_ms, p99_ms, bad."""
    command = [
        sys.executable,
        "-m",
        "tests.perf.load",
        str(port),
        SECRET,
        PHONE_NUMBER_ID,
        "--count",
        str(count),
    ]
    command += ["--rate", str(rate), "--connections", str(connections)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def slow_sync(folder: Path) -> dict[str, str] | None:
    """The environment that makes every sync of the disk 5 ms slower; None where there is no C compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None or not sys.platform.startswith("linux"):
        return None
    library = folder / "slow_sync.so"
    source = ROOT / "tests" / "perf" / "floors" / "slow_sync.c"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(source), "-ldl"], check=True)
    return {"LD_PRELOAD": str(library), "SLOW_SYNC_US": str(SLOW_SYNC_US)}
