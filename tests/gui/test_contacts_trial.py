"""What two people at the counter stumbled over among the contacts, each by the name of what they saw."""

import asyncio

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.gui.contact_hands import line, names, open_people
from tests.gui.hands import CTRL
from tests.gui.rig import Rig, press, rig, type_text, until
from ui.contacts.merging.section import DoublesSection
from ui.contacts.new_contact import NewContact
from ui.contacts.people import PeoplePage
from ui.inbox.row_acts import BY_KEY
from ui.teamwork.popover import Popover

__all__ = ["rig"]


def picker_of(page: PeoplePage) -> Popover | None:
    return next((one for one in page.window().findChildren(Popover) if one.isVisible()), None)


async def test_escape_in_the_search_threw_me_out_into_the_messages(rig: Rig) -> None:
    page = await open_people(rig)
    everybody = page.model.rowCount()
    press(page.table, Qt.Key.Key_F, CTRL)
    type_text(page.head.search, "nobody is called so")
    await until(lambda: page.model.rowCount() == 0)
    QTest.keyClick(page.head.search, Qt.Key.Key_Escape)
    assert page.head.search.text() == ""
    assert rig.panes.screen_id == "contacts"
    await until(lambda: page.model.rowCount() == everybody)
    QTest.keyClick(page.head.more, Qt.Key.Key_Escape)
    assert rig.panes.screen_id == "contacts"
    assert page.table.hasFocus()


async def test_escape_on_a_page_of_the_contacts_leads_back_to_the_table(rig: Rig) -> None:
    page = await open_people(rig)
    contacts = rig.panes.screens.contacts
    contacts.show_page("import")
    assert not page.isVisible()
    QTest.keyClick(contacts.shown.first_control, Qt.Key.Key_Escape)
    assert page.isVisible()
    assert rig.panes.screen_id == "contacts"


async def test_a_key_ended_a_conversation_that_i_did_not_see(rig: Rig) -> None:
    rig.open(1)
    assert rig.panes.has_conversation
    page = await open_people(rig)
    done = len(rig.desk.done)
    for key in (Qt.Key.Key_E, Qt.Key.Key_T, Qt.Key.Key_H):
        press(page.table, key, CTRL)
    for _turn in range(5):
        await asyncio.sleep(0)
    assert QApplication.activeModalWidget() is None
    assert len(rig.desk.done) == done
    on = {act.id for act in rig.panes.acts if act.is_on()}
    assert on.isdisjoint({"done", "reply", *BY_KEY} - {"tag", "assign"})


async def test_the_key_for_tags_tags_those_who_are_chosen(rig: Rig) -> None:
    page = await open_people(rig)
    press(page.table, Qt.Key.Key_Space)
    press(page.table, Qt.Key.Key_G, CTRL)
    await until(lambda: picker_of(page) is not None)


async def test_the_toast_stands_above_the_bar_of_the_selection(rig: Rig) -> None:
    page = await open_people(rig)
    press(page.table, Qt.Key.Key_A, CTRL)
    await until(page.bulk.isVisible)
    toast = page.undoing.show("Tagged")
    bar = page.bulk.mapTo(page, page.bulk.rect().topLeft())
    assert toast.geometry().bottom() < bar.y()


async def test_enter_on_cancel_saved_what_i_did_not_want(rig: Rig) -> None:
    page = await open_people(rig)
    page.acts.add()
    dialog = next(one for one in page.window().findChildren(NewContact) if one.isVisible())
    saved: list[str] = []
    dialog.saved.connect(saved.append)
    type_text(dialog.name.input, "Nobody At All")
    QTest.keyClick(dialog.cancel, Qt.Key.Key_Return)
    await until(lambda: not dialog.isVisible())
    assert saved == []
    assert "Nobody At All" not in names(page)


async def test_somebody_who_is_gone_was_still_selected(rig: Rig) -> None:
    page = await open_people(rig)
    press(page.table, Qt.Key.Key_A, CTRL)
    order = list(page.model.order)
    page._show_order(order[1:], is_same=True)
    assert len(page.chosen) == len(order) - 1


async def test_a_long_toast_is_wider_rather_than_cut(rig: Rig) -> None:
    page = await open_people(rig)
    usual = rig.kit.theme.tokens.size.toast_width
    short = page.undoing.show("Done", action="Undo")
    assert short.width() == usual
    long = page.undoing.show("The tag “Balayage” was set for 1,200 contacts", action="Undo")
    assert usual < long.width() <= usual * 1.5
    assert long.width() >= long.wanted_px


async def test_with_the_card_open_nobody_could_read_how_many_are_chosen(rig: Rig) -> None:
    page = await open_people(rig)
    press(page.table, Qt.Key.Key_Space)
    assert page.bulk.everybody.isVisible()
    page.bulk.setMaximumWidth(400)
    await until(lambda: not page.bulk.everybody.isVisible())
    page.bulk.setMaximumWidth(2000)
    await until(page.bulk.everybody.isVisible)


async def test_ctrl_z_did_not_take_back_a_merge_made_beside_the_table(rig: Rig) -> None:
    page = await open_people(rig)
    press(page.table, Qt.Key.Key_4, CTRL)
    assert page.card.panel is not None
    doubles = next(one for one in page.card.panel.sections if isinstance(one, DoublesSection))
    ana, bo = (line(page, row).contact_id for row in (0, 1))
    doubles.acts.merge(ana, bo, "Bo")
    await until(lambda: page.undoing.can_undo)
    press(page.table, Qt.Key.Key_Z, CTRL)
    await until(lambda: rig.desk.done[-1][0] == "unmerge")
