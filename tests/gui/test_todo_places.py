"""Tasks on Today, in a person's card and in notifications: each leads where it is dealt with."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QPoint, Qt

from app.domain.tasks import TaskAbout
from tests.gui.beside import Beside, beside
from tests.gui.hands import is_active
from tests.gui.rig import Rig, click, press, rig, type_text, until
from tests.gui.sheet_hands import desktop, kitchen
from tests.gui.todo_hands import (
    ALT,
    CTRL,
    ENTER,
    HOUR,
    TOM,
    add,
    screen,
    sheet,
)
from ui.contacts.panel.place import PanelPlace
from ui.todo.section import TasksSection
from ui.todo.sheet import TaskSheet

__all__ = ["beside", "rig"]

# -- made


async def test_today_shows_what_is_due_and_ticks_it(rig: Rig) -> None:
    for number in range(9):
        await add(rig, f"Task {number}", HOUR, about=TaskAbout(conversation_id=TOM))
    await add(rig, "Not today", timedelta(days=2))
    press(rig.window, Qt.Key.Key_1, ALT)
    view = rig.panes.screens.today
    of = [line for line in view.model.lines if line.section == "tasks"]
    assert (of[0].count, len(of), of[-1].is_more) == (9, 8, True)
    assert next(one for one in view.tiles.figures if one.section == "tasks").count == 9
    first = next(n for n, line in enumerate(view.model.lines) if line.task is not None)
    view.list.show_line(first)
    press(view.list, Qt.Key.Key_Space)
    await until(lambda: rig.desk.done_with_tasks[-1:] == [("finish", "task-1")])
    await until(lambda: len(rig.desk.today().tasks) == 8 and any(
        line.task is not None and line.task.task_id == "task-2" for line in view.model.lines))  # fmt: skip
    press(rig.window, Qt.Key.Key_Z, CTRL)
    await until(lambda: rig.desk.done_with_tasks[-1:] == [("reopen", "task-1")])


async def test_a_line_of_today_opens_its_place_and_the_last_one_the_list(rig: Rig) -> None:
    for number in range(9):
        await add(rig, f"Task {number}", HOUR, about=TaskAbout(conversation_id=TOM))
    press(rig.window, Qt.Key.Key_1, ALT)
    view = rig.panes.screens.today
    more = next(n for n, line in enumerate(view.model.lines) if line.section == "tasks" and line.is_more)
    view.list.show_line(more)
    press(view.list, ENTER)
    assert rig.panes.screen_id == "tasks"
    rig.panes.screens.tasks.back.click()
    assert rig.panes.screen_id == "today"
    first = next(n for n, line in enumerate(view.model.lines) if line.task is not None)
    view.list.show_line(first)
    at = view.list.visualRect(view.model.index(first))
    click(view.list.viewport(), QPoint(at.left() + 30, at.center().y()))
    await until(lambda: rig.desk.done_with_tasks[-1:] == [("finish", "task-1")])
    await until(lambda: getattr(view.model.lines[first].task, "task_id", "") == "task-2")
    click(view.list.viewport(), view.list.visualRect(view.model.index(first)).center())
    assert rig.panes.screen_id == "inbox" and rig.conversation.conversation_id == TOM


async def section(rig: Rig) -> TasksSection:
    rig.open(3)
    place = rig.panes.card
    assert isinstance(place, PanelPlace)
    if not place.is_shown:
        rig.conversation.head.panel.click()
    await until(lambda: place.is_shown and place.panel.card is not None)
    return next(one for one in place.panel.sections if isinstance(one, TasksSection))


async def test_the_card_has_the_tasks_of_the_person_and_makes_one(rig: Rig) -> None:
    await add(rig, "On the talk", HOUR, about=TaskAbout(conversation_id=TOM))
    await add(rig, "On nobody", HOUR)
    part = await section(rig)
    await until(lambda: [row.title for row in part.list.rows] == ["On the talk"])
    assert part.widget.action is not None
    part.widget.action.click()
    type_text(sheet(rig).words.input, "On Tom")
    sheet(rig).confirm.click()
    await until(lambda: len(part.list.rows) == 2)
    header = rig.desk.header(TOM)
    assert header is not None and rig.desk.todo["task-3"].contact_id == header.contact_id
    press(part.list.list, Qt.Key.Key_Down)
    part.list.list.choose("task-1")
    press(part.list.list, Qt.Key.Key_Space)
    await until(lambda: [row.title for row in part.list.rows if row.is_open] == ["On Tom"])
    part.list.all.click()
    assert part.list.list.model_of.rowCount() == 2


async def test_a_reminder_is_shown_once_and_leads_to_its_place(beside: Beside) -> None:
    rig = beside.rig
    await add(rig, "Call Tom", HOUR, about=TaskAbout(conversation_id=TOM))
    await beside.pass_time(2 * 3_600)
    reminders = [shown for shown in beside.told if shown.slot == "task:task-1"]
    assert [(shown.title, shown.body, shown.can_answer) for shown in reminders] == [
        ("Call Tom", rig.desk.header(TOM).name, False)  # type: ignore[union-attr]
    ]
    beside.notifier.opened.emit("task:task-1")
    assert rig.panes.screen_id == "inbox" and rig.conversation.conversation_id == TOM


async def test_a_reminder_goes_when_the_task_is_done(beside: Beside) -> None:
    await add(beside.rig, "Call Tom", HOUR)
    await beside.pass_time(2 * 3_600)
    assert "task:task-1" in beside.notifier.open
    await beside.rig.desk.finish_task("task-1")
    await until(lambda: "task:task-1" not in beside.notifier.open)


async def test_a_locked_desk_says_only_that_a_task_is_due(beside: Beside) -> None:
    await beside.rig.desk.change_setting("notify_text", False)
    await add(beside.rig, "Call about the test result", HOUR)
    await beside.pass_time(2 * 3_600)
    (shown,) = [one for one in beside.told if one.slot == "task:task-1"]
    assert (shown.title, shown.body) == ("1 task is due", "")


async def test_several_reminders_lead_to_the_list(beside: Beside) -> None:
    for number in range(3):
        await add(beside.rig, f"Task {number}", HOUR)
    await beside.pass_time(2 * 3_600)
    (shown,) = [one for one in beside.told if one.slot.startswith("task:")]
    assert shown.title == "3 tasks are due"
    beside.notifier.opened.emit(shown.slot)
    assert beside.rig.panes.screen_id == "tasks"


async def test_t_on_the_board_makes_a_task_on_the_deal_and_the_task_leads_back(rig: Rig) -> None:
    deal = kitchen(rig)
    press(rig.window, Qt.Key.Key_4, ALT)
    page = rig.panes.screens.deals.deals
    await until(lambda: page.current is not None)
    press(page.view, Qt.Key.Key_T)
    type_text(sheet(rig).words.input, "demain 9h envoyer le devis")
    sheet(rig).confirm.click()
    await until(lambda: bool(rig.desk.todo))
    (task,) = rig.desk.todo.values()
    assert (task.title, task.deal_id) == ("envoyer le devis", deal.deal_id)
    await is_active(rig.window)
    press(screen(rig).list, ENTER)
    assert rig.panes.screen_id == "deals"


async def test_a_deals_sheet_has_its_next_steps(rig: Rig) -> None:
    deal = kitchen(rig)
    await add(rig, "Call", HOUR, about=TaskAbout(deal_id=deal.deal_id))
    await add(rig, "Elsewhere", HOUR)
    async with desktop(rig) as window:
        shown = await window.show_deal(deal)
        assert [row.title for row in shown.steps.list.rows] == ["Call"]
        press(shown.steps.list.list, Qt.Key.Key_Space)
        shown.steps.list.list.choose("task-1")
        press(shown.steps.list.list, Qt.Key.Key_Space)
        await until(lambda: rig.desk.done_with_tasks[-1:] == [("finish", "task-1")])
        press(shown, Qt.Key.Key_T)
        one = next(each for each in window.findChildren(TaskSheet) if each.isVisible())
        assert one.title == ""
        one.reject()
