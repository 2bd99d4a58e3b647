"""The part of the running desk about opening hours and groups; what it holds is read when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.desk.actions import Standing
from app.desk.outbox import Outbox
from app.desk.view_file import ViewFile
from app.desk.watchers import Watchers
from app.domain.clock import Clock
from app.domain.errors import ComptoirError
from app.domain.ids import IdMaker
from app.domain.members import Member
from app.domain.rows import Changes

if TYPE_CHECKING:
    from app.domain.errors import Refused
    from app.domain.groups import Group, GroupBook
    from app.domain.hour_asks import HourAsk
    from app.domain.hours import HoursBook, OpeningHours

LEADERS = ("owner", "manager")


class LiveHours:
    """A mixin of `LiveDesk`; what the methods do is said in `app.desk.hours_desk.HoursDesk`."""

    _view: ViewFile
    _outbox: Outbox
    _watchers: Watchers
    _clock: Clock
    _read: Callable[[Callable[[], Any], Any], Any]
    _standing: Callable[[], Standing]
    me: Callable[[], Member]
    _held_hours: HoursBook | None = None
    _held_groups: GroupBook | None = None

    def hear_of_hours(self) -> None:
        """Before anybody else, so that who reads when told reads what is new."""
        self._watchers.add(self._forget_hours)

    def hours(self) -> HoursBook:
        if self._held_hours is None:
            self._held_hours = self._read(self._read_hours, None)
        if self._held_hours is None:
            from app.domain.hours import HoursBook

            return HoursBook()
        return self._held_hours

    def groups(self) -> list[Group]:
        return list(self.group_book().groups())

    def group_book(self) -> GroupBook:
        if self._held_groups is None:
            self._held_groups = self._read(self._read_groups, None)
        if self._held_groups is None:
            from app.domain.groups import GroupBook

            return GroupBook()
        return self._held_groups

    async def save_hours(self, scope: str, hours: OpeningHours, *, is_correction: bool = False) -> None:
        from app.domain.hour_asks import SaveHours
        from app.domain.hour_checks import save_problem

        self._check_hours_right()
        book = self.hours()
        _refuse(save_problem(book, scope, hours, is_correction=is_correction))
        if book.version(scope, hours.valid_from) != hours:
            await self._ask_hours(SaveHours(scope, hours, is_correction))

    async def remove_hours(self, scope: str, valid_from: str) -> OpeningHours:
        from app.domain.hour_asks import RemoveHours

        self._check_hours_right()
        known = self.hours().version(scope, valid_from)
        if known is None:
            raise ComptoirError("hours_gone")
        await self._ask_hours(RemoveHours(scope, valid_from))
        return known

    async def save_group(self, group: Group) -> str:
        from app.domain.groups import clean_group_name, group_problem
        from app.domain.hour_asks import SaveGroup

        self._check_hours_right()
        made = replace(
            group, group_id=group.group_id or IdMaker(self._clock).new(), name=clean_group_name(group.name)
        )
        others = [one for one in self.groups() if one.group_id != made.group_id]
        staying = [_without(one, made) for one in others]
        _refuse(group_problem(made, staying, made.member_ids))
        left = [one for one, was in zip(staying, others, strict=True) if one != was]
        wishes = [SaveGroup(one.group_id, one.name, one.member_ids) for one in (*left, made)]
        if self.group_book().group(made.group_id) != made:
            await self._ask_hours(*wishes)
        return made.group_id

    async def remove_group(self, group_id: str) -> Group:
        from app.domain.hour_asks import RemoveGroup

        self._check_hours_right()
        known = self.group_book().group(group_id)
        if known is None:
            raise ComptoirError("group_gone")
        await self._ask_hours(RemoveGroup(group_id))
        return known

    async def _ask_hours(self, *bodies: HourAsk) -> None:
        standing = self._standing()
        await self._outbox.add(list(bodies), standing.base_pos, is_online=standing.is_online)

    def _check_hours_right(self) -> None:
        role = self.me().role
        if role not in LEADERS:
            raise ComptoirError("role_missing", role=role)

    def _forget_hours(self, changes: Changes) -> None:
        """What is held here may be old now."""
        if changes.is_hours or changes.is_everything:
            self._held_hours = self._held_groups = None

    def _read_hours(self) -> HoursBook:
        from app.desk.hours_overlay import overlaid_hours
        from app.domain.hour_asks import RemoveHours, SaveHours
        from storage.view.opening_hours import load_hours

        return overlaid_hours(
            load_hours(self._view.connection()), self._outbox.pending_of(SaveHours, RemoveHours)
        )

    def _read_groups(self) -> GroupBook:
        from app.desk.hours_overlay import overlaid_groups
        from app.domain.hour_asks import RemoveGroup, SaveGroup
        from storage.view.opening_hours import load_groups

        return overlaid_groups(
            load_groups(self._view.connection()), self._outbox.pending_of(SaveGroup, RemoveGroup)
        )


def _without(other: Group, made: Group) -> Group:
    """Whoever comes into one group leaves the other."""
    return replace(other, member_ids=tuple(one for one in other.member_ids if one not in made.member_ids))


def _refuse(refused: Refused | None) -> None:
    if refused is not None:
        raise ComptoirError(refused.code, **refused.facts)
