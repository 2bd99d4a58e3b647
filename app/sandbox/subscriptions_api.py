"""Where webhooks go: the app's address, the overrides of the account and the number, and the handshake."""

from collections.abc import Awaitable, Callable
from typing import Any

from app.sandbox.account import Account
from app.sandbox.asgi import Reply
from app.sandbox.calls import EdgeCall, Edges, invalid, success
from app.sandbox.fields import plain, show
from app.sandbox.graph_errors import Refusal
from app.sandbox.world import Json, World

APP_NAME = "Practice"
URL_LIMIT = 200  # of an override
OBJECT = "whatsapp_business_account"
FIELD_VERSION = "v24.0"
FIELDS = (
    "account_alerts",
    "account_review_update",
    "account_settings_update",
    "account_update",
    "business_capability_update",
    "business_username_updates",
    "calls",
    "flows",
    "group_lifecycle_update",
    "group_participants_update",
    "group_settings_update",
    "group_status_update",
    "history",
    "message_echoes",
    "message_template_components_update",
    "message_template_quality_update",
    "message_template_status_update",
    "messages",
    "messaging_handovers",
    "partner_solutions",
    "payment_configuration_update",
    "phone_number_name_update",
    "phone_number_quality_update",
    "security",
    "smb_app_state_sync",
    "smb_message_echoes",
    "template_category_update",
    "tracking_events",
    "user_id_update",
    "user_preferences",
)

Verify = Callable[[str, str], Awaitable[bool]]  # address and verify token: did it give back the challenge?


class Subscriptions:
    """Takes addresses after their handshake; `forwarding` sends to them."""

    def __init__(self, world: World, verify: Verify) -> None:
        self._world = world
        self._verify = verify

    def account_edges(self) -> Edges:
        """What this serves on the account's node."""
        return {
            ("GET", "subscribed_apps"): self._apps,
            ("POST", "subscribed_apps"): self._subscribe,
            ("DELETE", "subscribed_apps"): self._unsubscribe,
        }

    def app_edges(self) -> Edges:
        """What this serves on the app's node."""
        return {
            ("GET", ""): self._app,
            ("GET", "subscriptions"): self._subscriptions,
            ("POST", "subscriptions"): self._set_app,
            ("DELETE", "subscriptions"): self._delete_app,
        }

    @property
    def _account(self) -> Account:
        return self._world.account

    async def override_number(self, wish: Any) -> None:
        """The number's own address; an empty one takes it away. Raises Refusal 100 or 2200."""
        if not isinstance(wish, dict) or "override_callback_uri" not in wish:
            raise invalid("Param webhook_configuration must be an object with an override_callback_uri.")
        self._account.number_override = await self._override(wish)

    async def _override(self, wish: Json) -> Json:
        url, token = wish.get("override_callback_uri"), wish.get("verify_token")
        if not url:
            return {}
        if not isinstance(url, str) or len(url) > URL_LIMIT:
            raise invalid(f"Param override_callback_uri must be at most {URL_LIMIT} characters long.")
        if not isinstance(token, str) or not token:
            raise invalid("The parameter verify_token is required.")
        await self._check(url, token)
        return {"url": url}

    async def _check(self, url: str, token: str) -> None:
        if not url.startswith(("http://", "https://")):
            raise invalid("A callback address begins with https://.")
        if not await self._verify(url, token):
            what = "Callback verification failed with the following errors: the challenge did not come back."
            raise Refusal(2200, message=f"(#2200) {what}")

    async def _apps(self, call: EdgeCall) -> Reply:
        return Reply(200, {"data": subscribed_apps(self._account)})

    async def _subscribe(self, call: EdgeCall) -> Reply:
        """Without an address this takes the account's override away."""
        self._account.override = await self._override(call.params)
        self._account.is_subscribed = True
        return success()

    async def _unsubscribe(self, call: EdgeCall) -> Reply:
        self._account.is_subscribed = False
        self._account.override = {}
        return success()

    async def _app(self, call: EdgeCall) -> Reply:
        known = plain({"name": APP_NAME, "link": app_link(self._account)}, "name", "link")
        return Reply(200, show(call.query.get("fields"), ("name",), known, "Application", call.node))

    async def _subscriptions(self, call: EdgeCall) -> Reply:
        account = self._account
        if not account.may_subscribe:
            raise Refusal(200)
        if not account.app_url:
            return Reply(200, {"data": []})
        names = FIELDS if account.app_fields is None else account.app_fields
        fields = [{"name": name, "version": FIELD_VERSION} for name in names]
        row = {"object": OBJECT, "callback_url": account.app_url, "active": True, "fields": fields}
        return Reply(200, {"data": [row]})

    async def _set_app(self, call: EdgeCall) -> Reply:
        if not self._account.may_subscribe:
            raise Refusal(200)
        if call.text("object") != OBJECT:
            raise invalid(f"Param object must be {OBJECT}: the practice app has nothing else.")
        url, token, fields = call.text("callback_url"), call.text("verify_token"), call.listing("fields")
        unknown = set(fields) - set(FIELDS)
        if not fields or unknown:
            raise invalid(f"Param fields must be one of {{{', '.join(FIELDS)}}}.")
        await self._check(url, token)
        self._account.app_url, self._account.app_fields = url, fields
        return success()

    async def _delete_app(self, call: EdgeCall) -> Reply:
        """One field less, or none at all."""
        account, names = self._account, call.listing("fields")
        if names:
            kept = FIELDS if account.app_fields is None else account.app_fields
            account.app_fields = [name for name in kept if name not in names]
        else:
            account.app_fields = []
        return success()


def app_link(account: Account) -> str:
    """Where Meta's own list of apps leads."""
    return f"https://www.facebook.com/games/?app_id={account.app_id}"


def subscribed_apps(account: Account) -> list[Json]:
    """The apps that get this account's webhooks: the practice app, or none."""
    if not account.is_subscribed:
        return []
    app = {"id": account.app_id, "name": APP_NAME, "link": app_link(account)}
    row: Json = {"whatsapp_business_api_data": app}
    return [row | ({"override_callback_uri": account.override["url"]} if account.override else {})]
