"""One thread owns all writes of a file; jobs that wait together share one transaction (group commit)."""

import heapq
import itertools
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from enum import IntEnum
from pathlib import Path
from typing import Any, TypeVar

import sqlcipher3.dbapi2 as sqlite
from sqlcipher3.dbapi2 import Connection

from app.domain.errors import ComptoirError, EnvironmentFailure
from app.domain.later import asyncio
from storage.engine import failure_of

T = TypeVar("T")
GROUP_JOBS = 512  # at most so many jobs in one transaction …
GROUP_S = 0.03  # … and none is begun later than this after the first


class Priority(IntEnum):
    """Who goes first when several wait."""

    INTAKE = 0
    REPLY = 1
    NORMAL = 2
    BULK = 3


class Writer:
    """Runs jobs on the only writing connection of a file. A job's future resolves after the commit that holds it.

    `after_commit` is called on the writing thread after each commit, before the futures of its jobs resolve. `crash` is
    called there with the name of each crash point.
    """

    def __init__(
        self, open_connection: Callable[[], Connection], name: str, path: Path | None = None
    ) -> None:
        self._path = path
        self.after_commit: Callable[[Connection], None] | None = None
        self.crash: Callable[[str], None] = lambda point: None
        self._between: list[tuple[Callable[[Connection], Any], Future[Any]]] = []
        self._waiting: list[tuple[int, int, Callable[[Connection], Any], Future[Any]]] = []
        self._order = itertools.count()
        self._wake = threading.Condition()
        self._is_closing = False
        opened: Future[None] = Future()
        self._thread = threading.Thread(
            target=self._run, args=(open_connection, opened), name=f"writer-{name}"
        )
        self._thread.start()
        try:
            opened.result()
        except BaseException:
            self._thread.join()
            raise

    def submit(self, job: Callable[[Connection], T], *, priority: Priority = Priority.NORMAL) -> Future[T]:
        """Queue a job, which must not commit; from any thread. After `close`: EnvironmentFailure("writer_closed")."""
        future: Future[T] = Future()
        with self._wake:
            if self._is_closing:
                raise EnvironmentFailure("writer_closed")
            heapq.heappush(self._waiting, (priority, next(self._order), job, future))
            self._wake.notify()
        return future

    async def run(self, job: Callable[[Connection], T], *, priority: Priority = Priority.NORMAL) -> T:
        """Queue a job and wait for its commit. Cancelling the wait does not undo a job that has begun."""
        return await asyncio.wrap_future(self.submit(job, priority=priority))

    async def run_between(self, job: Callable[[Connection], T]) -> T:
        """Run a job outside any transaction, after the group that is under way: for what SQLite does not do within."""
        future: Future[T] = Future()

        def put(_conn: Connection) -> None:
            self._between.append((job, future))

        await asyncio.wrap_future(self.submit(put, priority=Priority.BULK))
        return await asyncio.wrap_future(future)

    @property
    def is_alive(self) -> bool:
        """Whether the writing thread runs; False once it was closed, or ended by a fault of ours."""
        return self._thread.is_alive()

    def close(self) -> None:
        """Finish what waits, then close the file. Safe to call twice."""
        with self._wake:
            self._is_closing = True
            self._wake.notify()
        self._thread.join()

    def _run(self, open_connection: Callable[[], Connection], opened: "Future[None]") -> None:
        try:
            connection = open_connection()
        except BaseException as error:  # noqa: BLE001 - handed to the thread that asked
            opened.set_exception(error)
            return
        opened.set_result(None)
        try:
            while self._wait_for_work():
                self._run_group(connection)
        finally:
            connection.close()

    def _wait_for_work(self) -> bool:
        with self._wake:
            while not self._waiting and not self._is_closing:
                self._wake.wait()
            return bool(self._waiting)

    def _take(self) -> tuple[Callable[[Connection], Any], "Future[Any]"] | None:
        with self._wake:
            while self._waiting:
                _, _, job, future = heapq.heappop(self._waiting)
                if future.set_running_or_notify_cancel():
                    return job, future
        return None

    def _run_group(self, connection: Connection) -> None:
        done: list[tuple[Future[Any], Any]] = []
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite.Error as error:
            self._refuse_next(error)
            return
        began_s = time.monotonic()
        try:
            while len(done) < GROUP_JOBS and (not done or time.monotonic() - began_s < GROUP_S):
                taken = self._take()
                if taken is None:
                    break
                self._run_job(connection, *taken, done)
            self.crash("before_commit")
            connection.execute("COMMIT")
            self.crash("after_commit")
        except sqlite.Error as error:  # nothing of the group is on disk
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            for future, _ in done:
                future.set_exception(failure_of(error, self._path))
            return
        if self.after_commit is not None:
            self.after_commit(connection)
        for future, result in done:
            future.set_result(result)
        self._run_between(connection)

    def _run_between(self, connection: Connection) -> None:
        jobs, self._between = self._between, []
        for job, future in jobs:
            if not future.set_running_or_notify_cancel():
                continue
            try:
                result = job(connection)
            except BaseException as error:  # noqa: BLE001 - handed to the one who asked
                future.set_exception(self._readable(error))
            else:
                future.set_result(result)

    def _run_job(
        self,
        connection: Connection,
        job: Callable[[Connection], Any],
        future: "Future[Any]",
        done: list[tuple["Future[Any]", Any]],
    ) -> None:
        """Run one job in its savepoint; its own failure leaves the others of the group alone."""
        try:
            connection.execute("SAVEPOINT job")
            result = job(connection)
            connection.execute("RELEASE job")
        except BaseException as error:
            is_lost = not connection.in_transaction  # a full disk rolls the whole transaction back
            if not is_lost:
                connection.execute("ROLLBACK TO job")
                connection.execute("RELEASE job")
            future.set_exception(self._readable(error))
            if is_lost:
                raise sqlite.OperationalError(str(error)) from error
            return
        done.append((future, result))

    def _refuse_next(self, error: sqlite.Error) -> None:
        taken = self._take()
        if taken is not None:
            taken[1].set_exception(self._readable(error))

    def _readable(self, error: BaseException) -> BaseException:
        if isinstance(error, sqlite.Error) and not isinstance(error, ComptoirError):
            readable = failure_of(error, self._path)
            readable.__cause__ = error
            return readable
        return error
