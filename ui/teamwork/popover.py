"""A small window at a button or a row, with a `Finder` in it. Escape or a press elsewhere closes it."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.teamwork.finder import Choice, Finder
from ui.theme.theme import Theme
from ui.widgets.paint_basic import fill_round
from ui.widgets.window_shape import is_blended, rounded_region

WIDTH_PX: Final = 280
MOST_ROWS: Final = 7
PAD: Final = 8


class Popover(QFrame):
    """`closed` once, when it goes; it destroys itself then."""

    closed = Signal()

    def __init__(
        self,
        theme: Theme,
        name: str,
        offer: Callable[[str], Sequence[Choice]],
        parent: QWidget,
        *,
        least_rows: int = 1,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._theme = theme
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setWindowFlag(Qt.WindowType.NoDropShadowWindowHint)
        self._is_blended = is_blended()
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground, self._is_blended)
        rows = max(
            least_rows, min(MOST_ROWS, len(offer("")))
        )  # as high as it opens: nothing jumps while one types
        self.finder = Finder(theme, name, offer, rows=rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAD, PAD, PAD, PAD)
        column.addWidget(self.finder)
        self.setFixedWidth(theme.px(WIDTH_PX))

    def open_at(self, anchor: QWidget, at: QRect | None = None) -> None:
        """Below a widget, or below a place of it; above where there is no room, and always inside the screen."""
        place = at if at is not None else anchor.rect()
        top_left = anchor.mapToGlobal(place.topLeft())
        self.ensurePolished()
        self.adjustSize()
        size, screen = self.size(), anchor.screen().availableGeometry()
        top = top_left.y() + place.height() + 4
        if top + size.height() > screen.bottom():
            top = max(screen.top(), top_left.y() - size.height() - 4)
        left = top_left.x()
        if anchor.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            left += place.width() - size.width()
        self.move(QPoint(max(screen.left(), min(left, screen.right() - size.width())), top))
        self.show()
        self.finder.search.setFocus(Qt.FocusReason.PopupFocusReason)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The box of everything that floats."""
        c, painter = self._theme.colors, QPainter(self)
        if not self._is_blended:
            painter.fillRect(self.rect(), c.border_strong)
        radius = self._theme.tokens.radius.normal
        fill_round(painter, QRectF(self.rect()), c.surface_raised, radius, c.border_strong)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where nobody blends windows, the corners are cut out of this one."""
        super().resizeEvent(event)
        if not self._is_blended:
            self.setMask(rounded_region(self.rect(), self._theme.tokens.radius.normal))

    def closeEvent(self, event: QCloseEvent) -> None:
        """It goes."""
        super().closeEvent(event)
        self.closed.emit()
