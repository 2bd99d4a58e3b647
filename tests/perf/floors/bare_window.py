"""Floor of the cold start: a PySide6 window with three empty panes. Prints "painted" and its memory, then ends.

`python -m tests.perf.floors.bare_window`
"""

import sys

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QSplitter

from tests.perf.memory import peak_mib


class Panes(QSplitter):
    """Three empty panes; says when the first paint is done."""

    def __init__(self) -> None:
        super().__init__()
        self.is_painted = False
        for _ in range(3):
            self.addWidget(QFrame())
        self.resize(1440, 900)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The first paint ends the measurement."""
        super().paintEvent(event)
        if not self.is_painted:
            self.is_painted = True
            QTimer.singleShot(0, self._report)

    def _report(self) -> None:
        sys.stdout.write(f"painted {peak_mib():.0f}\n")
        sys.stdout.flush()
        QApplication.quit()


def main() -> None:
    """Show the window until its first paint."""
    app = QApplication([])
    window = Panes()
    window.show()
    app.exec()


if __name__ == "__main__":
    main()
