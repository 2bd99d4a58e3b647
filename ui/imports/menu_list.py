"""A list each of whose lines opens a menu: what a column, a value, a name becomes."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from ui.imports.row_list import RowList
from ui.kit import Kit
from ui.widgets.menu import Menu


class MenuList(RowList):
    """Enter, Space or a click opens the menu of a line."""

    def __init__(self, kit: Kit, name: str, parent: QWidget | None = None) -> None:
        super().__init__(kit.theme, name, parent)
        self._kit = kit

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
        """What this line can become."""
        menu = Menu(self._kit.theme, self.accessibleName(), self)
        self.fill(menu, place)
        box = self.visualRect(self.rows.index(place))
        menu.popup(self.viewport().mapToGlobal(QPoint(box.left(), box.bottom())))

    def fill(self, menu: Menu, place: int) -> None:
        """The lines of that menu."""
        raise NotImplementedError
