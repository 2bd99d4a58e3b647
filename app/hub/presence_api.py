"""The route by which a desk tells what somebody is doing right now: light, bounded, and never in the log."""

from dataclasses import dataclass

from app.domain.clock import Clock
from app.domain.ids import ConversationId
from app.hub.access import Access
from app.hub.http import Call, Reply, json_reply
from app.hub.limits import PRESENCE_BURST, PRESENCE_PER_S, Bucket
from app.hub.typing import Typing


@dataclass(frozen=True, slots=True)
class TypingNote:
    """The body of /presence/typing."""

    conversation_id: ConversationId


class PresenceApi:
    """Answers at once; what follows from it happens later or not at all. `typing` None: this hub sends nothing."""

    def __init__(self, access: Access, clock: Clock, typing: Typing | None) -> None:
        self._access = access
        self._typing = typing
        self._bucket = Bucket(clock, PRESENCE_PER_S, PRESENCE_BURST)

    async def typing(self, call: Call) -> Reply:
        """POST /presence/typing: somebody writes to a customer. Raises HttpRefusal 401, 422, 429."""
        asker = self._access.asker(call.bearer)
        self._bucket.take(asker.device_id)
        note = call.read(TypingNote)
        if self._typing is not None:
            self._typing.note(note.conversation_id)
        return json_reply({})
