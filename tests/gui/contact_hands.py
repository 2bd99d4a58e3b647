"""What a person's hands do in the table of contacts."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.contact_table import ContactNo, TableRow
from app.domain.contacts import Identity
from tests.gui.hands import ALT, NONE, open_menu
from tests.gui.rig import Rig, press, until
from ui.contacts.people import PeoplePage
from ui.widgets.menu import Menu


async def open_people(rig: Rig) -> PeoplePage:
    """The screen, gone to by its key, with its lines."""
    press(rig.window, Qt.Key.Key_3, ALT)
    page = rig.panes.screens.contacts.people
    await until(lambda: page.model.rowCount() > 0 and page.looking.facets.total > 0)
    return page


def some(number: str) -> Identity:
    return Identity(number=number)


def line(page: PeoplePage, row: int) -> TableRow:
    found = page.model.row_at(row)
    assert found is not None
    return found


def names(page: PeoplePage) -> list[str]:
    return [str(page.model.index(row, 1).data()) for row in range(page.model.rowCount())]


def people_of(page: PeoplePage) -> dict[str, ContactNo]:
    return {line(page, row).name: page.model.order[row] for row in range(page.model.rowCount())}


def section(page: PeoplePage, column: str) -> int:
    return next(n for n, one in enumerate(page.model.columns) if one.id == column)


def click_line(
    page: PeoplePage,
    row: int,
    *,
    column: str = "name",
    modifiers: Qt.KeyboardModifier = NONE,
    is_double: bool = False,
) -> None:
    table = page.table
    at = table.visualRect(page.model.index(row, section(page, column))).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, modifiers, at)
    if is_double:
        QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, modifiers, at)


def click_head(page: PeoplePage, column: str) -> None:
    heads = page.table.heads
    place = section(page, column)
    at = QPoint(heads.sectionViewportPosition(place) + heads.sectionSize(place) // 2, heads.height() // 2)
    QTest.mouseClick(heads.viewport(), Qt.MouseButton.LeftButton, NONE, at)


def menu_of(page: PeoplePage, row: int) -> Menu:
    view = page.table.viewport()
    at = page.table.visualRect(page.model.index(row, 1)).center()
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, view.mapToGlobal(at))
    QApplication.sendEvent(view, asked)
    return open_menu(page)
