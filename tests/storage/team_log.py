"""Drawn events of `tests.storage.view_log` about what a team keeps, and about the team itself."""

from datetime import date

from hypothesis import strategies as st

from app.domain import health, lines, members, settings
from app.domain.events import EventBody, UnknownBody
from app.domain.ids import DeviceId, LineId, MemberId, QuickReplyId
from app.domain.ledger import Cost, CostRemoved, CostSaved
from app.domain.money import Money
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
        CostSaved(
            Cost(
                "c1",
                name,
                "licence",
                Money(100 * version, "EUR"),
                "monthly",
                date(2026, 1, 1),
                version=version,
            ),
            member_id,
        ),
        CostRemoved("c1", version, member_id),
    ]
    return draw(st.sampled_from(bodies))


def told_of_team(draw: st.DrawFn, member_id: MemberId, line_id: LineId) -> EventBody | UnknownBody:
    """Who comes and goes, what is set, how the hub fares; and what only a newer program understands."""
    name = draw(st.sampled_from(["Léa", "Léa Martin", "Léa Roy"]))
    roles: list[members.Role] = ["rep", "owner"]
    role = draw(st.sampled_from(roles))
    bodies: list[EventBody | UnknownBody] = [
        lines.LineAdded(line_id, "whatsapp", "309900000000042"),
        members.MemberAdded(member_id, name, "rep"),
        members.MemberChanged(member_id, name, role),
        members.MemberRemoved(member_id),
        members.DeviceRevoked(DeviceId("d1")),
        settings.SettingChanged("response_standard_min", draw(st.integers(1, 60))),
        settings.SettingChanged("read_receipts", draw(st.booleans())),
        settings.SettingChanged("something_newer", "new"),
        health.HubStarted("0.1", draw(st.booleans())),
        health.HubStopped(),
        health.WebhookUnparsed("not_json", line_id),
        health.WebhookAccount("call", line_id, {"event": "ring"}),
        UnknownBody("deal.opened", b'{"amount":3}'),
        UnknownBody("message.received", b""),
    ]
    return draw(st.sampled_from(bodies))
