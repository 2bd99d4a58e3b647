"""What becomes of what a restored hub lost about tasks."""

from collections.abc import Collection
from typing import Any

from app.domain import tasks
from storage import view
from storage.hub.tables import Connection
from storage.view import deal_reading, task_rows

_ENDS = (tasks.TaskDone, tasks.TaskReopened)
_GONE = (tasks.TaskRemoved, tasks.TaskRestored)


def task_thing(body: Any) -> tuple[str, ...]:
    """The part of a task of which the last word counts."""
    if not isinstance(body, tasks.TASK_EVENTS) or isinstance(body, tasks.TaskAdded):
        return ()
    if isinstance(body, _ENDS):
        return (f"task_end:{body.task_id}",)
    if isinstance(body, _GONE):
        return (f"task_gone:{body.task_id}",)
    return (f"{body.KIND}:{body.task_id}",)


def judged_task(conn: Connection, body: Any, things: Collection[str]) -> str | None:
    """What becomes of it: "known", "left_out", or "" for what comes back; None for what is about no task."""
    if not isinstance(body, tasks.TASK_EVENTS):
        return None
    row = task_rows.load_task(conn, body.task_id)
    if isinstance(body, tasks.TaskAdded):
        return "known" if row is not None else _of_place(conn, body)
    if row is None or any(one in things for one in task_thing(body)):
        return "left_out"
    return ""


def _of_place(conn: Connection, body: tasks.TaskAdded) -> str:
    """A task comes back where what it is about did."""
    if body.contact_id is not None and view.kept_contact(conn, body.contact_id) is None:
        return "left_out"
    if body.deal_id is not None and not deal_reading.is_known(conn, body.deal_id):
        return "left_out"
    talk = body.conversation_id
    return "left_out" if talk is not None and view.load_conversation(conn, talk) is None else ""
