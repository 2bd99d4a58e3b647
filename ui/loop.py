"""The event loop: Qt and asyncio as one, by qasync, which this module alone imports.

Rules learned by trying: an executor of our own, shut down by us, or Qt complains of living
threads; tasks are cancelled and gathered before the loop closes; a heartbeat lets Python see signals while Qt is idle;
both exception hooks are set, or an exception vanishes.
"""

import asyncio
import contextlib
import logging
import os
import signal
import sys
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

os.environ.setdefault("QT_API", "pyside6")  # qasync would take another binding if one were imported first

import qasync

log = logging.getLogger(__name__)
HEARTBEAT_MS = 200  # a signal waits at most this long
WORKERS = 4
Report = Callable[[BaseException], None]


def run(app: QApplication, main: Callable[[], Coroutine[Any, Any, int]], report: Report) -> int:
    """Run `main` to its end in Qt's loop and give its exit code; 130 after Ctrl+C.

    `report` is told of every exception that nobody caught, on the loop's thread, after it has been logged.
    """
    executor = ThreadPoolExecutor(WORKERS, thread_name_prefix="desk")
    loop = qasync.QEventLoop(app)
    loop.set_default_executor(executor)
    asyncio.set_event_loop(loop)
    try:
        with _watched(loop, report):
            return _run_until_done(loop, main)
    finally:
        executor.shutdown(wait=True, cancel_futures=True)
        asyncio.set_event_loop(None)
        loop.close()


def _run_until_done(loop: asyncio.AbstractEventLoop, main: Callable[[], Coroutine[Any, Any, int]]) -> int:
    task = loop.create_task(main(), name="main")
    with _signals(task):
        try:
            return loop.run_until_complete(task)
        except asyncio.CancelledError:
            return 130
        finally:
            _end_tasks(loop)
            loop.run_until_complete(loop.shutdown_asyncgens())


def _end_tasks(loop: asyncio.AbstractEventLoop) -> None:
    left = asyncio.all_tasks(loop)
    for task in left:
        task.cancel()
    if left:
        loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))


@contextlib.contextmanager
def _watched(loop: asyncio.AbstractEventLoop, report: Report) -> Iterator[None]:
    """Both exception hooks, for as long as the loop runs."""

    def on_exception(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        log.error("uncaught in a slot", exc_info=(kind, error, trace))
        report(error)

    def on_lost_task(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        log.error("uncaught in the loop: %s", context.get("message"), exc_info=error)
        if isinstance(error, BaseException):
            report(error)

    before = sys.excepthook
    sys.excepthook = on_exception
    loop.set_exception_handler(on_lost_task)
    try:
        yield
    finally:
        sys.excepthook = before


@contextlib.contextmanager
def _signals(task: "asyncio.Task[int]") -> Iterator[None]:
    """Ctrl+C and a polite kill end `task`; the heartbeat lets Python notice them."""
    heartbeat = QTimer()
    heartbeat.timeout.connect(_let_python_breathe)
    heartbeat.start(HEARTBEAT_MS)
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    for number in before:
        signal.signal(number, lambda *_: task.cancel())
    try:
        yield
    finally:
        heartbeat.stop()
        for number, handler in before.items():
            signal.signal(number, handler)


def _let_python_breathe() -> None:
    """Nothing to do: that Python code runs at all is the point."""
