"""What somebody who leaves holds, and how it is handed over.

Two tables, one for each question. A part of the product that gives members something to do (conversations that they
hold, answers that they scheduled) adds its line to both.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.events import EventBody
from app.domain.ids import ConversationId, MemberId
from app.domain.members import Member
from app.domain.team_rows import LeaveItem, LeavePart, LeavePlan
from storage.hub import access, leaving, log
from storage.hub.tables import Connection

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


FINDERS: tuple[Finder, ...] = (_devices, _files)
HAND_OVERS: tuple[HandOver, ...] = ()
