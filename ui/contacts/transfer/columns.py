"""The columns of a file and what each becomes: one line a column, a press opens what it could become."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from app.desk.contact_imports.columns import OWN_FIELD, TARGETS
from app.desk.contact_imports.table import Table
from app.domain.contact_cards import ContactField
from app.words import gettext as _
from ui.contacts.transfer.session import TransferSession
from ui.contacts.transfer.words import column_face, target_title
from ui.imports.row_list import RowList
from ui.kit import Kit
from ui.widgets.menu import Menu


class ColumnList(RowList):
    """Enter, Space or a click opens the menu of a column."""

    def __init__(self, kit: Kit, session: TransferSession, parent: QWidget | None = None) -> None:
        super().__init__(kit.theme, _("What the columns become"), parent)
        self._kit, self._session = kit, session
        self._fields: dict[str, ContactField] = {}

    def show_table(self, table: Table, fields: dict[str, ContactField]) -> None:
        """The columns as they are mapped now."""
        self._fields = fields
        targets = self._session.plan.targets
        faces = [column_face(table, place, target, fields) for place, target in enumerate(targets)]
        self.show_rows(faces, self.place or 0)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press on a line opens its menu."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            self.open_menu(index.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space open the menu of the line with the frame."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.place is not None:
            self.open_menu(self.place)
            return
        super().keyPressEvent(event)

    def open_menu(self, place: int) -> None:
        """What a column can become: fields that everybody has, then the owner's own."""
        menu = Menu(self._kit.theme, _("What this column becomes"), self)
        chosen = self._session.plan.targets[place]
        own = [f"{OWN_FIELD}{key}" for key in self._fields]
        for count, target in enumerate([*TARGETS, *own]):
            if count in (1, len(TARGETS)):
                menu.addSeparator()
            words = target_title(target, self._fields)
            act = partial(self._session.choose_target, place, target)
            menu.add(words, act, is_checked=target == chosen)
        box = self.visualRect(self._index(place))
        menu.popup(self.viewport().mapToGlobal(QPoint(box.left(), box.bottom())))

    def _index(self, place: int) -> QModelIndex:
        return self.rows.index(place)
