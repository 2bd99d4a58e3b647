"""A message about appointments that the hub sends by itself, by the rules of every message."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from app.domain.commands import Command
from app.domain.errors import Refused
from app.domain.events import Actor
from app.domain.ids import CommandId, DeviceId, LineId, MemberId, MessageId
from app.domain.sends import SendMessage
from app.hub.appender import Draft
from app.hub.appointment_look import Talk
from app.hub.ask_stops import CATEGORY, blocked
from app.hub.consent_look import permission_of
from app.hub.send_rules import check_send
from app.hub.send_wishes import enqueue, requested
from app.hub.situation import Asker, Situation
from app.words.appointment_around import Said
from storage import view
from storage.hub import sends
from storage.hub.tables import Connection

HUB = Actor("hub")


def sent(
    conn: Connection,
    talk: Talk,
    said: Said,
    message_id: MessageId,
    now: datetime,
    *,
    not_after_at: datetime,
    automation: str,
    our_lines: Collection[LineId],
    member_id: MemberId | None = None,
    is_answer: bool = False,
) -> list[Draft] | Refused:
    """Puts it into its lane, and gives its events; or why it must not go out, with nothing done.

    `is_answer`: the customer has just tapped or written, so that no hour is too late for it. Nothing goes out twice
    under one id ("message_id_taken").
    """
    conversation = talk.conversation
    body = SendMessage(
        message_id, conversation.conversation_id, said.kind, said.text, said.content, send_anyway=True
    )
    base_pos = max(conversation.newest_inbound_pos, conversation.newest_outbound_pos)
    command = Command(CommandId(""), 0, base_pos, now, body, not_after_at=not_after_at)
    category = None if is_answer else CATEGORY
    situation = Situation(
        command,
        Asker(DeviceId(""), member_id or MemberId(""), "", "rep"),
        now,
        conversation,
        view.load_message(conn, message_id),
        is_line_ours=conversation.line_id in our_lines,
        contact=talk.contact,
        permission=permission_of(conn, conversation, talk.contact, said.content, category=category),
    )
    refused = check_send(situation, body) or blocked(conn, conversation)
    if refused is None and sends.find(conn, message_id) is not None:
        refused = Refused("message_id_taken")
    if refused is not None:
        return refused
    enqueue(conn, situation, body)
    there = conversation.conversation_id
    event = replace(requested(situation, body), member_id=member_id, automation=automation)
    begun = [Draft(talk.begun, there, HUB, now, f"begun:{there}")] if talk.begun is not None else []
    return [*begun, Draft(event, there, HUB, now, f"{automation}:{message_id}")]
