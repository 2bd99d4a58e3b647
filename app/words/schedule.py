"""Planned answers in words: refusals, and why one was not sent at its time."""

from collections.abc import Mapping
from datetime import datetime

from app.words import gettext as _
from app.words.consent import consent_reasons
from app.words.formats import Formats


def about_schedule() -> dict[str, str]:
    """Sentences of refusals."""
    return {
        "schedule_unknown": _("This answer is not planned any more: it was sent or cancelled meanwhile."),
        "schedule_changed": _(
            "This was not done: somebody changed the planned answer meanwhile. Look at it again."
        ),
        "schedule_full": _(
            "Not planned: {limit} answers are planned in this conversation. Cancel one of them first."
        ),
        "time_far": _("Not planned: choose a time within the next {days} days."),
        "time_past": _("This was not done: that time is past. Choose a later one."),
        "window_ends_before": _(
            "Not planned: by then more than 24 hours will have passed since the customer’s last message, and WhatsApp "
            "takes templates only. Choose an earlier time, or send a template."
        ),
    }


def asked_words(code: str, facts: Mapping[str, str], formats: Formats, now: datetime) -> str:
    """Why it was not sent at its time; what may be done stands beside it."""
    if code == "customer_wrote":
        return _("Not sent: the customer wrote after you planned it.")
    if code == "was_late":
        return _("Not sent: Comptoir was not running at its time.")
    if code == "newer_answer":
        who = facts.get("who", "")
        words = (
            _("Not sent: {name} answered meanwhile.") if who else _("Not sent: somebody answered meanwhile.")
        )
        return words.format(name=who)
    if code == "window_closed":
        return _("Not sent: the 24 hours to write freely were over.")
    if code == "author_left":
        return _("Not sent: its author left the team.")
    if code == "hub_restored":
        return _("Not sent: the hub was put back from a copy, and it may have gone out before that.")
    if code == "blocked_by_us":
        return _("Not sent: this customer is blocked.")
    if code == "quiet_hours":
        return _("Not sent: it was late where the customer lives.")
    return consent_reasons().get(code) or _("Not sent: it could not go out at its time.")
