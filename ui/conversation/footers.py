"""What stands under a bubble that did not simply arrive: a sentence, and up to three ways on. Only ways that work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from app.domain.failures import FAILED_UNKNOWN, Step
from app.domain.rows import MessageRow
from app.words import gettext as _
from app.words import sentences
from ui.conversation.reach import Reach

Way = Literal["retry", "arrived", "details", "number", "call", "template", "unblock", "ask_number", "health"]
DOUBT_AFTER: Final = timedelta(minutes=2)  # then an unconfirmed message says so
DECIDE_AFTER: Final = timedelta(minutes=10)  # then a person may decide about it
MOST_WAYS: Final = 3
WAYS: Final[Mapping[Step, Way]] = {
    "retry": "retry",
    "copy_details": "details",
    "check_number": "number",
    "call": "call",
    "send_template": "template",
    "unblock": "unblock",
    "ask_number": "ask_number",
    "renew_access": "health",
    "check_account": "health",
    "check_payment": "health",
    "check_line": "health",
}


@dataclass(frozen=True, slots=True)
class WayOn:
    """One link under a bubble."""

    way: Way
    label: str


@dataclass(frozen=True, slots=True)
class Footer:
    """`is_bad` is red."""

    sentence: str = ""
    ways: tuple[WayOn, ...] = ()
    is_bad: bool = False


NO_FOOTER: Final = Footer()


def footer_of(row: MessageRow, now: datetime, reach: Reach) -> Footer:
    """What stands under an outgoing message at `now` (UTC); only ways that `reach` leaves open."""
    if row.state == "unknown":
        return _doubt(row, now)
    if row.state in ("failed", "refused"):
        return _failed(row, reach)
    if row.state == "expired":
        sentence = _("This message did not go out in time, so it was not sent.")
        return Footer(sentence, _ways(("retry",), row, reach), is_bad=True)
    if row.state == "cancelled":
        return Footer(_("Taken back before it was sent."))
    return NO_FOOTER


def _failed(row: MessageRow, reach: Reach) -> Footer:
    failure = sentences.failure(row.failure_code or FAILED_UNKNOWN)
    return Footer(failure.sentence, _ways(failure.steps, row, reach), is_bad=True)


def _ways(steps: Sequence[Step], row: MessageRow, reach: Reach) -> tuple[WayOn, ...]:
    """Steps as links, each once. A step that only takes time, or another device, has none."""
    ways = dict.fromkeys(WAYS[step] for step in steps if step in WAYS)
    return tuple(WayOn(way, way_words(way)) for way in ways if _works(way, row, reach))[:MOST_WAYS]


def _works(way: Way, row: MessageRow, reach: Reach) -> bool:
    if way == "retry":
        return reach.is_free or (row.kind == "template" and not reach.is_blocked)
    return {
        "number": reach.number is not None,
        "call": reach.number is not None,
        "template": reach.has_templates,
        "unblock": reach.is_blocked,
        "ask_number": reach.number is None and reach.is_free,
    }.get(way, True)


def way_words(way: Way) -> str:
    """What the link says."""
    return {
        "retry": _("Send again"),
        "arrived": _("It arrived"),
        "details": _("Copy details"),
        "number": _("Copy the number"),
        "call": _("Call them"),
        "template": _("Choose a template"),
        "unblock": _("Unblock"),
        "ask_number": _("Ask for the number"),
        "health": _("Look at the connection"),
    }[way]


def _doubt(row: MessageRow, now: datetime) -> Footer:
    since = row.state_at or row.sort_at
    if now < since + DOUBT_AFTER:
        return NO_FOOTER
    if now < since + DECIDE_AFTER:
        sentence = _("Not confirmed yet: WhatsApp has not said whether it went out.")
        return Footer(sentence)
    sentence = _("Not confirmed: it may have arrived. Ask the customer before you send it again.")
    return Footer(sentence, (WayOn("arrived", way_words("arrived")), WayOn("retry", way_words("retry"))))
