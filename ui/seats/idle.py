"""Nobody used the window for a while: told once, and not looked at where no PIN is asked for.

Keys and pointer are seen where they enter a window, once each; a filter on every event of the program would cost a
call into Python for each of them.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

from app.domain.clock import Clock

LOOK_MS: Final = 5_000
SIGNS: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
    }
)


class IdleWatch(QObject):
    """`idle` once `minutes()` have passed without a sign of anybody; 0 minutes is never."""

    idle = Signal()

    def __init__(self, clock: Clock, minutes: Callable[[], int], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._minutes = minutes
        self._seen_s, self._seen_at = clock.monotonic_s(), clock.now()
        self.timer = QTimer(self, interval=LOOK_MS)
        self.timer.timeout.connect(self.look)

    def begin(self) -> None:
        """Watch from now on."""
        self.note_sign()
        if not self.timer.isActive():
            self.timer.start()
            QGuiApplication.instance().focusWindowChanged.connect(self._follow)  # type: ignore[union-attr]
            self._follow(QGuiApplication.focusWindow())

    def end(self) -> None:
        """Nobody need be asked."""
        if self.timer.isActive():
            self.timer.stop()
            QGuiApplication.instance().focusWindowChanged.disconnect(self._follow)  # type: ignore[union-attr]

    def note_sign(self) -> None:
        """Somebody is there."""
        self._seen_s, self._seen_at = self._clock.monotonic_s(), self._clock.now()

    def look(self) -> None:
        """Whether it has been long enough; a computer that slept counts by the wall clock."""
        limit_s = self._minutes() * 60
        if (
            limit_s
            and max(self._clock.monotonic_s() - self._seen_s, self._asleep_s(self._clock.now())) >= limit_s
        ):
            self.idle.emit()

    def _asleep_s(self, now: datetime) -> float:
        return (now - self._seen_at).total_seconds()

    def _follow(self, window: QWindow | None) -> None:
        """Keys go to one window of ours at a time; the filter goes with the window, which nothing here holds on to."""
        if window is not None:
            window.installEventFilter(self)  # once, however often it is asked for
            self.note_sign()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look, and let everything pass."""
        if event.type() in SIGNS:
            self.note_sign()
        return super().eventFilter(watched, event)
