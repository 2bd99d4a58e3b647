"""Cards carried by hand, columns that scroll, and what colleagues do meanwhile."""

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.domain.deal_asks import MoveDeal, ReopenDeal
from tests.gui.deal_hands import (
    LEFT,
    drag,
    heard,
    lane_middle,
    lift,
    move,
    open_deals,
    over,
    some_deals,
    spot_of,
    talk,
    titles,
    toasts,
)
from tests.gui.hands import CTRL, NONE
from tests.gui.rig import Rig, press, rig, until
from ui.deals.board.lanes import Spot

__all__ = ["rig"]


async def test_a_card_is_carried_to_another_stage_and_taken_back_with_ctrl_z(rig: Rig) -> None:
    some_deals(rig)
    page = await open_deals(rig)
    drag(page, "Colour", lane_middle(page, "deposit"))
    await until(lambda: titles(page, "deposit") == ["Colour"])
    assert any("Colour" in said and "Deposit paid" in said for said in toasts(page))
    press(rig.window, Qt.Key.Key_Z, CTRL)
    await until(lambda: "Colour" in titles(page, "quote"))
    moves = [one for one in rig.desk.deal_asked if isinstance(one, MoveDeal)]
    assert [one.stage_id for one in moves] == ["deposit", "quote"]


async def test_a_carried_card_shows_where_it_would_fall_and_escape_lets_it_go(rig: Rig) -> None:
    some_deals(rig)
    page = await open_deals(rig)
    lift(page, "Colour", lane_middle(page, "decision"))
    assert over(page) == 2
    press(page.board, Qt.Key.Key_Escape)
    assert over(page) is None and page.board.lanes.open_lane is None
    QTest.mouseRelease(page.board.viewport(), LEFT, NONE, lane_middle(page, "decision"))
    assert rig.desk.deal_asked == []
    assert rig.panes.screen_id == "deals"


async def test_a_card_dropped_where_it_was_stays_and_asks_nothing(rig: Rig) -> None:
    some_deals(rig)
    page = await open_deals(rig)
    drag(page, "Colour", lane_middle(page, "quote"))
    assert rig.desk.deal_asked == [] and "Colour" in titles(page, "quote")


async def test_dropped_on_won_or_lost_the_reason_is_asked_for_and_nothing_is_done_yet(rig: Rig) -> None:
    deals = some_deals(rig)
    page = await open_deals(rig)
    ended = heard(page.end_asked)
    drag(page, "Colour", lane_middle(page, "won"))
    drag(page, "Hen night", page.board.lanes.fold_rect.center().toPoint())
    assert ended == [(deals[2].deal_id, "won"), (deals[1].deal_id, "lost")]
    assert rig.desk.deal_asked == []


async def test_a_won_deal_that_is_carried_back_is_open_again_in_that_stage(rig: Rig) -> None:
    deals = some_deals(rig)
    now = rig.clock.now()
    rig.desk.put_deal(replace(deals[2], state="won", ended_at=now, reason="price"))
    page = await open_deals(rig)
    assert titles(page, "won") == ["Colour"]
    drag(page, "Colour", lane_middle(page, "decision"))
    await until(lambda: "Colour" in titles(page, "decision"))
    assert isinstance(rig.desk.deal_asked[0], ReopenDeal)
    press(rig.window, Qt.Key.Key_Z, CTRL)
    await until(lambda: titles(page, "won") == ["Colour"])


async def test_near_an_edge_the_board_moves_under_the_carried_card(rig: Rig) -> None:
    some_deals(rig)
    for number in range(30):
        rig.desk.deal_of(talk(6), "decision", title=f"Deal {number:02d}")
    page = await open_deals(rig)
    rig.window.resize(700, 700)
    await until(lambda: page.board.horizontalScrollBar().maximum() > 0)
    board = page.board
    edge = QPoint(board.viewport().width() - 4, 300)
    lift(page, "Hen night", edge)
    board.hands.move_edges()
    assert board.horizontalScrollBar().value() > 0
    while board.lanes.lane_rect(2).right() > board.viewport().width():
        board.hands.move_edges()
    move(board, QPoint(round(board.lanes.lane_rect(2).center().x()), board.viewport().height() - 4))
    assert over(page) == 2
    board.hands.move_edges()
    assert board.lanes.all[2].offset_px > 0
    press(board, Qt.Key.Key_Escape)


