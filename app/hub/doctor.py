"""The connection doctor: everything that messages depend on, looked at side by side, each within its own time.

It never raises and never hangs: what cannot be looked at is "unknown", with why. What was found is kept for a moment,
so that many who ask are answered by one look.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from app.domain.clock import Clock
from app.domain.errors import ComptoirError
from app.domain.findings import CHECKS, Check, Examination, Finding
from app.domain.setup import Credentials
from app.hub.setup_findings import quiet
from app.whatsapp.management import GraphRefused, GraphUnreachable

LOOK_S = 8.0  # for a look at this computer
ASK_S = 20.0  # for a question to somebody else
KEPT_S = 10.0

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Look:
    """One thing to look at. `checks`: what is unknown when it fails; `limit_s`: how long it may take."""

    checks: tuple[Check, ...]
    look: Callable[[], Awaitable[Sequence[Finding]]]
    limit_s: float = LOOK_S


class Doctor:
    """`examine` as often as anybody asks."""

    def __init__(self, looks: Sequence[Look], clock: Clock) -> None:
        self._looks = looks
        self._clock = clock
        self._kept: Examination | None = None
        self._kept_s = 0.0
        self._running: asyncio.Task[Examination] | None = None

    async def examine(self) -> Examination:
        """Everything that is found now, or was found within the last seconds."""
        if self._kept is not None and self._clock.monotonic_s() - self._kept_s < KEPT_S:
            return self._kept
        if self._running is None:
            self._running = asyncio.get_running_loop().create_task(self._examine(), name="doctor")
        return await asyncio.shield(self._running)

    def forget(self) -> None:
        """Something changed: the next one who asks gets a new look."""
        self._kept = None

    async def close(self) -> None:
        """End a look under way."""
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)

    async def _examine(self) -> Examination:
        try:
            at = self._clock.now()
            found = await asyncio.gather(*(looked(one) for one in self._looks))
            findings = [finding for each in found for finding in each]
            self._kept = Examination(at, in_order(findings))
            self._kept_s = self._clock.monotonic_s()
            return self._kept
        finally:
            self._running = None


async def looked(one: Look) -> Sequence[Finding]:
    """What one look finds; never an error."""
    facts: dict[str, str] = {}
    try:
        async with asyncio.timeout(one.limit_s):
            return await one.look()
    except TimeoutError:
        code = "look_late"
    except GraphUnreachable:
        code = "meta_silent"
    except GraphRefused as refused:
        code, facts = "meta_refused", {"said": quiet(refused.said, Credentials()) or refused.code}
    except Exception as error:  # noqa: BLE001 - a broken look must not take the others along
        code = "look_failed"
        facts = {"what": error.code if isinstance(error, ComptoirError) else type(error).__name__}
        _LOG.info("look failed checks=%s error=%s", ",".join(one.checks), facts["what"])
    return [Finding(check, "unknown", code, facts, "again") for check in one.checks]


def in_order(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """As a person reads them."""
    return tuple(sorted(findings, key=lambda found: CHECKS.index(found.check)))
