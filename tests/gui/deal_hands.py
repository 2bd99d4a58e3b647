"""What a person's hands do on the board of deals, and what they see there."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.deal_rows import DealCard
from app.domain.ids import ConversationId
from app.domain.money import Money
from tests.gui.hands import ALT, NONE, open_menu
from tests.gui.rig import Rig, press, until
from ui.deals.board.lanes import Spot
from ui.deals.board.view import BoardView
from ui.deals.deals_page import DealsPage
from ui.widgets.menu import Menu
from ui.widgets.toast import Toast

EUR = "EUR"
LEFT = Qt.MouseButton.LeftButton


def euros(amount: int) -> Money:
    return Money(amount * 100, EUR)


def talk(number: int) -> ConversationId:
    return ConversationId(f"c-{number:03d}")


def some_deals(rig: Rig) -> list[DealCard]:
    """Two enquiries, two quotes, one decision; nothing in the last stage."""
    desk = rig.desk
    return [
        desk.deal_of(talk(1), "enquiry", title="Wedding hair", amount=euros(560)),
        desk.deal_of(talk(2), "enquiry", title="Hen night", amount=euros(320)),
        desk.deal_of(talk(3), "quote", title="Colour", amount=euros(280)),
        desk.deal_of(talk(4), "quote", title="Monthly cut", amount=euros(90)),
        desk.deal_of(talk(5), "decision", title="Brand shooting", amount=euros(740), days=9),
    ]


async def open_deals(rig: Rig) -> DealsPage:
    """The screen, gone to by its key, as it is first painted."""
    press(rig.window, Qt.Key.Key_4, ALT)
    page = rig.panes.screens.deals.deals
    await until(lambda: page.isVisible() and page.looking.board is not None)
    return page


def titles(page: DealsPage, lane_id: str) -> list[str]:
    """The cards of a column from top to foot."""
    lanes = page.board.lanes
    number = next(n for n, lane in enumerate(lanes.all) if lane.id == lane_id)
    faces = (page.board.face(Spot(number, row)) for row in range(len(lanes.all[number].rows)))
    return [face.title for face in faces if face is not None]


def spot_of(page: DealsPage, title: str) -> Spot:
    """Where a card stands."""
    for number, lane in enumerate(page.board.lanes.all):
        for row in range(len(lane.rows)):
            face = page.board.face(Spot(number, row))
            if face is not None and face.title == title:
                return Spot(number, row)
    raise AssertionError(title)


def middle(page: DealsPage, title: str) -> QPoint:
    board = page.board
    return board.mirrored(board.lanes.card_rect(spot_of(page, title))).center().toPoint()


def lane_middle(page: DealsPage, lane_id: str) -> QPoint:
    board = page.board
    number = next(n for n, lane in enumerate(board.lanes.all) if lane.id == lane_id)
    return board.mirrored(board.lanes.body_rect(number)).center().toPoint()


def click_card(page: DealsPage, title: str, *, is_double: bool = False) -> None:
    at, view = middle(page, title), page.board.viewport()
    QTest.mouseClick(view, LEFT, NONE, at)
    if is_double:
        QTest.mouseDClick(view, LEFT, NONE, at)


def move(board: BoardView, at: QPoint, *, is_down: bool = True) -> None:
    """The pointer goes there, with the button down or up."""
    buttons = LEFT if is_down else Qt.MouseButton.NoButton
    view = board.viewport()
    event = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(at), QPointF(view.mapToGlobal(at)), buttons, buttons, NONE
    )
    QApplication.sendEvent(view, event)


def lift(page: DealsPage, title: str, to: QPoint) -> None:
    """Take a card and carry it there; it still hangs at the pointer."""
    start, board = middle(page, title), page.board
    QTest.mousePress(board.viewport(), LEFT, NONE, start)
    move(board, start + QPoint(20, 4))
    move(board, to)


def over(page: DealsPage) -> int | None:
    """Over which column a card hangs."""
    carried = page.board.hands.carried
    return carried.over if carried is not None else None


def drag(page: DealsPage, title: str, to: QPoint) -> None:
    """Carry a card there and let it fall."""
    lift(page, title, to)
    QTest.mouseRelease(page.board.viewport(), LEFT, NONE, to)


def letter(page: DealsPage, key: Qt.Key) -> None:
    press(page.view, key)


def stand_on(page: DealsPage, title: str) -> None:
    """The frame goes to a card, by click."""
    click_card(page, title)


def card_menu(page: DealsPage, title: str) -> Menu:
    at, view = middle(page, title), page.board.viewport()
    QApplication.sendEvent(view, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, view.mapToGlobal(at)))
    return open_menu(page)


def toasts(page: DealsPage) -> list[str]:
    return [one.text for one in page.undoing.toasts.toasts]


def newest(page: DealsPage) -> Toast:
    return page.undoing.toasts.toasts[-1]


def heard(signal: Any) -> list[tuple[Any, ...]]:
    """What a signal says from now on."""
    said: list[tuple[Any, ...]] = []
    signal.connect(lambda *parts: said.append(parts))
    return said
