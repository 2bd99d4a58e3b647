"""The routes by which a desk tells what somebody is doing right now: light, bounded, and never in the log."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from app.domain.clock import Clock
from app.domain.ids import ConversationId
from app.domain.presence import Doing, Presence
from app.hub.access import Access
from app.hub.colleagues import Colleagues
from app.hub.http import Call, Handler, HttpRefusal, Reply, json_reply
from app.hub.limits import PRESENCE_BURST, PRESENCE_PER_S, Bucket
from app.hub.typing import Typing

ID_MAX_CHARS = 100  # longer than any id of ours


@dataclass(frozen=True, slots=True)
class TypingNote:
    """The body of /presence/typing."""

    conversation_id: ConversationId


@dataclass(frozen=True, slots=True)
class PresenceNote:
    """The body of /presence; `nothing` needs no conversation."""

    what: Doing | Literal["nothing"]
    conversation_id: ConversationId | None = None


class PresenceApi:
    """Answers at once; what follows from it happens later or not at all. `typing` None: this hub sends nothing."""

    def __init__(self, access: Access, clock: Clock, typing: Typing | None, colleagues: Colleagues) -> None:
        self._access = access
        self._typing = typing
        self._colleagues = colleagues
        self._bucket = Bucket(clock, PRESENCE_PER_S, PRESENCE_BURST)

    def routes(self) -> Mapping[tuple[str, str], Handler]:
        """What is for colleagues."""
        return {("POST", "/api/v1/presence"): self._note}

    async def typing(self, call: Call) -> Reply:
        """POST /presence/typing: somebody writes to a customer. Raises HttpRefusal 401, 422, 429."""
        asker = self._access.asker(call.bearer)
        self._bucket.take(asker.device_id)
        note = call.read(TypingNote)
        if len(note.conversation_id) > ID_MAX_CHARS:
            raise HttpRefusal(422, "body_unreadable")
        if self._typing is not None:
            self._typing.note(note.conversation_id)
        return json_reply({})

    async def _note(self, call: Call) -> Reply:
        """POST /presence: what colleagues are shown for ten seconds. Raises HttpRefusal 401, 422, 429."""
        asker = self._access.asker(call.bearer)
        self._bucket.take(asker.device_id)
        note = call.read(PresenceNote)
        there = note.conversation_id if note.what != "nothing" else None
        if (not there and note.what != "nothing") or len(there or "") > ID_MAX_CHARS:
            raise HttpRefusal(422, "body_unreadable")
        told = Presence(there, asker.member_id, note.what) if there and note.what != "nothing" else None
        self._colleagues.note(asker.device_id, told)
        return json_reply({})
