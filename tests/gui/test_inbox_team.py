"""Working the inbox as a team: what a line shows, several rows at once, and every act by mouse and by key."""

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from app.domain.ids import ConversationId
from app.domain.rows import INBOX_VIEWS
from app.domain.saved_views import SavedView, ViewFilter
from app.words import set_language
from tests.fake_team import INES, LEA, MARC
from tests.gui.rig import Rig, click, press, rig, shown_names, type_text, until
from ui.inbox.list_model import Part
from ui.inbox.view_sheet import ViewSheet
from ui.teamwork.assign_picker import AssignPicker
from ui.teamwork.close_sheet import CloseSheet
from ui.teamwork.hand_over import HandOver
from ui.teamwork.tag_picker import TagPicker
from ui.widgets.menu import Menu
from ui.widgets.toast import Toast

__all__ = ["rig"]

NONE = Qt.KeyboardModifier.NoModifier
CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


def ids(rig: Rig) -> list[ConversationId]:
    return rig.inbox.model.conversations()


def point(rig: Rig, key: str) -> QPoint:
    index = rig.inbox.model.index_of(key)
    rig.inbox.list.scrollTo(index)
    return rig.inbox.list.visualRect(index).center()


def click_row(rig: Rig, key: str, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QTest.mouseClick(rig.inbox.list.viewport(), Qt.MouseButton.LeftButton, modifiers, point(rig, key))


def picked(rig: Rig) -> set[str]:
    return {index.data(Part.KEY) for index in rig.inbox.list.selectionModel().selectedIndexes()}


def row_menu(rig: Rig, key: str) -> Menu:
    at, view = point(rig, key), rig.inbox.list
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, view.viewport().mapToGlobal(at))
    QApplication.sendEvent(view.viewport(), asked)
    return open_menu(rig.inbox)


def open_menu(parent: QWidget) -> Menu:
    return next(menu for menu in parent.findChildren(Menu) if menu.isVisible())


def snooze_menu(rig: Rig) -> Menu:
    menus = rig.inbox.findChildren(Menu)
    return next(menu for menu in menus if menu.isVisible() and menu.accessibleName() == "Snooze")


async def is_active(window: QWidget) -> None:
    """Only an active window hears keys: without a screen nobody makes the one below active when a sheet goes."""
    window.activateWindow()
    await until(window.isActiveWindow)


def choose(menu: Menu, words: str) -> None:
    action = next(action for action in menu.actions() if action.iconText() == words)
    click(menu, menu.actionGeometry(action).center())


def words_of(menu: Menu) -> list[str]:
    return [action.iconText() for action in menu.actions() if not action.isSeparator()]


def toast(rig: Rig) -> Toast:
    return rig.inbox.acts.undoing.toasts.toasts[-1]


def says(rig: Rig, words: str) -> Callable[[], bool]:
    return lambda: any(one.text == words for one in rig.inbox.acts.undoing.toasts.toasts)


def undo(rig: Rig) -> None:
    link = toast(rig).link
    assert link is not None
    click(link, link.rect().center())


# -- views


async def test_every_view_of_a_team_can_be_shown_and_says_so_kindly_when_it_is_empty(rig: Rig) -> None:
    for view in INBOX_VIEWS:
        rig.inbox.show_view(view)
        assert rig.inbox.view == view
        assert set(ids(rig)) == set(rig.desk.inbox(view, limit=60))
        assert rig.desk.place["view"] == view
        state = rig.inbox._stack.currentWidget()
        assert (state is rig.inbox.list) == bool(ids(rig))
    rig.inbox.show_view("mentions")
    assert "mentioned" in str(rig.inbox._stack.currentWidget().findChildren(QWidget)[1].accessibleName())


