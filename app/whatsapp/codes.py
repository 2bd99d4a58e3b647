"""Meta's error numbers, all of them, and our own reason for each (Meta's table of error codes, edition of 2026).

One decides on the number alone: HTTP status and titles are not reliable.
"""

from collections.abc import Mapping

from app.domain.failures import (
    CHANNEL_FAILED,
    FAILED_UNKNOWN,
    FAILURES,
    PAIR_LIMITED,
    RATE_LIMITED,
    TOKEN_INVALID,
    WINDOW_CLOSED,
    Failure,
)

CODES: Mapping[int, str] = {
    0: TOKEN_INVALID,
    1: CHANNEL_FAILED,
    2: "channel_unavailable",
    3: "permission_missing",
    4: RATE_LIMITED,
    10: "permission_missing",
    33: "line_unknown",
    100: "request_invalid",
    190: TOKEN_INVALID,
    368: "account_restricted",
    613: RATE_LIMITED,
    80007: RATE_LIMITED,
    130403: "blocked_by_us",
    130429: RATE_LIMITED,
    130472: "marketing_experiment",
    130497: "country_not_allowed",
    131000: CHANNEL_FAILED,
    131005: "permission_missing",
    131008: "request_invalid",
    131009: "value_invalid",
    131016: "channel_unavailable",
    131020: "group_refused",
    131021: "own_number",
    131026: "undeliverable",
    131030: "recipient_not_allowed",
    131031: "account_restricted",
    131037: "display_name_pending",
    131041: "group_refused",
    131042: "payment_problem",
    131045: "line_not_registered",
    131047: WINDOW_CLOSED,
    131048: "quality_restricted",
    131049: "marketing_limited",
    131050: "marketing_stopped",
    131051: "type_unsupported",
    131052: "media_unreadable",
    131053: "media_refused",
    131055: "template_refused",
    131056: PAIR_LIMITED,
    131057: "line_maintenance",
    131058: "template_refused",
    131059: "request_invalid",
    131060: "content_unavailable",
    131062: "number_needed",
    131063: "marketing_disabled",
    131064: "category_limited",
    **dict.fromkeys(range(131201, 131216), "group_refused"),
    132000: "template_values",
    132001: "template_unavailable",
    132005: "template_too_long",
    132007: "template_refused",
    132008: "template_values",
    132012: "template_values",
    132015: "template_paused",
    132016: "template_disabled",
    132018: "template_values",
    132068: "form_unavailable",
    132069: "form_unavailable",
    133000: "line_not_registered",
    133004: "registration_unavailable",
    133005: "line_not_registered",
    133006: "line_not_registered",
    133008: "line_not_registered",
    133009: "line_not_registered",
    133010: "line_not_registered",
    133015: "line_not_registered",
    133016: "line_not_registered",
    134011: "payment_problem",
    134100: "template_refused",
    134101: "template_syncing",
    134102: "channel_unavailable",
    135000: "request_invalid",
    137000: "identity_changed",
    **dict.fromkeys(range(138000, 138019), "call_refused"),
    138013: RATE_LIMITED,
    139100: "block_list_failed",
    139101: "block_list_full",
    139102: "block_list_busy",
    139103: "block_list_busy",
    **dict.fromkeys(range(147001, 147006), "username_refused"),
    200005: "insights_unavailable",
    200006: "insights_unavailable",
    200007: "insights_unavailable",
    2388019: "template_refused",
    2388023: "template_refused",
    2388039: "template_refused",
    2388040: "template_refused",
    2388047: "template_refused",
    2388072: "template_refused",
    2388073: "template_refused",
    2388293: "template_refused",
    2388299: "template_refused",
    2494100: "line_maintenance",
    2593107: "history_unavailable",
    2593108: "history_unavailable",
    2593109: "history_unavailable",
}
PERMISSION_NUMBERS = range(200, 300)  # one number for each permission that is not granted


def meaning_of(number: int) -> Failure:
    """Our reason for one of Meta's numbers, with what may be done about it."""
    if number in PERMISSION_NUMBERS:
        return FAILURES["permission_missing"]
    return FAILURES[CODES.get(number, FAILED_UNKNOWN)]


def is_known(number: int) -> bool:
    """Whether the number has a meaning of its own."""
    return number in CODES or number in PERMISSION_NUMBERS
