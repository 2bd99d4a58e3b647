"""Tasks on screen: made in two keys, ticked, put aside, handed over, by mouse and by key; each with its way back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from app.desk.desk import Refusal
from app.domain.tasks import AddTask, TaskAbout
from tests.fake_team import INES, MARC
from tests.gui.beside import beside
from tests.gui.rig import Rig, check_model, click, press, rig, type_text, until
from tests.gui.todo_hands import (
    ALT,
    CTRL,
    ENTER,
    HOUR,
    TOM,
    add,
    choose,
    heads,
    menu_of,
    screen,
    sheet,
    titles,
    toast,
)
from ui.contacts.panel.parts import PickList
from ui.teamwork.moment_dialog import MomentDialog
from ui.todo.hand_over import TaskHandOver
from ui.todo.lines import TaskModel
from ui.todo.sheet import TaskSheet

__all__ = ["beside", "rig"]

# -- made


async def test_two_keys_make_a_task_on_the_conversation_that_is_open(rig: Rig) -> None:
    rig.open(3)
    press(rig.window, Qt.Key.Key_T, ALT)
    type_text(sheet(rig).words.input, "demain 9h rappeler Tom")
    assert "rappeler Tom" in sheet(rig).says.text and "tomorrow 9:00" in sheet(rig).says.text
    press(sheet(rig).words.input, ENTER)
    await until(lambda: bool(rig.desk.todo))
    (task,) = rig.desk.todo.values()
    assert (task.title, task.conversation_id, task.holder_id) == (
        "rappeler Tom",
        TOM,
        rig.desk.me().member_id,
    )
    assert task.due_at == datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
    await until(lambda: any("Task kept" in one.text for one in rig.conversation.toasts.toasts))


async def test_a_press_on_a_time_counts_more_than_what_was_typed(rig: Rig) -> None:
    view = screen(rig)
    view.new.click()
    one = sheet(rig)
    type_text(one.words.input, "Order wood tomorrow")
    monday = next(chip for chip in one.due.chips if chip.choice_id == "monday")
    monday.click()
    one.confirm.click()
    await until(lambda: titles(view) == ["Order wood"])
    (task,) = rig.desk.todo.values()
    assert task.due_at == datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
    assert view.undoing.undo()
    await until(lambda: titles(view) == [])


async def test_no_time_means_every_word(rig: Rig) -> None:
    screen(rig).new.click()
    one = sheet(rig)
    type_text(one.words.input, "Read the book at noon")
    assert one.title == "Read the book"
    next(chip for chip in one.due.chips if chip.choice_id == "none").click()
    assert (one.title, one.due_at) == ("Read the book at noon", None)
    one.confirm.click()
    await until(lambda: heads(screen(rig)) == [("whenever", 1)])


async def test_a_day_and_an_hour_of_ones_own(rig: Rig) -> None:
    screen(rig).new.click()
    one = sheet(rig)
    type_text(one.words.input, "Call")
    next(chip for chip in one.due.chips if chip.choice_id == "other").click()
    dialog = next(each for each in one.findChildren(MomentDialog) if each.isVisible())
    dialog.hour.input.setText("14:30")
    dialog.confirm.click()
    assert one.due_at == datetime(2026, 11, 27, 13, 30, tzinfo=UTC)
    assert "14:30" in one.says.text


async def test_nothing_is_kept_without_words_and_what_is_too_long_is_said(rig: Rig) -> None:
    screen(rig).new.click()
    one = sheet(rig)
    assert not one.confirm.isEnabled()
    type_text(one.words.input, "tomorrow")
    assert not one.confirm.isEnabled()
    one.words.input.setText("x" * 201)
    assert not one.confirm.isEnabled()
    press(one.words.input, ENTER)
    assert rig.desk.todo == {}


async def test_who_does_it_and_whose_turn_it_is(rig: Rig) -> None:
    screen(rig).new.click()
    one = sheet(rig)
    type_text(one.words.input, "They send the plan")
    one.whose.choose("theirs")
    one.holder.click()
    picker = next(
        each for each in QApplication.topLevelWidgets() if isinstance(each, PickList) and each.isVisible()
    )
    picker.finder.taken.emit(MARC)
    assert "Marc" in one.holder.text()
    one.confirm.click()
    await until(lambda: bool(rig.desk.todo))
    (task,) = rig.desk.todo.values()
    assert (task.whose, task.holder_id) == ("theirs", MARC)
    assert titles(screen(rig)) == []
    screen(rig).which.choose("everybody")
    assert titles(screen(rig)) == ["They send the plan"]


async def test_words_of_a_sheet_that_was_left_are_there_again(rig: Rig) -> None:
    view = screen(rig)
    view.new.click()
    type_text(sheet(rig).words.input, "Call")
    sheet(rig).cancel.click()
    await until(lambda: not any(one.isVisible() for one in rig.window.findChildren(TaskSheet)))
    view.new.click()
    assert sheet(rig).words.input.text() == "Call"


# -- the list


async def test_sections_come_in_their_order(rig: Rig) -> None:
    await add(rig, "Later", timedelta(days=3))
    await add(rig, "Whenever")
    await add(rig, "Today", timedelta(hours=3))
    late = await add(rig, "Late", HOUR)
    rig.desk.todo[late].due_at = rig.clock.now() - HOUR  # type: ignore[misc]
    view = screen(rig)
    assert heads(view) == [("overdue", 1), ("today", 1), ("later", 1), ("whenever", 1)]
    assert titles(view) == ["Late", "Today", "Later", "Whenever"]
    spoken = str(view.list.model_of.index(1).data(Qt.ItemDataRole.AccessibleTextRole))
    assert spoken.startswith("Late, overdue")
    view.which.choose("done")
    assert titles(view) == []


async def test_the_blank_ticks_and_undo_brings_it_back(rig: Rig) -> None:
    await add(rig, "Call", HOUR)
    view = screen(rig)
    assert view.list.hasFocus() and view.list.chosen_id == "task-1"
    press(view.list, Qt.Key.Key_Space)
    await until(lambda: titles(view) == [])
    await until(lambda: bool(view.undoing.toasts.toasts))
    press(rig.window, Qt.Key.Key_Z, CTRL)
    await until(lambda: titles(view) == ["Call"])
    assert rig.desk.done_with_tasks[-2:] == [("finish", "task-1"), ("reopen", "task-1")]


async def test_a_press_on_the_ring_ticks_and_one_on_the_words_opens_its_place(rig: Rig) -> None:
    await add(rig, "Call", HOUR, about=TaskAbout(conversation_id=TOM))
    view = screen(rig)
    place = view.list.place("task-1")
    click(view.list.viewport(), QPoint(place.left() + 24, place.center().y()))
    await until(lambda: rig.desk.done_with_tasks[-1:] == [("finish", "task-1")])
    await rig.desk.reopen_task("task-1")
    await until(
        lambda: not view.list.place("task-1").isNull()
    )  # both changes may be told as one, a moment later
    click(view.list.viewport(), view.list.place("task-1").center())
    assert rig.panes.screen_id == "inbox" and rig.conversation.conversation_id == TOM


async def test_a_task_on_somebody_leads_to_their_card(rig: Rig) -> None:
    header = rig.desk.header(TOM)
    assert header is not None
    await add(rig, "Call", HOUR, about=TaskAbout(contact_id=header.contact_id))
    press(screen(rig).list, ENTER)
    assert rig.panes.screen_id == "contacts"


async def test_a_task_on_nothing_opens_itself_and_is_changed(rig: Rig) -> None:
    await add(rig, "Call", HOUR)
    view = screen(rig)
    press(view.list, ENTER)
    one = sheet(rig)
    assert (one.words.input.text(), one.due.choice) == ("Call", "other")
    one.words.input.setText("Call Ana tomorrow 8am")
    one.confirm.click()
    await until(lambda: titles(view) == ["Call Ana"])
    assert rig.desk.todo["task-1"].due_at == datetime(2026, 11, 27, 7, 0, tzinfo=UTC)


async def test_it_is_put_aside_by_key_and_comes_back(rig: Rig) -> None:
    await add(rig, "Call", HOUR)
    view = screen(rig)
    press(view.list, Qt.Key.Key_S)
    choose(menu_of(rig, "Put aside"), "Tomorrow 9:00")
    await until(lambda: rig.desk.todo["task-1"].remind_at is not None)
    await until(lambda: heads(view) == [("later", 1)])
    press(view.list, Qt.Key.Key_S)
    choose(menu_of(rig, "Put aside"), "Bring back now")
    await until(lambda: rig.desk.todo["task-1"].remind_at is None)


async def test_it_is_handed_over_with_a_word(rig: Rig) -> None:
    await add(rig, "Call", HOUR)
    view = screen(rig)
    press(view.list, Qt.Key.Key_H)
    one = next(each for each in rig.window.findChildren(TaskHandOver) if each.isVisible())
    type_text(one.finder.search, "Inès")
    type_text(one.word.line, "She asked for you")
    one.confirm.click()
    await until(lambda: rig.desk.todo["task-1"].holder_id == INES)
    assert rig.desk.todo["task-1"].word == "She asked for you"
    await until(lambda: bool(view.undoing.toasts.toasts))
    assert view.undoing.undo()
    await until(lambda: rig.desk.todo["task-1"].holder_id == rig.desk.me().member_id)


async def test_delete_removes_and_the_menu_says_all_of_it(rig: Rig) -> None:
    await add(rig, "Call", HOUR)
    view = screen(rig)
    view.list.asked.emit("menu", "task-1")
    menu = menu_of(rig, "Task")
    assert [one.iconText() for one in menu.actions() if not one.isSeparator()] == [
        "Done", "Change…", "Put aside…", "Hand over…", "Remove",
    ]  # fmt: skip
    menu.close()
    press(view.list, Qt.Key.Key_Delete)
    await until(lambda: titles(view) == [])
    await until(lambda: view.undoing.can_undo)
    view.undoing.undo()
    await until(lambda: titles(view) == ["Call"])


async def test_the_keyboard_stays_where_a_ticked_task_was(rig: Rig) -> None:
    for number in range(3):
        await add(rig, f"Task {number}", HOUR * (number + 1))
    view = screen(rig)
    view.list.choose("task-2")
    press(view.list, Qt.Key.Key_Space)
    await until(lambda: titles(view) == ["Task 0", "Task 2"])
    assert view.list.chosen_id in ("task-1", "task-3")


async def test_a_task_that_is_gone_is_said_and_nothing_else_happens(rig: Rig) -> None:
    await add(rig, "Call", HOUR)
    view = screen(rig)
    rig.desk.todo.clear()
    press(view.list, Qt.Key.Key_Space)
    await until(lambda: bool(view.undoing.toasts.toasts))
    assert "not there any more" in toast(rig)


async def test_what_the_hub_refused_can_be_written_again(rig: Rig) -> None:
    """Nothing that somebody typed is lost."""
    view = screen(rig)
    for tell in list(rig.desk._refusal_listeners):
        tell(Refusal(AddTask("t", "A long wish"), "contact_unknown", {}))
    await until(lambda: bool(view.undoing.toasts.toasts))
    assert "A long wish" in toast(rig)
    view.undoing.toasts.toasts[-1].acted.emit()
    assert sheet(rig).words.input.text() == "A long wish"


async def test_the_model_is_a_model(rig: Rig, qtmodeltester: object) -> None:
    await add(rig, "Call", HOUR)
    model = screen(rig).list.model_of
    assert isinstance(model, TaskModel)
    check_model(qtmodeltester, model)  # type: ignore[arg-type]
