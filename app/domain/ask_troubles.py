"""Why a request did not go out: what is about the customer, and what is not, so that they are simply to be asked."""

from __future__ import annotations

from typing import Final

OURS: Final = frozenset({
    "account_restricted", "appointment_changed",
    "blank_open", "channel_failed", "display_name_pending", "expired_unsent", "hub_restored",
    "line_not_ours",
    "line_not_registered", "line_unknown", "no_template", "not_sent", "payment_problem", "permission_missing",
    "quality_restricted", "quiet_hours", "rate_limited", "request_invalid", "template_disabled", "template_paused",
    "template_refused", "template_syncing", "template_too_long", "template_unavailable", "template_values",
    "token_invalid", "type_unsupported", "value_invalid", "window_closed",
})  # fmt: skip
"""Codes of what stands between us and the channel, or passes with time; the customer can be asked once it is over."""
TEMPLATE_STOPS: Final = frozenset({"template_paused", "template_disabled", "template_unavailable"})
"""Refusals that stand against everybody who would get that template."""


def is_in_vain(message_state: str, message_code: str = "") -> bool:
    """Whether a request never reached anybody for a reason that is not theirs: taken back, or held up on our side."""
    if message_state == "cancelled":
        return True
    return message_state in ("refused", "failed") and message_code in OURS


def is_theirs(code: str) -> bool:
    """Whether a trouble is the customer's own, so that only a call helps."""
    return bool(code) and code not in OURS
