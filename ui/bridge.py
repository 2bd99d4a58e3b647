"""The desk's changes as Qt signals: the only ones that screens connect to.

While history loads, changes come by the hundred a second; what arrives within one `PAUSE_MS` is told as one, so that a
screen repaints some 20 times a second at most. The first change after a quiet moment is told at once.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from app.domain.rows import Changes

if TYPE_CHECKING:
    from app.desk.composed import Refusal, Unsubscribe
    from app.desk.desk import Desk

PAUSE_MS = 50


class Bridge(QObject):
    """`changed` carries a Changes, `refused` a Refusal. Lives as long as one opened desk; `close` lets go of it.

    With a pause of 0 ms every change is told at once.
    """

    changed = Signal(object)
    refused = Signal(object)

    def __init__(self, desk: Desk, parent: QObject | None = None, *, pause_ms: int = PAUSE_MS) -> None:
        super().__init__(parent)
        self._pause_ms = pause_ms
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
        is_quiet = not self._since_last.isValid() or self._since_last.elapsed() >= self._pause_ms
        if is_quiet:
            self._tell()
        else:
            self._timer.start(self._pause_ms)

    def _tell(self) -> None:
        changes, self._waiting = self._waiting, None
        self._since_last.start()
        if changes is not None:
            self.changed.emit(changes)

    def _take_refusal(self, refusal: Refusal) -> None:
        self.refused.emit(refusal)


def joined(one: Changes, other: Changes) -> Changes:
    """What both touched, of whatever there is to be touched."""
    return Changes(*(getattr(one, each.name) | getattr(other, each.name) for each in fields(Changes)))
