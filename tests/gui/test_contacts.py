"""The screen of contacts: everybody in one table, found while one types, opened by click and by key."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester

from app.domain.contacts import Identity
from app.domain.ids import ContactId
from app.domain.rows import Changes
from tests.gui.contact_hands import click_head, click_line, line, menu_of, names, open_people, people_of, some
from tests.gui.hands import ALT, CTRL, SHIFT, choose, open_menu, words_of
from tests.gui.rig import Rig, check_model, click, press, rig, type_text, until
from ui.contacts.page import Page, Tool
from ui.contacts.panel.shelf import FilesSection
from ui.contacts.tools import tools_for
from ui.contacts.view import ContactsView
from ui.kit import Kit

__all__ = ["rig"]


async def test_everybody_stands_there_by_name_and_the_keyboard_too(rig: Rig) -> None:
    page = await open_people(rig)
    assert len(names(page)) == len(rig.desk.talks)
    assert page.head.counted.text == str(len(rig.desk.talks))
    await until(page.table.hasFocus)
    assert page.table.current_no == page.model.order[0]


async def test_who_is_typed_is_found_whatever_the_accents(rig: Rig) -> None:
    page = await open_people(rig)
    press(page.table, Qt.Key.Key_F, CTRL)
    assert page.head.search.hasFocus()
    wanted = next(name for name in names(page) if name[:1].isalpha())
    type_text(page.head.search, wanted.split()[0].upper())
    await until(lambda: page.model.rowCount() < len(rig.desk.talks))
    assert wanted in names(page)
    assert page.head.counted.text == f"{page.model.rowCount()} of {len(rig.desk.talks)}"
    press(page.head.search, Qt.Key.Key_Return)
    assert page.table.hasFocus()
    page.head.search.setText("nobody is called so")
    await until(lambda: page.model.rowCount() == 0)
    page.show_everybody()
    await until(lambda: page.model.rowCount() == len(rig.desk.talks))
    assert page.head.search.text() == ""


async def test_a_head_sorts_and_turns_the_order_round(rig: Rig) -> None:
    page = await open_people(rig)
    first = page.model.order[0]
    click_head(page, "name")
    await until(lambda: page.model.order[-1] == first)
    click_head(page, "last")
    await until(lambda: rig.desk.orders_asked[-1].sort == "last")
    assert rig.desk.orders_asked[-1].is_descending  # the newest first
    press(page.table, Qt.Key.Key_Home)
    press(page.table, Qt.Key.Key_Up)
    assert page.table.heads.hasFocus()
    press(page.table.heads, Qt.Key.Key_Left)
    press(page.table.heads, Qt.Key.Key_Return)
    assert page.looking.sort != "last"
    press(page.table.heads, Qt.Key.Key_Down)
    assert page.table.hasFocus()


async def test_enter_and_a_double_click_open_the_conversation(rig: Rig) -> None:
    page = await open_people(rig)
    press(page.table, Qt.Key.Key_End)
    row = page.table.currentIndex().row()
    assert row == page.model.rowCount() - 1
    press(page.table, Qt.Key.Key_Return)
    assert rig.panes.screen_id == "inbox"
    assert rig.conversation.conversation_id == line(page, row).conversation_id
    page = await open_people(rig)
    press(page.table, Qt.Key.Key_Home)
    click_line(page, 1, is_double=True)
    assert rig.conversation.conversation_id == line(page, 1).conversation_id


async def test_letters_go_to_a_name(rig: Rig) -> None:
    page = await open_people(rig)
    wanted = next(row for row in range(10, page.model.rowCount()) if names(page)[row][:1].isalpha())
    for letter in names(page)[wanted][:3].lower():
        QTest.keyClicks(page.table, letter if letter.isascii() else "e")
    assert names(page)[page.table.currentIndex().row()][:2].casefold() == names(page)[wanted][:2].casefold()


async def test_space_shift_and_ctrl_a_choose_and_escape_ends_it(rig: Rig) -> None:
    page = await open_people(rig)
    press(page.table, Qt.Key.Key_Home)
    press(page.table, Qt.Key.Key_Space)
    assert len(page.chosen) == 1 and page.bulk.isVisible()
    press(page.table, Qt.Key.Key_Down, SHIFT)
    press(page.table, Qt.Key.Key_Down, SHIFT)
    assert [no in page.chosen for no in page.model.order[:4]] == [True, True, True, False]
    press(page.table, Qt.Key.Key_Up, SHIFT)
    assert len(page.chosen) == 2
    press(page.table, Qt.Key.Key_A, CTRL)
    assert len(page.chosen) == page.model.rowCount() and page.table.heads.ticked is True
    press(page.table, Qt.Key.Key_Escape)
    assert len(page.chosen) == 0 and not page.bulk.isVisible()


async def test_clicks_choose_by_the_box_with_ctrl_and_with_shift(rig: Rig) -> None:
    page = await open_people(rig)
    click_line(page, 2)
    assert len(page.chosen) == 0
    click_line(page, 2, column="tick")
    click_line(page, 5, modifiers=CTRL)
    click_line(page, 8, modifiers=SHIFT)
    assert sorted(page.model.order.index(no) for no in page.chosen.in_order(page.model.order)) == [
        2,
        5,
        6,
        7,
        8,
    ]
    click_line(page, 5, column="tick")
    assert len(page.chosen) == 4
    click_head(page, "tick")
    assert len(page.chosen) == page.model.rowCount()
    click_head(page, "tick")
    assert len(page.chosen) == 0


async def test_the_choice_survives_sorting_and_filtering_and_says_who_is_not_shown(rig: Rig) -> None:
    page = await open_people(rig)
    page.chosen.take(page.model.order[:12])
    kept = set(page.model.order[:12])
    page.sort_by("last")
    await until(lambda: rig.desk.orders_asked[-1].sort == "last")
    type_text(page.head.search, names(page)[0].split()[0])
    await until(lambda: page.model.rowCount() < len(rig.desk.talks))
    hidden = len(kept.difference(page.model.order))
    assert hidden > 0 and f"12 contacts selected, {hidden} not shown" in page.bulk.count.text
    page.head.search.clear()
    await until(lambda: page.model.rowCount() == len(rig.desk.talks))
    assert {
        no for no in page.model.order if no in page.chosen
    } == kept and page.bulk.count.text == "12 contacts selected"


async def test_a_change_moves_one_line_and_nothing_else(rig: Rig) -> None:
    page = await open_people(rig)
    press(page.table, Qt.Key.Key_End)
    standing, top = page.table.current_no, page.model.no_at(page.table.rowAt(0))
    page.chosen.take(page.model.order[3:5])
    resets: list[bool] = []
    page.model.modelReset.connect(lambda: resets.append(True))
    somebody = line(page, 0)
    await rig.desk.change_contact(somebody.contact_id, {"name": "Zzz Last"})
    rig.desk._tell(Changes(contacts=frozenset({somebody.contact_id})))
    await until(lambda: names(page)[0] != "Zzz Last" and "Zzz Last" in names(page))
    assert not resets
    assert page.table.current_no == standing and page.model.no_at(page.table.rowAt(0)) == top
    assert len(page.chosen) == 2


async def test_the_menu_is_there_by_mouse_and_by_key(rig: Rig) -> None:
    page = await open_people(rig)
    menu = menu_of(page, 1)
    assert words_of(menu)[0] == "Open the conversation" and "Tag…" in words_of(menu)
    choose(menu, "Select")
    assert page.model.order[1] in page.chosen
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
    QApplication.sendEvent(page.table, asked)
    open_menu(page).close()
    page.chosen.take(page.model.order[:3])
    menu = menu_of(page, 1)
    assert "Open the conversation" not in words_of(menu) and "End the selection" in words_of(menu)
    choose(menu, "End the selection")
    assert len(page.chosen) == 0


async def test_columns_are_chosen_moved_widened_and_remembered(rig: Rig) -> None:
    page = await open_people(rig)
    heads = page.table.heads
    menu = page.arranging.open_menu("number", page.mapToGlobal(QPoint(400, 200)), page.sort_by)
    choose(menu, "Hide the column")
    assert "number" not in page.arranging.shown_ids
    menu = page.arranging.open_menu("", page.mapToGlobal(QPoint(400, 200)), page.sort_by)
    choose(menu, "E-mail")
    assert page.arranging.shown_ids[-1] == "email"
    heads.setFocus(Qt.FocusReason.TabFocusReason)
    press(heads, Qt.Key.Key_End)  # nothing: stays on the head of the order
    before = heads.sectionSize(heads.logicalIndex(1))
    press(heads, Qt.Key.Key_Right, CTRL)
    assert heads.sectionSize(heads.logicalIndex(1)) == before + 16
    press(heads, Qt.Key.Key_Right, ALT)
    assert page.arranging.shown_ids.index("name") == 1
    page.arranging.keep()
    kept = rig.desk.last_place()["contacts_columns"]
    assert kept.split(",")[1] == f"name:{before + 16}" and kept.endswith("email:200")


async def test_the_model_is_sound(rig: Rig, qtmodeltester: ModelTester) -> None:
    page = await open_people(rig)
    check_model(qtmodeltester, page.model)
    page.sort_by("last")
    type_text(page.head.search, "a")
    await until(lambda: page.model.rowCount() < len(rig.desk.talks))
    order = page.model.order
    for after in (
        order[1:],
        order,
        [*order[1:3], order[0], *order[3:]],
        [*order[4:], *order[:4]],
        [],
        order[:2],
    ):
        page.model.show(after)
        assert list(page.model.order) == list(after)


async def test_who_never_wrote_is_written_to(rig: Rig) -> None:
    contact_id = await rig.desk.add_contact(some("33639980055"), {"name": "Aaa First"})
    page = await open_people(rig)
    page.table.go_to(people_of(page)["Aaa First"])
    asked: list[tuple[str, str]] = []
    page.write_asked.connect(lambda number, name: asked.append((number, name)))
    press(page.table, Qt.Key.Key_Return)
    assert asked == [("+33639980055", "Aaa First")] and contact_id
    from ui.people.new_conversation import NewConversation

    dialog = rig.window.findChild(NewConversation)
    assert dialog is not None
    dialog.reject()


async def test_a_tool_opens_its_page_in_place_of_the_table_and_leads_back(rig: Rig) -> None:
    made: list[Page] = []

    def make(kit: Kit) -> Page:
        made.append(Page(kit, "Import"))
        return made[-1]

    used: list[list[ContactId]] = []
    tools = (
        Tool("import", "Import", "download", page=make),
        Tool("rare", "Rare", "x", page=make, roles=()),
        Tool(
            "export",
            "Export",
            "upload",
            act=lambda _kit, _window, ids: used.append(list(ids)),
            place="selection",
        ),
    )
    assert [tool.id for tool in tools_for(rig.kit, tools)] == ["import", "export"]
    view = ContactsView(rig.kit, tools=tools)
    view.show_page("rare")
    assert view.currentWidget() is view.people
    view.show_page("import")
    assert view.currentWidget() is made[0] and view.page("import") is made[0]
    made[0].back.click()
    assert view.currentWidget() is view.people
    view.people.looking.look()
    await until(lambda: view.people.model.rowCount() > 0)
    view.people.chosen.take(view.people.model.order[:3])
    view.people.bulk.buttons["export"].click()
    await until(lambda: bool(used))
    assert used == [[row.contact_id for row in rig.desk.contact_rows(view.people.model.order[:3])]]
    view.close_down()
    view.deleteLater()


async def test_the_card_stands_beside_the_table_and_follows_it(rig: Rig) -> None:
    page = await open_people(rig)
    press(page.table, Qt.Key.Key_Home)
    press(page.table, Qt.Key.Key_Return, CTRL)
    panel = page.card.panel
    assert panel is not None and panel.isVisible()
    await until(lambda: panel.card is not None and panel.card.contact_id == line(page, 0).contact_id)
    press(panel, Qt.Key.Key_Escape)
    assert page.table.hasFocus() and panel.isVisible()
    press(page.table, Qt.Key.Key_Down)
    await until(lambda: panel.card is not None and panel.card.contact_id == line(page, 1).contact_id)
    assert rig.desk.last_place()["contacts_card"] == "1"
    assert page.filters.card.isChecked()
    panel.close_asked.emit()
    assert not page.filters.card.isChecked()
    click(page.filters.card, page.filters.card.rect().center())
    assert panel.isVisible() and page.filters.card.isChecked()
    click(page.filters.card, page.filters.card.rect().center())
    assert not panel.isVisible() and page.table.hasFocus() and rig.desk.last_place()["contacts_card"] == "0"


async def test_somebody_with_neither_talk_nor_number_shows_their_card(rig: Rig) -> None:
    await rig.desk.add_contact(Identity(), {"name": "Aaa Mail", "email": "a@x.fr"})
    page = await open_people(rig)
    page.table.go_to(people_of(page)["Aaa Mail"])
    press(page.table, Qt.Key.Key_Return)
    panel = page.card.panel
    assert panel is not None and panel.isVisible()
    await until(lambda: panel.card is not None and panel.card.name == "Aaa Mail")


async def test_a_file_of_the_card_is_shown_where_it_stands(rig: Rig) -> None:
    """Its conversation opened at the end."""
    talk = next(iter(rig.desk.talks.values()))
    first, who = talk.messages[0], ContactId(talk.contact_id)
    rig.desk.shelves[who] = [first]
    rig.panes.show_screen("contacts")
    contacts = rig.panes.screens.contacts
    contacts.show_contact(who)
    await until(
        lambda: contacts.people.card.panel is not None and contacts.people.card.panel.contact_id == who
    )
    panel = contacts.people.card.panel
    assert panel is not None
    files = next(one for one in panel.sections if isinstance(one, FilesSection))
    await until(lambda: bool(files.rows))
    jumped: list[str] = []
    rig.conversation.jump_to = jumped.append  # type: ignore[method-assign,assignment]
    files.rows[0].click()
    assert jumped == [first.message_id] and rig.panes.screen_id == "inbox"
    assert rig.conversation.conversation_id == talk.conversation_id
