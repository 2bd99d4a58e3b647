"""Thousands of repaints, timer events and signals through Python overrides, watching the reference count of None.

Some releases of Qt for Python lose one reference to None in each call of a void override; after minutes the process
aborts. `python -m tests.perf.soak REPAINTS TIMERS SIGNALS` prints how many references were lost.
"""

import sys

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimerEvent, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

WARM_UP = 200


class Painted(QWidget):
    """Counts its repaints and timer events."""

    def __init__(self) -> None:
        super().__init__()
        self.repaints = 0
        self.timers = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a little."""
        painter = QPainter(self)
        painter.drawText(10, 20, str(self.repaints))
        painter.end()
        self.repaints += 1

    def timerEvent(self, event: QTimerEvent) -> None:
        """Count."""
        self.timers += 1


class Sender(QObject):
    """Emits a signal with a value."""

    told = Signal(bool)


def soak(repaints: int, timers: int, signals: int) -> int:
    """Do them all; gives the references to None that were lost (negative: gained)."""
    widget = Painted()
    widget.resize(120, 40)
    widget.show()
    QCoreApplication.processEvents()  # a window that is not shown yet does not paint
    sender = Sender()
    heard: list[bool] = []
    sender.told.connect(heard.append)
    for _ in range(WARM_UP):
        widget.repaint()
    before = sys.getrefcount(None)
    for _ in range(repaints):
        widget.repaint()
    for _ in range(timers):
        QCoreApplication.sendEvent(widget, QTimerEvent(7))
    for number in range(signals):
        sender.told.emit(number % 2 == 0)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    lost = before - sys.getrefcount(None)
    is_done = widget.repaints >= repaints and widget.timers == timers and len(heard) == signals
    widget.close()
    if not is_done:
        raise RuntimeError("the soak did not do what was asked")
    return lost


def main() -> None:
    """Command line."""
    app = QApplication([])
    repaints, timers, signals = (int(text) for text in sys.argv[1:4])
    sys.stdout.write(f"{soak(repaints, timers, signals)}\n")
    app.quit()


if __name__ == "__main__":
    main()
