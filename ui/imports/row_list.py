"""A list of files or of past imports: painted rows of one height, one is chosen."""

from __future__ import annotations

from collections.abc import Sequence
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
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.imports.words import RowFace
from ui.theme.style import KeyWatch
from ui.theme.theme import Theme
from ui.widgets.paint_basic import Strip, fill_chosen, fill_round, is_rtl, paint_row_ring, paint_text
from ui.widgets.paint_chip import chip_width, paint_chip

MARGIN: Final = 8
PAD: Final = 12
GAP: Final = 8
LINE_GAP: Final = 2
BAR_PX: Final = 2
ROW_PX: Final = 60
FACE: Final = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()


class RowModel(QAbstractListModel):
    """Faces in order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._faces: list[RowFace] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many."""
        return 0 if parent.isValid() else len(self._faces)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The face for the delegate, its words for everybody else."""
        if not index.isValid():
            return None
        face = self._faces[index.row()]
        if role == FACE:
            return face
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return face.spoken
        return None

    def show(self, faces: Sequence[RowFace]) -> None:
        """All rows as they are now: those that stay keep their place."""
        known = len(self._faces)
        if len(faces) < known:
            self.beginRemoveRows(_ROOT, len(faces), known - 1)
            del self._faces[len(faces) :]
            self.endRemoveRows()
        for place, face in enumerate(faces[: len(self._faces)]):
            self.change(place, face)
        if len(faces) > known:
            self.beginInsertRows(_ROOT, known, len(faces) - 1)
            self._faces += faces[known:]
            self.endInsertRows()

    def change(self, place: int, face: RowFace) -> None:
        """One row looks different."""
        if self._faces[place] != face:
            self._faces[place] = face
            self.dataChanged.emit(self.index(place), self.index(place))


class RowDelegate(QStyledItemDelegate):
    """Two lines, a chip at the end of the first, a thin bar below while something is under way."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """60 at the normal text size."""
        return QSize(0, self._theme.px(ROW_PX))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, words, chip, bar."""
        face: RowFace = index.data(FACE)
        painter.setLayoutDirection(option.direction)
        ground = QRectF(option.rect).adjusted(MARGIN, 1, -MARGIN, -1)
        self._paint_ground(painter, ground, option)
        line = self._theme.line("body")
        top = round(ground.center().y() - line - LINE_GAP / 2)
        first = QRectF(ground.left() + PAD, top, ground.width() - 2 * PAD, line)
        self._paint_first(painter, first, face)
        second = first.translated(0, line + LINE_GAP)
        paint_text(
            painter,
            second,
            self._theme,
            face.detail,
            self._theme.colors.text_muted,
            role="small",
            tabular=True,
        )
        if face.share is not None:
            self._paint_bar(painter, ground, face.share)

    def _paint_ground(self, painter: QPainter, ground: QRectF, option: QStyleOptionViewItem) -> None:
        c, states = self._theme.colors, QStyle.StateFlag
        if option.state & states.State_Selected:
            fill_chosen(painter, ground, self._theme, self._theme.tokens.radius.normal)
        elif option.state & states.State_MouseOver:
            fill_round(painter, ground, c.surface_hover, self._theme.tokens.radius.normal)
        if option.state & states.State_HasFocus and option.state & states.State_KeyboardFocusChange:
            paint_row_ring(painter, ground, self._theme)

    def _paint_first(self, painter: QPainter, rect: QRectF, face: RowFace) -> None:
        strip = Strip(rect, is_rtl=is_rtl(painter))
        box = strip.trailing(chip_width(self._theme, face.chip), GAP)
        paint_chip(painter, box, self._theme, face.chip)
        paint_text(painter, strip.rest, self._theme, face.title, self._theme.colors.text, weight="medium")

    def _paint_bar(self, painter: QPainter, ground: QRectF, share: float) -> None:
        c = self._theme.colors
        whole = QRectF(ground.left() + PAD, ground.bottom() - 2 * BAR_PX, ground.width() - 2 * PAD, BAR_PX)
        fill_round(painter, whole, c.border, BAR_PX / 2)
        done = Strip(whole, is_rtl=is_rtl(painter)).leading(max(BAR_PX, whole.width() * min(1.0, share)))
        fill_round(painter, done, c.accent, BAR_PX / 2)


class RowList(QListView):
    """`chosen(place)` when another row is looked at, by mouse or key."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = RowModel(self)
        self._keys = KeyWatch(self)
        self.setAccessibleName(name)
        self.setObjectName("inbox")  # the same ground and scroll bar as the list of conversations
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setModel(self.rows)
        self.setItemDelegate(RowDelegate(theme, self))
        theme.changed.connect(self.doItemsLayout)

    @property
    def place(self) -> int | None:
        """Which row is chosen."""
        index = self.currentIndex()
        return index.row() if index.isValid() else None

    def choose(self, place: int) -> None:
        """Choose a row."""
        self.setCurrentIndex(self.rows.index(place))

    def show_rows(self, faces: Sequence[RowFace], place: int | None) -> None:
        """All rows as they are now, one of them chosen."""
        self.rows.show(faces)
        if place is not None and faces:
            self.setCurrentIndex(self.rows.index(min(place, len(faces) - 1)))

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which row is looked at."""
        super().currentChanged(current, previous)
        if current.isValid():
            self.chosen.emit(current.row())
