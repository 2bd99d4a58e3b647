"""Every act on a row of the inbox, by mouse and by key, and how it is taken back."""

from PySide6.QtCore import Qt

from app.desk.desk import Refusal
from app.domain.assignment import ClaimConversation
from app.domain.ids import ConversationId
from tests.fake_team import LEA, MARC
from tests.gui.hands import ALT, CTRL, SHIFT, choose, ids, is_active, row_menu, says, snooze_menu, toast, undo
from tests.gui.rig import Rig, click, press, rig, type_text, until
from ui.teamwork.assign_picker import AssignPicker
from ui.teamwork.hand_over import HandOver
from ui.teamwork.tag_picker import TagPicker
from ui.widgets.menu import Menu

__all__ = ["rig"]


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
    for _number in range(5):
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


async def test_keys_work_where_the_list_is_hidden_and_their_toasts_are_seen(rig: Rig) -> None:
    one = ids(rig)[0]
    rig.window.resize(820, 900)
    rig.panes.open(one)
    await until(lambda: not rig.inbox.isVisible())
    await is_active(rig.window)
    rig.conversation.view.setFocus()
    press(rig.conversation.view, Qt.Key.Key_T, CTRL)
    await until(lambda: rig.desk.work(one).assignee_id == LEA)
    shown = rig.conversation.toasts
    await until(lambda: [one.text for one in shown.toasts if one.isVisible()] == ["Yours now"])
    rig.conversation.focus_composer()
    press(rig.conversation.composer.box, Qt.Key.Key_Z, CTRL)  # nothing was typed that it could take back
    await until(lambda: rig.desk.work(one).assignee_id is None)
    assert not rig.inbox.isVisible()
    press(rig.conversation.view, Qt.Key.Key_T, CTRL | SHIFT)
    picker = rig.window.findChild(AssignPicker)
    assert isinstance(picker, AssignPicker)
    screen = rig.window.geometry()
    assert screen.contains(picker.geometry())
    picker.close()


def lose(rig: Rig, key: ConversationId) -> None:
    """Somebody else was faster."""
    lost = Refusal(ClaimConversation(key), "already_held", {"who": "Marc", "member_id": MARC})
    for callback in list(rig.desk._refusal_listeners):
        callback(lost)


async def test_what_the_hub_gave_to_somebody_faster_is_said_with_their_name(rig: Rig) -> None:
    one, two = ids(rig)[:2]
    rig.panes.open(two)
    lose(rig, one)
    await until(lambda: any("Marc" in toast.text for toast in rig.conversation.toasts.toasts))


async def test_a_lost_claim_is_said_over_the_list_when_no_conversation_is_open(rig: Rig) -> None:
    one = ids(rig)[0]
    assert not rig.conversation.toasts.is_in_view
    lose(rig, one)
    await until(lambda: bool(rig.inbox.acts.undoing.toasts.toasts))
    assert toast(rig).isVisible() and toast(rig).text.startswith("Marc already has this conversation")
    undo(rig)  # its link says Show
    assert rig.conversation.conversation_id == one
