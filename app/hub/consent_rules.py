"""Recording and ending consent: pure checks, and the events that follow."""

from app.domain.consent import (
    ClearDoubt,
    ConsentCleared,
    ConsentGiven,
    ConsentWithdrawn,
    RecordConsent,
    WithdrawConsent,
    check_words,
)
from app.domain.errors import Refused
from app.domain.events import EventBody
from app.hub.send_rules import sendable
from app.hub.situation import Situation


def check_consent(situation: Situation, body: RecordConsent | WithdrawConsent) -> Refused | None:
    """Of somebody whom we know, with a source that a person can name, and not of tomorrow."""
    if situation.contact is None:
        return Refused("contact_unknown")
    return check_words(body, situation.now)


def check_clear(situation: Situation, _body: ClearDoubt) -> Refused | None:
    """Of somebody whom we know."""
    return None if situation.contact is not None else Refused("contact_unknown")


def recorded(situation: Situation, body: RecordConsent | WithdrawConsent) -> EventBody:
    """As it was said, in the name of who recorded it."""
    event = ConsentGiven if isinstance(body, RecordConsent) else ConsentWithdrawn
    return event(
        body.contact_id, body.channel, tuple(dict.fromkeys(body.purposes)), body.source, sendable(body.wording),
        body.at, sendable(body.proof), body.message_id, member_id=situation.asker.member_id,
    )  # fmt: skip


def doubt_cleared(situation: Situation, body: ClearDoubt) -> EventBody:
    """Somebody read it."""
    return ConsentCleared(body.contact_id, body.message_id, situation.asker.member_id)
