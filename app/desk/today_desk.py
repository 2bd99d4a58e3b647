"""What needs somebody now, for the Today screen. A part of `Desk`.

Nothing here imports a library: a first paint passes through it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from app.domain.ids import ConversationId
from app.domain.records import record

if TYPE_CHECKING:
    from app.domain.agenda_rows import AppointmentRow
    from app.domain.deal_rows import DealRow
    from app.domain.scheduled import Scheduled
    from app.domain.task_rows import TaskRow

CLOSES_SOON = timedelta(hours=2)


@record
class Today:
    """A person stands in one section at most, under the most urgent reason.

    `late`: beyond the standard. `closing`: in time, but the window closes within CLOSES_SOON.
    `late_closing`: those of `late` whose window does, too. `planned`: planned
    answers that were held back, about which somebody must decide. `troubled`: the newest message failed or is
    unconfirmed. `tasks`: one's own whose turn comes before the day is over. The counts are those of all, the lists the
    first of them. `quiet`: deals without news for which nothing is planned, before them those about whose ladder
    somebody must decide. `appointments`: of today and tomorrow, to come, about which somebody of the team has to do
    something (to ask, to settle, to call), counted as the agenda counts them.
    `late_since_at`: since when the one of `late` waits who waits longest.
    """

    late: tuple[ConversationId, ...] = ()
    late_count: int = 0
    closing: tuple[ConversationId, ...] = ()
    late_closing: tuple[ConversationId, ...] = ()
    planned: tuple[Scheduled, ...] = ()
    troubled: tuple[ConversationId, ...] = ()
    troubled_count: int = 0
    tasks: tuple[TaskRow, ...] = ()
    quiet: tuple[DealRow, ...] = ()
    quiet_count: int = 0
    late_since_at: datetime | None = None
    appointments: tuple[AppointmentRow, ...] = ()
    appointments_count: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing needs anybody."""
        people = self.late or self.closing or self.planned or self.troubled
        return not (people or self.tasks or self.quiet or self.appointments)


class TodayDesk(Protocol):
    """One read."""

    def today(self, limit: int = 100) -> Today:
        """What needs somebody now, at most `limit` of each kind."""
