"""POST /api/v1/setup/check: one step of connecting a number, asked by the owner of a hub that is this computer's own.

The values come with the question and are forgotten with the answer: nothing of them is stored, logged or told back.
Only the verify token stays known to the webhook's door until the hub ends, as Meta's handshake may come later.
"""

import logging
from collections.abc import Callable, Mapping

from app.domain.clock import Clock
from app.domain.setup import SETUP_PATH, SetupAsk, SetupReport
from app.hub.access import Access
from app.hub.config import HubConfig, is_loopback
from app.hub.http import Call, Handler, HttpRefusal, Reply, json_reply
from app.hub.limits import SETUP_BURST, SETUP_PER_S, Bucket
from app.hub.readers import Readers
from app.hub.setup_app import look_at_account, look_at_app, look_at_token
from app.hub.setup_number import look_at_number
from app.hub.setup_trial import look_at_trial
from app.hub.setup_webhook import Delivery, Expect, look_at_address
from app.whatsapp.management import GraphRefused, GraphUnreachable
from app.whatsapp.onboarding import OnboardingClient
from app.whatsapp.reach import Reach, host_of

CHALLENGE_BYTES = 16
log = logging.getLogger(__name__)


class SetupApi:
    """`client` None: nothing can be asked of Meta here. `expect` tells the webhook's door a verify token."""

    def __init__(
        self,
        config: HubConfig,
        access: Access,
        readers: Readers,
        clock: Clock,
        client: OnboardingClient | None,
        reach: Reach | None,
        expect: Expect,
        random: Callable[[int], bytes],
    ) -> None:
        self._config = config
        self._access = access
        self._readers = readers
        self._clock = clock
        self._client = client
        self._reach = reach
        self._expect = expect
        self._random = random
        self._calls = Bucket(clock, SETUP_PER_S, SETUP_BURST)

    def routes(self) -> Mapping[tuple[str, str], Handler]:
        """What is served here."""
        return {("POST", SETUP_PATH): self._check}

    async def _check(self, call: Call) -> Reply:
        """Look at one step, and do at Meta what it needs."""
        asker = self._access.asker(call.bearer)
        if asker.role != "owner":
            raise HttpRefusal(403, "role_missing", role=asker.role)
        if not self._config.is_own or self._client is None:
            raise HttpRefusal(409, "setup_elsewhere")
        self._calls.take(asker.device_id)
        asked = call.read(SetupAsk)
        try:
            report = await self._report(asked, self._client)
        except GraphUnreachable as error:
            raise HttpRefusal(503, "channel_unreachable", retry_after="10") from error
        except GraphRefused as refused:
            raise HttpRefusal(409, "channel_refused", reason=refused.code) from refused
        found, changed = " ".join(one.code for one in report.findings), " ".join(report.changed)
        log.info(
            "set-up step=%s found=[%s] changed=[%s]", report.step, found, changed
        )  # codes, never a value
        return json_reply(report)

    async def _report(self, asked: SetupAsk, client: OnboardingClient) -> SetupReport:
        typed = asked.typed
        if typed.verify_token:
            self._expect(typed.verify_token)
        match asked.step:
            case "app":
                return await look_at_app(client, typed)
            case "token":
                return await look_at_token(client, typed, self._clock)
            case "account":
                return await look_at_account(client, typed)
            case "number":
                return await look_at_number(client, asked)
            case "address":
                return await self._address(asked)
            case "webhook":
                return await self._webhook(asked, client)
            case "trial":
                is_connected = any(line.token for line in self._config.lines)
                return await look_at_trial(self._readers, asked, self._clock, is_connected=is_connected)
            case _:
                return SetupReport(asked.step, ())

    async def _address(self, asked: SetupAsk) -> SetupReport:
        challenge = self._random(CHALLENGE_BYTES).hex()
        is_pretend = is_loopback(host_of(self._config.graph_url)) or self._config.is_practice
        finding = await look_at_address(self._reach, asked.typed, challenge, may_be_here=is_pretend)
        return SetupReport("address", (finding,))

    async def _webhook(self, asked: SetupAsk, client: OnboardingClient) -> SetupReport:
        if not asked.typed.public_url:
            report = await self._address(asked)
            return SetupReport("webhook", report.findings)
        return await Delivery(client, asked.typed).report()
