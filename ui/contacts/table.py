"""The table itself: heads, painted lines of one height, and the keys and hands that move and choose in them."""

from __future__ import annotations

import time
from typing import Final

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHeaderView, QTableView

from app.domain.contact_table import ContactNo
from app.domain.folding import folded
from app.words import gettext as _
from ui.contacts.chosen import Chosen
from ui.contacts.columns import TICK, Column, Writing
from ui.contacts.heads import Heads
from ui.contacts.model import ContactModel
from ui.contacts.painter import RowPainter, RowState
from ui.kit import Kit
from ui.theme.style import KeyWatch, is_keyboard_focus
from ui.typed import typed_text
from ui.widgets.paint_basic import fill
from ui.widgets.surfaces import Surface

TYPED_TOGETHER_S: Final = 1.0  # letters that follow each other so soon are one beginning of a name
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
_MOVES: Final = (
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End,
)  # fmt: skip


class ContactTable(QTableView):
    """`opened(no)` at Enter or a double click, `card_asked(no)` at Ctrl+Enter, `stood_on(no)` when another line is gone
    to, `menu_asked(no, at)`, `found(text)` when a beginning of a name was typed, `escaped`.
    """

    opened = Signal(int)
    card_asked = Signal(int)
    stood_on = Signal(int)
    menu_asked = Signal(int, QPoint)
    found = Signal(str)
    escaped = Signal()

    def __init__(self, kit: Kit, model: ContactModel, chosen: Chosen) -> None:
        super().__init__()
        self._kit, self._contacts, self._chosen = kit, model, chosen
        self._painter = RowPainter(kit.theme)
        self._hovered = -1
        self._typed, self._typed_at_s = "", 0.0
        self._keys = KeyWatch(self)
        self.heads = Heads(kit, self._painter, self)
        self.setModel(model)
        self.setHorizontalHeader(self.heads)
        for moves_frame in (self.heads.sectionPressed, self.heads.sectionEntered):
            moves_frame.disconnect()  # Qt would go to the first line, where a press only sorts
        self.setObjectName("contacts")
        self.setAccessibleName(_("Contacts"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QTableView.SelectionMode.NoSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerWidget(Surface(kit.theme, "surface"))
        self.setMouseTracking(True)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._measure()
        kit.theme.changed.connect(self._measure)
        self.selectionModel().currentRowChanged.connect(self._tell_current)
        self.heads.left_down.connect(lambda: self.setFocus(Qt.FocusReason.TabFocusReason))
        chosen.changed.connect(self._show_chosen)

    def _measure(self) -> None:
        theme = self._kit.theme
        height = theme.px(theme.tokens.size.row_table)
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
        self.heads.setFixedHeight(theme.px(theme.tokens.size.row_section))

    def _show_chosen(self) -> None:
        count = len(self._chosen)
        shown = count - self._chosen.hidden_count(self._contacts.order)
        self.heads.show_ticked(None if 0 < shown < self._contacts.rowCount() else shown > 0)
        self.viewport().update()

    # -- who is gone to

    @property
    def current_no(self) -> ContactNo | None:
        """On whom the frame stands."""
        return self._contacts.no_at(self.currentIndex().row())

    def go_to(self, no: ContactNo | None) -> None:
        """Put the frame on somebody and them in view, if the table holds them."""
        place = self._contacts.place_of(no) if no is not None else None
        if place is not None:
            self._go_to_row(place)

    def holds(self, no: ContactNo) -> bool:
        """Whether somebody is in it now."""
        return self._contacts.place_of(no) is not None

    def place_of_current(self) -> QRect:
        """Where the current line is, for what opens at it."""
        return self._rect_of(max(0, self.currentIndex().row())).intersected(self.viewport().rect())

    def stand_again(self, no: ContactNo) -> None:
        """After everything was put anew: the frame stands on the same person, and nothing scrolls for it."""
        place = self._contacts.place_of(no)
        if place is not None:
            index = self._contacts.index(place, max(0, self.currentIndex().column()))
            was = self.selectionModel().blockSignals(True)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.selectionModel().blockSignals(was)

    def bring_back(self, no: ContactNo, offset_px: int) -> None:
        """Whoever stood at the top stands there again."""
        place = self._contacts.place_of(no)
        if place is not None:
            height = self.verticalHeader().defaultSectionSize()
            self.verticalScrollBar().setValue(place * height - offset_px)

    def _go_to_row(self, row: int) -> None:
        column = max(0, self.currentIndex().column())
        left = self.horizontalScrollBar().value()
        self.setCurrentIndex(self._contacts.index(row, column))
        self.horizontalScrollBar().setValue(left)  # a line is gone to, not a cell

    def _tell_current(self, now: QModelIndex, _before: QModelIndex) -> None:
        self.viewport().update()
        no = self._contacts.no_at(now.row())
        if no is not None:
            self.stood_on.emit(no)

    def _tell_opened(self, row: int) -> None:
        no = self._contacts.no_at(row)
        if no is not None:
            self.opened.emit(no)

    # -- painting: one call a line instead of one a cell

    def paintEvent(self, event: QPaintEvent) -> None:
        """The lines that are touched, from edge to edge."""
        painter = QPainter(self.viewport())
        painter.setLayoutDirection(self.layoutDirection())
        rect, width = event.rect(), self.viewport().width()
        first, last = self.rowAt(rect.top()), self.rowAt(rect.bottom())
        count, height = self._contacts.rowCount(), self.verticalHeader().defaultSectionSize()
        if first < 0:
            fill(painter, QRectF(rect), self._kit.theme.colors.surface)
            return
        if last < 0:
            last = count - 1
            fill(painter, QRectF(rect), self._kit.theme.colors.surface)
        self._contacts.ensure(first, last + 1)
        cells = self._cells()
        writing = Writing(self._kit.formats, self._kit.clock.now())
        current = self.currentIndex().row()
        is_ringed = self.hasFocus() and is_keyboard_focus(self)
        top = self.rowViewportPosition(first)
        for row in range(first, last + 1):
            boxes = [(column, QRectF(left, top, cell_width, height)) for column, left, cell_width in cells]
            is_current = row == current
            is_chosen = self._contacts.order[row] in self._chosen
            state = RowState(is_current, is_chosen, row == self._hovered, is_current and is_ringed)
            line = QRectF(0, top, width, height)
            self._painter.paint(painter, line, self._contacts.row_at(row), boxes, writing, state)
            top += height

    def _cells(self) -> list[tuple[Column, int, int]]:
        """The columns in view: which, where it begins, how wide."""
        found = []
        for section, column in enumerate(self._contacts.columns):
            left, width = self.columnViewportPosition(section), self.columnWidth(section)
            if width and left + width > 0 and left < self.viewport().width():
                found.append((column, left, width))
        return found

    # -- hands

    def viewportEvent(self, event: QEvent) -> bool:
        """Only looks: where the pointer is."""
        self._keys.saw(event)
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseMove:
            self._hover(self.rowAt(event.position().toPoint().y()))
        elif event.type() == QEvent.Type.Leave:
            self._hover(-1)
        return super().viewportEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press goes to a line; on its box or with Ctrl it chooses it, with Shift all up to it."""
        at = event.position().toPoint()
        row = self.rowAt(at.y())
        no = self._contacts.no_at(row)
        if no is None or event.button() != Qt.MouseButton.LeftButton:
            return
        is_box = self._contacts.columns[max(0, self.columnAt(at.x()))].id == TICK
        if event.modifiers() & SHIFT:
            self._reach(row)
        elif is_box or event.modifiers() & CTRL:
            self._chosen.toggle(no)
        else:
            self._chosen.stand_on(no)
        self._go_to_row(row)
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand that moves while it presses chooses nothing."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Nothing more."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Opens; on the box it is two presses."""
        at = event.position().toPoint()
        if self._contacts.columns[max(0, self.columnAt(at.x()))].id == TICK or event.modifiers():
            self.mousePressEvent(event)
        elif event.button() == Qt.MouseButton.LeftButton:
            self._tell_opened(self.rowAt(at.y()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """By mouse at the pointer, by key at the current line."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        row = self.currentIndex().row() if by_key else self.rowAt(event.pos().y())
        no = self._contacts.no_at(row)
        if no is not None:
            if not by_key:
                self._go_to_row(row)
            at = self._rect_of(row).center() if by_key else event.pos()
            self.menu_asked.emit(no, self.viewport().mapToGlobal(at))

    def _hover(self, row: int) -> None:
        if row != self._hovered:
            before, self._hovered = self._hovered, row
            for touched in (before, row):
                if touched >= 0:
                    self.viewport().update(self._rect_of(touched))

    def _rect_of(self, row: int) -> QRect:
        height = self.verticalHeader().defaultSectionSize()
        return QRect(0, self.rowViewportPosition(row), self.viewport().width(), height)

    # -- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Space chooses, letters go to a name; Shift with what moves chooses the way."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & CTRL:
            no = self.current_no
            if no is not None:
                self.card_asked.emit(no)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._tell_opened(self.currentIndex().row())
        elif key == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif key == Qt.Key.Key_A and event.modifiers() == CTRL:
            self._chosen.take(self._contacts.order)
        elif key == Qt.Key.Key_Space and not event.modifiers() & CTRL and not self._is_typing:
            self._toggle_current()
        elif key in _MOVES and self._contacts.rowCount():
            self._move(Qt.Key(key), is_reaching=bool(event.modifiers() & SHIFT))
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() + (48 if key == Qt.Key.Key_Right else -48))
        elif text := typed_text(event):
            self._type(text)
        else:
            event.ignore()

    def keyboardSearch(self, _search: str) -> None:
        """Ours goes through all of them, not only through what is read."""

    @property
    def _is_typing(self) -> bool:
        return bool(self._typed) and time.monotonic() - self._typed_at_s < TYPED_TOGETHER_S

    def _type(self, text: str) -> None:
        self._typed = (self._typed if self._is_typing else "") + text
        self._typed_at_s = time.monotonic()
        if folded(self._typed).strip():
            self.found.emit(self._typed)

    def _toggle_current(self) -> None:
        no = self.current_no
        if no is not None:
            self._chosen.toggle(no)

    def _move(self, key: Qt.Key, *, is_reaching: bool) -> None:
        row, last = self.currentIndex().row(), self._contacts.rowCount() - 1
        page = max(1, self.viewport().height() // self.verticalHeader().defaultSectionSize() - 1)
        places = {
            Qt.Key.Key_Up: row - 1, Qt.Key.Key_Down: row + 1, Qt.Key.Key_PageUp: row - page,
            Qt.Key.Key_PageDown: row + page, Qt.Key.Key_Home: 0, Qt.Key.Key_End: last,
        }  # fmt: skip
        if key == Qt.Key.Key_Up and row <= 0 and not is_reaching:
            self.heads.setFocus(Qt.FocusReason.TabFocusReason)
            return
        place = min(max(places[key], 0), last)
        if is_reaching:
            self._reach(place)
        else:
            self._chosen.stand_on(self._contacts.order[place])
        self._go_to_row(place)

    def _reach(self, row: int) -> None:
        """Everybody between the anchor and here; the anchor is the current line where there was none."""
        anchor = self._chosen.anchor
        start = self._contacts.place_of(anchor) if anchor is not None else None
        if start is None:
            start = max(0, self.currentIndex().row())
            self._chosen.stand_on(self._contacts.order[start])
        first, last = sorted((start, row))
        self._chosen.reach(self._contacts.order[first : last + 1])

    def focusInEvent(self, event: QFocusEvent) -> None:
        """By key, the first line has the frame."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._contacts.rowCount():
            self._go_to_row(0)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes."""
        super().focusOutEvent(event)
        self.viewport().update()
