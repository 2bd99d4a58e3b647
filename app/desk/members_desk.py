"""Who belongs to the team, and whether this computer still may read its inbox. A part of `Desk`.

Nothing here imports a library: a first paint passes through it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from app.domain.ids import DeviceId, MemberId
from app.domain.members import Role

if TYPE_CHECKING:
    from app.domain.team_rows import LeavePlan, NewInvite, Team


class MembersDesk(Protocol):
    """What an owner or a manager asks of the hub while they look on; nothing of it is kept to be asked again.

    All awaited calls raise ComptoirError: "role_missing", "last_owner", "last_owner_device", "member_gone",
    "member_unknown", "heir_unknown", "device_unknown", "invite_unknown", "invite_used_already", "member_name_missing",
    and "hub_unreachable" as EnvironmentFailure.
    """

    def lock_code(self) -> str | None:
        """Why nothing may be read here now: "device_revoked", "lease_over", "clock_back"; None: it may.

        While there is a code, every read gives what it gives where there is nothing. The last two end by themselves
        when the hub is reached; a change (`is_everything`) tells of each.
        """

    async def team(self) -> Team:
        """The same with computers and invitations, as far as this member may see them."""

    async def invite(
        self, *, role: Role | None = None, name: str | None = None, member_id: MemberId | None = None
    ) -> NewInvite:
        """A one-time code for somebody new with a role, or for one more computer of a member."""

    async def withdraw_invite(self, invite_id: str) -> None:
        """Let a code that nobody used work no more."""

    async def revoke_device(self, device_id: DeviceId) -> None:
        """Shut a computer out from its next request on."""

    async def change_role(self, member_id: MemberId, role: Role) -> None:
        """Give a member another role."""

    async def rename_member(self, member_id: MemberId, name: str) -> None:
        """Call a member something else."""

    async def leave_plan(self, member_id: MemberId) -> LeavePlan:
        """What a member holds now."""

    async def remove_member(self, member_id: MemberId, heir_id: MemberId | None) -> None:
        """Hand everything over to the heir, or to nobody; shut their computers out; take them off the team."""

    def hub_address(self) -> str:
        """Where the team's hub answers: what a colleague who joins must type."""
