"""No file of the project names a package index, or a path or home folder of the machine that it was written on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tests.checks.project import ROOT, Fault, finish, project_files

# Written with gaps ([x]) so that this file does not accuse itself.
RULES = {
    "the address of a package index": re.compile(
        r"(?:[i]ndex-url|find-[l]inks|[p]ypi\.org|pythonhosted\.[o]rg|registry\.[n]pmjs|/[s]imple/|deb\.[d]ebian\.org)"
    ),
    "a path of one machine": re.compile(
        r"(?<![\w.])(?:/[w]ork/|/[r]oot/|/[h]ome/\w+/|/[U]sers/\w+/|/opt/[p]ypi|[A-Z]:\\\\?[U]sers\\)"
    ),
}
# Licences and recorded payloads are quoted as they are.
QUOTED = ("LICENSE", "tests/files/", "resources/")


def faults_in(path: str, text: str) -> Iterator[Fault]:
    """What one text must not hold."""
    for number, line in enumerate(text.splitlines(), start=1):
        for name, pattern in RULES.items():
            if found := pattern.search(line):
                yield Fault(path, number, f"holds {name}: {found.group()}")


def faults(root: Path = ROOT) -> Iterator[Fault]:
    """The same for every text file of the project."""
    for path in project_files(root):
        content = (root / path).read_bytes()
        if not path.startswith(QUOTED) and b"\0" not in content:
            yield from faults_in(path, content.decode("utf-8", "replace"))


if __name__ == "__main__":
    finish(faults())
