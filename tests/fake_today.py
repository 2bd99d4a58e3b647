"""The part of `tests.fake_desk.FakeDesk` behind the Today screen."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.desk.today_desk import CLOSES_SOON, Today
from app.domain.agenda_rows import AgendaDays
from app.domain.agenda_today import needing
from app.domain.appointments import Appointment
from app.domain.clock import Clock
from app.domain.deal_rows import DealRow
from app.domain.ids import ConversationId
from app.domain.rows import InboxRow, ThreadHeader, ViewKey
from app.domain.scheduled import Scheduled
from app.domain.settings import SettingValue
from app.domain.task_rows import TaskRow, Who
from app.domain.waits import Wait

TROUBLED = ("failed", "refused", "expired", "unknown")


class FakeToday:
    """The same sections as the real one, from the rows in memory."""

    clock: Clock
    inbox: Callable[[ViewKey], list[ConversationId]]
    inbox_row: Callable[[ConversationId], InboxRow | None]
    all_scheduled: Callable[[], list[Scheduled]]
    wait_of: Callable[[InboxRow | ThreadHeader], Wait | None]
    tasks_due: Callable[[Who, datetime, int], list[TaskRow]]
    quiet_today: Callable[..., tuple[list[DealRow], int]]
    agenda: Callable[..., AgendaDays]
    appointments: dict[str, Appointment]
    setting: Callable[[str], SettingValue]

    def today(self, limit: int = 100) -> Today:
        """What needs somebody now."""
        now = self.clock.now()
        waiting = [row for row in map(self.inbox_row, self.inbox("waiting")) if row is not None]
        late, closing = list[ConversationId](), list[ConversationId]()
        for row in waiting:
            assert row.waiting_since_at is not None
            wait = self.wait_of(row)
            if wait is not None and wait.share >= 1:
                late.append(row.conversation_id)
            elif row.window_closes_at is not None and row.window_closes_at - now <= CLOSES_SOON:
                closing.append(row.conversation_id)
        every = [row for row in map(self.inbox_row, self.inbox("all")) if row is not None]
        troubled = [row.conversation_id for row in every if row.last_state in TROUBLED]
        planned = tuple(one for one in self.all_scheduled() if one.state == "asked")
        closes = {row.conversation_id: row.window_closes_at for row in waiting}
        soon = tuple(one for one in late if (at := closes[one]) is not None and now < at <= now + CLOSES_SOON)
        quiet, quiet_count = self.quiet_today(6) if self.setting("area_deals") else ([], 0)
        has_agenda = bool(self.appointments) and bool(self.setting("area_appointments"))
        booked = needing(self.agenda(None, 2), now, {*late, *closing}) if has_agenda else []
        return Today(
            late=tuple(late[:limit]),
            late_count=len(late),
            closing=tuple(closing),
            late_closing=soon,
            planned=planned,
            troubled=tuple(troubled[:limit]),
            troubled_count=len(troubled),
            tasks=tuple(self.tasks_due("mine", _end_of_day(now), limit)),
            quiet=tuple(quiet),
            quiet_count=quiet_count,
            appointments=tuple(booked[:6]),
            appointments_count=len(booked),
            late_since_at=min(
                (
                    row.waiting_since_at
                    for row in waiting
                    if row.conversation_id in late and row.waiting_since_at
                ),
                default=None,
            ),
        )


def _end_of_day(now: datetime) -> datetime:
    zone = ZoneInfo("Europe/Paris")
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time.min, zone).astimezone(UTC) - timedelta(microseconds=1)
