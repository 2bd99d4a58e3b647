"""Several rows of the inbox at once: chosen by mouse and by key, given, ended, counted and stopped."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from tests.fake_team import INES, LEA, MARC
from tests.gui.hands import CTRL, NONE, SHIFT, click_row, ids, is_active, picked, point, says, toast, undo
from tests.gui.rig import Rig, click, press, rig, type_text, until
from ui.teamwork.assign_picker import AssignPicker
from ui.teamwork.close_sheet import CloseSheet

__all__ = ["rig"]


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
    taken = {key for key, work in rig.desk.teamwork_of.items() if work.assignee_id == LEA}
    assert len(taken) < count
    await until(lambda: not any("of" in one.text for one in rig.inbox.acts.undoing.toasts.toasts))
