"""How Graph shows the business's number."""

from app.sandbox.account import Account
from app.sandbox.addressing import COUNTRIES, calling_code
from app.sandbox.fields import Value, plain, show
from app.sandbox.health import health_of_number
from app.sandbox.templates_store import Json

NODE_TYPE = "WhatsAppBusinessPhoneNumber"
USUAL = (
    "verified_name",
    "code_verification_status",
    "display_phone_number",
    "quality_rating",
    "platform_type",
    "throughput",
    "last_onboarded_time",
    "webhook_configuration",
)
EMPTY = (
    "certificate",
    "new_certificate",
    "eligibility_for_api_business_global_search",
    "is_preverified_number",
    "last_onboarded_time",
    "messaging_limit_tier",
    "new_display_name",
    "new_name_status",
    "official_business_account",
    "owner_business_info",
    "unified_cert_status",
    "username",
)


def number_shown(account: Account, fields: str | None) -> Json:
    """The fields that are asked for. Raises Refusal 100 for one that numbers do not have."""
    return show(fields, USUAL, _known(account), NODE_TYPE, account.business.phone_number_id)


def _known(account: Account) -> dict[str, Value]:
    business = account.business
    row: Json = {
        "display_phone_number": formatted(business.phone),
        "verified_name": business.name,
        "country_dial_code": calling_code(business.phone),
        "country_code": COUNTRIES.get(calling_code(business.phone), "FR"),
        "is_pin_enabled": account.pin is not None,
        "quality_score": {"score": account.number["quality_rating"]},
        "webhook_configuration": webhook_configuration(account),
    } | account.number
    if not account.is_registered:
        row["status"] = "DISCONNECTED"
    if account.username:
        row["username"] = account.username["username"]
    known = plain(row, *row, *EMPTY)
    known["health_status"] = lambda _: health_of_number(account)
    known["conversational_automation"] = lambda _: account.automation or None
    return known


def webhook_configuration(account: Account) -> Json:
    """The addresses at which webhooks may arrive; the nearest to the number counts."""
    found = {"application": account.app_url}
    if account.override:
        found["whatsapp_business_account"] = account.override["url"]
    if account.number_override:
        found["phone_number"] = account.number_override["url"]
    return found


def formatted(digits: str) -> str:
    """A number as people read it: plus, country code, then groups."""
    code = calling_code(digits)
    rest = digits[len(code) :]
    first = len(rest) % 2 or 2
    groups = [rest[:first], *(rest[start : start + 2] for start in range(first, len(rest), 2))]
    return f"+{code} " + " ".join(groups)
