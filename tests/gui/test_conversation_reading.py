"""Reading closely: from a quote to what it quotes, and a part of a text selected with the mouse."""

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.ids import ConversationId, MessageId
from app.domain.rows import MessageRow
from tests.fake_salon import LONG_THREAD
from tests.gui.rig import Rig, click, press, rig, until
from tests.gui.test_conversation import LONG, bar, click_spot, spots
from ui.conversation.text_block import utf16
from ui.widgets.menu import Menu

__all__ = ["rig"]


def quote(rig: Rig, conversation_id: ConversationId, quoting: int, quoted: int) -> MessageRow:
    """One message answers another; gives the quoted one."""
    rows = rig.desk.talks[conversation_id].messages
    old = rows[quoted]
    rows[quoting] = replace(
        rows[quoting], reply_text=old.text, reply_name="Léa", reply_message_id=old.message_id
    )
    return old


@pytest.mark.parametrize("way", ["click", "menu"])
@pytest.mark.parametrize("quoted", [-30, 3], ids=["loaded", "far above what is loaded"])
async def test_a_click_on_a_quote_leads_to_the_quoted_message(rig: Rig, quoted: int, way: str) -> None:
    old = quote(rig, LONG_THREAD, -1, quoted)
    rig.open(LONG)
    view, model = rig.conversation.view, rig.conversation.model
    if way == "click":
        click_spot(rig, "quote")
    else:
        view.setCurrentIndex(model.index(model.rowCount() - 1))
        press(view, Qt.Key.Key_Return)
        menu = next(menu for menu in view.findChildren(Menu) if menu.isVisible())
        next(act for act in menu.actions() if act.iconText() == "Go to the quoted message").trigger()
        menu.close()
    number = model.place_of(old.message_id)
    assert number is not None
    rect = view.said_rect(number)
    assert rect.top() >= 0 and rect.bottom() <= view.viewport().height()
    assert view.itemDelegate().flash.message_id == old.message_id  # type: ignore[attr-defined]
    assert rig.conversation.pill.button.isVisible()
    await until(lambda: view.itemDelegate().flash.message_id is None)  # type: ignore[attr-defined]
    after = view.said_rect(model.place_of(old.message_id) or 0)
    assert abs(after.top() - rect.top()) <= 1  # what was loaded meanwhile moved nothing
    rig.conversation.go_to_newest()
    assert view.is_at_end


async def test_a_quoted_message_in_view_is_lit_and_nothing_moves(rig: Rig) -> None:
    old = quote(rig, LONG_THREAD, -1, -3)
    rig.open(LONG)
    view, before = rig.conversation.view, bar(rig).value()
    number = rig.conversation.model.place_of(old.message_id) or 0
    dark = view.viewport().grab(view.said_rect(number).toRect()).toImage()
    click_spot(rig, "quote")
    assert bar(rig).value() == before
    assert view.viewport().grab(view.said_rect(number).toRect()).toImage() != dark
    await until(lambda: view.itemDelegate().flash.message_id is None)  # type: ignore[attr-defined]
    view.setCurrentIndex(QModelIndex())
    assert view.viewport().grab(view.said_rect(number).toRect()).toImage() == dark


async def test_a_quote_of_what_is_not_known_leads_nowhere(rig: Rig) -> None:
    rows = rig.desk.talks[LONG_THREAD].messages
    rows[-1] = replace(rows[-1], reply_text="Gone", reply_name="Léa")
    rig.open(LONG)
    assert not [spot for spot in spots(rig) if spot.target == "quote"]
    rig.conversation.jump_to(MessageId("nobody knows"))
    assert rig.conversation.view.is_at_end


def letter(rig: Rig, number: int, character: int) -> QPoint:
    """Where a character of a bubble's text begins, in the viewport."""
    view = rig.conversation.view
    placed = view._text_of(rig.conversation.model.row(number % rig.conversation.model.rowCount()).message_id)
    assert placed is not None
    line = placed.block.layout.lineForTextPosition(character)
    found: Any = line.cursorToX(character)  # with the place, which the stubs leave out
    x = float(found[0])
    return (placed.at + QPointF(x + 1, line.y() + line.height() / 2)).toPoint()


def drag(rig: Rig, start: QPoint, end: QPoint) -> None:
    """Hold the left button from one point to another."""
    port = rig.conversation.view.viewport()
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    steps = ((QEvent.Type.MouseButtonPress, start, left, left), (QEvent.Type.MouseMove, end, none, left),
             (QEvent.Type.MouseButtonRelease, end, left, none))  # fmt: skip
    for kind, at, button, held in steps:
        there = QPointF(at), QPointF(port.mapToGlobal(at))
        QApplication.sendEvent(port, QMouseEvent(kind, *there, button, held, Qt.KeyboardModifier.NoModifier))


def with_last_text(rig: Rig, text: str) -> None:
    rows = rig.desk.talks[LONG_THREAD].messages
    rows[-1] = replace(rows[-1], text=text)
    rig.open(LONG)


async def test_a_part_of_a_message_is_selected_by_mouse_and_copied(rig: Rig) -> None:
    text = "The code is AB-1234 🙏🏽 and the door\nis the green one"
    with_last_text(rig, text)
    view = rig.conversation.view
    drag(rig, letter(rig, -1, 12), letter(rig, -1, 19))
    assert view.selection.text == "AB-1234"
    press(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "AB-1234"
    assert rig.conversation.toasts.toasts[-1].text == "Selected text copied"
    start, end = (utf16(text, text.index(word)) for word in ("🙏", "green"))
    for ends in ((start, end), (end, start)):  # backwards is the same; an emoji is whole, a line break is one
        drag(rig, *(letter(rig, -1, place) for place in ends))
        assert view.selection.text == "🙏🏽 and the door\nis the "
    press(view, Qt.Key.Key_Escape)
    assert view.selection.text == ""
    press(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == text


async def test_the_menu_copies_what_is_selected_and_a_click_elsewhere_ends_it(rig: Rig) -> None:
    with_last_text(rig, "The code is AB-1234")
    view = rig.conversation.view
    place = letter(rig, -1, 13)
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert view.selection.text == "AB"
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, view.viewport().mapToGlobal(place))
    QApplication.sendEvent(view.viewport(), asked)
    menu = next(menu for menu in view.findChildren(Menu) if menu.isVisible())
    words = [action.iconText() for action in menu.actions()]
    assert words[:2] == ["Copy the selected text", "Copy the message"]
    menu.actions()[0].trigger()
    menu.close()
    assert QGuiApplication.clipboard().text() == "AB"
    click(view.viewport(), QPoint(5, 5))
    assert view.selection.text == ""


async def test_selecting_over_a_link_does_not_open_it(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("ui.conversation.message_acts.open_link", opened.append)
    with_last_text(rig, "See https://salon.example/prices for prices")
    view = rig.conversation.view
    drag(rig, letter(rig, -1, 12), letter(rig, -1, 20))
    assert view.selection.text == "salon.ex" and opened == []
    click(view.viewport(), letter(rig, -1, 15))
    assert opened == ["https://salon.example/prices"]


async def test_what_is_selected_stays_with_its_message_and_goes_with_its_conversation(rig: Rig) -> None:
    with_last_text(rig, "The code is AB-1234")
    view = rig.conversation.view
    drag(rig, letter(rig, -1, 12), letter(rig, -1, 19))
    rig.desk.arrive(LONG_THREAD, "And one more")
    await until(lambda: rig.conversation.model.rows[-1].text == "And one more")
    assert view.selection.text == "AB-1234"
    rig.open(3)
    assert view.selection.text == ""
