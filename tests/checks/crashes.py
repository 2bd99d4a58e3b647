"""Wherever hub or desk commit or ask over the network a test can kill them, and every such point is killed in a test.

Three rules, no more: a function that commits, or that hands a request to httpx, names a crash point; nobody but
`app/net.py` opens connections; a crash point's name is found in the tests. Whether a test really reaches its point is
for the sweep (tests/fault/test_crash_sweep.py), not for a reader of sources.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from tests.checks.bans import called, calls, every_node, imported, owner
from tests.checks.project import ROOT, Fault, finish, python_sources

HELD = ("app/hub/", "app/desk/", "app/whatsapp/", "app/net.py", "storage/")
TESTS = ("tests/fault/", "tests/flow/", "tests/storage/")
OPENS_CONNECTIONS = frozenset({"httpx", "http.client", "urllib.request", "requests", "aiohttp"})

# file: why its commits need no crash point of their own.
ALLOWED: Mapping[str, str] = {
    "storage/hub/store.py": "tables of a new or older file, one transaction before anything is in it",
    "storage/desk/file.py": "tables of a new file, one transaction before anything is in it",
    "storage/view/schema.py": "tables of a new view, one transaction before anything is in it",
    "storage/measures/file.py": "a throw-away file; cut off, it goes on from the place of the log that it names",
    "app/hub/history_load.py": "a folder that was empty; cut off, it is emptied again or refused as taken",
    "storage/view/projector.py": "a rebuild at once, begun again from nothing; the hub runs it inside a Writer job",
    "app/desk/recent_file.py": "a throw-away file in one transaction; cut off, it holds no view and is not read",
    "app/desk/sealing.py": "a file of its own, made again when it was cut off while it was made",
    "app/hub/rebuilding.py": "a staged file, made again when it was cut off; becoming the hub's has points of its own",
    "app/hub/restoring.py": "the same staged file of a copy; every step after it has a point of its own",
    "app/hub/erasing_again.py": "the same staged file again, before the step that makes it the hub's",
    "app/desk/precious.py": "a damaged file's rescue, which leaves the damaged file where it is",
}


def crash_points(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Name and line of every crash point."""
    for call in calls(tree):
        if called(call) in {"crash", "_crash"} and call.args and isinstance(call.args[0], ast.Constant):
            yield str(call.args[0].value), call.lineno


def is_commit(call: ast.Call) -> bool:
    """`execute("COMMIT")` or `connection.commit()`."""
    first = call.args[0] if call.args else None
    is_spoken = isinstance(first, ast.Constant) and str(first.value).strip().upper() in {"COMMIT", "END"}
    return called(call) == "commit" or (called(call) == "execute" and is_spoken)


def is_request(call: ast.Call) -> bool:
    """A request given to httpx: something asked of a `_client` in app/net.py."""
    return owner(call) == "_client" and called(call) in {"stream", "request", "send", "get", "post"}


def bare_edges(path: PurePosixPath, tree: ast.Module) -> Iterator[int]:
    """Lines that commit or ask in a function without a crash point."""
    for function in every_node(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) and not any(crash_points(function)):
            asks = str(path) == "app/net.py"
            yield from (
                call.lineno for call in calls(function) if is_commit(call) or (asks and is_request(call))
            )


def faults(root: Path = ROOT, allowed: Mapping[str, str] = ALLOWED) -> Iterator[Fault]:
    """Edges without a crash point, ways around app/net.py, points without a test, allowances that nothing needs."""
    points: dict[str, Fault] = {}
    tested: list[str] = []
    needed: set[str] = set()
    for path, source in python_sources(root):
        if str(path).startswith(TESTS):
            tested.append(source)
        if not str(path).startswith(HELD):
            continue
        tree = ast.parse(source, filename=str(path))
        edges = list(bare_edges(path, tree))
        if str(path) in allowed:
            needed |= {str(path)} if edges else set()
        else:
            yield from (Fault(str(path), line, "name a crash point beside it") for line in edges)
        for name, line in imported(tree):
            if name in OPENS_CONNECTIONS and str(path) != "app/net.py":
                yield Fault(str(path), line, f"{name}: requests go through app/net.py and its crash points")
        for name, line in crash_points(tree):
            points.setdefault(name, Fault(str(path), line, f"no test kills a process at {name}"))
    text = "\n".join(tested)
    yield from (fault for name, fault in points.items() if f'"{name}' not in text)
    for path_of in sorted(allowed.keys() - needed):
        yield Fault("tests/checks/crashes.py", 0, f"{path_of} needs no allowance")


if __name__ == "__main__":
    finish(faults())
