"""The pretend Meta as a whole: one world, its Graph API, its webhook courier and its customers."""

import logging
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self

from app.domain.clock import Clock, SystemClock
from app.sandbox.acceptance import Acceptance
from app.sandbox.agenda import Agenda
from app.sandbox.asgi import Receive, Scope, Send
from app.sandbox.cloud_api import CloudApi
from app.sandbox.coexistence import Coexistence
from app.sandbox.control_api import ControlApi
from app.sandbox.courier import Courier, Deliver
from app.sandbox.customers import Customers
from app.sandbox.edges import Management
from app.sandbox.faults import Faults
from app.sandbox.forwarding import Forwarding
from app.sandbox.happenings import Happenings
from app.sandbox.history import history
from app.sandbox.journey import Journey
from app.sandbox.limits import Limits
from app.sandbox.media_api import MediaApi
from app.sandbox.messages_api import MessagesApi
from app.sandbox.outbound.holdings import Holdings, Templates
from app.sandbox.outside import Outside
from app.sandbox.phrases import Phrases
from app.sandbox.signing import encode
from app.sandbox.taps import Taps
from app.sandbox.template_samples import put_samples
from app.sandbox.tokens import Tokens
from app.sandbox.world import World

log = logging.getLogger(__name__)

VERIFY_EVERY_S = (0.2, 0.5, 1.0, 2.0, 5.0)
CONTROL = "/_sandbox"


class Sandbox:
    """`app` is the ASGI side; `async with` runs the rest: handshake, history, statuses, customers.

    `deliver` posts one webhook body and gives the HTTP status (`Callback.deliver` signs and posts). Without
    `verify` the address counts as verified. `outside` reaches the addresses that the business names by itself;
    `webhook_url` is the one that `deliver` posts to, as it is shown. Without `phrases` customers are silent
    unless told to write; with `is_lively` they also write unasked. With its own `address` some files come with
    a download address at once.
    """

    def __init__(
        self,
        world: World,
        deliver: Deliver,
        *,
        verify: Callable[[], Awaitable[bool]] | None = None,
        clock: Clock | None = None,
        access_token: str | None = None,
        app_secret: str | None = None,
        outside: Outside | None = None,
        webhook_url: str = "",
        phrases: Phrases | None = None,
        templates: Templates | None = None,
        address: str | None = None,
        is_lively: bool = True,
        messages_per_s: float | None = None,
        batch_max: int = 20,
        linger_s: float = 0.0,
    ) -> None:
        self.world = world
        world.account.app_url = webhook_url
        put_samples(world)
        self.clock = clock or SystemClock()
        self.faults = Faults()
        self._verify = verify
        self._is_lively = is_lively and phrases is not None
        self._agenda = Agenda(self.clock)
        self.courier = Courier(
            world.business,
            Forwarding(world, deliver, outside).deliver,
            self.clock,
            self._agenda,
            self.faults,
            batch_max=batch_max,
            linger_s=linger_s,
        )
        holdings = Holdings(world.business.waba_id, world.media, templates or world.account.templates)
        media = MediaApi(world, self.clock, self.faults, address)
        self.customers = Customers(
            world,
            self.courier,
            self.clock,
            self._agenda,
            self.faults,
            Taps(world, holdings.templates),
            media,
            phrases,
        )
        self.happenings = Happenings(world, self.courier, self.clock, self.customers.tell)
        self.coexistence = Coexistence(world, self.courier, self.clock)
        limits = Limits(self.clock.monotonic_s())
        if messages_per_s is not None:
            limits.messages_per_s = messages_per_s
        journey = Journey(world, self.courier, self.clock, self._agenda, self.faults, self.customers.heard)
        self.acceptance = Acceptance(world, journey, limits, self.clock)
        self.messages = MessagesApi(world, self.acceptance, holdings, self.clock, self.faults)
        tokens = Tokens(world.account.app_id, access_token, app_secret)
        self.graph = CloudApi(world, self.messages, media, limits, self.clock, tokens)
        self.coexistence.add_routes(self.graph.routes, self.graph.is_number)
        self.management = Management(
            world, self.courier, self.clock, self._agenda, limits, self.faults, tokens, outside
        )
        self.management.add_routes(self.graph.routes, self.graph.is_number)
        self._control = ControlApi(self)
        self.is_verified = False

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Everything over HTTP: Graph, and the control interface under /_sandbox/."""
        if scope["type"] != "http":
            raise ValueError(f"only HTTP is spoken here, not {scope['type']}")
        serve = self._control if scope["path"].startswith(CONTROL) else self.graph
        await serve(scope, receive, send)

    async def __aenter__(self) -> Self:
        self._agenda.spawn(self._live())
        self.management.review.resume()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._agenda.close()

    async def _live(self) -> None:
        await self._be_verified()
        self.courier.open()
        if not self.world.is_history_delivered:
            await self.courier.post_all([encode(body) for body in history(self.world)])
            self.world.is_history_delivered = True
        if self._is_lively:
            await self.customers.live()

    async def _be_verified(self) -> None:
        """Meta delivers nothing to an address that has not answered the handshake."""
        tries = 0
        while self._verify is not None and not await self._verify():
            if tries == len(VERIFY_EVERY_S):
                log.info("the webhook address does not answer the handshake yet")
            await self.clock.sleep(VERIFY_EVERY_S[min(tries, len(VERIFY_EVERY_S) - 1)])
            tries += 1
        self.is_verified = True
