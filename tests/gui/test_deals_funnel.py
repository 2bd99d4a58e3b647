"""The page of figures of deals: what it says, what it opens by mouse and by key, for which days and whose deals."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester

from app.domain.deal_rows import DealCard, StageStayRow
from app.domain.deals import DEFAULT_PIPELINE, MAIN_PIPELINE
from app.domain.errors import EnvironmentFailure
from app.domain.money import Money
from app.domain.rows import MemberRow
from tests.funnel_story import LEA, fill_with_deals
from tests.gui.deal_hands import euros, open_deals, talk
from tests.gui.hands import choose, open_menu, words_of
from tests.gui.rig import Rig, check_model, click, press, rig, until
from ui.deals.funnel.choosing import PeriodDialog
from ui.deals.funnel.grid_view import GridView
from ui.deals.funnel.page import FunnelPage

__all__ = ["rig"]


def ended(rig: Rig, number: int, state: str, way: str, days: int, **fields: object) -> DealCard:
    """A deal that was made `days` ago and left each of its stages after a day."""
    now = rig.clock.now()
    names = {"e": "enquiry", "q": "quote", "d": "decision", "p": "deposit"}
    at, stays = now - timedelta(days=days), []
    for place, letter in enumerate(way):
        is_open = state == "open" and place == len(way) - 1
        left_at = None if is_open else at + timedelta(days=1)
        stays.append(StageStayRow(MAIN_PIPELINE, names[letter], at, left_at))
        at = left_at or at
    given: dict[str, object] = {
        "title": f"Order {number}",
        "amount": euros(100 * number),
        "history": tuple(stays),
    }
    given |= {"state": state, "made_at": now - timedelta(days=days), "stage_since_at": at}
    given |= {"ended_at": None if state == "open" else at} | fields
    return rig.desk.deal_of(talk(number), names[way[-1]], **given)  # type: ignore[arg-type]


def three_deals(rig: Rig) -> None:
    """One won, one lost, one open."""
    ended(rig, 1, "won", "eq", 10)
    ended(rig, 2, "lost", "eq", 20, reason="Too dear")
    ended(rig, 3, "open", "e", 30)


async def open_page(rig: Rig) -> FunnelPage:
    """Gone to from the board."""
    await open_deals(rig)
    rig.panes.screens.deals.show_page("funnel")
    page = rig.panes.screens.deals.shown
    assert isinstance(page, FunnelPage)
    await until(lambda: page.figures is not None)
    return page


def tiles(page: FunnelPage) -> list[str]:
    return [tile.accessibleName().replace("\N{NO-BREAK SPACE}", " ") for tile in page.tiles.tiles]


def grid(page: FunnelPage, grid_id: str) -> GridView:
    return page.cards.cards[grid_id].grid


def texts(page: FunnelPage, grid_id: str) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid(page, grid_id).cells.grid.rows]


def index_of(page: FunnelPage, grid_id: str, row: int, title: str) -> QModelIndex:
    cells = grid(page, grid_id).cells
    column = next(n for n, one in enumerate(cells.grid.columns) if one.title == title)
    return cells.index(row, column)


def press_cell(page: FunnelPage, grid_id: str, row: int, title: str) -> None:
    table, index = grid(page, grid_id), index_of(page, grid_id, row, title)
    page.area.ensureWidgetVisible(table)
    click(table.viewport(), table.visualRect(index).center())


def behind(page: FunnelPage) -> list[str]:
    return [row.title for row in page.behind.list.rows.rows]


async def test_outcomes_say_what_they_are_made_of(rig: Rig) -> None:
    three_deals(rig)
    page = await open_page(rig)
    assert tiles(page) == [
        "Won revenue, €100, 1 deal won",
        "Win rate, 50 %, 1 won of 2 that ended",
        "Conversion, 33.3 %, 1 won of 3 made, 1 still open",
        "Velocity, €75 a day, 1 deal open today",  # 300 x 1/2 / 2 days
        "From made to won, 2 d, median; 9 times out of 10 within 2 d",
    ]
    assert "Rules of calculation, version 1 · Europe/Paris" in page.foot.text
    assert "3 deals made · 1 still open" in page.foot.text


async def test_the_funnel_counts_stage_by_stage(rig: Rig) -> None:
    three_deals(rig)
    page = await open_page(rig)
    assert texts(page, "funnel") == [
        ["Enquiry", "", "3", "2", "66.7 %", "1", "0", "0"],
        ["Quote sent", "", "2", "1", "50 %", "0", "1", "0"],
        ["Decision", "", "0", "0", "–", "0", "0", "0"],
        ["Deposit paid", "", "0", "0", "–", "0", "0", "0"],
    ]
    assert texts(page, "reasons") == [["Too dear", "", "1", "€200"]]


async def test_a_period_with_nothing_says_so(rig: Rig) -> None:
    page = await open_page(rig)
    assert all(", –, " in words for words in tiles(page))
    assert page.cards.cards["funnel"].nothing.text == "No deal was made in this period."
    assert grid(page, "funnel").isHidden()
    click(page.tiles.tiles[0], QPoint(20, 20))
    assert page.behind.isHidden()  # nothing is behind nothing


async def test_a_figure_is_a_link_under_the_pointer_and_opens_its_deals(rig: Rig) -> None:
    three_deals(rig)
    page = await open_page(rig)
    table, index = grid(page, "funnel"), index_of(page, "funnel", 0, "Went on")
    place = table.visualRect(index).center()
    move = QMouseEvent(
        QMouseEvent.Type.MouseMove, QPointF(place), QPointF(table.viewport().mapToGlobal(place)),
        Qt.MouseButton.NoButton, Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(table.viewport(), move)
    assert table.hovered == index and table.viewport().cursor().shape() == Qt.CursorShape.PointingHandCursor
    press_cell(page, "funnel", 0, "Went on")
    await until(page.behind.isVisible)
    assert page.behind.title.text == "Enquiry: went on or won"
    assert page.behind.count.text() == "2 deals"
    assert behind(page) == ["Order 1", "Order 2"]
    assert page.behind.list.hasFocus()


async def test_a_figure_of_nothing_is_no_link(rig: Rig) -> None:
    three_deals(rig)
    page = await open_page(rig)
    press_cell(page, "funnel", 0, "Elsewhere")
    press(grid(page, "funnel"), Qt.Key.Key_Return)
    assert page.behind.isHidden()


async def test_by_key_alone_from_figure_to_deal_and_back(rig: Rig) -> None:
    three_deals(rig)
    page = await open_page(rig)
    assert page.tiles.tiles[0].hasFocus()
    for _step in range(5):
        press(rig.window, Qt.Key.Key_Tab)
    table = grid(page, "funnel")
    assert table.hasFocus()
    press(table, Qt.Key.Key_Down)
    press(table, Qt.Key.Key_Right)
    assert table.currentIndex() == index_of(page, "funnel", 1, "Went on")
    press(table, Qt.Key.Key_Return)
    await until(lambda: page.behind.list.hasFocus())
    asked: list[str] = []
    page.deal_asked.disconnect()
    page.deal_asked.connect(asked.append)
    press(page.behind.list, Qt.Key.Key_Return)
    assert asked == ["deal-0001"]
    press(page.behind.list, Qt.Key.Key_Escape)
    assert page.behind.isHidden() and table.hasFocus()
    press(table, Qt.Key.Key_Escape)
    assert rig.panes.screens.deals.shown is rig.panes.screens.deals.deals


async def test_a_press_in_the_list_opens_the_deal(rig: Rig) -> None:
    three_deals(rig)
    page = await open_page(rig)
    click(page.tiles.tiles[2], QPoint(20, 20))
    await until(lambda: len(behind(page)) == 3)
    asked: list[str] = []
    page.deal_asked.disconnect()
    page.deal_asked.connect(asked.append)
    rows = page.behind.list
    click(rows.viewport(), rows.visualRect(rows.rows.index(2, 0)).center())
    assert asked == ["deal-0003"]


async def test_a_reader_hears_row_column_and_figure(rig: Rig, qtmodeltester: ModelTester) -> None:
    three_deals(rig)
    page = await open_page(rig)
    table = grid(page, "funnel")
    check_model(qtmodeltester, table.cells)
    said = index_of(page, "funnel", 0, "Rate").data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Enquiry, Rate, 66.7 %: 2 of 3, 1 still there"
    interface = QAccessible.queryAccessibleInterface(table)
    assert interface is not None and interface.role() == QAccessible.Role.Table
    children = [interface.child(number) for number in range(interface.childCount())]
    heard = [child.text(QAccessible.Text.Name) for child in children if child is not None]
    assert "Enquiry, Entered, 3 deals" in heard and "Still there" in heard
    assert table.accessibleName() == "From stage to stage, deals made in the period"


async def test_other_days_are_chosen_from_the_menu(rig: Rig) -> None:
    three_deals(rig)
    page = await open_page(rig)
    click(page.choosing.period_button, QPoint(5, 5))
    choose(open_menu(page), "This month")
    await until(lambda: page.figures is not None and page.figures.made == 2)
    assert page.choosing.period_button.text() == "This month"
    asked = rig.desk.figures_asked[-1]
    assert (asked.since_at.isoformat(), asked.until_at.isoformat()) == (
        "2026-10-31T23:00:00+00:00", "2026-11-26T23:00:00+00:00",
    )  # fmt: skip


async def test_days_of_ones_own_are_typed(rig: Rig) -> None:
    three_deals(rig)
    page = await open_page(rig)
    click(page.choosing.period_button, QPoint(5, 5))
    choose(open_menu(page), "Own period…")
    dialog = next(one for one in rig.window.findChildren(PeriodDialog) if one.isVisible())
    dialog.first.input.setText("31/02/2026")
    assert not dialog.confirm.isEnabled()
    dialog.first.input.setText("20/11/2026")
    dialog.last.input.setText("10/11/2026")
    assert not dialog.confirm.isEnabled()  # the wrong way round
    dialog.first.input.setText("25/10/2026")  # the night when the clocks went back
    dialog.last.input.setText("28/10/2026")
    press(dialog.last.input, Qt.Key.Key_Return)
    await until(lambda: page.figures is not None and page.figures.made == 1)
    asked = rig.desk.figures_asked[-1]
    assert (asked.since_at.isoformat(), asked.until_at.isoformat()) == (
        "2026-10-24T22:00:00+00:00", "2026-10-28T23:00:00+00:00",
    )  # fmt: skip
    assert page.choosing.period_button.text() == "25 to 28 Oct 2026"


async def test_the_figures_of_one_rep(rig: Rig) -> None:
    rig.desk.members = lambda: [
        MemberRow(rig.desk.me().member_id, "Camille", "owner", is_me=True), MemberRow(LEA, "Léa", "rep"),
    ]  # fmt: skip
    ended(rig, 1, "won", "eq", 10, owner_id=LEA)
    ended(rig, 2, "won", "eq", 12)
    page = await open_page(rig)
    assert page.figures is not None and page.figures.made == 2
    click(page.choosing.owner_button, QPoint(5, 5))
    assert words_of(open_menu(page)) == ["Everybody", "Camille", "Léa"]
    choose(open_menu(page), "Léa")
    await until(lambda: page.figures is not None and page.figures.made == 1)
    assert [row[0] for row in texts(page, "people")] == ["People with a deal made in it"]


async def test_with_several_pipelines_one_is_chosen(rig: Rig) -> None:
    three_deals(rig)
    first = replace(DEFAULT_PIPELINE, name="Sales", version=1)
    other = replace(first, pipeline_id="b", name="Training", position=1)
    rig.desk.saved_pipelines = {one.pipeline_id: one for one in (first, other)}
    page = await open_page(rig)
    assert page.choosing.pipeline_button.isVisible()
    click(page.choosing.pipeline_button, QPoint(5, 5))
    choose(open_menu(page), "Training")
    await until(lambda: page.figures is not None and page.figures.made == 0)


async def test_a_deal_that_is_won_meanwhile_counts_at_once(rig: Rig) -> None:
    three_deals(rig)
    page = await open_page(rig)
    await rig.desk.win_deal("deal-0003")
    await until(lambda: page.figures is not None and page.figures.won == 2)
    assert tiles(page)[0] == "Won revenue, €400, 2 deals won"


async def test_two_currencies_stand_apart_everywhere(rig: Rig) -> None:
    ended(rig, 1, "won", "e", 10)
    ended(rig, 2, "won", "e", 10, amount=Money(7_700, "CHF"))
    ended(rig, 3, "open", "e", 10, amount=Money(5_000, "JPY"))
    page = await open_page(rig)
    assert tiles(page)[0] == "Won revenue, €100, and CHF77, 2 deals won"
    assert [row[0] for row in texts(page, "velocity")] == ["JPY"]
    assert texts(page, "people")[1][2] == "€33.33 + CHF25.67"


async def test_the_figures_are_written_as_a_table(rig: Rig, tmp_path: Path) -> None:
    three_deals(rig)
    ended(rig, 4, "lost", "e", 9, reason="=HYPERLINK(1)")
    page = await open_page(rig)
    target = tmp_path / "figures.csv"
    page.write(target)
    await until(target.exists)
    rows = list(csv.reader(target.read_text("utf-8-sig").splitlines()))
    assert rows[0] == ["Section", "Of what", "Figure", "Value", "Unit", "Of how many"]
    assert ["Outcomes", "", "Win rate", "33.3", "%", "3"] in rows
    assert ["Outcomes", "", "Won revenue", "100.00", "EUR", "1"] in rows
    assert ["From stage to stage", "Enquiry", "Entered", "4", "deals", ""] in rows
    assert any(row[1] == "'=HYPERLINK(1)" for row in rows)  # nothing that a spreadsheet would calculate
    assert len({len(row) for row in rows}) == 1
    await until(lambda: any("figures.csv" in toast.text for toast in page.toasts.toasts))


async def test_a_table_that_cannot_be_written_says_why(rig: Rig, tmp_path: Path) -> None:
    page = await open_page(rig)
    page.write(tmp_path / "nowhere" / "figures.csv")
    await until(lambda: bool(page.toasts.toasts))
    assert "nowhere" in page.toasts.toasts[0].text


async def test_a_rep_takes_no_figures_out(rig: Rig) -> None:
    me = replace(rig.desk.me(), role="rep")
    rig.desk.me = lambda: me  # type: ignore[method-assign]
    page = await open_page(rig)
    assert page.export_button.isHidden() and page.export_icon.isHidden()


async def test_more_deals_than_a_list_holds_are_counted_all(rig: Rig) -> None:
    fill_with_deals(rig.desk, 260)
    page = await open_page(rig)
    click(page.tiles.tiles[2], QPoint(20, 20))
    await until(page.behind.isVisible)
    assert page.behind.count.text() == "260 deals, the newest 200 are shown"


async def test_in_a_narrow_window_the_list_takes_the_place_of_the_tables(rig: Rig) -> None:
    three_deals(rig)
    page = await open_page(rig)
    rig.window.resize(700, 600)
    await until(lambda: page.width() < 700)
    click(page.tiles.tiles[0], QPoint(20, 20))
    await until(page.behind.isVisible)
    assert page.area.isHidden() and page.export_icon.isVisible()
    QTest.keyClick(page.behind.list, Qt.Key.Key_Escape)
    assert page.area.isVisible() and page.behind.isHidden()


async def test_what_cannot_be_read_says_so(rig: Rig) -> None:
    page = await open_page(rig)

    async def fail(*_asked: object) -> None:
        raise EnvironmentFailure("file_damaged", file="view.db")

    rig.desk.deal_figures = fail  # type: ignore[method-assign, assignment]
    page.refresh()
    await until(lambda: bool(page.toasts.toasts))


async def test_the_menu_of_the_board_leads_to_the_figures(rig: Rig) -> None:
    deals = await open_deals(rig)
    click(deals.head.more, deals.head.more.rect().center())
    choose(open_menu(deals), "Figures")
    page = rig.panes.screens.deals.shown
    assert isinstance(page, FunnelPage) and page.tiles.tiles[0].hasFocus()
    await until(lambda: page.figures is not None)