async def test_who_works_alone_has_no_lists_of_a_team(rig: Rig) -> None:
    rig.inbox.show_view("mine")
    rig.desk.team_rows = rig.desk.team_rows[:1]
    await rig.desk.save_view(SavedView("v", "Quotes", ViewFilter()))
    await until(lambda: rig.inbox.view == "waiting")
    assert rig.inbox.tabs.keys == ["waiting", "all", "closed", "theirs", "snoozed", "saved:v"]
    rig.desk.work(ids(rig)[0]).assignee_id = LEA
    rig.desk.touch(ids(rig)[0])
    menu = row_menu(rig, ids(rig)[0])
    assert words_of(menu) == ["Answer", "Mark as done", "Snooze…", "Tags…", "Mark as read"]
    menu.close()
    assert not any("yours" in name for name in shown_names(rig.inbox.list))


async def test_ctrl_tab_goes_round_the_tabs_in_view(rig: Rig) -> None:
    seen = []
    for _number in range(4):
        press(rig.inbox.list, Qt.Key.Key_Tab, CTRL)
        seen.append(rig.inbox.view)
    assert seen == ["mine", "unassigned", "waiting", "mine"]


async def test_mentions_outside_the_bar_mark_its_menu(rig: Rig) -> None:
    one = ids(rig)[3]
    rig.desk.work(one).is_mentioned = True
    rig.desk.touch(one)
    more = next(button for button in rig.inbox.tabs.findChildren(QAbstractButton) if not button.isCheckable())
    await until(lambda: more.accessibleName() == "Other views, 1 mention")
    click(more, more.rect().center())
    menu = open_menu(rig.inbox.tabs)
    action = next(action for action in menu.actions() if action.iconText() == "Mentions")
    assert action.data() == "1"
    choose(menu, "Mentions")
    assert ids(rig) == [one]


async def test_the_bar_stays_in_a_narrow_list_in_french(rig: Rig) -> None:
    set_language("fr")
    rig.panes._splitter.setSizes([320, 900])
    rig.inbox.refresh()
    rig.inbox.show_view("theirs")
    tabs = rig.inbox.tabs
    for button in tabs.findChildren(QAbstractButton):
        if button.isVisible():
            assert tabs.rect().contains(button.geometry()), button.accessibleName()
    assert tabs.chosen_id == "theirs" and "theirs" in tabs.shown_ids


# -- what a line says


async def test_a_line_tells_of_the_team_to_the_eye_and_to_the_ear(rig: Rig) -> None:
    mine, his, aside = ids(rig)[:3]
    rig.desk.work(mine).assignee_id = LEA
    rig.desk.work(mine).tags = ["VIP", "Quote"]
    rig.desk.work(his).assignee_id = MARC
    rig.desk.work(his).is_new = rig.desk.work(his).is_from_ad = rig.desk.work(his).is_mentioned = True
    await rig.desk.snooze(aside, rig.clock.now() + timedelta(hours=30))
    rig.inbox.show_view("all")
    rig.inbox.model.forget()
    said = {key: rig.inbox.model.index_of(key).data() for key in (mine, his, aside)}
    assert said[mine].endswith("yours, tags: VIP, Quote")
    assert said[his].endswith(
        "writes for the first time, came from an ad, a note mentions you, held by Marc Petit"
    )
    assert "Snoozed until" in said[aside]
    tip = rig.inbox.model.index_of(his).data(Qt.ItemDataRole.ToolTipRole)
    assert "Held by Marc Petit" in tip
    heights = {rig.inbox.list.visualRect(rig.inbox.model.index(n)).height() for n in range(8)}
    assert heights == {64}


# -- several rows


async def test_ctrl_and_shift_choose_several_and_escape_ends_it(rig: Rig) -> None:
    one, two, three, four = ids(rig)[:4]
    click_row(rig, one)
    assert rig.conversation.composer.hasFocus() or not rig.inbox.list.hasFocus()
    click_row(rig, three, CTRL)
    assert picked(rig) == {one, three}
    assert rig.conversation.conversation_id == one  # choosing several opens nothing
    click_row(rig, four, SHIFT)
    assert picked(rig) >= {three, four}
    assert rig.inbox.bars.currentIndex() == 1
    assert rig.inbox._many is not None
    assert rig.inbox._many.count.text == f"{len(picked(rig))} selected"
    press(rig.inbox.list, Qt.Key.Key_Escape)
    assert picked(rig) == {one}
    assert rig.inbox.bars.currentIndex() == 0
    assert two not in picked(rig)


