"""A long, invented history as sealed events: what catch-up, rebuild and start are measured on.

`mixed`: 45 % customer messages, 15 % sends asked for, 15 % accepted, 25 % statuses. `messages_only`: each event brings
a message. The first conversation is the longest (one event in 50); the others share the rest evenly.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal

from app.domain.arrivals import MessageReceived, MessageStatus
from app.domain.channels import WHATSAPP
from app.domain.contacts import Identity
from app.domain.events import Actor, EventBody
from app.domain.ids import CommandId, ContactId, ConversationId, EventId, LineId, MemberId, MessageId
from app.domain.sends import SendAccepted, SendRequested
from storage.codec import GENESIS_CHAIN, EventDraft, StoredEvent, seal

Shape = Literal["mixed", "messages_only"]
LINE = LineId("whatsapp:309900000000042")
MEMBER = MemberId("lea")
WORDS = "bonjour une place samedi matin pour couleur et coupe avec Léa merci beaucoup à demain 10 h parfait".split()
RECENT = 2_000  # statuses come within hours, so they are about one of the newest answers
STATUSES = ("sent", "delivered", "read")


@dataclass(slots=True)
class _Open:
    """Sends that still get an answer and statuses."""

    asked: list[SendRequested] = field(default_factory=list)
    accepted: list[tuple[SendAccepted, int]] = field(default_factory=list)


def events(
    count: int, shape: Shape = "mixed", conversations: int = 50_000, seed: int = 1
) -> Iterator[StoredEvent]:
    """`count` events in order of position, chained from the beginning; the same for the same arguments."""
    chance = random.Random(seed)
    opened = _Open()
    start = datetime(2026, 1, 1, 8, tzinfo=UTC)
    step = (datetime(2026, 11, 20, tzinfo=UTC) - start) / max(1, count)
    chain = GENESIS_CHAIN
    for pos in range(1, count + 1):
        at = start + step * pos
        body = _body(chance, opened, pos, at.replace(microsecond=0), shape, conversations)
        draft = EventDraft(
            body, body.conversation_id or "", _actor(body), at, EventId(f"e{pos:012d}"), _command_id(body)
        )
        stored = seal(draft, pos, at, chain, chance.randbytes(16), None)
        chain = stored.chain
        yield stored


def _body(
    chance: random.Random, opened: _Open, pos: int, at: datetime, shape: Shape, conversations: int
) -> MessageReceived | SendRequested | SendAccepted | MessageStatus:
    dice = chance.random()
    if shape == "mixed" and dice < 0.25 and opened.accepted:
        return _status(chance, opened, at)
    if shape == "mixed" and dice < 0.40 and opened.asked:
        return _accepted(opened, pos)
    number = 0 if chance.random() < 0.02 else chance.randrange(conversations)
    if dice < 0.55:
        return _asked(chance, opened, pos, number)
    return _received(chance, pos, number, at)


def _text(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS, k=chance.randint(3, 24)))


def _received(chance: random.Random, pos: int, number: int, at: datetime) -> MessageReceived:
    return MessageReceived(
        message_id=MessageId(f"m{pos:012d}"),
        channel=WHATSAPP,
        line_id=LINE,
        conversation_id=ConversationId(f"c{number:06d}"),
        contact_id=ContactId(f"p{number:06d}"),
        external_id=f"wamid.HBgLMzM2Mzk5ODAwMDAxFQIAEhggM{pos:020d}",
        direction="in",
        author="customer",
        kind="text",
        text=_text(chance),
        sent_at=at - timedelta(seconds=2),
        received_at=at,
        identity=Identity(number=str(33639900000 + number), name=f"Cliente {number}"),
        line_number="33639981020",
    )


def _asked(chance: random.Random, opened: _Open, pos: int, number: int) -> SendRequested:
    body = SendRequested(
        message_id=MessageId(f"m{pos:012d}"),
        conversation_id=ConversationId(f"c{number:06d}"),
        contact_id=ContactId(f"p{number:06d}"),
        line_id=LINE,
        member_id=MEMBER,
        kind="text",
        text=_text(chance),
    )
    opened.asked.append(body)
    return body


def _accepted(opened: _Open, pos: int) -> SendAccepted:
    asked = opened.asked.pop()
    body = SendAccepted(
        asked.message_id, asked.conversation_id, f"wamid.HBgLMzM2Mzk5ODAwMDAxFQIAERgSO{pos:020d}"
    )
    opened.accepted.append((body, 0))
    return body


def _status(chance: random.Random, opened: _Open, at: datetime) -> MessageStatus:
    place = max(0, len(opened.accepted) - 1 - chance.randrange(RECENT))
    accepted, told = opened.accepted[place]
    if told == len(STATUSES) - 1:
        opened.accepted[place] = opened.accepted[-1]
        opened.accepted.pop()
    else:
        opened.accepted[place] = (accepted, told + 1)
    return MessageStatus(
        LINE, accepted.external_id, STATUSES[told], at, accepted.message_id, accepted.conversation_id
    )


def _actor(body: EventBody) -> Actor:
    return Actor("member", MEMBER) if isinstance(body, SendRequested) else Actor("channel")


def _command_id(body: EventBody) -> CommandId | None:
    return CommandId(f"k-{body.message_id}") if isinstance(body, SendRequested) else None
