"""No Python file is longer than 400 lines, unless a decision record names it and says why."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.checks.project import ROOT, Fault, finish, python_sources

MAX_LINES = 400


def decisions(root: Path) -> str:
    """The text of all decision records, one after the other."""
    return "\n".join(record.read_text("utf-8") for record in sorted(root.glob("docs/decisions/*.md")))


def faults(root: Path = ROOT) -> Iterator[Fault]:
    """Files that are too long and that no decision record excuses."""
    excused = decisions(root)
    for path, text in python_sources(root):
        lines = len(text.splitlines())
        if lines > MAX_LINES and str(path) not in excused:
            said = f"{lines} lines; split it, or name it in docs/decisions with the reason ({MAX_LINES} is the limit)"
            yield Fault(str(path), 0, said)


if __name__ == "__main__":
    finish(faults())
