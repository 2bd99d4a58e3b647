"""What stands around the bubbles: the head with the customer's number, and toasts that keep off what is read."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication

from app.domain.hours import ALWAYS, OpeningHours, Span
from app.domain.standards import Standard
from tests.gui.rig import Rig, click, press, rig, until
from tests.gui.test_conversation import LONG
from ui.conversation import header
from ui.conversation.header import HeadLine, head_line
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
    known = rig.desk.header(rig.open(3))
    assert known is not None
    other = replace(known, name=name, number=number, username=username, user_id=user_id)
    assert head_line(other, rig.clock.now(), rig.kit.formats).handle == shown


async def test_in_a_narrow_head_the_state_is_whole_or_cut_short_and_the_window_gives_way(rig: Rig) -> None:
    rig.open(3)
    line = rig.conversation.head.line
    line.set_line(
        HeadLine("Reply before 14:07 (closed now)", "hourglass", "free until tomorrow 10:19", "+33 6")
    )
    metrics = rig.kit.theme.metrics("small", tabular=True)
    state = round(metrics.horizontalAdvance(line.line.state))
    painted: list[tuple[str, int]] = []

    def drawn(
        painter: object, box: QRectF, _theme: object, words: str, *_ink: object, **_how: object
    ) -> float:
        painted.append((words, round(box.right())))
        return box.width()

    for width, count in ((state - 40, 1), (state + 40, 1), (state + 150, 3), (state + 400, 5)):
        painted.clear()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(header, "paint_text", drawn)
            line.resize(width, line.height())
            line.grab()
        assert len(painted) == count and all(right <= width for _words, right in painted)


def told(rig: Rig) -> tuple[str, str]:
    """The first words under the name, and their colour."""
    line = rig.conversation.head.line.line
    return line.state, line.tone


async def test_the_head_says_until_when_to_answer(rig: Rig) -> None:
    talk = rig.desk.inbox("waiting")[0]
    rig.desk.talks[talk].waiting_since_at = rig.clock.now() - timedelta(minutes=10)
    await rig.desk.save_standards([Standard("", 20, 20, "cal")])
    rig.panes.open(talk)
    due = rig.kit.formats.time_of_day(rig.clock.now() + timedelta(minutes=10))
    assert told(rig) == (f"Reply before {due}", "text_muted")
    await rig.clock.advance(6 * 60)
    rig.conversation._let_time_pass()
    assert told(rig)[1] == "warning"
    await rig.clock.advance(5 * 60)
    rig.conversation._let_time_pass()
    assert told(rig) == ("Waiting for 21 min", "danger")
    await rig.desk.save_hours("", OpeningHours(ALWAYS, "Europe/Paris", ((Span(0, 1),),) * 7))
    await rig.desk.save_standards([Standard("", 20, 20, "bus")])
    rig.conversation._let_time_pass()
    assert told(rig)[0].endswith("(closed now)") and told(rig)[1] == "text_muted"
    assert rig.desk.counts().beyond_standard == 0
