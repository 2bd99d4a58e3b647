"""The heads of the table's columns: a press sorts, the edges widen, a hand or the keyboard moves them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from app.words import gettext as _
from ui.contacts.columns import MOST_PX, TICK, Column
from ui.contacts.model import ContactModel
from ui.contacts.painter import CELL_PAD, RowPainter
from ui.kit import Kit
from ui.theme.icons import IconName
from ui.theme.style import KeyWatch, is_keyboard_focus
from ui.widgets.paint_basic import Strip, fill, is_rtl, paint_icon, paint_row_ring, paint_text
from ui.widgets.spoken_role import speak_as

LEAST_PX: Final = 56
STEP_PX: Final = 16  # by which a key widens


class Heads(QHeaderView):
    """`sort_asked(column id)`, `all_asked` at the box of the ticks, `menu_asked(column id, at)`, `arranged` at last.

    By key: Left and Right go from head to head, Enter or Space sorts, Alt with the arrows moves the column, Ctrl with
    the arrows widens it, Down goes into the table, the menu key opens the menu.
    """

    sort_asked = Signal(str)
    all_asked = Signal()
    menu_asked = Signal(str, QPoint)
    arranged = Signal()
    left_down = Signal()

    def __init__(self, kit: Kit, painter: RowPainter, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._kit, self._painter = kit, painter
        self._keys = KeyWatch(self)
        self.sort, self.is_descending = "name", False
        self.ticked: bool | None = False  # the box of the ticks; None: some of them
        self._current = ""  # the head that the keyboard is on
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setFirstSectionMovable(False)  # the ticks stay
        self.setHighlightSections(False)
        self.setMinimumSectionSize(LEAST_PX)
        self.setMaximumSectionSize(MOST_PX)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(_("Columns"))
        speak_as(self, "ColumnHeader")
        self.sectionClicked.connect(self._clicked)
        self.sectionMoved.connect(lambda *_places: self.arranged.emit())
        self.sectionResized.connect(lambda *_sizes: self.arranged.emit())

    # -- what stands there

    @property
    def columns(self) -> tuple[Column, ...]:
        """By section."""
        model = self.model()
        return model.columns if isinstance(model, ContactModel) else ()

    def in_view_order(self) -> list[int]:
        """The sections as they stand, without the ticks."""
        sections = [self.logicalIndex(place) for place in range(self.count())]
        return [section for section in sections if self.columns[section].id != TICK]

    def show_sort(self, sort: str, *, is_descending: bool) -> None:
        """Where the arrow stands."""
        self.sort, self.is_descending = sort, is_descending
        self.viewport().update()
        self._speak()

    def show_ticked(self, ticked: bool | None) -> None:
        """Whether all are chosen, or some (None)."""
        if ticked is not self.ticked:
            self.ticked = ticked
            self.viewport().update()

    def _clicked(self, section: int) -> None:
        column_id = self.columns[section].id
        if column_id == TICK:
            self.all_asked.emit()
        else:
            self.sort_asked.emit(column_id)

    # -- painting

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Its word, the arrow of the order."""
        column, box, c = self.columns[section], QRectF(rect), self._kit.theme.colors
        painter.setLayoutDirection(self.layoutDirection())
        fill(painter, box, c.surface)
        fill(painter, QRectF(box.left(), box.bottom() - 1, box.width(), 1), c.border_strong)
        if column.id == TICK:
            self._painter.paint_tick(painter, box.adjusted(0, 0, 0, -1), is_on=self.ticked)
        else:
            self._paint_words(painter, box, column)
        if column.id == self._current and self.hasFocus() and is_keyboard_focus(self):
            paint_row_ring(painter, box.adjusted(0, 0, 0, -1), self._kit.theme, 4)

    def _paint_words(self, painter: QPainter, box: QRectF, column: Column) -> None:
        theme, c = self._kit.theme, self._kit.theme.colors
        strip = Strip(box.adjusted(CELL_PAD, 0, -CELL_PAD, -1), is_rtl=is_rtl(painter))
        is_sorted, size = column.id == self.sort, theme.tokens.icon.small
        ink = c.text if is_sorted else c.text_muted
        room = strip.rest.width() - (size + CELL_PAD / 2 if is_sorted else 0)
        width = min(room, theme.metrics("small", "medium").horizontalAdvance(column.words) + 1)
        words = strip.leading(max(0.0, width), CELL_PAD / 2)
        paint_text(painter, words, theme, column.words, ink, role="small", weight="medium")
        if is_sorted:
            arrow: IconName = "arrow-down" if self.is_descending else "arrow-up"
            paint_icon(painter, strip.leading(size), theme, arrow, size, ink)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground also where no column is."""
        painter, c = QPainter(self.viewport()), self._kit.theme.colors
        rect = QRectF(self.viewport().rect())
        fill(painter, rect, c.surface)
        fill(painter, QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), c.border_strong)
        painter.end()
        super().paintEvent(event)
        painter = QPainter(self.viewport())  # beyond the last head the style would put a block of its own
        end = self.length() - self.offset()
        free = QRectF(end, 0, rect.width() - end, rect.height())
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            free.moveLeft(0)
        if free.width() > 0:
            fill(painter, free, c.surface)
            fill(painter, QRectF(free.left(), free.bottom() - 1, free.width(), 1), c.border_strong)

    # -- hands

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Columns are chosen there."""
        section = self.logicalIndexAt(event.pos())
        column_id = self.columns[section].id if section >= 0 else ""
        self.menu_asked.emit(column_id, event.globalPos())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Nothing stays in front of the ticks."""
        super().mouseReleaseEvent(event)
        place = self.visualIndex(0)
        if place > 0:
            self.moveSection(place, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See the class."""
        key, modifiers = event.key(), event.modifiers()
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(key), 0)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            step = -step
        section = self._section()
        if step and modifiers & Qt.KeyboardModifier.AltModifier:
            self._move(section, step)
        elif step and modifiers & Qt.KeyboardModifier.ControlModifier:
            self.resizeSection(section, max(LEAST_PX, self.sectionSize(section) + step * STEP_PX))
        elif step:
            self._go(step)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.sort_asked.emit(self.columns[section].id)
        elif key == Qt.Key.Key_Down:
            self.left_down.emit()
        elif key == Qt.Key.Key_Menu or (
            key == Qt.Key.Key_F10 and modifiers & Qt.KeyboardModifier.ShiftModifier
        ):
            left = self.sectionViewportPosition(section)
            at = self.viewport().mapToGlobal(QPoint(left, self.height()))
            self.menu_asked.emit(self.columns[section].id, at)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The head by which the table is sorted is gone to first."""
        if not self._current or all(column.id != self._current for column in self.columns):
            self._current = self.sort
        super().focusInEvent(event)
        self._speak()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes."""
        super().focusOutEvent(event)
        self.viewport().update()

    def _section(self) -> int:
        sections = self.in_view_order()
        here = (one for one in sections if self.columns[one].id == self._current)
        return next(here, sections[0])

    def _go(self, step: int) -> None:
        sections = self.in_view_order()
        place = sections.index(self._section()) + step
        self._current = self.columns[sections[min(max(place, 0), len(sections) - 1)]].id
        self._speak()
        self.viewport().update()

    def _move(self, section: int, step: int) -> None:
        place = self.visualIndex(section)
        if 1 <= place + step < self.count():
            self.moveSection(place, place + step)

    def _speak(self) -> None:
        """A screen reader hears the head that is gone to, and the order."""
        column = next((one for one in self.columns if one.id == self._current), None)
        if column is None:
            return
        order = ""
        if column.id == self.sort:
            order = _("sorted, descending") if self.is_descending else _("sorted, ascending")
        self.setAccessibleDescription(", ".join(part for part in (column.words, order) if part))
