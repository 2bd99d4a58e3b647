"""Deals without news: the list, why they went quiet, beginning, deciding, the ladder, what worked; mouse and keys."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.modeltest import ModelTester

from app.domain.errors import ComptoirError
from app.domain.ids import ConversationId
from app.domain.ladder_rows import WhatWorked
from app.domain.ladders import Ladder, LadderStep
from app.domain.money import Money
from app.domain.pipelines import in_order
from app.domain.quiet_deals import Worked
from app.domain.templates import Template
from tests.gui.rig import Rig, check_model, click, press, rig, type_text, until
from ui.deals.quiet.editor import LadderDialog
from ui.deals.quiet.page import QuietPage
from ui.deals.quiet.start import StartDialog
from ui.deals.quiet.worked import WorkedDialog

__all__ = ["rig"]

Shown = TypeVar("Shown", bound=QWidget)
STEPS = (LadderStep(0, text="Hello {first_name}?"), LadderStep(3, text="Still there?"), LadderStep(4, "call"))
KEYS = Qt.Key


@pytest.fixture
async def page(rig: Rig) -> AsyncIterator[QuietPage]:
    """Three deals: twelve, nine and four working days without news."""
    rig.desk.made_ladders["main"] = Ladder("main", STEPS, 3, version=1)
    for number, title, euros, days in ((1, "Wedding", 480, 12), (2, "", 900, 9), (3, "Colour", None, 4)):
        amount = Money(euros * 100, "EUR") if euros else None
        card = rig.desk.deal_of(ConversationId(f"c-{number:03d}"), title=title, amount=amount)
        rig.desk.put_deal(
            replace(card, last_direction="out", last_text="Here is the quote", last_kind="text")
        )
        rig.desk.go_quiet(card.deal_id, days)
    shown = QuietPage(rig.kit, rig.window)
    shown.resize(1100, 760)
    shown.show()
    shown.raise_()
    shown.focus_first()
    yield shown
    shown.close_down()
    shown.deleteLater()


def lines(page: QuietPage) -> list[str]:
    model = page.list.lines
    return [model.data(model.index(n, 0)) for n in range(model.rowCount())]


def titles(page: QuietPage) -> list[str]:
    return [one.row.title or one.row.person for one in page.list.lines.lines if one.row is not None]


def ids(page: QuietPage) -> list[str]:
    return [one.row.deal_id for one in page.list.lines.lines if one.row is not None]


def push(button: QWidget) -> None:
    assert button.isVisible() and button.isEnabled()
    click(button, button.rect().center())


def dialog(page: QuietPage, kind: type[Shown]) -> Shown:
    found: list[Shown] = page.window().findChildren(kind)
    return next(one for one in found if one.isVisible())


def toasts(page: QuietPage) -> list[str]:
    return [toast.text for toast in page.toasts.toasts]


async def test_the_longest_silent_stands_first_or_the_most_valuable(page: QuietPage) -> None:
    assert titles(page) == ["Wedding", "Yasmine Field", "Colour"]
    assert "Nothing planned, 3" in lines(page)
    assert "12 d" in lines(page)[1] and "€480" in lines(page)[1]
    assert page.summary.text() == "3 deals · €1,380"
    page.orders.choose("value")
    assert titles(page) == ["Yasmine Field", "Wedding", "Colour"]


async def test_the_model_passes_qts_own_examination(
    page: QuietPage, qtmodeltester: ModelTester, rig: Rig
) -> None:
    check_model(qtmodeltester, page.list.lines)
    rig.desk.go_quiet(ids(page)[0], 2)
    page.refresh()
    assert titles(page)[-1] == "Wedding"


async def test_the_sheet_says_since_when_and_what_was_said_last(page: QuietPage) -> None:
    assert page.sheet.title.text() == "Wedding"
    assert "no news for 12 working days" in page.sheet.facts.text
    assert "Here is the quote" in page.sheet.last.text


async def test_a_digit_says_why_and_zero_takes_it_away(page: QuietPage, rig: Rig) -> None:
    first = ids(page)[0]
    press(page.list, KEYS.Key_4)
    await until(lambda: rig.desk.deal_cards[first].cause == "overload")
    await until(lambda: page.sheet.causes.cause == "overload")
    press(page.list, KEYS.Key_0)
    await until(lambda: rig.desk.deal_cards[first].cause is None)
    press(page.list, KEYS.Key_9)  # there is no ninth cause
    assert rig.desk.deal_cards[first].cause is None


async def test_a_click_says_why_for_all_that_are_chosen(page: QuietPage, rig: Rig) -> None:
    page.list.choose([1, 2])
    assert page.sheet.title.text() == "2 deals chosen"
    push(page.sheet.causes.buttons["timing"])
    await until(lambda: [rig.desk.deal_cards[key].cause for key in ids(page)] == ["timing", "timing", None])
    await until(lambda: page.sheet.causes.cause == "timing")


async def test_a_ladder_is_shown_before_it_begins(page: QuietPage, rig: Rig) -> None:
    press(page.list, KEYS.Key_F)
    asked = dialog(page, StartDialog)
    assert asked.windowTitle().startswith("Follow up with ")
    assert rig.desk.runs == {}
    push(asked.start)
    await until(lambda: list(rig.desk.runs) == [ids(page)[-1]] or len(rig.desk.runs) == 1)
    await until(lambda: "Being followed up, 1" in lines(page))
    assert toasts(page) == ["1 deal is being followed up"]


async def test_several_begin_at_once_and_who_cannot_is_left_out(page: QuietPage, rig: Rig) -> None:
    first, second, third = ids(page)
    rig.desk.refused_starts[second] = ComptoirError("deal_our_turn")
    page.list.choose([1, 2, 3])
    push(page.sheet.follow)
    asked = dialog(page, StartDialog)
    assert asked.windowTitle() == "Follow up with 2 people?"
    said = [row.line for row in asked.list.rows.rows]
    assert "the next step of this deal is yours" in said[1]
    asked.list.setCurrentIndex(asked.list.rows.index(1, 0))
    press(asked.start, KEYS.Key_Return)
    await until(lambda: set(rig.desk.runs) == {first, third})


async def test_beginning_can_be_taken_back(page: QuietPage, rig: Rig) -> None:
    page.acts.begin(ids(page)[:2])
    await until(lambda: len(rig.desk.runs) == 2)
    await until(lambda: bool(page.toasts.toasts))
    page.toasts.toasts[0].acted.emit()
    await until(lambda: rig.desk.runs == {})


async def test_escape_in_the_preview_begins_nothing(page: QuietPage, rig: Rig) -> None:
    press(page.list, KEYS.Key_F)
    press(dialog(page, StartDialog), KEYS.Key_Escape)
    assert rig.desk.runs == {}


@pytest.mark.parametrize(
    ("key", "step", "state"), [("S", 2, "waiting"), ("K", 2, "waiting"), ("X", None, None)]
)
async def test_what_was_held_is_sent_left_out_or_stopped(
    page: QuietPage, rig: Rig, key: str, step: int | None, state: str | None
) -> None:
    first = ids(page)[0]
    page.acts.begin([first])
    await until(lambda: first in rig.desk.runs)
    rig.desk.hold_follow_up(first, "was_late", due_at=(rig.clock.now() - timedelta(hours=3)).isoformat())
    await until(lambda: lines(page)[0] == "For you to decide, 1")
    page.list.choose([1])
    assert "while Comptoir was not running" in page.sheet.says.text
    press(page.list, getattr(KEYS, f"Key_{key}"))
    await until(lambda: (run.step if (run := rig.desk.runs.get(first)) else None) == step)
    assert (rig.desk.runs[first].state if first in rig.desk.runs else None) == state


async def test_the_same_by_the_buttons(page: QuietPage, rig: Rig) -> None:
    first = ids(page)[0]
    page.acts.begin([first])
    await until(lambda: first in rig.desk.runs and "Being followed up, 1" in lines(page))
    page.list.choose_deal(first)
    push(page.sheet.send)
    await until(lambda: rig.desk.runs[first].step == 2)
    await until(lambda: page.sheet.steps.lines[0].words.startswith("Delivered"))
    push(page.sheet.skip)
    await until(lambda: rig.desk.runs[first].step == 3)
    await until(lambda: page.sheet.steps.lines[1].words == "Left out")
    push(page.sheet.stop)
    await until(lambda: first not in rig.desk.runs)


async def test_a_spent_ladder_says_that_everything_was_tried(page: QuietPage, rig: Rig) -> None:
    first = ids(page)[0]
    page.acts.begin([first])
    await until(lambda: first in rig.desk.runs)
    for _ in STEPS:
        rig.desk.take_step(first)
    await until(lambda: "Everything was tried, 1" in lines(page))
    page.list.choose_deal(first)
    assert "nobody answered" in page.sheet.says.text
    assert not page.sheet.send.isVisible()


async def test_enter_opens_the_deal_and_o_the_conversation(page: QuietPage) -> None:
    opened: list[str] = []
    page.deal_asked.connect(opened.append)
    page.open_asked.connect(opened.append)
    press(page.list, KEYS.Key_Return)
    press(page.list, KEYS.Key_O)
    assert opened == [ids(page)[0], "c-001"]


async def test_escape_leads_back(page: QuietPage) -> None:
    went: list[bool] = []
    page.back_asked.connect(lambda: went.append(True))
    press(page.list, KEYS.Key_Escape)
    assert went == [True]


async def test_without_deals_the_page_says_so(page: QuietPage, rig: Rig) -> None:
    for key in ids(page):
        rig.desk.put_deal(replace(rig.desk.deal_cards[key], quiet=None))
    await until(lambda: page.empty.isVisible())


async def test_a_pipeline_without_a_ladder_offers_to_make_one(page: QuietPage, rig: Rig) -> None:
    rig.desk.made_ladders.clear()
    page.refresh()
    assert not page.sheet.follow.isVisible()
    push(page.sheet.ladder)
    asked = dialog(page, LadderDialog)
    assert asked.nothing.isVisible() and asked.nothing.button is not None
    push(asked.nothing.button)
    assert not asked.nothing.isVisible() and asked.focusWidget() is asked.forms[0].text
    assert [form.act.chosen_id for form in asked.forms] == ["message", "message", "call"]
    push(asked.save)
    await until(lambda: "main" in rig.desk.made_ladders)
    await until(lambda: page.sheet.follow.isVisible())


async def test_a_rep_sees_the_ladder_and_changes_nothing(
    page: QuietPage, rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig.desk.made_ladders.clear()
    me = replace(rig.desk.me(), role="rep")
    monkeypatch.setattr(rig.desk, "me", lambda: me)
    page.refresh()
    assert not page.sheet.ladder.isVisible()
    assert "The owner or a manager makes it" in page.sheet.says.text
    page.edit_ladder()
    asked = dialog(page, LadderDialog)
    assert not asked.save.isVisible() and not asked.add.isVisible()


async def test_a_ladder_is_written_step_by_step(page: QuietPage, rig: Rig) -> None:
    page.edit_ladder()
    asked = dialog(page, LadderDialog)
    push(asked.forms[1].remove)
    push(asked.add)
    last = asked.forms[-1]
    type_text(last.text, "À bientôt, {prénom} ?")
    last.days.setText("5")
    push(last.up)
    asked.most.setText("2")
    asked.automatic.setChecked(True)
    push(asked.save)
    await until(lambda: rig.desk.made_ladders["main"].version == 2)
    saved = rig.desk.made_ladders["main"]
    assert [(step.wait_days, step.act, step.text) for step in saved.steps] == [
        (0, "message", "Hello {first_name}?"), (5, "message", "À bientôt, {prénom} ?"), (4, "call", ""),
    ]  # fmt: skip
    assert (saved.most, saved.is_automatic) == (2, True)


@pytest.mark.parametrize(
    ("days", "text", "most", "said"),
    [
        ("soon", "x", "3", "step 2 can wait 90 working days at most"),
        ("0", "x", "3", "step 2 must wait at least one working day"),
        ("3", "", "3", "write what step 2 says"),
        ("3", "For {tomorrow}?", "3", "nobody can fill in “tomorrow” of step 2"),
        ("3", "x", "0", "from 1 to 10 messages"),
        ("3", "x" * 1_025, "3", "more than 1024 characters"),
    ],
)
async def test_a_ladder_that_cannot_be_says_why(
    page: QuietPage, rig: Rig, days: str, text: str, most: str, said: str
) -> None:
    page.edit_ladder()
    asked = dialog(page, LadderDialog)
    asked.forms[1].days.setText(days)
    asked.forms[1].text.set_text(text)
    asked.most.setText(most)
    push(asked.save)
    assert said in asked.error.text
    assert rig.desk.made_ladders["main"].version == 1


async def test_a_template_is_chosen_for_a_closed_window(page: QuietPage, rig: Rig) -> None:
    template = Template(
        "a", "nudge", "fr", "approved", "utility", "Bonjour {{1}}, toujours ?", samples=("Ana",)
    )
    page.edit_ladder()
    asked = dialog(page, LadderDialog)
    asked._templates = [template]
    form = asked.forms[0]
    form.take(template)
    assert form.help.text == "Bonjour {{1}}, toujours ?"
    (line,) = form.values.values()
    line.setText("{first_name}")
    chosen = form.step.template
    assert chosen is not None
    assert (chosen.name, chosen.values) == ("nudge", {"body:1": "{first_name}"})
    form.take(None)
    assert form.step.template is None


async def test_somebody_else_was_faster_with_the_ladder(page: QuietPage, rig: Rig) -> None:
    page.edit_ladder()
    asked = dialog(page, LadderDialog)
    rig.desk.made_ladders["main"] = replace(rig.desk.made_ladders["main"], version=7)
    push(asked.save)
    await until(lambda: "somebody changed the ladder" in asked.error.text)
    assert asked.isVisible() and asked.save.isEnabled()


async def test_what_worked_says_its_numbers(page: QuietPage, rig: Rig) -> None:
    rig.desk.worked = WhatWorked(
        (Worked("1", 24, 9), Worked("2", 4, 1)), (Worked("", 20, 8), Worked("timing", 8, 2))
    )
    push(page.worked)
    shown = dialog(page, WorkedDialog)
    assert shown.steps.accessibleDescription() == (
        "Message of step 1: 9 answered of 24 sent: 38 %. Message of step 2: 1 answered of 4 sent: too few to tell"
    )
    assert [title for title, _one in shown.causes.rows] == ["Timing", "No cause chosen"]


async def test_pipelines_can_be_told_apart(page: QuietPage, rig: Rig) -> None:
    assert not page.pipelines.isVisible()
    (first,) = rig.desk.pipelines()
    other = replace(first, pipeline_id="other", name="Rentals", position=1, version=1)
    rig.desk.saved_pipelines = {one.pipeline_id: one for one in (replace(first, version=1), other)}
    assert len(in_order(rig.desk.saved_pipelines.values())) == 2
    page.refresh()
    assert page.pipelines.isVisible()
    page._narrow("other")
    assert titles(page) == [] and page.empty.isVisible()
