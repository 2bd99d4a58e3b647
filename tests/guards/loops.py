"""Which event loop a test gets: Qt's for tests of the window, one for all of them, else a fresh plain one.

pytest-asyncio ends each test by closing its loop. Opening and closing many Qt loops in one process is not what the
program does, so the shared one lets that pass and is closed when the tests are over.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

SHARED_THREADS = "shared-qt-loop"
QT_FIXTURES = frozenset({"qapp", "qtbot", "qtmodeltester"})

_end_key = pytest.StashKey[Callable[[], None]]()
_loop_key = pytest.StashKey[asyncio.AbstractEventLoop]()


def needs_qt(item: pytest.Item) -> bool:
    """Whether the test asks, itself or through its fixtures, for a Qt application."""
    return not QT_FIXTURES.isdisjoint(getattr(item, "fixturenames", ()))


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """pytest-asyncio asks here which loop to run the test in."""
    if needs_qt(item):
        return {"qt": lambda: shared_loop(config)}
    return {"plain": asyncio.new_event_loop}


def shared_loop(config: pytest.Config) -> asyncio.AbstractEventLoop:
    """The one Qt loop of this run, made at its first use."""
    if _loop_key not in config.stash:
        loop, end = make_shared_loop()
        config.stash[_loop_key] = loop
        config.stash[_end_key] = end
    return config.stash[_loop_key]


def pytest_unconfigure(config: pytest.Config) -> None:
    """The tests are over: closes the shared loop."""
    if _end_key in config.stash:
        config.stash[_end_key]()


def application() -> QApplication:
    """The QApplication of this process; pytest-qt takes over the one that exists.

    As in the program the last window's end is not the loop's: else the loop ends under whoever ends a test's window.
    """
    from PySide6.QtWidgets import QApplication

    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(["comptoir-tests"])
    app.setQuitOnLastWindowClosed(False)
    return app


def make_shared_loop() -> tuple[asyncio.AbstractEventLoop, Callable[[], None]]:
    """A Qt loop that outlives its runners, and the function that really closes it."""
    import qasync

    class SharedLoop(qasync.QEventLoop):
        """Ignores the end that each test's runner brings: what the next test needs stays open."""

        def close(self) -> None:
            """Stays open."""

        async def shutdown_asyncgens(self) -> None:
            """Stays open."""

        async def shutdown_default_executor(self, *_: Any) -> None:
            """Stays open."""

        def end(self) -> None:
            """Closes it for good."""
            super().close()

    app = application()
    loop = SharedLoop(app)
    executor = ThreadPoolExecutor(4, thread_name_prefix=SHARED_THREADS)
    loop.set_default_executor(executor)

    def end() -> None:
        loop.run_until_complete(asyncio.sleep(0))  # what is queued for the next turn
        executor.shutdown(wait=True, cancel_futures=True)
        loop.end()

    return loop, end
