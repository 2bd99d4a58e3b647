"""Our own window on a profile, ended when its inbox is painted. Prints "painted" and the peak memory in MiB.

Begins as main.py does; the profile is practice's, so that its key is at hand, and has no hub.
`python -m tests.perf.our_window PROFILE_DIR`
"""

import asyncio
import importlib
import resource
import sys
from pathlib import Path
from typing import Any

from main import hasten


def main() -> None:
    """Open the profile as main.py does, without a hub of its own and with the key in hand."""
    hasten("app.terminal.opening")
    from PySide6.QtCore import QTimer

    from ui import application
    from ui.inbox.list_delegate import InboxDelegate

    folder = Path(sys.argv[1])
    plain = InboxDelegate.paint
    is_told: list[bool] = []

    def paint(self: InboxDelegate, *given: Any) -> None:
        plain(self, *given)
        if not is_told:
            is_told.append(True)
            QTimer.singleShot(0, _report)

    InboxDelegate.paint = paint  # type: ignore[assignment, method-assign]

    async def open_desk() -> Any:
        opening = await asyncio.to_thread(importlib.import_module, "app.desk.opening")
        session = await asyncio.to_thread(importlib.import_module, "app.desk.session")
        config = importlib.import_module("app.desk.config")
        unlocked = await asyncio.to_thread(session.unlock, config.practice_profile(folder), {})
        return await opening.open_desk(unlocked)

    sys.exit(application.run(open_desk, is_practice=False))


def _report() -> None:
    from PySide6.QtWidgets import QApplication

    peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"painted {peak_mib:.0f}\n")
    sys.stdout.flush()
    for window in QApplication.topLevelWidgets():
        window.close()


if __name__ == "__main__":
    main()
