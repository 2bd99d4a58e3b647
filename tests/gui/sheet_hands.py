"""A deal's sheet in a window of its own, and what a person's hands do there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QListView, QPushButton, QWidget

from app.domain.deal_rows import DealCard
from app.domain.ids import ConversationId
from app.domain.money import Money
from tests.gui.rig import Rig, click, press, type_text, until
from ui.deals.sheet.parts import EditRow
from ui.deals.sheet.sheet import DealSheet
from ui.deals.sheet.side import SheetSide
from ui.teamwork.popover import Popover
from ui.teamwork.undoing import Undoing
from ui.widgets.toast import ToastStack

ENTER, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape
TALK = ConversationId("c-003")
T = TypeVar("T", bound=QWidget)


class Desktop(QWidget):
    """Something at the left that takes the keyboard as a board does, and the sheet beside it."""

    def __init__(self, rig: Rig) -> None:
        super().__init__()
        self.rig = rig
        self.opened: list[tuple[str, ...]] = []
        self.resize(1200, 860)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.board = QListView()
        row.addWidget(self.board, 1)
        self.undoing = Undoing(ToastStack(rig.kit.theme, self.board))
        self.side = SheetSide(rig.kit, row, self, self.undoing.show)
        self.side.opened.connect(lambda one: self.opened.append(("chat", one)))
        self.side.message_asked.connect(lambda *both: self.opened.append(("message", *both)))
        self.side.contact_asked.connect(lambda one: self.opened.append(("person", one)))

    @property
    def sheet(self) -> DealSheet:
        assert self.side.sheet is not None
        return self.side.sheet

    @property
    def said(self) -> list[str]:
        """What toasts say."""
        return [toast.text for toast in self.undoing.toasts.toasts]

    async def show_deal(self, deal: DealCard) -> DealSheet:
        """Its sheet, with the keyboard in it."""
        self.side.enter(deal.deal_id)
        await until(lambda: self.sheet.card is not None and self.sheet.card.deal_id == deal.deal_id)
        return self.sheet


@asynccontextmanager
async def desktop(rig: Rig) -> AsyncIterator[Desktop]:
    """In front of everything, and away at the end."""
    window = Desktop(rig)
    window.show()
    window.activateWindow()
    await until(window.isActiveWindow)
    try:
        yield window
    finally:
        window.side.close_down()
        window.close()
        window.deleteLater()


def kitchen(rig: Rig, **fields: Any) -> DealCard:
    """A deal of one of the salon's talks."""
    given: dict[str, Any] = {"title": "Kitchen", "amount": Money(420_000, "EUR"), **fields}
    return rig.desk.deal_of(TALK, **given)


def card(rig: Rig, deal: DealCard) -> DealCard:
    """As it is now."""
    found = rig.desk.deal(deal.deal_id)
    assert found is not None
    return found


def press_on(button: QPushButton) -> None:
    click(button, button.rect().center())


def write(row: EditRow, text: str, key: Qt.Key = ENTER) -> None:
    """Press the value, write over it, press a key."""
    press_on(row.value)
    row.line.clear()
    type_text(row.line, text)
    press(row.line, key)


def popover(kind: type[T] = Popover) -> T:  # type: ignore[assignment]
    """The one that is open."""
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible())


def pick(words: str, kind: type[Popover] = Popover) -> None:
    """Find a choice by typing, and take it with Enter."""
    found = popover(kind)
    type_text(found.finder.search, words)
    press(found.finder.search, ENTER)


def is_there(window: Desktop) -> bool:
    """Whether the sheet is."""
    return window.side.is_shown
