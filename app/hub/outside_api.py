"""The routes about the public address: how it stands, and on a hub of one computer, that it is another one now."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.outside import OUTSIDE_PATH, MoveOutside, checked_address
from app.hub.access import Access
from app.hub.config import HubConfig, is_loopback
from app.hub.http import Call, Handler, HttpRefusal, Reply, json_reply
from app.hub.outside import Outside
from app.hub.situation import Asker
from app.whatsapp.reach import host_of


class OutsideApi:
    """A server's address is its administrator's matter: there it comes from COMPTOIR_PUBLIC_URL alone."""

    def __init__(self, config: HubConfig, access: Access, outside: Outside) -> None:
        self._config = config
        self._access = access
        self._outside = outside

    def routes(self) -> Mapping[tuple[str, str], Handler]:
        """For desks."""
        return {("GET", OUTSIDE_PATH): self._state, ("POST", OUTSIDE_PATH): self._move}

    async def _state(self, call: Call) -> Reply:
        self._leader(call)
        return json_reply(self._outside.state())

    async def _move(self, call: Call) -> Reply:
        asker = self._leader(call)
        if asker.role != "owner":
            raise HttpRefusal(403, "role_missing", role=asker.role)
        if self._config.public_port is None:
            raise HttpRefusal(409, "address_fixed")
        typed = call.read(MoveOutside).public_url
        is_pretend = is_loopback(host_of(self._config.graph_url))
        address = checked_address(typed, may_be_here=is_pretend)
        if address is None:
            raise HttpRefusal(422, "address_not_public")
        self._outside.move_to(address)
        return json_reply(self._outside.state())

    def _leader(self, call: Call) -> Asker:
        asker = self._access.asker(call.bearer)
        if not asker.is_leader:
            raise HttpRefusal(403, "role_missing", role=asker.role)
        return asker
