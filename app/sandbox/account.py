"""What the pretend Meta keeps about the business itself: account, number, profile, block list, subscriptions.

No network, no clock; times are Unix seconds. The shapes inside the `Json` fields are Meta's own.
"""

from dataclasses import dataclass, field, fields

from app.sandbox.people import Business, Person
from app.sandbox.templates_store import Json, Templates

APP_ID = "880011223344"
PORTFOLIO_ID = "660000000000021"
ELSEWHERE = frozenset({"business", "app_id", "app_url", "app_fields", "templates"})


def _number() -> Json:
    """What Meta tells about a number in good standing."""
    return {
        "name_status": "APPROVED",
        "quality_rating": "GREEN",
        "code_verification_status": "VERIFIED",
        "status": "CONNECTED",
        "platform_type": "CLOUD_API",
        "throughput": {"level": "STANDARD"},
        "is_official_business_account": False,
        "is_on_biz_app": False,
        "account_mode": "LIVE",
        "host_platform": "CLOUD_API",
        "search_visibility": "VISIBLE",
        "whatsapp_business_manager_messaging_limit": "TIER_2K",
    }


def _waba() -> Json:
    return {
        "currency": "EUR",
        "timezone_id": "60",
        "country": "FR",
        "account_review_status": "APPROVED",
        "business_verification_status": "verified",
        "ownership_type": "SELF",
        "is_enabled_for_insights": False,
    }


@dataclass(slots=True)
class Account:
    """The business's side of Meta's books; `business` gives the ids."""

    business: Business
    app_id: str
    templates: Templates
    waba: Json = field(default_factory=_waba)
    number: Json = field(default_factory=_number)
    settings: Json = field(default_factory=dict)  # of the number: calling, user_identity_change, …
    profile: Json = field(default_factory=lambda: {"vertical": "OTHER"})
    automation: Json = field(default_factory=dict)
    commerce: Json = field(default_factory=lambda: {"is_cart_enabled": True, "is_catalog_visible": False})
    username: Json = field(default_factory=dict)  # username, status
    links: dict[str, Json] = field(default_factory=dict)  # message_qrdls: code to what it says
    blocked: dict[str, Json] = field(default_factory=dict)  # person key to the row of the block list
    block_changes: int = 0
    forgotten: list[str] = field(default_factory=list)  # user ids deleted from the contact book
    app_url: str = ""  # the app's own webhook address; not kept between runs, since each run is told anew
    app_fields: list[str] | None = None  # that the app takes; None: all
    is_published: bool = True  # the app; else Meta delivers nothing but its own tests
    may_subscribe: bool = True  # the app's address may be set from outside
    has_payment: bool = True
    is_subscribed: bool = True  # the app gets this account's webhooks
    override: Json = field(default_factory=dict)  # of the account: url
    number_override: Json = field(default_factory=dict)
    pin: str | None = None
    pin_misses: list[float] = field(default_factory=list)
    is_registered: bool = True
    registrations: list[float] = field(default_factory=list)
    code: str | None = None  # that was sent to verify the number
    events: dict[str, list[Json]] = field(default_factory=dict)  # wamid to its statuses, oldest first
    handles: dict[str, str] = field(default_factory=dict)  # of uploads: handle to MIME type
    has_samples: bool = False  # the templates that a practice account starts with were put in

    def is_blocked(self, person: Person) -> bool:
        """Whether the business has blocked this person."""
        return person.key in self.blocked

    def dump(self) -> Json:
        """All of it in JSON's own types; the ids stand elsewhere."""
        names = [one.name for one in fields(self) if one.name not in ELSEWHERE]
        return {name: getattr(self, name) for name in names} | {"templates": self.templates.dump()}

    def restore(self, kept: Json) -> None:
        """Take what `dump` gave. Errors: KeyError, TypeError when it is none of ours."""
        self.templates.restore(kept["templates"])
        for name in {one.name for one in fields(self)} & (kept.keys() - ELSEWHERE):
            setattr(self, name, kept[name])


def new_account(business: Business) -> Account:
    """An account in good standing, with nothing in it."""
    return Account(business, APP_ID, Templates(business.waba_id))
