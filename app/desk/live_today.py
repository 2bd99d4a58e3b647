"""The part of the running desk behind the Today screen; see `app.desk.today_desk.TodayDesk`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from app.desk.reading import Reader
from app.desk.today_desk import CLOSES_SOON, Today
from app.domain.clock import Clock
from app.domain.ids import ConversationId
from app.domain.rows import InboxCounts, InboxRow

if TYPE_CHECKING:
    from app.domain.scheduled import Scheduled


class LiveToday:
    """A mixin of `LiveDesk`."""

    _reader: Reader
    _clock: Clock
    _read: Callable[..., Any]
    counts: Callable[[], InboxCounts]
    inbox_row: Callable[[ConversationId], InboxRow | None]
    all_scheduled: Callable[[int], list[Scheduled]]

    def today(self, limit: int = 100) -> Today:
        found: Today = self._read(lambda: self._today(limit), Today())
        return found

    def _today(self, limit: int) -> Today:
        from storage.view import today  # no first paint of a list needs it

        conn, now = self._reader.view_connection(), self._clock.now()
        late_before = now - timedelta(minutes=int(self._reader.setting("response_standard_min")))
        late = self._still(today.late_ids(conn, late_before, limit), _waits)
        soon = (conn, late_before, now, CLOSES_SOON, limit)
        closing = self._still(today.closing_ids(*soon), _waits)
        seen = {*late, *closing}
        planned = self.all_scheduled(limit) if today.is_any_asked(conn) else []
        troubled = self._still(today.troubled_ids(conn, limit), _is_troubled, seen)
        return Today(
            late=late,
            late_count=self.counts().beyond_standard,
            closing=closing,
            late_closing=tuple(one for one in today.late_closing_ids(*soon) if one in late),
            planned=tuple(one for one in planned if one.state == "asked"),
            troubled=troubled,
            troubled_count=max(len(troubled), today.troubled_count(conn) if len(troubled) >= limit else 0),
        )

    def _still(
        self,
        ids: Iterable[ConversationId],
        fits: Callable[[InboxRow], bool],
        seen: Iterable[ConversationId] = (),
    ) -> tuple[ConversationId, ...]:
        """Without those that what waits here has dealt with already, and those that stand elsewhere."""
        stand = set(seen)
        return tuple(one for one in ids if one not in stand and self._fits(one, fits))

    def _fits(self, one: ConversationId, fits: Callable[[InboxRow], bool]) -> bool:
        """As the view found it, where nothing waits here; a look at each row costs a start of many who wait."""
        if not self._reader.pending_of(one):
            return True
        row = self.inbox_row(one)
        return row is not None and fits(row)


def _waits(row: InboxRow) -> bool:
    return row.waiting_since_at is not None and not row.is_closed and not row.is_snoozed


def _is_troubled(row: InboxRow) -> bool:
    return not row.is_closed and row.last_state in ("failed", "refused", "expired", "unknown")
