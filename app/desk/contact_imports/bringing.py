"""Bringing a list of people to the hub, part by part, until the end or a stop."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, TypeVar

from app.desk.contact_imports.wire import ContactImportWire
from app.desk.hub_client import HubRefused
from app.domain.clock import Clock
from app.domain.contact_import_rows import (
    BATCH_MAX,
    ContactsImportProgress,
    ContactsImportRequest,
    ImportedPerson,
)
from app.domain.errors import ComptoirError, EnvironmentFailure

log = logging.getLogger(__name__)

T = TypeVar("T")
LONGEST_WAIT_S: Final = 30.0


class _Stopped(Exception):
    """Somebody wants it to end here."""


class PeopleBringer:
    """One import. `told` hears of each step."""

    def __init__(
        self,
        wire: ContactImportWire,
        clock: Clock,
        told: Callable[[ContactsImportProgress], None],
        is_stopped: Callable[[], bool],
    ) -> None:
        self._wire = wire
        self._clock = clock
        self._told = told
        self._is_stopped = is_stopped

    async def run(
        self, request: ContactsImportRequest, people: Sequence[ImportedPerson]
    ) -> ContactsImportProgress:
        """Bring them. Raises ComptoirError for what the hub refuses for good."""
        progress = ContactsImportProgress(request.import_id, "open", len(people), 0, 0, 0, 0)
        try:
            progress = await self._patiently(lambda: self._wire.begin(request))
            self._told(progress)
            while progress.done < len(people):
                first = progress.done
                part = people[first : first + BATCH_MAX]
                progress = await self._patiently(
                    lambda first=first, part=part: self._wire.bring(request.import_id, first, part)  # type: ignore[misc]
                )
                self._told(progress)
            progress = await self._patiently(lambda: self._wire.end(request.import_id))
            self._told(progress)
        except _Stopped:
            log.info("import of contacts stopped done=%d", progress.done)
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
                log.info("import of contacts waits for the hub")
            except HubRefused as refused:
                if not refused.is_passing:
                    raise ComptoirError(refused.code, **refused.facts) from refused
                wait_s = max(wait_s, refused.after_s or 0.0)
            await self._clock.sleep(wait_s)
            wait_s = min(LONGEST_WAIT_S, wait_s * 2)
