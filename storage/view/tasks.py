"""Applying what the team means to do: tasks become rows. What reads them is in `storage.view.task_rows`.

Nothing is moved when people or conversations are merged or taken apart: a task stands under the ids of its events, and
a read finds the one that is shown today.
"""

from collections.abc import Callable, Mapping
from typing import Any

from app.domain import tasks
from app.domain.events import Event
from storage.instants import to_us
from storage.view.subjects import Subjects

_ADD = (
    "INSERT OR IGNORE INTO view_task (task_id, pos, title, whose, due_us, turn_us, holder_id, made_by, made_us,"
    " deal_id, contact_id, conversation_id) VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"
)
_CHANGE = (
    "UPDATE view_task SET title = ?2, whose = ?3, remind_us = CASE WHEN due_us IS ?4 THEN remind_us END,"
    " turn_us = CASE WHEN due_us IS ?4 THEN turn_us ELSE ?4 END, due_us = ?4, version = version + 1 WHERE task_id = ?1"
)
_SNOOZE = "UPDATE view_task SET remind_us = ?2, turn_us = ifnull(?2, due_us), version = version + 1 WHERE task_id = ?1"
_SET = "UPDATE view_task SET {columns}, version = version + 1 WHERE task_id = ?1"


def _added(subjects: Subjects, event: Event, body: tasks.TaskAdded) -> None:
    due_us = None if body.due_at is None else to_us(body.due_at)
    values = (
        body.task_id, event.pos, body.title, body.whose, due_us, body.holder_id, body.member_id,
        to_us(event.accepted_at), body.deal_id, body.contact_id, body.conversation_id,
    )  # fmt: skip
    _write(subjects, _ADD, *values)


def _changed(subjects: Subjects, _event: Event, body: tasks.TaskChanged) -> None:
    due_us = None if body.due_at is None else to_us(body.due_at)
    _write(subjects, _CHANGE, body.task_id, body.title, body.whose, due_us)


def _snoozed(subjects: Subjects, _event: Event, body: tasks.TaskSnoozed) -> None:
    _write(subjects, _SNOOZE, body.task_id, None if body.until_at is None else to_us(body.until_at))


def _done(subjects: Subjects, event: Event, body: tasks.TaskDone) -> None:
    sql = _SET.format(columns="done_us = ?2, done_by = ?3")
    _write(subjects, sql, body.task_id, to_us(event.accepted_at), body.member_id)


def _reopened(subjects: Subjects, _event: Event, body: tasks.TaskReopened) -> None:
    sql = _SET.format(columns="done_us = NULL, done_by = NULL, holder_id = ?2")
    _write(subjects, sql, body.task_id, body.holder_id)


def _handed_over(subjects: Subjects, _event: Event, body: tasks.TaskHandedOver) -> None:
    sql = _SET.format(columns="holder_id = ?2, word = ?3, word_by = ?4")
    _write(subjects, sql, body.task_id, body.to_id, body.reason, body.member_id)


def _removed(subjects: Subjects, _event: Event, body: tasks.TaskRemoved) -> None:
    _write(subjects, _SET.format(columns="is_removed = 1"), body.task_id)


def _restored(subjects: Subjects, _event: Event, body: tasks.TaskRestored) -> None:
    _write(subjects, _SET.format(columns="is_removed = 0, holder_id = ?2"), body.task_id, body.holder_id)


def _write(subjects: Subjects, sql: str, *values: object) -> None:
    subjects.has_new_tasks = True
    subjects.touched_tasks.add(str(values[0]))
    subjects.write_later((sql, values))


TASKS: Mapping[type, Callable[[Subjects, Event, Any], None]] = {
    tasks.TaskAdded: _added,
    tasks.TaskChanged: _changed,
    tasks.TaskDone: _done,
    tasks.TaskReopened: _reopened,
    tasks.TaskSnoozed: _snoozed,
    tasks.TaskHandedOver: _handed_over,
    tasks.TaskRemoved: _removed,
    tasks.TaskRestored: _restored,
}
