"""What waits in a composer beside a text, as a note of this computer: a file, a template, a place …"""

from __future__ import annotations

import logging

from app.desk.actions import composed_of
from app.desk.composed import Composed
from app.domain.errors import EnvironmentFailure
from app.domain.ids import ConversationId, MessageId
from app.domain.later import sends

log = logging.getLogger(__name__)


def note_of_attached(conversation_id: ConversationId, composed: Composed | None) -> str:
    """The note; "" for nothing."""
    if composed is None:
        return ""
    from storage.packing import packed  # with the first file: a start needs no codec

    body = sends.SendMessage(
        MessageId(""), conversation_id, composed.kind, composed.text, composed.content, composed.reply_to
    )
    return packed(body).decode()


def attached_of_note(note: str) -> Composed | None:
    """What it says; None for nothing, and for what another version wrote and this one cannot read."""
    if not note:
        return None
    from storage.packing import unpacked

    try:
        return composed_of(unpacked(note.encode(), sends.SendMessage))
    except EnvironmentFailure:
        log.warning("attached draft not readable")
        return None
