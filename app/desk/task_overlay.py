"""Tasks with what this computer asked for and the log does not show yet: the events that the hub will make of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from app.desk.pending import Pending
from app.domain import tasks
from app.domain.ids import MemberId
from app.domain.task_rows import TaskRow, row_of

NameOf = Callable[[MemberId | None], str | None]
AboutOf = Callable[[tasks.TaskAbout], str]


def overlaid_tasks(
    rows: Iterable[TaskRow],
    pending: Iterable[Pending],
    me: MemberId,
    team: Collection[MemberId],
    name_of: NameOf,
    about_of: AboutOf,
) -> dict[str, TaskRow]:
    """The tasks as they will be, by their ids; also those that only this computer knows. Removed ones are there too."""
    shown: dict[str, TaskRow] = {row.task_id: row for row in rows}
    for entry in pending:
        body = entry.command.body
        if not isinstance(body, tasks.TASK_ASKS):
            continue
        by, at, known = entry.by(me), entry.command.made_at, shown.get(body.task_id)
        if known is not None:
            task: tasks.Task = _after(known, body, by, team, at)
        elif isinstance(body, tasks.AddTask):
            task = tasks.added(event_of_new(body, by), at)
        else:
            continue
        about = known.about if known is not None else about_of(tasks.place_of(task))
        if task is not known:
            names = name_of(task.holder_id), name_of(task.word_by)
            shown[task.task_id] = row_of(task, about, *names, is_pending=True)
    return shown


def _after(
    task: tasks.Task, body: tasks.TaskAsk, by: MemberId, team: Collection[MemberId], at: datetime
) -> tasks.Task:
    """As the hub will have it, as far as this computer knows; unchanged where it will be refused."""
    if isinstance(body, tasks.AddTask) or (
        isinstance(body, tasks.ChangeTask) and body.seen_version != task.version
    ):
        return task
    event = tasks.event_of(task, body, by, team)
    return task if event is None else tasks.applied(task, event, at)


def event_of_new(body: tasks.AddTask, by: MemberId) -> tasks.TaskAdded:
    """What a new task will be."""
    return tasks.TaskAdded(
        body.task_id, body.title, body.whose, body.due_at, body.holder_id,
        body.deal_id, body.contact_id, body.conversation_id, by,
    )  # fmt: skip


def marked(row: TaskRow, me: MemberId, now: datetime) -> TaskRow:
    """With what depends on who reads it, and when."""
    is_mine, is_overdue = row.holder_id == me, row.is_late(now)
    return (
        row
        if (row.is_mine, row.is_overdue) == (is_mine, is_overdue)
        else replace(row, is_mine=is_mine, is_overdue=is_overdue)
    )


def by_turn(rows: Mapping[str, TaskRow] | Iterable[TaskRow]) -> list[TaskRow]:
    """The next turn first; those without a time at the end, the oldest first."""
    found = rows.values() if isinstance(rows, Mapping) else rows
    return sorted(found, key=lambda row: (row.turn_at is None, _stamp(row.turn_at), _stamp(row.made_at)))


def _stamp(at: datetime | None) -> float:
    return 0.0 if at is None else at.timestamp()
