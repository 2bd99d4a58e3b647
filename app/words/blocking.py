"""Why somebody was not blocked or unblocked: the channel has rules of its own for that."""

from collections.abc import Mapping

from app.words import gettext as _
from app.words import sentences
from app.words.reasons import reason_of

_OF_THE_LIST = ("block_list_failed", "block_list_full", "block_list_busy")


def block_refusal(code: str, facts: Mapping[str, str]) -> str:
    """The sentence for a refusal; `facts["reason"]` is our reason for the channel's own."""
    if code != "channel_refused":
        return sentences.refusal(code, facts)
    reason = facts.get("reason", "")
    if reason == "window_closed":
        return _(
            "Nobody was blocked: WhatsApp lets you block only people who wrote to you in the last 24 hours. "
            "You can do it when they write again."
        )
    if reason in _OF_THE_LIST:
        return reason_of(reason) or ""
    if reason in ("token_invalid", "permission_missing", "account_restricted", "line_not_registered"):
        return _(
            "WhatsApp did not do it, because your connection is not in order. Look at it in the settings."
        )
    return _("WhatsApp did not do it, and the list of blocked people is as it was. Try again later.")
