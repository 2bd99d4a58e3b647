"""Reminders of tasks: each turn told once, also over restarts, together where several came at once."""

from datetime import timedelta

import pytest

from app.desk.task_reminders import ALONE_S, MOST_KEPT, SETTLES_S, TOLD, TaskReminders
from app.domain.clock import FakeClock
from app.domain.ids import ConversationId
from app.domain.rows import ConnectionState
from app.domain.tasks import NewTask, TaskAbout
from app.domain.telling import BURST_WITHIN, Happening, Teller, Wishes, task_of, task_slot, tasks_slot
from app.words import notices
from tests.fake_desk import FakeDesk
from tests.fake_team import MARC

HOUR = timedelta(hours=1)


class Told:
    """A desk and what its reminders tell; `restart` closes it and opens it again."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.desk = FakeDesk(self.clock)
        self.all: list[Happening] = []
        self.restart()

    def restart(self) -> None:
        self.reminders = TaskReminders(self.desk, self.clock)

    async def pass_time(self, wait: timedelta | float) -> list[Happening]:
        """What is told when so much time has passed."""
        await self.clock.advance(wait if isinstance(wait, float) else wait.total_seconds())
        found = self.reminders.of_time()
        self.all += found
        return found

    async def add(self, title: str, due: timedelta | None, holder: object = None) -> str:
        me = self.desk.me().member_id if holder is None else holder
        due_at = None if due is None else self.clock.now() + due
        return await self.desk.add_task(NewTask(title, due_at, me))  # type: ignore[arg-type]


@pytest.fixture
async def told() -> Told:
    found = Told()
    await found.pass_time(0.0)
    await found.pass_time(SETTLES_S)
    return found


async def test_a_task_is_told_at_its_turn_and_once(told: Told) -> None:
    where = ConversationId("c-003")
    me = told.desk.me().member_id
    about = TaskAbout(conversation_id=where)
    task_id = await told.desk.add_task(NewTask("Call Tom", told.clock.now() + HOUR, me, about))
    assert await told.pass_time(HOUR - timedelta(seconds=20)) == []
    (happening,) = await told.pass_time(timedelta(seconds=20))
    assert (happening.kind, happening.conversation_id, happening.name) == (
        "task",
        task_slot(task_id),
        "Call Tom",
    )
    assert happening.text == told.desk.header(where).name  # type: ignore[union-attr]
    assert await told.pass_time(HOUR) == []


async def test_what_is_not_mine_not_timed_or_done_is_not_told(told: Told) -> None:
    await told.add("Marc's", HOUR, MARC)
    await told.add("Whenever", None)
    await told.desk.finish_task(await told.add("Done", HOUR))
    await told.desk.remove_task(await told.add("Gone", HOUR))
    nobodys = await told.desk.add_task(NewTask("Nobody's", told.clock.now() + HOUR))
    assert told.desk.task(nobodys) is not None
    assert await told.pass_time(2 * HOUR) == []


async def test_put_aside_it_is_told_again_at_that_time(told: Told) -> None:
    task_id = await told.add("Call", HOUR)
    await told.pass_time(HOUR)
    await told.desk.snooze_task(task_id, told.clock.now() + HOUR)
    assert await told.pass_time(timedelta(minutes=59)) == []
    assert len(await told.pass_time(timedelta(minutes=1))) == 1
    assert len(told.all) == 2


async def test_put_aside_before_its_turn_it_is_told_later_alone(told: Told) -> None:
    task_id = await told.add("Call", HOUR)
    await told.desk.snooze_task(task_id, told.clock.now() + 3 * HOUR)
    assert await told.pass_time(2 * HOUR) == []
    assert len(await told.pass_time(HOUR)) == 1


async def test_no_restart_tells_a_turn_again(told: Told) -> None:
    await told.add("Call", HOUR)
    await told.pass_time(HOUR)
    told.restart()
    await told.pass_time(0.0)
    assert await told.pass_time(SETTLES_S) == []
    assert await told.pass_time(HOUR) == []


async def test_what_fell_due_while_it_was_closed_is_told_together(told: Told) -> None:
    await told.add("Told before", HOUR)
    await told.pass_time(HOUR)
    for number in range(7):
        await told.add(f"Task {number}", HOUR + timedelta(minutes=number))
    await told.clock.advance(5 * HOUR.total_seconds())
    told.restart()
    assert await told.pass_time(0.0) == []
    (happening,) = await told.pass_time(SETTLES_S)
    assert (happening.conversation_id, happening.count, happening.name) == (tasks_slot(), 7, "")
    assert happening.text.startswith("Task 0 · Task 1") and "Told before" not in happening.text
    told.restart()
    await told.pass_time(0.0)
    assert await told.pass_time(SETTLES_S) == []


async def test_a_first_look_waits_until_the_desk_is_level_with_the_hub(told: Told) -> None:
    """A colleague may have done it meanwhile."""
    task_id = await told.add("Call", HOUR)
    await told.clock.advance(2 * HOUR.total_seconds())
    told.restart()
    told.desk.state = ConnectionState(True, True, None, 0, catching_up=(1, 9))
    assert await told.pass_time(60.0) == []
    told.desk.state = ConnectionState(True, True, None, 0)
    assert await told.pass_time(1.0) == []
    await told.desk.finish_task(task_id)
    assert await told.pass_time(SETTLES_S) == []


async def test_without_a_hub_a_start_tells_after_a_while_all_the_same(told: Told) -> None:
    await told.add("Call", HOUR)
    await told.clock.advance(2 * HOUR.total_seconds())
    told.desk.state = ConnectionState(False, True, None, 0)
    told.restart()
    assert await told.pass_time(ALONE_S - 1) == []
    assert len(await told.pass_time(1.0)) == 1


async def test_a_view_that_cannot_be_read_for_a_moment_forgets_nothing(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    await told.add("Call", HOUR)
    await told.pass_time(HOUR)
    with monkeypatch.context() as patch:
        patch.setattr(told.desk, "tasks_due", lambda *_: [])
        assert await told.pass_time(60.0) == []
    assert await told.pass_time(60.0) == []


async def test_handed_over_late_it_is_told_to_who_gets_it(told: Told) -> None:
    task_id = await told.add("Call", HOUR, MARC)
    assert await told.pass_time(2 * HOUR) == []
    await told.desk.hand_over_task(task_id, told.desk.me().member_id, "Please")
    assert [each.name for each in told.reminders.of_time()] == ["Call"]


@pytest.mark.parametrize("kept", ["{", "3", '{"a": 1}', "[1, null]"])
async def test_a_damaged_memory_is_no_reason_to_fail(kept: str) -> None:
    told = Told()
    told.desk.place[TOLD] = kept
    told.restart()
    await told.add("Call", HOUR)
    await told.pass_time(0.0)
    assert len(await told.pass_time(HOUR)) == 1


async def test_what_is_remembered_does_not_grow_for_ever(told: Told) -> None:
    for number in range(MOST_KEPT + 50):
        await told.add(f"Task {number}", timedelta(minutes=1))
        await told.pass_time(timedelta(minutes=1))
        told.desk.todo.clear()
    assert told.desk.place[TOLD].count("@") == MOST_KEPT


# --- focus mode, and what it says ---


def happening(task_id: str = "t1", count: int = 1) -> Happening:
    slot = task_slot(task_id) if count == 1 else tasks_slot()
    return Happening(f"task {task_id}", "task", slot, "Call Ana" if count == 1 else "", "Ana", count=count)


def test_focus_mode_keeps_a_reminder_until_it_ends_unless_it_is_let_through() -> None:
    now = FakeClock().now()
    quiet = Teller(Wishes)
    assert quiet.take([happening()], now, is_quiet=True) == []
    again = Teller(Wishes, quiet.missed())  # the program was started again meanwhile
    notice = again.end_quiet()
    assert notice is not None
    assert (notice.kind, notice.tally.tasks, notice.people) == ("focus_over", 1, 0)
    assert (notices.title_of(notice, ""), notices.body_of(notice, "", 30)) == (
        "Focus mode is over",
        "1 task is due",
    )
    assert len(Teller(lambda: Wishes(lets_task=True)).take([happening()], now, is_quiet=True)) == 1


def test_a_reminder_says_what_is_to_be_done_and_nothing_where_words_are_not_to_be_shown() -> None:
    (notice,) = Teller(Wishes).take([happening()], FakeClock().now())
    assert (notices.title_of(notice, "Call Ana"), notices.body_of(notice, "Ana", 30)) == ("Call Ana", "Ana")
    assert (notices.title_of(notice, ""), notices.body_of(notice, "", 30)) == ("1 task is due", "")


def test_several_are_counted_as_they_are_and_beside_messages() -> None:
    now, teller = FakeClock().now(), Teller(Wishes)
    (notice,) = teller.take([happening(count=4)], now)
    assert notices.title_of(notice, "") == "4 tasks are due"
    storm = [Happening(f"m{n}", "message", ConversationId(f"c{n}"), "Ana", "Hi") for n in range(5)]
    teller.take([*storm, happening("t2")], now)
    summary = teller.flush(now + BURST_WITHIN)
    assert summary is not None
    assert notices.title_of(summary, "") == "3 messages from 3 people"
    assert notices.body_of(summary, "", 30) == "1 task is due"


def test_a_place_says_whose_reminder_stands_there() -> None:
    assert (task_of(task_slot("t1")), task_of(tasks_slot()), task_of("c-003")) == ("t1", "", None)


def test_whoever_wants_to_be_told_nothing_is_told_of_no_task() -> None:
    assert Teller(lambda: Wishes("none")).take([happening()], FakeClock().now()) == []
