"""The list of an account's templates: a name, what it is for and in which language, and how WhatsApp looks at it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.domain.templates import Template
from app.words import gettext as _
from app.words.templates import category_words, language_words, quality_words, status_words, title_words
from ui.plain import shown_line
from ui.theme.icons import IconName
from ui.theme.style import KeyWatch
from ui.theme.theme import Theme
from ui.widgets.paint_basic import Strip, fill_round, is_rtl, paint_row_ring, paint_text
from ui.widgets.paint_chip import Chip, Tone, chip_width, paint_chip

ROW: Final = 56
PAD: Final = 12
MARGIN: Final = 8
LINE_GAP: Final = 2
ROLE: Final = Qt.ItemDataRole.UserRole
_ROOT: Final = QModelIndex()
_TONES: Final[dict[str, tuple[Tone, IconName]]] = {
    "approved": ("success", "circle-check"),
    "reinstated": ("success", "circle-check"),
    "flagged": ("warning", "triangle-alert"),
    "pending": ("info", "clock"),
    "in_appeal": ("info", "clock"),
    "rejected": ("danger", "circle-x"),
    "paused": ("warning", "pause"),
    "disabled": ("danger", "ban"),
}
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """One template as the list says it."""

    key: str
    title: str
    line: str
    chip: Chip

    @property
    def spoken(self) -> str:
        """As a screen reader says it."""
        return f"{self.title}, {self.line}, {self.chip.text}"


def row_of(template: Template, shown_in: str) -> TemplateRow:
    """What the list says of a template."""
    said = [category_words(template.category), language_words(template.language, shown_in)]
    if template.is_sendable and (quality := quality_words(template.quality)):
        said.append(quality)
    return TemplateRow(
        template.key, shown_line(title_words(template)), " · ".join(said), status_chip(template)
    )


def status_chip(template: Template) -> Chip:
    """Its state."""
    tone, icon = _TONES.get(template.status, ("neutral", "info"))
    return Chip(status_words(template.status), tone, icon)


class TemplateRows(QAbstractListModel):
    """All rows; an account has some hundred."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[TemplateRow, ...] = ()

    def show(self, rows: Sequence[TemplateRow]) -> None:
        """Other rows."""
        if tuple(rows) != self.rows:
            self.beginResetModel()
            self.rows = tuple(rows)
            self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """How many."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words for readers, the row for the painter."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROLE:
            return row
        return (
            row.spoken if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) else None
        )


class TemplateDelegate(QStyledItemDelegate):
    """Paints one row."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Fixed, at the person's text size."""
        return QSize(0, self._theme.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, state at the end, two lines."""
        painter.setLayoutDirection(option.direction)
        row: TemplateRow = index.data(ROLE)
        c, theme, states = self._theme.colors, self._theme, QStyle.StateFlag
        rect = QRectF(option.rect).adjusted(MARGIN, 0, -MARGIN, 0)
        if option.state & states.State_Selected:
            fill_round(painter, rect, c.accent_soft, theme.tokens.radius.normal)
        elif option.state & states.State_MouseOver:
            fill_round(painter, rect, c.surface_hover, theme.tokens.radius.normal)
        if option.state & states.State_HasFocus and option.state & states.State_KeyboardFocusChange:
            paint_row_ring(painter, rect, theme)
        strip = Strip(rect.adjusted(PAD, 0, -PAD, 0), is_rtl=is_rtl(painter))
        paint_chip(painter, strip.trailing(chip_width(theme, row.chip), PAD), theme, row.chip)
        rest, first, second = strip.rest, theme.line("body"), theme.line("small")
        top = round(rest.center().y() - (first + second + LINE_GAP) / 2)
        paint_text(
            painter, QRectF(rest.left(), top, rest.width(), first), theme, row.title, c.text, weight="medium"
        )
        below = QRectF(rest.left(), top + first + LINE_GAP, rest.width(), second)
        paint_text(painter, below, theme, row.line, c.text_muted, role="small")


class TemplateList(QListView):
    """`chosen(key)` when another row is the current one."""

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._keys = KeyWatch(self, self.viewport())
        self.rows = TemplateRows(self)
        self.setObjectName("templates")
        self.setAccessibleName(_("Templates of your account"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setModel(self.rows)
        self.setItemDelegate(TemplateDelegate(theme, self))
        theme.changed.connect(self.doItemsLayout)

    def show_rows(self, rows: Sequence[TemplateRow], chosen: str | None) -> None:
        """The rows, with the chosen one selected where it is among them."""
        self.rows.show(rows)
        number = next((n for n, row in enumerate(self.rows.rows) if row.key == chosen), None)
        if number is None:
            self.selectionModel().clear()
        elif self.currentIndex().row() != number or not self.selectionModel().hasSelection():
            self.setCurrentIndex(self.rows.index(number, 0))

    def currentChanged(self, current: Index, previous: Index) -> None:
        """The row where one is, is shown."""
        super().currentChanged(current, previous)
        row: TemplateRow | None = current.data(ROLE)
        if row is not None:
            self.chosen.emit(row.key)
