"""Response standards, as screens read and change them. A part of `Desk`.

Reads have what waits on this computer drawn over.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from app.domain.ids import ConversationId

if TYPE_CHECKING:
    from app.domain.rows import InboxRow, ThreadHeader
    from app.domain.standards import Standard
    from app.domain.waits import Wait


class StandardsDesk(Protocol):
    """Changes come as `Changes.is_hours`. Only owner and managers change anything: "role_missing" for others."""

    def standards(self) -> tuple[Standard, ...]:
        """Those that were saved, the business's first; () for none: the setting response_standard_min counts."""

    @property
    def standard_min(self) -> int | None:
        """Within how many minutes everybody is to be answered; None where it is not the same for all."""

    def wait_of(self, row: InboxRow | ThreadHeader) -> Wait | None:
        """How somebody's wait stands to what is asked of it now; None for who does not wait."""

    def nearly_late(self, limit: int) -> list[ConversationId]:
        """Whose waits, mine or nobody's, are to be warned of and are not too long yet; the newest first."""

    async def save_standards(self, standards: Sequence[Standard]) -> None:
        """These in place of all that there were. Raises what `app.domain.standards.standards_problem` says.

        Returns when the wish is on disk; the hub may still refuse later (a Refusal follows).
        """
