"""Segments and acts on many contacts: put together by keyboard, counted, kept, had back; one undo for all."""

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.domain.contacts import Identity
from app.domain.ids import ContactId
from app.domain.rows import MemberRow
from app.domain.segments import Condition, Rule, Segment
from tests.gui.contact_hands import open_people, people_of
from tests.gui.hands import CTRL, NONE, choose, is_active, open_menu, words_of
from tests.gui.rig import Rig, click, press, rig, type_text, until
from ui.contacts.new_contact import NewContact
from ui.contacts.people import PeoplePage
from ui.contacts.rule_sheet import FilterSheet, RuleSheet
from ui.teamwork.popover import Popover

__all__ = ["rig"]

VIP = Rule("all", (Condition("tag", "is", ("VIP",)),))


async def with_tags(rig: Rig, count: int = 10) -> PeoplePage:
    """The first ten are VIPs."""
    ids = [talk.contact_id for talk in rig.desk.talks.values()]
    await rig.desk.tag_contacts(ids[:count], "VIP", is_on=True)
    page = await open_people(rig)
    await until(lambda: bool(page.looking.facets.tags))
    return page


def popover(rig: Rig) -> Popover:
    return next(one for one in rig.window.findChildren(Popover) if one.isVisible())


def sheet_of(rig: Rig) -> RuleSheet:
    return next(one for one in rig.window.findChildren(RuleSheet) if one.isVisible())


def entry_names(page: PeoplePage) -> list[tuple[str, str]]:
    return [(one.name, one.count) for one in page.segments.entries.entries if not one.is_head]


def last_words(page: PeoplePage) -> str:
    shown = page.undoing.toasts.toasts
    return shown[-1].text if shown else ""


async def test_a_segment_is_made_with_the_keyboard_alone(rig: Rig) -> None:
    page = await with_tags(rig)
    page.new_segment.setFocus(Qt.FocusReason.TabFocusReason)
    press(page.new_segment, Qt.Key.Key_Space)
    sheet = sheet_of(rig)
    await is_active(sheet)
    type_text(sheet.name.input, "Regulars")
    row = sheet.rows[0]
    assert sheet.rule.conditions == () and row._several is not None
    row._several.setFocus(Qt.FocusReason.TabFocusReason)
    press(row._several, Qt.Key.Key_Space)
    picker = next(one for one in sheet.findChildren(Popover) if one.isVisible())
    press(picker.finder.search, Qt.Key.Key_Return)
    press(picker, Qt.Key.Key_Escape)
    assert sheet.rule == VIP and sheet.says.text == "Tagged VIP."
    await until(lambda: sheet.counted.text() == "10 contacts fit now")
    press(sheet.name.input, Qt.Key.Key_Return)
    await until(lambda: page.model.rowCount() == 10)
    [segment] = rig.desk.segments()
    assert (segment.name, segment.rule) == ("Regulars", VIP)
    await until(lambda: ("Regulars", "10") in entry_names(page))
    assert page.segments.chosen_id == segment.segment_id and page.filters.says.text == "Tagged VIP"


async def test_a_sheet_says_what_is_missing(rig: Rig) -> None:
    page = await with_tags(rig)
    click(page.new_segment, page.new_segment.rect().center())
    sheet = sheet_of(rig)
    sheet.confirm.click()
    assert sheet.isVisible() and "needs a name" in sheet.name.input.accessibleDescription()
    type_text(sheet.name.input, "Quiet")
    sheet.confirm.click()
    assert "Choose at least one." in sheet.rows[0]._says.text
    sheet.rows[0].field.picked.emit("last")
    sheet.rows[0].field.choose("last")
    sheet.rows[0]._other_field("last")
    sheet.confirm.click()
    assert sheet.rows[0]._says.text == "Write a number of days."
    type_text(sheet.rows[0]._typed, "30")
    assert sheet.rule.conditions == (Condition("last", "within", ("30",)),)
    sheet.add.click()
    assert len(sheet.rows) == 2
    sheet.rows[1].cross.click()
    assert len(sheet.rows) == 1
    sheet.confirm.click()
    await until(lambda: len(rig.desk.segments()) == 1)
    assert page.looking.segment is not None


