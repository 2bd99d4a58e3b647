"""The part of `tests.fake_desk.FakeDesk` about response standards: everything happens at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.domain.clock import Clock
from app.domain.errors import ComptoirError
from app.domain.groups import GroupBook
from app.domain.hours import HoursBook
from app.domain.ids import ConversationId, LineId
from app.domain.lines import Line
from app.domain.members import Member
from app.domain.rows import Changes, InboxRow, ThreadHeader, ViewKey
from app.domain.settings import SettingValue
from app.domain.standards import SETTING, Standard, StandardBook, standards_problem
from app.domain.waits import Wait, WaitRules


class FakeStandards:
    """`saved`: what stands in the table."""

    clock: Clock
    me: Callable[[], Member]
    setting: Callable[[str], SettingValue]
    hours: Callable[[], HoursBook]
    group_book: Callable[[], GroupBook]
    lines: Callable[[], dict[LineId, Line]]
    inbox: Callable[[ViewKey], list[ConversationId]]
    inbox_row: Callable[[ConversationId], InboxRow | None]
    _tell: Callable[[Changes], None]

    def __init__(self) -> None:
        super().__init__()
        self.saved: tuple[Standard, ...] = ()

    def standards(self) -> tuple[Standard, ...]:
        """All of them."""
        return self.saved

    @property
    def standard_min(self) -> int | None:
        """Where it is the same for all."""
        return self.wait_rules().minutes

    def wait_rules(self) -> WaitRules:
        """By what there is now."""
        book = StandardBook(self.saved, int(self.setting(SETTING)))
        return WaitRules(book, self.hours(), self.group_book())

    def wait_of(self, row: InboxRow | ThreadHeader) -> Wait | None:
        """How it stands."""
        since = row.waiting_since_at
        if since is None or row.is_snoozed:
            return None
        is_first, now = not row.has_answer, self.clock.now()
        return self.wait_rules().wait(since, now, row.line_id, row.assignee_id, is_first=is_first)

    def nearly_late(self, limit: int) -> list[ConversationId]:
        """To be warned of."""
        found = []
        for one in self.inbox("waiting"):
            row = self.inbox_row(one)
            wait = self.wait_of(row) if row is not None else None
            if row is not None and wait is not None and wait.warn <= wait.share < 1:
                found += [one] if row.is_mine or row.assignee_id is None else []
        return found[-limit:]

    async def save_standards(self, standards: Sequence[Standard]) -> None:
        """At once."""
        if self.me().role == "rep":
            raise ComptoirError("role_missing", role="rep")
        made = tuple(sorted(standards, key=lambda one: one.scope))
        groups = [one.group_id for one in self.group_book().groups()]
        refused = standards_problem(made, list(self.lines()), groups)
        if refused is not None:
            raise ComptoirError(refused.code, **refused.facts)
        self.saved = made
        self._tell(Changes(is_hours=True))
