"""Menus: rows of 32 with an icon, a word and its key. They open and return at once; nothing waits for them.
`exec()` would stop every background task under qasync.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from ui.theme.icons import IconName
from ui.theme.theme import Theme
from ui.widgets.paint_basic import Strip, fill_chosen, fill_round, is_rtl, paint_icon, paint_text
from ui.widgets.window_shape import is_blended, rounded_region

_PAD: Final = 8
_GAP: Final = 8
_ROW_RADIUS: Final = 6
_KEY_GAP: Final = 24
_DANGER: Final = "isDanger"  # dynamic property of an action
_ICON: Final = "iconName"


class Menu(QMenu):
    """A menu painted from the tokens. Add rows with `add`, then `open_below` or `popup`."""

    def __init__(
        self, theme: Theme, name: str, parent: QWidget | None = None, blended: Callable[[], bool] = is_blended
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(name)
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setWindowFlag(Qt.WindowType.NoDropShadowWindowHint)
        self._is_blended = blended()
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground, self._is_blended)

    def add(
        self,
        text: str,
        on_chosen: Callable[[], object],
        *,
        icon: IconName | None = None,
        key: str = "",
        is_danger: bool = False,
        is_checked: bool | None = None,
        is_enabled: bool = True,
    ) -> QAction:
        """One row. `key` is only shown: the window owns the shortcut. A dangerous row goes last, set apart."""
        if is_danger and self.actions():
            self.addSeparator()
        action = QAction(text.replace("&", "&&"), self)
        action.setIconText(text)
        action.setEnabled(is_enabled)
        action.setProperty(_DANGER, is_danger)
        action.setProperty(_ICON, icon)
        action.setData(key)
        if is_checked is not None:
            action.setCheckable(True)
            action.setChecked(is_checked)
        action.triggered.connect(lambda: on_chosen())
        self.addAction(action)
        self.setMinimumWidth(self._needed_width())
        return action

    def open_below(self, widget: QWidget) -> None:
        """Open under a button, at its leading edge, or at the other one where it would leave the window."""
        is_mirrored = widget.layoutDirection() == Qt.LayoutDirection.RightToLeft
        width, window = self.sizeHint().width(), widget.window()
        start = widget.mapTo(window, QPoint(0, 0)).x()
        is_at_right = start + widget.width() >= width if is_mirrored else start + width > window.width()
        left = widget.width() - width if is_at_right else 0
        self.popup(widget.mapToGlobal(QPoint(left, widget.height() + 4)))

    def open_above(self, widget: QWidget) -> None:
        """Open over a button at the window's foot, at its leading edge."""
        is_mirrored = widget.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = widget.width() - self.sizeHint().width() if is_mirrored else 0
        top_left = widget.mapToGlobal(QPoint(left, -4))
        self.popup(QPoint(top_left.x(), top_left.y() - self.sizeHint().height()))
        self.move(self.x(), max(self.screen().availableGeometry().top(), top_left.y() - self.height()))

    def sizeHint(self) -> QSize:
        """Wide enough for its longest row with its key."""
        hint = super().sizeHint()
        return QSize(max(hint.width(), self._needed_width()), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where nobody blends windows, the corners are cut out of this one."""
        super().resizeEvent(event)
        if not self._is_blended:
            self.setMask(rounded_region(self.rect(), self._theme.tokens.radius.normal))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The box and its rows."""
        c = self._theme.colors
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        if not self._is_blended:
            painter.fillRect(self.rect(), c.border_strong)
        fill_round(
            painter, QRectF(self.rect()), c.surface_raised, self._theme.tokens.radius.normal, c.border_strong
        )
        for action in self.actions():
            rect = QRectF(self.actionGeometry(action))
            if action.isSeparator():
                painter.fillRect(QRectF(rect.left(), round(rect.center().y()), rect.width(), 1), c.border)
            else:
                self._paint_row(painter, rect, action)

    def _paint_row(self, painter: QPainter, rect: QRectF, action: QAction) -> None:
        theme, size = self._theme, self._theme.tokens.icon.normal
        ink = self._ink(action)
        if action is self.activeAction() and action.isEnabled():
            fill_chosen(painter, rect, theme, _ROW_RADIUS)
        strip = Strip(rect.adjusted(_PAD, 0, -_PAD, 0), is_rtl=is_rtl(painter))
        if self._has_marks():
            box = strip.leading(size, _GAP)
            icon: IconName | None = "check" if action.isChecked() else action.property(_ICON)
            if icon is not None:
                paint_icon(painter, box, theme, icon, size, ink)
        key = str(action.data() or "")
        if key:
            box = strip.trailing(theme.metrics("small", "medium").horizontalAdvance(key), _KEY_GAP)
            paint_text(painter, box, theme, key, ink, role="small", weight="medium")
        paint_text(painter, strip.rest, theme, action.iconText(), ink)

    def _ink(self, action: QAction) -> QColor:
        c = self._theme.colors
        if not action.isEnabled():
            return c.text_disabled
        if action.property(_DANGER):
            return c.danger
        return c.accent_soft_text if action is self.activeAction() else c.text

    def _has_marks(self) -> bool:
        return any(action.property(_ICON) is not None or action.isCheckable() for action in self.actions())

    def _needed_width(self) -> int:
        marks = self._theme.tokens.icon.normal + _GAP if self._has_marks() else 0
        words, keys = self._theme.metrics(), self._theme.metrics("small", "medium")
        widest = 0.0
        for action in self.actions():
            key = str(action.data() or "")
            key_width = keys.horizontalAdvance(key) + _KEY_GAP if key else 0
            widest = max(widest, words.horizontalAdvance(action.iconText()) + key_width)
        return round(widest + marks + 2 * (_PAD + 5) + 1)  # 5: the menu's own pad and edge
