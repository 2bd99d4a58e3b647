"""The part of `tests.fake_desk.FakeDesk` about opening hours and groups: everything happens at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.domain.clock import Clock
from app.domain.errors import ComptoirError, Refused
from app.domain.groups import Group, GroupBook, GroupRemoved, GroupSaved, clean_group_name, group_problem
from app.domain.hour_checks import save_problem
from app.domain.hours import HoursBook, HoursRemoved, HoursSaved, OpeningHours
from app.domain.members import Member
from app.domain.rows import Changes


class FakeHours:
    """`book` and `group_book`; a test may change them and call `tell_hours`."""

    clock: Clock
    me: Callable[[], Member]
    _tell: Callable[[Changes], None]

    def __init__(self) -> None:
        super().__init__()
        self.book = HoursBook()
        self.made_groups = GroupBook()

    def tell_hours(self) -> None:
        """Something is another."""
        self._tell(Changes(is_hours=True))

    def hours(self) -> HoursBook:
        """All of them."""
        return self.book

    def groups(self) -> list[Group]:
        """By name."""
        return list(self.made_groups.groups())

    def group_book(self) -> GroupBook:
        """With who was in which one when."""
        return self.made_groups

    async def save_hours(self, scope: str, hours: OpeningHours, *, is_correction: bool = False) -> None:
        """At once."""
        self._check_leads()
        _refuse(save_problem(self.book, scope, hours, is_correction=is_correction))
        self.book.apply(HoursSaved(scope, hours))
        self.tell_hours()

    async def remove_hours(self, scope: str, valid_from: str) -> OpeningHours:
        """At once."""
        self._check_leads()
        known = self.book.version(scope, valid_from)
        if known is None:
            raise ComptoirError("hours_gone")
        self.book.apply(HoursRemoved(scope, valid_from))
        self.tell_hours()
        return known

    async def save_group(self, group: Group) -> str:
        """At once."""
        self._check_leads()
        group_id = group.group_id or f"group-{len(self.groups()) + 1}"
        made = replace(group, group_id=group_id, name=clean_group_name(group.name))
        others = [
            replace(one, member_ids=tuple(m for m in one.member_ids if m not in made.member_ids))
            for one in self.groups()
        ]
        _refuse(group_problem(made, others, made.member_ids))
        self.made_groups.apply(GroupSaved(group_id, made.name, made.member_ids), self._now_s())
        self.tell_hours()
        return group_id

    async def remove_group(self, group_id: str) -> Group:
        """At once."""
        self._check_leads()
        known = self.made_groups.group(group_id)
        if known is None:
            raise ComptoirError("group_gone")
        self.made_groups.apply(GroupRemoved(group_id), self._now_s())
        self.tell_hours()
        return known

    def _now_s(self) -> int:
        return int(self.clock.now().timestamp())

    def _check_leads(self) -> None:
        if self.me().role == "rep":
            raise ComptoirError("role_missing", role="rep")


def _refuse(refused: Refused | None) -> None:
    if refused is not None:
        raise ComptoirError(refused.code, **refused.facts)