async def test_shift_arrows_and_ctrl_a_choose_several(rig: Rig) -> None:
    view = rig.inbox.list
    view.setFocus()
    press(view, Qt.Key.Key_Home)
    press(view, Qt.Key.Key_Down)
    opened = rig.conversation.conversation_id
    press(view, Qt.Key.Key_Down, SHIFT)
    press(view, Qt.Key.Key_Down, SHIFT)
    assert len(picked(rig)) == 3
    assert rig.conversation.conversation_id == opened
    press(view, Qt.Key.Key_A, CTRL)
    assert picked(rig) == set(ids(rig))
    press(view, Qt.Key.Key_Escape)
    assert picked(rig) == {opened}


async def test_a_hand_that_moves_while_clicking_chooses_one(rig: Rig) -> None:
    one, two = ids(rig)[:2]
    view = rig.inbox.list.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, NONE, point(rig, one))
    QTest.mouseMove(view, point(rig, two))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, NONE, point(rig, two))
    assert picked(rig) == {one}


async def test_several_stay_chosen_while_the_list_changes(rig: Rig) -> None:
    rig.inbox.show_view("all")
    one, two, three = ids(rig)[2:5]
    click_row(rig, one)
    click_row(rig, two, CTRL)
    click_row(rig, three, CTRL)
    rig.inbox.list._busy.stop()
    rig.desk.arrive(two, "And another thing")
    await until(lambda: ids(rig)[0] == two)
    assert picked(rig) == {one, two, three}
    await rig.desk.close(three)
    rig.inbox.refresh()
    assert picked(rig) == {one, two}
    assert rig.inbox._many is not None and rig.inbox._many.count.text == "2 selected"


async def test_several_are_given_away_and_taken_back_with_one_undo(rig: Rig) -> None:
    one, two, three = ids(rig)[:3]
    rig.desk.work(two).assignee_id = INES
    for number, key in enumerate((one, two, three)):
        click_row(rig, key, CTRL if number else NONE)
    button = rig.inbox.bars.findChild(QAbstractButton, "assign")
    assert isinstance(button, QAbstractButton)
    click(button, button.rect().center())
    picker = rig.window.findChild(AssignPicker)
    assert isinstance(picker, AssignPicker)
    type_text(picker.finder.search, "mar")
    press(picker.finder.search, Qt.Key.Key_Return)
    await until(says(rig, "Assigned to \u2068Marc Petit\u2069 (3)"))
    assert {rig.desk.work(key).assignee_id for key in (one, two, three)} == {MARC}
    undo(rig)
    await until(lambda: rig.desk.work(two).assignee_id == INES)
    await until(lambda: rig.desk.work(one).assignee_id is None)


async def test_several_are_ended_with_one_sheet_and_ctrl_z_brings_them_back(rig: Rig) -> None:
    one, two = ids(rig)[:2]
    click_row(rig, one)
    click_row(rig, two, CTRL)
    press(rig.inbox.list, Qt.Key.Key_E, CTRL)
    sheet = rig.window.findChild(CloseSheet)
    assert isinstance(sheet, CloseSheet)
    assert sheet.windowTitle() == "2 conversations: how did they end?"
    press(sheet, Qt.Key.Key_Return)
    await until(lambda: rig.desk.talks[one].is_closed and rig.desk.talks[two].is_closed)
    assert rig.desk.work(one).outcome == "solved"
    await until(says(rig, "Conversation done (2)"))
    await is_active(rig.window)
    press(rig.inbox.list, Qt.Key.Key_Z, CTRL)
    await until(lambda: not rig.desk.talks[one].is_closed and not rig.desk.talks[two].is_closed)


