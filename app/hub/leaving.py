"""What somebody who leaves holds, and how it is handed over.

Two tables, one for each question. A part of the product that gives members something to do (conversations that they
hold, answers that they scheduled) adds its line to both.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from app.domain.assignment import ConversationAssigned
from app.domain.events import EventBody
from app.domain.ids import ConversationId, MemberId
from app.domain.members import Member
from app.domain.scheduled import ScheduleAsked, Scheduled, reset
from app.domain.tasks import TaskHandedOver
from app.domain.team_rows import LeaveItem, LeavePart, LeavePlan
from storage import view
from storage.hub import access, answers, leaving, log
from storage.hub.tables import Connection
from storage.view.task_rows import held_tasks

FILES_OF = timedelta(days=30)
MOST_TOLD = 200  # of one kind; the count is of all


@dataclass(frozen=True, slots=True)
class Handover:
    """Who leaves, who gets it (None: nobody), and who decided that (None: on the hub's own computer)."""

    leaver: Member
    heir: Member | None
    by_id: MemberId | None


Finder = Callable[[Connection, MemberId, datetime], LeavePart]
Subject = str
HandOver = Callable[[Connection, Handover], list[tuple[Subject, EventBody]]]


def leave_plan(conn: Connection, member: Member, now: datetime) -> LeavePlan:
    """Everything that a member holds now."""
    parts = [find(conn, member.member_id, now) for find in FINDERS]
    return LeavePlan(member.member_id, member.name, tuple(part for part in parts if part.count))


def handed_over(conn: Connection, handover: Handover) -> list[tuple[Subject, EventBody]]:
    """Events, each with its subject, by which the heir gets what the leaver held. Runs in the removal's transaction."""
    return [told for hand_over in HAND_OVERS for told in hand_over(conn, handover)]


def _devices(conn: Connection, member_id: MemberId, _now: datetime) -> LeavePart:
    live = [device for device in access.devices_of(conn, member_id) if not device.is_revoked]
    items = [LeaveItem(device.device_id, device.name, device.last_seen_at) for device in live]
    return LeavePart("device", len(items), tuple(items[:MOST_TOLD]))


def _files(conn: Connection, member_id: MemberId, now: datetime) -> LeavePart:
    since = now - FILES_OF
    sent = leaving.sent_files(conn, member_id, log.first_pos_since(conn, since), since)
    items = [
        LeaveItem(file.message_id, file.name or file.kind, file.at, ConversationId(file.conversation_id))
        for file in sent[:MOST_TOLD]
    ]
    return LeavePart("file", len(sent), tuple(items))


def _open(conn: Connection, member_id: MemberId, _now: datetime) -> LeavePart:
    return _held("open", [one for one in leaving.held_conversations(conn, member_id) if not one[2]])


def _snoozed(conn: Connection, member_id: MemberId, _now: datetime) -> LeavePart:
    return _held("snoozed", [one for one in leaving.held_conversations(conn, member_id) if one[2]])


def _held(kind: Literal["open", "snoozed"], held: list[tuple[ConversationId, str, bool]]) -> LeavePart:
    items = [LeaveItem(where, name, None, where) for where, name, _ in held[:MOST_TOLD]]
    return LeavePart(kind, len(held), tuple(items))


def _scheduled(conn: Connection, member_id: MemberId, _now: datetime) -> LeavePart:
    planned = view.scheduled_of(conn, member_id)
    items = [
        LeaveItem(one.message_id, one.person, one.due_at, one.conversation_id) for one in planned[:MOST_TOLD]
    ]
    return LeavePart("scheduled", len(planned), tuple(items))


def _give_conversations(conn: Connection, handover: Handover) -> list[tuple[Subject, EventBody]]:
    heir_id = handover.heir.member_id if handover.heir is not None else None
    held = leaving.held_conversations(conn, handover.leaver.member_id)
    return [(where, ConversationAssigned(where, heir_id, handover.by_id, "left")) for where, _name, _ in held]


def _give_planned(conn: Connection, handover: Handover) -> list[tuple[Subject, EventBody]]:
    """Without an heir each is asked about when its time comes, as its author is gone."""
    if handover.heir is None:
        return []
    given: list[tuple[Subject, EventBody]] = []
    for one in view.scheduled_of(conn, handover.leaver.member_id):
        given.append((one.conversation_id, reset(one, handover.heir.member_id)))
        asked = _asked_of(conn, one)
        given += [] if asked is None else [(one.conversation_id, asked)]
    return given


def _asked_of(conn: Connection, one: Scheduled) -> ScheduleAsked | None:
    """What the heir must decide: as the leaver had to, or since somebody, perhaps the heir, answered meanwhile."""
    if one.state == "asked":
        return ScheduleAsked(one.message_id, one.conversation_id, one.code or "", one.facts)
    who = answers.newer_than(conn, one.conversation_id, one.base_pos, one.member_id)
    return (
        None
        if who is None
        else ScheduleAsked(one.message_id, one.conversation_id, "newer_answer", {"who": who})
    )


def _tasks(conn: Connection, member_id: MemberId, _now: datetime) -> LeavePart:
    held = held_tasks(conn, member_id)
    items = [LeaveItem(one.task_id, one.title, one.turn_at, one.conversation_id) for one in held[:MOST_TOLD]]
    return LeavePart("task", len(held), tuple(items))


def _give_tasks(conn: Connection, handover: Handover) -> list[tuple[Subject, EventBody]]:
    """Without an heir they are nobody's, and every leader sees them among theirs."""
    heir_id = handover.heir.member_id if handover.heir is not None else None
    held = held_tasks(conn, handover.leaver.member_id)
    return [(row.task_id, TaskHandedOver(row.task_id, heir_id, "", handover.by_id)) for row in held]


FINDERS: tuple[Finder, ...] = (_open, _snoozed, _scheduled, _tasks, _devices, _files)
HAND_OVERS: tuple[HandOver, ...] = (_give_conversations, _give_planned, _give_tasks)
