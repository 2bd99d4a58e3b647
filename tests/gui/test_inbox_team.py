"""The inbox of a team: its views, what a line says, and lists of one's own."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.domain.rows import INBOX_VIEWS
from app.domain.saved_views import SavedView, ViewFilter
from app.words import set_language
from tests.fake_team import LEA, MARC
from tests.gui.hands import CTRL, choose, ids, open_menu, row_menu, undo, words_of
from tests.gui.rig import Rig, click, press, rig, shown_names, type_text, until
from ui.inbox.view import InboxPane
from ui.inbox.view_sheet import ViewSheet

__all__ = ["rig"]


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
    state = rig.inbox._stack.currentWidget()
    assert state is not None
    assert any(part.accessibleName() == "Nobody mentioned you" for part in state.findChildren(QWidget))


async def test_who_works_alone_has_no_lists_of_a_team(rig: Rig) -> None:
    rig.inbox.show_view("mine")
    rig.desk.team_rows = rig.desk.team_rows[:1]
    await rig.desk.save_view(SavedView("v", "Quotes", ViewFilter()))
    await until(lambda: rig.inbox.view == "waiting")
    assert rig.inbox.tabs.keys == ["waiting", "all", "closed", "theirs", "snoozed", "saved:v"]
    rig.desk.work(ids(rig)[0]).assignee_id = LEA
    rig.desk.touch(ids(rig)[0])
    menu = row_menu(rig, ids(rig)[0])
    assert words_of(menu) == [
        "Answer",
        "Mark as done",
        "No answer needed",
        "Snooze…",
        "Tags…",
        "Mark as read",
    ]
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


async def test_the_list_of_last_time_is_shown_again_and_a_lost_one_is_not_missed(rig: Rig) -> None:
    await rig.desk.save_view(SavedView("v", "Quotes", ViewFilter()))
    again = InboxPane(rig.kit)
    again.show_view("saved:v")
    assert again.view == "saved:v" and again.tabs.chosen_id == "saved:v"
    again.show_view("saved:gone")
    assert again.view == "saved:v"
    again.close_down()
    again.deleteLater()