async def test_more_than_fifty_show_how_far_they_are_and_can_be_stopped(rig: Rig) -> None:
    rig.inbox.show_view("all")
    rig.inbox.list.setFocus()
    press(rig.inbox.list, Qt.Key.Key_A, CTRL)
    count = len(rig.inbox.choosing.ids)
    assert count > 50
    rig.inbox.acts.do("take", rig.inbox.choosing.ids)
    await until(lambda: bool(rig.inbox.acts.undoing.toasts.toasts))
    assert toast(rig).text.endswith(f" of {count} done")
    undo(rig)  # its link says Stop
    taken = {key for key, work in rig.desk.team.items() if work.assignee_id == LEA}
    assert len(taken) < count
    await until(lambda: not any("of" in one.text for one in rig.inbox.acts.undoing.toasts.toasts))


# -- one row


async def test_a_row_is_taken_by_its_menu_and_by_key(rig: Rig) -> None:
    one, two = ids(rig)[:2]
    choose(row_menu(rig, one), "Take")
    await until(lambda: rig.desk.work(one).assignee_id == LEA)
    undo(rig)
    await until(lambda: rig.desk.work(one).assignee_id is None)
    rig.panes.open(two)
    await is_active(rig.window)
    press(rig.inbox.list, Qt.Key.Key_T, CTRL)
    await until(lambda: rig.desk.work(two).assignee_id == LEA)


async def test_taking_what_a_colleague_holds_says_who_has_it(rig: Rig) -> None:
    one = ids(rig)[0]
    rig.desk.work(one).assignee_id = MARC
    rig.panes.open(one)
    press(rig.inbox.list, Qt.Key.Key_T, CTRL)
    assert toast(rig).text == "\u2068Marc Petit\u2069 has this conversation"
    undo(rig)  # its link says Take it over
    await until(lambda: rig.desk.work(one).assignee_id == LEA)


async def test_a_row_is_given_back_to_nobody(rig: Rig) -> None:
    one = ids(rig)[0]
    rig.desk.work(one).assignee_id = LEA
    choose(row_menu(rig, one), "Give back to the team")
    await until(lambda: rig.desk.work(one).assignee_id is None)
    undo(rig)
    await until(lambda: rig.desk.work(one).assignee_id == LEA)


async def test_a_row_is_snoozed_by_its_menu_and_by_key(rig: Rig) -> None:
    one, two = ids(rig)[:2]
    choose(row_menu(rig, one), "Snooze…")
    choose(snooze_menu(rig), "Tomorrow morning")
    await until(lambda: rig.desk.work(one).is_snoozed)
    await until(lambda: one not in ids(rig))
    undo(rig)
    await until(lambda: not rig.desk.work(one).is_snoozed)
    rig.panes.open(two)
    await is_active(rig.window)
    press(rig.inbox.list, Qt.Key.Key_H, CTRL)
    menu = next(
        menu
        for menu in rig.inbox.findChildren(Menu)
        if menu.isVisible() and menu.accessibleName() == "Snooze"
    )
    for _number in range(6):
        press(menu, Qt.Key.Key_Down)
    press(menu, Qt.Key.Key_Return)
    await until(lambda: rig.desk.work(two).is_snoozed)
    assert rig.desk.work(two).snoozed_until_at is None  # until the customer writes
    rig.inbox.show_view("snoozed")
    choose(row_menu(rig, two), "Bring back now")
    await until(lambda: not rig.desk.work(two).is_snoozed)


async def test_a_row_is_tagged_by_key_with_a_new_word_and_a_known_one(rig: Rig) -> None:
    one, two = ids(rig)[:2]
    rig.desk.work(two).tags = ["Quote"]
    rig.panes.open(one)
    press(rig.inbox.list, Qt.Key.Key_G, CTRL)
    picker = rig.window.findChild(TagPicker)
    assert isinstance(picker, TagPicker)
    type_text(picker.finder.search, "Fidèle")
    press(picker.finder.search, Qt.Key.Key_Return)
    type_text(picker.finder.search, "quo")
    press(picker.finder.search, Qt.Key.Key_Return)
    press(picker.finder.search, Qt.Key.Key_Escape)
    await until(lambda: set(rig.desk.work(one).tags) == {"Fidèle", "Quote"})
    await until(says(rig, "Tags changed"))
    undo(rig)
    await until(lambda: rig.desk.work(one).tags == [])


