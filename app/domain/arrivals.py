"""What a channel brings: messages of either direction, and how far ours came. Events of the log."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from app.domain.contacts import Identity
from app.domain.contents import Content
from app.domain.ids import ContactId, ConversationId, ImportId, LineId, MessageId
from app.domain.messages import Author, Direction


@dataclass(frozen=True, slots=True)
class MessageReceived:
    """message.received: a channel brought somebody's words: a customer's, or (direction "out") the team's own phone's.

    `conversation_id` and `contact_id` are None for a line that is not ours. `external_id` is the channel's id.
    `text` is what can be shown of it (body, caption, button title); `kind` is neutral ("text", "image", "voice", …).
    """

    KIND: ClassVar[str] = "message.received"
    VERSION: ClassVar[int] = 1
    message_id: MessageId
    channel: str
    line_id: LineId
    conversation_id: ConversationId | None
    contact_id: ContactId | None
    external_id: str
    direction: Direction
    author: Author
    kind: str
    text: str | None
    sent_at: datetime  # by the channel's clock
    received_at: datetime  # by the hub's clock
    identity: Identity
    line_number: str | None = None  # how the channel writes the business number, digits
    reply_to: str | None = None  # external id of the quoted or reacted-to message
    is_history: bool = (
        False  # brought later by a history sync or an import: opens no window, waits for nobody
    )
    content: Content | None = None
    author_name: str | None = None  # in history: who wrote it, where the source tells
    import_id: ImportId | None = None  # which exported chat brought it, see `imports`


@dataclass(frozen=True, slots=True)
class MessageStatus:
    """message.status: the channel told how far an outbound message came.

    `status` is "sent", "delivered", "read", "played", "failed", or a word that we do not know.
    `message_id`/`conversation_id` are filled when the hub knew the message; otherwise it is joined when it appears.
    """

    KIND: ClassVar[str] = "message.status"
    VERSION: ClassVar[int] = 1
    line_id: LineId
    external_id: str
    status: str
    at: datetime
    message_id: MessageId | None = None
    conversation_id: ConversationId | None = None
    failure_code: str | None = None  # ours, see app/words
    provider_code: int | None = None  # the channel's number, for "copy details"
    price_type: str | None = None
    price_category: str | None = None
    participant: str | None = None
