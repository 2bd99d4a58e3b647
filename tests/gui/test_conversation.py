"""The conversation in the window: its place, its links, its ways on; by mouse and by key."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication

from app.domain.ids import ConversationId, MessageId
from tests.fake_salon import LONG_THREAD
from tests.gui.rig import Rig, click, press, rig, shown_names, until
from ui.conversation.links import find_links, open_link, where_to
from ui.conversation.spots import Spot
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


async def test_the_details_of_what_cannot_be_shown_are_copied(rig: Rig) -> None:
    conversation_id = rig.open(3)
    rig.desk.arrive(conversation_id, None, "unsupported")
    await until(lambda: rig.conversation.model.rows[-1].kind == "unsupported")
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
    rig.confirm_end()
    await until(lambda: rig.desk.talks[conversation_id].is_closed)
    await until(lambda: rig.conversation.head.button.text() == "Reopen")
    toast = rig.conversation.toasts.toasts[-1]
    assert toast.link is not None
    toast.link.click()
    await until(lambda: not rig.desk.talks[conversation_id].is_closed)


async def test_an_undo_goes_when_what_it_offers_was_done_by_key(rig: Rig) -> None:
    conversation_id = rig.open(3)
    rig.conversation.end_or_reopen()
    rig.confirm_end()
    await until(lambda: bool(rig.conversation.toasts.toasts))
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
