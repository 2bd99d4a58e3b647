"""What needs somebody now, for the Today screen. A part of `Desk`.

Nothing here imports a library: a first paint passes through it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from app.domain.ids import ConversationId
from app.domain.records import record

if TYPE_CHECKING:
    from app.domain.scheduled import Scheduled

CLOSES_SOON = timedelta(hours=2)


@record
class Today:
    """A person stands in one section at most, under the most urgent reason.

    `late`: beyond the standard. `closing`: in time, but the window closes within CLOSES_SOON.
    `late_closing`: those of `late` whose window does, too. `planned`: planned
    answers that were held back, about which somebody must decide. `troubled`: the newest message failed or is
    unconfirmed. The counts are those of all, the lists the first of them.
    """

    late: tuple[ConversationId, ...] = ()
    late_count: int = 0
    closing: tuple[ConversationId, ...] = ()
    late_closing: tuple[ConversationId, ...] = ()
    planned: tuple[Scheduled, ...] = ()
    troubled: tuple[ConversationId, ...] = ()
    troubled_count: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing needs anybody."""
        return not (self.late or self.closing or self.planned or self.troubled)


class TodayDesk(Protocol):
    """One read."""

    def today(self, limit: int = 100) -> Today:
        """What needs somebody now, at most `limit` of each kind."""
