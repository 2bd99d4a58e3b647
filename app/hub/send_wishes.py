"""A message that was asked for and may go: its row in the send table, and its event."""

from datetime import datetime, timedelta

from app.domain.contacts import Identity
from app.domain.sends import SendMessage, SendRequested, SendText
from app.hub.send_rules import outgoing_of
from app.hub.situation import Situation
from storage.hub import sends
from storage.hub.tables import Connection

GRACE_MAX_MS = 60_000


def enqueue(
    conn: Connection, situation: Situation, body: SendText | SendMessage, *, is_bulk: bool = False
) -> None:
    """Put it at the end of its conversation's lane. The rules saw that there is somebody to send it to.

    `is_bulk`: one of many, which let every answer pass.
    """
    conversation, contact = situation.conversation, situation.contact
    assert conversation is not None
    assert contact is not None
    new = sends.NewSend(
        message_id=body.message_id,
        conversation_id=conversation.conversation_id,
        contact_id=conversation.contact_id,
        line_id=conversation.line_id,
        to=Identity(number=contact.number, user_id=contact.user_id),
        outgoing=outgoing_of(situation, body),
        requested_at=situation.now,
        hold_until_at=_hold_until(situation, body),
        not_after_at=situation.not_after_at,
        is_bulk=is_bulk,
    )
    sends.add(conn, new)


def requested(situation: Situation, body: SendText | SendMessage) -> SendRequested:
    """The event that shows it in its conversation."""
    conversation = situation.conversation
    assert conversation is not None
    outgoing = outgoing_of(situation, body)
    return SendRequested(
        message_id=body.message_id,
        conversation_id=body.conversation_id,
        contact_id=conversation.contact_id,
        line_id=conversation.line_id,
        member_id=situation.asker.member_id,
        kind=outgoing.kind,
        text=outgoing.text,
        hold_until_at=_hold_until(situation, body),
        not_after_at=situation.not_after_at,
        retry_of=body.retry_of,
        reply_to=outgoing.reply_to,
        content=outgoing.content,
    )


def _hold_until(situation: Situation, body: SendText | SendMessage) -> datetime | None:
    """The undo grace counts from the press: what of it had passed when the command came is not waited again."""
    left_ms = min(body.grace_ms, GRACE_MAX_MS) - max(0, situation.command.age_ms)
    return situation.now + timedelta(milliseconds=left_ms) if left_ms > 0 else None
