"""What Comptoir never does, each for a reason that was measured or that hurt once; read from the syntax tree.

A rule gives the lines where it is broken; BANS says for each where in the project it holds. The sentences are
those that a person reads when the check fails, so each says what to do instead.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

from tests.checks.project import ROOT, Fault, finish, python_sources

Rule = Callable[[ast.Module], Iterator[int]]

COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})(?![0-9a-zA-Z])")
PRODUCT = "Comptoir"  # the same in every language
SHOWS_TEXT = frozenset(
    "setText setToolTip setStatusTip setPlaceholderText setWindowTitle setAccessibleName setAccessibleDescription "
    "setTitle addAction addMenu showMessage QPushButton QAction QCheckBox QRadioButton QGroupBox".split()
)


@lru_cache(maxsize=1)  # the twelve rules read one file after the other
def every_node(tree: ast.Module) -> tuple[ast.AST, ...]:
    """All nodes of a file."""
    return tuple(ast.walk(tree))


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Every call in the tree."""
    nodes = every_node(tree) if isinstance(tree, ast.Module) else ast.walk(tree)
    return (node for node in nodes if isinstance(node, ast.Call))


def called(call: ast.Call) -> str:
    """The last name of what is called: `exec` for `dialog.exec()`."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def owner(call: ast.Call) -> str:
    """The name before the last: `asyncio` for `asyncio.create_task()`."""
    value = call.func.value if isinstance(call.func, ast.Attribute) else None
    if isinstance(value, ast.Attribute):
        return value.attr
    return value.id if isinstance(value, ast.Name) else ""


def texts(nodes: Iterable[ast.AST]) -> Iterator[ast.Constant]:
    """The literal strings under `nodes`."""
    for node in nodes:
        for inner in ast.walk(node):
            if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
                yield inner


def imported(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Every module that is imported anywhere in the tree, by its full name, with the line."""
    for node in every_node(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node.lineno
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def runs_a_nested_loop(tree: ast.Module) -> Iterator[int]:
    """`.exec()` and the static questions of Qt's dialogs."""
    statics = {
        "getOpenFileName",
        "getOpenFileNames",
        "getSaveFileName",
        "getExistingDirectory",
        "getText",
        "getItem",
    }
    for call in calls(tree):
        if isinstance(call.func, ast.Attribute) and call.func.attr in {"exec", "exec_"} | statics:
            yield call.lineno


def task_starts(tree: ast.Module) -> Iterator[ast.Call]:
    """Calls that start a task outside a TaskGroup."""
    for call in calls(tree):
        name, whose = called(call), owner(call)
        is_loop = whose in {"", "asyncio"} or whose.endswith("loop")
        if (name == "create_task" and is_loop) or name == "ensure_future":
            yield call


def starts_a_task(tree: ast.Module) -> Iterator[int]:
    """A task outside a TaskGroup: nobody is told when it fails."""
    return (call.lineno for call in task_starts(tree))


def drops_a_task(tree: ast.Module) -> Iterator[int]:
    """The same, and even the task itself is thrown away."""
    alone = {id(node.value) for node in every_node(tree) if isinstance(node, ast.Expr)}
    return (call.lineno for call in task_starts(tree) if id(call) in alone)


def types_beyond_ascii(tree: ast.Module) -> Iterator[int]:
    """Key clicks with a letter that Qt's test keyboard does not have."""
    for call in calls(tree):
        if called(call) in {"keyClicks", "keyClick"}:
            given = texts(
                argument for argument in call.args if isinstance(argument, ast.Constant | ast.JoinedStr)
            )
            if any(not str(text.value).isascii() for text in given):
                yield call.lineno


def sets_a_style_sheet(tree: ast.Module) -> Iterator[int]:
    """A style sheet of a widget's own."""
    return (call.lineno for call in calls(tree) if called(call) == "setStyleSheet")


def makes_a_label(tree: ast.Module) -> Iterator[int]:
    """A QLabel, made or derived."""
    for node in every_node(tree):
        if isinstance(node, ast.Call) and called(node) == "QLabel":
            yield node.lineno
        elif isinstance(node, ast.ClassDef):
            names = {base.id for base in node.bases if isinstance(base, ast.Name)}
            names |= {base.attr for base in node.bases if isinstance(base, ast.Attribute)}
            if "QLabel" in names:
                yield node.lineno


def waits_on_qtbot_in_a_coroutine(tree: ast.Module) -> Iterator[int]:
    """`qtbot.wait...` inside `async def`."""
    for function in every_node(tree):
        if isinstance(function, ast.AsyncFunctionDef):
            for call in calls(function):
                if owner(call) == "qtbot" and called(call).startswith("wait"):
                    yield call.lineno


def names_a_colour(tree: ast.Module) -> Iterator[int]:
    """A colour in hexadecimal, or as numbers given to QColor."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docs = {id(node.body[0]) for node in every_node(tree) if isinstance(node, documented) and node.body}
    quoted = {
        id(text)
        for node in every_node(tree)
        if id(node) in docs and isinstance(node, ast.Expr)
        for text in texts([node])
    }
    for text in texts([tree]):
        if id(text) not in quoted and COLOUR.search(str(text.value)):
            yield text.lineno
    for call in calls(tree):
        numbers = [
            given for given in call.args if isinstance(given, ast.Constant) and isinstance(given.value, int)
        ]
        if called(call) == "QColor" and numbers:
            yield call.lineno


def shows_an_untranslated_text(tree: ast.Module) -> Iterator[int]:
    """A literal with words in it, shown to a person without gettext."""
    for call in calls(tree):
        if called(call) in SHOWS_TEXT:
            words = [
                given
                for given in call.args
                if isinstance(given, ast.Constant) and isinstance(given.value, str)
            ]
            if any(word.value != PRODUCT and re.search(r"[^\W\d_]{2}", str(word.value)) for word in words):
                yield call.lineno


def imports_a_mock(tree: ast.Module) -> Iterator[int]:
    """unittest.mock, in whatever spelling."""
    return (line for name, line in imported(tree) if name.startswith("unittest.mock") or name == "mock")


def imports_qasync(tree: ast.Module) -> Iterator[int]:
    """The loop of qasync."""
    return (line for name, line in imported(tree) if name == "qasync")


BARE = ("app.domain.", "tests.checks.bounded.")


def imports_beyond_the_standard_library(tree: ast.Module) -> Iterator[int]:
    """Anything that does not come with Python, those of our own apart that must do without too."""
    allowed = sys.stdlib_module_names
    for name, line in imported(tree):
        if name.split(".")[0] not in allowed and not f"{name}.".startswith(BARE):
            yield line


@dataclass(frozen=True, slots=True)
class Ban:
    """A rule, where it holds, where it does not, and what the person who broke it should do."""

    rule: Rule
    holds_in: tuple[str, ...]
    but_not_in: tuple[str, ...]
    said: str

    def covers(self, path: PurePosixPath) -> bool:
        """Whether the rule holds in the file at `path`."""
        text = str(path)
        return text.startswith(self.holds_in) and not text.startswith(self.but_not_in)


EVERYWHERE = ("app/", "storage/", "ui/", "tests/", "main.py", "dev.py")
BANS = (
    Ban(
        runs_a_nested_loop,
        ("app/", "ui/", "main.py", "tests/gui/"),
        (),
        "exec() stops every task; open() and its signal",
    ),
    Ban(
        starts_a_task,
        ("ui/", "main.py"),
        ("ui/tasks.py", "ui/loop.py"),
        "a bare task hides its errors; ui/tasks.py",
    ),
    Ban(
        drops_a_task,
        EVERYWHERE,
        ("ui/", "main.py"),
        "a dropped task hides its errors; keep it or use a TaskGroup",
    ),
    Ban(
        types_beyond_ascii,
        EVERYWHERE,
        (),
        "keyClicks aborts beyond ASCII; commit the text by an input method event",
    ),
    Ban(sets_a_style_sheet, ("ui/", "main.py"), ("ui/theme/",), "style sheets live in ui/theme"),
    Ban(
        makes_a_label,
        ("ui/", "main.py"),
        ("ui/widgets/",),
        "a bare QLabel guesses rich text; the labels of ui/widgets",
    ),
    Ban(
        waits_on_qtbot_in_a_coroutine, ("tests/",), (), "qtbot.wait hangs in a coroutine; await the condition"
    ),
    Ban(names_a_colour, ("ui/", "main.py"), ("ui/theme/",), "colours come from the tokens through ui/theme"),
    Ban(
        shows_an_untranslated_text, ("ui/", "main.py"), (), "every sentence goes through gettext of app.words"
    ),
    Ban(imports_a_mock, EVERYWHERE, (), "plain fakes of our ports instead of mocks"),
    Ban(imports_qasync, EVERYWHERE, ("ui/loop.py", "tests/guards/"), "qasync stays behind ui/loop.py"),
    Ban(
        imports_beyond_the_standard_library,
        (
            "app/domain/",
            "app/solo.py",
            "app/tunnel_programs.py",
            "dev.py",
            "tests/checks/bounded.py",
        ),
        (),
        "only the standard library may be imported here",
    ),
)


def faults_in(path: PurePosixPath, source: str) -> Iterator[Fault]:
    """Where one file breaks a ban that holds for it."""
    tree = ast.parse(source, filename=str(path))
    for ban in BANS:
        if ban.covers(path):
            yield from (Fault(str(path), line, ban.said) for line in ban.rule(tree))


def faults(root: Path = ROOT) -> Iterator[Fault]:
    """The same for the whole project."""
    for path, source in python_sources(root):
        yield from faults_in(path, source)


if __name__ == "__main__":
    finish(faults())