async def test_segments_are_changed_doubled_deleted_and_had_back(rig: Rig) -> None:
    await rig.desk.save_segment(Segment("s1", "Regulars", VIP, rig.desk.me().member_id))
    page = await with_tags(rig)
    await until(lambda: ("Regulars", "10") in entry_names(page))
    press(page.segments, Qt.Key.Key_Down)
    await until(lambda: page.model.rowCount() == 10)
    press(page.segments, Qt.Key.Key_F2)
    sheet = sheet_of(rig)
    sheet.name.input.setText("Best")
    sheet.confirm.click()
    await until(lambda: ("Best", "10") in entry_names(page))
    menu = page.segment_acts.open_menu("s1", page.mapToGlobal(QPoint(100, 100)))
    assert menu is not None and words_of(menu) == ["Change…", "Duplicate", "Delete"]
    choose(menu, "Duplicate")
    await until(lambda: ("Best (copy)", "10") in entry_names(page))
    page.looking.choose("s1")
    page.segments.mark("s1")
    press(page.segments, Qt.Key.Key_Delete)
    await until(lambda: all(name != "Best" for name, _count in entry_names(page)))
    assert page.looking.chosen_id == "" and "deleted" in last_words(page)
    page.undoing.undo()
    await until(lambda: ("Best", "10") in entry_names(page))


async def test_a_rep_changes_no_shared_segment(rig: Rig) -> None:
    await rig.desk.save_segment(Segment("s1", "Ours", VIP))
    rig.desk.rows = [replace(one, role="rep") for one in rig.desk.rows]
    page = await with_tags(rig)
    menu = page.segment_acts.open_menu("s1", page.mapToGlobal(QPoint(100, 100)))
    assert menu is not None and words_of(menu) == ["Duplicate"]
    menu.close()
    assert page.segment_acts.edit("s1") is None and "shared" in last_words(page)


async def test_filters_are_added_changed_taken_away_and_kept(rig: Rig) -> None:
    page = await with_tags(rig)
    click(page.filters.add, page.filters.add.rect().center())
    sheet = next(one for one in rig.window.findChildren(FilterSheet) if one.isVisible())
    sheet.confirm.click()
    assert sheet.isVisible() and "Choose" in sheet.row._says.text
    assert sheet.row._several is not None
    sheet.row._several._toggle("VIP")
    sheet.confirm.click()
    await until(lambda: page.model.rowCount() == 10)
    [chip] = page.filters.chips
    assert chip.text() == "Tagged VIP"
    press(chip, Qt.Key.Key_Return)
    sheet = next(one for one in rig.window.findChildren(FilterSheet) if one.isVisible())
    sheet.row.op.choose("is_not")
    sheet.row._other_value(("VIP",))
    sheet.confirm.click()
    await until(lambda: page.model.rowCount() == len(rig.desk.talks) - 10)
    click(page.filters.keep, page.filters.keep.rect().center())
    kept = sheet_of(rig)
    assert [row.condition for row in kept.rows] == [Condition("tag", "is_not", ("VIP",))]
    kept.reject()
    QTest.mouseClick(
        page.filters.chips[0], Qt.MouseButton.LeftButton, NONE, QPoint(page.filters.chips[0].width() - 8, 10)
    )
    await until(lambda: page.model.rowCount() == len(rig.desk.talks))
    assert page.filters.chips == []


async def test_a_tag_of_the_side_shows_who_has_it(rig: Rig) -> None:
    page = await with_tags(rig)
    await until(lambda: ("VIP", "10") in entry_names(page))
    page.segments.chosen.emit("tag:VIP")
    await until(lambda: page.model.rowCount() == 10)
    assert page.kept_conditions() == VIP.conditions


async def test_many_are_tagged_from_the_bar_and_one_undo_takes_it_back(rig: Rig) -> None:
    page = await with_tags(rig)
    page.chosen.take(page.model.order)
    click(page.bulk.buttons["tag"], page.bulk.buttons["tag"].rect().center())
    picker = popover(rig)
    type_text(picker.finder.search, "Spring")
    press(picker.finder.search, Qt.Key.Key_Return)
    everybody = len(rig.desk.talks)
    await until(lambda: last_words(page) == f"Tag “\u2068Spring\u2069” set for {everybody} contacts")
    assert rig.desk.done[-1] == ("tag_contacts", f"Spring {everybody}")
    await is_active(rig.window)
    press(page.table, Qt.Key.Key_Z, CTRL)
    await until(lambda: rig.desk.done[-1] == ("untag_contacts", f"Spring {everybody}"))
    page.chosen.clear()
    page.chosen.take(list(people_of(page).values())[:1])
    click(page.bulk.buttons["tag"], page.bulk.buttons["tag"].rect().center())
    popover(rig).finder.taken.emit("VIP")
    await until(lambda: "set for 1 contact" in last_words(page) or "already" in last_words(page))


