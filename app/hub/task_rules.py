"""Tasks: what the hub looks at when something is asked about one, when it refuses, and what happens then."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from app.domain import tasks
from app.domain.errors import Refused
from app.domain.events import EventBody
from app.domain.ids import MemberId
from app.hub.roles import may
from app.hub.send_rules import sendable
from app.hub.situation import Situation
from storage import view
from storage.hub.tables import Connection
from storage.view import deal_reading, task_rows


def of_task(conn: Connection, seen: Situation) -> Situation:
    """All that the rules look at for a command about a task."""
    body: Any = seen.command.body
    task = task_rows.load_task(conn, body.task_id)
    members = {key: one for key, one in view.members(conn).items() if not one.is_removed}
    missing = _missing_place(conn, body) if isinstance(body, tasks.AddTask) else None
    return replace(seen, task=task, task_place=missing, members=members)


def _missing_place(conn: Connection, body: tasks.AddTask) -> str | None:
    """Why there is no such place to put a task on."""
    if not tasks.TaskAbout(body.deal_id, body.contact_id, body.conversation_id).is_one:
        return "task_malformed"
    if body.contact_id is not None and view.kept_contact(conn, body.contact_id) is None:
        return "contact_unknown"
    talk = body.conversation_id
    if talk is not None and view.load_conversation(conn, talk) is None:
        return "conversation_unknown"
    deal = deal_reading.load_deal(conn, body.deal_id) if body.deal_id is not None else None
    is_there = body.deal_id is None or (deal is not None and not deal.is_removed)
    return None if is_there else "deal_unknown"


# --- checks ---


def check_task(situation: Situation, body: Any) -> Refused | None:
    """Why a command about a task must not happen."""
    task = situation.task
    if isinstance(body, tasks.AddTask):
        return _check_add(situation, body)
    if task is None or (task.is_removed and not isinstance(body, tasks.RemoveTask | tasks.RestoreTask)):
        return Refused("task_unknown")
    check = _CHECKS.get(type(body))
    return check(situation, task, body) if check is not None else None


def _check_add(situation: Situation, body: tasks.AddTask) -> Refused | None:
    if situation.task is not None:
        return Refused("message_id_taken")
    if situation.task_place is not None:
        return Refused(situation.task_place)
    title = sendable(body.title)
    return tasks.words_problem(title, body.whose, body.due_at, situation.now) or _check_member(
        situation, body.holder_id
    )


def _check_change(situation: Situation, task: tasks.Task, body: tasks.ChangeTask) -> Refused | None:
    if body.seen_version != task.version:
        return Refused("task_changed")
    return tasks.words_problem(sendable(body.title), body.whose, body.due_at, situation.now)


def _check_snooze(situation: Situation, task: tasks.Task, body: tasks.SnoozeTask) -> Refused | None:
    if not task.is_open:
        return Refused("task_done")
    return tasks.time_problem(body.until_at, situation.now)


def _check_hand_over(situation: Situation, task: tasks.Task, body: tasks.HandOverTask) -> Refused | None:
    if not task.is_open:
        return Refused("task_done")
    if task.holder_id not in (body.seen_holder_id, body.to_id):
        holder = situation.members.get(task.holder_id) if task.holder_id is not None else None
        return Refused("task_held", {"who": holder.name}) if holder is not None else Refused("task_free")
    if len(body.reason) > tasks.WORD_MAX_CHARS:
        facts = {"length": str(len(body.reason)), "limit": str(tasks.WORD_MAX_CHARS), "where": "team"}
        return Refused("text_too_long", facts)
    return _check_member(situation, body.to_id)


def _check_own(situation: Situation, task: tasks.Task, _body: Any) -> Refused | None:
    is_theirs = situation.asker.member_id in (task.made_by, task.holder_id)
    return None if is_theirs or may(situation, "remove_others_tasks") else Refused("not_yours")


def _check_member(situation: Situation, member_id: MemberId | None) -> Refused | None:
    is_there = member_id is None or member_id in situation.members
    return None if is_there else Refused("member_unknown", {"where": "team"})


_CHECKS: Mapping[type, Callable[[Situation, tasks.Task, Any], Refused | None]] = {
    tasks.ChangeTask: _check_change,
    tasks.SnoozeTask: _check_snooze,
    tasks.HandOverTask: _check_hand_over,
    tasks.RemoveTask: _check_own,
    tasks.RestoreTask: _check_own,
}


# --- events ---


def task_event(situation: Situation, body: Any) -> EventBody | None:
    """What happens once it was accepted; None where everything is so already."""
    me = situation.asker.member_id
    if isinstance(body, tasks.AddTask):
        return tasks.TaskAdded(
            body.task_id, sendable(body.title), body.whose, body.due_at, body.holder_id,
            body.deal_id, body.contact_id, body.conversation_id, me,
        )  # fmt: skip
    assert situation.task is not None
    return tasks.event_of(situation.task, body, me, situation.members)
