"""What the page about the public address may ask of a desk: a part of `app.desk.desk.Desk`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from app.domain.public_address import PublicAddress, TunnelKind


class AddressDesk(Protocol):
    """For the owner, on the computer that is the hub. What changes is told as a change of the connection."""

    @property
    def can_hold_address(self) -> bool:
        """Whether the hub is this computer's own, so that its way from outside begins here."""

    @property
    def is_hub_leaving(self) -> bool:
        """Whether the hub of this computer was packed for a server, and this computer has not followed it yet."""

    def public_address(self) -> PublicAddress:
        """How it stands."""

    async def look_at_address(self) -> None:
        """Look which tunnel programs are here, and ask the hub how it is reached. Raises ComptoirError."""

    async def open_tunnel(self, kind: TunnelKind) -> None:
        """Start it, now and with each start of this window. Raises ComptoirError."""

    async def close_tunnel(self) -> None:
        """End it, and do not start it again."""

    async def use_address(self, url: str) -> None:
        """Another way leads here: no tunnel of ours. Raises ComptoirError("address_not_public")."""
