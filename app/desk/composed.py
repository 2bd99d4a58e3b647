"""What the desk is given to send, and what it tells of what was refused. A first paint passes through it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Literal

from app.domain.ids import ConversationId, MessageId
from app.domain.records import record

if TYPE_CHECKING:  # a first paint does without
    from app.domain import commands
    from app.domain.contents import Content

SettleHow = Literal["arrived", "resent"]
Unsubscribe = Callable[[], None]


@record
class Refusal:
    """A stored command that did not happen. `text`: the message's words, already kept again as the draft; else None.

    `code` and `facts` lead to a sentence through `app.words.sentences.refusal`.
    """

    command: commands.CommandBody
    code: str
    facts: Mapping[str, str]
    text: str | None = None

    @property
    def conversation_id(self) -> ConversationId | None:
        """Where it was asked; None for a setting."""
        return getattr(self.command, "conversation_id", None)


@record
class Composed:
    """A message as the composer made it: what `send` takes and `take_back_message` gives back.

    `kind`, `text` and `content`: see `app.domain.sends.SendMessage`. `reply_to`: the message that it quotes.
    """

    kind: str
    text: str = ""
    content: Content | None = None
    reply_to: MessageId | None = None
    quiet_anyway: bool = False  # a person saw that it is late where the customer lives

    @property
    def is_plain_text(self) -> bool:
        """Whether it is words and nothing else."""
        return self.kind == "text" and self.content is None and self.reply_to is None