async def test_many_are_given_to_somebody_and_go_back_to_each_who_had_them(rig: Rig) -> None:
    page = await with_tags(rig)
    rows = rig.desk.contact_rows(page.model.order[:6])
    me = rig.desk.me().member_id
    await rig.desk.own_contacts([row.contact_id for row in rows[:2]], me)
    other = next(one for one in rig.desk.members() if not one.is_me)
    assert isinstance(other, MemberRow)
    page.chosen.take(page.model.order[:6])
    click(page.bulk.buttons["own"], page.bulk.buttons["own"].rect().center())
    popover(rig).finder.taken.emit(other.member_id)
    await until(lambda: "for 6 contacts" in last_words(page))
    assert {row.owner_id for row in rig.desk.contact_rows(page.model.order[:6])} == {other.member_id}
    page.undoing.undo()
    await until(
        lambda: [row.owner_id for row in rig.desk.contact_rows(page.model.order[:3])] == [me, me, None]
    )


async def test_a_rep_is_told_that_more_than_a_hundred_need_a_manager(rig: Rig) -> None:
    rig.desk.rows = [replace(one, role="rep") for one in rig.desk.rows]
    for number in range(60):
        await rig.desk.add_contact(Identity(number=f"336399801{number:02d}"), {"name": f"More {number}"})
    page = await open_people(rig)
    await until(lambda: page.model.rowCount() > 100)
    page.chosen.take(page.model.order)
    click(page.bulk.buttons["tag"], page.bulk.buttons["tag"].rect().center())
    assert "more than 100 contacts" in last_words(page)
    assert not [one for one in rig.window.findChildren(Popover) if one.isVisible()]


async def test_a_contact_is_made_by_hand_and_gone_to(rig: Rig) -> None:
    page = await open_people(rig)
    click(page.head.new_contact, page.head.new_contact.rect().center())
    dialog = next(one for one in rig.window.findChildren(NewContact) if one.isVisible())
    dialog.confirm.click()
    assert dialog.isVisible() and "Write a name" in dialog.name.input.accessibleDescription()
    type_text(dialog.name.input, "Zoé Lune")
    dialog.email.input.setText("no address")
    dialog.confirm.click()
    assert "not an e-mail" in dialog.email.input.accessibleDescription()
    dialog.email.input.setText("zoe@x.fr")
    dialog.number.input.setText("06 39 98 00 77")
    dialog._look_now()
    assert "country" in dialog.says.text
    dialog.confirm.click()
    if dialog.isVisible():  # as far as is known the number is not in use: saved when asked once more
        assert "once more" in dialog.says.text
        dialog.confirm.click()
    await until(lambda: "Zoé Lune" in people_of(page))
    await until(lambda: page.table.current_no == people_of(page)["Zoé Lune"])
    row = rig.desk.contact_rows([people_of(page)["Zoé Lune"]])[0]
    assert (row.number, row.values["email"]) == ("33639980077", "zoe@x.fr")


async def test_somebody_known_is_pointed_out_and_shown_instead(rig: Rig) -> None:
    page = await open_people(rig)
    known = next(row for row in rig.desk.contact_rows(page.model.order) if row.is_named and row.number)
    page.acts.add()
    dialog = next(one for one in rig.window.findChildren(NewContact) if one.isVisible())
    dialog.number.input.setText(f"+{known.number}")
    dialog.confirm.click()
    assert dialog.isVisible() and known.name.split()[0] in dialog.says.text
    dialog.show_known.click()
    await until(lambda: page.table.current_no == known.no)
    assert ContactId(known.contact_id)


async def test_the_menu_of_segments_stands_in_for_the_side_in_a_narrow_window(rig: Rig) -> None:
    await rig.desk.save_segment(Segment("s1", "Regulars", VIP))
    page = await with_tags(rig)
    rig.window.resize(820, 700)
    await until(page.filters.segments.isVisible)
    click(page.filters.segments, page.filters.segments.rect().center())
    choose(open_menu(page), "Regulars")
    await until(lambda: page.model.rowCount() == 10)
