"""The part of `tests.fake_desk.FakeDesk` that is about the public address."""

from dataclasses import replace

from app.domain.errors import ComptoirError
from app.domain.public_address import PublicAddress, TunnelHeard, TunnelKind


class FakeAddress:
    """`way` is how it stands; `address_asked` holds what was asked; `address_refuses` is raised in its place."""

    can_hold_address = False
    is_hub_leaving = False

    def __init__(self) -> None:
        super().__init__()
        self.way = PublicAddress()
        self.address_asked: list[str] = []
        self.address_refuses: ComptoirError | None = None

    def public_address(self) -> PublicAddress:
        """What the test says."""
        return self.way

    async def look_at_address(self) -> None:
        """Noted."""
        self._heed_address("look")

    async def open_tunnel(self, kind: TunnelKind) -> None:
        """It begins to start."""
        self._heed_address(f"open {kind}")
        self.way = replace(self.way, kind=kind, own_url="", tunnel=TunnelHeard("starting"))

    async def close_tunnel(self) -> None:
        """There is none any more."""
        self._heed_address("close")
        self.way = replace(self.way, kind=None, tunnel=TunnelHeard("stopped"))

    async def use_address(self, url: str) -> None:
        """It is the address."""
        self._heed_address(f"use {url}")
        self.way = replace(self.way, kind=None, own_url=url, tunnel=TunnelHeard("stopped"))

    def _heed_address(self, what: str) -> None:
        self.address_asked.append(what)
        if self.address_refuses is not None:
            raise self.address_refuses
