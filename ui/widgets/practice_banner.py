"""The banner of practice: on every screen as long as the customers are examples. It cannot be closed."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.words import gettext as _
from ui.theme.theme import Theme
from ui.widgets.button import Button
from ui.widgets.labels import ElidedLabel
from ui.widgets.paint_basic import Strip, is_rtl, paint_icon

_HEIGHT_PX: Final = 32
_EDGE_PX: Final = 8
_SECOND_FROM_PX: Final = 900  # narrower windows drop the second sentence


class PracticeBanner(QWidget):
    """Says that nobody receives anything; `quit_requested` asks to leave practice (the asker confirms).

    `connect_requested`: a number of one's own is to be connected, where that is offered.
    """

    quit_requested = Signal()
    connect_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        first = _("You are practising with example customers.")
        second = _("Nobody receives anything.")
        self.setAccessibleName(f"{first} {second}")
        self._first = ElidedLabel(theme, first, weight="medium", ink="warning_soft_text")
        self.second = ElidedLabel(theme, second, ink="warning_soft_text")
        self.quit_button = Button(theme, _("Leave"), kind="quiet", height="tiny", ink="warning_soft_text")
        self.quit_button.setAccessibleName(_("Leave practice"))
        self.quit_button.clicked.connect(lambda: self.quit_requested.emit())
        self.connect_button = Button(theme, _("Connect my number"), height="tiny")
        self.connect_button.clicked.connect(lambda: self.connect_requested.emit())
        self.connect_button.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(_EDGE_PX, 0, _EDGE_PX, 1)
        row.setSpacing(_EDGE_PX)
        # the painted icon and the gaps around it: spacers are mirrored, margins are not
        row.addSpacing(theme.tokens.icon.normal + 2 * _EDGE_PX)
        for part in (self._first, self.second):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.connect_button)
        row.addWidget(self.quit_button)

    def offer_to_connect(self, *, is_offered: bool) -> None:
        """Whether this computer may have an inbox of its own beside the examples."""
        self.connect_button.setVisible(is_offered)

    def sizeHint(self) -> QSize:
        """32 high, as wide as the window."""
        return QSize(640, self._theme.px(_HEIGHT_PX))

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """What matters most stays in a narrow window."""
        self.second.setVisible(self.width() >= _SECOND_FROM_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Amber ground, a line below, the cap before the words."""
        theme, c = self._theme, self._theme.colors
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        rect = QRectF(self.rect())
        painter.fillRect(rect, c.warning_soft)
        painter.fillRect(QRectF(0, rect.bottom() - 1, rect.width(), 1), c.border_strong)
        size = theme.tokens.icon.normal
        box = Strip(rect.adjusted(16, 0, -16, -1), is_rtl=is_rtl(painter)).leading(size)
        paint_icon(painter, box, theme, "graduation-cap", size, c.warning_soft_text)
