"""What a look at the connection asks of Graph: is the token good, does Meta deliver, can the account pay.

Reads alone; nothing is changed. Much of it is told in several shapes or not at all: what is missing stays unknown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from app.whatsapp.management import GraphRefused, ManagementClient
from app.whatsapp.onboarding import OBJECT, app_token
from app.whatsapp.onboarding_reading import AppSubscription, SubscribedApp, app_subscription, subscribed_apps
from app.whatsapp.values import listed, obj, whole, word

Json = Mapping[str, Any]
NEEDED_RIGHTS: Final = ("whatsapp_business_messaging", "whatsapp_business_management")
# Without these the hub does not hear of messages, or of what stops them.
NEEDED_FIELDS: Final = (
    "messages",
    "message_template_status_update",
    "phone_number_quality_update",
    "account_update",
    "account_alerts",
    "user_preferences",
    "user_id_update",
)
NUMBER_FIELDS: Final = "id,display_phone_number,verified_name,quality_rating,status"
LIMIT_FIELD: Final = "whatsapp_business_manager_messaging_limit"
PAYMENT_CODES: Final = frozenset({131042, 134011})
_SIGN_IN, _NO_SUCH_FIELD = 190, 100


@dataclass(frozen=True, slots=True)
class TokenLook:
    """What a token is worth. `rights` None: Graph does not tell. `expires_at` None: never."""

    is_valid: bool
    kind: str = ""  # "system_user", "user", "app" …
    app_id: str = ""
    expires_at: datetime | None = None
    rights: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class AccountLook:
    """How an account stands. `has_payment` None: not told. `stopped_by`: Meta's words on what blocks it."""

    review: str = ""
    has_payment: bool | None = None
    stopped_by: str = ""


@dataclass(frozen=True, slots=True)
class NumberLook:
    """A business number as Graph has it; words in lower case. `limit`: "TIER_250" …"""

    phone: str
    status: str
    quality: str
    limit: str = ""


class Checking:
    """All calls raise GraphRefused or GraphUnreachable."""

    def __init__(self, management: ManagementClient) -> None:
        self._graph = management

    async def token(self, token: str) -> TokenLook:
        """What a token is worth, by its own word."""
        try:
            answer = await self._graph.get("debug_token", token, input_token=token)
        except GraphRefused as refused:
            if refused.provider_code == _SIGN_IN:
                return TokenLook(is_valid=False)
            raise
        data = obj(answer.get("data"))
        rights = [word(one) for one in listed(data.get("scopes"))]
        rights += [word(obj(one).get("scope")) for one in listed(data.get("granular_scopes"))]
        expires = whole(data.get("expires_at")) or 0
        return TokenLook(
            data.get("is_valid") is True,
            (word(data.get("type")) or "").lower(),
            word(data.get("app_id")) or "",
            datetime.fromtimestamp(expires, UTC) if 0 < expires < 1 << 33 else None,
            frozenset(filter(None, rights)) if "scopes" in data or "granular_scopes" in data else None,
        )

    async def deliveries(self, account_id: str, token: str) -> list[SubscribedApp]:
        """The apps that get the account's webhooks."""
        return subscribed_apps(await self._graph.all(f"{account_id}/subscribed_apps", token))

    async def app_address(self, app_id: str, app_secret: str) -> AppSubscription | None:
        """Where the app's webhooks go; None: nowhere. The app's own token goes into the header like any other."""
        items = await self._graph.all(f"{app_id}/subscriptions", app_token(app_id, app_secret))
        return app_subscription(items, OBJECT)

    async def account(self, account_id: str, token: str) -> AccountLook:
        """How the account stands, as far as this token may know."""
        asked = ("id,account_review_status,health_status,primary_funding_id", "id,account_review_status")
        answer = await self._first(account_id, token, asked)
        health = obj(answer.get("health_status"))
        errors = [
            obj(error)
            for entity in listed(health.get("entities"))
            if obj(entity).get("can_send_message") == "BLOCKED"
            for error in listed(obj(entity).get("errors"))
        ]
        has_payment = True if word(answer.get("primary_funding_id")) else None
        if any(whole(error.get("error_code")) in PAYMENT_CODES for error in errors):
            has_payment = False
        said = next((text for error in errors if (text := word(error.get("error_description")))), "")
        return AccountLook((word(answer.get("account_review_status")) or "").lower(), has_payment, said)

    async def number(self, number_id: str, token: str) -> NumberLook:
        """How a number stands."""
        answer = await self._first(number_id, token, (f"{NUMBER_FIELDS},{LIMIT_FIELD}", NUMBER_FIELDS))
        return NumberLook(
            word(answer.get("display_phone_number")) or number_id,
            (word(answer.get("status")) or "").lower(),
            (word(answer.get("quality_rating")) or "unknown").lower(),
            word(answer.get(LIMIT_FIELD)) or "",
        )

    async def time(self) -> datetime | None:
        """What Graph's clock says; None where its answer does not tell."""
        return await self._graph.time()

    async def _first(self, node: str, token: str, asked: tuple[str, ...]) -> Json:
        """The most that this token may read."""
        for fields in asked[:-1]:
            try:
                return await self._graph.get(node, token, fields=fields)
            except GraphRefused as refused:
                if refused.provider_code != _NO_SUCH_FIELD:
                    raise
        return await self._graph.get(node, token, fields=asked[-1])


def people_of(limit: str) -> int | None:
    """How many people a limit lets one write to first in 24 hours; None: as many as one likes, or an unknown word."""
    tier = limit.upper().removeprefix("TIER_")
    thousands = tier.endswith("K")
    digits = tier.removesuffix("K")
    return int(digits) * (1_000 if thousands else 1) if digits.isascii() and digits.isdigit() else None
