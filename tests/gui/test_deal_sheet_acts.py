"""What is done to a deal from its sheet: moved, won, lost, written down, removed, each with its way back."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.domain.deal_asks import LogOnDeal, MoveDeal, WinDeal
from app.domain.deals import Pipeline
from app.domain.errors import ComptoirError
from app.domain.ids import ConversationId
from tests.gui.hands import choose, is_active, open_menu, words_of
from tests.gui.rig import Rig, press, rig, type_text, until
from tests.gui.sheet_hands import (
    ENTER,
    ESCAPE,
    card,
    desktop,
    is_there,
    kitchen,
    pick,
    press_on,
)
from ui.deals.ending import EndDialog
from ui.deals.letter_menu import LetterMenu

__all__ = ["rig"]


def dialog(kind: type[EndDialog] = EndDialog) -> EndDialog:
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible())


async def test_it_is_moved_by_key_and_the_move_taken_back(rig: Rig) -> None:
    deal = kitchen(rig, stage_id="quote")
    async with desktop(rig) as window:
        sheet = await window.show_deal(deal)
        press(sheet.head.title.value, Qt.Key.Key_M)
        pick("deci")
        await until(lambda: card(rig, deal).stage_id == "decision" and bool(window.said))
        assert "Kitchen" in window.said[0] and "Decision" in window.said[0]
        await until(lambda: sheet.state.stage.words == "Decision")
        assert window.undoing.undo()
        await until(lambda: card(rig, deal).stage_id == "quote")
        assert [type(one) for one in rig.desk.deal_asked] == [MoveDeal, MoveDeal]


async def test_it_moves_into_another_pipeline(rig: Rig) -> None:
    stages = rig.desk.pipelines()[0].stages
    rig.desk.saved_pipelines = {
        "main": Pipeline(
            "main", "Sales", tuple(replace(one, name=one.stage_id) for one in stages), version=1
        ),
        "w": Pipeline(
            "w", "Weddings", (replace(stages[0], stage_id="first", name="Fitting"),), position=1, version=1
        ),
    }
    deal = kitchen(rig, stage_id="quote")
    async with desktop(rig) as window:
        sheet = await window.show_deal(deal)
        press_on(sheet.state.stage)
        pick("fitt")
        await until(lambda: card(rig, deal).pipeline_id == "w")
        await until(lambda: sheet.state.stage.words == "Fitting")


async def test_what_the_hub_refuses_is_not_said_to_be_done(rig: Rig) -> None:
    deal = kitchen(rig)
    async with desktop(rig) as window:
        sheet = await window.show_deal(deal)
        press(sheet.head.title.value, Qt.Key.Key_M)
        pick("deci")
        await until(lambda: bool(window.said))
        rig.desk.refuse_deal(rig.desk.deal_asked[-1], "deal_moved", stage="Deposit", who="Marc")
        await until(lambda: not window.said)
        assert not window.undoing.can_undo


async def test_won_with_a_reason_by_key_and_open_again(rig: Rig) -> None:
    deal = kitchen(rig)
    async with desktop(rig) as window:
        sheet = await window.show_deal(deal)
        press(sheet.head.title.value, Qt.Key.Key_W)
        asked = dialog()
        assert "Kitchen" in asked.windowTitle()
        press(asked, Qt.Key.Key_2)
        press(asked, ENTER)
        await until(lambda: card(rig, deal).state == "won")
        assert card(rig, deal).reason == "Quality"
        await until(lambda: sheet.state.stage.words.startswith("Won") and not sheet.state.won.isVisible())
        assert sheet.state.reason.text == "Quality"
        press_on(sheet.state.reopen)
        await until(lambda: card(rig, deal).state == "open")
        assert window.undoing.undo()
        await until(lambda: card(rig, deal).state == "won" and card(rig, deal).reason == "Quality")


async def test_lost_in_ones_own_words_by_mouse(rig: Rig) -> None:
    deal = kitchen(rig)
    async with desktop(rig) as window:
        sheet = await window.show_deal(deal)
        press_on(sheet.state.lost)
        asked = dialog()
        press_on(asked.reasons[0])  # type: ignore[arg-type]
        asked.words.input.setText("y" * 1000)
        press_on(asked.confirm)
        assert asked.isVisible() and card(rig, deal).state == "open"
        asked.words.input.setText("Their cousin builds it")
        press_on(asked.confirm)
        await until(lambda: card(rig, deal).state == "lost")
        assert card(rig, deal).reason == "Their cousin builds it"
        assert window.undoing.undo()
        await until(lambda: card(rig, deal).state == "open")


async def test_a_reason_that_was_being_written_is_there_again(rig: Rig) -> None:
    deal = kitchen(rig)
    async with desktop(rig) as window:
        sheet = await window.show_deal(deal)
        press_on(sheet.state.lost)
        dialog().words.input.setText("Their cousin")
        press(dialog(), ESCAPE)
        await is_active(window)
        press_on(sheet.state.lost)
        assert dialog().words.input.text() == "Their cousin" and dialog().reason == "Their cousin"
        dialog().reject()


async def test_enter_alone_ends_it_without_a_reason(rig: Rig) -> None:
    deal = kitchen(rig)
    async with desktop(rig) as window:
        sheet = await window.show_deal(deal)
        press(sheet.head.title.value, Qt.Key.Key_W)
        press(dialog(), ENTER)
        await until(lambda: card(rig, deal).state == "won")
        assert card(rig, deal).reason == ""
        assert isinstance(rig.desk.deal_asked[-1], WinDeal)
        await until(sheet.state.reopen.isVisible)
        press(sheet.head.title.value, Qt.Key.Key_X)
        assert not any(
            isinstance(one, EndDialog) and one.isVisible() for one in QApplication.topLevelWidgets()
        )


async def test_a_call_is_written_down_in_two_keys_and_noted(rig: Rig) -> None:
    deal = kitchen(rig)
    async with desktop(rig) as window:
        sheet = await window.show_deal(deal)
        press(sheet.head.title.value, Qt.Key.Key_L)
        menu = next(
            one for one in QApplication.topLevelWidgets() if isinstance(one, LetterMenu) and one.isVisible()
        )
        press(menu, Qt.Key.Key_C)
        await is_active(window)
        await until(lambda: len(card(rig, deal).log) == 1)
        assert card(rig, deal).log[0].what == "call" and card(rig, deal).log[0].note == ""
        await until(sheet.log.line.hasFocus)
        first = card(rig, deal).log[0]
        type_text(sheet.log.line, "They decide on Monday")
        press(sheet.log.line, ENTER)
        await until(lambda: [one.note for one in card(rig, deal).log] == ["They decide on Monday"])
        assert card(rig, deal).log[0].at == first.at and card(rig, deal).log[0].what == "call"
        await until(lambda: len(sheet.log.views) == 1 and not sheet.log.line.isVisible())


async def test_an_entry_is_changed_and_removed_by_its_menu(rig: Rig) -> None:
    deal = kitchen(rig)
    async with desktop(rig) as window:
        sheet = await window.show_deal(deal)
        await rig.desk.log_on_deal(deal.deal_id, "meeting", "In the shop")
        await until(lambda: len(sheet.log.views) == 1)
        press_on(sheet.log.views[0].more)
        choose(open_menu(sheet.log.widget), "Change the note")
        sheet.log.line.setText("x" * 5000)
        press(sheet.log.line, ENTER)
        assert "too long" in sheet.log.error.text and sheet.log.line.isVisible()
        sheet.log.line.setText("At their house")
        press(sheet.log.line, ENTER)
        await until(lambda: [one.note for one in card(rig, deal).log] == ["At their house"])
        changed = card(rig, deal).log
        await until(lambda: sheet.card is not None and sheet.card.log == changed)
        press_on(sheet.log.views[0].more)
        choose(open_menu(sheet.log.widget), "Remove the entry")
        await until(lambda: card(rig, deal).log == ())


async def test_a_note_that_is_being_written_waits_for_its_deal(rig: Rig) -> None:
    deal, other = kitchen(rig), rig.desk.deal_of(ConversationId("c-004"), title="Bath")
    async with desktop(rig) as window:
        sheet = await window.show_deal(deal)
        entry_id = await rig.desk.log_on_deal(deal.deal_id, "call")
        await until(lambda: len(sheet.log.views) == 1)
        sheet.log._note(deal.deal_id, entry_id)
        type_text(sheet.log.line, "They said")
        await window.show_deal(other)
        assert not sheet.log.line.isVisible()
        await window.show_deal(deal)
        assert sheet.log.line.isVisible() and sheet.log.line.text() == "They said"
        press(sheet.log.line, ENTER)
        await until(lambda: [one.note for one in card(rig, deal).log] == ["They said"])
        assert sum(isinstance(one, LogOnDeal) for one in rig.desk.deal_asked) == 2


async def test_a_removed_deal_says_so_and_comes_back(rig: Rig) -> None:
    deal = kitchen(rig)
    async with desktop(rig) as window:
        sheet = await window.show_deal(deal)
        press_on(sheet.head.more)
        choose(open_menu(sheet.head), "Remove the deal")
        await until(lambda: card(rig, deal).is_removed)
        await until(sheet.head.removed.isVisible)
        assert is_there(window) and not sheet.state.won.isVisible()
        assert window.undoing.undo()
        await until(lambda: not card(rig, deal).is_removed)
        await until(lambda: not sheet.head.removed.isVisible())


async def test_a_refusal_of_the_desk_is_said(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    deal = kitchen(rig)

    async def refuse(_deal_id: str) -> None:
        raise ComptoirError("not_yours")

    monkeypatch.setattr(rig.desk, "remove_deal", refuse)
    async with desktop(rig) as window:
        sheet = await window.show_deal(deal)
        press_on(sheet.head.more)
        choose(open_menu(sheet.head), "Remove the deal")
        await until(lambda: bool(window.said))
        assert not window.undoing.can_undo


async def test_a_rep_removes_their_own_deals_alone(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    me = rig.desk.me()
    monkeypatch.setattr(rig.desk, "me", lambda: replace(me, role="rep"))
    own, other = kitchen(rig, is_made_by_me=True), kitchen(rig, title="Bath")
    async with desktop(rig) as window:
        for deal, may in ((own, True), (other, False)):
            sheet = await window.show_deal(deal)
            press_on(sheet.head.more)
            menu = open_menu(sheet.head)
            assert ("Remove the deal" in words_of(menu)) is may
            menu.close()
            await is_active(window)
