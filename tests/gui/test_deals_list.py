"""The list of deals, its order, and the filters that board and list share; kept over restarts."""

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester

from app.domain.deal_rows import DealFilter
from app.domain.ids import MemberId
from app.domain.money import Money
from tests.gui.deal_hands import (
    LEFT,
    euros,
    heard,
    lane_middle,
    letter,
    newest,
    open_deals,
    some_deals,
    stand_on,
    talk,
    titles,
    toasts,
)
from tests.gui.hands import CTRL, NONE, choose, is_active, open_menu, words_of
from tests.gui.rig import Rig, check_model, click, press, rig, type_text, until
from ui.deals.deals_page import DealsPage
from ui.deals.ending import EndDialog
from ui.deals.filters import AgeFields, AmountFields
from ui.deals.looking import filter_words, read_filter
from ui.teamwork.popover import Popover

__all__ = ["rig"]


async def open_list(rig: Rig) -> DealsPage:
    page = await open_deals(rig)
    page.head.switch.choose("list")
    await until(page.table.isVisible)
    return page


def lines(page: DealsPage) -> list[str]:
    return [row.shown_title for row in page.table.list.rows]


def click_head(page: DealsPage, column: str) -> None:
    heads = page.table.heads
    place = next(n for n, one in enumerate(heads.columns) if one.id == column)
    at = QPoint(heads.sectionViewportPosition(place) + heads.sectionSize(place) // 2, heads.height() // 2)
    QTest.mouseClick(heads.viewport(), LEFT, NONE, at)


async def test_the_list_shows_the_same_deals_and_is_there_again_after_a_restart(rig: Rig) -> None:
    some_deals(rig)
    page = await open_list(rig)
    assert sorted(lines(page)) == ["Brand shooting", "Colour", "Hen night", "Monthly cut", "Wedding hair"]
    assert rig.desk.place["deals_mode"] == "list"
    page.head.switch.choose("board")
    assert page.board.isVisible() and rig.desk.place["deals_mode"] == "board"


async def test_a_head_sorts_by_click_and_by_key(rig: Rig) -> None:
    some_deals(rig)
    page = await open_list(rig)
    click_head(page, "amount")
    assert lines(page)[0] == "Brand shooting" and lines(page)[-1] == "Monthly cut"
    click_head(page, "title")
    assert lines(page) == sorted(lines(page))
    press(page.table, Qt.Key.Key_Home)
    press(page.table, Qt.Key.Key_Up)
    assert page.table.heads.hasFocus()
    press(page.table.heads, Qt.Key.Key_Right)
    press(page.table.heads, Qt.Key.Key_Right)
    press(page.table.heads, Qt.Key.Key_Right)
    press(page.table.heads, Qt.Key.Key_Return)
    assert page.looking.sort == "amount" and rig.desk.place["deals_sort"] == "amount"
    press(page.table.heads, Qt.Key.Key_Down)
    assert page.table.hasFocus()


async def test_a_second_click_on_a_head_sorts_the_other_way_round(rig: Rig) -> None:
    some_deals(rig)
    rig.desk.deal_of(talk(6), "enquiry", title="No amount yet")
    page = await open_list(rig)
    for column in ("amount", "title", "days", "made"):
        click_head(page, column)
        there = [line for line in lines(page) if column != "amount" or line != "No amount yet"]
        click_head(page, column)
        back = [line for line in lines(page) if column != "amount" or line != "No amount yet"]
        if column in ("amount", "title"):
            assert back == there[::-1]
        assert page.looking.sort.endswith("_back") and len(back) == len(there)
        assert column != "amount" or lines(page)[-1] == "No amount yet"
        click_head(page, column)
        assert not page.looking.sort.endswith("_back")


async def test_a_click_on_a_head_leaves_the_frame_on_its_deal(rig: Rig) -> None:
    deals = some_deals(rig)
    page = await open_list(rig)
    page.table.go_to(deals[3].deal_id)
    for column in ("amount", "title"):
        click_head(page, column)
        assert page.table.current is not None and page.table.current.deal_id == deals[3].deal_id


async def test_the_keys_of_the_board_work_in_the_list(rig: Rig) -> None:
    deals = some_deals(rig)
    page = await open_list(rig)
    opened, ended = heard(page.deal_asked), heard(page.end_asked)
    page.table.go_to(deals[2].deal_id)
    page.table.setFocus()
    press(page.table, Qt.Key.Key_Return)
    page.table.setFocus()
    letter(page, Qt.Key.Key_W)
    next(one for one in rig.window.findChildren(EndDialog) if one.isVisible()).reject()
    await is_active(rig.window)
    letter(page, Qt.Key.Key_M)
    press(open_menu(page), Qt.Key.Key_3)
    assert opened == [(deals[2].deal_id,)] and ended == [(deals[2].deal_id, "won")]
    await until(lambda: rig.desk.deal_cards[deals[2].deal_id].stage_id == "decision")
    assert page.table.current is not None and page.table.current.deal_id == deals[2].deal_id


async def test_a_line_is_heard_cell_by_cell(rig: Rig, qtmodeltester: ModelTester) -> None:
    some_deals(rig)
    page = await open_list(rig)
    check_model(qtmodeltester, page.table.list)
    interface = QAccessible.queryAccessibleInterface(page.table)
    assert interface is not None
    said = {
        child.text(QAccessible.Text.Name)
        for number in range(interface.childCount())
        if (child := interface.child(number)) is not None
    }
    assert {"Colour", "€280", "Quote sent", "Next step"} <= said


async def test_a_long_list_is_read_piece_by_piece(rig: Rig) -> None:
    for number in range(450):
        rig.desk.deal_of(talk(1), "enquiry", title=f"Deal {number:03d}", amount=euros(number))
    page = await open_list(rig)
    assert page.table.list.rowCount() == 200
    press(page.table, Qt.Key.Key_End)
    await until(lambda: page.table.list.rowCount() == 400)
    press(page.table, Qt.Key.Key_End)
    await until(lambda: page.table.list.rowCount() == 450)
    assert len({row.deal_id for row in page.table.list.rows}) == 450


async def test_a_narrow_list_keeps_deal_stage_and_amount(rig: Rig) -> None:
    some_deals(rig)
    page = await open_list(rig)
    rig.window.resize(640, 600)
    await until(lambda: len(page.table.list.columns) < 5)
    assert {"title", "amount"} <= {column.id for column in page.table.list.columns}
    table = page.table
    await until(lambda: table.heads.length() == table.viewport().width())


async def test_typed_words_find_deals_and_escape_shows_all_again(rig: Rig) -> None:
    some_deals(rig)
    page = await open_deals(rig)
    press(page.board, Qt.Key.Key_F, CTRL)
    assert page.head.search.hasFocus()
    type_text(page.head.search, "WEDD")
    await until(lambda: titles(page, "enquiry") == ["Wedding hair"])
    assert page.board.lanes.all[1].count == 0
    press(page.head.search, Qt.Key.Key_Return)
    assert page.board.hasFocus()
    press(page.board, Qt.Key.Key_Escape)
    await until(lambda: len(titles(page, "enquiry")) == 2)
    assert rig.panes.screen_id == "deals"
    letter(page, Qt.Key.Key_Slash)
    assert page.head.search.hasFocus()
    type_text(page.head.search, "nothing of this kind")
    await until(lambda: not page.board.isVisible())
    page.show_all()
    assert page.board.isVisible() and page.head.search.text() == ""


async def test_filters_are_chosen_shown_as_chips_and_kept(rig: Rig) -> None:
    deals = some_deals(rig)
    me = rig.desk.me()
    rig.desk.put_deal(replace(deals[0], owner_id=me.member_id, owner_name=me.name, tags=("VIP",)))
    page = await open_deals(rig)
    click(page.head.filter, page.head.filter.rect().center())
    choose(open_menu(page.head.filter), "Looked after by…")
    picker = page.window().findChild(Popover)
    assert picker is not None
    picker.finder.choose(me.member_id)
    press(picker.finder.search, Qt.Key.Key_Return)
    await until(lambda: titles(page, "enquiry") == ["Wedding hair"])
    assert list(page.chips.chips) == ["owner"]
    assert page.head.filter.text() == "Filter (1)"
    assert read_filter(rig.desk.place["deals_filter"]).owner_id == me.member_id
    await is_active(rig.window)
    page.chips.chips["owner"].setFocus()
    press(page.chips.chips["owner"], Qt.Key.Key_Delete)
    await until(lambda: len(titles(page, "enquiry")) == 2)
    assert not page.chips.isVisible()


async def test_an_amount_is_typed_as_people_write_it(rig: Rig) -> None:
    some_deals(rig)
    page = await open_deals(rig)
    fields = page.filters.choose("amount", page.head.filter)
    assert isinstance(fields, AmountFields)
    fields.least.input.setText("three")
    fields.confirm.click()
    assert fields.isVisible() and fields.least.input.accessibleDescription()
    await until(lambda: fields.says.height() >= fields.says.heightForWidth(fields.says.width()))
    assert fields.says.isVisible() and fields.least.width() == fields.most.width()
    fields.least.input.setText("0.3k")
    fields.most.input.setText("600 USD")
    fields.confirm.click()
    assert fields.isVisible() and "same currency" in fields.most.input.accessibleDescription()
    fields.most.input.setText("600")
    fields.confirm.click()
    await until(lambda: titles(page, "quote") == [])
    assert page.looking.filter.least == Money(30_000, "EUR")
    assert sorted(titles(page, "enquiry")) == ["Hen night", "Wedding hair"]


async def test_days_in_the_stage_are_a_number(rig: Rig) -> None:
    some_deals(rig)
    page = await open_deals(rig)
    fields = page.filters.choose("age", page.head.filter)
    assert isinstance(fields, AgeFields)
    for wrong in ("-1", "0", "soon", "99999"):
        fields.days.input.setText(wrong)
        fields.confirm.click()
        assert fields.isVisible() and fields.days.input.accessibleDescription()
    fields.days.input.setText("5")
    fields.confirm.click()
    await until(lambda: titles(page, "decision") == ["Brand shooting"] and not titles(page, "enquiry"))


def test_a_filter_is_kept_as_words_and_read_leniently() -> None:
    whole = DealFilter(
        owner_id=MemberId("m-1"), is_nobodys=True, tag="a=b", least=Money(1, "EUR"), most=Money(5, "JPY"),
        older_than_days=7, text="not kept", states=("won", "lost"),
    )  # fmt: skip
    assert read_filter(filter_words(whole)) == replace(whole, text="")
    assert read_filter("least=cheap\nolder=-3\nstates=gone\nnonsense") == DealFilter()
    assert read_filter("") == DealFilter()


async def test_the_lost_ones_are_a_list_behind_their_folded_place(rig: Rig) -> None:
    deals = some_deals(rig)
    rig.desk.put_deal(replace(deals[2], state="lost", ended_at=rig.clock.now(), reason="Too dear"))
    page = await open_deals(rig)
    fold = page.board.lanes.fold_rect.center().toPoint()
    QTest.mouseClick(page.board.viewport(), LEFT, NONE, fold)
    await until(page.table.isVisible)
    assert lines(page) == ["Colour"]
    assert "Too dear" in page.table._line(page.table.list.rows[0]).face.step.words
    assert list(page.chips.chips) == ["state"]
    click(page.chips.clear, page.chips.clear.rect().center())
    await until(lambda: len(lines(page)) == 4)


async def test_another_pipeline_has_its_own_board_and_is_remembered(rig: Rig) -> None:
    from app.domain.deals import DEFAULT_PIPELINE, Pipeline, Stage

    some_deals(rig)
    desk = rig.desk
    other = Pipeline("repairs", "Repairs", (Stage("in", "Came in"), Stage("out", "Ready")), position=1)
    desk.saved_pipelines = {"main": DEFAULT_PIPELINE, "repairs": other}
    desk.deal_of(talk(6), "in", title="Dryer", pipeline_id="repairs")
    page = await open_deals(rig)
    click(page.head.pipeline, page.head.pipeline.rect().center())
    menu = open_menu(page.head)
    assert words_of(menu) == ["Sales", "Repairs", "Pipelines and stages…"]
    choose(menu, "Repairs")
    await until(lambda: [lane.name for lane in page.board.lanes.all[:2]] == ["Came in", "Ready"])
    assert titles(page, "in") == ["Dryer"] and desk.place["deals_pipeline"] == "repairs"


async def test_a_deal_that_is_asked_for_is_shown_whatever_holds_it_back(rig: Rig) -> None:
    deals = some_deals(rig)
    page = await open_deals(rig)
    page.looking.find("Hen")
    opened = heard(page.deal_asked)
    rig.panes.show_screen("inbox")
    rig.panes.screens.show_deal(deals[4].deal_id)
    assert rig.panes.screen_id == "deals"
    assert page.current is not None and page.entry(deals[4].deal_id) is page.current
    assert opened == [(deals[4].deal_id,)]
    rig.panes.screens.show_deal("gone")
    assert len(opened) == 1


async def test_words_that_are_looked_for_hold_new_requests_back_too(rig: Rig) -> None:
    desk = rig.desk
    desk.requests = [talk(7), talk(8)]
    await desk.change_setting("deals_incoming", True)
    some_deals(rig)
    page = await open_deals(rig)
    await until(lambda: page.board.lanes.all[0].kind == "incoming" and len(titles(page, "incoming")) == 2)
    name = titles(page, "incoming")[0]
    page.looking.find(name)
    assert titles(page, "incoming") == [name] and page.board.lanes.all[0].count == 1
    page.looking.find("nothing like this")
    assert not page.board.isVisible() and not page.looking.incoming


async def test_new_requests_are_a_column_whose_cards_are_taken_or_declined(rig: Rig) -> None:
    desk = rig.desk
    waiting = [talk(7), talk(8), talk(9)]
    desk.requests = waiting
    some_deals(rig)
    page = await open_deals(rig)
    click(page.head.more, page.head.more.rect().center())
    choose(open_menu(page.head), "New requests as a column")
    await until(lambda: page.board.lanes.all[0].kind == "incoming")
    assert len(titles(page, "incoming")) == 3 and desk.setting("deals_incoming") is True
    await is_active(rig.window)
    first, second, third = titles(page, "incoming")
    stand_on(page, first)
    letter(page, Qt.Key.Key_A)
    await until(lambda: first not in titles(page, "incoming"))
    assert any(card.source == "incoming" for card in desk.deal_cards.values())
    stand_on(page, second)
    letter(page, Qt.Key.Key_D)
    await until(lambda: titles(page, "incoming") == [third])
    link = newest(page).link
    assert link is not None
    click(link, link.rect().center())
    await until(lambda: titles(page, "incoming") == [second, third])
    from tests.gui.deal_hands import drag

    drag(page, third, lane_middle(page, "quote"))
    await until(lambda: titles(page, "incoming") == [second] and third in titles(page, "quote"))
    assert len(toasts(page)) >= 1


def _all() -> object:
    from app.domain.rows import Changes

    return Changes(is_everything=True)


async def test_pages_of_other_parts_open_in_place_and_lead_back(rig: Rig) -> None:
    from ui.deals.page import Page, PageLine, Tool
    from ui.deals.view import DealsView

    deals = some_deals(rig)
    pages = (
        PageLine("quiet", lambda kit: Page(kit, "Without news")),
        PageLine("pipelines", lambda kit: Page(kit, "Stages"), roles=("owner",)),
    )
    done: list[str] = []
    tools = (
        Tool("quiet", "Without news", "clock", page="quiet"),
        Tool("export", "Export…", "download", act=lambda _kit, _window: done.append("export"), place="bar"),
    )
    view = DealsView(rig.kit, pages=pages, tools=tools)
    view.resize(1300, 800)
    view.show()
    click(view.deals.head.tools["export"], view.deals.head.tools["export"].rect().center())
    assert done == ["export"]
    view.show_page("quiet")
    page = view.page("quiet")
    assert page is not None and page.isVisible()
    press(page, Qt.Key.Key_Escape)
    assert view.deals.isVisible() and not page.isVisible()
    view.show_page("quiet")
    page.deal_asked.emit(deals[0].deal_id)
    assert view.deals.isVisible() and view.deals.current is not None
    view.show_page("nowhere")
    assert view.deals.isVisible()
    view.close_down()
    view.close()
    view.deleteLater()
