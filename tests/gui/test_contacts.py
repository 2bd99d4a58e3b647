"""The screen of contacts: everybody in one table, found while one types, opened by click and by key."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester

from tests.gui.hands import ALT
from tests.gui.rig import Rig, check_model, press, rig, type_text, until
from ui.contacts.page import Page, Tool
from ui.contacts.people import PeoplePage
from ui.contacts.tools import tools_for
from ui.contacts.view import ContactsView
from ui.kit import Kit

__all__ = ["rig"]


async def people(rig: Rig) -> PeoplePage:
    """The screen, gone to by its key, with its lines."""
    press(rig.window, Qt.Key.Key_3, ALT)
    page = rig.panes.screens.contacts.people
    await until(lambda: page.model.rowCount() > 0)
    return page


def names(page: PeoplePage) -> list[str]:
    return [str(page.model.index(row, 0).data()) for row in range(page.model.rowCount())]


def click_line(page: PeoplePage, row: int, *, is_double: bool = False) -> None:
    table = page.table
    at = table.visualRect(page.model.index(row, 1)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    if is_double:
        QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)


async def test_everybody_stands_there_by_name(rig: Rig) -> None:
    page = await people(rig)
    assert len(names(page)) == len(rig.desk.talks)
    assert names(page) == sorted(names(page), key=lambda name: name.casefold()) or "É" in "".join(names(page))
    assert page.counted.text() == str(len(rig.desk.talks))


async def test_who_is_typed_is_found_whatever_the_accents(rig: Rig) -> None:
    page = await people(rig)
    wanted = next(name for name in names(page) if name[:1].isalpha())
    type_text(page.search, wanted.split()[0].upper())
    await until(lambda: page.model.rowCount() < len(rig.desk.talks))
    assert wanted in names(page)
    assert page.counted.text() == f"{page.model.rowCount()} of {len(rig.desk.talks)}"
    page.search.setText("nobody is called so")
    await until(lambda: page.model.rowCount() == 0)
    page.search.clear()
    await until(lambda: page.model.rowCount() == len(rig.desk.talks))


async def test_a_head_sorts_and_turns_the_order_round(rig: Rig) -> None:
    page = await people(rig)
    first = names(page)[0]
    heads = page.table.heads
    at = QPoint(heads.sectionViewportPosition(0) + 20, heads.height() // 2)
    QTest.mouseClick(heads.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    await until(lambda: names(page)[-1] == first)


async def test_enter_and_a_double_click_open_the_conversation(rig: Rig) -> None:
    page = await people(rig)
    press(page.table, Qt.Key.Key_End)
    row = page.table.currentIndex().row()
    assert row == page.model.rowCount() - 1
    press(page.table, Qt.Key.Key_Return)
    assert rig.panes.screen_id == "inbox"
    opened = rig.conversation.conversation_id
    line = page.model.row_at(row)
    assert line is not None and opened == line.conversation_id
    page = await people(rig)
    press(page.table, Qt.Key.Key_Home)
    click_line(page, 1, is_double=True)
    line = page.model.row_at(1)
    assert line is not None and rig.conversation.conversation_id == line.conversation_id


async def test_the_model_is_sound(rig: Rig, qtmodeltester: ModelTester) -> None:
    page = await people(rig)
    check_model(qtmodeltester, page.model)
    page.sort_by("last")
    type_text(page.search, "a")
    await until(lambda: page.model.rowCount() < len(rig.desk.talks))


async def test_a_tool_opens_its_page_in_place_of_the_table_and_leads_back(rig: Rig) -> None:
    made: list[Page] = []

    def make(kit: Kit) -> Page:
        made.append(Page(kit, "Import"))
        return made[-1]

    tools = (Tool("import", "Import", "download", page=make), Tool("rare", "Rare", "x", page=make, roles=()))
    assert [tool.id for tool in tools_for(rig.kit, tools)] == ["import"]
    view = ContactsView(rig.kit, tools=tools)
    view.show_page("rare")
    assert view.currentWidget() is view.people
    view.show_page("import")
    assert view.currentWidget() is made[0] and view.page("import") is made[0]
    made[0].back.click()
    assert view.currentWidget() is view.people
    view.close_down()
    view.deleteLater()
