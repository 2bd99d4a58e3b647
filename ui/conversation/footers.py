"""What stands under a bubble that did not simply arrive: a sentence, and up to three ways on. Only ways that work."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from app.domain.failures import FAILED_UNKNOWN, Step
from app.domain.rows import MessageRow
from app.words import gettext as _
from app.words import sentences

Way = Literal["retry", "arrived", "details", "number"]
DOUBT_AFTER: Final = timedelta(minutes=2)  # then an unconfirmed message says so
DECIDE_AFTER: Final = timedelta(minutes=10)  # then a person may decide about it
MOST_WAYS: Final = 3


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


def footer_of(row: MessageRow, now: datetime) -> Footer:
    """What stands under an outgoing message at `now` (UTC)."""
    if row.state == "unknown":
        return _doubt(row, now)
    if row.state in ("failed", "refused"):
        return _failed(row)
    if row.state == "expired":
        sentence = _("This message did not go out in time, so it was not sent.")
        return Footer(sentence, (WayOn("retry", _("Send again")),), is_bad=True)
    if row.state == "cancelled":
        return Footer(_("Taken back before it was sent."))
    return NO_FOOTER


def _failed(row: MessageRow) -> Footer:
    failure = sentences.failure(row.failure_code or FAILED_UNKNOWN)
    words: dict[Step, tuple[Way, str]] = {
        "retry": ("retry", _("Send again")),
        "check_number": ("number", _("Copy the number")),
        "copy_details": ("details", _("Copy details")),
    }
    ways = [WayOn(*words[step]) for step in failure.steps if step in words]
    return Footer(failure.sentence, tuple(ways[:MOST_WAYS]), is_bad=True)


def _doubt(row: MessageRow, now: datetime) -> Footer:
    since = row.state_at or row.sort_at
    if now < since + DOUBT_AFTER:
        return NO_FOOTER
    if now < since + DECIDE_AFTER:
        sentence = _("Not confirmed yet: WhatsApp has not said whether it went out.")
        return Footer(sentence)
    sentence = _("Not confirmed: it may have arrived. Ask the customer before you send it again.")
    return Footer(sentence, (WayOn("arrived", _("It arrived")), WayOn("retry", _("Send again"))))
