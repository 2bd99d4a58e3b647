"""The account's node: its fields, its numbers, its settings, template insights."""

from app.sandbox.account import PORTFOLIO_ID, Account
from app.sandbox.analytics import Analytics
from app.sandbox.asgi import Reply
from app.sandbox.calls import EdgeCall, Edges, invalid
from app.sandbox.fields import Value, plain, show
from app.sandbox.graph_errors import Refusal
from app.sandbox.health import health_of_account
from app.sandbox.number_shown import number_shown
from app.sandbox.paging import page
from app.sandbox.subscriptions_api import subscribed_apps
from app.sandbox.templates_store import Json
from app.sandbox.world import World

NODE_TYPE = "WhatsAppBusinessAccount"
USUAL = ("name", "timezone_id", "message_template_namespace")
EMPTY = (
    "on_behalf_of_business_info",
    "disable_marketing_messages_on_cloud_api",
    "marketing_messages_lite_api_status",
    "marketing_messages_onboarding_status",
    "auth_international_rate_eligibility",
)
FUNDING_ID = "770000000000031"
MOST_TEMPLATES, LONGEST_S = 10, 90 * 86400


class AccountApi:
    """`/<WABA>`."""

    def __init__(self, world: World, analytics: Analytics) -> None:
        self._world = world
        self._analytics = analytics

    def edges(self) -> Edges:
        """What this serves on the account's node."""
        return {
            ("GET", ""): self._get,
            ("POST", ""): self._change,
            ("GET", "phone_numbers"): self._numbers,
            ("GET", "template_analytics"): self._templates,
        }

    def portfolio_edges(self) -> Edges:
        """What this serves on the business portfolio's node: the one account that it owns."""
        return {
            ("GET", "owned_whatsapp_business_accounts"): self._owned,
            ("GET", "client_whatsapp_business_accounts"): self._none,
        }

    @property
    def _account(self) -> Account:
        return self._world.account

    async def _get(self, call: EdgeCall) -> Reply:
        return Reply(200, self._shown(call.query.get("fields")))

    def _shown(self, fields: str | None) -> Json:
        return show(fields, USUAL, self._known(), NODE_TYPE, self._world.business.waba_id)

    def _known(self) -> dict[str, Value]:
        business = self._world.business
        row: Json = {"name": business.name, "message_template_namespace": f"{business.waba_id}_practice"}
        row |= {"owner_business_info": {"name": business.name, "id": PORTFOLIO_ID}, "status": "ACTIVE"}
        row |= self._account.waba
        row["primary_funding_id"] = FUNDING_ID if self._account.has_payment else None
        known = plain(row, *row, *EMPTY)
        known["health_status"] = lambda _: health_of_account(self._account)
        known["subscribed_apps"] = lambda _: {"data": subscribed_apps(self._account)}
        known["phone_numbers"] = lambda one: {"data": [number_shown(self._account, one.sub or None)]}
        return known | self._analytics.fields()

    async def _change(self, call: EdgeCall) -> Reply:
        """Insights can be turned on, and never off again."""
        wished = call.flag("is_enabled_for_insights")
        if wished is None:
            raise invalid("Only is_enabled_for_insights can be changed here.")
        if not wished:
            raise Refusal(200006)
        self._account.waba["is_enabled_for_insights"] = True
        return Reply(200, {"id": self._world.business.waba_id})

    async def _numbers(self, call: EdgeCall) -> Reply:
        return Reply(200, page([(1, number_shown(self._account, call.query.get("fields")))], call))

    async def _owned(self, call: EdgeCall) -> Reply:
        return Reply(200, page([(1, self._shown(call.query.get("fields")))], call))

    async def _none(self, call: EdgeCall) -> Reply:
        return Reply(200, page([], call))

    async def _templates(self, call: EdgeCall) -> Reply:
        if not self._account.waba["is_enabled_for_insights"]:
            raise Refusal(200007)
        start, end, ids = call.number("start"), call.number("end"), call.listing("template_ids")
        if call.text("granularity", "DAILY").upper() != "DAILY":
            raise invalid("Param granularity must be one of {DAILY}.")
        if not 1 <= len(ids) <= MOST_TEMPLATES:
            raise invalid(f"Param template_ids must have 1 to {MOST_TEMPLATES} ids.")
        if not 0 < end - start <= LONGEST_S:
            raise invalid("Param end lies after start, by 90 days at most.")
        if any(self._account.templates.by_id(one) is None for one in ids):
            raise invalid("Param template_ids names a template that this account does not have.")
        wished = {name.lower() for name in call.listing("metric_types")} or {
            "sent",
            "delivered",
            "read",
            "clicked",
        }
        points = self._analytics.of_templates(ids, start, end, wished)
        data = {"granularity": "DAILY", "product_type": "cloud_api", "data_points": points}
        return Reply(200, page([(1, data)], call))
