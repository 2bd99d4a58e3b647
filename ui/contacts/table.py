"""The table itself: heads, painted lines of one height, and the keys that move in them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHeaderView, QTableView, QWidget

from app.domain.contact_table import ContactNo
from app.words import gettext as _
from ui.contacts.columns import Column, Writing
from ui.contacts.model import ContactModel
from ui.contacts.painter import CELL_PAD, RowPainter, RowState
from ui.kit import Kit
from ui.theme.icons import IconName
from ui.theme.style import KeyWatch, is_keyboard_focus
from ui.widgets.paint_basic import Strip, fill, is_rtl, paint_icon, paint_text

SIDE: Final = 16  # with a cell's own 8: text begins 24 from the edge
LEAST_PX: Final = 64


class ContactTable(QTableView):
    """`opened(no)` at Enter or a double click, `chosen(no)` when another line is gone to, `menu_asked(no, at)`."""

    opened = Signal(int)
    chosen = Signal(int)
    menu_asked = Signal(int, QPoint)
    sort_asked = Signal(str)

    def __init__(self, kit: Kit, model: ContactModel) -> None:
        super().__init__()
        self._kit, self._contacts = kit, model
        self._painter = RowPainter(kit.theme)
        self._hovered = -1
        self._keys = KeyWatch(self)
        self.heads = Heads(kit, self)
        self.setModel(model)
        self.setHorizontalHeader(self.heads)
        self.setObjectName("contacts")
        self.setAccessibleName(_("Contacts"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionMode(QTableView.SelectionMode.NoSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._measure()
        kit.theme.changed.connect(self._measure)
        self.selectionModel().currentRowChanged.connect(self._tell_current)
        self.doubleClicked.connect(lambda index: self._tell_opened(index.row()))
        self.heads.sort_asked.connect(self.sort_asked)

    def _measure(self) -> None:
        theme = self._kit.theme
        height = theme.px(theme.tokens.size.row_table)
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
        self.heads.setFixedHeight(theme.px(theme.tokens.size.row_section))

    # -- who is gone to

    @property
    def current_no(self) -> ContactNo | None:
        """On whom the frame stands."""
        index = self.currentIndex()
        return self._contacts.no_at(index.row()) if index.isValid() else None

    def go_to(self, no: ContactNo | None) -> None:
        """Put the frame on somebody and them in view, if the table holds them."""
        place = self._contacts.place_of(no) if no is not None else None
        if place is not None:
            self.setCurrentIndex(self._contacts.index(place, max(0, self.currentIndex().column())))

    def _tell_current(self, now: QModelIndex, _before: QModelIndex) -> None:
        self.viewport().update()
        no = self._contacts.no_at(now.row())
        if no is not None:
            self.chosen.emit(no)

    def _tell_opened(self, row: int) -> None:
        no = self._contacts.no_at(row)
        if no is not None:
            self.opened.emit(no)

    # -- painting: one call a line instead of one a cell

    def paintEvent(self, event: QPaintEvent) -> None:
        """The lines that are touched, from the left edge of the view to its right one."""
        painter = QPainter(self.viewport())
        painter.setLayoutDirection(self.layoutDirection())
        rect, width = event.rect(), self.viewport().width()
        fill(painter, QRectF(rect), self._kit.theme.colors.surface)
        first = max(0, self.rowAt(rect.top()))
        last = self.rowAt(rect.bottom())
        if self._contacts.rowCount() == 0 or self.rowAt(rect.top()) < 0:
            return
        last = self._contacts.rowCount() - 1 if last < 0 else last
        self._contacts.ensure(first, last + 1)
        cells, height = self._cells(), self.verticalHeader().defaultSectionSize()
        writing = Writing(self._kit.formats, self._kit.clock.now())
        current = self.currentIndex().row()
        is_ringed = self.hasFocus() and is_keyboard_focus(self)
        for row in range(first, last + 1):
            top = self.rowViewportPosition(row)
            line = QRectF(0, top, width, height)
            boxes = [(column, QRectF(left, top, cell_width, height)) for column, left, cell_width in cells]
            is_current = row == current
            state = RowState(is_current, row == self._hovered, is_current and is_ringed)
            self._painter.paint(painter, line, self._contacts.row_at(row), boxes, writing, state)

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
        if event.type() == QEvent.Type.MouseMove:
            self._hover(self.rowAt(event.position().toPoint().y()))  # type: ignore[attr-defined]
        elif event.type() == QEvent.Type.Leave:
            self._hover(-1)
        return super().viewportEvent(event)

    def _hover(self, row: int) -> None:
        if row != self._hovered:
            before, self._hovered = self._hovered, row
            for touched in (before, row):
                if touched >= 0:
                    self.viewport().update(self._rect_of(touched))

    def _rect_of(self, row: int) -> QRect:
        return QRect(
            0,
            self.rowViewportPosition(row),
            self.viewport().width(),
            self.verticalHeader().defaultSectionSize(),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; Home and End go to the first and the last line."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._tell_opened(self.currentIndex().row())
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and self._contacts.rowCount():
            row = 0 if event.key() == Qt.Key.Key_Home else self._contacts.rowCount() - 1
            self.setCurrentIndex(self._contacts.index(row, max(0, self.currentIndex().column())))
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """By mouse at the pointer, by key at the current line."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        row = self.currentIndex().row() if by_key else self.rowAt(event.pos().y())
        no = self._contacts.no_at(row)
        if no is not None:
            at = self._rect_of(row).center() if by_key else event.pos()
            self.menu_asked.emit(no, self.viewport().mapToGlobal(at))

    def focusInEvent(self, event: object) -> None:
        """By key, the first line has the frame."""
        super().focusInEvent(event)  # type: ignore[arg-type]
        if not self.currentIndex().isValid() and self._contacts.rowCount():
            self.setCurrentIndex(self._contacts.index(0, 0))
        self.viewport().update()


