"""Runs every check of the project side by side: `python -m tests.checks`, which is what `dev.py check` does."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OWN_CHECKS = ("unused", "sizes", "bans", "crashes", "translations", "readability", "tracked")
TYPED = ("app", "storage", "ui", "main.py", "dev.py", "packaging", "tests")


@dataclass(frozen=True, slots=True)
class Step:
    """One independent check: its name as printed, and the command that fails when it does not hold."""

    name: str
    command: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of one step."""

    step: Step
    took_s: float
    exit_code: int
    printed: str


def steps() -> list[Step]:
    """All checks, the slowest first so that two cores end together."""
    python = (sys.executable, "-m")
    contracts = str(Path(sys.executable).with_name("lint-imports"))
    return [
        Step("types", (*python, "mypy", *(path for path in TYPED if (ROOT / path).exists()))),
        Step("imports", (contracts, "--no-cache")),
        Step("lint", (*python, "ruff", "check", "--output-format", "concise", ".")),
        Step("format", (*python, "ruff", "format", "--check", ".")),
        *(Step(name, (*python, f"tests.checks.{name}")) for name in OWN_CHECKS),
    ]


def run_step(step: Step) -> Verdict:
    """Runs one check in a process of its own."""
    started = time.monotonic()
    done = subprocess.run(
        step.command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    printed = done.stdout.decode("utf-8", "replace").rstrip()
    return Verdict(step, time.monotonic() - started, done.returncode, printed)


def main() -> int:
    """Prints a line for each check as it ends, and all that a failed one said; 1 when one fails."""
    failed = []
    with ThreadPoolExecutor(max_workers=max(2, os.cpu_count() or 2)) as pool:
        for running in as_completed([pool.submit(run_step, step) for step in steps()]):
            verdict = running.result()
            word = "failed" if verdict.exit_code else "ok"
            print(f"{verdict.step.name:<14}{verdict.took_s:6.1f} s  {word}", flush=True)
            if verdict.exit_code:
                failed.append(verdict.step.name)
                print(verdict.printed, flush=True)
    print(f"failed: {', '.join(sorted(failed))}" if failed else "all checks hold", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
