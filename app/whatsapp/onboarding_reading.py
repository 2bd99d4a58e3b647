"""What Graph tells while a number is connected, read into facts: tokens, accounts, health, numbers, subscriptions.

Much of it is not in Meta's reference or is told in several shapes, so whatever is missing stays unknown ("" or None).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from app.domain.setup import AccountFact, NumberFact
from app.whatsapp.values import listed, obj, whole, word

Json = Mapping[str, Any]
MESSAGING, MANAGEMENT, BUSINESS = (
    "whatsapp_business_messaging",
    "whatsapp_business_management",
    "business_management",
)
NEEDED_RIGHTS = (MESSAGING, MANAGEMENT)
PAYMENT_CODES = frozenset({131042, 134011})
UNPUBLISHED = re.compile(
    r"development mode|unpublished|not (?:been )?published|live mode|not live", re.IGNORECASE
)
_LIMIT = re.compile(r"TIER_(\d+)(K?)")
Entity = Literal["waba", "business", "app", "phone_number", "message_template"]


@dataclass(frozen=True, slots=True)
class TokenFacts:
    """What a token is worth. `rights` None: Graph does not tell. `expires_at` None: never, as far as is told."""

    is_valid: bool
    kind: str = ""  # "system_user", "user", "page", "app" …; "" unknown
    app_id: str = ""
    app_name: str = ""
    expires_at: datetime | None = None
    rights: frozenset[str] | None = None
    account_ids: tuple[str, ...] = ()
    portfolio_ids: tuple[str, ...] = ()

    @property
    def missing_rights(self) -> tuple[str, ...]:
        """What it may not do and should; empty where Graph does not tell."""
        return () if self.rights is None else tuple(one for one in NEEDED_RIGHTS if one not in self.rights)


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why something sends less than it could: Meta's number (0 for none) and its own words."""

    entity: str  # Meta's word in lower case
    is_blocked: bool
    number: int
    said: str


@dataclass(frozen=True, slots=True)
class AccountState:
    """An account with how it stands. `has_payment` None: not told."""

    fact: AccountFact
    troubles: tuple[Trouble, ...] = ()
    has_payment: bool | None = None


@dataclass(frozen=True, slots=True)
class NumberState:
    """A number with what only the set-up looks at."""

    fact: NumberFact
    name_status: str = ""  # "approved", "declined", "pending_review" …
    troubles: tuple[Trouble, ...] = ()


@dataclass(frozen=True, slots=True)
class AppSubscription:
    """Where an app's webhooks go, and which kinds."""

    callback_url: str
    fields: frozenset[str]
    is_active: bool


@dataclass(frozen=True, slots=True)
class SubscribedApp:
    """An app that gets an account's webhooks. `override_url`: another address than the app's own."""

    app_id: str
    override_url: str = ""


def token_facts(answer: Json) -> TokenFacts:
    """Out of `debug_token`."""
    data = obj(answer.get("data"))
    granular = {word(one.get("scope")) or "": one for one in map(obj, listed(data.get("granular_scopes")))}
    is_told = "scopes" in data or bool(granular)
    scopes = {one for one in map(word, listed(data.get("scopes"))) if one} | granular.keys()
    accounts = [*_targets(granular, MANAGEMENT), *_targets(granular, MESSAGING)]
    expires = whole(data.get("expires_at")) or 0
    return TokenFacts(
        is_valid=data.get("is_valid") is True,
        kind=(word(data.get("type")) or "").lower(),
        app_id=word(data.get("app_id")) or "",
        app_name=word(data.get("application")) or "",
        expires_at=_moment(expires),
        rights=frozenset(scopes) if is_told else None,
        account_ids=tuple(dict.fromkeys(accounts)),
        portfolio_ids=tuple(_targets(granular, BUSINESS)),
    )


def account_state(item: Json) -> AccountState | None:
    """An account's own fields; None without an id."""
    account_id = word(item.get("id"))
    if account_id is None:
        return None
    fact = AccountFact(
        account_id,
        word(item.get("name")) or account_id,
        word(item.get("currency")) or "",
        (word(item.get("account_review_status")) or "").lower(),
    )
    troubles = tuple(troubles_of(item))
    has_payment = True if word(item.get("primary_funding_id")) else None
    if any(one.number in PAYMENT_CODES for one in troubles):
        has_payment = False
    return AccountState(fact, troubles, has_payment)


def number_state(item: Json) -> NumberState | None:
    """A number's own fields; None without an id."""
    number_id = word(item.get("id"))
    if number_id is None:
        return None
    platform = (word(item.get("platform_type")) or "").upper()
    told = (word(item.get("status")) or "").lower()
    fact = NumberFact(
        number_id,
        word(item.get("display_phone_number")) or number_id,
        word(item.get("verified_name")) or "",
        told or ("connected" if platform == "CLOUD_API" else "unknown"),
        (word(item.get("quality_rating")) or "unknown").lower(),
        word(item.get("whatsapp_business_manager_messaging_limit"))
        or word(item.get("messaging_limit_tier"))
        or "",
        (word(item.get("code_verification_status")) or "").upper() == "VERIFIED",
        item.get("is_on_biz_app") is True,
    )
    return NumberState(fact, (word(item.get("name_status")) or "").lower(), tuple(troubles_of(item)))


def troubles_of(item: Json) -> Iterator[Trouble]:
    """What `health_status` names as blocked or limited."""
    for entity in map(obj, listed(obj(item.get("health_status")).get("entities"))):
        state = (word(entity.get("can_send_message")) or "").upper()
        if state not in {"BLOCKED", "LIMITED"}:
            continue
        kind, is_blocked = (word(entity.get("entity_type")) or "").lower(), state == "BLOCKED"
        errors = [obj(one) for one in listed(entity.get("errors"))]
        infos = [text for text in map(word, listed(entity.get("additional_info"))) if text]
        for error in errors:
            said = " ".join(
                text for key in ("error_description", "possible_solution") if (text := word(error.get(key)))
            )
            yield Trouble(kind, is_blocked, whole(error.get("error_code")) or 0, said)
        for text in infos if infos or errors else [""]:
            yield Trouble(kind, is_blocked, 0, text)


def app_subscription(items: Sequence[Json], object_name: str) -> AppSubscription | None:
    """The app's subscription to what happens to WhatsApp accounts; None: there is none."""
    for item in items:
        if word(item.get("object")) == object_name:
            names = (
                word(one.get("name")) if isinstance(one, dict) else word(one)
                for one in listed(item.get("fields"))
            )
            fields = frozenset(name for name in names if name)
            return AppSubscription(
                word(item.get("callback_url")) or "", fields, item.get("active") is not False
            )
    return None


def subscribed_apps(items: Sequence[Json]) -> list[SubscribedApp]:
    """The apps that get an account's webhooks."""
    found = []
    for item in items:
        app_id = word(obj(item.get("whatsapp_business_api_data")).get("id")) or word(item.get("id"))
        if app_id:
            found.append(SubscribedApp(app_id, word(item.get("override_callback_uri")) or ""))
    return found


def people_of(limit: str) -> int | None:
    """How many people a limit lets one write to first; None for as many as one likes or an unknown word."""
    tier = _LIMIT.fullmatch(limit.upper())
    return int(tier[1]) * (1000 if tier[2] else 1) if tier else None


def _targets(granular: Mapping[str, Json], scope: str) -> list[str]:
    return [one for one in map(word, listed(granular.get(scope, {}).get("target_ids"))) if one]


def _moment(seconds: int) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC) if seconds > 0 else None
    except (OverflowError, OSError, ValueError):
        return None
