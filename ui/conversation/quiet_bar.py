"""A scroll bar that keeps its room, so that nothing is wrapped again, but is drawn only when there is more to see."""

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QScrollBar


class QuietScrollBar(QScrollBar):
    """Empty while everything fits."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's bar, when it has a range."""
        if self.maximum() > self.minimum():
            super().paintEvent(event)
