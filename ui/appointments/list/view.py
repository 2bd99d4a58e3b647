"""What hands and keys do in the list of appointments: lines are gone to and opened, heads fold, buttons are pressed."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QToolTip

from ui.appointments.list.canvas import ListCanvas
from ui.appointments.list.entries import Entry, HeadEntry, RowEntry
from ui.typed import typed_text

_MOVES: Final = (
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End,
)  # fmt: skip


class AgendaList(ListCanvas):
    """`opened(id)` at Enter or a double click, `menu_asked(id, at)`, `letter(text)`, `button_pressed(id)` of the button
    of a line, `answer_asked(id)` at a click on what was last heard, `fold_asked(head id)`, `escaped`.
    """

    opened = Signal(str)
    menu_asked = Signal(str, QPoint)
    letter = Signal(str)
    button_pressed = Signal(str)
    answer_asked = Signal(str)
    fold_asked = Signal(str)
    escaped = Signal()

    def viewportEvent(self, event: QEvent) -> bool:
        """Where the pointer is, and what a line or a block of a day says in full."""
        self.keys_seen.saw(event)
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseMove:
            self._hover(event.position().toPoint())
        elif event.type() == QEvent.Type.Leave:
            self._hover(None)
        elif isinstance(event, QHelpEvent):
            said = self.tip_at(event.pos())
            escaped = said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
            QToolTip.showText(event.globalPos(), f"<span>{escaped}</span>" if said else "", self.viewport())
            return True
        return super().viewportEvent(event)

    def answer_at(self, at: QPoint) -> str:
        """Whose answer is at a point, that leads to a message; "" for none."""
        row, rect = self.line_at(at)
        entry = self.list.entries[row] if row >= 0 else None
        if not isinstance(entry, RowEntry) or not self.face(entry).has_answer:
            return ""
        box = self.painter_.last_rect(
            QRectF(rect), self.face(entry), self.widths, is_mirrored=self.is_mirrored
        )
        return entry.row.appointment_id if box.contains(QPointF(at)) else ""

    def _hover(self, at: QPoint | None) -> None:
        row = self.line_at(at)[0] if at is not None else -1
        is_hot = bool(at is not None and self.button_at(at))
        is_answer = bool(at is not None and not is_hot and self.answer_at(at))
        if (row, is_hot, is_answer) == (self.hovered, self.is_button_hot, self.is_answer_hot):
            return
        self.hovered, self.is_button_hot, self.is_answer_hot = row, is_hot, is_answer
        is_head = row >= 0 and isinstance(self.list.entries[row], HeadEntry)
        hand = (
            Qt.CursorShape.PointingHandCursor
            if is_hot or is_answer or is_head
            else Qt.CursorShape.ArrowCursor
        )
        self.viewport().setCursor(hand)
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Goes to a line; a head folds, a button is held until it comes up."""
        at = event.position().toPoint()
        row = self.line_at(at)[0]
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.held = self.button_at(at)
        if row >= 0:
            self.go(row)
            entry = self.list.entries[row]
            if isinstance(entry, HeadEntry):
                self.fold_asked.emit(entry.id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand that moves while it presses does nothing."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A button that was held and is still under the pointer is pressed."""
        held, self.held = self.held, ""
        at = event.position().toPoint()
        if event.button() == Qt.MouseButton.LeftButton and not held and (answered := self.answer_at(at)):
            self.answer_asked.emit(answered)
        if event.button() == Qt.MouseButton.LeftButton and held:
            self.viewport().update()
            if self.button_at(event.position().toPoint()) == held:
                self.button_pressed.emit(held)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Opens an appointment; on a button it is one press more."""
        at = event.position().toPoint()
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self.held = self.button_at(at)
        row = self.line_at(at)[0]
        entry = self.list.entries[row] if row >= 0 else None
        if isinstance(entry, HeadEntry):
            self.fold_asked.emit(entry.id)
        elif entry is not None and not self.held:
            self.opened.emit(entry.row.appointment_id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """By mouse at the pointer, by key at the current line."""
        is_by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        row = self.currentIndex().row() if is_by_key else self.line_at(event.pos())[0]
        entry = self.list.entries[row] if 0 <= row < self.list.rowCount() else None
        if not isinstance(entry, RowEntry):
            return
        self.go(row)
        at = self.rect_of(row).center() if is_by_key else event.pos()
        self.menu_asked.emit(entry.row.appointment_id, self.viewport().mapToGlobal(at))

    # -- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go and fold, Enter opens, letters act."""
        key, entry = Qt.Key(event.key()), self.current_entry
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and entry is not None:
            if isinstance(entry, HeadEntry):
                self.fold_asked.emit(entry.id)
            else:
                self.opened.emit(entry.row.appointment_id)
        elif key == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not event.modifiers() and entry is not None:
            self._fold(entry, is_back=(key == Qt.Key.Key_Left) != self.is_mirrored)
        elif key in _MOVES and not event.modifiers() and self.list.rowCount():
            self._move(key)
        elif key == Qt.Key.Key_Delete:
            self.letter.emit("x")
        elif text := typed_text(event):
            self.letter.emit(text)
        else:
            event.ignore()

    def keyboardSearch(self, _search: str) -> None:
        """Letters have a use of their own."""

    def _fold(self, entry: Entry, *, is_back: bool) -> None:
        """Left folds the head or goes to it from a line of its; Right unfolds."""
        if isinstance(entry, HeadEntry):
            if entry.is_open == is_back:
                self.fold_asked.emit(entry.id)
        elif is_back:
            row = self.currentIndex().row()
            self.go(next(n for n in range(row, -1, -1) if isinstance(self.list.entries[n], HeadEntry)))

    def _move(self, key: Qt.Key) -> None:
        row, last = self.currentIndex().row(), self.list.rowCount() - 1
        page = max(1, self.viewport().height() // self._kit.theme.px(self.row_size) - 1)
        places = {
            Qt.Key.Key_Up: row - 1, Qt.Key.Key_Down: row + 1, Qt.Key.Key_PageUp: row - page,
            Qt.Key.Key_PageDown: row + page, Qt.Key.Key_Home: 0, Qt.Key.Key_End: last,
        }  # fmt: skip
        self.go(min(max(places[key], 0), last))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """By key, the first appointment has the frame."""
        if not self.currentIndex().isValid() and self.list.rowCount():
            rows = (n for n, one in enumerate(self.list.entries) if isinstance(one, RowEntry))
            self.go(next(rows, 0))
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes."""
        super().focusOutEvent(event)
        self.viewport().update()
