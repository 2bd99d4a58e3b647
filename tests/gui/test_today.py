"""Today: who needs somebody now, in order, once each; every line leads where it is dealt with."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from app.desk.desk import Composed
from app.desk.today_desk import Today
from app.domain.ids import CommandId, ConversationId
from app.domain.rows import PendingRow
from tests.gui.rig import Rig, check_model, click, press, rig, until
from ui.today.model import Part, TodayLine, TodayModel
from ui.today.view import TodayView

__all__ = ["rig"]

ALT = Qt.KeyboardModifier.AltModifier


def today(rig: Rig) -> TodayView:
    if rig.panes.screen_id != "today":
        press(rig.window, Qt.Key.Key_1, ALT)
    return rig.panes.screens.today


def heads(rig: Rig) -> list[tuple[str, int]]:
    return [(line.section, line.count) for line in today(rig).model.lines if line.is_head]


def people(rig: Rig, section: str) -> list[str]:
    lines = today(rig).model.lines
    return [line.conversation_id for line in lines if line.section == section and line.conversation_id]


async def decided(rig: Rig) -> ConversationId:
    """One planned answer that was held back."""
    where = ConversationId("c-004")
    due_at = rig.clock.now() + timedelta(hours=1)
    message_id = await rig.desk.schedule(where, Composed("text", "See you"), due_at)
    rig.desk.plans[message_id] = replace(rig.desk.plans[message_id], state="asked", code="customer_wrote")
    return where


async def test_sections_come_in_their_order_each_person_once(rig: Rig) -> None:
    where = await decided(rig)
    sections = heads(rig)
    assert [section for section, _count in sections] == ["late", "planned", "troubled"]
    assert dict(sections)["late"] == rig.desk.today().late_count > 6
    assert len(people(rig, "late")) == 5  # the others have their line that leads to all
    assert people(rig, "planned") == [where]
    assert not set(people(rig, "late")) & set(people(rig, "troubled"))


async def test_going_there_reads_once_and_again_only_for_news(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The screen and the keyboard each asked for the same, three times before anything was seen."""
    reads: list[Today] = []
    plain = rig.desk.today

    def read() -> Today:
        reads.append(plain())
        return reads[-1]

    monkeypatch.setattr(rig.desk, "today", read)
    view = today(rig)
    assert len(reads) == 1
    view.focus_first()
    assert len(reads) == 1
    rig.desk.touch(ConversationId("c-004"))
    await until(lambda: len(reads) == 2)
    press(rig.window, Qt.Key.Key_2, ALT)
    today(rig)
    assert len(reads) == 3


async def test_a_click_and_enter_open_the_conversation_to_write(rig: Rig) -> None:
    view = today(rig)
    first = people(rig, "late")[0]
    press(view.list, Qt.Key.Key_Return)
    assert rig.panes.screen_id == "inbox" and rig.conversation.conversation_id == first
    view = today(rig)
    place = next(
        n for n, line in enumerate(view.model.lines) if line.conversation_id == people(rig, "late")[1]
    )
    click(view.list.viewport(), view.list.visualRect(view.model.index(place)).center())
    assert rig.conversation.conversation_id == people(rig, "late")[1]


async def test_the_line_of_all_leads_to_the_list(rig: Rig) -> None:
    await decided(rig)
    view = today(rig)
    place = next(n for n, line in enumerate(view.model.lines) if line.is_more)
    view.list.setCurrentIndex(view.model.index(place))
    press(view.list, Qt.Key.Key_Return)
    assert rig.panes.screen_id == "inbox"


async def test_the_button_begins_with_the_first(rig: Rig) -> None:
    view = today(rig)
    first = people(rig, "late")[0]
    assert view.begin.text().startswith("Begin with")
    view.begin.click()
    assert rig.conversation.conversation_id == first


async def test_a_tile_leads_to_its_section_and_an_empty_one_nowhere(rig: Rig) -> None:
    view = today(rig)
    figures = {figure.section: figure.count for figure in view.tiles.figures}
    assert figures["closing"] == 0 and figures["troubled"] == len(people(rig, "troubled")) > 0
    tiles = {tile.figure.section: tile for tile in view.tiles._tiles}
    assert not tiles["closing"].isEnabled()
    tiles["troubled"].click()
    line: TodayLine = view.list.currentIndex().data(Qt.ItemDataRole.UserRole + 1)
    assert line.section == "troubled" and line.conversation_id == people(rig, "troubled")[0]


