"""What a command is for who asked for it: the message in it, its words, its conversation."""

from __future__ import annotations

from typing import Any

from app.domain.ids import ConversationId
from app.domain.later import commands, sends

PLANNED = "schedule.add"  # the kind of what goes out later
SENT_AFTER_ALL = ("schedule.send", "appointment.ask")  # of what sends now
NOTES = ("note.add", "note.edit")


def is_send(body: commands.CommandBody) -> bool:
    """Whether it sends a message, once it is done."""
    return isinstance(body, (sends.SendText, sends.SendMessage)) or body.KIND in SENT_AFTER_ALL


def is_reaction(body: commands.CommandBody) -> bool:
    """Whether it reacts to a message: nobody is asked again when it comes to nothing."""
    return isinstance(body, sends.SendMessage) and body.kind == "reaction"


def wish_of(body: commands.CommandBody) -> sends.SendText | sends.SendMessage | None:
    """What goes back to the composer when it is refused: a message, or one that was to go out later."""
    if isinstance(body, (sends.SendText, sends.SendMessage)):
        return body
    if body.KIND != PLANNED:
        return None
    one: Any = body
    return sends.SendMessage(
        one.message_id, one.conversation_id, one.kind, one.text, one.content, one.reply_to
    )


def words_of(body: commands.CommandBody) -> str | None:
    """What goes back to the draft when it is refused: the words of a message that is nothing else."""
    wish = wish_of(body)
    return (
        wish.text if isinstance(wish, sends.SendText) or (wish is not None and wish.kind == "text") else None
    )


def draft_of(body: commands.CommandBody) -> tuple[ConversationId, str] | None:
    """Under what its words are kept among the drafts, and the words; a note's stand beside those of an answer."""
    one: Any = body
    if body.KIND in NOTES:
        from app.domain.notes import draft_key

        return draft_key(one.conversation_id), one.text
    words = words_of(body)
    return None if words is None else (one.conversation_id, words)


def conversation_of(command: commands.Command) -> ConversationId | None:
    """The conversation that a command is about; None for a setting."""
    return getattr(command.body, "conversation_id", None)
