"""The part of the running desk behind the Today screen; see `app.desk.today_desk.TodayDesk`."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from app.desk.outbox import Outbox
from app.desk.reading import Reader
from app.desk.today_desk import CLOSES_SOON, Today
from app.domain.areas import Area, setting_of
from app.domain.clock import Clock
from app.domain.ids import ConversationId
from app.domain.rows import InboxCounts, InboxRow

if TYPE_CHECKING:
    from app.domain.agenda_rows import AgendaDays, AppointmentRow
    from app.domain.deal_rows import DealRow
    from app.domain.scheduled import Scheduled
    from app.domain.task_rows import TaskRow, Who
    from storage.engine import Connection

BOOKED_SHOWN = 6  # appointments of today and tomorrow
QUIET_SHOWN = 6  # deals without news
LONGEST = 20  # of whom some may be answered here already
LONGEST_DAY = timedelta(hours=26)  # with a clock change in it


class LiveToday:
    """A mixin of `LiveDesk`."""

    _reader: Reader
    _outbox: Outbox
    _clock: Clock
    _read: Callable[..., Any]
    counts: Callable[[], InboxCounts]
    inbox_row: Callable[[ConversationId], InboxRow | None]
    all_scheduled: Callable[[int], list[Scheduled]]
    tasks_due: Callable[[Who, datetime, int], list[TaskRow]]
    quiet_today: Callable[[int], tuple[list[DealRow], int]]
    agenda: Callable[[date | None, int], AgendaDays]

    def today(self, limit: int = 100) -> Today:
        found: Today = self._read(lambda: self._today(limit), Today())
        return found

    def _today(self, limit: int) -> Today:
        from storage.view import today  # no first paint of a list needs it

        conn, now = self._reader.view_connection(), self._clock.now()
        cuts = self._reader.wait_rules().cuts(now)
        late = self._still(today.late_ids(conn, cuts, limit), _waits)
        soon = (conn, cuts, now, CLOSES_SOON, limit)
        closing = self._still(today.closing_ids(*soon), _waits)
        longest = today.longest_late(conn, cuts, LONGEST)
        seen = {*late, *closing}
        planned = self.all_scheduled(limit) if today.is_any_asked(conn) else []
        booked = self._booked(conn, now, seen)
        seen |= {one.conversation_id for one in booked if one.conversation_id is not None}
        troubled = self._still(today.troubled_ids(conn, limit), _is_troubled, seen)
        is_silent = self._has_area("deals") and today.is_any_silent(conn)
        quiet, quiet_count = self.quiet_today(QUIET_SHOWN) if is_silent else ([], 0)
        return Today(
            late=late,
            late_count=self.counts().beyond_standard,
            closing=closing,
            late_closing=tuple(one for one in today.late_closing_ids(*soon) if one in late),
            planned=tuple(one for one in planned if one.state == "asked"),
            troubled=troubled,
            tasks=self._due_today(conn, now, limit),
            quiet=tuple(quiet),
            quiet_count=quiet_count,
            late_since_at=next((since_at for one, since_at in longest if self._fits(one, _waits)), None),
            appointments=tuple(booked[:BOOKED_SHOWN]),
            appointments_count=len(booked),
            troubled_count=max(len(troubled), today.troubled_count(conn) if len(troubled) >= limit else 0),
        )

    def _has_area(self, area: Area) -> bool:
        return bool(self._reader.setting(setting_of(area)))

    def _booked(
        self, conn: Connection, now: datetime, seen: Container[ConversationId]
    ) -> list[AppointmentRow]:
        """Appointments of today and tomorrow that need somebody; where none may, nothing of them is imported."""
        from storage.view import today

        if not self._has_area("appointments"):
            return []
        is_waiting = any(command.body.KIND.startswith("appointment.") for command in self._outbox.waiting())
        if not is_waiting and not today.is_any_unconfirmed(conn, now, now + 2 * LONGEST_DAY):
            return []
        from app.domain.agenda_today import needing

        return needing(self.agenda(None, 2), now, seen)

    def _due_today(self, conn: Connection, now: datetime, limit: int) -> tuple[TaskRow, ...]:
        """One's own tasks until the day is over; where there is none, nothing of tasks is imported."""
        from storage.view import today

        is_waiting = any(command.body.KIND.startswith("task.") for command in self._outbox.waiting())
        if not is_waiting and not today.is_any_task(conn, now + LONGEST_DAY):
            return ()
        from zoneinfo import ZoneInfo

        zone = ZoneInfo(str(self._reader.setting("time_zone")))
        tomorrow = now.astimezone(zone).date() + timedelta(days=1)
        until = datetime.combine(tomorrow, time.min, zone).astimezone(UTC) - timedelta(microseconds=1)
        return tuple(self.tasks_due("mine", until, limit))

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
