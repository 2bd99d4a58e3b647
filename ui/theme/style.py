"""The style below the style sheet (Fusion) and the focus ring around it.

A ring is shown for keyboard focus only: 2 px of `focus`, 2 px outside the part. Qt's dotted focus rectangle
is switched off; rows and cells paint their own ring inside themselves (see paint_basic.paint_row_ring).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFocusFrame, QProxyStyle, QStyle, QStyleOption, QWidget
from shiboken6 import isValid

if TYPE_CHECKING:
    from ui.theme.theme import Theme

_RADIUS: Final = "ringRadius"  # dynamic property: a widget with it gets the outer ring
_MOVES: Final = frozenset(
    (
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_Tab,
        Qt.Key.Key_Backtab,
    )
)


class ComptoirStyle(QProxyStyle):
    """Fusion without its focus rectangle. Little is overridden: each override is a call into Python."""

    def __init__(self) -> None:
        super().__init__("Fusion")

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """All of Fusion's, except the dotted focus rectangle."""
        if element != QStyle.PrimitiveElement.PE_FrameFocusRect:
            super().drawPrimitive(element, option, painter, widget)


class _RingMargins(QProxyStyle):
    """Tells QFocusFrame how far outside its widget the ring lies; used by that frame alone."""

    def __init__(self, margin_px: int) -> None:
        super().__init__("Fusion")
        self._margin_px = margin_px

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        """The two margins of a focus frame are ours."""
        margins = (QStyle.PixelMetric.PM_FocusFrameHMargin, QStyle.PixelMetric.PM_FocusFrameVMargin)
        return self._margin_px if metric in margins else super().pixelMetric(metric, option, widget)

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        data: object = None,
    ) -> int:
        """Above the widget, so that a ring is not hidden by neighbours in a layout; no mask."""
        if hint == QStyle.StyleHint.SH_FocusFrame_AboveWidget:
            return 1
        if hint == QStyle.StyleHint.SH_FocusFrame_Mask:
            return 0
        return super().styleHint(hint, option, widget)


class _Ring(QFocusFrame):
    """The ring itself; Qt keeps it around its widget and within the window or the scrolled area."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(None)
        size = theme.tokens.size
        self._theme = theme
        self._margins = _RingMargins(size.focus_width + size.focus_offset)
        self._margins.setParent(self)
        self.setStyle(self._margins)

    def framed(self) -> QWidget | None:
        """The widget inside, None while hidden (Qt's own annotation forgets that)."""
        return self.widget()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A rounded outline, its corners concentric with those of the widget."""
        widget = self.framed()
        if widget is None:
            return
        size = self._theme.tokens.size
        inset = size.focus_width / 2
        radius = float(widget.property(_RADIUS) or 0) + size.focus_offset + inset
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colors.focus, size.focus_width))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), radius, radius)


class FocusRing(QObject):
    """Follows the keyboard's focus through the application; connect `follow` to QApplication.focusChanged."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._theme = theme
        self._ring: _Ring | None = None

    def follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Show the ring around `now` if it asked for one and got the focus by keyboard."""
        if now is not None and now.property(_RADIUS) is not None and is_keyboard_focus(now):
            self._show(now)
        elif self._ring is not None and isValid(self._ring):
            self._ring.setWidget(None)  # type: ignore[arg-type]

    @property
    def target(self) -> QWidget | None:
        """The widget that has the ring now."""
        return self._ring.framed() if self._ring is not None and isValid(self._ring) else None

    def _show(self, widget: QWidget) -> None:
        if self._ring is None or not isValid(self._ring):  # it dies with the window that it was last in
            self._ring = _Ring(self._theme)
        self._ring.setWidget(widget)
        self._ring.update()


def wants_ring(widget: QWidget, radius_px: float) -> None:
    """Give a widget the outer ring on keyboard focus; `radius_px` is the radius of its own corners."""
    widget.setProperty(_RADIUS, radius_px)


def is_keyboard_focus(widget: QWidget) -> bool:
    """Whether this window's focus was last moved by a key. Delegates see it as State_KeyboardFocusChange."""
    return widget.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)


class KeyWatch(QObject):
    """For lists and boards: arrow keys show the ring inside the row, a press of the mouse hides it again.

    A view hands over its `viewport`, or from its viewportEvent what happens there (`saw`): to be given a viewport makes
    PySide look at every class of widget, which takes a start 9 ms.
    """

    def __init__(self, view: QWidget, viewport: QWidget | None = None) -> None:
        super().__init__(view)
        self._view = view
        view.installEventFilter(self)
        if viewport is not None:
            viewport.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Only looks: every event goes on."""
        self.saw(event)
        return super().eventFilter(watched, event)

    def saw(self, event: QEvent) -> None:
        """An event of the view or of its viewport."""
        if event.type() == QEvent.Type.MouseButtonPress:
            self._mark(is_key=False)
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _MOVES:
            self._mark(is_key=True)

    def _mark(self, *, is_key: bool) -> None:
        window = self._view.window()
        if window.testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange) != is_key:
            window.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange, is_key)
            self._view.update()
