"""What a person's hands do with tasks."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.domain.ids import ConversationId
from app.domain.tasks import NewTask
from tests.gui.rig import Rig, press
from ui.todo.sheet import TaskSheet
from ui.todo.view import TasksView
from ui.widgets.menu import Menu

ALT = Qt.KeyboardModifier.AltModifier
ALT_SHIFT = ALT | Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ENTER = Qt.Key.Key_Return
HOUR = timedelta(hours=1)
TOM = ConversationId("c-003")


def screen(rig: Rig) -> TasksView:
    if rig.panes.screen_id != "tasks":
        press(rig.window, Qt.Key.Key_T, ALT_SHIFT)
    assert rig.panes.screen_id == "tasks"
    return rig.panes.screens.tasks


def sheet(rig: Rig) -> TaskSheet:
    return next(one for one in rig.window.findChildren(TaskSheet) if one.isVisible())


def titles(view: TasksView) -> list[str]:
    return [line.row.title for line in view.list.model_of.lines if line.row is not None]


def heads(view: TasksView) -> list[tuple[str, int]]:
    return [(line.section, line.count) for line in view.list.model_of.lines if line.row is None]


async def add(rig: Rig, title: str, due: timedelta | None = None, **more: object) -> str:
    fields = {"holder_id": rig.desk.me().member_id, **more}
    due_at = rig.clock.now() + due if due is not None else None
    return await rig.desk.add_task(NewTask(title, due_at, **fields))  # type: ignore[arg-type]


def menu_of(rig: Rig, name: str) -> Menu:
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, Menu) and one.isVisible() and
                one.accessibleName() == name)  # fmt: skip


def choose(menu: Menu, words: str) -> None:
    action = next(one for one in menu.actions() if one.iconText() == words)
    menu.setActiveAction(action)
    press(menu, ENTER)


def toast(rig: Rig) -> str:
    return screen(rig).undoing.toasts.toasts[-1].text
