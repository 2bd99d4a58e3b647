"""The route table of everything beside messages and media: which node and edge is served by whom."""

from app.domain.clock import Clock
from app.sandbox.account import PORTFOLIO_ID
from app.sandbox.account_api import AccountApi
from app.sandbox.agenda import Agenda
from app.sandbox.analytics import Analytics
from app.sandbox.app_api import AppApi
from app.sandbox.asgi import Reply
from app.sandbox.block_api import BlockApi
from app.sandbox.calls import Edges, Handler, read_edge_call
from app.sandbox.courier import Courier
from app.sandbox.deliveries import Deliveries
from app.sandbox.faults import MANAGEMENT_FAULTS, Faults
from app.sandbox.graph_errors import Refusal
from app.sandbox.limits import Limits
from app.sandbox.links_api import LinksApi
from app.sandbox.notices import Notices
from app.sandbox.number_api import NumberApi
from app.sandbox.outside import Outside
from app.sandbox.profile_api import ProfileApi
from app.sandbox.routing import Answer, Call, Owns, Routes
from app.sandbox.subscriptions_api import Subscriptions
from app.sandbox.template_api import TemplateApi
from app.sandbox.template_review import Review
from app.sandbox.template_use import Use
from app.sandbox.templates_api import TemplatesApi
from app.sandbox.tokens import Tokens
from app.sandbox.uploads_api import Uploads
from app.sandbox.world import World


class Management:
    """Every edge of the account, the number, the app, templates and uploads."""

    def __init__(
        self,
        world: World,
        courier: Courier,
        clock: Clock,
        agenda: Agenda,
        limits: Limits,
        faults: Faults,
        tokens: Tokens,
        outside: Outside | None,
    ) -> None:
        self._world = world
        self._limits = limits
        self._clock = clock
        self._faults = faults
        notices, self._uploads = Notices(courier), Uploads(world)
        self.notices, self.review = notices, Review(world, notices, clock, agenda)
        self._app = AppApi(world, tokens, clock)
        use, kind_of = Use(world), self._uploads.kind_of
        subscriptions = Subscriptions(world, outside.verify if outside else _nowhere)
        account = AccountApi(world, Analytics(world, use, clock))
        templates = TemplatesApi(world, self.review, notices, clock, kind_of)
        self._template_edges = TemplateApi(world, self.review, use, clock, kind_of).edges()
        self._portfolio_edges = account.portfolio_edges()
        self._app_edges = subscriptions.app_edges() | self._uploads.app_edges()
        self._account_edges = account.edges() | templates.edges() | subscriptions.account_edges()
        self._number_edges = (
            NumberApi(world, notices, subscriptions, clock, agenda).edges()
            | ProfileApi(world, notices, kind_of).edges()
            | BlockApi(world, clock).edges()
            | LinksApi(world).edges()
            | Deliveries(world, courier).edges()
        )

    def add_routes(self, routes: Routes, is_number: Owns) -> None:
        """All routes of management, and what Graph calls the nodes that have them."""
        account = self._world.account
        self._add(routes, is_number, self._number_edges, "WhatsAppBusinessPhoneNumber")
        self._add(routes, account.business.waba_id.__eq__, self._account_edges, "WhatsAppBusinessAccount")
        self._add(routes, self._is_template, self._template_edges, "WhatsAppMessageTemplate")
        self._add(routes, account.app_id.__eq__, self._app_edges, "Application")
        self._add(routes, PORTFOLIO_ID.__eq__, self._portfolio_edges, "Business")
        self._add(routes, self._uploads.has, self._uploads.edges())
        self._add(routes, "debug_token".__eq__, {("GET", ""): self._app.debug_token})
        self._add(routes, "oauth".__eq__, {("GET", "access_token"): self._app.access_token})

    def _add(self, routes: Routes, owns: Owns, edges: Edges, kind: str = "") -> None:
        for (method, edge), handler in edges.items():
            routes.add(method, owns, edge or None, self._answering(handler))
        if kind:
            routes.name(owns, kind)

    def _answering(self, handler: Handler) -> Answer:
        """A route that counts the call, lets an armed fault happen, and reads the parameters."""

        async def answer(call: Call) -> Reply:
            self._limits.spend_call(self._clock.monotonic_s())
            if fault := self._faults.take(*MANAGEMENT_FAULTS):
                raise Refusal(fault.code or 80007)
            return await handler(read_edge_call(call))

        return answer

    def _is_template(self, node: str) -> bool:
        return self._world.account.templates.by_id(node) is not None


async def _nowhere(url: str, token: str) -> bool:
    """Without an outside no address can give back a challenge."""
    return False
