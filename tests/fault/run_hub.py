"""`python -m tests.fault.run_hub ARGS`: the hub's command as `main.py hub` runs it, with what only tests may do.

COMPTOIR_CRASH_AT=point:n kills the process at the n-th time that it passes a named crash point.
COMPTOIR_DURABILITY=NORMAL is the broken variant that the power-loss test must catch.
"""

import os
import signal
import sys
from collections import Counter
from typing import cast

from app.hub.intake import Crash
from app.terminal import hub_command
from storage.engine import Durability


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


if __name__ == "__main__":
    durability = cast("Durability", os.environ.get("COMPTOIR_DURABILITY", "FULL"))
    sys.exit(hub_command.run(sys.argv[1:], crash_at(os.environ.get("COMPTOIR_CRASH_AT")), durability))
