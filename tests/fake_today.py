"""The part of `tests.fake_desk.FakeDesk` behind the Today screen."""

from collections.abc import Callable
from datetime import timedelta

from app.desk.today_desk import CLOSES_SOON, Today
from app.domain.clock import Clock
from app.domain.ids import ConversationId
from app.domain.rows import InboxRow, ViewKey
from app.domain.scheduled import Scheduled
from app.domain.settings import SettingValue

TROUBLED = ("failed", "refused", "expired", "unknown")


class FakeToday:
    """The same sections as the real one, from the rows in memory."""

    clock: Clock
    inbox: Callable[[ViewKey], list[ConversationId]]
    inbox_row: Callable[[ConversationId], InboxRow | None]
    all_scheduled: Callable[[], list[Scheduled]]
    setting: Callable[[str], SettingValue]

    def today(self, limit: int = 100) -> Today:
        """What needs somebody now."""
        standard, now = timedelta(minutes=int(self.setting("response_standard_min"))), self.clock.now()
        waiting = [row for row in map(self.inbox_row, self.inbox("waiting")) if row is not None]
        late, closing = list[ConversationId](), list[ConversationId]()
        for row in waiting:
            assert row.waiting_since_at is not None
            if now - row.waiting_since_at >= standard:
                late.append(row.conversation_id)
            elif row.window_closes_at is not None and row.window_closes_at - now <= CLOSES_SOON:
                closing.append(row.conversation_id)
        every = [row for row in map(self.inbox_row, self.inbox("all")) if row is not None]
        troubled = [row.conversation_id for row in every if row.last_state in TROUBLED]
        planned = tuple(one for one in self.all_scheduled() if one.state == "asked")
        closes = {row.conversation_id: row.window_closes_at for row in waiting}
        soon = tuple(one for one in late if (at := closes[one]) is not None and now < at <= now + CLOSES_SOON)
        return Today(
            late=tuple(late[:limit]),
            late_count=len(late),
            closing=tuple(closing),
            late_closing=soon,
            planned=planned,
            troubled=tuple(troubled[:limit]),
            troubled_count=len(troubled),
        )
