"""What a person's hands do in the inbox of a team, and what they see there."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.ids import ConversationId
from tests.gui.rig import Rig, click, until
from ui.inbox.list_model import Part
from ui.widgets.menu import Menu
from ui.widgets.toast import Toast

NONE = Qt.KeyboardModifier.NoModifier
CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


def ids(rig: Rig) -> list[ConversationId]:
    return rig.inbox.model.conversations()


def point(rig: Rig, key: str) -> QPoint:
    index = rig.inbox.model.index_of(key)
    rig.inbox.list.scrollTo(index)
    return rig.inbox.list.visualRect(index).center()


def click_row(rig: Rig, key: str, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QTest.mouseClick(rig.inbox.list.viewport(), Qt.MouseButton.LeftButton, modifiers, point(rig, key))


def picked(rig: Rig) -> set[str]:
    return {index.data(Part.KEY) for index in rig.inbox.list.selectionModel().selectedIndexes()}


def row_menu(rig: Rig, key: str) -> Menu:
    at, view = point(rig, key), rig.inbox.list
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, view.viewport().mapToGlobal(at))
    QApplication.sendEvent(view.viewport(), asked)
    return open_menu(rig.inbox)


def open_menu(parent: QWidget) -> Menu:
    return next(menu for menu in parent.findChildren(Menu) if menu.isVisible())


def snooze_menu(rig: Rig) -> Menu:
    menus = rig.inbox.findChildren(Menu)
    return next(menu for menu in menus if menu.isVisible() and menu.accessibleName() == "Snooze")


async def is_active(window: QWidget) -> None:
    """Only an active window hears keys: without a screen nobody makes the one below active when a sheet goes."""
    window.activateWindow()
    await until(window.isActiveWindow)


def choose(menu: Menu, words: str) -> None:
    action = next(action for action in menu.actions() if action.iconText() == words)
    click(menu, menu.actionGeometry(action).center())


def words_of(menu: Menu) -> list[str]:
    return [action.iconText() for action in menu.actions() if not action.isSeparator()]


def toast(rig: Rig) -> Toast:
    return rig.inbox.acts.undoing.toasts.toasts[-1]


def says(rig: Rig, words: str) -> Callable[[], bool]:
    return lambda: any(one.text == words for one in rig.inbox.acts.undoing.toasts.toasts)


def undo(rig: Rig) -> None:
    link = toast(rig).link
    assert link is not None
    click(link, link.rect().center())
