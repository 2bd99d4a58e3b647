"""Planned answers whose time has come: sent in their author's name, or asked about when something changed meanwhile."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from app.domain.commands import Command
from app.domain.events import Actor
from app.domain.ids import CommandId, ConversationId, DeviceId, LineId, MessageId
from app.domain.scheduled import LATE_AFTER, ScheduleAsked, Scheduled, ScheduleSent, ScheduleSet
from app.hub.appender import Draft
from app.hub.consent_look import permission_of
from app.hub.decided import events_of
from app.hub.look import situation_of
from app.hub.rules import check
from app.hub.schedule_rules import as_send
from app.hub.send_wishes import enqueue
from app.hub.situation import Asker
from storage import view
from storage.hub import epochs
from storage.hub.tables import Connection

_HUB = Actor("hub")


class Planned:
    """A task of the scheduler. `lines`: the business numbers that are ours."""

    listens_to: tuple[type, ...] = (ScheduleSet,)
    talks: Collection[ConversationId] = ()

    def __init__(self, lines: Collection[LineId]) -> None:
        self._lines = lines

    def due(self, conn: Connection, now: datetime, limit: int) -> list[Draft]:
        """For each whose time has come: that it goes out, or that its author is asked.

        One at a time in a conversation: the next is looked at once the log tells of the one before it.
        """
        in_doubt = _in_doubt(conn)
        drafts = [_asked(planned, "hub_restored", {}, now) for planned in in_doubt.values()]
        seen: set[ConversationId] = set()
        for planned in view.due_scheduled(conn, now, limit):
            if planned.message_id not in in_doubt and planned.conversation_id not in seen:
                seen.add(planned.conversation_id)
                drafts += self._treat(conn, planned, now)
        return drafts

    def next_at(self, conn: Connection, now: datetime) -> datetime | None:
        """When the next one is due."""
        return view.next_scheduled(conn)

    def _treat(self, conn: Connection, planned: Scheduled, now: datetime) -> list[Draft]:
        member = view.members(conn).get(planned.member_id)
        if member is None or member.is_removed:
            return [_asked(planned, "author_left", {}, now)]
        if now > planned.due_at + LATE_AFTER:
            return [_asked(planned, "was_late", {"due_at": planned.due_at.isoformat()}, now)]
        conversation = view.load_conversation(conn, planned.conversation_id)
        if conversation is not None and conversation.newest_inbound_pos > planned.base_pos:
            return [_asked(planned, "customer_wrote", {}, now)]
        return self._send(conn, planned, Asker(DeviceId(""), member.member_id, member.name, member.role), now)

    def _send(self, conn: Connection, planned: Scheduled, author: Asker, now: datetime) -> list[Draft]:
        """As its author would send it now, by the same rules; what then cannot leave soon is not sent late either."""
        body = as_send(planned)
        command = Command(CommandId(""), 0, planned.base_pos, now, body, not_after_at=now + LATE_AFTER)
        situation = situation_of(conn, command, author, now, self._lines)
        if situation.permission is None:  # free words: nobody wakes a customer with them
            permission = permission_of(
                conn, situation.conversation, situation.contact, body.content, is_planned=True
            )
            situation = replace(situation, permission=permission)
        refused = check(situation)
        if refused is not None:
            return [_asked(planned, refused.code, dict(refused.facts), now)]
        enqueue(conn, situation, body)
        actor = Actor("member", author.member_id)
        sent = ScheduleSent(planned.message_id, planned.conversation_id)
        return [Draft(one, planned.conversation_id, actor, now) for one in (sent, *events_of(situation))]


def _in_doubt(conn: Connection) -> dict[MessageId, Scheduled]:
    """What waits and was planned before a restore, or came back by a salvage.

    The lost hub may have sent it, or somebody cancelled it there; from here on it counts as asked about.
    """
    came_back = epochs.planned_in_doubt(conn)
    has_asked = epochs.has_asked(conn)
    if has_asked and not came_back:
        return {}
    epochs.note_asked(conn)
    waiting = (one for one in view.all_scheduled(conn, -1) if one.state == "waiting")
    return {one.message_id: one for one in waiting if not has_asked or one.message_id in came_back}


def _asked(planned: Scheduled, code: str, facts: dict[str, str], now: datetime) -> Draft:
    body = ScheduleAsked(planned.message_id, planned.conversation_id, code, facts)
    return Draft(body, planned.conversation_id, _HUB, now)
