"""The lines of `tests.flow.authorisation` about consent: whoever talks with customers records what they say."""

from __future__ import annotations

from app.domain.consent import ClearDoubt, RecordConsent, WithdrawConsent
from app.domain.ids import MessageId
from tests.flow.cast import ALL, Wish

CONSENT_WISHES: tuple[Wish, ...] = (
    Wish(
        lambda cast, _: RecordConsent(cast.contact_id, ("marketing",), "spoken", cast.now, "Yes"),
        "consent.record", ALL,
    ),
    Wish(
        lambda cast, _: WithdrawConsent(cast.contact_id, ("marketing",), "rep", cast.now), "consent.withdraw", ALL
    ),
    Wish(lambda cast, _: ClearDoubt(cast.contact_id, MessageId("m-doubt")), "consent.clear", ALL),
)  # fmt: skip
