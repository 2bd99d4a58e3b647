"""The lines of `tests.flow.authorisation` about tasks: everybody does everything, but for the removal of others'."""

from __future__ import annotations

from app.domain import tasks
from app.domain.ids import MemberId
from tests.flow.cast import ALL, LEADERS, Wish


def task_of(who: str) -> str:
    """The task that a member made and holds."""
    return f"task-{who.replace(' ', '-')}"


TASK_WISHES: tuple[Wish, ...] = (
    Wish(lambda _cast, who: tasks.AddTask(f"new-{task_of(who)}", "Call Ana"), "task.add", ALL),
    Wish(lambda _cast, who: tasks.ChangeTask(task_of(who), "Call Bo", "ours", None, 1), "task.change", ALL),
    Wish(lambda cast, _: tasks.SnoozeTask(task_of("owner 2"), cast.now), "task.snooze", ALL),
    Wish(
        lambda cast, who: tasks.HandOverTask(
            task_of("owner 2"), MemberId(cast.member(who)), MemberId(cast.member("owner 2"))
        ),
        "task.hand_over", ALL,
    ),
    Wish(lambda _cast, _who: tasks.FinishTask(task_of("manager 2")), "task.finish", ALL),
    Wish(lambda _cast, _who: tasks.ReopenTask(task_of("manager 2")), "task.reopen", ALL),
    Wish(lambda _cast, who: tasks.RemoveTask(task_of(who)), "task.remove", ALL, "(own)"),
    Wish(lambda _cast, _who: tasks.RemoveTask(task_of("manager 2")), "task.remove", LEADERS, "(another's)"),
    Wish(lambda _cast, who: tasks.RestoreTask(task_of(who)), "task.restore", ALL, "(own)"),
    Wish(lambda _cast, _who: tasks.RestoreTask(task_of("manager 2")), "task.restore", LEADERS, "(another's)"),
)  # fmt: skip
