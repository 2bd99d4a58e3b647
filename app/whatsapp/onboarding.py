"""What connecting a business number asks of Graph, with values that nobody has proved yet.

All calls raise GraphRefused or GraphUnreachable unless they say otherwise. Fields that an app, a token or a version may
not read are left out in a second try: a wizard that stops there would stop at Meta's whim.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from app.whatsapp.management import GraphRefused, ManagementClient
from app.whatsapp.onboarding_reading import (
    AccountState,
    AppSubscription,
    NumberState,
    SubscribedApp,
    TokenFacts,
    account_state,
    app_subscription,
    number_state,
    subscribed_apps,
    token_facts,
)
from app.whatsapp.values import word
from app.whatsapp.wire import CHANNEL_NAME

Json = Mapping[str, Any]
OBJECT: Final = "whatsapp_business_account"
# What the hub reads out of webhooks.
FIELDS: Final = (
    "messages",
    "message_template_status_update",
    "message_template_quality_update",
    "message_template_components_update",
    "template_category_update",
    "phone_number_quality_update",
    "phone_number_name_update",
    "business_capability_update",
    "account_update",
    "account_alerts",
    "account_review_update",
    "user_preferences",
    "user_id_update",
    "security",
    "calls",
)
APP_FIELDS: Final = (
    "history",
    "smb_app_state_sync",
    "smb_message_echoes",
)  # of a number that stays in the app
ACCOUNT_FIELDS, ACCOUNT_MORE = "id,name,currency", "account_review_status,health_status,primary_funding_id"
NUMBER_FIELDS = "id,display_phone_number,verified_name,quality_rating,status,code_verification_status"
NUMBER_MORE = (
    "platform_type,name_status,is_on_biz_app,whatsapp_business_manager_messaging_limit,health_status"
)
SIGN_IN_REFUSED, INVALID = 190, 100
NO_FIELD: Final = frozenset(
    {10, INVALID, *range(200, 300)}
)  # of a field: there is none, or not for this token
LANGUAGES: Final = {"fr": "fr", "en": "en_US"}  # of the code that Meta sends


class OnboardingClient:
    """Calls of the management client with whatever token is given; nothing is kept here."""

    def __init__(self, management: ManagementClient) -> None:
        self._graph = management

    async def token(self, token: str, app_token: str | None = None) -> TokenFacts:
        """What a token is worth, by its own word, else by the app's. One that Meta does not take is not valid."""
        try:
            return token_facts(await self._graph.get("debug_token", token, input_token=token))
        except GraphRefused as refused:
            if refused.provider_code in {0, SIGN_IN_REFUSED}:
                return TokenFacts(is_valid=False)
            if app_token is None:
                raise
        return token_facts(await self._graph.get("debug_token", app_token, input_token=token))

    async def app_name(self, app_id: str, app_secret: str) -> str:
        """The app's name, by its own token: refused when number and secret do not belong together."""
        answer = await self._graph.get(app_id, app_token(app_id, app_secret), fields="id,name")
        return word(answer.get("name")) or app_id

    async def accounts(self, token: str, facts: TokenFacts, named: str = "") -> list[AccountState]:
        """Those that the token names, else its portfolios', and the one that a person typed."""
        found = {one: await self._account_or_none(one, token) for one in (*facts.account_ids, named) if one}
        if not any(found.values()):
            for portfolio_id in facts.portfolio_ids:
                found |= {one.fact.account_id: one for one in await self._of_portfolio(portfolio_id, token)}
        return [one for one in found.values() if one is not None]

    async def account(self, account_id: str, token: str) -> AccountState | None:
        """One account; None where the token does not see it."""
        return await self._account_or_none(account_id, token)

    async def numbers(self, account_id: str, token: str) -> list[NumberState]:
        """The numbers of an account."""
        path = f"{account_id}/phone_numbers"
        try:
            items = await self._graph.all(path, token, fields=f"{NUMBER_FIELDS},{NUMBER_MORE}")
        except GraphRefused as refused:
            if refused.provider_code not in NO_FIELD:
                raise
            items = await self._graph.all(path, token, fields=NUMBER_FIELDS)
        return [one for one in map(number_state, items) if one is not None]

    async def template_count(self, account_id: str, token: str) -> int:
        """How many templates can be read."""
        return len(await self._graph.all(f"{account_id}/message_templates", token, fields="id"))

    async def request_code(self, number_id: str, token: str, language: str, *, by_call: bool) -> None:
        """Let Meta send a code to the number."""
        method = "VOICE" if by_call else "SMS"
        body = {"code_method": method, "language": LANGUAGES.get(language, "en_US")}
        await self._graph.post(f"{number_id}/request_code", token, body)

    async def verify_code(self, number_id: str, token: str, code: str) -> None:
        """Prove with the code that the number is one's own."""
        await self._graph.post(f"{number_id}/verify_code", token, {"code": code})

    async def register(self, number_id: str, token: str, pin: str) -> None:
        """Let the number send and receive over the API; the PIN is set, or must be the one that is set."""
        await self._graph.post(
            f"{number_id}/register", token, {"messaging_product": CHANNEL_NAME, "pin": pin}
        )

    async def app_subscription(self, app_id: str, app_secret: str) -> AppSubscription | None:
        """Where the app's webhooks go now; None: nowhere."""
        answer = await self._graph.get(f"{app_id}/subscriptions", app_token(app_id, app_secret))
        items = answer.get("data")
        return app_subscription(items if isinstance(items, list) else [], OBJECT)

    async def subscribe_app(
        self, app_id: str, app_secret: str, callback_url: str, verify_token: str, fields: Iterable[str]
    ) -> None:
        """Lead the app's webhooks there; Meta asks the address for the handshake before it answers."""
        body = {
            "object": OBJECT,
            "callback_url": callback_url,
            "verify_token": verify_token,
            "fields": ",".join(fields),
        }
        await self._graph.post(f"{app_id}/subscriptions", app_token(app_id, app_secret), body)

    async def account_apps(self, account_id: str, token: str) -> list[SubscribedApp]:
        """Which apps get the account's webhooks."""
        answer = await self._graph.get(f"{account_id}/subscribed_apps", token)
        items = answer.get("data")
        return subscribed_apps(
            [one for one in items if isinstance(one, dict)] if isinstance(items, list) else []
        )

    async def subscribe_account(
        self, account_id: str, token: str, callback_url: str = "", verify_token: str = ""
    ) -> None:
        """Give the account's webhooks to the token's app; with an address, to that one instead of the app's own."""
        body = {"override_callback_uri": callback_url, "verify_token": verify_token} if callback_url else {}
        await self._graph.post(f"{account_id}/subscribed_apps", token, body)

    async def _account_or_none(self, account_id: str, token: str) -> AccountState | None:
        for fields in (
            f"{ACCOUNT_FIELDS},{ACCOUNT_MORE}",
            f"{ACCOUNT_FIELDS},account_review_status",
            "id,name",
        ):
            try:
                return account_state(await self._graph.get(account_id, token, fields=fields))
            except GraphRefused as refused:
                if refused.provider_code not in {33, *NO_FIELD}:
                    raise
        return None

    async def _of_portfolio(self, portfolio_id: str, token: str) -> list[AccountState]:
        found: list[AccountState] = []
        for edge in ("owned_whatsapp_business_accounts", "client_whatsapp_business_accounts"):
            try:
                items = await self._graph.all(f"{portfolio_id}/{edge}", token, fields=ACCOUNT_FIELDS)
            except GraphRefused:  # a token need not have that right: then a person types the account
                continue
            for account_id in filter(None, (word(one.get("id")) for one in items)):
                if (state := await self._account_or_none(account_id, token)) is not None:
                    found.append(state)
        return found


def app_token(app_id: str, app_secret: str) -> str:
    """The app's own token, which Graph takes in this form too: so no secret ever stands in an address."""
    return f"{app_id}|{app_secret}"
