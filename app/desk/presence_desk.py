"""Who of the team looks at a conversation or writes there right now. A part of `Desk`.

Nothing here imports a library: a first paint passes through it.
"""

from __future__ import annotations

from typing import Protocol

from app.domain.ids import ConversationId
from app.domain.rows import PresenceRow


class PresenceDesk(Protocol):
    """What colleagues are shown of each other. While the hub is away nothing is; `Changes.presence` tells of changes.

    `note_typing` (see `PeopleDesk`) tells colleagues too.
    """

    def presence(self, conversation_id: ConversationId) -> tuple[PresenceRow, ...]:
        """Colleagues there, those who write first; never oneself."""

    def note_viewing(self, conversation_id: ConversationId | None) -> None:
        """This person looks at a conversation now; None: at none. Told while it lasts, never waited for, never kept."""
