"""The public address of a hub of one computer: the tunnel programs that are here, and how the chosen way stands."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal

from app.domain.outside import OutsideState
from app.domain.records import record

TunnelKind = Literal["cloudflared", "ngrok", "tailscale", "zrok"]
TUNNEL_KINDS: Final[tuple[TunnelKind, ...]] = TunnelKind.__args__  # type: ignore[attr-defined]
TunnelStatus = Literal["stopped", "starting", "running", "waiting"]
# How far the channel was told: it waits until the name is known everywhere, it is being told, it was told, it was not.
Telling = Literal["", "settling", "telling", "told", "failed"]


@record
class TunnelFound:
    """A tunnel program of this computer."""

    kind: TunnelKind
    path: str


@record
class TunnelHeard:
    """What a tunnel says of itself. `url` while it runs; "waiting": it ended and is started again.

    `code` says why not, `page` is what must be opened in a browser for it, `reason` the program's own last words.
    `settle_s`: so long after it runs its name is known everywhere.
    """

    status: TunnelStatus
    url: str = ""
    code: str = ""
    page: str = ""
    reason: str = ""
    settle_s: float = 0.0


@record
class PublicAddress:
    """`kind`: the tunnel that was chosen; `own_url`: an address that somebody typed in its place.

    `since_at`: since when the tunnel stands as it does. `outside`: as the hub told last, None until it did. `telling`:
    how far the channel was told of an address that is new, and why it was not.
    """

    found: tuple[TunnelFound, ...] = ()
    kind: TunnelKind | None = None
    own_url: str = ""
    tunnel: TunnelHeard = TunnelHeard("stopped")
    since_at: datetime | None = None
    outside: OutsideState | None = None
    telling: Telling = ""
    telling_code: str = ""

    @property
    def url(self) -> str:
        """The address now; "" for none."""
        return self.own_url or self.tunnel.url
