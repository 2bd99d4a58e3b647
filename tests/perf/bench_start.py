"""Cold start to a painted inbox and to Today, 1,000,000 messages, against a bare window of three panes; the memory."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.perf.profiles import enrol, make_profile
from tests.perf.report import Row
from tests.perf.servers import ROOT

COUNT = 1_000_000
ROUNDS = 7
MOST_TIMES_BARE = 2.4
MOST_MIB = 150
DISPLAY = ":94"


def rows() -> Iterator[Row]:
    """Medians of alternating rounds, in a window under Xvfb where there is one, else offscreen."""
    with tempfile.TemporaryDirectory() as name, screen() as environment:
        folder = Path(name) / "practice"
        profile = make_profile(folder, COUNT, "messages_only")
        environment |= compiled_beside(Path(name) / "compiled")
        bare, ours, memory, owners = [], [], [], []
        floor, window = ["-m", "tests.perf.floors.bare_window"], ["-m", "tests.perf.our_window", str(folder)]
        for command in (floor, window):
            _painted(command, environment)  # compiles its modules, uncounted
        for _ in range(ROUNDS):
            bare.append(_painted(floor, environment)[0])
            took_s, mib = _painted(window, environment)
            ours.append(took_s)
            memory.append(mib)
        enrol(profile, "owner")
        _painted([*window, "today"], environment)
        for _ in range(ROUNDS):
            bare.append(_painted(floor, environment)[0])
            owners.append(_painted([*window, "today"], environment)[0])
    bare_ms, ours_ms = _median(bare) * 1000, _median(ours) * 1000
    is_kept = ours_ms <= MOST_TIMES_BARE * bare_ms
    yield Row(
        "start to a painted inbox, 1,000,000 messages", ours_ms, "ms", "<= 2.4 x bare", is_kept, bare_ms
    )
    today_ms = _median(owners) * 1000
    is_kept = today_ms <= MOST_TIMES_BARE * bare_ms
    yield Row(
        "start to a painted Today, 1,000,000 messages", today_ms, "ms", "<= 2.4 x bare", is_kept, bare_ms
    )
    yield Row(
        "memory with that view and a conversation open",
        _median(memory),
        "MiB",
        "<= 150 MiB",
        _median(memory) <= MOST_MIB,
    )


def compiled_beside(folder: Path) -> dict[str, str]:
    """Variables with which modules are compiled once, as on a person's computer, beside a tree that stays as it is."""
    return {"PYTHONPYCACHEPREFIX": str(folder), "PYTHONDONTWRITEBYTECODE": ""}


def _painted(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Seconds from the start of the process to its first painted rows, and the last peak memory it told, in MiB."""
    began_s = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        line = child.stdout.readline()
        took_s = time.perf_counter() - began_s
        if not line.startswith("painted"):
            child.kill()
            raise RuntimeError(f"{command} painted nothing")
        told = [line, *child.stdout.readlines()]
        return took_s, float(told[-1].split()[1])


def _median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


@contextmanager
def screen() -> Iterator[dict[str, str]]:
    """The environment of a program with a screen of its own, where Xvfb can give one."""
    xvfb = shutil.which("Xvfb")
    # A program that was started before has its modules compiled, also where a developer forbids writing them.
    without = ("DISPLAY", "QT_QPA_PLATFORM", "PYTHONDONTWRITEBYTECODE")
    plain = {name: value for name, value in os.environ.items() if name not in without}
    if xvfb is None:
        yield plain | {"QT_QPA_PLATFORM": "offscreen"}
        return
    with subprocess.Popen(
        [xvfb, DISPLAY, "-screen", "0", "1600x1000x24"], stderr=subprocess.DEVNULL
    ) as server:
        try:
            time.sleep(1)
            yield plain | {"DISPLAY": DISPLAY, "QT_QPA_PLATFORM": "xcb"}
        finally:
            server.terminate()
