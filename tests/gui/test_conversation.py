"""The conversation in the window: its place, its links, its ways on; by mouse and by key."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QDesktopServices, QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.ids import ConversationId, MessageId
from app.domain.rows import MessageRow
from tests.fake_salon import LONG_THREAD
from tests.gui.rig import Rig, click, press, rig, shown_names, until
from ui.conversation.bubble_layout import Spot
from ui.conversation.header import head_line
from ui.conversation.links import find_links, open_link, where_to
from ui.conversation.text_block import utf16
from ui.conversation.thread_model import MOST, PAGE
from ui.widgets.menu import Menu

__all__ = ["rig"]

LONG = int(LONG_THREAD[-3:])


def bar(rig: Rig):  # type: ignore[no-untyped-def]
    return rig.conversation.view.verticalScrollBar()


def spots(rig: Rig, number: int = -1) -> list[Spot]:
    """What answers to a click in a bubble."""
    rows = rig.conversation.model.rowCount()
    return rig.conversation.view.itemDelegate().layout_of(number % rows).spots  # type: ignore[attr-defined, no-any-return]


def click_spot(rig: Rig, value: str, number: int = -1) -> None:
    view, rows = rig.conversation.view, rig.conversation.model.rowCount()
    view.to_end()
    spot = next(spot for spot in spots(rig, number) if value in (spot.value, spot.target))
    click(view.viewport(), spot.rect.center() + view._origin(number % rows))


async def test_a_conversation_opens_at_its_newest_message(rig: Rig) -> None:
    rig.open(LONG)
    assert rig.conversation.view.is_at_end
    assert rig.conversation.model.rowCount() == PAGE
    assert bar(rig).maximum() > 0


async def test_a_short_conversation_stands_beside_the_answer_box(rig: Rig) -> None:
    rig.open(4)
    view = rig.conversation.view
    last = rig.conversation.model.rowCount() - 1
    bottom = view.visualRect(rig.conversation.model.index(last)).bottom()
    assert bar(rig).maximum() == 0
    assert abs(bottom - view.viewport().height()) < 4


async def test_who_is_at_the_newest_stays_there(rig: Rig) -> None:
    conversation_id = rig.open(LONG)
    rig.desk.arrive(conversation_id, "And one more")
    await until(lambda: rig.conversation.model.rows[-1].text == "And one more")
    assert rig.conversation.view.is_at_end


async def test_who_reads_older_ones_keeps_the_place_and_is_told_of_new_ones(rig: Rig) -> None:
    conversation_id = rig.open(LONG)
    bar(rig).setValue(bar(rig).maximum() // 2)
    before = rig.conversation.view.anchor()
    rig.desk.arrive(conversation_id, "And one more")
    await until(lambda: rig.conversation.model.rows[-1].text == "And one more")
    assert rig.conversation.view.anchor() == before
    pill = rig.conversation.pill.button
    assert pill.isVisible() and pill.text() == "1 new message"
    click(pill, pill.rect().center())
    assert rig.conversation.view.is_at_end and not pill.isVisible()


async def test_older_messages_come_while_scrolling_and_nothing_moves(rig: Rig) -> None:
    rig.open(LONG)
    view = rig.conversation.view
    bar(rig).setValue(300)
    before = view.anchor()
    await until(lambda: rig.conversation.model.rowCount() > PAGE)
    assert view.anchor() == before


async def test_scrolling_to_the_first_message_never_holds_more_than_the_window(rig: Rig) -> None:
    rig.open(LONG)
    view, first = rig.conversation.view, rig.desk.talks[LONG_THREAD].messages[0].message_id
    for _number in range(200):
        bar(rig).setValue(0)
        view._load_more()
        assert rig.conversation.model.rowCount() <= MOST
        if not rig.conversation.model.has_older:
            break
    bar(rig).setValue(0)
    assert rig.conversation.model.rows[0].message_id == first
    rig.conversation.go_to_newest()
    assert view.is_at_end and rig.conversation.model.rowCount() == PAGE


async def test_a_narrower_window_wraps_again_and_stays_at_the_newest(rig: Rig) -> None:
    rig.open(LONG)
    before = bar(rig).maximum()
    rig.window.resize(920, 700)
    await until(lambda: bar(rig).maximum() != before)
    await until(lambda: rig.conversation.view.is_at_end)


async def test_screen_readers_hear_each_bubble(rig: Rig) -> None:
    rig.open(4)
    names = shown_names(rig.conversation.view)
    assert len(names) == rig.conversation.model.rowCount()
    assert "not delivered" in names[-1]


async def test_send_again_under_a_failed_message_by_mouse(rig: Rig) -> None:
    conversation_id = rig.open(4)
    failed = rig.conversation.model.rows[-1]
    rig.desk.set_state(failed.message_id, "failed", "channel_failed")
    await until(lambda: bool([spot for spot in spots(rig) if spot.value == "retry"]))
    click_spot(rig, "retry")
    await until(lambda: rig.desk.talks[conversation_id].messages[-1].retry_of == failed.message_id)


async def test_it_arrived_by_the_menu_and_key(rig: Rig) -> None:
    rig.open(8)
    message_id = rig.conversation.model.rows[-1].message_id
    rig.desk.set_state(message_id, "unknown")
    rig.clock.set_wall(rig.clock.now() + timedelta(minutes=11))
    rig.conversation._let_time_pass()
    view = rig.conversation.view
    view.setFocus()
    press(view, Qt.Key.Key_End)
    press(view, Qt.Key.Key_Return)
    menu = view.findChild(Menu)
    assert menu is not None
    arrived = next(action for action in menu.actions() if action.iconText() == "It arrived")
    arrived.trigger()
    menu.close()
    await until(lambda: ("settle_arrived", message_id) in rig.desk.done)


async def test_the_menu_of_a_sent_message_tells_the_truth(rig: Rig) -> None:
    rig.open(2)
    view = rig.conversation.view
    at = view.bubble_rect(rig.conversation.model.rowCount() - 1).center().toPoint()
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, view.viewport().mapToGlobal(at))
    QApplication.sendEvent(view.viewport(), asked)
    menu = view.findChild(Menu)
    assert menu is not None
    last = menu.actions()[-1]
    assert "cannot be taken back from the customer’s phone" in last.iconText() and not last.isEnabled()
    menu.close()


async def test_copy_gives_what_was_written(rig: Rig) -> None:
    rig.open(9)
    view = rig.conversation.view
    view.setFocus()
    press(view, Qt.Key.Key_End)
    press(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == rig.conversation.model.rows[-1].text


async def test_the_details_of_a_photo_are_copied(rig: Rig) -> None:
    rig.open(3)
    message_id = rig.conversation.model.rows[-1].message_id
    click_spot(rig, "details")
    await until(lambda: message_id in QGuiApplication.clipboard().text())
    assert rig.conversation.toasts.toasts[-1].text == "Details copied"


async def test_hostile_text_is_drawn_as_it_was_written(rig: Rig) -> None:
    rig.open(9)
    face = rig.conversation.model.face(rig.conversation.model.rowCount() - 1)
    assert "<b>gras</b>" in face.text and "\u202e" not in face.text
    assert face.links == ()


@pytest.mark.parametrize("text", ["\x00\ud800" * 50, "x" * 65_536, "م" * 3_000, "👩‍👩‍👧‍👦" * 500, "\n" * 300])
async def test_no_text_breaks_the_window(rig: Rig, text: str) -> None:
    conversation_id = rig.open(3)
    rig.desk.arrive(conversation_id, text)
    await until(lambda: rig.conversation.model.rows[-1].text == text)
    assert not rig.window.grab().isNull()


async def test_done_and_taken_up_again_by_key_and_by_undo(rig: Rig) -> None:
    conversation_id = rig.open(3)
    rig.conversation.view.setFocus()
    press(rig.conversation.view, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    await until(lambda: rig.desk.talks[conversation_id].is_closed)
    await until(lambda: rig.conversation.head.button.text() == "Reopen")
    toast = rig.conversation.toasts.toasts[-1]
    assert toast.link is not None
    toast.link.click()
    await until(lambda: not rig.desk.talks[conversation_id].is_closed)


async def test_an_undo_goes_when_what_it_offers_was_done_by_key(rig: Rig) -> None:
    conversation_id = rig.open(3)
    rig.conversation.end_or_reopen()
    await until(lambda: rig.conversation.head.button.text() == "Reopen")
    assert rig.conversation.toasts.toasts
    rig.conversation.end_or_reopen()
    assert not rig.conversation.toasts.toasts
    await until(lambda: not rig.desk.talks[conversation_id].is_closed)


async def test_the_head_says_how_long_one_may_write(rig: Rig) -> None:
    rig.open(3)
    assert rig.conversation.head.line.line.window.startswith("free to write until")
    rig.open(7)
    assert rig.conversation.head.line.line.window.startswith("closed since")


async def test_reading_takes_a_moment_and_a_window_that_is_looked_at(rig: Rig) -> None:
    first, second = rig.open(3), rig.open(5)
    await until(lambda: ("mark_read", second) in rig.desk.done)
    assert ("mark_read", first) not in rig.desk.done


async def test_a_very_long_message_is_shown_whole_when_asked(rig: Rig) -> None:
    conversation_id = rig.open(3)
    rig.desk.arrive(conversation_id, "mot " * 2_000)
    await until(lambda: rig.conversation.model.face(rig.conversation.model.rowCount() - 1).is_cut)
    click_spot(rig, "whole")
    assert not rig.conversation.model.face(rig.conversation.model.rowCount() - 1).is_cut


# -- links


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("see https://example.org/a(b), ok", ["https://example.org/a(b)"]),
        ("(www.example.org).", ["https://www.example.org"]),
        ("write to lea@example.org!", ["mailto:lea@example.org"]),
        ("tel:+33639980000", ["tel:+33639980000"]),
        ("https://bank.example@evil.example/login", []),
        ("javascript:alert(1) file:///etc/passwd \\\\server\\share", []),
        ("10.30 and 11.15", []),
        ("http://[broken", []),
    ],
)
def test_links_are_found_and_traps_are_not(text: str, targets: list[str]) -> None:
    assert [link.target for link in find_links(text)] == targets


def test_a_link_covers_exactly_what_was_written() -> None:
    text = "🙂 see https://example.org."
    link = find_links(text)[0]
    assert text[link.start : link.end] == "https://example.org"


def test_the_true_host_is_told_in_ascii() -> None:
    assert "xn--" in where_to("https://pаypal.example/")  # the second letter is Cyrillic


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "javascript:alert(1)", "smb://server/share", "app://x"]
)
def test_harmful_links_are_never_handed_to_the_system(target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    assert not open_link(target)
    assert opened == []


async def test_a_click_on_a_link_opens_it_and_the_pointer_shows_a_hand(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("ui.conversation.message_acts.open_link", opened.append)
    conversation_id = rig.open(3)
    rig.desk.arrive(conversation_id, "🙂 look: https://example.org/x")
    await until(lambda: bool(rig.conversation.model.face(rig.conversation.model.rowCount() - 1).links))
    view, number = rig.conversation.view, rig.conversation.model.rowCount() - 1
    layout = view.itemDelegate().layout_of(number)  # type: ignore[attr-defined]
    inside = layout.text_at + QPointF(layout.text.width - 20, 10) + view._origin(number)
    click(view.viewport(), inside)
    assert opened == ["https://example.org/x"]
    assert view.spot_under(inside) is not None
    assert view.spot_under(QPointF(QPoint(2, 2))) is None


async def test_an_unknown_message_or_conversation_breaks_nothing(rig: Rig) -> None:
    rig.conversation.open(ConversationId("nowhere"))
    assert rig.conversation.conversation_id is None
    rig.conversation.view.menu_asked.emit("nothing", QPoint(0, 0))
    rig.conversation.view.copy_asked.emit(MessageId("nothing"))


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
        [first, second] = menu.actions()
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
     ("Ana", None, None, "FR.1", "FR.1"), ("Ana", None, None, None, ""),
     ("+33600000003", "33600000003", None, None, "")],
)  # fmt: skip
async def test_the_head_says_the_best_way_to_reach_somebody_once(
    rig: Rig, name: str, number: str | None, username: str | None, user_id: str | None, shown: str
) -> None:
    header = rig.desk.header(rig.open(3))
    assert header is not None
    other = replace(header, name=name, number=number, username=username, user_id=user_id)
    assert head_line(other, rig.clock.now(), rig.kit.formats).handle == shown


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
