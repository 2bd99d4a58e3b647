"""The rows of a list as they will be: one painted line each, and a menu for one that meets somebody known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.desk.contact_imports.preview import PreviewRow
from app.domain.contact_cards import ContactField
from app.words import gettext as _
from app.words.formats import Formats
from app.words.phones import phone
from ui.contacts.transfer.words import fate_words, what_words
from ui.kit import Kit
from ui.plain import shown_line, shown_name
from ui.theme.style import KeyWatch
from ui.theme.theme import Theme
from ui.widgets.paint_basic import Strip, fill, is_rtl, paint_text
from ui.widgets.paint_chip import Chip, Tone, chip_width, paint_chip

Index = QModelIndex | QPersistentModelIndex
ROW: Final = Qt.ItemDataRole.UserRole + 1
DETAILS: Final = 5  # the column that says why or what
_PAD: Final = 8
_WIDTHS: Final = (52, 108, 160, 150, 170)  # the last column has the rest
_TONES: Final[dict[str, Tone]] = {
    "added": "success", "changed": "info", "same": "neutral", "twin": "warning", "bad": "danger",
}  # fmt: skip


class RowsModel(QAbstractTableModel):
    """Rows of a preview, those of one fate or all."""

    def __init__(self, formats: Formats, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._formats = formats
        self._rows: Sequence[PreviewRow] = ()
        self._fields: dict[str, ContactField] = {}

    def show(self, rows: Sequence[PreviewRow], fields: dict[str, ContactField]) -> None:
        """Other rows."""
        self.beginResetModel()
        self._rows, self._fields = rows, fields
        self.endResetModel()

    def row_at(self, place: int) -> PreviewRow | None:
        """One of them."""
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Row, fate, name, number, address, details."""
        return 0 if parent.isValid() else len(_WIDTHS) + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The heads."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (_("Row"), _("What happens"), _("Name"), _("Phone"), _("E-mail"), _("Details"))[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The row for the delegate, its words for everybody else."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.text(row, index.column())
        return None

    def text(self, row: PreviewRow, column: int) -> str:
        """What a cell says."""
        person = row.person
        if column == 0:
            return str(row.number)
        if column == 1:
            return fate_words(row)
        if column == DETAILS:
            return what_words(row, self._fields, self._formats)
        if person is None:
            return ""
        if column == 3:
            return phone(f"+{person.number}") if person.number else ""
        name = person.value("name") or (row.known.values.get("name") if row.known else "") or ""
        return shown_name(name) if column == 2 else shown_line(person.value("email") or "")


class CellDelegate(QStyledItemDelegate):
    """Words in one line, the fate as a chip."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, words or chip, a line below."""
        theme, c = self._theme, self._theme.colors
        row: PreviewRow = index.data(ROW)
        box, states = QRectF(option.rect), QStyle.StateFlag
        painter.setLayoutDirection(option.direction)
        fill(painter, box, c.accent_soft if option.state & states.State_Selected else c.surface)
        fill(painter, QRectF(box.left(), box.bottom() - 1, box.width(), 1), c.border)
        strip = Strip(box.adjusted(_PAD, 0, -_PAD, -1), is_rtl=is_rtl(painter))
        text = str(index.data())
        if index.column() == 1:
            chip = Chip(text, "neutral" if row.is_skipped else _TONES[row.fate])
            paint_chip(painter, strip.leading(chip_width(theme, chip)), theme, chip)
            return
        ink = (
            c.text
            if index.column() == 2
            else c.danger
            if row.fate == "bad" and index.column() == DETAILS
            else c.text_muted
        )
        paint_text(painter, strip.rest, theme, text, ink, tabular=index.column() in (0, 3))


class RowsTable(QTableView):
    """`row_asked(row number, at)` for the menu of one row that meets somebody known."""

    row_asked = Signal(int, QPoint)

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = self._theme = kit.theme
        self.rows = RowsModel(kit.formats, self)
        self._keys = KeyWatch(self)
        self.setModel(self.rows)
        self.setItemDelegate(CellDelegate(theme, self))
        self.setObjectName("contacts")
        self.setAccessibleName(_("Rows as they will be"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        heads = _Heads(theme, self)
        self.setHorizontalHeader(heads)
        heads.setSectionsClickable(False)
        self._measure()
        theme.changed.connect(self._measure)

    def _measure(self) -> None:
        height = self._theme.px(self._theme.tokens.size.row_table)
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
        self.horizontalHeader().setFixedHeight(self._theme.px(self._theme.tokens.size.row_section))
        for section, width in enumerate(_WIDTHS):
            self.setColumnWidth(section, self._theme.px(width))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The details have what the others leave."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        used = sum(self.columnWidth(section) for section in range(len(_WIDTHS)))
        self.setColumnWidth(len(_WIDTHS), max(self._theme.px(170), self.viewport().width() - used))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the menu of the row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._ask(self.currentIndex().row(), self.visualRect(self.currentIndex()).bottomLeft())
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """By mouse at the pointer, by key at the row."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        place = self.currentIndex().row() if by_key else self.rowAt(event.pos().y())
        self._ask(place, self.visualRect(self.currentIndex()).bottomLeft() if by_key else event.pos())

    def _ask(self, place: int, at: QPoint) -> None:
        row = self.rows.row_at(place)
        if row is not None and row.known is not None and row.fate in ("changed", "same"):
            self.row_asked.emit(row.number, self.viewport().mapToGlobal(at))


class _Heads(QHeaderView):
    """Heads in the look of the table of contacts."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.setHighlightSections(False)
        self.setAccessibleName(_("Columns"))

    def paintSection(self, painter: QPainter, rect: Any, section: int) -> None:
        """Its word and a line below."""
        theme, c, box = self._theme, self._theme.colors, QRectF(rect)
        painter.setLayoutDirection(self.layoutDirection())
        fill(painter, box, c.surface)
        fill(painter, QRectF(box.left(), box.bottom() - 1, box.width(), 1), c.border_strong)
        words = str(self.model().headerData(section, Qt.Orientation.Horizontal))
        paint_text(
            painter,
            box.adjusted(_PAD, 0, -_PAD, -1),
            theme,
            words,
            c.text_muted,
            role="small",
            weight="medium",
        )
