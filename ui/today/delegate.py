"""Paints one line of Today: a section's head, or a person with reason, marks and a button's look."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.theme.theme import Theme
from ui.today.face import TodayFace
from ui.today.model import Part, TodayLine
from ui.widgets.button import button_colors
from ui.widgets.paint_avatar import Portrait, paint_assignee, paint_avatar
from ui.widgets.paint_basic import Strip, centered, fill_round, is_rtl, paint_row_ring, paint_text
from ui.widgets.paint_chip import chip_width, paint_chip

HEAD: Final = 36
ROW: Final = 52
PAD: Final = 16
AVATAR: Final = 32
GAP: Final = 12
TICK: Final = 18
ACTION: Final = 116
BUTTON: Final = 28
NARROW: Final = 560  # below it the button's column goes: the whole line is one
_STATES = QStyle.StateFlag
Index = QModelIndex | QPersistentModelIndex


class TodayDelegate(QStyledItemDelegate):
    """`face` turns a line into what it says now, `head` gives a section's words."""

    def __init__(
        self,
        theme: Theme,
        face: Callable[[TodayLine], TodayFace | None],
        head: Callable[[TodayLine], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._face, self._head = theme, face, head

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """36 for a head, 52 for a person."""
        line: TodayLine = index.data(Part.LINE)
        return QSize(0, self._theme.px(HEAD if line.is_head or line.is_more else ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One line."""
        painter.setLayoutDirection(option.direction)
        rect, line = QRectF(option.rect), index.data(Part.LINE)
        c = self._theme.colors
        if line.is_head:
            painter.fillRect(rect, c.surface_sunken)
            self._paint_head(painter, rect, line)
        else:
            is_over = bool(option.state & _STATES.State_MouseOver)
            if is_over or option.state & _STATES.State_Selected:
                painter.fillRect(rect, c.surface_hover)
            face = None if line.is_more else self._face(line)
            if line.is_more:
                words = rect.adjusted(PAD, 0, -PAD, 0)
                paint_text(painter, words, self._theme, self._head(line), c.link, weight="medium")
            if face is not None:
                self._paint_row(painter, rect, face, is_over=is_over)
            if option.state & _STATES.State_HasFocus and option.state & _STATES.State_KeyboardFocusChange:
                paint_row_ring(painter, rect.adjusted(2, 2, -2, -2), self._theme)
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), c.border)

    def _paint_head(self, painter: QPainter, rect: QRectF, line: TodayLine) -> None:
        theme, c = self._theme, self._theme.colors
        strip = Strip(rect.adjusted(PAD, 0, -PAD, 0), is_rtl=is_rtl(painter))
        words = self._head(line)
        width = theme.metrics("body", "semibold").horizontalAdvance(words) + 1
        paint_text(
            painter, strip.leading(min(width, strip.rest.width()), 8), theme, words, c.text, weight="semibold"
        )
        paint_text(painter, strip.rest, theme, str(line.count), c.text_faint, tabular=True)

    def _paint_row(self, painter: QPainter, rect: QRectF, face: TodayFace, *, is_over: bool) -> None:
        theme, c = self._theme, self._theme.colors
        strip = Strip(rect.adjusted(PAD, 0, -PAD, 0), is_rtl=is_rtl(painter))
        disc = centered(strip.leading(AVATAR, GAP), AVATAR, AVATAR)
        if face.is_task:
            self._paint_tick(painter, disc)
        else:
            person = face.person or face.name
            paint_avatar(painter, disc, theme, Portrait(face.key, person if face.is_named else ""))
        if face.holder:
            paint_assignee(painter, disc, theme, face.holder)
        if rect.width() >= theme.px(NARROW):
            self._paint_button(painter, strip.trailing(theme.px(ACTION)), face.action, is_over=is_over)
        for chip in reversed(face.chips):
            paint_chip(painter, strip.trailing(chip_width(theme, chip), GAP), theme, chip)
        line, small = theme.line("body"), theme.line("small")
        top = rect.center().y() - (line + small if face.reason else line) / 2
        rest = strip.rest
        paint_text(
            painter, QRectF(rest.left(), top, rest.width(), line), theme, face.name, c.text, weight="medium"
        )
        below = QRectF(rest.left(), top + line, rest.width(), small)
        paint_text(painter, below, theme, face.reason, c.text_muted, role="small")

    def _paint_tick(self, painter: QPainter, disc: QRectF) -> None:
        """Pressed, the task is done."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colors.border_strong, 1.5))
        side = self._theme.px(TICK)
        painter.drawEllipse(centered(disc, side, side).adjusted(1, 1, -1, -1))
        painter.restore()

    def _paint_button(self, painter: QPainter, column: QRectF, words: str, *, is_over: bool) -> None:
        """It looks like the button that the whole line is."""
        theme = self._theme
        colors = button_colors(theme, "soft", is_hovered=is_over)
        width = theme.metrics("body", "medium").horizontalAdvance(words) + 22
        strip = Strip(column, is_rtl=is_rtl(painter))
        box = centered(strip.trailing(width), width, theme.px(BUTTON))
        if colors.ground is not None:
            fill_round(painter, box, colors.ground, theme.tokens.radius.normal, colors.edge)
        paint_text(painter, box, theme, words, colors.ink, weight="medium", is_centered=True)
