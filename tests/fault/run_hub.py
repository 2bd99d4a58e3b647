"""`python -m tests.fault.run_hub ARGS`: the hub's command as `main.py hub` runs it, with what only tests may do.

COMPTOIR_CRASH_AT=point:n kills the process at the n-th time that it passes a named crash point.
COMPTOIR_DURABILITY=NORMAL is the broken variant that the power-loss test must catch, COMPTOIR_BROKEN=reapply the one
that the history checker must catch.
"""

import os
import signal
import sys
from collections import Counter
from typing import Any, cast

from app.domain.commands import Outcome
from app.hub.intake import Crash
from app.terminal import hub_command
from storage.engine import Connection, Durability
from storage.hub import commands


def crash_at(setting: str | None) -> Crash:
    """What to do at crash points."""
    passed: Counter[str] = Counter()
    wanted, _, count = (setting or "").partition(":")

    def crash(point: str) -> None:
        if point == wanted:
            passed[point] += 1
            if passed[point] >= int(count or 1):
                os.kill(os.getpid(), signal.SIGKILL)

    return crash


def apply_again() -> None:
    """A hub that forgets which commands it has answered."""

    def store(conn: Connection, outcome: Outcome, *rest: Any) -> None:
        conn.execute("DELETE FROM command WHERE command_id = ?", (outcome.command_id,))
        remember(conn, outcome, *rest)

    remember = commands.store
    commands.store = store  # type: ignore[assignment]
    commands.find = lambda conn, command_id: None


if __name__ == "__main__":
    if os.environ.get("COMPTOIR_BROKEN") == "reapply":
        apply_again()
    durability = cast("Durability", os.environ.get("COMPTOIR_DURABILITY", "FULL"))
    sys.exit(hub_command.run(sys.argv[1:], crash_at(os.environ.get("COMPTOIR_CRASH_AT")), durability))
