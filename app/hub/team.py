"""Who belongs to the team: what owners and managers change, each in one transaction with the events that tell it.

These are not commands of the outbox (decision 134): a right that changes is decided with the hub, at once, and what was
pressed offline last week must not shut anybody out today.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import TypeVar

from app.domain.clock import Clock
from app.domain.errors import Refused
from app.domain.events import Actor
from app.domain.ids import DeviceId, MemberId
from app.domain.members import Member, MemberChanged, MemberRemoved, Role
from app.domain.team_rows import (
    InviteState,
    LeavePlan,
    NewInvite,
    RemoveMember,
    Team,
    TeamDevice,
    TeamInvite,
    TeamMember,
)
from app.domain.team_rules import (
    is_last_owner,
    may_act_on,
    may_add_computer,
    may_change_role,
    may_invite,
    may_remove,
    may_revoke,
    may_see_all,
)
from app.hub.access import HUB, cleaned, shut_out
from app.hub.appender import Draft
from app.hub.core import Core
from app.hub.http import HttpRefusal
from app.hub.leaving import Handover, handed_over, leave_plan
from app.hub.situation import Asker
from storage import view
from storage.hub import access
from storage.hub.access import Device, Invite, Maker
from storage.hub.tables import Connection
from storage.writer import Priority

T = TypeVar("T")
INVITES_TOLD = timedelta(days=30)
HUBS_OWNER = Member(MemberId(""), "", "owner")  # whoever acts on the hub's own computer


class TeamChanges:
    """`asker` None: on the hub's own computer, where everything is allowed. All raise HttpRefusal with a code."""

    def __init__(self, core: Core, clock: Clock) -> None:
        self._core = core
        self._clock = clock

    async def team(self, asker: Asker) -> Team:
        """Members, computers and invitations; a rep sees members and the own computers."""
        return await self._core.readers.run(lambda conn: self._team(conn, asker))

    async def plan(self, asker: Asker, member_id: MemberId) -> LeavePlan:
        """What a member holds."""

        def read(conn: Connection) -> LeavePlan:
            target = _member(conn, member_id)
            _check(may_act_on(_by(conn, asker), target))
            return leave_plan(conn, target, self._clock.now())

        return await self._core.readers.run(read)

    async def invite(
        self, asker: Asker, role: Role | None, name: str | None, member_id: MemberId | None
    ) -> NewInvite:
        """A code for somebody new with a role, or for one more computer of a member."""

        def job(conn: Connection) -> NewInvite:
            by, maker = _by(conn, asker), Maker(asker.member_id, asker.device_id)
            if member_id is not None:
                target = _member(conn, member_id)
                _check(may_add_computer(by, target))
                return self._core.access.new_invite(conn, target.role, target.name, member_id, maker)
            if role is None:
                raise HttpRefusal(422, "role_unknown", role="")
            _check(may_invite(by, role))
            return self._core.access.new_invite(conn, role, name, None, maker)

        return await self._run(job)

    async def withdraw(self, asker: Asker, invite_id: str) -> None:
        """Let a code work no more."""

        def job(conn: Connection) -> None:
            by, now = _by(conn, asker), self._clock.now()
            _check(may_see_all(by))
            invite = access.invite(conn, invite_id)
            if invite is None:
                raise HttpRefusal(404, "invite_unknown")
            _check(None if invite.made_by == by.member_id else may_invite(by, invite.role))
            if invite.is_used:
                raise HttpRefusal(409, "invite_used_already", device=invite.used_on or "")
            access.withdraw(conn, invite_id, now)

        await self._run(job)

    async def revoke(self, asker: Asker, device_id: DeviceId) -> None:
        """Shut a computer out; the last owner keeps one."""

        def job(conn: Connection) -> None:
            by, device = _by(conn, asker), access.device(conn, device_id)
            if device is None:
                raise HttpRefusal(404, "device_unknown", device=device_id[:64])
            target = _member(conn, device.member_id)
            _check(may_revoke(by, target))
            if is_last_owner(target, view.members(conn).values()) and _is_last(conn, device):
                raise HttpRefusal(409, "last_owner_device")
            self._append(conn, shut_out(conn, [device], _actor(asker), self._clock.now()))

        await self._run(job)

    async def change_role(self, asker: Asker, member_id: MemberId, role: Role) -> None:
        """Give a member another role; invitations made with the old one end."""

        def job(conn: Connection) -> None:
            by, target = _by(conn, asker), _member(conn, member_id)
            _check(may_change_role(by, target, role, view.members(conn).values()))
            if role != target.role:
                access.withdraw_of_member(conn, member_id, self._clock.now())
                self._change(conn, asker, MemberChanged(member_id, target.name, role))

        await self._run(job)

    async def rename(self, asker: Asker, member_id: MemberId, name: str) -> None:
        """Call a member something else, also on old messages."""
        wanted = cleaned(name)

        def job(conn: Connection) -> None:
            by, target = _by(conn, asker), _member(conn, member_id)
            _check(may_add_computer(by, target))
            if not wanted:
                raise HttpRefusal(422, "member_name_missing")
            if wanted != target.name:
                self._change(conn, asker, MemberChanged(member_id, wanted, target.role))

        await self._run(job)

    async def remove(self, asker: Asker | None, wish: RemoveMember) -> None:
        """Hand over, shut out, take off the team: one transaction. Again for one who left already: nothing."""

        def job(conn: Connection) -> None:
            by, target = _by(conn, asker), _member(conn, wish.member_id)
            if target.is_removed and may_see_all(by) is None:
                return
            _check(may_remove(by, target, wish.heir_id, view.members(conn).values()))
            self._append(conn, self._removal(conn, asker, target, wish))

        await self._run(job)

    def _removal(
        self, conn: Connection, asker: Asker | None, target: Member, wish: RemoveMember
    ) -> list[Draft]:
        now, actor = self._clock.now(), _actor(asker)
        heir = view.member(conn, wish.heir_id) if wish.heir_id else None
        handover = Handover(target, heir, asker.member_id if asker else None)
        drafts = [Draft(body, subject, actor, now) for subject, body in handed_over(conn, handover)]
        drafts += shut_out(conn, access.devices_of(conn, target.member_id), actor, now)
        access.withdraw_of_member(conn, target.member_id, now)
        removed = MemberRemoved(target.member_id, wish.heir_id)
        return [*drafts, Draft(removed, target.member_id, actor, now)]

    def _change(self, conn: Connection, asker: Asker, body: MemberChanged) -> None:
        access.change_member(conn, body.member_id, body.name, body.role)
        self._append(conn, [Draft(body, body.member_id, _actor(asker), self._clock.now())])

    def _append(self, conn: Connection, drafts: list[Draft]) -> None:
        if drafts:
            self._core.appender.append(conn, drafts)

    async def _run(self, job: Callable[[Connection], T]) -> T:
        return await self._core.writer.run(job, priority=Priority.REPLY)

    def _team(self, conn: Connection, asker: Asker) -> Team:
        by, now = _by(conn, asker), self._clock.now()
        sees_all = may_see_all(by) is None
        shown = [device for device in access.devices(conn) if sees_all or device.member_id == by.member_id]
        members = tuple(
            TeamMember(one.member_id, one.name, one.role, one.is_removed, _computers(shown, one, asker))
            for one in view.members(conn).values()
        )
        invites = access.invites(conn, now - INVITES_TOLD) if sees_all else []
        return Team(members, tuple(_told(invite, now) for invite in invites))


