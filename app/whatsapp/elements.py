"""What one element of a webhook says, in our words. Fields that Meta left out are None."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from app.domain.contacts import Identity
from app.domain.contents import Content
from app.domain.ids import MessageId
from app.domain.messages import Author, Direction
from app.whatsapp import opaque as opaque_value

MessageKind = Literal[
    "text", "image", "video", "audio", "voice", "document", "sticker", "location", "contacts", "reaction", "answer",
    "form", "order", "call", "call_ended", "call_permission", "system", "edit", "revoke", "media", "unsupported",
    "unknown",
]  # fmt: skip
Subject = Literal[
    "account", "call", "contact", "error", "form", "group", "history", "identity", "number", "preference", "template",
    "other",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ParsedMessage:
    """Somebody's words, of either direction; also a call, an edit, a withdrawal, a reaction.

    `text` is what can be shown of it, `content` its parts. `identity` is always the customer.
    `alias`: a further identity of the same person that this element tells of. `group_id`: it was said in a group.
    """

    external_id: str
    direction: Direction
    author: Author
    kind: MessageKind
    text: str | None
    sent_at: datetime
    identity: Identity
    line_number: str | None
    reply_to: str | None
    is_history: bool
    alias: Identity | None = None
    group_id: str | None = None
    content: Content | None = None


@dataclass(frozen=True, slots=True)
class ParsedStatus:
    """How far a message of ours came. `status` is Meta's word, which is also ours for the five that we know."""

    external_id: str
    status: str
    at: datetime
    opaque: str | None
    identity: Identity
    failure_code: str | None = None
    provider_code: int | None = None
    price_type: str | None = None
    price_category: str | None = None
    participant: str | None = None

    @property
    def message_id(self) -> MessageId | None:
        """Our own id of the message, when the status carries what we sent along with it."""
        return opaque_value.message_id_of(self.opaque)


@dataclass(frozen=True, slots=True)
class ParsedAccount:
    """Something about the account, a call, a preference …;

    `identity` and `alias`: the person it is about, and a further identity of that person, where it names them.
    """

    what: Subject
    facts: Mapping[str, str] = field(default_factory=dict)
    identity: Identity | None = None
    alias: Identity | None = None
    at: datetime | None = None  # of a preference: when it was set


@dataclass(frozen=True, slots=True)
class ParsedFailure:
    """What could not be read: "not_json", "no_envelope", "not_an_object", "no_id", "no_identity", "element_failed"."""

    reason: str


Parsed = ParsedMessage | ParsedStatus | ParsedAccount | ParsedFailure


@dataclass(frozen=True, slots=True)
class Element:
    """One element: where it stood, its own bytes (always JSON), the key that finds a repeat, and what it says.

    `path` is like `entry[0].changes[0].value.messages[2]`; "" is the whole body. `line_external_id` is Meta's
    phone-number id. `original` may hold lone surrogates as escapes, which the json module reads and msgspec refuses.
    """

    path: str
    original: bytes
    dedupe_key: str
    parsed: Parsed
    line_external_id: str | None
