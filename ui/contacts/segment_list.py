"""The segments beside the table: everybody, shared ones and one's own with how many fit now, then the tags."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.domain.records import record
from app.words import gettext as _
from ui.plain import shown_line
from ui.theme.icons import IconName
from ui.theme.style import KeyWatch
from ui.theme.theme import Theme
from ui.widgets.paint_basic import (
    Strip,
    fill_chosen,
    fill_round,
    is_rtl,
    paint_icon,
    paint_row_ring,
    paint_text,
)

EVERYBODY: Final = ""
TAG: Final = "tag:"  # before a tag
ENTRY: Final = Qt.ItemDataRole.UserRole + 1
MARGIN: Final = 8
PAD: Final = 12
Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()


@record
class Entry:
    """One line. `count` "" while it is not known; a head cannot be chosen."""

    id: str
    name: str
    count: str = ""
    icon: IconName | None = None
    is_head: bool = False
    is_shared: bool = True


class SegmentModel(QAbstractListModel):
    """A few entries, replaced as a whole; counts change alone."""

    def __init__(self) -> None:
        super().__init__()
        self._entries: list[Entry] = []

    def show(self, entries: Sequence[Entry]) -> None:
        """Others, or the same with other counts."""
        before, after = self._entries, list(entries)
        if [one.id for one in before] == [one.id for one in after]:
            self._entries = after
            if after:
                self.dataChanged.emit(self.index(0), self.index(len(after) - 1))
            return
        self.beginResetModel()
        self._entries = after
        self.endResetModel()

    @property
    def entries(self) -> list[Entry]:
        """A copy."""
        return list(self._entries)

    def rowCount(self, parent: Index = _ROOT) -> int:
        """How many there are."""
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The entry, or what a screen reader says."""
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        if role == ENTRY:
            return entry
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return ", ".join(part for part in (entry.name, entry.count) if part)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Heads cannot be chosen."""
        if not index.isValid() or self._entries[index.row()].is_head:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren


class _Row(QStyledItemDelegate):
    """Icon, name, count at the end."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        height = self._theme.px(self._theme.tokens.size.row_menu)
        return QSize(0, height + (MARGIN if index.data(ENTRY).is_head and index.row() else 0))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.setLayoutDirection(option.direction)
        theme, c, entry, states = self._theme, self._theme.colors, index.data(ENTRY), QStyle.StateFlag
        ground = QRectF(option.rect).adjusted(MARGIN, 0, -MARGIN, 0)
        is_on = bool(option.state & states.State_Selected) and not entry.is_head
        if is_on:
            fill_chosen(painter, ground, theme, theme.tokens.radius.normal)
        elif option.state & states.State_MouseOver and not entry.is_head:
            fill_round(painter, ground, c.surface_hover, theme.tokens.radius.normal)
        strip = Strip(ground.adjusted(PAD, 0, -PAD, 0), is_rtl=is_rtl(painter))
        ink = c.accent_soft_text if is_on else c.text
        if entry.is_head:
            words = strip.rest.adjusted(0, MARGIN, 0, 0)
            paint_text(painter, words, theme, entry.name, c.text_muted, role="small", weight="semibold")
            return
        if entry.icon is not None:
            size = theme.tokens.icon.small
            paint_icon(painter, strip.leading(size, MARGIN), theme, entry.icon, size, c.text_faint)
        if entry.count:
            width = theme.metrics(tabular=True).horizontalAdvance(entry.count)
            count_ink = ink if is_on else c.text_muted
            paint_text(painter, strip.trailing(width, MARGIN), theme, entry.count, count_ink, tabular=True)
        weight = "semibold" if is_on else "regular"
        paint_text(painter, strip.rest, theme, shown_line(entry.name), ink, weight=weight)  # type: ignore[arg-type]
        if option.state & states.State_HasFocus and option.state & states.State_KeyboardFocusChange:
            paint_row_ring(painter, ground, theme)


class SegmentList(QListView):
    """`chosen(id)` when another is gone to, `menu_asked(id, at)`, `edit_asked(id)` by F2, `remove_asked(id)` by
    Delete.
    """

    chosen = Signal(str)
    menu_asked = Signal(str, QPoint)
    edit_asked = Signal(str)
    remove_asked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.entries = SegmentModel()
        self._delegate = _Row(theme)
        self._keys = KeyWatch(self)
        self._is_settling = False
        self.setModel(self.entries)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(_("Segments"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.viewport().setAutoFillBackground(False)
        self.selectionModel().currentChanged.connect(self._tell)
        theme.changed.connect(self.doItemsLayout)

    @property
    def chosen_id(self) -> str:
        """Which one is shown."""
        entry: Entry | None = self.currentIndex().data(ENTRY)
        return entry.id if entry is not None else EVERYBODY

    def show_entries(self, entries: Sequence[Entry], chosen_id: str) -> None:
        """These, and which one is marked; nothing is told."""
        self._is_settling = True
        self.entries.show(entries)
        self.mark(chosen_id)
        self._is_settling = False

    def mark(self, chosen_id: str) -> None:
        """Mark one without telling; none where it is not there."""
        was, self._is_settling = self._is_settling, True
        place = next(
            (n for n, one in enumerate(self.entries.entries) if one.id == chosen_id and not one.is_head), None
        )
        if place is None:
            self.clearSelection()
            self.selectionModel().clearCurrentIndex()
        elif self.currentIndex().row() != place:
            self.setCurrentIndex(self.entries.index(place))
        self._is_settling = was

    def viewportEvent(self, event: QEvent) -> bool:
        """Only looks."""
        self._keys.saw(event)
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F2 changes a segment, Delete removes it."""
        asked = {Qt.Key.Key_F2: self.edit_asked, Qt.Key.Key_Delete: self.remove_asked}.get(
            Qt.Key(event.key())
        )
        if asked is not None and self.chosen_id and not self.chosen_id.startswith(TAG):
            asked.emit(self.chosen_id)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """By mouse at the pointer, by key at the chosen one."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        entry: Entry | None = index.data(ENTRY)
        if entry is not None and not entry.is_head:
            at = self.visualRect(index).center() if by_key else event.pos()
            self.menu_asked.emit(entry.id, self.viewport().mapToGlobal(at))

    def keyboardSearch(self, _search: str) -> None:
        """Letters do nothing here."""

    def _tell(self, now: QModelIndex, _before: QModelIndex) -> None:
        entry: Entry | None = now.data(ENTRY)
        if entry is not None and not self._is_settling:
            self.chosen.emit(entry.id)
