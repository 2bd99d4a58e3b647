"""What passes from the hub's answers to the files of this computer: checked events, and how far they go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from app.domain.records import record

if TYPE_CHECKING:  # a desk that only opens reads no event
    from app.domain.events import Event
    from app.domain.presence import Ephemeral
    from storage.codec import StoredEvent


@record
class Cursor:
    """The newest stored position and its chain."""

    pos: int
    chain: bytes


@record
class Batch:
    """Consecutive checked events. `events` ends before the first that needs a newer program (`is_held` then).

    `head`: the hub's newest position; `hub_time`: its clock when it answered; `ephemeral`: what colleagues do,
    where that was asked for.
    """

    stored: Sequence[StoredEvent]
    events: Sequence[Event]
    head: int
    is_held: bool = False
    hub_time: datetime | None = None
    ephemeral: Ephemeral | None = None

    def end(self, cursor: Cursor) -> Cursor:
        """The cursor after this batch."""
        return Cursor(self.stored[-1].pos, self.stored[-1].chain) if self.stored else cursor
