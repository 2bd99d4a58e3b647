"""Paints one line of a list of tasks: a section's head, or a task with its tick, words, time and holder."""

from collections.abc import Callable
from typing import Final, Literal

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.theme.theme import Theme
from ui.todo.face import TaskFace
from ui.todo.lines import Part, TaskLine
from ui.widgets.paint_avatar import paint_avatar
from ui.widgets.paint_basic import Strip, centered, fill_round, is_rtl, paint_icon, paint_row_ring, paint_text
from ui.widgets.paint_chip import Chip, chip_width, paint_chip

HEAD: Final = 36
ROW: Final = 52
TICK: Final = 18
HOLDER: Final = 24
MORE: Final = 28
GAP: Final = 12
Spot = Literal["tick", "more", "row"]
Index = QModelIndex | QPersistentModelIndex
_STATES = QStyle.StateFlag


class TaskPainter(QStyledItemDelegate):
    """`face` turns a line into what it says now, `head` gives a section's words. `pad`: room at both ends."""

    def __init__(
        self,
        theme: Theme,
        face: Callable[[TaskLine], TaskFace | None],
        head: Callable[[TaskLine], str],
        parent: QObject | None = None,
        *,
        pad: int = 16,
        is_bare: bool = False,
    ) -> None:
        super().__init__(parent)
        self._theme, self._face, self._head = theme, face, head
        self._pad, self._is_bare = pad, is_bare

    def height_of(self, line: TaskLine) -> int:
        """36 for a head, 52 for a task, at the person's text size."""
        return self._theme.px(HEAD if line.row is None else ROW)

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Fixed heights."""
        return QSize(0, self.height_of(index.data(Part.LINE)))

    def spot(self, rect: QRectF, at: QPointF, *, is_mirrored: bool) -> Spot:
        """What of a row stands at a point."""
        from_start = rect.right() - at.x() if is_mirrored else at.x() - rect.left()
        if from_start <= self._pad + self._theme.px(TICK) + GAP / 2:
            return "tick"
        return "more" if rect.width() - from_start <= self._pad + self._theme.px(MORE) else "row"

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One line."""
        painter.setLayoutDirection(option.direction)
        rect, line, c = QRectF(option.rect), index.data(Part.LINE), self._theme.colors
        if line.row is None:
            painter.fillRect(rect, c.surface_sunken)
            self._paint_head(painter, rect, line)
        else:
            is_over = bool(option.state & (_STATES.State_MouseOver | _STATES.State_Selected))
            if is_over:
                self._paint_ground(painter, rect)
            face = self._face(line)
            if face is not None:
                self._paint_row(painter, rect, face, is_over=is_over)
            if option.state & _STATES.State_HasFocus and option.state & _STATES.State_KeyboardFocusChange:
                paint_row_ring(painter, rect.adjusted(2, 2, -2, -2), self._theme)
        if not self._is_bare:
            painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), c.border)

    def _paint_ground(self, painter: QPainter, rect: QRectF) -> None:
        c = self._theme.colors
        if self._is_bare:
            fill_round(painter, rect, c.surface_hover, self._theme.tokens.radius.chip)
        else:
            painter.fillRect(rect, c.surface_hover)

    def _paint_head(self, painter: QPainter, rect: QRectF, line: TaskLine) -> None:
        theme, c = self._theme, self._theme.colors
        strip = Strip(rect.adjusted(self._pad, 0, -self._pad, 0), is_rtl=is_rtl(painter))
        words = self._head(line)
        width = theme.metrics("body", "semibold").horizontalAdvance(words) + 1
        ink = c.danger if line.section == "overdue" else c.text
        paint_text(
            painter, strip.leading(min(width, strip.rest.width()), 8), theme, words, ink, weight="semibold"
        )
        paint_text(painter, strip.rest, theme, str(line.count), c.text_faint, tabular=True)

    def _paint_row(self, painter: QPainter, rect: QRectF, face: TaskFace, *, is_over: bool) -> None:
        theme, c = self._theme, self._theme.colors
        strip = Strip(rect.adjusted(self._pad, 0, -self._pad, 0), is_rtl=is_rtl(painter))
        self._paint_tick(
            painter, centered(strip.leading(theme.px(TICK), GAP), theme.px(TICK), theme.px(TICK)), face
        )
        more = strip.trailing(theme.px(MORE) if is_over or not self._is_bare else 0, 0)
        if is_over:
            paint_icon(painter, more, theme, "ellipsis", theme.tokens.icon.normal, c.text_muted)
        if face.portrait is not None:
            side = theme.px(HOLDER)
            paint_avatar(painter, centered(strip.trailing(side, 8), side, side), theme, face.portrait)
        if face.chip is not None and not self._is_bare:
            paint_chip(painter, strip.trailing(chip_width(theme, face.chip), GAP), theme, face.chip)
        line, small = theme.line("body"), theme.line("small")
        when = face.chip if self._is_bare else None
        both = line + small if face.line or when is not None else line
        rest, top = strip.rest, rect.center().y() - both / 2
        ink = c.text_faint if face.is_done else c.text
        title = QRectF(rest.left(), top, rest.width(), line)
        paint_text(painter, title, theme, face.title, ink, weight="medium")
        below = QRectF(rest.left(), top + line, rest.width(), small)
        if when is not None:
            self._paint_when(painter, below, face, when)
        else:
            paint_text(painter, below, theme, face.line, c.text_muted, role="small")

    def _paint_when(self, painter: QPainter, box: QRectF, face: TaskFace, when: Chip) -> None:
        """Where there is no room for a chip, the time begins the second line."""
        theme, c = self._theme, self._theme.colors
        strip = Strip(box, is_rtl=is_rtl(painter))
        width = theme.metrics("small", "medium").horizontalAdvance(when.text) + 1
        ink = c.danger if when.tone == "danger" else c.text
        first = strip.leading(min(width, strip.rest.width()), 4)
        paint_text(painter, first, theme, when.text, ink, role="small", weight="medium")
        if face.line:
            paint_text(painter, strip.rest, theme, f"· {face.line}", c.text_muted, role="small")

    def _paint_tick(self, painter: QPainter, box: QRectF, face: TaskFace) -> None:
        theme, c = self._theme, self._theme.colors
        if face.is_done:
            paint_icon(painter, box, theme, "circle-check", round(box.width()), c.success)
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(c.border_strong, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(box.adjusted(1, 1, -1, -1))
        painter.restore()
