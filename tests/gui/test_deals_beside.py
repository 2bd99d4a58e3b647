"""The board, a deal's sheet, the chat behind it and the person: each a key away from the others."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from app.domain.deal_asks import MoveDeal
from app.domain.deal_rows import DealRow
from app.domain.ids import ConversationId
from app.domain.ladders import StartFollowUp
from tests.gui.deal_hands import (
    click_card,
    euros,
    letter,
    open_deals,
    some_deals,
    stand_on,
    talk,
    titles,
    toasts,
)
from tests.gui.hands import CTRL, SHIFT, choose, is_active, open_menu
from tests.gui.rig import Rig, press, rig, type_text, until
from tests.gui.sheet_hands import ESCAPE, press_on
from ui.deals.deals_page import DealsPage
from ui.deals.ending import EndDialog
from ui.deals.new_deal import NewDealDialog
from ui.deals.pipelines.board_page import PipelinesPage
from ui.deals.section import DealsSection
from ui.deals.sheet.sheet import DealSheet, holds_focus
from ui.deals.sheet.side import SheetSide
from ui.todo.sheet import TaskSheet

__all__ = ["rig"]
ENTER = Qt.Key.Key_Return


def side(rig: Rig) -> SheetSide:
    return rig.panes.screens.deals.beside.side


def sheet(rig: Rig) -> DealSheet:
    found = side(rig).sheet
    assert found is not None
    return found


def is_about(rig: Rig, title: str) -> bool:
    """Whether the sheet is there and shows this deal."""
    found = side(rig).sheet
    return found is not None and side(rig).is_shown and found.card is not None and found.card.title == title


async def opened(rig: Rig, title: str = "Colour") -> DealsPage:
    """The board, with the sheet of one of its deals open."""
    page = await open_deals(rig)
    stand_on(page, title)
    press(page.view, ENTER)
    await until(lambda: is_about(rig, title))
    return page


async def test_enter_opens_the_sheet_and_escape_leads_back_to_the_card(rig: Rig) -> None:
    some_deals(rig)
    page = await opened(rig)
    assert holds_focus(sheet(rig))
    press(sheet(rig).head.title.value, ESCAPE)
    assert not side(rig).is_shown and page.view.hasFocus()
    click_card(page, "Hen night", is_double=True)
    await until(lambda: is_about(rig, "Hen night"))


async def test_it_follows_the_card_that_is_gone_to_and_stays(rig: Rig) -> None:
    some_deals(rig)
    page = await opened(rig)
    click_card(page, "Wedding hair")
    await until(lambda: is_about(rig, "Wedding hair"))
    assert page.view.hasFocus()
    press(page.view, Qt.Key.Key_Down)
    await until(lambda: is_about(rig, "Hen night"))
    page.looking.find("nothing like this")
    await until(lambda: page.looking.is_narrowed)
    assert is_about(rig, "Hen night")


async def test_escape_on_the_board_puts_the_sheet_away_after_what_is_looked_for(rig: Rig) -> None:
    some_deals(rig)
    page = await opened(rig)
    page.head.search.setText("Colour")
    await until(lambda: page.looking.is_narrowed)
    press_on_card(page, "Colour")
    press(page.view, ESCAPE)
    assert not page.head.search.text() and side(rig).is_shown
    press(page.view, ESCAPE)
    assert not side(rig).is_shown and page.view.hasFocus()


async def test_many_deals_are_written_in_one_after_the_other(rig: Rig) -> None:
    some_deals(rig)
    page = await opened(rig)
    press(sheet(rig).head.title.value, Qt.Key.Key_N)
    asked = next(
        one for one in QApplication.topLevelWidgets() if isinstance(one, NewDealDialog) and one.isVisible()
    )
    assert page.window().isVisible()
    asked.reject()


async def test_a_new_deal_and_the_search_are_a_letter_away_from_the_head_too(rig: Rig) -> None:
    some_deals(rig)
    page = await opened(rig)
    page.head.filter.setFocus()
    press(page.head.filter, Qt.Key.Key_Slash)
    assert page.head.search.hasFocus()
    page.head.filter.setFocus()
    press(page.head.filter, Qt.Key.Key_N)
    asked = next(
        one for one in QApplication.topLevelWidgets() if isinstance(one, NewDealDialog) and one.isVisible()
    )
    asked.reject()


async def test_the_list_stands_on_the_deal_that_the_board_stood_on(rig: Rig) -> None:
    some_deals(rig)
    page = await opened(rig)
    click_cell(page, "list")
    await until(lambda: page.looking.mode == "list")
    assert page.table.hasFocus() and current_title(page) == "Colour" and is_about(rig, "Colour")
    press(page.table, Qt.Key.Key_Down)
    below = current_title(page)
    click_cell(page, "board")
    await until(lambda: page.looking.mode == "board")
    assert page.board.hasFocus() and current_title(page) == below != "Colour"


def press_on_card(page: DealsPage, title: str) -> None:
    click_card(page, title)
    assert page.view.hasFocus()


def current_title(page: DealsPage) -> str:
    row = page.current
    assert isinstance(row, DealRow)
    return row.title


def click_cell(page: DealsPage, mode: str) -> None:
    name = {"list": "List", "board": "Board"}[mode]
    cells = page.head.switch.findChildren(QAbstractButton)
    cell = next(one for one in cells if one.text() == name or one.accessibleName() == name)
    QTest.mouseClick(cell, Qt.MouseButton.LeftButton)


async def test_what_the_board_asks_is_answered(rig: Rig) -> None:
    some_deals(rig)
    page = await open_deals(rig)
    stand_on(page, "Colour")
    letter(page, Qt.Key.Key_W)
    asked = next(
        one for one in QApplication.topLevelWidgets() if isinstance(one, EndDialog) and one.isVisible()
    )
    press(asked, Qt.Key.Key_1)
    press(asked, ENTER)
    await until(lambda: any("won" in words for words in toasts(page)))
    press(rig.window, Qt.Key.Key_Z, CTRL)
    await until(lambda: "Colour" in titles(page, "quote"))


async def test_t_makes_a_task_on_the_deal(rig: Rig) -> None:
    some_deals(rig)
    page = await open_deals(rig)
    stand_on(page, "Colour")
    letter(page, Qt.Key.Key_T)
    asked = next(
        one for one in QApplication.topLevelWidgets() if isinstance(one, TaskSheet) and one.isVisible()
    )
    type_text(asked.words.input, "Send the quote")
    press(asked.words.input, ENTER)
    await until(lambda: [row.title for row in rig.desk.tasks_of(deal_id="deal-0003")] == ["Send the quote"])


async def test_n_makes_a_deal_in_the_stage_and_opens_it(rig: Rig) -> None:
    some_deals(rig)
    page = await open_deals(rig)
    stand_on(page, "Colour")
    letter(page, Qt.Key.Key_N)
    asked = next(
        one for one in QApplication.topLevelWidgets() if isinstance(one, NewDealDialog) and one.isVisible()
    )
    assert asked.stage.chosen_id == "quote"
    type_text(asked.person.finder.search, "tom")
    press(asked.person.finder.search, ENTER)
    type_text(asked.title.input, "Perm")
    press(asked.title.input, ENTER)
    await until(lambda: is_about(rig, "Perm"))
    await until(lambda: "Perm" in titles(page, "quote"))


async def test_from_the_chat_to_its_deal_and_back_with_a_key_each(rig: Rig) -> None:
    some_deals(rig)
    rig.panes.open_to_write(talk(3))
    press(rig.conversation.composer.box, Qt.Key.Key_D, CTRL)
    await until(lambda: rig.panes.screen_id == "deals" and is_about(rig, "Colour"))
    press(sheet(rig).head.title.value, Qt.Key.Key_O)
    await until(lambda: rig.panes.screen_id == "inbox" and rig.conversation.conversation_id == talk(3))


async def test_from_the_deal_to_the_person_and_from_their_card_back(rig: Rig) -> None:
    some_deals(rig)
    await opened(rig)
    press(sheet(rig).head.title.value, Qt.Key.Key_P)
    people = rig.panes.screens.contacts.people
    await until(lambda: rig.panes.screen_id == "contacts" and people.card.panel is not None)
    panel = people.card.panel
    assert panel is not None
    await until(lambda: panel.card is not None)
    part = next(one for one in panel.sections if isinstance(one, DealsSection))
    await until(lambda: [row.words for row in part.rows] == ["Colour"])
    press_on(part.rows[0])
    await until(lambda: rig.panes.screen_id == "deals" and is_about(rig, "Colour"))


async def test_from_the_person_among_the_contacts_to_their_deal_and_to_a_new_one_by_key(rig: Rig) -> None:
    some_deals(rig)
    await opened(rig)
    press(sheet(rig).head.title.value, Qt.Key.Key_P)
    people = rig.panes.screens.contacts.people
    await until(lambda: rig.panes.screen_id == "contacts" and people.card.standing is not None)
    press(rig.window, Qt.Key.Key_D, CTRL)
    await until(lambda: rig.panes.screen_id == "deals" and is_about(rig, "Colour"))
    press(sheet(rig).head.title.value, Qt.Key.Key_P)
    await until(lambda: rig.panes.screen_id == "contacts")
    press(rig.window, Qt.Key.Key_D, CTRL | SHIFT)
    asked = next(
        one for one in QApplication.topLevelWidgets() if isinstance(one, NewDealDialog) and one.isVisible()
    )
    assert people.card.standing is not None and asked.person.now.contact_id == people.card.standing.contact_id
    press(asked.title.input, ENTER)
    await until(
        lambda: bool(toasts(rig.panes.screens.deals.deals)) or bool(rig.panes.screens.undoing.toasts.toasts)
    )
    assert rig.panes.screen_id == "contacts"


async def test_a_message_on_the_sheet_leads_to_where_it_stands(rig: Rig) -> None:
    some_deals(rig)
    await opened(rig)
    press(sheet(rig).talk.lines[0], ENTER)
    await until(lambda: rig.panes.screen_id == "inbox" and rig.conversation.conversation_id == talk(3))


async def test_the_key_of_a_new_deal_works_on_the_board_too(rig: Rig) -> None:
    some_deals(rig)
    await open_deals(rig)
    press(rig.window, Qt.Key.Key_D, CTRL | SHIFT)
    asked = next(
        one for one in QApplication.topLevelWidgets() if isinstance(one, NewDealDialog) and one.isVisible()
    )
    assert asked.person.now.contact_id is None
    asked.reject()


async def test_a_deal_that_was_just_made_of_a_chat_is_opened_from_the_announcement(rig: Rig) -> None:
    rig.panes.open_to_write(ConversationId("c-003"))
    press(rig.conversation.composer.box, Qt.Key.Key_D, CTRL | SHIFT)
    asked = next(
        one for one in QApplication.topLevelWidgets() if isinstance(one, NewDealDialog) and one.isVisible()
    )
    type_text(asked.title.input, "Perm")
    press(asked.title.input, ENTER)
    await until(lambda: bool(rig.conversation.toasts.toasts))
    link = rig.conversation.toasts.toasts[-1].link
    assert link is not None
    press_on(link)
    await until(lambda: rig.panes.screen_id == "deals" and is_about(rig, "Perm"))


async def test_pipelines_are_a_page_of_the_screen(rig: Rig) -> None:
    some_deals(rig)
    page = await open_deals(rig)
    press_on(page.head.pipeline)
    choose(open_menu(page.head), "Pipelines and stages…")
    view = rig.panes.screens.deals
    await until(lambda: isinstance(view.shown, PipelinesPage))
    shown = view.shown
    assert isinstance(shown, PipelinesPage) and shown.part.form.name.input.text() == "Sales"
    row = shown.part.form.stages.rows[0]
    row.name.setFocus()
    row.name.selectAll()
    type_text(row.name, "First call")
    press_on(shown.part.form.save)
    await until(lambda: rig.desk.pipelines()[0].stages[0].name == "First call")
    await is_active(rig.window)
    press_on(shown.back)
    await until(lambda: view.shown is page)
    stand_on(page, "Wedding hair")
    press(page.view, ENTER)
    await until(lambda: is_about(rig, "Wedding hair"))
    assert sheet(rig).state.stage.words == "First call"


async def test_what_was_being_typed_is_there_when_the_screen_is_come_back_to(rig: Rig) -> None:
    some_deals(rig)
    await opened(rig)
    press_on(sheet(rig).facts.amount.value)
    type_text(sheet(rig).facts.amount.line, "77")
    rig.panes.show_screen("inbox")
    rig.panes.show_screen("deals")
    line = sheet(rig).facts.amount.line
    assert line.isVisible() and line.text() == "77"
    press(line, ENTER)
    await until(lambda: rig.desk.deal_cards["deal-0003"].amount == euros(77))


async def test_who_lost_a_deal_is_told_wherever_they_are(rig: Rig) -> None:
    """What waited on this computer goes out later, and its author looks at something else by then."""
    some_deals(rig)
    page = await open_deals(rig)
    rig.panes.show_screen("contacts")
    await until(lambda: not page.isVisible())
    rig.desk.refuse_deal(
        MoveDeal("deal-0001", "main", "quote", "enquiry"),
        "deal_moved",
        stage="",
        stage_id="decision",
        who="Marc",
    )
    screens = rig.panes.screens
    [said] = [toast.text for toast in screens.undoing.toasts.toasts]
    assert "Marc" in said
    rig.panes.show_screen("deals")
    screens.deals.show_page("quiet")
    await until(lambda: not page.isVisible())
    rig.desk.refuse_deal(StartFollowUp("deal-0001", "run", 1), "follow_up_most", limit="3")  # type: ignore[arg-type]
    shown = [toast for toast in screens.undoing.toasts.toasts if toast.isVisible()]
    assert "3" in shown[-1].text
