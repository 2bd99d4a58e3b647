"""Toasts: what was just done, for a few seconds, with the way to take it back.

A toast stands still while the pointer is over it or a key's focus is in it, and its time is only its own: what
it announces (a send in 3 s) is timed by whoever asked for it, and withdrawn with `dismiss`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal, get_args

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QEnterEvent,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from app.words import gettext as _
from ui.theme.icons import IconName
from ui.theme.theme import Theme
from ui.widgets.button import Button, IconButton
from ui.widgets.labels import ElidedLabel, Ink, ink_color
from ui.widgets.paint_basic import Strip, fill_round, is_rtl, paint_icon

_HEIGHT_PX: Final = 48
_PAD_PX: Final = 17  # 16 and the edge
_BAR_PX: Final = 2
_STEP_MS: Final = 50  # 120 steps of a 6 s bar: 3 px each, which looks steady and costs little
_MARGIN_PX: Final = 24
_GAP_PX: Final = 8
_MOST: Final = 3
TOO_MUCH: Final = 1.0  # a place that hides as much as this is left for a better one
Corner = Literal["lower_leading", "lower_trailing", "upper_leading"]


class Toast(QWidget):
    """One announcement. `acted` when its link is used, `closed` when it goes, for whatever reason."""

    acted = Signal()
    closed = Signal()

    def __init__(
        self,
        theme: Theme,
        text: str,
        *,
        icon: IconName = "check",
        ink: Ink = "success",
        action: str = "",
        stay_ms: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon: IconName = icon
        self._ink: Ink = ink
        self._stay_ms = theme.tokens.motion.toast_stay_ms if stay_ms is None else stay_ms
        self._left_ms = float(self._stay_ms)
        self._since = QElapsedTimer()
        self._timer = QTimer(self, interval=_STEP_MS)
        self._timer.timeout.connect(self._step)
        self._is_closed = False
        self.setFixedSize(theme.tokens.size.toast_width, theme.px(_HEIGHT_PX))
        self.setAccessibleName(text)
        self.link = Button(theme, action, kind="link") if action else None
        self._close = IconButton(theme, "x", _("Close"))
        self._label = ElidedLabel(theme, text)
        self._lay_out()
        self._close.clicked.connect(lambda: self.dismiss())

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(7, 0, 7, 0)
        row.setSpacing(0)
        # the painted icon and its gap, as a spacer: margins are not mirrored
        row.addSpacing(_PAD_PX - 7 + self._theme.tokens.icon.tool + 12)
        row.addWidget(self._label, 1)
        row.addSpacing(8)
        if self.link is not None:
            row.addWidget(self.link)
            row.addSpacing(8)
            self.link.clicked.connect(self._act)
        row.addWidget(self._close)
        for part in (self.link, self._close):
            if part is not None:
                part.installEventFilter(self)

    @property
    def text(self) -> str:
        """What it says."""
        return self._label.text

    @property
    def left_ms(self) -> float:
        """How long it still stays, without pauses to come."""
        return self._left_ms

    def set_text(self, text: str) -> None:
        """Another sentence in the same place ("Sending in 2 s")."""
        self._label.set_text(text)
        self.setAccessibleName(text)

    def start(self) -> None:
        """Show it and let its time run; a screen reader says it."""
        self.show()
        self.raise_()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.text))
        self._resume()

    def dismiss(self) -> None:
        """Take it away now."""
        if not self._is_closed:
            self._is_closed = True
            self._timer.stop()
            self.hide()
            self.closed.emit()

    def enterEvent(self, _event: QEnterEvent) -> None:
        """Reading it must not be a race."""
        self._timer.stop()

    def leaveEvent(self, _event: QEvent) -> None:
        """Its time goes on."""
        self._resume()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Focus inside pauses it too."""
        if event.type() == QEvent.Type.FocusIn:
            self._timer.stop()
        elif event.type() == QEvent.Type.FocusOut:
            self._resume()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Box, icon, and the bar of the time left, kept inside the round corners."""
        theme, c = self._theme, self._theme.colors
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        rect, radius = QRectF(self.rect()), theme.tokens.radius.normal
        fill_round(painter, rect, c.surface_raised, radius, c.border_strong)
        size = theme.tokens.icon.tool
        strip = Strip(rect.adjusted(_PAD_PX, 0, -_PAD_PX, 0), is_rtl=is_rtl(painter))
        paint_icon(painter, strip.leading(size), theme, self._icon, size, ink_color(theme, self._ink))
        if self._stay_ms > 0:
            self._paint_bar(painter, rect.adjusted(1, 1, -1, -1), radius - 1)

    def _paint_bar(self, painter: QPainter, inner: QRectF, radius: float) -> None:
        clip = QPainterPath()
        clip.addRoundedRect(inner, radius, radius)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipPath(clip)
        bar = QRectF(inner.left(), inner.bottom() - _BAR_PX, inner.width(), _BAR_PX)
        width = bar.width() * max(0.0, self._left_ms) / self._stay_ms
        painter.fillRect(Strip(bar, is_rtl=is_rtl(painter)).leading(width), self._theme.colors.accent)

    def _resume(self) -> None:
        focus = QApplication.focusWidget()
        is_held = self.underMouse() or (focus is not None and self.isAncestorOf(focus))
        if self._stay_ms > 0 and not self._is_closed and not is_held:
            self._since.start()
            self._timer.start()

    def _step(self) -> None:
        self._left_ms -= self._since.restart()
        self.update(0, self.height() - _BAR_PX - 1, self.width(), _BAR_PX + 1)
        if self._left_ms <= 0:
            self.dismiss()

    def _act(self) -> None:
        self.acted.emit()
        self.dismiss()


class ToastStack(QObject):
    """Keeps up to three toasts in a corner of a pane, the newest lowest: the lower leading one unless that hides more.

    `foot` is the bar at the foot of the pane, above which they stand while it is shown.
    `hides` says how much a rectangle of the pane would hide of what must be read, 0 for nothing.
    """

    def __init__(
        self,
        theme: Theme,
        pane: QWidget,
        hides: Callable[[QRect], float] | None = None,
        *,
        margin_px: int = _MARGIN_PX,
        foot: Callable[[], QWidget] | None = None,
    ) -> None:
        super().__init__(pane)
        self._foot = foot
        self._margin_px = margin_px
        self._theme = theme
        self._pane = pane
        self._hides = hides
        self._corner: Corner = "lower_leading"
        self._toasts: list[Toast] = []
        self._passing: list[Toast] = []
        pane.installEventFilter(self)

    @property
    def toasts(self) -> tuple[Toast, ...]:
        """Those shown, the newest last."""
        return tuple(self._toasts)

    def show(
        self,
        text: str,
        *,
        icon: IconName = "check",
        ink: Ink = "success",
        action: str = "",
        stay_ms: int | None = None,
        is_passing: bool = False,
    ) -> Toast:
        """A new toast; the oldest makes room. Connect to its `acted` for the undo link.

        `is_passing`: it speaks of what the pane shows now, and means nothing once the pane shows something else.
        """
        while len(self._toasts) >= _MOST:
            self._toasts[0].dismiss()
        toast = Toast(
            self._theme, text, icon=icon, ink=ink, action=action, stay_ms=stay_ms, parent=self._pane
        )
        self._toasts.append(toast)
        if is_passing:
            self._passing.append(toast)
        toast.closed.connect(lambda: self._forget(toast))
        if self._hides is not None and len(self._toasts) == 1:
            self._corner = self._best_corner(self._hides)
        self.settle()
        toast.start()
        return toast

    @property
    def is_in_view(self) -> bool:
        """Whether anybody would see one now."""
        return self._pane.isVisible()

    def pass_on(self) -> None:
        """The pane shows something else now."""
        for toast in list(self._passing):
            toast.dismiss()

    def focus_newest(self) -> bool:
        """Put the keyboard on the newest toast's link, whose time then stands still; False without one."""
        with_link = [toast.link for toast in self._toasts if toast.link is not None]
        if with_link:
            with_link[-1].setFocus(Qt.FocusReason.ShortcutFocusReason)
        return bool(with_link)

    def settle(self) -> None:
        """Stand where least is hidden; who stands well stays, and so does one that the pointer is on."""
        can_move = self._toasts and not any(toast.underMouse() for toast in self._toasts)
        if can_move and self._hides is not None and self._hides(self._box(self._corner)) >= TOO_MUCH:
            self._corner = self._best_corner(self._hides)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """They keep their corner when the pane changes its size."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _forget(self, toast: Toast) -> None:
        self._toasts.remove(toast)
        if toast in self._passing:
            self._passing.remove(toast)
        if not self._toasts:
            self._corner = "lower_leading"
        toast.deleteLater()
        self._place()

    def _best_corner(self, hides: Callable[[QRect], float]) -> Corner:
        corners: tuple[Corner, ...] = get_args(Corner)
        return min(corners, key=lambda corner: hides(self._box(corner)))  # of equals the first

    def _box(self, corner: Corner) -> QRect:
        """Where all toasts together stand in a corner."""
        width = max(120, min(self._theme.tokens.size.toast_width, self._pane.width() - 2 * self._margin_px))
        height = sum(toast.height() + _GAP_PX for toast in self._toasts) - _GAP_PX
        is_mirrored = self._pane.layoutDirection() == Qt.LayoutDirection.RightToLeft
        is_at_right = is_mirrored != (corner == "lower_trailing")
        left = self._pane.width() - self._margin_px - width if is_at_right else self._margin_px
        top = self._margin_px if corner == "upper_leading" else self._floor() - self._margin_px - height
        return QRect(left, top, width, height)

    def _floor(self) -> int:
        """Where the pane ends for them: above the bar at its foot, while there is one."""
        foot = self._foot() if self._foot is not None else None
        return self._pane.height() - (foot.height() if foot is not None and not foot.isHidden() else 0)

    def _place(self) -> None:
        box = self._box(self._corner)
        top = box.top()
        for toast in self._toasts:
            toast.setFixedWidth(box.width())
            toast.move(box.left(), top)
            top += toast.height() + _GAP_PX
