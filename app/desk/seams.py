"""Where a desk meets the world: time, the transport, chance, and a hub of its own. Tests put theirs in their place."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING, Protocol

from app.domain.clock import Clock, SystemClock
from app.domain.records import record

if TYPE_CHECKING:
    from app.domain.public_address import TunnelFound, TunnelHeard, TunnelKind
    from app.net import Http


def _http() -> Http:
    from app.net import Http

    return Http()


def _no_crash(point: str) -> None:
    """The crash points of a desk that is not being tested."""


@record
class Seams:
    """What tests put in the place of the world: time, the transport, chance.

    `crash` is called with the name of each crash point of the desk's files.
    """

    clock: Clock = field(default_factory=SystemClock)
    make_http: Callable[[], Http] = _http
    chance: Callable[[], float] = random.random
    crash: Callable[[str], None] = _no_crash


class OpenTunnel(Protocol):
    """A tunnel that was started."""

    def anew(self) -> None:
        """Start it again: it runs, and yet nobody gets through."""

    def stop(self) -> None:
        """End it. Blocks."""


class TunnelMaker(Protocol):
    """The tunnel programs of this computer."""

    def found(self) -> Sequence[TunnelFound]:
        """Those that are installed. Blocks for a moment."""

    def open(self, kind: TunnelKind, port: int, heard: Callable[[TunnelHeard], None]) -> OpenTunnel:
        """Lead the outside to a port of this computer; `heard` is called on a thread of the tunnel's own."""


@record
class OwnHub:
    """A hub of this computer's own: `start` gives its address, `restart` starts it with other settings.

    `stop` ends it and what `tunnels` opened. All block; `start` and `restart` raise EnvironmentFailure. Settings are
    COMPTOIR_… by name. `restart` is None where the number does not come from the desk: in practice, and where the
    environment names it. `tunnels`: None where nothing comes from outside (in practice).
    """

    start: Callable[[Mapping[str, str]], str]
    stop: Callable[[], None]
    restart: Callable[[Mapping[str, str]], str] | None = None
    tunnels: TunnelMaker | None = None
