"""The desk's changes as Qt signals: the only ones that screens connect to.

While history loads, changes come by the hundred a second; what arrives within one `PAUSE_MS` is told as one, so that a
screen repaints some 20 times a second at most. The first change after a quiet moment is told at once.
"""

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from app.desk.desk import Desk, Refusal, Unsubscribe
from app.domain.rows import Changes

PAUSE_MS = 50


class Bridge(QObject):
    """`changed` carries a Changes, `refused` a Refusal. Lives as long as one opened desk; `close` lets go of it."""

    changed = Signal(object)
    refused = Signal(object)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: Changes | None = None
        self._since_last = QElapsedTimer()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._tell)
        self._unsubscribe: tuple[Unsubscribe, ...] = (
            desk.subscribe(self._take),
            desk.subscribe_refusals(self._take_refusal),
        )

    def close(self) -> None:
        """Hear no more of the desk."""
        self._timer.stop()
        for unsubscribe in self._unsubscribe:
            unsubscribe()
        self._unsubscribe = ()

    def _take(self, changes: Changes) -> None:
        self._waiting = changes if self._waiting is None else joined(self._waiting, changes)
        if self._timer.isActive():
            return
        is_quiet = not self._since_last.isValid() or self._since_last.elapsed() >= PAUSE_MS
        if is_quiet:
            self._tell()
        else:
            self._timer.start(PAUSE_MS)

    def _tell(self) -> None:
        changes, self._waiting = self._waiting, None
        self._since_last.start()
        if changes is not None:
            self.changed.emit(changes)

    def _take_refusal(self, refusal: Refusal) -> None:
        self.refused.emit(refusal)


def joined(one: Changes, other: Changes) -> Changes:
    """What both touched."""
    return Changes(
        conversations=one.conversations | other.conversations,
        messages=one.messages | other.messages,
        reordered=one.reordered | other.reordered,
        settings=one.settings | other.settings,
        is_connection=one.is_connection or other.is_connection,
        is_everything=one.is_everything or other.is_everything,
        is_templates=one.is_templates or other.is_templates,
        is_lines=one.is_lines or other.is_lines,
        is_imports=one.is_imports or other.is_imports,
        is_quick_replies=one.is_quick_replies or other.is_quick_replies,
        is_team=one.is_team or other.is_team,
        presence=one.presence | other.presence,
    )