class Heads(QHeaderView):
    """The heads of the columns: a press sorts. `sort_asked(column id)`."""

    sort_asked = Signal(str)

    def __init__(self, kit: Kit, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._kit = kit
        self.sort, self.is_descending = "name", False
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(LEAST_PX)
        self.setAccessibleName(_("Columns"))
        self.sectionClicked.connect(lambda section: self.sort_asked.emit(self._columns[section].id))

    @property
    def _columns(self) -> tuple[Column, ...]:
        model = self.model()
        return model.columns if isinstance(model, ContactModel) else ()

    def show_sort(self, sort: str, *, is_descending: bool) -> None:
        """Where the arrow stands."""
        self.sort, self.is_descending = sort, is_descending
        self.viewport().update()

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Its word, the arrow of the order, a line below."""
        theme, c, box = self._kit.theme, self._kit.theme.colors, QRectF(rect)
        column = self._columns[section]
        painter.setLayoutDirection(self.layoutDirection())
        fill(painter, box, c.surface)
        fill(painter, QRectF(box.left(), box.bottom() - 1, box.width(), 1), c.border_strong)
        strip = Strip(box.adjusted(CELL_PAD, 0, -CELL_PAD, -1), is_rtl=is_rtl(painter))
        is_sorted = column.id == self.sort
        ink = c.text if is_sorted else c.text_muted
        width = min(
            strip.rest.width() - (18 if is_sorted else 0),
            theme.metrics("small", "medium").horizontalAdvance(column.words) + 1,
        )
        paint_text(painter, strip.leading(width, 4), theme, column.words, ink, role="small", weight="medium")
        if is_sorted:
            arrow: IconName = "arrow-down" if self.is_descending else "arrow-up"
            size = theme.tokens.icon.small
            paint_icon(painter, strip.leading(size), theme, arrow, size, ink)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Also where no column is."""
        painter = QPainter(self.viewport())
        rect, c = QRectF(self.viewport().rect()), self._kit.theme.colors
        fill(painter, rect, c.surface)
        fill(painter, QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), c.border_strong)
        painter.end()
        super().paintEvent(event)
