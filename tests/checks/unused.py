"""No code of the program is there for nobody: what vulture finds, less what is used in ways that it cannot see.

Tests do not count as use. Fields of dataclasses are not looked at: they are the shape of a message, a row or the
design tokens, whole even before a screen shows each of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from vulture import Vulture

from tests.checks.project import ROOT, Fault, finish, python_sources

PROGRAM = ("app", "packaging", "storage", "ui", "main.py")
RECIPE = ("packaging", "bundle")  # PyInstaller reads it by a file that is not Python to us
# By our own naming rule only what Qt calls by its name is written in camelCase.
CALLED_BY_QT = re.compile(r"[a-z]+[A-Z]\w*")

# name: who uses it. One that is found in use, or is gone, is a fault too, so that this list stays short.
ALLOWED: Mapping[str, str] = {
    "FakeClock": "the tests' clock: one of the two seams that the design allows",
    "set_wall": "of FakeClock",
    "sleeping_s": "of FakeClock",
    "advance": "of FakeClock",
    "in_process": "the tests' transport: the other seam",
    "capture_signals": "uvicorn calls it",
    "should_exit": "uvicorn reads it",
    "extraction_filter": "tarfile reads it",
    "run_sync": "main.py finds it by its name, so that it is imported only when it is asked for",
    "run_inbox": "the same",
    "run_thread": "the same",
    "run_say": "the same",
    "run_backup": "the same",
    "run_restore": "the same",
    "run_salvage": "the same",
    "run_move_out": "the same",
    "run_move_in": "the same",
    "run_move_to": "the same",
    "run_erase": "the same",
    "run_data": "the same",
    "run_claim": "the same",
    "run_assign": "the same",
    "run_note": "the same",
    "run_tag": "the same",
    "run_snooze": "the same",
    "run_close": "the same",
    "run_import": "the same",
    "run_imports": "the same",
    "run_undo": "the same",
    "run_duplicates": "the same",
    "run_merge": "the same",
    "run_unmerge": "the same",
    "run_list": "the same",
    "run_quiet": "the same",
    "run_ask": "the same",
    "run_answer": "the same",
    "run_outcome": "the same",
    "run_funnel": "the same",
    "run_add": "the same",
    "run_move": "the same",
    "run_export": "the same",
    "follow_up_after": "what a run is: the statements of storage/view/ladders.py are held against it",
    "export_from": "the tools of deals find it by its name",
    "has_media": "part of the desk's door for files: screens that show whether one lies here",
    "fetch_media": "the same: a file that is wanted before it is shown",
    "cancel_media": "the same: a download that takes too long",
    "media_page": "the list of a conversation's pictures, files, voice notes and links",
    "templates_checked_at": "the picker of templates: how old its list is",
    "RequestsPage": "the table of tools makes it by its name",
    "HygienePage": "the tools of contacts find it by its name, so that it is imported only when asked for",
    "FunnelPage": "the same, of deals",
    "OverviewPage": "the pages of reports find it by its name, so that it is imported only when looked at",
    "SpeedPage": "the pages of reports find it by its name, so that it is imported only when looked at",
    "HoursPage": "the pages of reports find it by its name, so that it is imported only when looked at",
    "ResolutionPage": "the pages of reports find it by its name, so that it is imported only when looked at",
    "DeliveriesPage": "the pages of reports find it by its name, so that it is imported only when looked at",
    "AppointmentsPage": "the pages of reports find it by its name, so that it is imported only when looked at",
    "OutcomesPage": "the pages of reports find it by its name, so that it is imported only when looked at",
    "ComparePage": "the pages of reports find it by its name, so that it is imported only when looked at",
    "ledger_page": "the same",
    "goals_page": "the same",
    "retention_page": "the same",
    "PipelinesPage": "the pages of deals find it by its name, so that it is imported only when asked for",
    "AskBox": "the boxes beside the agenda are found by their name",
    "FreedBox": "the boxes beside the agenda are found by their name",
    "ask_one": "the buttons of its lines find it by its name",
    "ask_again": "the same",
    "print_days": "the same",
    "save_calendar": "the same",
    "save_table": "the same",
    "copy_days": "the same",
    "open_feeds": "the same",
    "problem_codes": "a test holds every code of such a file against its words",
    "handle_starttag": "html.parser calls it",
    "handle_endtag": "the same",
    "handle_data": "the same",
    "__getattr__": "Python calls it for a name that a module does not hold yet",
    "readinto": "io calls it",
}


def unused_in(paths: list[str]) -> Iterator[tuple[Path, int, str, str]]:
    """File, line, kind and name of everything that nothing in `paths` refers to."""
    finder = Vulture()
    finder.scavenge(paths)
    for item in finder.get_unused_code(min_confidence=60):
        yield Path(item.filename), item.first_lineno, item.typ, item.name


def is_seen_elsewhere(file: Path, kind: str, name: str) -> bool:
    """Fields, tables (SQLAlchemy finds them in their metadata), and what Qt calls."""
    if kind == "variable":
        return not name.isupper() or file.name.endswith("tables.py")
    return kind in ("method", "property") and CALLED_BY_QT.fullmatch(name) is not None


def faults(root: Path = ROOT, allowed: Mapping[str, str] = ALLOWED) -> Iterator[Fault]:
    """Unused code, and allowances that nothing needs."""
    sources = [path for path, _ in python_sources(root) if path.parts[0] in PROGRAM]
    paths = [str(root / path) for path in sources if path.parts[:2] != RECIPE]
    found = [item for item in unused_in(paths) if not is_seen_elsewhere(item[0], item[2], item[3])]
    for file, line, kind, name in found:
        if name not in allowed:
            yield Fault(file.resolve().relative_to(root.resolve()).as_posix(), line, f"unused {kind} {name}")
    for name in allowed.keys() - {name for *_, name in found}:
        yield Fault("tests/checks/unused.py", 0, f"{name} needs no allowance")


if __name__ == "__main__":
    finish(faults())
