"""Drawn events of `tests.storage.view_log` about what a team keeps: saved lists, quick replies, consent."""

from datetime import datetime, timedelta

from hypothesis import strategies as st

from app.domain.consent import PURPOSES, ConsentCleared, ConsentDoubted, ConsentGiven, ConsentWithdrawn
from app.domain.events import EventBody
from app.domain.ids import ContactId, MemberId, MessageId, QuickReplyId
from app.domain.quick_replies import QuickReplyRemoved, QuickReplySaved
from app.domain.saved_views import SavedView, ViewFilter, ViewRemoved, ViewSaved


def kept_by_team(draw: st.DrawFn, member_id: MemberId, now: datetime) -> EventBody:
    """One is saved, by all or by a member alone, or removed: one that is there, or was never heard of."""
    owner_id = draw(st.sampled_from([None, member_id]))
    kept = ViewFilter(draw(st.sampled_from(["open", "closed"])), ("VIP",))
    reply_id, version = QuickReplyId(f"r{draw(st.integers(0, 2))}"), draw(st.integers(1, 9))
    name = draw(st.sampled_from(["Prices", "Été"]))
    bodies: list[EventBody] = [
        ViewSaved(SavedView("v1", "VIP", kept, owner_id), member_id),
        ViewRemoved("v1", member_id),
        QuickReplySaved(reply_id, name, "Oui", version, owner_id),
        QuickReplyRemoved(reply_id, version),
        *_said(draw, member_id, now),
    ]
    return draw(st.sampled_from(bodies))


def _said(draw: st.DrawFn, member_id: MemberId, now: datetime) -> list[EventBody]:
    """Somebody agreed, wants no more, or may have said so; recorded by a person, an import or the hub."""
    who, message_id = ContactId(f"p{draw(st.integers(1, 3))}"), MessageId(f"in{draw(st.integers(1, 9))}")
    purposes = tuple(draw(st.lists(st.sampled_from(PURPOSES), min_size=1, max_size=3)))
    at = now + timedelta(days=draw(st.integers(-2, 0)))
    recorder = draw(st.sampled_from([member_id, None]))
    import_id = draw(st.sampled_from([None, "imp"]))
    return [
        ConsentGiven(who, "whatsapp", purposes, "form", "Oui", at, "", None, import_id, recorder),
        ConsentWithdrawn(who, "whatsapp", purposes, "stop_word", "STOP", at, "", message_id, None, recorder),
        ConsentDoubted(who, message_id, at),
        ConsentCleared(who, message_id, member_id),
    ]