async def test_a_row_is_handed_over_with_a_reason(rig: Rig) -> None:
    one = ids(rig)[0]
    rig.desk.work(one).assignee_id = LEA
    choose(row_menu(rig, one), "Hand over…")
    sheet = rig.window.findChild(HandOver)
    assert isinstance(sheet, HandOver)
    await is_active(sheet)
    type_text(sheet.finder.search, "pet")
    press(sheet.finder.search, Qt.Key.Key_Return)
    assert sheet.reason.line.hasFocus()
    type_text(sheet.reason.line, "Knows the colour")
    type_text(sheet.summary.line, "Wants Friday")
    click(sheet.confirm, sheet.confirm.rect().center())
    await until(lambda: rig.desk.work(one).assignee_id == MARC)
    notice = rig.desk.talks[one].messages[-1].notice
    assert notice is not None
    assert (notice.reason, notice.summary) == ("Knows the colour", "Wants Friday")


async def test_a_row_is_read_and_unread_by_key(rig: Rig) -> None:
    rig.inbox.show_view("all")
    one = next(key for key in ids(rig) if not rig.desk.talks[key].unread_count)
    rig.inbox.select(one)
    press(rig.inbox.list, Qt.Key.Key_U, ALT)
    await until(lambda: rig.desk.talks[one].unread_count == 1)
    press(rig.inbox.list, Qt.Key.Key_U, ALT)
    await until(lambda: rig.desk.talks[one].unread_count == 0)


async def test_a_closed_row_is_reopened_and_closed_again_with_its_outcome(rig: Rig) -> None:
    rig.inbox.show_view("closed")
    one = ids(rig)[0]
    rig.desk.work(one).outcome = "no_action"
    choose(row_menu(rig, one), "Reopen")
    await until(lambda: not rig.desk.talks[one].is_closed)
    undo(rig)
    await until(lambda: rig.desk.talks[one].is_closed)
    assert rig.desk.work(one).outcome == "no_action"


# -- lists of one's own


async def test_a_list_of_ones_own_is_made_changed_and_removed_with_undo(rig: Rig) -> None:
    more = next(button for button in rig.inbox.tabs.findChildren(QAbstractButton) if not button.isCheckable())
    click(more, more.rect().center())
    choose(open_menu(rig.inbox.tabs), "New view…")
    sheet = rig.window.findChild(ViewSheet)
    assert isinstance(sheet, ViewSheet)
    click(sheet.confirm, sheet.confirm.rect().center())
    assert sheet.name.input.accessibleDescription() == "A view needs a name."
    type_text(sheet.name.input, "Unread ones")
    sheet.is_unread.click()
    press(sheet.name.input, Qt.Key.Key_Return)
    await until(lambda: len(rig.desk.views) == 1)
    view = next(iter(rig.desk.views.values()))
    assert (view.name, view.filter.is_unread, view.owner_id) == ("Unread ones", True, LEA)
    await until(lambda: rig.inbox.view == view.key)
    assert rig.inbox.tabs.chosen_id == view.key
    click(more, more.rect().center())
    choose(open_menu(rig.inbox.tabs), "Change “Unread ones”…")
    sheet = next(one for one in rig.window.findChildren(ViewSheet) if one.isVisible())
    sheet.is_shared.click()
    click(sheet.confirm, sheet.confirm.rect().center())
    await until(lambda: rig.desk.views[view.view_id].owner_id is None)
    click(more, more.rect().center())
    choose(open_menu(rig.inbox.tabs), "Remove “Unread ones”")
    await until(lambda: not rig.desk.views and rig.inbox.view == "waiting")
    undo(rig)
    await until(lambda: view.view_id in rig.desk.views)
