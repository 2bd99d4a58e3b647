"""What a line of the inbox, the head of a conversation and the numbers of the lists read. No query scans or groups."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlcipher3.dbapi2 import Connection

from app.domain.channels import CHANNELS
from app.domain.contacts import shown_name
from app.domain.conversations import Conversation
from app.domain.ids import ConversationId, LineId, MemberId
from app.domain.lines import LineProfile
from app.domain.phone_numbers import variants
from app.domain.rows import InboxCounts, InboxRow, ThreadHeader
from app.domain.waits import Cuts
from storage.view import counters
from storage.view.blocks import is_blocked
from storage.view.contacts import place_in_alphabet
from storage.view.conversations import COLUMNS, conversation_of_row
from storage.view.lateness import cuts_of, in_time
from storage.view.saved_lists import saved_count
from storage.view.team_rows import all_saved_views, newest_mention, tags_of, unseen_mentions

_EARLY = (  # few at any time, where those beyond the standard may be tens of thousands
    "SELECT count(*) FROM view_conversation WHERE waiting_since_us IS NOT NULL AND snoozed_us IS NULL AND "
)
SAVED_LOOK = 2_000  # conversations that may be looked at to count what saved lists hold
_WITH_CONTACT = (
    f"SELECT {', '.join('c.' + name.strip() for name in COLUMNS.split(','))}, p.name, p.number, p.username, p.user_id,"
    " h.name FROM view_conversation c LEFT JOIN view_contact p ON p.contact_id = c.contact_id"
    " LEFT JOIN view_member h ON h.member_id = c.assignee_id WHERE c.conversation_id = ?"
)


def inbox_row(
    conn: Connection, conversation_id: ConversationId, me: MemberId | None = None
) -> InboxRow | None:
    """One line of the inbox as `me` sees it, without what only this computer knows."""
    row = conn.execute(_WITH_CONTACT, (conversation_id,)).fetchone()
    if row is None:
        return None
    c, (name, number, username, user_id, holder) = conversation_of_row(row), row[-5:]
    return InboxRow(
        conversation_id=c.conversation_id,
        contact_id=c.contact_id,
        name=shown_name(name, number, username, user_id),
        is_named=bool(name),
        last_at=c.last_at,
        last_direction=c.last_direction,
        last_kind=c.last_kind,
        last_text=c.last_text,
        last_state=c.last_state,
        unread_count=c.unread_count,
        waiting_since_at=c.waiting_since_at,
        window_closes_at=c.window_closes_at(),
        is_closed=c.is_closed,
        is_mentioned=me is not None
        and newest_mention(conn, c.conversation_id, me, is_unseen=True) is not None,
        line_id=c.line_id,
        has_answer=c.answered_by is not None,
        **_teamwork(conn, c, holder, me),
    )


def counts(
    conn: Connection,
    now: datetime,
    standard_min: int = 30,
    me: MemberId | None = None,
    *,
    cuts: Cuts | None = None,
) -> InboxCounts:
    """How many conversations each list holds for `me`, and how many wait beyond the standard (see `inbox_ids`)."""
    side = in_time(cuts_of(now, standard_min, cuts))
    early = conn.execute(_EARLY + side.where, side.values).fetchone()[0]
    kept = counters.stored(conn)
    sizes = {
        name: kept.get(counters.SIZE + name, 0)
        for name in ("waiting", "all", "closed", "unassigned", "theirs", "snoozed")
    }
    return InboxCounts(
        **sizes,
        beyond_standard=max(0, sizes["waiting"] - early),
        mine=kept.get(f"{counters.HELD}{me}", 0),
        mentions=0 if me is None else unseen_mentions(conn, me),
        saved=_saved_counts(conn, me),
    )


def _saved_counts(conn: Connection, me: MemberId | None) -> tuple[tuple[str, int], ...]:
    """What saved lists hold, as far as a short look tells."""
    views = all_saved_views(conn, me)
    counted = [(view.key, saved_count(conn, view, SAVED_LOOK // len(views))) for view in views]
    return tuple((key, count) for key, count in counted if count is not None)


def thread_header(
    conn: Connection, conversation_id: ConversationId, now: datetime, me: MemberId | None = None
) -> ThreadHeader | None:
    """The head of a conversation pane."""
    row = conn.execute(_WITH_CONTACT, (conversation_id,)).fetchone()
    if row is None:
        return None
    c, (name, number, username, user_id, holder) = conversation_of_row(row), row[-5:]
    return ThreadHeader(
        conversation_id=c.conversation_id,
        contact_id=c.contact_id,
        line_id=c.line_id,
        name=shown_name(name, number, username, user_id),
        is_named=bool(name),
        number=number,
        username=username,
        user_id=user_id,
        is_closed=c.is_closed,
        closed_at=c.closed_at,
        window_closes_at=c.window_closes_at(),
        is_window_open=c.channel in CHANNELS and c.is_window_open(now),
        unread_count=c.unread_count,
        newest_pos=c.newest_inbound_pos,
        newest_outbound_name=_member_name(conn, c.newest_outbound_member_id),
        is_blocked=is_blocked(conn, c.contact_id, c.line_id),
        line_profile=_line_profile(conn, c.line_id),
        waiting_since_at=c.waiting_since_at,
        has_answer=c.answered_by is not None,
        **_teamwork(conn, c, holder, me),
    )


def find_people(conn: Connection, text: str) -> list[ConversationId]:
    """Conversations of the person that a PERSON argument means (interface.md), oldest first.

    "+" and digits, "@username", a user id, a conversation id, or a name written exactly so.
    """
    found: set[tuple[int, ConversationId]] = set()
    for condition, *values in _meanings(text.strip()):
        rows = conn.execute(
            f"SELECT c.no, c.conversation_id FROM {condition} ORDER BY c.no",
            values,
        )
        found.update((row[0], row[1]) for row in rows)
    return [conversation_id for _, conversation_id in sorted(found)]


def _meanings(text: str) -> Sequence[tuple[str, ...]]:
    """Each way to read the text: tables with a condition, and the values that it compares."""
    of_alias = "view_alias a JOIN view_conversation c ON c.contact_id = a.contact_id WHERE a.kind = {} AND a.value = ?"
    of_contact = "view_contact p JOIN view_conversation c ON c.contact_id = p.contact_id WHERE p.{} = ?"
    if text.startswith("+"):
        digits = "".join(filter(str.isdigit, text))
        return [(of_alias.format("'number'"), each) for each in variants(digits)]
    if text.startswith("@"):
        return [(of_contact.format("username"), text[1:])]
    return [
        ("view_conversation c WHERE c.conversation_id = ?", text),
        (of_alias.format("'user'"), text),
        (of_alias.format("'parent_user'"), text),
        (f"{of_contact.format('sort_key')} AND p.name = ?", place_in_alphabet(text), text),
    ]


def _teamwork(conn: Connection, c: Conversation, holder: str | None, me: MemberId | None) -> dict[str, Any]:
    """What lines and heads say of the team's work."""
    return {
        "assignee_id": c.assignee_id,
        "assignee_name": holder,
        "is_mine": c.assignee_id is not None and c.assignee_id == me,
        "tags": tuple(tags_of(conn, c.conversation_id)),
        "is_snoozed": c.snoozed_at is not None,
        "snoozed_until_at": c.snoozed_until_at,
        "is_new": c.is_new,
        "is_from_ad": c.is_from_ad,
        "outcome": c.outcome,
    }


def _line_profile(conn: Connection, line_id: LineId) -> LineProfile | None:
    if conn.execute("SELECT 1 FROM view_line_profile WHERE line_id = ?", (line_id,)).fetchone() is None:
        return None
    from storage.view.account import line_profile  # a start without a profile needs no decoder

    return line_profile(conn, line_id)


def _member_name(conn: Connection, member_id: str | None) -> str | None:
    row = conn.execute("SELECT name FROM view_member WHERE member_id = ?", (member_id,)).fetchone()
    return str(row[0]) if row else None
