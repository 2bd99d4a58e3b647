"""What is behind a figure of a report: the list, a wait taken apart, the way to a message, a deal, a conversation."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.modeltest import ModelTester

from app.domain.ids import ConversationId, MessageId
from app.domain.report_rows import BehindRow, Figure
from tests.gui.hands import is_active
from tests.gui.report_hands import open_reports, texts
from tests.gui.rig import Rig, check_model, click, press, rig, until
from tests.report_story import overview
from tests.report_waits import turns
from ui.reports.story import TurnSheet
from ui.reports.views.people import PeoplePage
from ui.reports.views.speed import SpeedPage

__all__ = ["rig"]


async def test_a_figure_opens_its_waits_and_a_wait_its_parts(rig: Rig) -> None:
    view = await open_reports(rig)
    tile = view.page.tiles[4]
    click(tile, QPoint(20, 20))
    await until(view.behind.isVisible)
    key = rig.desk.behind_asked[-1]
    assert (key.report, key.code, key.ask) == ("overview", "first_median", view.asking.ask())
    assert view.behind.title.text == "First responses"
    assert view.behind.count.text() == "361 waits, the newest 30 are shown"
    rows = view.behind.list.rows.rows
    assert (rows[0].title, rows[0].line, rows[0].chip.text) == ("Sophie Marchand", "9:42 · Léa", "5 min")
    assert [row.chip.text for row in rows[1:5]] == [
        "while closed · 6 min", "open · 7 min", "no reply needed · 8 min", "without an answer · 9 min",
    ]  # fmt: skip
    click(
        view.behind.list.viewport(), view.behind.list.visualRect(view.behind.list.rows.index(0, 0)).center()
    )
    await until(lambda: any(one.isVisible() for one in rig.window.findChildren(TurnSheet)))
    sheet = next(one for one in rig.window.findChildren(TurnSheet) if one.isVisible())
    assert sheet.summary.text == "From 9:42 to 10:07: 25 min, until Camille answered."
    assert [piece.spoken for piece in sheet.pieces] == [
        "On its way to Comptoir: 2 s", "With nobody: 1 min 58 s", "With Léa: 18 min", "With Camille: 5 min",
    ]  # fmt: skip
    assert (
        sum(piece.seconds for piece in sheet.pieces) == sheet.story.cal_s and sheet.total.text() == "25 min"
    )
    assert sum(sheet.bar.widths()) <= sheet.bar.width()
    assert "Léa handed it on after 18 min without an answer." in sheet.facts.text
    gone: list[tuple[str, str]] = []
    view.message_asked.disconnect()
    view.message_asked.connect(lambda *where: gone.append(where))
    click(sheet.go, sheet.go.rect().center())
    assert gone == [("c-001", "m-1")]


async def test_by_key_alone_from_tile_to_message_and_back(rig: Rig) -> None:
    view = await open_reports(rig)
    assert view.page.tiles[0].hasFocus()
    for _step in range(4):
        press(rig.window, Qt.Key.Key_Tab)
    assert view.page.tiles[4].hasFocus()
    press(view.page.tiles[4], Qt.Key.Key_Return)
    await until(view.behind.list.hasFocus)
    press(view.behind.list, Qt.Key.Key_Down)
    press(view.behind.list, Qt.Key.Key_Return)
    await until(lambda: any(one.isVisible() for one in rig.window.findChildren(TurnSheet)))
    sheet = next(one for one in rig.window.findChildren(TurnSheet) if one.isVisible())
    assert sheet.go.hasFocus()
    press(sheet, Qt.Key.Key_Escape)
    await is_active(rig.window)
    press(view.behind.list, Qt.Key.Key_Escape)
    assert view.behind.isHidden() and view.page.tiles[4].hasFocus()


async def test_a_message_of_a_wait_is_shown_where_it_stands(rig: Rig) -> None:
    view = await open_reports(rig)
    gone: list[tuple[str, str]] = []
    view.message_asked.disconnect()
    view.message_asked.connect(lambda *where: gone.append(where))
    view._open_row(turns(rig.clock.now())[0])
    await until(lambda: any(one.isVisible() for one in rig.window.findChildren(TurnSheet)))
    sheet = next(one for one in rig.window.findChildren(TurnSheet) if one.isVisible())
    assert [row.title for row in sheet.list.rows.rows][1:] == [
        "Note: Camille connaît",
        "Bonjour, oui, à 10 h.",
    ]
    click(sheet.list.viewport(), sheet.list.visualRect(sheet.list.rows.index(2, 0)).center())
    assert gone == [("c-001", "m-3")]


async def test_messages_deals_and_conversations_open_too(rig: Rig) -> None:
    view = await open_reports(rig)
    gone: list[object] = []
    for signal in (view.message_asked, view.deal_asked, view.open_asked):
        signal.disconnect()
        signal.connect(lambda *where: gone.append(where))
    talk = ConversationId("c-002")
    view._open_row(BehindRow("message", 0, "Ana", conversation_id=talk, message_id=MessageId("m-9")))
    view._open_row(BehindRow("deal", 0, "Wedding", deal_id="deal-1"))
    view._open_row(BehindRow("episode", 0, "Ana", conversation_id=talk))
    assert gone == [("c-002", "m-9"), ("deal-1",), ("c-002",)]


async def test_a_wait_that_was_erased_meanwhile_says_so(rig: Rig) -> None:
    view = await open_reports(rig)
    rig.desk.stories.clear()
    view._open_row(turns(rig.clock.now())[0])
    await until(lambda: bool(view.toasts.toasts))
    assert "erased" in view.toasts.toasts[0].text


async def test_a_cell_of_a_table_opens_what_one_person_did(rig: Rig, qtmodeltester: ModelTester) -> None:
    view = await open_reports(rig, "people")
    page = view.page
    assert isinstance(page, PeoplePage)
    assert texts(page.table)[0] == [
        "Léa",
        "312",
        "9 min",
        "",
        "5 min",
        "21 min",
        "95.8 %",
        "51 h",
        "41 min",
        "12",
        "9",
    ]
    table = page.table.table
    check_model(qtmodeltester, table.cells)
    index = table.cells.index(2, 1)
    click(table.viewport(), table.visualRect(index).center())
    await until(view.behind.isVisible)
    assert (rig.desk.behind_asked[-1].code, rig.desk.behind_asked[-1].row) == ("people_n", "m-hugo")
    assert view.behind.title.text == "Hugo, n"


async def test_in_a_narrow_window_the_list_takes_the_place_of_the_page(rig: Rig) -> None:
    view = await open_reports(rig)
    rig.window.resize(720, 450)
    await until(lambda: view.width() < 720)
    click(view.page.tiles[0], QPoint(20, 20))
    await until(view.behind.isVisible)
    assert view.stack.isHidden()
    QTest.keyClick(view.behind.list, Qt.Key.Key_Escape)
    assert view.stack.isVisible() and view.behind.isHidden()


async def test_first_later_and_all_responses_share_their_charts(rig: Rig) -> None:
    view = await open_reports(rig, "speed")
    page = view.page
    assert isinstance(page, SpeedPage)
    assert texts(page.table)[0] == [
        "First response, opening hours",
        "361",
        "7 min",
        "28 min",
        "14 min",
        "8 min",
    ]
    assert page.spread.subtitle.text == "First response, within opening hours"
    later = next(one for one in page.which.findChildren(QAbstractButton) if one.text() == "Later responses")
    click(later, later.rect().center())
    assert page.spread.subtitle.text == "Later responses, within opening hours"
    assert page.lines.face.target is None  # the standard is about first responses


async def test_two_currencies_are_never_added(rig: Rig) -> None:
    francs = Figure("revenue", "money", 7_700, 1, currency="CHF", opens="deals", behind=1)
    view = await open_reports(rig, is_filled=False)
    rig.desk.reports["overview"] = replace(overview(), figures=(*overview().figures, francs))
    view.refresh()
    await until(lambda: view.page.tiles[0].face.figure == "€8,420")
    assert view.page.tiles[0].face.base == "and CHF77, 23 sales, €7,512 before"
