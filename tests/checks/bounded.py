"""Programs that end within a time: in a process group of their own, of which nobody is left behind.

Standard library only, and read by any Python that starts dev.py.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).resolve().parents[2]
IS_WINDOWS = os.name == "nt"
LAST_WORDS_S = 5.0  # what a stuck test run gets to print its stacks before it is killed


def run_bounded(command: Sequence[str], limit_s: float, environment: Mapping[str, str]) -> int:
    """Runs `command` in a process group of its own and ends the whole group at the limit; its exit code, else 1."""
    return ended(started(command, environment), limit_s)


def started(
    command: Sequence[str], environment: Mapping[str, str], *, is_held: bool = False
) -> subprocess.Popen[bytes]:
    """Starts a program in a process group of its own. `is_held`: what it prints waits until its end is waited for."""
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if is_held else None,
        bufsize=0,
        start_new_session=not IS_WINDOWS,
    )


def ended(process: subprocess.Popen[bytes], limit_s: float) -> int:
    """Waits for a program, passes on what it prints if that was held, and ends its whole group at the limit.

    A hung Qt loop ignores an interrupt, so the end is a kill; before it the program may print its stacks.
    """
    printing = threading.Thread(target=_pass_on, args=(process.stdout,), daemon=True)
    printing.start()
    try:
        return process.wait(limit_s)
    except subprocess.TimeoutExpired:
        say(f"Ended after {limit_s:.0f} s without a result.")
        _ask_for_last_words(process)
        return 1
    except KeyboardInterrupt:
        _ask_for_last_words(process, interrupt=True)
        return 1
    finally:
        _kill_group(process)
        printing.join(LAST_WORDS_S)


def _pass_on(pipe: IO[bytes] | None) -> None:
    if pipe is None:
        return
    with pipe:
        while piece := pipe.read(65_536):
            sys.stdout.buffer.write(piece)
            sys.stdout.buffer.flush()


def _ask_for_last_words(process: subprocess.Popen[bytes], interrupt: bool = False) -> None:
    """Lets the program stop by itself: an interrupt, or an abort at which Python prints every stack."""
    if IS_WINDOWS:
        return
    process.send_signal(signal.SIGINT if interrupt else signal.SIGABRT)
    try:
        process.wait(LAST_WORDS_S)
    except subprocess.TimeoutExpired:
        say("It did not stop by itself and was killed.")


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kills the program and every child it left behind."""
    try:
        if IS_WINDOWS:
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
    process.wait()


def say(sentence: str) -> None:
    """One sentence about the work, on standard error so that a program's own output stays clean."""
    print(f"dev.py: {sentence}", file=sys.stderr, flush=True)