async def test_a_colleague_was_first_and_it_is_said_who_and_where(rig: Rig) -> None:
    deals = some_deals(rig)
    page = await open_deals(rig)
    drag(page, "Colour", lane_middle(page, "decision"))
    await until(lambda: page.undoing.can_undo)
    rig.desk.move_deal_elsewhere(deals[2].deal_id, "deposit")
    body = rig.desk.deal_asked[-1]
    rig.desk.refuse_deal(body, "deal_moved", stage="", stage_id="deposit", who="Marc Petit")
    await until(lambda: any("Marc Petit" in said and "Deposit paid" in said for said in toasts(page)))
    assert not any("Colour is in" in said for said in toasts(page))  # nobody is told it is where it is not
    assert not page.undoing.can_undo
    await until(lambda: titles(page, "deposit") == ["Colour"])


async def test_changes_of_others_move_no_card_that_is_looked_at(rig: Rig) -> None:
    for number in range(40):
        rig.desk.deal_of(talk(6), "enquiry", title=f"Deal {number:02d}", days=number)
    page = await open_deals(rig)
    board = page.board
    board.lanes.scroll_to(0, 1_000)
    top = board.lanes.spot_at(60, board.lanes.head_px + 20)
    assert top is not None
    face, place = board.face(top), board.lanes.card_rect(top)
    rig.desk.deal_of(talk(2), "enquiry", title="New at the top", days=1)
    rig.desk.move_deal_elsewhere("deal-0001", "quote")
    await until(lambda: board.lanes.all[1].count == 1)
    moved = spot_of(page, face.title if face else "")
    assert board.lanes.card_rect(moved) == place


async def test_nothing_moves_under_a_carried_card(rig: Rig) -> None:
    deals = some_deals(rig)
    page = await open_deals(rig)
    lift(page, "Colour", lane_middle(page, "decision"))
    rig.desk.move_deal_elsewhere(deals[0].deal_id, "decision")
    assert page.looking.is_busy()
    page.looking.look()  # as somebody's filter would
    assert page.looking.board is not None and page.looking.board.columns[2].count == 2
    assert len(titles(page, "decision")) == 1
    press(page.board, Qt.Key.Key_Escape)
    assert len(titles(page, "decision")) == 2


async def test_a_wheel_and_a_handle_scroll_one_column_only(rig: Rig) -> None:
    for number in range(40):
        rig.desk.deal_of(talk(6), "enquiry", title=f"Deal {number:02d}")
        rig.desk.deal_of(talk(7), "quote", title=f"Quote {number:02d}")
    page = await open_deals(rig)
    lanes = page.board.lanes
    handle = lanes.handle_rect(0)
    assert handle is not None
    start = handle.center().toPoint()
    QTest.mousePress(page.board.viewport(), LEFT, NONE, start)
    move(page.board, start + QPoint(0, 100))
    QTest.mouseRelease(page.board.viewport(), LEFT, NONE, start + QPoint(0, 100))
    assert lanes.all[0].offset_px > 0 and lanes.all[1].offset_px == 0
    QTest.wheelEvent(
        page.window().windowHandle(),
        page.board.viewport().mapTo(page.window(), lane_middle(page, "quote")),
        QPoint(0, -240),
    )
    await until(lambda: lanes.all[1].offset_px > 0)


async def test_near_the_end_of_what_was_read_more_cards_come(rig: Rig) -> None:
    for number in range(150):
        rig.desk.deal_of(talk(6), "enquiry", title=f"Deal {number:03d}")
    page = await open_deals(rig)
    lane = page.board.lanes.all[0]
    assert (len(lane.rows), lane.count, lane.hidden_count) == (60, 150, 90)
    press(page.board, Qt.Key.Key_End)
    await until(lambda: len(page.board.lanes.all[0].rows) == 150)
    assert page.board.current_spot == Spot(0, 59)  # where one was
