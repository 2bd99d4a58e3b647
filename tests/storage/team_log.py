"""Drawn events of `tests.storage.view_log` about what a team keeps: saved lists and quick replies."""

from hypothesis import strategies as st

from app.domain.events import EventBody
from app.domain.ids import MemberId, QuickReplyId
from app.domain.quick_replies import QuickReplyRemoved, QuickReplySaved
from app.domain.saved_views import SavedView, ViewFilter, ViewRemoved, ViewSaved


def kept_by_team(draw: st.DrawFn, member_id: MemberId) -> EventBody:
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
    ]
    return draw(st.sampled_from(bodies))
