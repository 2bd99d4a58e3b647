"""The lines of `tests.flow.authorisation` about working together: taking, filing, noting, lists, planned answers."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.domain.assignment import AssignConversation, ClaimConversation
from app.domain.conversations import UnreadConversation
from app.domain.ids import MemberId, MessageId, QuickReplyId
from app.domain.notes import AddNote, EditNote, RemoveNote
from app.domain.quick_replies import RemoveQuickReply, SaveQuickReply
from app.domain.saved_views import RemoveView, SavedView, SaveView, ViewFilter
from app.domain.scheduled import CancelScheduled, ChangeScheduled, ScheduleMessage, SendScheduled
from app.domain.snoozing import SnoozeConversation, WakeConversation
from app.domain.tags import TagConversation, UntagConversation
from tests.flow.cast import ALL, LEADERS, NOBODY, Cast, Wish


def reply_id(whose: str) -> QuickReplyId:
    """The quick reply of a member, or the one that is "shared"."""
    return QuickReplyId(f"q-{whose.replace(' ', '-')}")


def _kept(whose: str, version: int, *, is_personal: bool) -> SaveQuickReply:
    return SaveQuickReply(reply_id(whose), "Hours", "Nine to six", is_personal, version)


def _later(cast: Cast) -> datetime:
    return cast.now + timedelta(hours=1)


TEAM_WISHES: tuple[Wish, ...] = (
    Wish(lambda cast, _: ClaimConversation(cast.conversation_id), "conversation.claim", ALL),
    Wish(
        lambda cast, who: AssignConversation(cast.conversation_id, MemberId(cast.member(who)), None),
        "conversation.assign", ALL,
    ),
    Wish(lambda cast, _: SnoozeConversation(cast.conversation_id, None), "conversation.snooze", ALL),
    Wish(lambda cast, _: WakeConversation(cast.conversation_id), "conversation.wake", ALL),
    Wish(lambda cast, _: TagConversation(cast.conversation_id, "VIP"), "conversation.tag", ALL),
    Wish(lambda cast, _: UntagConversation(cast.conversation_id, "VIP"), "conversation.untag", ALL),
    Wish(lambda cast, _: UnreadConversation(cast.conversation_id), "conversation.mark_unread", ALL),
    Wish(lambda cast, who: AddNote(MessageId(f"n-{who}"), cast.conversation_id, "Hi"), "note.add", ALL),
    Wish(
        lambda cast, who: EditNote(cast.noted[who], cast.conversation_id, "Ho", (), "Hi"), "note.edit", ALL, "(own)"
    ),
    Wish(lambda cast, who: RemoveNote(cast.noted[who], cast.conversation_id), "note.remove", ALL, "(own)"),
    Wish(
        lambda cast, _: RemoveNote(cast.noted["owner 2"], cast.conversation_id), "note.remove", LEADERS, "(another's)"
    ),
    Wish(
        lambda cast, who: SaveView(SavedView(f"v-{who}", "Mine", ViewFilter(), MemberId(cast.member(who)))),
        "view.save", ALL, "(own)",
    ),
    Wish(lambda _cast, who: SaveView(SavedView(f"s-{who}", "Ours", ViewFilter())), "view.save", LEADERS, "(shared)"),
    Wish(lambda _cast, _: RemoveView("v-shared"), "view.remove", LEADERS, "(shared)"),
    Wish(
        lambda cast, who: ScheduleMessage(MessageId(f"p-{who}"), cast.conversation_id, _later(cast), "text", "Hi"),
        "schedule.add", ALL,
    ),
    Wish(
        lambda cast, who: ChangeScheduled(
            cast.planned[who], cast.conversation_id, _later(cast), "text", "Ho", seen_version=1
        ),
        "schedule.change", ALL, "(own)",
    ),
    Wish(
        lambda cast, _: ChangeScheduled(
            cast.planned["owner 2"], cast.conversation_id, _later(cast), "text", "Ho", seen_version=1
        ),
        "schedule.change", LEADERS, "(another's)",
    ),
    Wish(lambda cast, who: CancelScheduled(cast.planned[who], cast.conversation_id), "schedule.cancel", ALL, "(own)"),
    Wish(
        lambda cast, _: CancelScheduled(cast.planned["owner 2"], cast.conversation_id),
        "schedule.cancel", LEADERS, "(another's)",
    ),
    Wish(
        lambda cast, who: SendScheduled(cast.planned[who], cast.conversation_id, 1), "schedule.send", ALL, "(own)"
    ),
    Wish(
        lambda cast, _: SendScheduled(cast.planned["owner 2"], cast.conversation_id, 1),
        "schedule.send", LEADERS, "(another's)",
    ),
    Wish(lambda _cast, who: _kept(who, 1, is_personal=True), "quick_reply.save", ALL, "(own)"),
    Wish(lambda _cast, who: _kept(f"new-{who}", 0, is_personal=False), "quick_reply.save", LEADERS, "(new, shared)"),
    Wish(lambda _cast, _: _kept("shared", 1, is_personal=False), "quick_reply.save", LEADERS, "(shared)"),
    Wish(lambda _cast, _: _kept("rep 2", 1, is_personal=True), "quick_reply.save", NOBODY, "(another's)"),
    Wish(lambda _cast, who: RemoveQuickReply(reply_id(who), 1), "quick_reply.remove", ALL, "(own)"),
    Wish(lambda _cast, _: RemoveQuickReply(reply_id("shared"), 1), "quick_reply.remove", LEADERS, "(shared)"),
    Wish(lambda _cast, _: RemoveQuickReply(reply_id("rep 2"), 1), "quick_reply.remove", NOBODY, "(another's)"),
)  # fmt: skip
