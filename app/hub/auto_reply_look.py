"""What the hub looks at before it answers somebody by itself, and under which id it does: always under the same one."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from app.domain.auto_replies import AFTER_HOURS, FRESH, THERE, AutoReply, Wait
from app.domain.consent import UNASKED
from app.domain.conversations import Conversation
from app.domain.groups import GroupBook
from app.domain.hours import BUSINESS, HoursBook, group_scope, line_scope
from app.domain.hours_ahead import HoursAhead, ahead
from app.domain.ids import MessageId
from storage import view
from storage.hub import epochs
from storage.hub.tables import Connection
from storage.view import auto_replies as rows

OWN_ID = "auto-"  # ids of these messages begin so
_EVER = datetime(1970, 1, 1, tzinfo=UTC)


def own_id(conversation_id: str, what: str, since_s: int = 0) -> MessageId:
    """The id of an automatic answer. `since_s`: of the closed period that it is the one for."""
    digest = hashlib.sha256(f"{conversation_id}\0{what}\0{since_s}".encode()).hexdigest()
    return MessageId(OWN_ID + digest[:32])


def hours_of(conversation: Conversation, book: HoursBook, groups: GroupBook, now_s: int) -> HoursAhead | None:
    """Those that count there: of the holder's group, else of the number, else of the business."""
    scopes = [line_scope(conversation.line_id), BUSINESS]
    holder = conversation.assignee_id
    group = groups.group_at(holder, now_s) if holder is not None else None
    return ahead(book, scopes if group is None else [group_scope(group), *scopes], now_s)


def wait_of(
    conn: Connection, conversation: Conversation, hours: HoursAhead | None, now: datetime, *, is_typing: bool
) -> Wait | None:
    """How somebody stands who has just written; None where nobody waits."""
    there = conversation.conversation_id
    wrote_at = rows.wrote_at(conn, there)
    if conversation.waiting_since_at is None or wrote_at is None or wrote_at < now - FRESH:
        return None
    now_s = int(now.timestamp())
    closed_s = hours.closed_since(now_s) if hours is not None else None
    closed_at = now if closed_s is None else _EVER + timedelta(seconds=closed_s)
    ours = rows.ours_since(conn, there, min(now - THERE, max(closed_at, now - AFTER_HOURS)))
    is_person_there = any(author in ("member", "phone") for author, _at in ours)
    is_first = conversation.is_new and not rows.is_anything_before(conn, there, now - FRESH)
    return Wait(
        wrote_s=int(wrote_at.timestamp()),
        is_first=is_first,
        is_left_alone=_is_left_alone(conn, conversation) or _is_of_before(conn, wrote_at),
        is_person_there=is_typing or is_person_there,
        was_answered=is_first and bool(rows.automatic_since(conn, there, _EVER)),
        was_told_closed=closed_s is not None and "away" in rows.automatic_since(conn, there, closed_at),
        closed_since_s=closed_s,
        next_opening_s=hours.next_opening(now_s) if hours is not None else None,
    )


def is_any_on(replies: Mapping[str, AutoReply]) -> bool:
    """Whether anything is ever answered automatically."""
    return any(one.is_greeting or one.is_away for one in replies.values())


def _is_left_alone(conn: Connection, conversation: Conversation) -> bool:
    """Blocked there, or they asked for no more (or may have), and did not agree to anything since."""
    contact_id = conversation.contact_id
    if view.is_blocked(conn, contact_id, conversation.line_id) or view.is_doubted(conn, contact_id):
        return True
    standings = view.consent_standings(conn, contact_id, conversation.channel)
    told = [standings[purpose] for purpose in UNASKED if purpose in standings]
    return any(one.state == "withdrawn" and one.source == "stop_word" for one in told)


def _is_of_before(conn: Connection, wrote_at: datetime) -> bool:
    """Whether the log that a restore left behind may have had it, and answered."""
    epoch = epochs.newest(conn)
    return epoch is not None and wrote_at <= epoch.made_at
