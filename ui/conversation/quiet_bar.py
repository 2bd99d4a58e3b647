"""A scroll bar that keeps its room, so that nothing is wrapped again, but is drawn only when there is more to see."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollBar, QWidget

from ui.theme.theme import Theme


class QuietScrollBar(QScrollBar):
    """Plain conversation ground while everything fits."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground, and Qt's bar when it has a range."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colors.surface_sunken)
        painter.end()
        if self.maximum() > self.minimum():
            super().paintEvent(event)
