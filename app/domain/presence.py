"""Who of the team looks at or writes in a conversation right now: never kept, never in the log, lost with a restart."""

from typing import Literal

from app.domain.ids import ConversationId, MemberId
from app.domain.records import record

Doing = Literal["viewing", "typing"]


@record
class Presence:
    """What one device of a member does."""

    conversation_id: ConversationId
    member_id: MemberId
    what: Doing


@record
class Ephemeral:
    """Everybody's presence; `version` is another one after each change, also after a restart of the hub."""

    version: int
    presence: tuple[Presence, ...] = ()
