"""The tunnel programs of this computer, as a desk asks for them; all that were opened end with the hub they lead to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from app.desk.seams import OpenTunnel
from app.domain.public_address import TunnelFound, TunnelHeard, TunnelKind

if TYPE_CHECKING:
    from app.tunnel import Heard, Tunnel


class OwnTunnels:
    """`folder` keeps their small files."""

    def __init__(self, folder: Path, environ: Mapping[str, str]) -> None:
        self._folder = folder
        self._environ = environ
        self._opened: list[Tunnel] = []

    def found(self) -> Sequence[TunnelFound]:
        """Every known program that is here. Blocks for a moment."""
        from app.tunnel_programs import programs

        return [TunnelFound(cast("TunnelKind", one.kind), one.path) for one in programs(self._environ)]

    def open(self, kind: TunnelKind, port: int, heard: Callable[[TunnelHeard], None]) -> OpenTunnel:
        """Start one; `heard` is called on a thread of its own. A program that is gone is told as any other failure."""
        from app.tunnel import Tunnel
        from app.tunnel_programs import READINGS, Program, programs

        here = (one for one in programs(self._environ) if one.kind == kind)
        settle_s = READINGS[kind].settle_s

        def told(one: Heard) -> None:
            heard(TunnelHeard(one.status, one.url, one.code, one.page, one.reason, settle_s))

        program = next(here, Program(kind, kind))
        tunnel = Tunnel(program, port, self._folder, self._environ, told)
        self._opened.append(tunnel)
        tunnel.start()
        return tunnel

    def close(self) -> None:
        """End all. Blocks."""
        for tunnel in self._opened:
            tunnel.stop()
        self._opened.clear()
