"""Builders for tests: everything is filled in, so that a test names only what it is about."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from app.domain.amendments import joined, may_amend
from app.domain.arrivals import MessageReceived, MessageStatus
from app.domain.channels import WHATSAPP
from app.domain.contacts import Identity
from app.domain.conversations import Conversation, with_changed_message
from app.domain.events import Actor, Event, EventBody
from app.domain.ids import CommandId, ContactId, ConversationId, EventId, LineId, MemberId, MessageId
from app.domain.messages import Message, is_amendment
from app.domain.projection import changed_message, conversation_after, new_conversation, new_message
from app.domain.sends import SendAccepted, SendRequested

NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
LINE = LineId("whatsapp:309900000000042")
ANSWER = MessageId("o1")
ANA = ConversationId("conversation-ana")
ANA_CONTACT = ContactId("contact-ana")
LEA = MemberId("member-lea")


def at(minutes: float) -> datetime:
    """A moment `minutes` after noon."""
    return NOON + timedelta(minutes=minutes)


def received(message_id: str = "m1", when: datetime = NOON, **changes: Any) -> MessageReceived:
    """A text from Ana."""
    given: dict[str, Any] = {
        "message_id": MessageId(message_id),
        "channel": WHATSAPP,
        "line_id": LINE,
        "conversation_id": ANA,
        "contact_id": ANA_CONTACT,
        "external_id": f"wamid.{message_id}",
        "direction": "in",
        "author": "customer",
        "kind": "text",
        "text": "Can I bring my daughter along?",
        "sent_at": when,
        "received_at": when,
        "identity": Identity(number="447700900123", name="Ana Field"),
    }
    return MessageReceived(**(given | changes))


def requested(message_id: str = "o1", text: str = "Of course!", **changes: Any) -> SendRequested:
    """An answer by Léa that the hub took."""
    given: dict[str, Any] = {
        "message_id": MessageId(message_id),
        "conversation_id": ANA,
        "contact_id": ANA_CONTACT,
        "line_id": LINE,
        "member_id": LEA,
        "kind": "text",
        "text": text,
    }
    return SendRequested(**(given | changes))


def accepted(message_id: str = "o1") -> SendAccepted:
    """The channel took Léa's answer."""
    return SendAccepted(MessageId(message_id), ANA, f"wamid.{message_id}")


def status(word: str, message_id: str = "o1", when: datetime = NOON, **changes: Any) -> MessageStatus:
    """How far Léa's answer came."""
    return MessageStatus(LINE, f"wamid.{message_id}", word, when, MessageId(message_id), ANA, **changes)


def event(body: EventBody, pos: int, when: datetime = NOON, command_id: str | None = None) -> Event:
    """An entry of the log with the given body."""
    subject = getattr(body, "conversation_id", None) or ""
    actor = Actor("member", LEA) if isinstance(body, SendRequested) else Actor("channel")
    command = CommandId(command_id) if command_id else None
    return Event(pos, EventId(f"e{pos}"), body.KIND, body.VERSION, subject, actor, when, when, command, body)


@dataclass
class SmallWorld:
    """Applies events one by one in memory with the domain's rules, as storage does with tables."""

    conversation: Conversation | None = None
    messages: dict[MessageId, Message] = field(default_factory=dict)
    pos: int = 0

    def happen(self, body: EventBody, when: datetime = NOON, command_id: str | None = None) -> "SmallWorld":
        """Append and apply one event."""
        self.pos += 1
        entry = event(body, self.pos, when, command_id)
        conversation = self.conversation or new_conversation(entry)
        assert conversation is not None
        named = getattr(body, "message_id", None) or getattr(body, "note_id", None)
        before = self.messages.get(named or MessageId(""))
        after = changed_message(entry, before) if before else new_message(entry, conversation)
        if after is not None:
            self.messages[after.message_id] = after
        self.conversation = conversation_after(entry, conversation, before, after)
        if after is not None and is_amendment(after):
            self._amend(after)
        return self

    def _amend(self, amendment: Message) -> None:
        named = (one for one in self.messages.values() if one.external_id == amendment.reply_to)
        target = next(named, None)
        if target is not None and may_amend(amendment, target):
            hidden, after = joined(amendment, target)
            self.messages |= {hidden.message_id: hidden, after.message_id: after}
            self.conversation = with_changed_message(self.now, target, after, self.pos)

    def message(self, message_id: str) -> Message:
        """A message as it is now."""
        return self.messages[MessageId(message_id)]

    @property
    def now(self) -> Conversation:
        """The conversation."""
        assert self.conversation is not None
        return self.conversation

    def state(self, message_id: str) -> str:
        """The state of a message, in one word."""
        return self.message(message_id).state
