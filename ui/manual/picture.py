"""A picture of the manual over the whole of its window, to see what is small on the page."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.words import gettext as _
from ui.media.viewer import PictureCanvas
from ui.theme.on_pictures import DARKROOM
from ui.theme.theme import Theme
from ui.widgets.button import IconButton

PAD = 12


class Enlarged(QWidget):
    """`closed` by Escape, Enter or its cross; it destroys itself then."""

    closed = Signal()

    def __init__(self, theme: Theme, path: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Picture of the manual"))
        self.canvas = PictureCanvas(QImage(path), self)
        close = IconButton(theme, "x", _("Close"), is_on_dark=True)
        close.clicked.connect(self._leave)
        bar = QHBoxLayout()
        bar.addStretch(1)
        bar.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAD, PAD, PAD, PAD)
        column.addLayout(bar)
        column.addWidget(self.canvas, 1)
        self.setFocusProxy(self.canvas)

    def show_over(self) -> None:
        """Cover the window and take the keyboard."""
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
        self.show()
        self.raise_()
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape and Enter leave."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._leave()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The dark ground of everything that is looked at whole."""
        QPainter(self).fillRect(self.rect(), DARKROOM)

    def _leave(self) -> None:
        self.closed.emit()
        self.hide()
        self.deleteLater()
