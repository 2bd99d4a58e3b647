"""The part of `tests.fake_desk.FakeDesk` that is about the team: three members, one of them with two computers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from app.domain.clock import Clock
from app.domain.errors import ComptoirError
from app.domain.ids import ConversationId, DeviceId, MemberId, MessageId
from app.domain.members import Role
from app.domain.team_rows import (
    LeaveItem,
    LeavePart,
    LeavePlan,
    NewInvite,
    Team,
    TeamDevice,
    TeamInvite,
    TeamMember,
)

CODE = "0123456789abcdef0123456789abcdef"


class FakeMembers:
    """`team_asked` holds what was asked for; `team_refuses` is raised by the next thing that changes something."""

    clock: Clock

    def __init__(self) -> None:
        super().__init__()
        self.team_asked: list[tuple[object, ...]] = []
        self.team_refuses: ComptoirError | None = None
        self.lock: str | None = None
        self.address = "https://hub.salon-rivage.example"
        self.team_of_hub: Team | None = None

    def lock_code(self) -> str | None:
        """What a test set."""
        return self.lock

    def hub_address(self) -> str:
        """Of the salon."""
        return self.address

    async def team(self) -> Team:
        """All of it."""
        return self._team()

    async def invite(
        self, *, role: Role | None = None, name: str | None = None, member_id: MemberId | None = None
    ) -> NewInvite:
        """One more in the list."""
        self._asked("invite", role, name, member_id)
        until = self.clock.now() + timedelta(hours=24)
        invite = TeamInvite(
            "i-new",
            role or "rep",
            name,
            "open",
            self.clock.now(),
            until,
            MemberId("member-lea"),
            None,
            member_id,
        )
        self.team_of_hub = replace(self._team(), invites=(invite, *self._team().invites))
        return NewInvite(CODE, "i-new", role or "rep", name, until)

    async def withdraw_invite(self, invite_id: str) -> None:
        """Its state changes."""
        self._asked("withdraw", invite_id)
        invites = tuple(
            replace(one, state="withdrawn") if one.invite_id == invite_id else one
            for one in self._team().invites
        )
        self.team_of_hub = replace(self._team(), invites=invites)

    async def revoke_device(self, device_id: DeviceId) -> None:
        """It is out."""
        self._asked("revoke", device_id)
        self._each(
            lambda one: replace(
                one,
                devices=tuple(
                    replace(d, is_revoked=d.is_revoked or d.device_id == device_id) for d in one.devices
                ),
            )
        )

    async def change_role(self, member_id: MemberId, role: Role) -> None:
        """At once."""
        self._asked("role", member_id, role)
        self._each(lambda one: replace(one, role=role) if one.member_id == member_id else one)

    async def rename_member(self, member_id: MemberId, name: str) -> None:
        """At once."""
        self._asked("rename", member_id, name)
        self._each(lambda one: replace(one, name=name) if one.member_id == member_id else one)

    async def leave_plan(self, member_id: MemberId) -> LeavePlan:
        """Two conversations, a computer, a file."""
        name = next(one.name for one in self._team().members if one.member_id == member_id)
        items = tuple(LeaveItem(f"c-{n}", "Ana", None, ConversationId(f"c-{n}")) for n in range(2))
        file = LeaveItem(MessageId("m-1"), "prix.pdf", self.clock.now())
        device = LeaveItem("bo-1", "Tablette", None)
        parts = (
            LeavePart("open", 2, items),
            LeavePart("device", 1, (device,)),
            LeavePart("file", 1, (file,)),
        )
        return LeavePlan(member_id, name, parts)

    async def remove_member(self, member_id: MemberId, heir_id: MemberId | None) -> None:
        """Left."""
        self._asked("remove", member_id, heir_id)
        self._each(lambda one: replace(one, is_removed=True) if one.member_id == member_id else one)

    def _each(self, change: object) -> None:
        members = tuple(change(one) for one in self._team().members)  # type: ignore[operator]
        self.team_of_hub = replace(self._team(), members=members)

    def _team(self) -> Team:
        if self.team_of_hub is None:
            self.team_of_hub = _salon(self.clock)
        return self.team_of_hub

    def _asked(self, *what: object) -> None:
        if self.team_refuses is not None:
            refuses, self.team_refuses = self.team_refuses, None
            raise refuses
        self.team_asked.append(what)


def _salon(clock: Clock) -> Team:
    now = clock.now()
    lea = (
        TeamDevice(DeviceId("lea-1"), "PC de l’accueil", now - timedelta(seconds=20), False, True),
        TeamDevice(DeviceId("lea-2"), "MacBook de Léa", now - timedelta(hours=5), False),
        TeamDevice(DeviceId("lea-3"), "Ancien portable", now - timedelta(days=40), True),
    )
    bo = (TeamDevice(DeviceId("bo-1"), "Tablette", now - timedelta(minutes=12), False),)
    invite = TeamInvite(
        "i-1",
        "rep",
        "Zoé Marchand",
        "open",
        now,
        now + timedelta(hours=20),
        MemberId("member-lea"),
        None,
        None,
    )
    return Team(
        (
            TeamMember(MemberId("member-lea"), "Léa Fontaine", "owner", False, lea),
            TeamMember(MemberId("bo"), "Bo Roy", "rep", False, bo),
            TeamMember(MemberId("max"), "Max Aubin", "manager", False, ()),
            TeamMember(MemberId("old"), "Ines Petit", "rep", True, ()),
        ),
        (invite, replace(invite, invite_id="i-0", name="Bo Roy", state="used", used_on="Tablette")),
    )
