"""The list of deals: heads that sort, painted lines of one height, and the keys of the board."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QHeaderView, QTableView, QToolTip

from app.domain.deal_rows import DealRow, DealSort
from app.domain.deals import DEFAULT_PIPELINE, Pipeline
from app.words import gettext as _
from ui.deals.board.face import deal_face, look_of
from ui.deals.list.columns import EDGE, LEAST_PX, Line, fitting
from ui.deals.list.heads import DealHeads
from ui.deals.list.model import DealListModel
from ui.deals.list.painter import LinePainter, LineState
from ui.kit import Kit
from ui.theme.style import KeyWatch, is_keyboard_focus
from ui.typed import typed_text
from ui.widgets.paint_basic import fill
from ui.widgets.surfaces import Surface

MORE_BEFORE: Final = 40  # so many lines before the end of what was read, more are asked for
_MOVES: Final = (
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End,
)  # fmt: skip


class DealTable(QTableView):
    """`opened(deal_id)` at Enter or a double click, `stood_on(deal_id)`, `menu_asked(deal_id, at)`, `letter(text)`,
    `more_asked` near the end of what was read, `escaped`.
    """

    opened = Signal(str)
    stood_on = Signal(str)
    menu_asked = Signal(str, QPoint)
    letter = Signal(str)
    more_asked = Signal()
    escaped = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._keys = KeyWatch(self)
        self._kit = kit
        self._pipeline: Pipeline = DEFAULT_PIPELINE
        self._lines: dict[str, tuple[DealRow, Line]] = {}
        self._painter = LinePainter(kit.theme)
        self._hovered = -1
        self._asked_at = -1  # how many lines there were when more were asked for
        self.list = DealListModel(self._line)
        self.heads = DealHeads(kit, self)
        self.setHorizontalHeader(self.heads)
        for moves_frame in (self.heads.sectionPressed, self.heads.sectionEntered):
            moves_frame.disconnect()  # Qt would go to the first line, where a press only sorts
        self.setModel(self.list)
        self.setObjectName("deals")
        self.setAccessibleName(_("Deals"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QTableView.SelectionMode.NoSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setCornerWidget(Surface(kit.theme, "surface"))
        self.setMouseTracking(True)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._measure()
        kit.theme.changed.connect(self._measure)
        self.heads.left_down.connect(lambda: self.setFocus(Qt.FocusReason.TabFocusReason))

    def _measure(self) -> None:
        theme = self._kit.theme
        height = theme.px(theme.tokens.size.row_table)
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
        self.heads.setFixedHeight(theme.px(theme.tokens.size.row_section))
        self._fit()

    # -- what is shown

    def show_rows(
        self, rows: Sequence[DealRow], sort: DealSort, pipeline: Pipeline, *, is_same: bool
    ) -> None:
        """Other lines. `is_same`: the same was read again, so whoever reads in it keeps their place."""
        self._pipeline = pipeline
        kept, was_at = self.current, self.verticalScrollBar().value()
        self.heads.show_sort(sort)
        self.list.show(rows)
        self._asked_at = -1
        if kept is not None:
            self.stand_again(kept.deal_id)
        self.verticalScrollBar().setValue(was_at if is_same else 0)
        self.viewport().update()

    def forget(self) -> None:
        """Write every line anew."""
        self._lines.clear()
        self.viewport().update()

    def _line(self, row: DealRow) -> Line:
        kept = self._lines.get(row.deal_id)
        if kept is None or kept[0] is not row or kept[1].pipeline is not self._pipeline:
            look = look_of(self._kit)
            face = deal_face(row, self._pipeline.stage(row.stage_id), look)
            kept = self._lines[row.deal_id] = (row, Line(row, face, self._pipeline, look))
        return kept[1]

    # -- which line is gone to

    @property
    def current(self) -> DealRow | None:
        """The line that the frame is on."""
        row = self.currentIndex().row()
        return self.list.rows[row] if 0 <= row < len(self.list.rows) else None

    def go_to(self, deal_id: str) -> bool:
        """Put the frame on a deal and it in view, if the list holds it."""
        place = self.list.place_of(deal_id)
        if place is not None:
            self._go(place)
        return place is not None

    def stand_again(self, deal_id: str) -> None:
        """The frame is on the same deal, and nothing scrolls for it."""
        place = self.list.place_of(deal_id)
        if place is not None and place != self.currentIndex().row():
            self.setCurrentIndex(self.list.index(place, 0))

    def place_of_current(self) -> QRect:
        """Where the current line is, for what opens at it."""
        return self._rect_of(max(0, self.currentIndex().row())).intersected(self.viewport().rect())

    def _go(self, row: int) -> None:
        self.setCurrentIndex(self.list.index(row, 0))
        self.viewport().update()
        self._ask_more()
        deal = self.current
        if deal is not None:
            self.stood_on.emit(deal.deal_id)

    def _ask_more(self) -> None:
        count = self.list.rowCount()
        last = self.rowAt(self.viewport().height() - 1)
        is_near = last < 0 or max(last, self.currentIndex().row()) + MORE_BEFORE >= count
        if count and is_near and self._asked_at != count:
            self._asked_at = count
            self.more_asked.emit()

    def verticalScrollbarValueChanged(self, value: int) -> None:
        """Near the end, more is asked for."""
        super().verticalScrollbarValueChanged(value)
        self._ask_more()

    # -- room

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many columns as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        there = fitting(self.viewport().width() - 2 * EDGE, self._kit.theme.scale)
        kept = self.current  # other columns make the model anew
        self.list.set_columns([column for column, _width in there])
        if kept is not None:
            self.stand_again(kept.deal_id)
        left = self.viewport().width()
        for section, (_column, width) in enumerate(there):
            is_last = section == len(there) - 1
            taken = left if is_last else round(width) + (EDGE if section == 0 else 0)
            self.setColumnWidth(section, max(LEAST_PX, taken))
            left -= taken

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """The lines that are touched, from edge to edge."""
        painter = QPainter(self.viewport())
        painter.setLayoutDirection(self.layoutDirection())
        rect, width = event.rect(), self.viewport().width()
        fill(painter, QRectF(rect), self._kit.theme.colors.surface)
        first, last = self.rowAt(rect.top()), self.rowAt(rect.bottom())
        if first < 0:
            return
        last = self.list.rowCount() - 1 if last < 0 else last
        height, current = self.verticalHeader().defaultSectionSize(), self.currentIndex().row()
        is_ringed = self.hasFocus() and is_keyboard_focus(self)
        cells = [
            (n, self.columnViewportPosition(n), self.columnWidth(n)) for n in range(len(self.list.columns))
        ]
        for row in range(first, last + 1):
            top = self.rowViewportPosition(row)
            boxes = [(self.list.columns[n], QRectF(left, top, wide, height)) for n, left, wide in cells]
            is_current = row == current
            state = LineState(is_current, row == self._hovered, is_current and is_ringed)
            line = self._line(self.list.rows[row])
            self._painter.paint(painter, QRectF(0, top, width, height), line, boxes, state)

    def _rect_of(self, row: int) -> QRect:
        height = self.verticalHeader().defaultSectionSize()
        return QRect(0, self.rowViewportPosition(row), self.viewport().width(), height)

    # -- hands

    def viewportEvent(self, event: QEvent) -> bool:
        """Where the pointer is, and what a line says in full."""
        self._keys.saw(event)
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseMove:
            self._hover(self.rowAt(event.position().toPoint().y()))
        elif event.type() == QEvent.Type.Leave:
            self._hover(-1)
        elif isinstance(event, QHelpEvent):
            row = self.rowAt(event.pos().y())
            said = self._line(self.list.rows[row]).face.spoken if row >= 0 else ""
            escaped = said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
            QToolTip.showText(event.globalPos(), f"<span>{escaped}</span>" if said else "", self.viewport())
            return True
        return super().viewportEvent(event)

    def _hover(self, row: int) -> None:
        before, self._hovered = self._hovered, row
        for touched in {before, row} - {-1}:
            self.viewport().update(self._rect_of(touched))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Goes to a line."""
        row = self.rowAt(event.position().toPoint().y())
        if event.button() == Qt.MouseButton.LeftButton:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            if row >= 0:
                self._go(row)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand that moves while it presses does nothing."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Nothing more."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Opens."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._open(self.rowAt(event.position().toPoint().y()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """By mouse at the pointer, by key at the current line."""
        is_by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        row = self.currentIndex().row() if is_by_key else self.rowAt(event.pos().y())
        if not 0 <= row < self.list.rowCount():
            return
        self._go(row)
        at = self._rect_of(row).center() if is_by_key else event.pos()
        self.menu_asked.emit(self.list.rows[row].deal_id, self.viewport().mapToGlobal(at))

    def _open(self, row: int) -> None:
        if 0 <= row < self.list.rowCount():
            self.opened.emit(self.list.rows[row].deal_id)

    # -- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go, Enter opens, letters do what they do on the board."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex().row())
        elif key == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif key in _MOVES and self.list.rowCount():
            self._move(key)
        elif text := typed_text(event):
            self.letter.emit(text)
        else:
            event.ignore()

    def keyboardSearch(self, _search: str) -> None:
        """Letters have a use of their own."""

    def _move(self, key: Qt.Key) -> None:
        row, last = self.currentIndex().row(), self.list.rowCount() - 1
        page = max(1, self.viewport().height() // self.verticalHeader().defaultSectionSize() - 1)
        places = {
            Qt.Key.Key_Up: row - 1, Qt.Key.Key_Down: row + 1, Qt.Key.Key_PageUp: row - page,
            Qt.Key.Key_PageDown: row + page, Qt.Key.Key_Home: 0, Qt.Key.Key_End: last,
        }  # fmt: skip
        if key == Qt.Key.Key_Up and row <= 0:
            self.heads.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._go(min(max(places[key], 0), last))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """By key, the first line has the frame."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.list.rowCount():
            self._go(0)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes."""
        super().focusOutEvent(event)
        self.viewport().update()
