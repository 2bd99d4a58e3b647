"""From something that was found, or that proves something, to where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.ids import ConversationId, MessageId

if TYPE_CHECKING:
    from ui.panes import Panes


def open_message(panes: Panes, conversation_id: ConversationId, message_id: MessageId) -> None:
    """The very message in its conversation, lit for a moment, however far back it is."""
    panes.show_screen("inbox")
    panes.open(conversation_id)
    panes.conversation.jump_to(message_id)
    panes.focus_on(panes.conversation.view)
