"""Deals without news: what the keys act on, in narrow windows too, and what is said of follow-ups that are refused."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QRect

from app.desk.desk import Refusal
from app.domain.ladders import Ladder, LadderStep, SendHeldFollowUp
from tests.gui.rig import Rig, click, press, rig, until
from tests.gui.test_going_quiet import KEYS, dialog, ids, lines, page, push, toasts
from ui.deals.quiet.editor import LadderDialog
from ui.deals.quiet.page import QuietPage
from ui.deals.quiet.start import StartDialog
from ui.plain import isolated

__all__ = ["page", "rig"]


async def test_a_narrow_window_shows_one_of_the_two(page: QuietPage) -> None:
    page.resize(700, 700)
    assert page.list.isVisible() and not page.sheet.isVisible() and not page.summary.isVisible()
    press(page.list, KEYS.Key_Down)
    assert page.list.isVisible()  # one goes through the list before one looks at a deal
    click(page.list.viewport(), page.list.visualRect(page.list.lines.index(2)).center())
    assert page.sheet.isVisible() and not page.list.isVisible()
    push(page.both.back)
    assert page.list.isVisible() and page.window().focusWidget() is page.list


async def test_where_the_deal_stands_alone_its_keys_act_and_escape_leads_to_the_list(
    page: QuietPage, rig: Rig
) -> None:
    left: list[bool] = []
    page.back_asked.connect(lambda: left.append(True))
    page.resize(700, 700)
    press(page.list, KEYS.Key_Right)
    assert page.window().focusWidget() is page.both.back
    press(page.both.back, KEYS.Key_2)
    await until(lambda: rig.desk.deal_cards[page.list.chosen[0].deal_id].cause == "urgency")
    press(page.both.back, KEYS.Key_Escape)
    assert page.list.isVisible() and not left
    press(page.list, KEYS.Key_Escape)
    assert left == [True]


async def test_a_follow_up_without_a_ladder_leads_a_leader_to_make_one(page: QuietPage, rig: Rig) -> None:
    rig.desk.made_ladders.clear()
    press(page.list, KEYS.Key_F)
    assert dialog(page, LadderDialog).nothing.isVisible()


async def test_a_follow_up_without_a_ladder_says_to_others_who_makes_it(
    page: QuietPage, rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig.desk.made_ladders.clear()
    me = replace(rig.desk.me(), role="rep")
    monkeypatch.setattr(rig.desk, "me", lambda: me)
    press(page.list, KEYS.Key_F)
    assert "The owner or a manager makes it" in toasts(page)[-1]
    assert not page.window().findChildren(StartDialog)


async def test_what_has_gone_out_is_not_taken_back_but_the_rest_is_stopped(page: QuietPage, rig: Rig) -> None:
    press(page.list, KEYS.Key_F)
    asked = dialog(page, StartDialog)
    assert asked.is_at_once
    push(asked.start)
    await until(lambda: bool(page.toasts.toasts))
    link = page.toasts.toasts[-1].link
    assert link is not None and link.text() == "Stop"


async def test_after_the_ladder_the_keys_act_on_the_list(page: QuietPage, rig: Rig) -> None:
    page.ladder.setFocus()
    push(page.ladder)
    push(dialog(page, LadderDialog).cancel)
    assert page.window().focusWidget() is page.list


async def test_a_button_that_goes_gives_the_keyboard_to_the_list(page: QuietPage, rig: Rig) -> None:
    page.acts.begin([page.list.chosen[0].deal_id])
    await until(lambda: page.sheet.stop.isVisible())
    page.sheet.stop.setFocus()
    press(page.sheet.stop, KEYS.Key_Space)
    await until(lambda: not page.sheet.stop.isVisible())
    assert page.window().focusWidget() is page.list


async def test_several_that_are_under_way_have_their_buttons(page: QuietPage, rig: Rig) -> None:
    page.acts.begin(ids(page))
    await until(lambda: "Being followed up, 3" in lines(page))
    page.list.selectAll()
    assert page.sheet.stop.isVisible() and page.sheet.skip.isVisible() and page.sheet.send.isVisible()
    assert page.sheet.send.kind == "default"  # its time has not come
    push(page.sheet.stop)
    await until(lambda: "Nothing planned, 3" in lines(page))


async def test_a_line_says_whose_deal_it_is(page: QuietPage) -> None:
    faces = [page._face(one.row) for one in page.list.lines.lines if one.row is not None]
    wedding = next(one for one in faces if one.title == "Wedding")
    assert wedding.person and wedding.below.startswith(isolated(wedding.person))
    alone = next(one for one in faces if one.title == one.person)
    assert alone.below == alone.line  # said once


def refused(rig: Rig, deal_id: str, code: str) -> None:
    for hear in list(rig.desk._refusal_listeners):
        hear(Refusal(SendHeldFollowUp(deal_id, "run", 1), code, {}))


async def test_what_the_hub_refuses_after_all_is_not_said_to_be_on_its_way(page: QuietPage, rig: Rig) -> None:
    key = page.list.chosen[0].deal_id
    page.acts.begin([key])
    await until(lambda: page.sheet.send.isVisible())
    press(page.list, KEYS.Key_S)
    await until(lambda: any("On its way" in words for words in toasts(page)))
    refused(rig, key, "no_template")
    await until(lambda: not any("On its way" in words for words in toasts(page)))
    [told] = rig.panes.conversation.toasts.toasts
    assert "Nothing was sent" in told.text and page.list.chosen[0].person in told.text


async def test_a_call_is_asked_for_not_sent(page: QuietPage, rig: Rig) -> None:
    rig.desk.made_ladders["main"] = Ladder("main", (LadderStep(0, "call"),), 3, version=1)
    page.acts.begin([page.list.chosen[0].deal_id])
    await until(lambda: page.sheet.send.isVisible())
    assert page.sheet.send.text() == "Ask for the call now"


class _Low:
    """A screen on which little has room: 900 pixels at twice the text size."""

    def availableGeometry(self) -> QRect:
        return QRect(0, 0, 720, 450)


async def test_on_a_low_screen_the_steps_scroll_and_the_buttons_stay(
    page: QuietPage, rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(page.window()), "screen", lambda _self: _Low())
    page.edit_ladder()
    ladder = dialog(page, LadderDialog)
    assert ladder.height() <= 450
    push(ladder.cancel)
    page.list.selectAll()
    press(page.list, KEYS.Key_F)
    assert dialog(page, StartDialog).height() <= 450
