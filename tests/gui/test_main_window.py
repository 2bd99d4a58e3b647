"""The window as a whole: places, keys, names for screen readers, practice, start and end."""

import asyncio
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QLineEdit, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from app.domain.errors import EnvironmentFailure
from app.domain.ids import ConversationId
from app.domain.rows import Changes, ConnectionState
from app.words import set_language
from tests.fake_desk import FakeDesk
from tests.guards.logs import Expect
from tests.gui.rig import Rig, click, press, rig, until
from ui.application import Show
from ui.place import Place, read_place
from ui.theme.style import is_keyboard_focus
from ui.theme.theme import Theme
from ui.widgets.dialog import ConfirmDialog

__all__ = ["rig"]

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def focusable(window: QWidget) -> list[QWidget]:
    """Every visible control that the keyboard can reach."""
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not widget.focusProxy()
    ]


def focused() -> QWidget:
    """The widget with the keyboard's focus."""
    now = QApplication.focusWidget()
    assert now is not None
    return now


def spoken_name(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    assert interface is not None
    return interface.text(QAccessible.Text.Name)


@pytest.mark.parametrize("screen", ["inbox", "settings"])
async def test_every_control_has_a_name(rig: Rig, screen: str) -> None:
    rig.open(3)
    rig.panes.show_screen(screen)
    controls = focusable(rig.window)
    assert len(controls) >= 5
    assert [type(widget).__name__ for widget in controls if not spoken_name(widget)] == []


async def test_tab_goes_through_everything_and_comes_back(rig: Rig) -> None:
    rig.open(3)
    rig.inbox.list.setFocus()
    seen: list[str] = []
    for _number in range(40):
        press(focused(), Qt.Key.Key_Tab)
        now = focused()
        if spoken_name(now) in seen:
            break
        seen.append(spoken_name(now))
    assert {"Your answer", "Messages", "Conversations"} <= set(seen)


async def test_f6_goes_round_the_parts_of_the_window(rig: Rig) -> None:
    rig.open(3)
    rig.inbox.list.setFocus()
    reached = []
    for _number in range(4):
        press(focused(), Qt.Key.Key_F6)
        assert is_keyboard_focus(focused())
        reached.append(focused())
    assert reached[:2] == [rig.conversation.view, rig.conversation.composer.box]
    assert isinstance(reached[2], QAbstractButton) and reached[3] is rig.inbox.list
    press(rig.inbox.list, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert focused() is reached[2]


async def test_keys_lead_to_every_place(rig: Rig) -> None:
    rig.open(3)
    press(rig.window, Qt.Key.Key_0, ALT)
    assert rig.panes.screen_id == "settings" and rig.panes.rail.active_id == "settings"
    press(rig.window, Qt.Key.Key_3, ALT)
    assert rig.panes.screen_id == "contacts" and rig.panes.rail.active_id == "contacts"
    press(rig.window, Qt.Key.Key_1, ALT)
    assert rig.panes.screen_id == "today" and rig.panes.rail.active_id == "today"
    press(rig.window, Qt.Key.Key_2, ALT)
    assert rig.panes.screen_id == "inbox"
    press(rig.window, Qt.Key.Key_1, CTRL)
    assert rig.inbox.list.hasFocus()
    press(rig.inbox.list, Qt.Key.Key_2, CTRL)
    assert rig.conversation.view.hasFocus()
    press(rig.conversation.view, Qt.Key.Key_3, CTRL)
    assert rig.conversation.composer.box.hasFocus()
    press(rig.conversation.composer.box, Qt.Key.Key_Escape)
    assert rig.inbox.list.hasFocus()
    press(rig.inbox.list, Qt.Key.Key_Down, ALT)
    after = rig.conversation.conversation_id
    press(rig.inbox.list, Qt.Key.Key_Up, ALT)
    assert rig.conversation.conversation_id != after
    press(rig.inbox.list, Qt.Key.Key_Tab, CTRL)
    assert rig.inbox.view == "mine"


async def test_a_letter_in_the_answer_is_no_shortcut(rig: Rig) -> None:
    conversation_id = rig.open(3)
    rig.conversation.focus_composer()
    for key in (Qt.Key.Key_E, Qt.Key.Key_J, Qt.Key.Key_K):
        press(rig.conversation.composer.box, key)
    assert rig.conversation.composer.text == "ejk"
    assert rig.conversation.conversation_id == conversation_id
    assert not rig.desk.talks[conversation_id].is_closed


async def test_letters_typed_in_a_list_begin_the_answer_and_close_nothing(rig: Rig) -> None:
    conversation_id = rig.open(3)
    rig.inbox.list.setFocus()
    press(rig.inbox.list, Qt.Key.Key_E)
    assert rig.conversation.composer.box.hasFocus()
    rig.conversation.view.setFocus()
    press(rig.conversation.view, Qt.Key.Key_J)
    assert rig.conversation.composer.text == "ej"
    assert rig.desk.draft(conversation_id) == "ej"
    assert not rig.desk.talks[conversation_id].is_closed


async def test_a_narrow_window_shows_one_pane_and_an_arrow_back(rig: Rig) -> None:
    rig.open(3)
    rig.window.resize(820, 900)
    await until(lambda: not rig.inbox.isVisible())
    back = rig.conversation.head.back
    assert rig.conversation.isVisible() and back.isVisible()
    await until(lambda: rig.panes.rail.width() == 56)
    click(back, back.rect().center())
    assert rig.inbox.isVisible() and not rig.conversation.isVisible()
    press(rig.inbox.list, Qt.Key.Key_Return)
    assert rig.conversation.isVisible()
    rig.panes.back_to_list()
    row = rig.inbox.list.visualRect(rig.inbox.model.index_of("c-013"))
    click(rig.inbox.list.viewport(), row.center())
    assert rig.conversation.isVisible() and rig.conversation.conversation_id == "c-013"
    rig.window.resize(1440, 900)
    await until(lambda: rig.inbox.isVisible() and rig.conversation.isVisible())
    await until(lambda: not back.isVisible() and rig.panes.rail.width() == 80)


async def test_sizes_and_the_place_in_the_conversation_survive(rig: Rig) -> None:
    rig.open(1)
    view = rig.conversation.view
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    anchor = view.anchor()
    rig.panes._splitter.setSizes([420, 900])
    rig.panes._splitter.splitterMoved.emit(420, 1)
    rig.panes.remember()
    place = read_place(rig.desk.last_place())
    rig.window.show_panes(rig.kit, place)
    assert rig.panes._splitter.sizes()[0] == 420
    assert anchor is not None and rig.conversation.view.anchor() == anchor


async def test_the_conversation_of_last_time_comes_back_once_the_view_is_made_anew(rig: Rig) -> None:
    conversation_id = rig.open(3)
    rig.panes.remember()
    place = read_place(rig.desk.last_place())
    talk = rig.desk.talks.pop(conversation_id)
    rig.window.show_panes(rig.kit, place)
    assert rig.conversation.conversation_id is None
    rig.panes.remember()
    assert read_place(rig.desk.last_place()).conversation_id == conversation_id
    rig.desk.talks[conversation_id] = talk
    rig.desk._tell(Changes(is_everything=True))
    await until(lambda: rig.conversation.conversation_id == conversation_id)


async def test_a_place_that_cannot_be_read_is_the_first_day(rig: Rig) -> None:
    assert read_place({"screen": "x", "list_px": "wide", "anchor_px": "y"}) == Place()
    rig.window.show_panes(
        rig.kit, Place(conversation_id=ConversationId("gone"), view="nothing", geometry="%")
    )
    assert rig.inbox.view == "waiting" and rig.conversation.conversation_id is None


# -- status


async def test_the_status_bar_tells_the_connection(rig: Rig) -> None:
    state = rig.desk.state
    status = rig.panes.status
    assert status.accessibleName().startswith("Practice, nothing is sent to WhatsApp. last message received")
    rig.desk.set_connection(ConnectionState(True, False, state.last_received_at, 3))
    await until(lambda: status.accessibleName().startswith("Connected"))
    assert "3 to send" in status.accessibleName()
    rig.desk.set_connection(ConnectionState(False, False, None, 1, catching_up=(420_000, 1_000_000)))
    await until(lambda: status.accessibleName().startswith("Connecting"))
    assert "420,000 of 1,000,000" in status.accessibleName()
    rig.desk.set_connection(ConnectionState(True, False, None, 0, lacks_number=True))
    await until(lambda: (status.accessibleName()[:13], status._dot) == ("No number con", "neutral"))
    rig.desk.set_connection(ConnectionState(True, False, None, 0, stopped_code="device_revoked"))
    await until(lambda: status._dot == "danger")


async def test_the_rail_counts_who_waits(rig: Rig) -> None:
    waiting = rig.desk.counts().waiting
    names = [button.accessibleName() for button in rig.panes.rail.findChildren(QAbstractButton)]
    assert any(str(waiting) in name for name in names)
    await rig.desk.close(ConversationId("c-003"))
    await until(
        lambda: any(
            str(waiting - 1) in button.accessibleName()
            for button in rig.panes.rail.findChildren(QAbstractButton)
        )
    )


async def test_leaving_practice_asks_once_and_keeping_is_safe(rig: Rig) -> None:
    banner = rig.panes.banner
    assert banner is not None and banner.isVisible()
    left: list[bool] = []
    rig.window.leave_confirmed.connect(lambda: left.append(True))
    click(banner.quit_button, banner.quit_button.rect().center())
    dialog = rig.window.findChild(ConfirmDialog)
    assert dialog is not None
    dialog.keep_button.click()
    await until(lambda: rig.window.findChild(ConfirmDialog) is None)
    assert left == []
    click(banner.quit_button, banner.quit_button.rect().center())
    dialog = rig.window.findChild(ConfirmDialog)
    assert dialog is not None
    dialog.confirm_button.click()
    assert left == [True]
    await until(lambda: rig.window.findChild(ConfirmDialog) is None)


# -- looks


@pytest.mark.parametrize("choice", ["light", "dark"])
@pytest.mark.parametrize("scale", [1.0, 1.3])
async def test_every_screen_draws_in_every_look(rig: Rig, choice: str, scale: float) -> None:
    rig.kit.theme.set_choice(choice)  # type: ignore[arg-type]
    rig.kit.theme.set_scale(scale)
    for number in (3, 4, 7, 8, 9):
        rig.open(number)
        assert not rig.window.grab().isNull()
    rig.panes.show_screen("settings")
    ground = rig.window.grab().toImage().pixelColor(700, 600)
    assert (ground.lightness() < 100) == (choice == "dark")


async def test_at_twice_the_size_everything_is_within_reach(rig: Rig) -> None:
    rig.window.resize(720, 450)  # a 1440 x 900 screen at 200 %
    rig.open(3)
    await until(lambda: not rig.inbox.isVisible())
    button = rig.conversation.composer.send_button
    corner = button.mapTo(rig.window, button.rect().bottomRight())
    assert rig.window.rect().contains(corner)
    assert rig.conversation.view.height() > 100


async def test_right_to_left_draws_too(rig: Rig) -> None:
    rig.window.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    rig.open(3)
    view = rig.conversation.view
    view._wrap_again()
    incoming = view.bubble_rect(0)
    assert rig.conversation.model.row(0).direction == "in"
    assert incoming.center().x() > view.viewport().width() / 2
    assert not rig.window.grab().isNull()


async def test_no_list_has_a_widget_for_each_row(rig: Rig) -> None:
    rig.open(1)
    for view in (rig.inbox.list, rig.conversation.view):
        assert isinstance(view, QAbstractItemView)
        assert len(view.viewport().findChildren(QWidget)) <= 3
    assert len(rig.window.findChildren(QTextEdit)) == 2  # the answer and the note
    assert not [line for line in rig.window.findChildren(QLineEdit) if not line.accessibleName()]


# -- start and end


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[Theme]:
    set_language("en")
    theme = Theme(choice="light")
    theme.apply(qapp)
    yield theme
    theme.deleteLater()
    qapp.setStyleSheet("")
    set_language("en")


async def test_the_window_is_there_before_the_desk_and_ends_with_it(dressed: Theme, qtbot: QtBot) -> None:
    desk, may_open = FakeDesk(), asyncio.Event()
    stopped: list[str] = []

    async def open_desk() -> FakeDesk:
        await may_open.wait()
        return desk

    async def leave() -> None:
        stopped.append("left" if not desk.is_started else "too early")

    show = Show(dressed, desk.clock, open_desk, leave, is_practice=True)
    main = asyncio.ensure_future(show.main())
    await until(show.window.isVisible)
    assert show.window.panes is None
    may_open.set()
    await until(lambda: show.window.panes is not None and desk.is_started)
    show.window.leave_confirmed.emit()
    assert await main == 0
    assert stopped == ["left"] and not desk.is_started


async def test_language_theme_and_size_change_at_once(dressed: Theme, qtbot: QtBot) -> None:
    desk = FakeDesk()

    async def open_desk() -> FakeDesk:
        return desk

    show = Show(dressed, desk.clock, open_desk, None, is_practice=False)
    main = asyncio.ensure_future(show.main())
    await until(lambda: show.window.panes is not None and desk.is_started)
    panes = show.window.panes
    assert panes is not None and panes.banner is None
    panes.open(ConversationId("c-003"))
    panes.conversation.composer.box.insertPlainText("kept")
    await desk.change_setting("language", "fr")
    await until(lambda: show.window.panes is not panes)
    again = show.window.panes
    assert again is not None and again.conversation.composer.text == "kept"
    assert again.conversation.conversation_id == "c-003"
    assert "10:" in again.conversation.head.line.line.window
    await desk.change_setting("theme", "dark")
    await until(lambda: dressed.scheme == "dark")
    await desk.change_setting("text_scale", "130")
    await until(lambda: dressed.scale == 1.3)
    show.window.close()
    assert await main == 0


async def test_a_desk_that_cannot_be_opened_says_why(
    dressed: Theme, qtbot: QtBot, expect_log: Expect, capsys: pytest.CaptureFixture[str]
) -> None:
    async def open_desk() -> FakeDesk:
        raise EnvironmentFailure("wrong_key", file="view.db")

    expect_log("not opened")
    show = Show(dressed, FakeDesk().clock, open_desk, None, is_practice=False)
    main = asyncio.ensure_future(show.main())
    await until(lambda: "view.db" in capsys.readouterr().err)
    assert show.window.isVisible() and not main.done()
    show.window.close()
    assert await main == 1


async def test_a_fault_of_ours_is_one_sentence_and_work_goes_on(rig: Rig) -> None:
    rig.window.say_trouble("Something went wrong inside Comptoir.")
    assert rig.conversation.toasts.toasts[-1].text.startswith("Something went wrong")
    rig.open(3)
    assert rig.conversation.conversation_id == "c-003"


async def test_tab_goes_through_the_window_as_the_eye_does(rig: Rig) -> None:
    rig.open(3)
    rig.panes.focus_on(rig.panes._areas()[0])
    places: list[str] = []
    for _number in range(20):
        focused = QApplication.focusWidget()
        assert focused is not None
        places.append(focused.accessibleName() or getattr(focused, "text", str)())
        press(focused, Qt.Key.Key_Tab)
    assert places == [
        "Messages, 32 to answer", "Search everything", "New conversation", "To answer, 32", "Other views",
        "Conversations",
        "Nobody has this conversation: take it", "Snooze", "The person’s card", "More about this conversation",
        "Mark as done", "Messages", "Answer", "Your answer", "Emoji", "Attach", "Record a voice message",
        "Quick replies",
        "Choose a template", "Leave practice",
    ]  # fmt: skip


async def test_the_key_of_the_answer_leads_there_from_any_screen(rig: Rig) -> None:
    """It wrote into a box that nobody saw, and later did nothing."""
    rig.open(3)
    for screen in ("today", "contacts", "settings"):
        rig.panes.show_screen(screen)
        press(rig.window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
        assert rig.panes.screen_id == "inbox"
        await until(rig.conversation.composer.box.hasFocus)
