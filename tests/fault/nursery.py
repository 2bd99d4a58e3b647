"""Processes of the program that need not import it: `Born` is a Popen whose process is forked from one that has.

A hub takes 0.6 s of processor until it has imported everything, and tests of kills start hundreds. So one process per
test run imports all of it and then forks whenever one is asked for. What was forked is a process like any other: its
own id, memory, files, environment and end, and a child of who asked for it. Where that cannot be (no Linux), and for
what must be there before the interpreter is (LD_PRELOAD), it is an ordinary start.

`python -m tests.fault.nursery FD`: the process that forks; it takes orders from a socket.
"""

from __future__ import annotations

import array
import atexit
import ctypes
import faulthandler
import gc
import importlib
import json
import os
import runpy
import socket
import subprocess
import sys
import threading
import time
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[2]
SUBREAPER = 36  # of prctl: whose grandchildren become children, once those between have ended
LONGEST_ORDER = 1 << 20
# What a hub, a desk and the commands of tests come to import; what is missing here is imported after the fork.
BEFOREHAND = (
    "app.hub.serve", "app.terminal.hub_command", "app.terminal.safety_command", "app.hub.restoring", "httpx",
    "uvicorn.lifespan.off", "uvicorn.loops.asyncio", "uvicorn.protocols.http.h11_impl", "sqlalchemy.dialects.sqlite",
    "app.desk.opening", "app.desk.session", "storage.view.projector", "storage.view.tables", "storage.desk.tables",
    "storage.view.consent_tables", "storage.view.contact_import_tables", "storage.view.contact_tables",
    "storage.view.deal_import_tables", "storage.view.deal_tables", "storage.view.incoming_tables",
    "storage.view.ladder_tables", "storage.view.segment_tables", "storage.view.task_tables",
)  # fmt: skip


class Born(subprocess.Popen[str]):
    """`Born(["-m", "tests.fault.run_hub", …], cwd=…, env=…, stdin=…)`: as Popen of this interpreter and the same words.

    All else is as with Popen: pipes, `poll`, `wait`, `communicate`, `kill`.
    """

    def __init__(self, words: list[str], *, env: dict[str, str], **more: Any) -> None:
        self._is_forked = sys.platform == "linux" and "LD_PRELOAD" not in env
        super().__init__([sys.executable, *words], env=env, text=True, **more)

    def _execute_child(self, args: list[str], *rest: Any) -> None:
        if not self._is_forked:
            super()._execute_child(args, *rest)  # type: ignore[misc]
            return
        cwd, env = rest[4], rest[5]
        ours = dict(zip(_PIPES, rest[9:15], strict=True))
        ends = [ours[name] if ours[name] != -1 else number for number, name in enumerate(_CHILDS)]
        self.pid = _nursery().fork({"words": args[1:], "cwd": str(cwd or ROOT), "env": env}, ends)
        self._child_created = True
        self._close_pipe_fds(*rest[9:15])  # type: ignore[attr-defined]


def born(words: list[str], *, env: dict[str, str], timeout: float = 60.0) -> subprocess.CompletedProcess[str]:
    """As `subprocess.run`, without any input, its output kept."""
    pipe = subprocess.PIPE
    with Born(words, env=env, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe) as process:
        try:
            said, complaint = process.communicate(timeout=timeout)
        except BaseException:
            process.kill()
            raise
    return subprocess.CompletedProcess(words, process.returncode, said, complaint)


_PIPES = ("p2cread", "p2cwrite", "c2pread", "c2pwrite", "errread", "errwrite")
_CHILDS = ("p2cread", "c2pwrite", "errwrite")


class _Nursery:
    """The process that forks, seen from a test."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._here, there = socket.socketpair()
        command = [sys.executable, "-m", "tests.fault.nursery", str(there.fileno())]
        self._process = subprocess.Popen(
            command, cwd=ROOT, pass_fds=[there.fileno()], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        there.close()
        self._prctl = ctypes.CDLL(None, use_errno=True).prctl

    def fork(self, order: dict[str, Any], ends: list[int]) -> int:
        """The id of a new child of ours."""
        data = json.dumps(order).encode()
        assert len(data) < LONGEST_ORDER
        with self._turn:
            self._prctl(SUBREAPER, 1, 0, 0, 0)
            try:
                socket.send_fds(self._here, [len(data).to_bytes(4, "big")], ends)
                self._here.sendall(data)
                answer = self._here.recv(8)
            finally:
                self._prctl(SUBREAPER, 0, 0, 0, 0)
        assert len(answer) == 8, "the nursery has ended"
        return int.from_bytes(answer, "big")

    def close(self) -> None:
        self._here.close()
        self._process.wait()


@cache
def _nursery() -> _Nursery:
    made = _Nursery()
    atexit.register(made.close)
    return made


class Order(NamedTuple):
    """What a process is to be."""

    words: list[str]
    cwd: str
    env: dict[str, str]
    ends: list[int]


def next_order(orders: socket.socket) -> Order | None:
    """The next one; None when nobody asks any more."""
    head, ends, _, _ = socket.recv_fds(orders, 4, 3)
    if not head:
        return None
    while len(head) < 4:
        head += orders.recv(4 - len(head))
    data = bytearray()
    while len(data) < int.from_bytes(head, "big"):
        data += orders.recv(LONGEST_ORDER)
    return Order(**json.loads(data), ends=list(array.array("i", ends)))


def fork_for_ever(orders: socket.socket) -> Order | None:
    """Returns in every process that was forked, with what it is to be; here at the end, with nothing."""
    while (order := next_order(orders)) is not None:
        ours, theirs = os.pipe()
        between = os.fork()
        if between == 0:
            child = os.fork()
            if child == 0:
                for one in (ours, theirs, orders.detach()):
                    os.close(one)
                return order
            os.write(theirs, child.to_bytes(8, "big"))
            os._exit(0)
        os.waitpid(between, 0)  # from now on it is a child of who asked
        orders.sendall(os.read(ours, 8))
        for one in (ours, theirs, *order.ends):
            os.close(one)
    return None


def become(order: Order) -> None:
    """The process that was asked for; ends as that one ends."""
    for number, end in enumerate(order.ends):
        os.dup2(end, number)
    for end in order.ends:
        os.close(end)
    sys.stdin = os.fdopen(0, closefd=False)
    sys.stdout = os.fdopen(1, "w", closefd=False)
    sys.stderr = os.fdopen(2, "w", 1, errors="backslashreplace", closefd=False)
    faulthandler.enable(2)  # what crashes in a library says where
    os.chdir(order.cwd)
    os.environ.clear()
    os.environ.update(order.env)
    time.tzset()
    if order.words[0] == "-m":
        sys.argv = order.words[1:]
        runpy.run_module(order.words[1], run_name="__main__", alter_sys=True)
    elif order.words[0] == "-c":
        sys.argv = ["-c", *order.words[2:]]
        exec(order.words[1], {"__name__": "__main__"})
    else:
        sys.argv = order.words
        sys.path[0] = order.cwd
        runpy.run_path(order.words[0], run_name="__main__")


if __name__ == "__main__":
    for name in BEFOREHAND:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
    asked = fork_for_ever(socket.socket(fileno=int(sys.argv[1])))
    if asked is not None:
        become(asked)
