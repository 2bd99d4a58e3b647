"""The board of deals: gone among by key, told apart by what they are worth and who is awaited."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QSignalSpy, QTest

from app.domain.deal_rows import Board, Quiet
from app.domain.money import Money
from app.domain.rows import Changes, InboxRow
from app.domain.task_rows import TaskRow
from tests.gui.deal_hands import (
    LEFT,
    card_menu,
    click_card,
    euros,
    heard,
    letter,
    middle,
    move,
    newest,
    open_deals,
    some_deals,
    spot_of,
    stand_on,
    talk,
    titles,
    toasts,
)
from tests.gui.hands import CTRL, NONE, SHIFT, choose, is_active, open_menu, words_of
from tests.gui.rig import Rig, click, press, rig, until
from ui.deals.board.lanes import Spot
from ui.deals.letter_menu import LetterMenu
from ui.deals.words import expected

__all__ = ["rig"]


async def test_the_board_is_at_its_key_with_a_column_for_each_stage(rig: Rig) -> None:
    some_deals(rig)
    page = await open_deals(rig)
    lanes = page.board.lanes.all
    assert [lane.name for lane in lanes] == [
        "Enquiry", "Quote sent", "Decision", "Deposit paid", "Won in November",
    ]  # fmt: skip
    assert titles(page, "quote") and len(titles(page, "enquiry")) == 2
    assert (lanes[0].count, lanes[0].figures, lanes[0].weighted) == (2, "€880", "weighted €176")
    assert page.figures.figures.accessibleName().startswith("5 open, €1,990 in progress")
    assert page.board.hasFocus()


async def test_sums_of_two_currencies_stand_apart(rig: Rig) -> None:
    some_deals(rig)
    rig.desk.deal_of(talk(6), "enquiry", title="From abroad", amount=Money(10_050, "USD"))
    page = await open_deals(rig)
    lane = page.board.lanes.all[0]
    assert lane.figures == "€880 + $100.50"
    assert lane.weighted == "weighted €176 + $20"
    assert "€880 + $100.50" in page.board.spoken_head(0)


async def test_arrows_go_from_card_to_card_and_over_empty_columns(rig: Rig) -> None:
    some_deals(rig)
    page = await open_deals(rig)
    board = page.board
    press(board, Qt.Key.Key_Home)
    assert board.current_spot == Spot(0, 0)
    press(board, Qt.Key.Key_Down)
    assert board.current_spot == Spot(0, 1)
    press(board, Qt.Key.Key_Down)  # the last one
    assert board.current_spot == Spot(0, 1)
    press(board, Qt.Key.Key_Right)
    assert board.current_spot == Spot(1, 1)
    press(board, Qt.Key.Key_Right)
    assert board.current_spot == Spot(2, 0)
    press(board, Qt.Key.Key_Right)  # nothing in the stage after it, nothing won
    assert board.current_spot == Spot(2, 0)
    press(board, Qt.Key.Key_Left)
    press(board, Qt.Key.Key_End)
    assert board.current_spot == Spot(1, 1)
    press(board, Qt.Key.Key_PageUp)
    assert board.current_spot == Spot(1, 0)


async def test_enter_and_a_double_click_open_the_deal(rig: Rig) -> None:
    deals = some_deals(rig)
    page = await open_deals(rig)
    opened = heard(page.deal_asked)
    stand_on(page, "Colour")
    press(page.board, Qt.Key.Key_Return)
    click_card(page, "Hen night", is_double=True)
    assert opened == [(deals[2].deal_id,), (deals[1].deal_id,)]


async def test_m_moves_by_the_number_of_a_stage(rig: Rig) -> None:
    some_deals(rig)
    page = await open_deals(rig)
    stand_on(page, "Colour")
    letter(page, Qt.Key.Key_M)
    menu = open_menu(page)
    assert isinstance(menu, LetterMenu)
    assert words_of(menu) == ["Enquiry", "Quote sent", "Decision", "Deposit paid", "Won…", "Lost…"]
    press(menu, Qt.Key.Key_4)
    await until(lambda: titles(page, "deposit") == ["Colour"])
    await until(lambda: page.board.current_spot == Spot(3, 0))  # the frame goes with it


async def test_shift_and_an_arrow_move_the_card_to_the_next_stage(rig: Rig) -> None:
    some_deals(rig)
    page = await open_deals(rig)
    stand_on(page, "Colour")
    press(page.board, Qt.Key.Key_Right, SHIFT)
    await until(lambda: "Colour" in titles(page, "decision"))
    press(page.board, Qt.Key.Key_Left, SHIFT)
    await until(lambda: "Colour" in titles(page, "quote"))


async def test_w_and_x_ask_how_it_ended_t_for_a_task_n_for_a_new_one_in_that_stage(rig: Rig) -> None:
    deals = some_deals(rig)
    page = await open_deals(rig)
    ended, tasks, new = heard(page.end_asked), heard(page.task_asked), heard(page.new_asked)
    stand_on(page, "Colour")
    for key in (Qt.Key.Key_W, Qt.Key.Key_X, Qt.Key.Key_T, Qt.Key.Key_N):
        letter(page, key)
    deal_id = deals[2].deal_id
    assert ended == [(deal_id, "won"), (deal_id, "lost")]
    assert tasks == [(deal_id,)] and new == [("main", "quote")]


async def test_l_and_a_letter_write_down_what_happened_and_ctrl_z_takes_it_back(rig: Rig) -> None:
    deals = some_deals(rig)
    page = await open_deals(rig)
    stand_on(page, "Colour")
    letter(page, Qt.Key.Key_L)
    press(open_menu(page), Qt.Key.Key_V)
    deal_id = deals[2].deal_id
    await until(lambda: bool(rig.desk.deal_cards[deal_id].log))
    assert rig.desk.deal_cards[deal_id].log[0].what == "no_answer"
    await until(lambda: page.undoing.can_undo)
    await is_active(rig.window)
    press(rig.window, Qt.Key.Key_Z, CTRL)
    await until(lambda: not rig.desk.deal_cards[deal_id].log)


async def test_o_opens_the_conversation_and_p_the_person(rig: Rig) -> None:
    deals = some_deals(rig)
    page = await open_deals(rig)
    stand_on(page, "Colour")
    letter(page, Qt.Key.Key_P)
    assert rig.panes.screen_id == "contacts"
    page = await open_deals(rig)
    letter(page, Qt.Key.Key_O)
    assert rig.panes.screen_id == "inbox"
    assert rig.conversation.conversation_id == deals[2].conversation_id


async def test_a_deal_of_nobody_says_so(rig: Rig) -> None:
    rig.desk.deal_of(None, "enquiry", title="Paper")
    page = await open_deals(rig)
    letter(page, Qt.Key.Key_O)
    letter(page, Qt.Key.Key_P)
    assert len(toasts(page)) == 2 and rig.panes.screen_id == "deals"


async def test_the_menu_of_a_card_removes_it_with_a_way_back(rig: Rig) -> None:
    some_deals(rig)
    page = await open_deals(rig)
    choose(card_menu(page, "Colour"), "Remove")
    await until(lambda: "Colour" not in titles(page, "quote"))
    await until(lambda: page.undoing.can_undo)
    link = newest(page).link
    assert link is not None
    click(link, link.rect().center())
    await until(lambda: "Colour" in titles(page, "quote"))


async def test_a_card_says_everything_to_whoever_hears_it(rig: Rig) -> None:
    now = rig.clock.now()
    rig.desk.deal_of(
        talk(5), "decision", title="Brand shooting", amount=euros(740), days=9, awaits="them",
        quiet=Quiet(now - timedelta(days=9), 7), owner_name="Marc Petit", is_pending=False,
    )  # fmt: skip
    page = await open_deals(rig)
    interface = QAccessible.queryAccessibleInterface(page.board)
    assert interface is not None and interface.role() == QAccessible.Role.Table
    focused = interface.focusChild()
    assert focused is not None
    said = focused.text(QAccessible.Text.Name)
    assert focused.role() == QAccessible.Role.Cell
    for part in ("Brand shooting", "€740", "no news for 7 working days", "meant to be 7 days", "Decision"):
        assert part in said
    assert "looked after by Marc Petit" in said
    heads = [interface.child(number) for number in range(interface.childCount())]
    assert any(head is not None and "Decision, 1 deal" in head.text(QAccessible.Text.Name) for head in heads)
    assert focused.rect().width() == 256


async def test_a_card_tells_who_is_awaited(rig: Rig) -> None:
    now = rig.clock.now()
    hour = timedelta(hours=1)
    detail = TaskRow("t-1", "Send the details", "ours", now + hour)
    trial = TaskRow("t-2", "Trial", "theirs", now + 24 * hour)
    late = replace(detail, due_at=now - hour)
    steps: dict[str, dict[str, Any]] = {
        "ours": {"task": detail},
        "theirs": {"task": trial},
        "late": {"task": late},
        "us": {"awaits": "us", "waiting_since_at": now - hour, "last_direction": "in"},
    }
    for title, fields in steps.items():
        rig.desk.deal_of(talk(3), "quote", title=title, **fields)
    page = await open_deals(rig)
    faces = {title: page.board.face(spot_of(page, title)) for title in steps}
    told = {
        title: (face.step.words, face.step.ink, face.step.is_ours) for title, face in faces.items() if face
    }
    time = rig.kit.formats.time_of_day
    assert told["ours"] == (f"Send the details before {time(now + hour)}", "accent", True)
    assert told["theirs"] == (f"Trial, tomorrow {time(now)}", "text_faint", False)
    assert told["late"][1:] == ("danger", True)
    assert told["us"] == ("Reply now", "accent", True)


async def test_names_from_right_to_left_and_absurd_amounts_stay_in_their_card(rig: Rig) -> None:
    name = "ياسمين حداد"
    rig.desk.deal_of(talk(3), "quote", title="", person=name, amount=Money(10**15, "EUR"), is_named=True)
    rig.desk.deal_of(talk(4), "quote", title="A\u202egnorw\nline " + "long " * 60, amount=Money(-5, "JPY"))
    page = await open_deals(rig)
    assert set(titles(page, "quote")) >= {name}
    shot = page.board.grab().toImage()
    card = page.board.lanes.card_rect(Spot(1, 0))
    outside = {
        shot.pixelColor(int(card.right()) + 4, y).name() for y in range(int(card.top()), int(card.bottom()))
    }
    assert len(outside) == 1  # nothing runs over the edge
    assert not any("\n" in title or "\u202e" in title for title in titles(page, "quote"))


async def test_the_plus_of_a_stage_makes_a_deal_there(rig: Rig) -> None:
    some_deals(rig)
    page = await open_deals(rig)
    new = heard(page.new_asked)
    plus = page.board.lanes.add_rect(2).center().toPoint()
    move(page.board, plus, is_down=False)
    assert page.board.hands.hovered_add == 2
    QTest.mouseClick(page.board.viewport(), LEFT, NONE, plus)
    click(page.head.new_deal, page.head.new_deal.rect().center())
    assert new[0] == ("main", "decision") and len(new) == 2


async def test_without_any_deal_it_says_what_to_do(rig: Rig) -> None:
    page = await open_deals(rig)
    new = heard(page.new_asked)
    assert not page.board.isVisible() and not page.figures.isVisible()
    button = next(
        one
        for one in page.findChildren(type(page.head.new_deal))
        if one.text() == "New deal" and one is not page.head.new_deal
    )
    click(button, button.rect().center())
    assert new == [("main", "enquiry")]
    rig.desk.deal_of(talk(1), "enquiry", title="The first")
    await until(page.board.isVisible)
    assert titles(page, "enquiry") == ["The first"]


async def test_hovering_and_a_tip_tell_the_whole_card(rig: Rig) -> None:
    some_deals(rig)
    page = await open_deals(rig)
    move(page.board, middle(page, "Colour"), is_down=False)
    assert page.board.hands.hovered == spot_of(page, "Colour")
    assert "Colour" in page.board.spoken(spot_of(page, "Colour"))


async def test_in_a_narrow_window_the_frame_brings_its_column_into_view(rig: Rig) -> None:
    some_deals(rig)
    page = await open_deals(rig)
    rig.window.resize(600, 700)
    await until(lambda: page.board.horizontalScrollBar().maximum() > 0)
    stand_on(page, "Wedding hair" if "Wedding hair" in titles(page, "enquiry") else "Hen night")
    press(page.board, Qt.Key.Key_Right)
    press(page.board, Qt.Key.Key_Right)
    card = page.board.lanes.card_rect(page.board.current_spot or Spot(0, 0))
    assert card.left() >= 0 and card.right() <= page.board.viewport().width()
    assert not page.head.new_deal.isVisible() and page.head.more.isVisible()
    click(page.head.more, page.head.more.rect().center())
    assert "New deal" in words_of(open_menu(page.head))
    open_menu(page.head).close()


def test_what_is_to_be_expected_is_a_guess_in_whole_units() -> None:
    amounts = [Money(244_960, "EUR"), Money(49_950, "USD"), Money(1_234, "JPY"), Money(30, "GBP")]
    assert expected(amounts, "en") == "€2,450 + $500 + ¥1,234 + £0.30"
    assert expected([], "en") == ""


async def test_messages_of_others_read_new_requests_alone(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two thousand cards are not read again for each of them; what waits to go out to one of theirs is shown."""
    some_deals(rig)
    rig.desk.settings["deals_incoming"] = True
    page = await open_deals(rig)
    reads: list[str] = []
    board, incoming = rig.desk.board, rig.desk.incoming

    def read_board(*given: Any) -> Board:
        reads.append("board")
        return board(*given)

    def read_new(*given: Any) -> list[InboxRow]:
        reads.append("new")
        return incoming(*given)

    monkeypatch.setattr(rig.desk, "board", read_board)
    monkeypatch.setattr(rig.desk, "incoming", read_new)
    calm = QSignalSpy(rig.kit.bridge.changed)
    rig.desk.deal_of(talk(6), "quote", title="The last change of deals")
    await until(lambda: calm.count() > 0 and not page.looking._is_stale)
    reads.clear()
    rig.kit.bridge.changed.emit(Changes(conversations=frozenset({talk(40)})))
    await until(lambda: bool(reads) and not page.looking._again.isActive())
    assert set(reads) == {"new"}
    rig.desk.settings["deals_incoming"] = False
    rig.kit.bridge.changed.emit(Changes(conversations=frozenset({talk(1)})))
    await until(lambda: "board" in reads)
