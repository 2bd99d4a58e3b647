"""Planned answers whose time has come: sent in their author's name, or asked about when something changed meanwhile."""

from collections.abc import Collection
from datetime import datetime

from app.domain.commands import Command
from app.domain.events import Actor
from app.domain.ids import CommandId, DeviceId, LineId
from app.domain.scheduled import LATE_AFTER, ScheduleAsked, Scheduled, ScheduleSent, ScheduleSet
from app.domain.sends import SendMessage
from app.hub.appender import Draft
from app.hub.decided import events_of
from app.hub.look import situation_of
from app.hub.rules import check
from app.hub.send_wishes import enqueue
from app.hub.situation import Asker
from storage import view
from storage.hub.tables import Connection

_HUB = Actor("hub")


class Planned:
    """A task of the scheduler. `lines`: the business numbers that are ours."""

    listens_to: tuple[type, ...] = (ScheduleSet,)

    def __init__(self, lines: Collection[LineId]) -> None:
        self._lines = lines

    def due(self, conn: Connection, now: datetime, limit: int) -> list[Draft]:
        """For each whose time has come: that it goes out, or that its author is asked."""
        drafts: list[Draft] = []
        for planned in view.due_scheduled(conn, now, limit):
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
        """As its author would send it now, by the same rules."""
        body = SendMessage(
            planned.message_id, planned.conversation_id, planned.kind, planned.text, planned.content, planned.reply_to
        )  # fmt: skip
        command = Command(CommandId(""), 0, planned.base_pos, now, body)
        situation = situation_of(conn, command, author, now, self._lines)
        refused = check(situation)
        if refused is not None:
            return [_asked(planned, refused.code, dict(refused.facts), now)]
        enqueue(conn, situation, body)
        actor = Actor("member", author.member_id)
        sent = ScheduleSent(planned.message_id, planned.conversation_id)
        return [Draft(one, planned.conversation_id, actor, now) for one in (sent, *events_of(situation))]


def _asked(planned: Scheduled, code: str, facts: dict[str, str], now: datetime) -> Draft:
    body = ScheduleAsked(planned.message_id, planned.conversation_id, code, facts)
    return Draft(body, planned.conversation_id, _HUB, now)