async def test_the_window_tile_counts_the_late_ones_too_and_leads_to_the_first(rig: Rig) -> None:
    first = ConversationId(people(rig, "late")[0])
    rig.panes.show_screen("inbox")
    talk = rig.desk.talks[first]
    talk.waiting_since_at = talk.last_inbound_at = rig.clock.now() - timedelta(hours=23)
    view = today(rig)
    figures = {figure.section: figure for figure in view.tiles.figures}
    assert figures["closing"].count == 1
    is_shown = first in people(rig, "late")
    next(tile for tile in view.tiles._tiles if tile.figure.section == "closing").click()
    line: TodayLine = view.list.currentIndex().data(Qt.ItemDataRole.UserRole + 1)
    assert (line.conversation_id if is_shown else rig.conversation.conversation_id) == first


async def test_an_empty_day_says_so_kindly(rig: Rig) -> None:
    for talk in rig.desk.talks.values():
        talk.waiting_since_at = None
        talk.messages = [replace(row, state="read") for row in talk.messages]
    view = today(rig)
    assert view.model.rowCount() == 0 and view.empty.isVisible() and not view.begin.isVisible()
    assert view.empty.accessibleName() == "" and view.first_control is view.write


async def test_enter_answers_the_first_also_when_nobody_stood_there_at_the_start(rig: Rig) -> None:
    kept = {where: (talk.waiting_since_at, talk.messages) for where, talk in rig.desk.talks.items()}
    for talk in rig.desk.talks.values():
        talk.waiting_since_at = None
        talk.messages = [replace(row, state="read") for row in talk.messages]
    view = today(rig)
    assert view.write.hasFocus()
    for where, talk in rig.desk.talks.items():
        talk.waiting_since_at, talk.messages = kept[where]
    view.show_today()
    assert view.list.hasFocus()
    press(view.list, Qt.Key.Key_Return)
    assert rig.panes.screen_id == "inbox" and rig.conversation.conversation_id is not None


async def test_the_line_where_one_is_stays_when_others_come_and_go(rig: Rig) -> None:
    view = today(rig)
    view.focus_first()
    lines = list(view.model.lines)
    people = [number for number, line in enumerate(lines) if not line.is_head]
    view.list.show_lines(lines[people[1] :])  # nobody has walked yet: the first is chosen, whoever that is
    assert view.list.currentIndex().data(Part.LINE) == lines[people[1]]
    view.list.show_lines(lines)
    assert view.list.currentIndex().row() == people[0]
    press(view.list, Qt.Key.Key_Down)
    view.list.show_lines([line for number, line in enumerate(lines) if number != people[0]])
    assert view.list.currentIndex().data(Part.LINE) == lines[people[1]]
    view.list.show_lines(lines[: people[1]])
    assert view.list.currentIndex().row() == people[0]
    view.list.show_lines([])
    assert not view.list.currentIndex().isValid()


async def test_what_comes_while_one_looks_is_there_soon(rig: Rig) -> None:
    for talk in rig.desk.talks.values():
        talk.waiting_since_at = None
    before = heads(rig)
    conversation_id = ConversationId("c-002")
    rig.desk.talks[conversation_id].waiting_since_at = rig.clock.now() - timedelta(hours=1)
    rig.desk.touch(conversation_id)
    await until(lambda: heads(rig) != before and people(rig, "late") == [conversation_id])


async def test_what_waits_for_the_hub_is_seen_and_cancelled(rig: Rig) -> None:
    row = PendingRow(CommandId("k1"), ConversationId("c-003"), "send.text", rig.clock.now(), "Yes, at eleven")
    rig.desk.waiting_commands = [row]
    view = today(rig)
    await until(lambda: view.waiting.isVisible())
    assert view.waiting.title.text() == "1 change not sent yet"
    [shown] = view.waiting.rows
    assert "Yes, at eleven" in shown.accessibleName()
    shown.cancel.click()
    await until(lambda: rig.desk.waiting_commands == [] and not view.waiting.isVisible())


async def test_a_narrow_window_keeps_the_list(rig: Rig) -> None:
    view = today(rig)
    rig.window.resize(640, 480)
    await until(lambda: not view._side.isVisible())
    await until(lambda: view.list.width() > 300 and view.list.height() > 200)
    assert view.list.isVisible() and not view.tiles.isVisible()


def test_qt_finds_the_lines_in_order(qtmodeltester: ModelTester) -> None:
    model = TodayModel(lambda line: line.section)
    check_model(qtmodeltester, model)
    model.show([TodayLine("late", count=1), TodayLine("late", ConversationId("a"))])
    assert not model.show([TodayLine("late", count=2), TodayLine("late", ConversationId("a"))])
    assert model.show([TodayLine("troubled", count=1), TodayLine("troubled", ConversationId("b"))])
