"""Why a message did not go out or did not arrive: our own codes, whatever the channel, and what may be done about each.

The sentences stand in app/words; the comment at each code says what they must tell.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Retry = Literal["never", "backoff", "pair_backoff", "at_most_two", "after_fix"]
"""What the machine may do: nothing; wait and try again; the same for one customer (4^n s); at most two more tries, each
60 s later; nothing until a person mended the cause."""

Step = Literal[
    "retry", "wait", "copy_details", "check_number", "ask_customer_to_write", "renew_access",
    "check_account", "check_payment", "check_line", "unblock", "update_program", "phone_application", "send_template",
    "call", "ask_number",
]  # fmt: skip
"""What a person may do next, in the order in which to offer it. "retry" sends the same text as a new message."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One reason: its code, what the machine may do, what a person may do."""

    code: str
    retry: Retry
    steps: tuple[Step, ...]


FAILED_UNKNOWN = "failed_unknown"
TOKEN_INVALID = "token_invalid"  # noqa: S105 - a code, not a token
WINDOW_CLOSED = "window_closed"
MARKETING_STOPPED = "marketing_stopped"
CHANNEL_FAILED = "channel_failed"
RATE_LIMITED = "rate_limited"
PAIR_LIMITED = "pair_limited"
NOT_SENT = "not_sent"
REQUEST_INVALID = "request_invalid"

