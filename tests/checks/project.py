"""What every check needs: which files are the project's own, and how a fault is told."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One place where a rule of the project does not hold."""

    path: str  # from the root, with forward slashes
    line: int  # from 1; 0 when the whole file is meant
    said: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.said}" if self.line else f"{self.path}: {self.said}"


def project_files(root: Path = ROOT) -> list[str]:
    """Paths from the root of every file that is, or is about to be, in the repository (ignored ones are not)."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        check=True,
    )
    names = {name for name in listed.stdout.decode("utf-8").split("\0") if name}
    return sorted(name for name in names if (root / name).is_file())


def python_sources(root: Path = ROOT) -> Iterator[tuple[PurePosixPath, str]]:
    """Path and text of every Python file of the project."""
    for name in project_files(root):
        if name.endswith(".py"):
            yield PurePosixPath(name), (root / name).read_text("utf-8")


def report(faults: Iterable[Fault]) -> int:
    """Prints the faults in order; the exit code of the check."""
    found = sorted(faults)
    for fault in found:
        print(fault)
    return 1 if found else 0


def finish(faults: Iterable[Fault]) -> None:
    """Ends a check that was started as a program."""
    sys.exit(report(faults))
