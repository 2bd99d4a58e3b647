"""Routes under /api/v1/team: who belongs to the team, for owners and managers; a rep may look."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.domain.clock import Clock
from app.domain.ids import DeviceId, MemberId
from app.domain.team_rows import RemoveMember
from app.hub.access import Access, checked_role
from app.hub.http import Call, Handler, HttpRefusal, Reply, json_reply
from app.hub.limits import TEAM_BURST, TEAM_PER_S, Bucket
from app.hub.situation import Asker
from app.hub.team import TeamChanges

TEAM_PATH = "/api/v1/team"
NAME_MAX_CHARS = 500  # of what is read; what is kept is shorter


@dataclass(frozen=True, slots=True)
class InviteWish:
    """A role (and a name) for somebody new, or a member who gets one more computer."""

    role: str | None = None
    name: str | None = None
    member_id: MemberId | None = None


@dataclass(frozen=True, slots=True)
class InviteNamed:
    """The body of /invite/withdraw."""

    invite_id: str


@dataclass(frozen=True, slots=True)
class DeviceNamed:
    """The body of /revoke."""

    device_id: DeviceId


@dataclass(frozen=True, slots=True)
class RoleGiven:
    """The body of /role."""

    member_id: MemberId
    role: str


@dataclass(frozen=True, slots=True)
class NameGiven:
    """The body of /rename."""

    member_id: MemberId
    name: str


class TeamApi:
    """`is_ready` False: 503, come again."""

    def __init__(
        self, access: Access, changes: TeamChanges, clock: Clock, is_ready: Callable[[], bool]
    ) -> None:
        self._access, self._changes, self._is_ready = access, changes, is_ready
        self._calls = Bucket(clock, TEAM_PER_S, TEAM_BURST)

    def routes(self) -> Mapping[tuple[str, str], Handler]:
        """What is served here."""
        return {
            ("GET", TEAM_PATH): self._team,
            ("GET", f"{TEAM_PATH}/leave"): self._plan,
            ("POST", f"{TEAM_PATH}/invite"): self._invite,
            ("POST", f"{TEAM_PATH}/invite/withdraw"): self._withdraw,
            ("POST", f"{TEAM_PATH}/revoke"): self._revoke,
            ("POST", f"{TEAM_PATH}/role"): self._role,
            ("POST", f"{TEAM_PATH}/rename"): self._rename,
            ("POST", f"{TEAM_PATH}/remove"): self._remove,
        }

    async def _team(self, call: Call) -> Reply:
        return json_reply(await self._changes.team(self._asker(call)))

    async def _plan(self, call: Call) -> Reply:
        asker = self._asker(call)
        member_id = call.query.get("member_id")
        if not member_id:
            raise HttpRefusal(422, "query_unreadable", name="member_id")
        return json_reply(await self._changes.plan(asker, MemberId(member_id)))

    async def _invite(self, call: Call) -> Reply:
        asker, wish = self._asker(call), call.read(InviteWish)
        role = None if wish.role is None else checked_role(wish.role)
        return json_reply(await self._changes.invite(asker, role, _short(wish.name), wish.member_id))

    async def _withdraw(self, call: Call) -> Reply:
        asker, named = self._asker(call), call.read(InviteNamed)
        await self._changes.withdraw(asker, named.invite_id)
        return json_reply({})

    async def _revoke(self, call: Call) -> Reply:
        asker, named = self._asker(call), call.read(DeviceNamed)
        await self._changes.revoke(asker, named.device_id)
        return json_reply({})

    async def _role(self, call: Call) -> Reply:
        asker, given = self._asker(call), call.read(RoleGiven)
        await self._changes.change_role(asker, given.member_id, checked_role(given.role))
        return json_reply({})

    async def _rename(self, call: Call) -> Reply:
        asker, given = self._asker(call), call.read(NameGiven)
        await self._changes.rename(asker, given.member_id, _short(given.name) or "")
        return json_reply({})

    async def _remove(self, call: Call) -> Reply:
        asker, wish = self._asker(call), call.read(RemoveMember)
        await self._changes.remove(asker, wish)
        return json_reply({})

    def _asker(self, call: Call) -> Asker:
        if not self._is_ready():
            raise HttpRefusal(503, "hub_not_ready", retry_after="2")
        asker = self._access.asker(call.bearer)
        self._calls.take(asker.device_id)
        return asker


def _short(name: str | None) -> str | None:
    return None if name is None else name[:NAME_MAX_CHARS]
