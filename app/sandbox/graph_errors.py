"""Meta's error codes that the pretend Meta uses, and the two shapes in which they are told."""

from dataclasses import dataclass

from app.sandbox.world import Json

HREF = "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/"


@dataclass(frozen=True, slots=True)
class Code:
    """One row of Meta's table: HTTP status, title, and what `error_data.details` says by default."""

    http: int
    title: str
    details: str
    is_transient: bool = False


CODES: dict[int, Code] = {
    0: Code(401, "AuthException", "We were unable to authenticate the app user."),
    1: Code(500, "An unknown error occurred", "Invalid request or possible server error.", True),
    2: Code(503, "Service temporarily unavailable", "Temporary due to downtime or overload.", True),
    3: Code(500, "API Method", "Capability or permissions issue."),
    4: Code(400, "Application request limit reached", "The app has reached its call rate limit.", True),
    10: Code(403, "Permission denied", "Permission is either not granted or has been removed."),
    33: Code(400, "Parameter value is not valid", "The business phone number has been deleted."),
    100: Code(400, "Invalid parameter", "The request included an unsupported or misspelled parameter."),
    190: Code(401, "Invalid OAuth access token", "The access token is invalid or has expired."),
    200: Code(403, "Permissions error", "The app may not act for this business."),
    368: Code(403, "Temporarily blocked for policies violations", "The account is restricted."),
    2500: Code(400, "Unknown path components", "This path does not exist."),
    80007: Code(400, "Rate limit issues", "The business account has reached its rate limit.", True),
    130403: Code(400, "Recipient is blocked", "Your business has blocked this user."),
    130429: Code(400, "Rate limit hit", "Too many messages were sent from this number at once.", True),
    130472: Code(400, "User's number is part of an experiment", "The message was not sent."),
    131000: Code(500, "Something went wrong", "Message failed to send due to an unknown error.", True),
    131008: Code(400, "Required parameter is missing", "The request is missing a required parameter."),
    131009: Code(400, "Parameter value is not valid", "One or more parameter values are invalid."),
    131016: Code(500, "Service unavailable", "A service is temporarily unavailable.", True),
    131021: Code(400, "Recipient cannot be sender", "Sender and recipient are the same number."),
    131026: Code(400, "Message undeliverable", "Unable to deliver the message to this recipient."),
    131030: Code(400, "Recipient phone number not in allowed list", "Add the number to the allowed list."),
    131031: Code(403, "Account has been locked", "The business account is restricted or disabled."),
    131042: Code(400, "Business eligibility payment issue", "There is a problem with the payment method."),
    131047: Code(
        400,
        "Re-engagement message",
        "Message failed to send because more than 24 hours have passed since the customer last wrote.",
    ),
    131048: Code(400, "Spam rate limit hit", "This number is restricted because of spam.", True),
    131049: Code(400, "Meta chose not to deliver", "Not delivered to keep the ecosystem healthy."),
    131050: Code(400, "User stopped marketing messages", "The user does not want marketing messages."),
    131051: Code(400, "Message type unknown", "Message type is currently not supported."),
    131052: Code(400, "Media download error", "Unable to download the media sent by the user."),
    131053: Code(400, "Media upload error", "Unable to upload the media used in the message."),
    131056: Code(
        400,
        "Pair rate limit hit",
        "Too many messages to this recipient in a short time.",
        True,
    ),
    131055: Code(400, "Method not allowed", "This template type cannot be sent here."),
    131057: Code(500, "Account in maintenance mode", "The account is in maintenance.", True),
    131060: Code(400, "Message unavailable", "This message is currently unavailable."),
    131062: Code(400, "Recipient not allowed", "Authentication templates need a phone number."),
    132000: Code(400, "Number of parameters does not match", "The number of parameters is wrong."),
    132001: Code(404, "Template does not exist", "The template does not exist in this language."),
    132005: Code(400, "Hydrated text too long", "The text with its parameters is too long."),
    132007: Code(400, "Template format character policy violated", "The content violates a policy."),
    132008: Code(400, "Parameter format mismatch", "A parameter does not have the expected format."),
    132012: Code(400, "Parameter format does not match", "A parameter does not match the template."),
    132015: Code(400, "Template is paused", "The template is paused because of low quality."),
    132016: Code(400, "Template is disabled", "The template was disabled for good."),
    132018: Code(400, "Template validation error", "A parameter of the template is not valid."),
    132068: Code(400, "Flow is blocked", "The flow is in blocked state."),
    134100: Code(400, "Only marketing messages supported", "Only marketing templates are sent here."),
    135000: Code(400, "Generic user error", "The request has an unknown error in its parameters."),
    137000: Code(400, "Identity key mismatch", "The identity of the recipient has changed."),
    2593107: Code(400, "Sync already requested", "This synchronisation was already requested."),
    2593109: Code(400, "History sharing declined", "The business chose not to share its history."),
}
CODES |= {  # of the management edges
    2200: Code(400, "Callback verification failed", "The address did not give back the challenge."),
    131059: Code(400, "Cursor expired", "The list has changed since this cursor was given."),
    133005: Code(400, "Two step verification PIN mismatch", "The two-step verification PIN is wrong."),
    133006: Code(400, "Phone number re-verification needed", "The number must be verified first."),
    133008: Code(400, "Too many PIN guesses", "Too many guesses of the two-step verification PIN.", True),
    133010: Code(400, "Phone number not registered", "The number is not registered."),
    133016: Code(400, "Register or deregister limit", "More than 10 (de)registrations in 72 hours.", True),
    139100: Code(400, "Failed to block/unblock some users", "Some users could not be blocked or unblocked."),
    139101: Code(400, "Blocklist limit reached", "The block list holds 64,000 users."),
    139102: Code(400, "Blocklist concurrent update", "The block list has changed; start again.", True),
    147001: Code(400, "Username unavailable", "This username is not available."),
    200005: Code(400, "Template insights unavailable", "Template insights are not available."),
    200006: Code(400, "Template insights cannot be disabled", "Insights stay on once they are on."),
    200007: Code(400, "Template insights not enabled", "Enable insights on the account first."),
}
OAUTH, METHOD = "OAuthException", "GraphMethodException"


