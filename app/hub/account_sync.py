"""Keeps what the log says of the account beside what the channel says: templates, names, quality, profiles.

Compared at the start, every hour, soon after a webhook that is about them, and when somebody asks. What differs becomes
an event; what is the same leaves no trace, so the log does not grow by looking.
"""

import asyncio
import logging
from collections.abc import Sequence
from functools import partial

from app.domain.clock import Clock
from app.domain.events import Actor, Event
from app.domain.health import WebhookAccount
from app.domain.ids import LineId
from app.domain.lines import LineProfile, LineProfileChanged
from app.domain.templates import Template, TemplateChanged, TemplateRemoved, TemplatesCompared
from app.hub.appender import Appender, Draft
from app.hub.config import HubConfig, LineConfig
from app.hub.waiting import until_stirred
from app.whatsapp.account_client import AccountClient, number_of, profile_of
from app.whatsapp.management import GraphRefused, GraphUnreachable
from storage import view
from storage.hub.tables import Connection
from storage.writer import Priority, Writer

EVERY_S = 3600.0
SOON_S = 2.0  # several webhooks about one change make one comparison
BURST, APART_S = (
    4.0,
    20.0,
)  # so many comparisons at once, then one in so long: the channel counts reads by the hour
RETRY_S, LONGEST_RETRY_S = 3.0, 300.0  # while nothing answers: soon at first, then ever more rarely
HUB = Actor("hub")

_LOG = logging.getLogger(__name__)


class AccountSync:
    """Call `run` as a supervised task. `compare` does it now and tells how many templates there are."""

    def __init__(
        self,
        config: HubConfig,
        writer: Writer,
        appender: Appender,
        client: AccountClient,
        clock: Clock,
    ) -> None:
        self._config = config
        self._writer, self._appender = writer, appender
        self._client, self._clock = client, clock
        self._stirred = asyncio.Event()
        self._one_at_a_time = asyncio.Lock()
        self._spare, self._counted_s = BURST, clock.monotonic_s()
        appender.subscribe(self._hear)

    async def run(self) -> None:
        """Compare until cancelled. An answer that does not come is asked for again later."""
        retry_s = RETRY_S
        while True:
            self._stirred.clear()  # what is heard from here on is looked at again
            wait_s = EVERY_S
            try:
                await self.compare()
                retry_s = RETRY_S
            except GraphUnreachable:
                _LOG.info("account not compared error=unreachable")
                wait_s, retry_s = retry_s, min(LONGEST_RETRY_S, retry_s * 2)
            except GraphRefused as error:
                _LOG.info("account not compared error=%s provider_code=%s", error.code, error.provider_code)
                wait_s = max(LONGEST_RETRY_S, error.retry_after_s or 0.0)
            await self._rest(wait_s)

    def stir(self) -> None:
        """Something changed at the channel: compare soon."""
        self._stirred.set()

    async def compare(self) -> int:
        """Compare everything once. Raises GraphRefused, GraphUnreachable."""
        async with self._one_at_a_time:
            account_id, line = self._config.waba_id, self._first_line()
            if account_id is None or line is None:
                return 0
            token = line.token or ""
            self._count()
            self._spare = max(0.0, self._spare - 1)
            await self._compare_lines(account_id, token)
            found = await self._client.templates(account_id, token)
            await self._writer.run(
                lambda conn: self._put_templates(conn, account_id, found), priority=Priority.BULK
            )
            return len(found)

    async def _compare_lines(self, account_id: str, token: str) -> None:
        numbers = await self._client.numbers(account_id, token)
        for line in self._config.lines:
            number = number_of(numbers, line.external_id)
            if not number or line.token is None:
                continue
            profile = profile_of(number, await self._client.profile(line.external_id, line.token))
            await self._writer.run(
                partial(self._put_profile, line.line_id, account_id, profile), priority=Priority.BULK
            )

    def _put_profile(self, line_id: LineId, account_id: str, profile: LineProfile, conn: Connection) -> None:
        if profile != view.line_profile(conn, line_id):
            body = LineProfileChanged(line_id, profile, account_id)
            self._appender.append(conn, [Draft(body, line_id, HUB, self._clock.now())])

    def _put_templates(self, conn: Connection, account_id: str, found: Sequence[Template]) -> None:
        """What is new, different or gone, in one transaction."""
        now = self._clock.now()
        known = {one.key: one for one in view.account_templates(conn, account_id)}
        here = {one.key for one in found}
        bodies: list[TemplateChanged | TemplateRemoved | TemplatesCompared] = [
            TemplateChanged(one) for one in found if known.get(one.key) != one
        ]
        bodies += [
            TemplateRemoved(account_id, one.name, one.language)
            for key, one in known.items()
            if key not in here
        ]
        if bodies or not view.is_compared(conn, account_id):
            bodies.append(TemplatesCompared(account_id, now, len(found)))
            self._appender.append(conn, [Draft(body, account_id, HUB, now) for body in bodies])

    def _first_line(self) -> LineConfig | None:
        return next((line for line in self._config.lines if line.token is not None), None)

    def _hear(self, events: Sequence[Event]) -> None:
        """Webhooks about templates or numbers say that something changed, not always all of it."""
        for event in events:
            if isinstance(event.body, WebhookAccount) and event.body.what in ("template", "number"):
                self._stirred.set()

    async def _rest(self, seconds: float) -> None:
        await until_stirred(self._stirred, self._clock, seconds)
        if self._stirred.is_set():
            self._count()
            await self._clock.sleep(max(SOON_S, (1 - self._spare) * APART_S))

    def _count(self) -> None:
        """Comparisons that are allowed again come back with time."""
        now_s = self._clock.monotonic_s()
        self._spare = min(BURST, self._spare + (now_s - self._counted_s) / APART_S)
        self._counted_s = now_s