_ALL: tuple[Failure, ...] = (
    # The channel gave no reason, or one that this version does not know.
    Failure(FAILED_UNKNOWN, "never", ("retry", "copy_details")),
    # The hub has no valid access to the channel (never given, expired or withdrawn): nothing goes out until then.
    Failure(TOKEN_INVALID, "after_fix", ("renew_access", "retry")),
    # The access lacks a permission for this number.
    Failure("permission_missing", "after_fix", ("renew_access", "copy_details")),
    # The channel does not know our number (any more), or the thing that the message names.
    Failure("line_unknown", "after_fix", ("check_line", "copy_details")),
    # Our number is not registered with the channel, or its registration failed.
    Failure("line_not_registered", "after_fix", ("check_line", "copy_details")),
    # The channel must first approve the business's display name.
    Failure("display_name_pending", "after_fix", ("check_line",)),
    # A trial number may write only to people on its list of allowed recipients.
    Failure("recipient_not_allowed", "after_fix", ("check_line", "copy_details")),
    # The channel has locked or restricted the business's account.
    Failure("account_restricted", "never", ("check_account", "copy_details")),
    # The channel holds the number back, because too many people blocked or reported it.
    Failure("quality_restricted", "never", ("check_account", "wait")),
    # The channel's bill is not paid, or no means of payment is set.
    Failure("payment_problem", "after_fix", ("check_payment", "retry")),
    # More than 24 hours since the customer last wrote: free answers are over, templates are not.
    Failure(WINDOW_CLOSED, "never", ("send_template", "ask_customer_to_write")),
    # The customer cannot get it: not on WhatsApp, too old a version, or the new terms not accepted.
    Failure("undeliverable", "never", ("check_number", "call", "copy_details")),
    # Sender and recipient are the same number.
    Failure("own_number", "never", ("check_number",)),
    # The business itself has blocked this customer.
    Failure("blocked_by_us", "after_fix", ("unblock",)),
    # The channel lets no business write to that country.
    Failure("country_not_allowed", "never", ("call", "copy_details")),
    # This customer is known by a user id only, and this kind of message needs the number.
    Failure("number_needed", "never", ("ask_number", "ask_customer_to_write")),
    # The customer's phone or application changed, and we asked the channel to stop in that case.
    Failure("identity_changed", "after_fix", ("check_number", "call", "retry")),
    # The channel is slowing the whole number down; it will go out a little later.
    Failure(RATE_LIMITED, "backoff", ("wait", "retry")),
    # Too many messages to this one customer within a short time; it will go out a little later.
    Failure(PAIR_LIMITED, "pair_backoff", ("wait", "retry")),
    # The channel said that it failed on its side, as often as we may try.
    Failure(CHANNEL_FAILED, "at_most_two", ("retry", "copy_details")),
    # The channel is down or overloaded for a moment.
    Failure("channel_unavailable", "at_most_two", ("wait", "retry")),
    # The channel is working on our number (a minute or so).
    Failure("line_maintenance", "at_most_two", ("wait", "retry")),
    # A part of the channel that registers numbers is down for a moment.
    Failure("registration_unavailable", "backoff", ("wait", "retry")),
    # The channel could not be reached at all, as often as we may try: nothing went out.
    Failure(NOT_SENT, "backoff", ("retry",)),
    # What we sent was malformed for the channel: a fault of this program.
    Failure(REQUEST_INVALID, "never", ("update_program", "copy_details")),
    # Something in it is not as the channel wants it; a reaction's message may be too old, deleted or somebody else's.
    Failure("value_invalid", "never", ("copy_details",)),
    # The channel does not support this type of message.
    Failure("type_unsupported", "never", ("phone_application", "copy_details")),
    # What the customer sent is not available here; perhaps on the phone.
    Failure("content_unavailable", "never", ("phone_application",)),
    # The customer's file could not be fetched.
    Failure("media_unreadable", "never", ("ask_customer_to_write",)),
    # The hub has not got the file that should go out (any more).
    Failure("media_missing", "never", ("copy_details",)),
    # This hub cannot send files.
    Failure("files_unsupported", "never", ("phone_application", "copy_details")),
    # Our file was not taken: type, size or content.
    Failure("media_refused", "after_fix", ("copy_details",)),
    # The channel limits how much advertising a person gets from anyone; not before a day has passed.
    Failure("marketing_limited", "never", ("wait", "call")),
    # This customer asked for no more advertising from us.
    Failure(MARKETING_STOPPED, "never", ()),
    # Nobody recorded that this customer agreed to it; they want no more of it; a person must first read what they said.
    Failure("consent_missing", "never", ()),
    Failure("consent_withdrawn", "never", ()),
    Failure("consent_doubted", "never", ()),
    # The appointment that it asks or reminds of was moved, cancelled or given to somebody else while it waited.
    Failure("appointment_changed", "never", ()),
    # The channel left this person out of advertising for an experiment.
    Failure("marketing_experiment", "never", ("call", "copy_details")),
    # Advertising was switched off in the account's own settings.
    Failure("marketing_disabled", "after_fix", ("check_account",)),
    # The channel lowered our limits, because templates were declared wrongly.
    Failure("category_limited", "never", ("check_account", "wait")),
    # The template does not exist in this language, is not approved, or was withdrawn.
    Failure("template_unavailable", "after_fix", ("send_template", "copy_details")),
    # The template is paused because people disliked it.
    Failure("template_paused", "never", ("wait", "send_template", "copy_details")),
    # The template was disabled for good.
    Failure("template_disabled", "never", ("send_template", "copy_details")),
    # The template is not ready everywhere at the channel yet (some ten minutes).
    Failure("template_syncing", "never", ("wait", "retry")),
    # With its values filled in the template is longer than a message may be.
    Failure("template_too_long", "never", ("send_template", "copy_details")),
    # The values do not fit the template.
    Failure("template_values", "never", ("send_template", "copy_details")),
    # The template breaks the channel's rules, or its text cannot be accepted.
    Failure("template_refused", "never", ("send_template", "copy_details")),
    # The form behind the message is blocked or overused.
    Failure("form_unavailable", "after_fix", ("copy_details",)),
    # A call could not be made or allowed.
    Failure("call_refused", "never", ("call", "copy_details")),
    # The list of blocked people could not be changed, or only in part.
    Failure("block_list_failed", "never", ("copy_details",)),
    # It holds as many people as it can.
    Failure("block_list_full", "never", ("check_account",)),
    # It was being changed by somebody else at that moment, or the channel failed on its side: ask once more.
    Failure("block_list_busy", "backoff", ("wait", "retry")),
    # The wished name of the business is taken or not allowed.
    Failure("username_refused", "never", ("copy_details",)),
    # Figures about templates are not available.
    Failure("insights_unavailable", "never", ("copy_details",)),
    # The phone's history was not shared, or may not be asked for any more.
    Failure("history_unavailable", "never", ("copy_details",)),
    # A group does not allow this.
    Failure("group_refused", "never", ("copy_details",)),
)
FAILURES: Mapping[str, Failure] = {failure.code: failure for failure in _ALL}
# These stop every message of a business number, whoever it is for: shown under connection health until one goes out.
ACCOUNT_TROUBLES = frozenset({
    TOKEN_INVALID, "permission_missing", "line_unknown", "line_not_registered", "display_name_pending",
    "account_restricted", "quality_restricted", "payment_problem",
})  # fmt: skip


def failure_of(code: str) -> Failure:
    """The reason behind a code; one that a newer hub made counts as unknown."""
    return FAILURES.get(code, FAILURES[FAILED_UNKNOWN])
