"""What stands around the bubbles: the head with the customer's number, and toasts that keep off what is read."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication

from tests.gui.rig import Rig, click, press, rig, until
from tests.gui.test_conversation import LONG
from ui.conversation.header import head_line
from ui.widgets.menu import Menu

__all__ = ["rig"]


def hidden_rows(rig: Rig) -> set[int]:
    """Which messages the toasts hide, counted from the newest."""
    view, rows = rig.conversation.view, rig.conversation.model.rowCount()
    boxes = [toast.geometry().toRectF() for toast in rig.conversation.toasts.toasts]
    assert boxes
    return {
        rows - number for number in range(rows) for box in boxes if view.said_rect(number).intersects(box)
    }


@pytest.mark.parametrize("number", [3, 4, LONG])
@pytest.mark.parametrize("size", [(1440, 900), (920, 700), (640, 620)], ids=str)
async def test_a_toast_does_not_hide_the_last_message(rig: Rig, number: int, size: tuple[int, int]) -> None:
    rig.window.resize(*size)
    rig.open(number)
    await until(lambda: rig.conversation.view.is_at_end)
    rig.conversation.acts._copy(rig.conversation.model.rows[-1])
    assert 1 not in hidden_rows(rig)
    for toast in rig.conversation.toasts.toasts:
        toast.dismiss()


async def test_a_toast_makes_way_for_the_message_that_comes_under_it(rig: Rig) -> None:
    conversation_id = rig.open(4)
    assert rig.conversation.model.rows[-1].direction == "out"
    rig.conversation.acts._copy(rig.conversation.model.rows[-1])
    [toast] = rig.conversation.toasts.toasts
    before = toast.pos()
    rig.desk.arrive(conversation_id, "One more thing, if I may: is there parking nearby?")
    await until(lambda: toast.pos() != before)
    assert 1 not in hidden_rows(rig)


async def test_number_copied_does_not_stay_over_another_conversation(rig: Rig) -> None:
    rig.open(4)
    rig.conversation.acts._copy_number(rig.conversation.model.rows[-1])
    rig.conversation.end_or_reopen()
    rig.confirm_end()
    await until(lambda: len(rig.conversation.toasts.toasts) == 2)
    texts = [toast.text for toast in rig.conversation.toasts.toasts]
    assert texts == ["Number copied", "Conversation done"]
    rig.open(3)
    assert [toast.text for toast in rig.conversation.toasts.toasts] == ["Conversation done"]


@pytest.mark.parametrize("way", ["key", "click", "menu"])
async def test_the_customers_number_is_in_the_head_and_can_be_copied(rig: Rig, way: str) -> None:
    rig.open(3)
    head = rig.conversation.head
    assert head.line.line.handle == "+33 6 00 00 00 03"
    assert "+33 6 00 00 00 03" in head.line.accessibleName() and "+33 6 00 00 00 03" in head.toolTip()
    QGuiApplication.clipboard().clear()
    if way == "key":
        rig.inbox.list.setFocus()
        keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        press(rig.inbox.list, Qt.Key.Key_C, keys)
    elif way == "click":
        await until(lambda: not head.line._handle_box.isEmpty())
        click(head.line, head.line._handle_box.center())
    else:
        at = head.rect().center()
        QApplication.sendEvent(
            head, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, head.mapToGlobal(at))
        )
        menu = next(menu for menu in head.findChildren(Menu) if menu.isVisible())
        first, second, *_ = menu.actions()
        assert (first.iconText(), second.iconText()) == ("Copy the number", "Mark as done")
        first.trigger()
        menu.close()
    assert QGuiApplication.clipboard().text() == "+33600000003"
    assert rig.conversation.toasts.toasts[-1].text == "Number copied"


async def test_who_has_no_number_is_copied_by_what_is_known(rig: Rig) -> None:
    rig.open(26)
    head = rig.conversation.head
    assert (head.name.text, head.line.line.handle) == ("@mia.hair", "")
    rig.conversation.copy_contact()
    assert QGuiApplication.clipboard().text() == "@mia.hair"
    assert rig.conversation.toasts.toasts[-1].text == "Username copied"


@pytest.mark.parametrize(
    ("name", "number", "username", "user_id", "shown"),
    [("Ana", "33600000003", "ana", "FR.1", "+33 6 00 00 00 03"), ("Ana", None, "ana", "FR.1", "@ana"),
     ("Ana", None, None, "FR.1", "no number shared"), ("Ana", None, None, None, "no number shared"),
     ("+33600000003", "33600000003", None, None, "")],
)  # fmt: skip
async def test_the_head_says_the_best_way_to_reach_somebody_once(
    rig: Rig, name: str, number: str | None, username: str | None, user_id: str | None, shown: str
) -> None:
    header = rig.desk.header(rig.open(3))
    assert header is not None
    other = replace(header, name=name, number=number, username=username, user_id=user_id)
    assert head_line(other, rig.clock.now(), rig.kit.formats).handle == shown
