"""What measures read of an event: few fields of few kinds, straight from its bytes.

A long log is gone through at some 10 µs a message, so nothing is decoded that nobody asks for.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import msgspec

from app.domain.groups import GROUP_EVENTS
from app.domain.hours import HOURS_EVENTS
from app.domain.standards import StandardsSaved

Row = tuple[int, bytes, bytes]  # place, envelope and fields of an event


class Cover(msgspec.Struct, gc=False):
    """Of an envelope."""

    accepted_at: datetime
    occurred_at: datetime


class Received(msgspec.Struct, gc=False, kw_only=True):
    """message.received"""

    message_id: str
    line_id: str
    conversation_id: str | None = None
    direction: str
    kind: str
    sent_at: datetime
    received_at: datetime
    is_history: bool = False


class Requested(msgspec.Struct, gc=False, kw_only=True):
    """send.requested"""

    message_id: str
    conversation_id: str
    member_id: str | None = None
    kind: str
    automation: str = ""
    promised_at: datetime | None = None


class Status(msgspec.Struct, gc=False):
    """message.status"""

    status: str
    at: datetime
    message_id: str | None = None
    conversation_id: str | None = None


class Of(msgspec.Struct, gc=False):
    """Whatever names a message of ours in a conversation, and may name a member."""

    message_id: str = ""
    conversation_id: str = ""
    member_id: str | None = None
    how: str = ""


class Started(msgspec.Struct, gc=False):
    """conversation.started; also what the first of any other event tells about its conversation."""

    conversation_id: str
    contact_id: str
    line_id: str


class Assigned(msgspec.Struct, gc=False):
    """conversation.assigned"""

    conversation_id: str
    assignee_id: str | None = None


class Bot(msgspec.Struct, gc=False):
    """bot.set"""

    conversation_id: str
    owns: bool


class Withdrawn(msgspec.Struct, gc=False):
    """consent.withdrawn"""

    contact_id: str
    source: str
    message_id: str | None = None


class Merged(msgspec.Struct, gc=False):
    """contact.merged, contact.unmerged"""

    contact_id: str
    gone_id: str


class Erased(msgspec.Struct, gc=False):
    """contact.erased"""

    conversation_ids: list[str]


class Mapped(msgspec.Struct, gc=False):
    """phone.mapped"""

    line_id: str
    member_id: str | None = None


class Set(msgspec.Struct, gc=False):
    """setting.changed"""

    name: str
    value: Any


class Nothing(msgspec.Struct, gc=False):
    """hub.started, hub.stopped: that it happened is enough."""


decode_cover: Final = msgspec.json.Decoder(Cover).decode
decode_names: Final = msgspec.json.Decoder(Started).decode
BODY: Final[dict[str, Any]] = {
    kind: msgspec.json.Decoder(body).decode
    for body, kinds in {
        Received: "message.received",
        Requested: "send.requested",
        Status: "message.status",
        Of: "send.accepted send.refused send.failed send.unknown send.expired send.cancelled send.settled"
        " schedule.set message.handled conversation.waived conversation.unwaived"
        " conversation.closed conversation.reopened episode.ended",
        Started: "conversation.started",
        Assigned: "conversation.assigned",
        Bot: "bot.set",
        Withdrawn: "consent.withdrawn",
        Merged: "contact.merged contact.unmerged",
        Erased: "contact.erased",
        Mapped: "phone.mapped",
        Set: "setting.changed",
        Nothing: "hub.started hub.stopped",
    }.items()
    for kind in kinds.split()
}
AROUND: Final[dict[str, Any]] = {  # what turns are measured by, whole
    body.KIND: msgspec.json.Decoder(body).decode for body in (*HOURS_EVENTS, *GROUP_EVENTS, StandardsSaved)
}
_MARK: Final = b'"kind":"'
_KINDS: Final[dict[bytes, str]] = {kind.encode(): kind for kind in (*BODY, *AROUND)}


def kind_of(envelope: bytes) -> str | None:
    """The event's kind; None for one that measures do not ask for. The actor, whose kind comes first, has one too."""
    start = envelope.rfind(_MARK) + 8
    return _KINDS.get(envelope[start : envelope.index(b'"', start)])
