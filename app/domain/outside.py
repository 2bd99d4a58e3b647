"""Whether the outside reaches the hub: what the hub finds when it asks itself through its public address.

The channel keeps what it cannot deliver for some days at most, so that a business which cannot be reached must know it.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Final

from app.domain.records import record

OUTSIDE_PATH: Final = "/api/v1/outside"
_HERE: Final = frozenset({"localhost", "127.0.0.1", "::1"})


@record
class ReachLost:
    """reach.lost: nobody gets through from outside since `since_at`; `code`: why, as far as the hub can see."""

    KIND: ClassVar[str] = "reach.lost"
    VERSION: ClassVar[int] = 1
    since_at: datetime
    code: str


@record
class ReachRegained:
    """reach.regained: the outside gets through again, or nobody looks any more since there is no public address."""

    KIND: ClassVar[str] = "reach.regained"
    VERSION: ClassVar[int] = 1


REACH_EVENTS: Final = (ReachLost, ReachRegained)
ReachEvent = ReachLost | ReachRegained


@record
class ReachLoss:
    """Nobody gets through now."""

    since_at: datetime
    code: str


@record
class OutsideState:
    """What the hub knows of its public address. `public_port`: the door on the hub's computer that tunnels lead to.

    `reached_at`: when somebody last got through, seen since the hub started.
    """

    public_url: str | None = None
    public_port: int | None = None
    reached_at: datetime | None = None
    loss: ReachLoss | None = None


@record
class MoveOutside:
    """The body of POST /api/v1/outside: the public address from now on."""

    public_url: str


def checked_address(typed: str, *, may_be_here: bool = False) -> str | None:
    """An address as it is kept: https, no path, no slash at the end; None for what the channel could never reach.

    `may_be_here`: a pretend channel on this computer reaches http://127.0.0.1 as well.
    """
    from urllib.parse import urlsplit  # a desk's start reads this module and needs none of it

    text = typed.strip()
    if "://" not in text:
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    is_here = host in _HERE
    if parts.query or parts.fragment or parts.username is not None or parts.path.strip("/"):
        return None
    if is_here:
        return f"{parts.scheme}://{parts.netloc.lower()}" if may_be_here and port else None
    is_named = "." in host.strip(".") and not any(sign.isspace() for sign in host)
    if parts.scheme.lower() != "https" or not is_named or not host.isascii():
        return None
    return f"https://{parts.netloc.lower()}"
