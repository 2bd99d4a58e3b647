"""The team through the hub: the part of `app.desk.live.LiveDesk` said in `app.desk.members_desk.MembersDesk`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

from app.desk.hub_link import HubLink
from app.desk.view_file import ViewFile
from app.domain.errors import EnvironmentFailure
from app.domain.ids import DeviceId, MemberId
from app.domain.members import Role

if TYPE_CHECKING:
    from app.domain.team_rows import LeavePlan, NewInvite, Team

T = TypeVar("T")
PATH = "/api/v1/team"


class MembersAsking:
    """Nothing of it is kept in the outbox (decision 134)."""

    _link: HubLink
    _view: ViewFile
    _read: Callable[[Callable[[], Any], Any], Any]

    def hub_address(self) -> str:
        return self._link.address

    async def team(self) -> Team:
        from app.domain.team_rows import Team

        return await self._team_told("", Team)

    async def invite(
        self, *, role: Role | None = None, name: str | None = None, member_id: MemberId | None = None
    ) -> NewInvite:
        from app.domain.team_rows import NewInvite

        return await self._team_told(
            "/invite", NewInvite, {"role": role, "name": name, "member_id": member_id}
        )

    async def withdraw_invite(self, invite_id: str) -> None:
        await self._team_told("/invite/withdraw", dict, {"invite_id": invite_id})

    async def revoke_device(self, device_id: DeviceId) -> None:
        await self._team_told("/revoke", dict, {"device_id": device_id})

    async def change_role(self, member_id: MemberId, role: Role) -> None:
        await self._team_told("/role", dict, {"member_id": member_id, "role": role})

    async def rename_member(self, member_id: MemberId, name: str) -> None:
        await self._team_told("/rename", dict, {"member_id": member_id, "name": name})

    async def leave_plan(self, member_id: MemberId) -> LeavePlan:
        from app.domain.team_rows import LeavePlan

        return await self._team_told(f"/leave?member_id={quote(member_id, safe='')}", LeavePlan)

    async def remove_member(self, member_id: MemberId, heir_id: MemberId | None) -> None:
        await self._team_told("/remove", dict, {"member_id": member_id, "heir_id": heir_id})

    async def _team_told(self, path: str, shape: type[T], body: object = None) -> T:
        """What the hub answered; a question where there is no body."""
        from storage.codec import read_json, to_json  # with the first question: a start needs no codec

        hub = self._link.hub
        if hub is None:
            raise EnvironmentFailure("hub_unreachable", reason="")
        answer = hub.get(PATH + path) if body is None else hub.post(PATH + path, to_json(body))
        return read_json(await answer, shape)
