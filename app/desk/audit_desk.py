"""The journal: who did what and when. A part of `Desk`. Nothing here imports a library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from app.domain.ids import ConversationId, MemberId

if TYPE_CHECKING:
    from app.domain.audit import AuditPage


class AuditDesk(Protocol):
    """One awaited read; the log may be long."""

    async def audit(
        self,
        before: int | None = None,
        *,
        member_id: MemberId | None = None,
        conversation_id: ConversationId | None = None,
        limit: int = 100,
    ) -> AuditPage:
        """Entries below a log position (None: from the newest), of one member or about one conversation if wanted.

        Looks at a bounded stretch of the log: the page may be empty and still have a `next_pos`.
        """
