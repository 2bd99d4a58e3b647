"""The navigation rail: the mark, one item per screen, and items at its foot. Items are data.

Tab enters it at the screen in view; Up and Down move, Enter or Space opens. 80 wide with words, 56 without.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from app.domain.records import record
from ui.theme.icons import IconName
from ui.theme.style import wants_ring
from ui.theme.theme import Theme
from ui.widgets.labels import set_tip
from ui.widgets.paint_avatar import Portrait, paint_avatar
from ui.widgets.paint_basic import (
    Strip,
    centered,
    fill,
    fill_chosen,
    fill_round,
    is_rtl,
    mirrored,
    paint_icon,
    paint_text,
    ratio_of,
)
from ui.widgets.paint_marks import badge_width, paint_badge
from ui.widgets.small_parts import paint_presence

_PAD: Final = 12
_MARK_PX: Final = 32
_BELOW_MARK: Final = 16
_ITEM_WIDTH: Final = 72
_NARROW_PX: Final = 40
_GAP: Final = 4
_PORTRAIT_PX: Final = 32
_STEPS: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_OPENS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ENDS: Final = (Qt.Key.Key_Home, Qt.Key.Key_End)
_RAIL_KEYS: Final = (*_STEPS, *_OPENS, *_ENDS)
_BADGE_AT: Final = (13, -4)  # from the icon's upper leading corner


@record
class RailItem:
    """One way to go. A portrait takes the place of icon and word (one's own avatar at the foot)."""

    id: str
    icon: IconName
    label: str
    badge: int = 0
    badge_says: str = ""  # the number in words for screen readers: "9 to answer"
    portrait: Portrait | None = None


class _RailButton(QAbstractButton):
    """One item as a button: focus, name and click come from Qt."""

    def __init__(self, theme: Theme, item: RailItem, *, is_narrow: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.item = item
        self.is_active = False
        self._theme = theme
        self._is_narrow = is_narrow
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        wants_ring(self, theme.tokens.radius.normal)
        theme.changed.connect(self.updateGeometry)
        self.set_badge(item.badge, item.badge_says)

    def set_badge(self, count: int, says: str) -> None:
        """Another number, also for screen readers."""
        self.item = replace(self.item, badge=count, badge_says=says)
        self.setText(self.item.label)
        self.setAccessibleName(f"{self.item.label}, {says or count}" if count else self.item.label)
        needs_tip = self._is_narrow or self.item.portrait is not None
        set_tip(self, self.accessibleName() if needs_tip else "")
        self.update()

    def set_narrow(self, is_narrow: bool) -> None:
        """With its word, or with a tool tip."""
        self._is_narrow = is_narrow
        self.set_badge(self.item.badge, self.item.badge_says)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """72 x 56, or 40 x 40 without the word: then higher with large letters, whose badge would hide the icon."""
        if self.item.portrait is not None:
            return QSize(_NARROW_PX, _NARROW_PX)
        if self._is_narrow:
            return QSize(_NARROW_PX, self._theme.px(_NARROW_PX))
        return QSize(self._theme.px(_ITEM_WIDTH), self._theme.px(self._theme.tokens.size.rail_item))

    def minimumSizeHint(self) -> QSize:
        """Without its word it goes on in a low window: the icon needs less."""
        whole = self.sizeHint()
        is_icon = self._is_narrow or self.item.portrait is not None
        return QSize(whole.width(), self._theme.tokens.size.button_small) if is_icon else whole

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that move are the rail's: QAbstractButton would walk through every widget of the window."""
        if event.key() in _RAIL_KEYS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground when active or under the pointer, then icon, badge and word."""
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        rect = QRectF(self.rect())
        if self.item.portrait is not None:
            disc = centered(rect, _PORTRAIT_PX, _PORTRAIT_PX)
            paint_avatar(painter, disc, self._theme, self.item.portrait)
            paint_presence(painter, disc, self._theme, is_present=True)
            return
        ground, ink = self._colors()
        if self.is_active:
            fill_chosen(painter, rect, self._theme, self._theme.tokens.radius.normal)
        elif ground is not None:
            fill_round(painter, rect, ground, self._theme.tokens.radius.normal)
        self._paint_item(painter, rect, ink, ground or self._theme.colors.window)

    def _colors(self) -> tuple[QColor | None, QColor]:
        c = self._theme.colors
        if self.is_active:
            return c.accent_soft, c.accent_soft_text
        return (c.surface_pressed if self.underMouse() else None), c.text_muted

    def _paint_item(self, painter: QPainter, rect: QRectF, ink: QColor, ground: QColor) -> None:
        theme, size = self._theme, self._theme.tokens.icon.large
        box = centered(rect, size, size)
        if not self._is_narrow:
            line = theme.line("small")
            box.moveTop(round((rect.height() - size - _GAP - line) / 2))
            words = QRectF(rect.left() + 1, box.bottom() + _GAP, rect.width() - 2, line)
            if self.is_active:
                paint_text(
                    painter, words, theme, self.text(), ink, role="small", weight="semibold", is_centered=True
                )
            else:
                paint_text(painter, words, theme, self.text(), ink, role="small", is_centered=True)
        paint_icon(painter, box, theme, self.item.icon, size, ink)
        if self.item.badge:
            self._paint_badge(painter, rect, box, ground)

    def _paint_badge(self, painter: QPainter, rect: QRectF, icon: QRectF, ground: QColor) -> None:
        """Over the icon's upper trailing corner, or in that of the item where there is no word."""
        dx, dy = _BADGE_AT
        count, height = self.item.badge, self._theme.px(self._theme.tokens.size.badge)
        width = badge_width(self._theme, count)
        badge = QRectF(icon.left() + dx, icon.top() + dy, width, height)
        if self._is_narrow:
            badge = QRectF(rect.right() - width, rect.top(), width, height)
        paint_badge(painter, mirrored(badge, rect, is_rtl=is_rtl(painter)), self._theme, count, ring=ground)


class NavigationRail(QWidget):
    """All the ways to go. `activated` says which item was opened; the caller then calls `set_active`."""

    activated = Signal(str)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_narrow = False
        self._buttons: list[_RailButton] = []
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, _PAD + _MARK_PX + _BELOW_MARK, 0, _PAD)
        self._column.setSpacing(_GAP)

    def set_items(self, items: Sequence[RailItem], foot: Sequence[RailItem] = ()) -> None:
        """The screens, and what stands at the foot. The active one stays if it is still there."""
        before = self.active_id
        while (entry := self._column.takeAt(0)) is not None:
            if (widget := entry.widget()) is not None:
                widget.deleteLater()
        self._buttons = [self._add(item) for item in items]
        self._column.addStretch(1)
        self._buttons += [self._add(item) for item in foot]
        self.set_active(before)

    @property
    def active_id(self) -> str:
        """The screen in view, "" before the first."""
        return next((button.item.id for button in self._buttons if button.is_active), "")

    def set_active(self, item_id: str) -> None:
        """Mark the screen in view; Tab will enter the rail there."""
        for number, button in enumerate(self._buttons):
            button.is_active = button.item.id == item_id
            is_entry = button.is_active or (number == 0 and not self._has(item_id))
            policy = Qt.FocusPolicy.StrongFocus if is_entry else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(policy)
            button.update()

    @property
    def entry(self) -> QWidget:
        """Where the keyboard enters: the screen in view."""
        found = (button for button in self._buttons if button.focusPolicy() == Qt.FocusPolicy.StrongFocus)
        return next(found, self)

    def set_badge(self, item_id: str, count: int, says: str = "") -> None:
        """How many wait there, and that number in words; 0 takes the badge away."""
        for button in self._buttons:
            if button.item.id == item_id and button.item.badge != count:
                button.set_badge(count, says)

    def set_narrow(self, is_narrow: bool) -> None:
        """56 wide without words, below 1200."""
        self._is_narrow = is_narrow
        for button in self._buttons:
            button.set_narrow(is_narrow)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """80 or 56 wide; with words it grows with the size of text."""
        size = self._theme.tokens.size
        return QSize(size.rail_narrow if self._is_narrow else self._theme.px(size.rail), 320)

    def minimumSizeHint(self) -> QSize:
        """Its width does not give way."""
        return QSize(self.sizeHint().width(), 120)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up, Down, Home and End move, Enter opens (Space does already, as everywhere in Qt)."""
        focused = next((n for n, button in enumerate(self._buttons) if button.hasFocus()), None)
        if focused is None:
            super().keyPressEvent(event)
        elif event.key() in _OPENS:
            self._buttons[focused].click()
        elif event.key() in _ENDS:
            self._focus(0 if event.key() == Qt.Key.Key_Home else len(self._buttons) - 1)
        elif (step := _STEPS.get(Qt.Key(event.key()))) is not None:
            self._focus((focused + step) % len(self._buttons))
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, trailing edge, mark."""
        c = self._theme.colors
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        rect = QRectF(self.rect())
        fill(painter, rect, c.window)
        fill(painter, Strip(rect, is_rtl=is_rtl(painter)).trailing(1), c.border)
        mark = self._theme.artwork("icon-small", _MARK_PX, ratio_of(painter))
        painter.drawPixmap(round((rect.width() - _MARK_PX) / 2), _PAD, mark)

    def _add(self, item: RailItem) -> _RailButton:
        button = _RailButton(self._theme, item, is_narrow=self._is_narrow, parent=self)
        button.clicked.connect(lambda: self.activated.emit(item.id))
        self._column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        return button

    def _has(self, item_id: str) -> bool:
        return any(button.item.id == item_id for button in self._buttons)

    def _focus(self, number: int) -> None:
        self._buttons[number].setFocus(Qt.FocusReason.TabFocusReason)
