"""Drawn events of `tests.storage.view_log` about consent: given, withdrawn, doubted, cleared."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from app.domain.consent import PURPOSES, ConsentCleared, ConsentDoubted, ConsentGiven, ConsentWithdrawn
from app.domain.events import EventBody
from app.domain.ids import ContactId, MemberId, MessageId

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


def said_of_consent(draw: st.DrawFn, member_id: MemberId) -> EventBody:
    """Somebody agreed, wants no more, or may have said so; recorded by a person, an import or the hub."""
    who, message_id = ContactId(f"p{draw(st.integers(1, 3))}"), MessageId(f"in{draw(st.integers(1, 9))}")
    purposes = tuple(draw(st.lists(st.sampled_from(PURPOSES), min_size=1, max_size=3)))
    at = NOON + timedelta(days=draw(st.integers(-2, 0)))
    recorder = draw(st.sampled_from([member_id, None]))
    import_id = draw(st.sampled_from([None, "imp"]))
    bodies: list[EventBody] = [
        ConsentGiven(who, "whatsapp", purposes, "form", "Oui", at, "", None, import_id, recorder),
        ConsentWithdrawn(who, "whatsapp", purposes, "stop_word", "STOP", at, "", message_id, None, recorder),
        ConsentDoubted(who, message_id, at),
        ConsentCleared(who, message_id, member_id),
    ]
    return draw(st.sampled_from(bodies))
