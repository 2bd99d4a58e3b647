"""A real window over a fake desk: the fixture of the tests of screens, and what a person's hands do."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QAbstractItemModel, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QInputMethodEvent, QKeyEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListView, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.domain.clock import FakeClock
from app.domain.ids import ConversationId
from app.words import set_language
from app.words.formats import Formats
from tests.fake_desk import FakeDesk
from ui.bridge import Bridge
from ui.conversation.pane import ConversationPane
from ui.inbox.view import InboxPane
from ui.kit import Kit
from ui.main_window import MainWindow
from ui.panes import Panes
from ui.place import read_place
from ui.tasks import Tasks
from ui.theme.theme import Theme

WITHIN_S = (
    20.0  # real seconds; a busy computer needs more than an idle one, and who waits in vain may wait long
)


@dataclass
class Rig:
    """The window, what stands behind it, and the faults that were reported."""

    desk: FakeDesk
    kit: Kit
    window: MainWindow
    faults: list[BaseException] = field(default_factory=list)

    @property
    def clock(self) -> FakeClock:
        clock = self.desk.clock
        assert isinstance(clock, FakeClock)
        return clock

    @property
    def panes(self) -> Panes:
        assert self.window.panes is not None
        return self.window.panes

    @property
    def inbox(self) -> InboxPane:
        return self.panes.inbox

    @property
    def conversation(self) -> ConversationPane:
        return self.panes.conversation

    def open(self, number: int) -> ConversationId:
        """Open one of the salon's conversations."""
        conversation_id = ConversationId(f"c-{number:03d}")
        self.panes.open(conversation_id)
        return conversation_id

    def confirm_end(self) -> None:
        """The sheet that asks how the conversation ended: as it is offered."""
        from ui.teamwork.close_sheet import CloseSheet

        sheet = next(one for one in self.window.findChildren(CloseSheet) if one.isVisible())
        sheet.confirm.click()

    def write(self, text: str) -> None:
        """Type into the answer box."""
        self.conversation.focus_composer()
        type_text(self.conversation.composer.box, text)


async def until(is_so: Callable[[], bool], within_s: float = WITHIN_S) -> None:
    """Let the loop turn until it is so; fails at the deadline."""
    deadline = time.monotonic() + within_s
    while not is_so():
        assert time.monotonic() < deadline, "waited in vain"
        await asyncio.sleep(0.005)


def type_text(widget: QWidget, text: str) -> None:
    """Type any letters, as an input method gives them (Qt's key clicks know ASCII alone)."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def press(
    widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """One key, down and up; shortcuts see it too."""
    QTest.keyClick(widget, key, modifiers)


def click(widget: QWidget, at: QPoint | QPointF) -> None:
    """The left button at a point of a widget."""
    place = at.toPoint() if isinstance(at, QPointF) else at
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)


def move_over(view: QListView, at: QPoint) -> None:
    """The pointer moves over a list, without a button."""
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(at),
        QPointF(view.viewport().mapToGlobal(at)),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(view.viewport(), event)


def key_event(key: Qt.Key, text: str = "") -> QKeyEvent:
    """A key press as a widget's own handler gets it."""
    return QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text)


def shown_names(view: QListView) -> list[str]:
    """What a screen reader hears of each row of a list."""
    interface = QAccessible.queryAccessibleInterface(view)
    assert interface is not None
    names: list[str] = []
    for number in range(interface.childCount()):
        child: QAccessibleInterface | None = interface.child(number)
        assert child is not None
        names.append(child.text(QAccessible.Text.Name))
    return names


def check_model(tester: ModelTester, model: QAbstractItemModel) -> None:
    """Qt's own examination of a model, also while it changes from here on."""
    tester.check(model)  # type: ignore[no-untyped-call]


@asynccontextmanager
async def a_window(app: QApplication, spoken: str = "en", scale: float = 1.0) -> AsyncIterator[Rig]:
    """An active window of 1440 x 900, light, over the fake salon; `scale` is the size of the letters."""
    set_language(spoken)
    theme = Theme(choice="light")
    theme.set_scale(scale)
    theme.apply(app)
    desk = FakeDesk()
    desk.place["panel"] = "0"  # tests of it open it; all others have the room
    faults: list[BaseException] = []
    tasks = Tasks(faults.append)
    bridge = Bridge(desk, pause_ms=0)  # whether a change comes at once hangs on no computer's haste
    kit = Kit(desk, bridge, theme, desk.clock, Formats(spoken, "Europe/Paris"), tasks, is_practice=True)
    window = MainWindow(theme)
    filled: list[bool] = []
    window.filled.connect(lambda: filled.append(True))
    window.resize(1440, 900)
    window.show()
    window.activateWindow()
    window.show_panes(kit, read_place(desk.last_place()))
    await until(lambda: window.isActiveWindow() and bool(filled))
    yield Rig(desk, kit, window, faults)
    window.close()
    bridge.close()
    await tasks.close()
    # What stays connected to a bridge or a theme is kept by it: without their end every test would keep its window.
    for ended in (window, bridge, theme):
        ended.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    app.setStyleSheet("")  # once there is nothing left that it would dress anew
    set_language("en")
    assert faults == []


@pytest.fixture
async def rig(qapp: QApplication, qtbot: QtBot) -> AsyncIterator[Rig]:
    """A window in English, at the normal size."""
    async with a_window(qapp) as made:
        yield made
