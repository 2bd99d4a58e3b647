"""Our own window on a profile. Prints "painted" when its inbox is, then "open" with the first conversation in it.

With "today" the first screen is the owner's: painted is its list of who waits.

Each with the peak memory until then, in MiB.

Begins as main.py does; the profile is practice's, so that its key is at hand, and has no hub.
`python -m tests.perf.our_window PROFILE_DIR [today]`
"""

import sys
from pathlib import Path
from typing import Any

import main as program
from app.beginning import hasten

LOOKED_AT_MS = 1_500  # the conversation is read, and the hub looked for in vain


def main() -> None:
    """Open the profile as main.py does, without a hub of its own and with the key in hand."""
    assert program.__file__, "what main.py imports is imported here too"
    begun = hasten(lambda: _open(Path(sys.argv[1])))
    from PySide6.QtCore import QTimer

    from ui import application

    is_today = sys.argv[2:] == ["today"]
    delegate = _today_delegate() if is_today else _inbox_delegate()
    plain = delegate.paint
    is_told: list[bool] = []

    def paint(self: Any, *given: Any) -> None:
        plain(self, *given)
        if not is_told:
            is_told.append(True)
            QTimer.singleShot(0, _report)

    delegate.paint = paint

    async def not_joined() -> Any:
        raise RuntimeError("the profile has not joined")

    sys.exit(application.run(not_joined, is_practice=False, begun=begun))


def _inbox_delegate() -> Any:
    from ui.inbox.list_delegate import InboxDelegate

    return InboxDelegate


def _today_delegate() -> Any:
    from ui.today.delegate import TodayDelegate

    return TodayDelegate


def _open(folder: Path) -> Any:
    from app.desk.config import practice_profile
    from app.desk.opening import opened_desk
    from app.desk.session import unlock
    from app.terminal import opening as _  # noqa: F401 - what main.py imports for it

    return opened_desk(unlock(practice_profile(folder), {}))


def _report() -> None:
    """The inbox is on the screen. Then the rest: the first conversation, and a desk that looks for its hub."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from ui.main_window import MainWindow

    _say("painted")
    window = next(each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow))
    if sys.argv[2:] != ["today"]:
        window.filled.connect(lambda: _open_first(window))
    QTimer.singleShot(LOOKED_AT_MS, lambda: _end(window))


def _open_first(window: Any) -> None:
    window.panes.open(window.panes.inbox.model.conversations()[0])


def _end(window: Any) -> None:
    _say("open")
    window.close()


def _say(word: str) -> None:
    from tests.perf.memory import peak_mib

    sys.stdout.write(f"{word} {peak_mib():.0f}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
