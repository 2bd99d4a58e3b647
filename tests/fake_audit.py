"""The part of `tests.fake_desk.FakeDesk` that keeps a journal."""

from app.domain.audit import AuditPage, AuditRow
from app.domain.ids import ConversationId, MemberId


class FakeAudit:
    """`journal`: entries, the newest first."""

    def __init__(self) -> None:
        super().__init__()
        self.journal: list[AuditRow] = []

    async def audit(
        self,
        before: int | None = None,
        *,
        member_id: MemberId | None = None,
        conversation_id: ConversationId | None = None,
        limit: int = 100,
    ) -> AuditPage:
        """A page of it."""
        found = [
            row
            for row in self.journal
            if (before is None or row.pos < before)
            and member_id in (None, row.member_id)
            and conversation_id in (None, row.conversation_id)
        ]
        is_cut = len(found) > limit
        return AuditPage(tuple(found[:limit]), found[limit - 1].pos if is_cut else None)
