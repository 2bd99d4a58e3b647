"""Check box, radio button and toggle, painted from the tokens at 16, 16 and 32 x 18."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QSizePolicy, QWidget

from ui.theme.style import is_keyboard_focus
from ui.theme.theme import Theme
from ui.widgets.labels import leading, set_lines
from ui.widgets.paint_basic import Strip, centered, fill_round, is_rtl, paint_icon, paint_row_ring, paint_text
from ui.widgets.paint_marks import paint_radio

_GAP: Final = 8
_RING_PX: Final = 4  # room around the mark for its focus ring
_KNOB_INSET: Final = 3
_LEAST_PX: Final = 120  # of a label that may take several lines …
_MOST_PX: Final = 440  # … and does, beyond what a dialog has room for


def _label_size(theme: Theme, text: str, mark_px: int) -> QSize:
    width = theme.metrics().horizontalAdvance(text) + _GAP if text else 0
    return QSize(round(mark_px + width + 2 * _RING_PX + 0.5), theme.px(theme.tokens.size.hit_min))


def _paint_label(button: QAbstractButton, painter: QPainter, theme: Theme, mark_px: int) -> QRectF:
    """The label after the mark, and the ring around the mark; returns the mark's box."""
    painter.setLayoutDirection(button.layoutDirection())
    strip = Strip(QRectF(button.rect()).adjusted(_RING_PX, 0, -_RING_PX, 0), is_rtl=is_rtl(painter))
    mark = strip.leading(mark_px, _GAP)
    c = theme.colors
    paint_text(painter, strip.rest, theme, button.text(), c.text if button.isEnabled() else c.text_disabled)
    return mark


def _paint_ring(
    button: QAbstractButton, painter: QPainter, theme: Theme, mark: QRectF, radius: float
) -> None:
    if button.hasFocus() and is_keyboard_focus(button):
        around = mark.adjusted(-_RING_PX, -_RING_PX, _RING_PX, _RING_PX)
        paint_row_ring(painter, around, theme, radius + _RING_PX)


class CheckBox(QCheckBox):
    """A check box; partly checked shows a minus. Its label takes more lines where there is no room for one."""

    def __init__(self, theme: Theme, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._theme = theme
        policy = QSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Mark, gap and label on one line, if a dialog has room for it; high enough to hit."""
        width = min(self._on_one_line().width(), _MOST_PX)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Room for a word or two beside the mark."""
        whole = self._on_one_line()
        return QSize(min(whole.width(), self._theme.px(_LEAST_PX)), whole.height())

    def hasHeightForWidth(self) -> bool:
        """Its height follows from its width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As many lines as the label needs at this width."""
        one = self._on_one_line()
        if width >= one.width():
            return one.height()
        _lines, height = self._lines(width)
        return max(one.height(), round(height + one.height() - self._theme.line()))

    def _on_one_line(self) -> QSize:
        return _label_size(self._theme, self.text(), self._theme.tokens.size.check_box)

    def _lines(self, width: int) -> tuple[QTextLayout, float]:
        """The label beside the mark, laid out, and its height."""
        layout = QTextLayout(self.text(), self._theme.font())
        option = QTextOption(leading(self))
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        room = width - 2 * _RING_PX - self._theme.tokens.size.check_box - _GAP
        return layout, set_lines(layout, room, self._theme.line())

    def _paint_label(self, painter: QPainter) -> QRectF:
        """The label, on one line or several; returns the box of the mark, level with the first."""
        theme, mark_px, one = self._theme, self._theme.tokens.size.check_box, self._on_one_line()
        if self.width() >= one.width():
            return _paint_label(self, painter, theme, mark_px)
        painter.setLayoutDirection(self.layoutDirection())
        layout, _height = self._lines(self.width())
        first = QRectF(_RING_PX, 0, self.width() - 2 * _RING_PX, one.height())
        strip = Strip(first, is_rtl=is_rtl(painter))
        mark = strip.leading(mark_px, _GAP)
        painter.setPen(theme.colors.text if self.isEnabled() else theme.colors.text_disabled)
        layout.draw(painter, QPointF(strip.rest.left(), round((one.height() - theme.line()) / 2)))
        return mark

    def hitButton(self, pos: QPoint) -> bool:
        """The label answers too."""
        return self.rect().contains(pos)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Mark and label."""
        theme, size = self._theme, self._theme.tokens.size.check_box
        c = theme.colors
        painter = QPainter(self)
        mark = centered(self._paint_label(painter), size, size)
        is_on = self.checkState() == Qt.CheckState.Checked
        ground = c.accent if is_on else c.surface
        if not self.isEnabled():
            ground = c.surface_hover
        edge = None if is_on and self.isEnabled() else c.border_control if self.isEnabled() else c.border
        fill_round(painter, mark, ground, theme.tokens.radius.small, edge)
        if is_on:
            ink = c.accent_text if self.isEnabled() else c.text_disabled
            paint_icon(painter, mark, theme, "check", theme.tokens.icon.chip, ink)
        elif self.checkState() == Qt.CheckState.PartiallyChecked:
            paint_icon(painter, mark, theme, "minus", theme.tokens.icon.chip, c.text)
        _paint_ring(self, painter, theme, mark, theme.tokens.radius.small)


class Radio(QRadioButton):
    """One of several; Qt moves among those of one parent with the arrow keys."""

    def __init__(self, theme: Theme, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Mark, gap and label; high enough to hit."""
        return _label_size(self._theme, self.text(), self._theme.tokens.size.check_box)

    def hitButton(self, pos: QPoint) -> bool:
        """The label answers too."""
        return self.rect().contains(pos)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Mark and label."""
        theme, size = self._theme, self._theme.tokens.size.check_box
        painter = QPainter(self)
        mark = centered(_paint_label(self, painter, theme, size), size, size)
        paint_radio(painter, mark, theme, is_on=self.isChecked(), is_enabled=self.isEnabled())
        _paint_ring(self, painter, theme, mark, size / 2)


class Toggle(QAbstractButton):
    """A switch that acts at once; its name is required, as its label stands elsewhere in the row."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(name)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """The switch with room for its ring; high enough to hit."""
        width, _height = self._theme.tokens.size.toggle
        return QSize(width + 2 * _RING_PX, self._theme.tokens.size.hit_min)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Off: an edge and a grey knob at the leading end. On: filled, the knob at the trailing end."""
        theme, c = self._theme, self._theme.colors
        width, height = theme.tokens.size.toggle
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        track = centered(QRectF(self.rect()), width, height)
        is_on = self.isChecked()
        accent = c.accent if self.isEnabled() else c.text_disabled
        edge = c.border_control if self.isEnabled() else c.border
        fill_round(painter, track, accent if is_on else c.surface, height, None if is_on else edge)
        knob_px = height - 2 * _KNOB_INSET
        inner = Strip(track.adjusted(_KNOB_INSET, 0, -_KNOB_INSET, 0), is_rtl=is_rtl(painter))
        knob = inner.trailing(knob_px) if is_on else inner.leading(knob_px)
        fill_round(painter, centered(knob, knob_px, knob_px), c.accent_text if is_on else edge, height)
        _paint_ring(self, painter, theme, track, height / 2)