class Refusal(Exception):
    """The request is refused: Meta's code, what it says, and the few cases that differ from the table."""

    def __init__(
        self,
        code: int,
        details: str | None = None,
        *,
        message: str | None = None,
        subcode: int | None = None,
        kind: str = OAUTH,
        http: int | None = None,
        title: str | None = None,
        advice: str | None = None,
    ) -> None:
        super().__init__(code, details)
        self.code = code
        self.http = http or CODES[code].http
        self.details = details
        self.message = message
        self.subcode = subcode
        self.kind = kind
        self.title = title  # shown to people: error_user_title
        self.advice = advice  # shown to people: error_user_msg


def envelope(refusal: Refusal, trace_id: str) -> Json:
    """The body of a refused call, with Meta's fields."""
    row = CODES[refusal.code]
    error: Json = {
        "message": refusal.message or f"(#{refusal.code}) {row.title}",
        "type": refusal.kind,
        "code": refusal.code,
    }
    if refusal.message is None:
        details = refusal.details or row.details
        error["error_data"] = {"messaging_product": "whatsapp", "details": details}
    if refusal.subcode is not None:
        error["error_subcode"] = refusal.subcode
    if refusal.title is not None:
        error |= {"error_user_title": refusal.title, "error_user_msg": refusal.advice or refusal.title}
    return {"error": error | {"is_transient": row.is_transient, "fbtrace_id": trace_id}}


def webhook_error(code: int, details: str | None = None) -> Json:
    """The shape inside webhooks: no envelope, a title and a link."""
    row = CODES[code]
    told = {"code": code, "title": row.title, "message": row.title}
    return told | {"error_data": {"details": details or row.details}, "href": HREF}
