"""Bringing the rows of a table to the hub, part by part, until the end or a stop."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, Protocol, TypeVar

from app.desk.hub_client import HubRefused
from app.domain.clock import Clock
from app.domain.errors import ComptoirError, EnvironmentFailure
from app.domain.ids import ImportId

log = logging.getLogger(__name__)

T = TypeVar("T")
LONGEST_WAIT_S: Final = 30.0
MOST_CHARS: Final = 500_000  # of long texts in one call: of any script it stays below what the hub takes


class Progress(Protocol):
    """How far the hub is."""

    @property
    def done(self) -> int:
        """So many rows were taken."""


class Request(Protocol):
    """What an import begins with."""

    @property
    def import_id(self) -> ImportId:
        """Its own."""


P = TypeVar("P", bound=Progress)
R = TypeVar("R")
Q = TypeVar("Q", bound=Request)
Asked = TypeVar("Asked", bound=Request, contravariant=True)
Brought = TypeVar("Brought", contravariant=True)
Told = TypeVar("Told", bound=Progress, covariant=True)


class Wire(Protocol[Asked, Brought, Told]):
    """The hub's routes of such an import."""

    async def begin(self, request: Asked) -> Told:
        """Begin, or find how far it is."""

    async def bring(self, import_id: ImportId, first: int, rows: Sequence[Brought]) -> Told:
        """Hand over rows; `first` of them stand before these."""

    async def end(self, import_id: ImportId) -> Told:
        """All was brought."""


class _Stopped(Exception):
    """Somebody wants it to end here."""


class RowsBringer:
    """One import, at most `at_once` rows at a time, fewer where they are long. `told` hears of each step."""

    def __init__(self, clock: Clock, at_once: int, is_stopped: Callable[[], bool]) -> None:
        self._clock = clock
        self._at_once = at_once
        self._is_stopped = is_stopped

    def _part(self, rows: Sequence[R], first: int, length: Callable[[R], int]) -> Sequence[R]:
        """The next rows that one call can hold."""
        part, room = rows[first : first + self._at_once], MOST_CHARS
        for count, row in enumerate(part):
            room -= length(row)
            if room < 0:
                return part[: max(1, count)]
        return part

    async def run(
        self,
        wire: Wire[Q, R, P],
        request: Q,
        rows: Sequence[R],
        nothing: P,
        told: Callable[[P], None],
        length: Callable[[R], int] = lambda _row: 0,
    ) -> P:
        """Bring them; `nothing`: what is said where not even the beginning was reached; `length`: of a row's long text.

        Raises ComptoirError for what the hub refuses for good.
        """
        progress = nothing
        try:
            progress = await self._patiently(lambda: wire.begin(request))
            told(progress)
            while progress.done < len(rows):
                first = progress.done
                part = self._part(rows, first, length)
                progress = await self._patiently(
                    lambda first=first, part=part: wire.bring(request.import_id, first, part)  # type: ignore[misc]
                )
                told(progress)
            progress = await self._patiently(lambda: wire.end(request.import_id))
            told(progress)
        except _Stopped:
            log.info("import of rows stopped done=%d", progress.done)
        return progress

    async def _patiently(self, ask: Callable[[], Awaitable[T]]) -> T:
        """Ask until it works or never can; what was brought twice counts once. Raises _Stopped."""
        wait_s = 1.0
        while True:
            if self._is_stopped():
                raise _Stopped
            try:
                return await ask()
            except EnvironmentFailure as failure:
                if failure.code != "hub_unreachable":
                    raise
                log.info("import of rows waits for the hub")
            except HubRefused as refused:
                if not refused.is_passing:
                    raise ComptoirError(refused.code, **refused.facts) from refused
                wait_s = max(wait_s, refused.after_s or 0.0)
            await self._clock.sleep(wait_s)
            wait_s = min(LONGEST_WAIT_S, wait_s * 2)