def _by(conn: Connection, asker: Asker | None) -> Member:
    """Who asks, as they are in this transaction. Raises HttpRefusal 401 when they are out by now."""
    if asker is None:
        return HUBS_OWNER
    device = access.device(conn, asker.device_id)
    if device is None or device.is_revoked:
        raise HttpRefusal(401, "device_revoked")
    return Member(device.member_id, device.member_name, device.role)


def _member(conn: Connection, member_id: str) -> Member:
    found = view.member(conn, member_id)
    if found is None:
        raise HttpRefusal(404, "member_unknown", member=member_id[:64])
    return found


def _check(refused: Refused | None) -> None:
    if refused is not None:
        status = 403 if refused.code == "role_missing" else 409
        raise HttpRefusal(status, refused.code, **refused.facts)


def _actor(asker: Asker | None) -> Actor:
    return HUB if asker is None else Actor("member", asker.member_id, asker.device_id)


def _is_last(conn: Connection, device: Device) -> bool:
    live = [one.device_id for one in access.devices_of(conn, device.member_id) if not one.is_revoked]
    return live == [device.device_id]


def _computers(devices: Iterable[Device], member: Member, asker: Asker) -> tuple[TeamDevice, ...]:
    return tuple(
        TeamDevice(
            one.device_id, one.name, one.last_seen_at, one.is_revoked, one.device_id == asker.device_id
        )
        for one in devices
        if one.member_id == member.member_id
    )


def _told(invite: Invite, now: datetime) -> TeamInvite:
    return TeamInvite(
        invite.invite_id,
        invite.role,
        invite.member_name,
        _state(invite, now),
        invite.made_at or invite.expires_at,
        invite.expires_at,
        invite.made_by,
        invite.used_on,
        invite.member_id,
    )


def _state(invite: Invite, now: datetime) -> InviteState:
    if invite.is_used:
        return "used"
    if invite.is_withdrawn:
        return "withdrawn"
    return "expired" if now >= invite.expires_at else "open"


def member_lines(members: Iterable[Member], devices: Iterable[Device]) -> list[dict[str, object]]:
    """Members as the terminal prints them."""
    live = [device.member_id for device in devices if not device.is_revoked]
    return [
        {
            "member_id": one.member_id,
            "name": one.name,
            "role": one.role,
            "devices": live.count(one.member_id),
            "is_removed": one.is_removed,
        }
        for one in members
    ]
