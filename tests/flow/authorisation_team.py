"""The lines of `tests.flow.authorisation` about working together: taking, filing, noting, lists, planned answers."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.domain.assignment import AssignConversation, ClaimConversation
from app.domain.conversations import UnreadConversation
from app.domain.ids import MemberId, MessageId
from app.domain.notes import AddNote, EditNote, RemoveNote
from app.domain.saved_views import RemoveView, SavedView, SaveView, ViewFilter
from app.domain.scheduled import CancelScheduled, ChangeScheduled, ScheduleMessage, SendScheduled
from app.domain.snoozing import SnoozeConversation, WakeConversation
from app.domain.tags import TagConversation, UntagConversation
from tests.flow.cast import ALL, LEADERS, Cast, Wish


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
)  # fmt: skip
