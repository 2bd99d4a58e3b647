"""The inbox pane in the window: by mouse and by key."""

from datetime import timedelta

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu

from app.domain.ids import ConversationId
from tests.gui.rig import Rig, click, key_event, move_over, press, rig, shown_names, until
from ui.inbox.list_model import BEYOND, WITHIN, Part
from ui.teamwork.close_sheet import CloseSheet
from ui.widgets.menu import Menu

__all__ = ["rig"]


def keys(rig: Rig) -> list[str]:
    return rig.inbox.model.keys


def row_point(rig: Rig, key: str) -> QPoint:
    index = rig.inbox.model.index_of(key)
    rig.inbox.list.scrollTo(index)
    return rig.inbox.list.visualRect(index).center()


async def test_the_waiting_view_comes_first_with_the_late_ones_on_top(rig: Rig) -> None:
    counts = rig.desk.counts()
    assert rig.inbox.view == "waiting"
    assert keys(rig)[0] == BEYOND
    assert keys(rig).index(WITHIN) == counts.beyond_standard + 1
    names = shown_names(rig.inbox.list)
    assert names[0] == f"Beyond the standard of 30 min, {counts.beyond_standard}"


async def test_one_height_for_rows_and_one_for_sections(rig: Rig) -> None:
    heights = {rig.inbox.list.visualRect(rig.inbox.model.index(n)).height() for n in range(20)}
    assert heights == {64, 32}


async def test_tabs_count_and_choose(rig: Rig) -> None:
    counts = rig.desk.counts()
    buttons = rig.inbox.tabs.findChildren(QAbstractButton)
    tabs = [button for button in buttons if button.isCheckable() and button.isVisible()]
    wanted = [f"To answer, {counts.waiting}", "Mine, 0", f"To pick up, {counts.unassigned}"]
    assert [tab.accessibleName() for tab in tabs] == wanted
    click(tabs[2], tabs[2].rect().center())
    assert rig.inbox.view == "unassigned"
    assert set(keys(rig)) == set(rig.desk.inbox("unassigned", limit=60))
    assert rig.desk.place["view"] == "unassigned"


async def test_arrow_keys_pass_over_sections_and_open_what_they_reach(rig: Rig) -> None:
    view = rig.inbox.list
    view.setFocus()
    press(view, Qt.Key.Key_Home)
    press(view, Qt.Key.Key_Down)
    first = rig.conversation.conversation_id
    assert first == keys(rig)[1] or first == keys(rig)[2]
    for _number in range(rig.desk.counts().beyond_standard):
        press(view, Qt.Key.Key_Down)
    assert rig.conversation.conversation_id in keys(rig)[keys(rig).index(WITHIN) :]


async def test_enter_goes_into_the_answer_box(rig: Rig) -> None:
    view = rig.inbox.list
    click(view.viewport(), row_point(rig, "c-003"))
    view.setFocus()
    press(view, Qt.Key.Key_Return)
    assert rig.conversation.composer.box.hasFocus()


async def test_enter_opens_the_row_with_the_frame_when_nothing_is_open_yet(rig: Rig) -> None:
    """A single customer waited, the frame stood on them, and no key opened the conversation."""
    view = rig.inbox.list
    view.setFocus()
    view.selectionModel().setCurrentIndex(
        rig.inbox.model.index_of("c-003"), QItemSelectionModel.SelectionFlag.NoUpdate
    )
    assert rig.conversation.conversation_id != "c-003"
    press(view, Qt.Key.Key_Return)
    assert rig.conversation.conversation_id == "c-003"
    assert rig.conversation.composer.box.hasFocus()


async def test_letters_do_not_jump_in_the_list(rig: Rig) -> None:
    view = rig.inbox.list
    view.setFocus()
    press(view, Qt.Key.Key_Down)
    before = view.currentIndex()
    view.keyPressEvent(key_event(Qt.Key.Key_Z, "z"))
    assert view.currentIndex() == before


async def test_a_click_opens_the_conversation(rig: Rig) -> None:
    click(rig.inbox.list.viewport(), row_point(rig, "c-003"))
    assert rig.conversation.conversation_id == "c-003"
    assert rig.conversation.head.name.text == rig.desk.header(ConversationId("c-003")).name  # type: ignore[union-attr]
    assert rig.desk.place["conversation_id"] == "c-003"


async def test_what_was_answered_leaves_the_view_but_stays_open(rig: Rig) -> None:
    conversation_id = rig.open(3)
    message_id = await rig.desk.send_text(conversation_id, "Yes")
    rig.desk.set_state(message_id, "accepted")
    await rig.desk.mark_read(conversation_id)
    rig.inbox.refresh()
    assert conversation_id not in keys(rig)
    assert rig.conversation.conversation_id == conversation_id
    assert not rig.inbox.list.selectionModel().hasSelection()


async def test_a_new_message_lifts_its_conversation_and_keeps_the_selection(rig: Rig) -> None:
    rig.inbox.show_view("all")
    rig.open(5)
    rig.desk.arrive(ConversationId("c-040"), "Anyone there?")
    await until(lambda: keys(rig)[0] == "c-040")
    selected = rig.inbox.list.selectionModel().selectedIndexes()
    assert [index.data(Part.KEY) for index in selected] == ["c-005"]


async def test_the_order_does_not_change_under_the_pointer(rig: Rig) -> None:
    rig.inbox.show_view("all")
    before = keys(rig)
    move_over(rig.inbox.list, QPoint(60, 60))
    rig.desk.arrive(ConversationId("c-040"), "Anyone there?")
    await until(lambda: rig.inbox.model.row_of("c-040").last_text == "Anyone there?")  # type: ignore[union-attr]
    assert keys(rig) == before
    await until(lambda: keys(rig)[0] == "c-040")


async def test_waits_grow_with_time_alone(rig: Rig) -> None:
    late = rig.desk.counts().beyond_standard
    rig.clock.set_wall(rig.clock.now() + timedelta(minutes=30))
    rig.inbox._tick.timeout.emit()
    assert rig.desk.counts().beyond_standard > late
    assert keys(rig).index(WITHIN) == rig.desk.counts().beyond_standard + 1 if WITHIN in keys(rig) else True


async def test_a_draft_shows_in_its_row(rig: Rig) -> None:
    rig.open(3)
    rig.write("Oui, à onze heures")
    names = shown_names(rig.inbox.list)
    assert any("Draft: Oui, à onze heures" in name for name in names)


async def test_the_menu_marks_as_done_and_shows_the_key(rig: Rig) -> None:
    at = row_point(rig, "c-003")
    view = rig.inbox.list
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, view.viewport().mapToGlobal(at))
    QApplication.sendEvent(view.viewport(), asked)
    menu = rig.inbox.findChild(Menu)
    assert isinstance(menu, QMenu)
    done = next(action for action in menu.actions() if action.iconText() == "Mark as done")
    assert done.data() == "Ctrl+E"
    done.trigger()
    menu.close()
    sheet = rig.window.findChild(CloseSheet)
    assert isinstance(sheet, CloseSheet)
    press(sheet, Qt.Key.Key_Return)
    await until(lambda: ("close", "c-003") in rig.desk.done)


async def test_an_empty_view_says_so_kindly(rig: Rig) -> None:
    for talk in rig.desk.talks.values():
        talk.waiting_since_at = None
    rig.inbox.refresh()
    state = rig.inbox._stack.currentWidget()
    assert state is not rig.inbox.list
    button = state.button  # type: ignore[union-attr]
    click(button, button.rect().center())
    assert rig.inbox.view == "all"
    assert rig.inbox._stack.currentWidget() is rig.inbox.list
