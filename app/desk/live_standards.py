"""The part of the running desk about response standards: what is asked of whoever waits, and who waits too long."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from app.desk.actions import Standing
from app.desk.hub_time import HubTime
from app.desk.outbox import Outbox
from app.desk.reading import Reader
from app.desk.view_file import ViewFile
from app.desk.watchers import Watchers
from app.domain.errors import ComptoirError
from app.domain.ids import ConversationId, LineId
from app.domain.members import Member
from app.domain.rows import Changes, InboxRow, ThreadHeader
from app.domain.settings import SettingValue
from app.domain.standards import SETTING, SaveStandards, Standard, StandardBook, standards_problem
from app.domain.waits import Wait, WaitRules

if TYPE_CHECKING:
    from app.domain.groups import GroupBook
    from app.domain.hours import HoursBook
    from app.domain.lines import Line

LEADERS = ("owner", "manager")
_ANY_HOURS = "SELECT 1 FROM view_opening LIMIT 1"
_ANY_GROUP = "SELECT 1 FROM view_group_change LIMIT 1"


class LiveStandards:
    """A mixin of `LiveDesk`; what the methods do is said in `app.desk.standards_desk.StandardsDesk`."""

    _view: ViewFile
    _reader: Reader
    _outbox: Outbox
    _watchers: Watchers
    _read: Callable[[Callable[[], Any], Any], Any]
    _standing: Callable[[], Standing]
    me: Callable[[], Member]
    setting: Callable[[str], SettingValue]
    hours: Callable[[], HoursBook]
    group_book: Callable[[], GroupBook]
    lines: Callable[[], dict[LineId, Line]]
    _hub_time: HubTime
    _held_rules: WaitRules | None = None

    def hear_of_standards(self) -> None:
        """Before anybody else, so that who reads when told reads what is new."""
        self._watchers.add(self._forget_standards)

    def standards(self) -> tuple[Standard, ...]:
        found: tuple[Standard, ...] = self._read(self._read_standards, ())
        return found

    @property
    def standard_min(self) -> int | None:
        return self.wait_rules().minutes

    def wait_of(self, row: InboxRow | ThreadHeader) -> Wait | None:
        if row.waiting_since_at is None or row.is_snoozed:
            return None
        rules, now = self.wait_rules(), self._hub_time.now()
        return rules.wait(
            row.waiting_since_at, now, row.line_id, row.assignee_id, is_first=not row.has_answer
        )

    def nearly_late(self, limit: int) -> list[ConversationId]:
        found: list[ConversationId] = self._read(lambda: self._read_nearly_late(limit), [])
        return found

    def wait_rules(self) -> WaitRules:
        """What is asked of whoever waits now."""
        if self._held_rules is None:
            self._held_rules = self._read(self._read_rules, None)
        return self._held_rules or WaitRules(StandardBook())

    async def save_standards(self, standards: Sequence[Standard]) -> None:
        role = self.me().role
        if role not in LEADERS:
            raise ComptoirError("role_missing", role=role)
        made = tuple(sorted(standards, key=lambda one: one.scope))
        lines = [one.line_id for one in self.lines().values() if one.is_known]
        refused = standards_problem(made, lines, [one.group_id for one in self.group_book().groups()])
        if refused is not None:
            raise ComptoirError(refused.code, **refused.facts)
        if made != self.standards():
            standing = self._standing()
            await self._outbox.add([SaveStandards(made)], standing.base_pos, is_online=standing.is_online)

    def _forget_standards(self, changes: Changes) -> None:
        if changes.is_hours or changes.is_everything or SETTING in changes.settings:
            self._held_rules = None

    def _read_standards(self) -> tuple[Standard, ...]:
        from storage.view.standards import load_standards

        waiting = self._outbox.pending_of(SaveStandards)
        if waiting:
            body = waiting[-1].command.body
            assert isinstance(body, SaveStandards)
            return body.standards
        return load_standards(self._reader.view_connection())

    def _read_nearly_late(self, limit: int) -> list[ConversationId]:
        from storage.view.today import nearly_late_ids

        conn, rules, now = self._reader.view_connection(), self.wait_rules(), self._hub_time.now()
        cuts, warned = rules.cuts(now), rules.cuts(now, is_warning=True)
        found = nearly_late_ids(conn, cuts, warned, self.me().member_id, limit)
        return [
            one for one in found if not self._reader.pending_of(one)
        ]  # who is being answered needs no warning

    def _read_rules(self) -> WaitRules:
        """Where there are neither hours nor groups, nothing of them is imported."""
        conn, outbox = self._reader.view_connection(), self._outbox
        has_hours = conn.execute(_ANY_HOURS).fetchone() is not None or bool(outbox.pending("hours"))
        has_groups = conn.execute(_ANY_GROUP).fetchone() is not None or bool(outbox.pending("groups"))
        book = StandardBook(self._read_standards(), int(self._reader.setting(SETTING)))
        return WaitRules(book, self.hours() if has_hours else None, self.group_book() if has_groups else None)
