"""What happened with a person: what was done to the contact, and the messages of all their conversations, paged."""

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from sqlcipher3.dbapi2 import Connection

from app.domain.contact_rows import EpisodeRow, TimelinePlace, TimelineRow
from app.domain.ids import ContactId, ConversationId, MemberId, MessageId
from app.domain.messages import NOTE_KINDS
from app.domain.rows import MessageRow, Shelf
from storage.instants import from_us, to_us
from storage.view.card_rows import kept_contact
from storage.view.conversations import conversations_of
from storage.view.deal_timeline import deal_lines
from storage.view.threads import shelf_page, thread_page

MESSAGES_LOOK = 120  # of each conversation, for one page
_APART = NOTE_KINDS | {"call"}  # kinds that have a line of their own
_END = (1 << 62, 1 << 62)
_EVENT = (
    "SELECT e.pos, e.what, e.at_us, e.body, m.name, e.conversation_no FROM view_contact_event e"
    " LEFT JOIN view_member m ON m.member_id = e.member_id"
)
_PAGE = " AND e.what <> 'closed' AND (e.at_us, e.pos) < (?, ?) ORDER BY e.at_us DESC, e.pos DESC LIMIT ?"
_OF_CONTACT = f"{_EVENT} WHERE e.no = ?{_PAGE}"
_OF_TALK = (
    f"{_EVENT} WHERE e.conversation_no = (SELECT no FROM view_conversation WHERE conversation_id = ?){_PAGE}"
)
_CLOSES = (
    f"{_EVENT} WHERE e.conversation_no = (SELECT no FROM view_conversation WHERE conversation_id = ?)"
    " AND e.what = 'closed' ORDER BY e.at_us DESC LIMIT ?"
)
_FIRST_AFTER = (
    "SELECT m.message_id, m.sort_us FROM view_conversation c JOIN view_message m ON m.conversation_no = c.no"
    " WHERE c.conversation_id = ? AND m.sort_us > ? AND m.joined IS NOT 1"
    " AND m.kind NOT IN ('notice', 'note', 'blocked', 'unblocked')"
    " ORDER BY m.sort_us, m.pos LIMIT 1"
)


def contact_timeline(
    conn: Connection,
    contact_id: ContactId,
    before: TimelinePlace | None,
    limit: int,
    reader: MemberId,
    day_of: Callable[[datetime], date],
) -> list[TimelineRow]:
    """The newest lines, or those right before a place. Messages of one day are one line (`day_of`: by which clock)."""
    contact = kept_contact(conn, contact_id)
    if contact is None:
        return []
    place = (to_us(before.at), before.pos) if before is not None else _END
    rows = [_event(row) for row in conn.execute(_OF_CONTACT, (contact.no, *place, limit))]
    rows += deal_lines(conn, contact.contact_id, place, limit)
    horizon: TimelinePlace | None = None  # below it some conversation was not looked at
    for conversation_id in conversations_of(conn, contact.contact_id):
        rows += [_event(row) for row in conn.execute(_OF_TALK, (conversation_id, *place, limit))]
        page = thread_page(
            conn,
            conversation_id,
            before=(before.at, before.pos) if before is not None else None,
            limit=MESSAGES_LOOK,
            reader=reader,
        )
        rows += _lines(page, day_of)
        if len(page) == MESSAGES_LOOK:
            end = TimelinePlace(page[0].sort_at, page[0].pos)
            horizon = end if horizon is None or _key(end) > _key(horizon) else horizon
    rows.sort(key=lambda row: (row.at, row.pos), reverse=True)
    if horizon is not None:
        rows = [row for row in rows if (row.at, row.pos) >= _key(horizon)]
    return rows[:limit]


def contact_shelf(
    conn: Connection, contact_id: ContactId, shelf: Shelf, before: tuple[datetime, int] | None, limit: int
) -> list[MessageRow]:
    """What lies on a shelf of all conversations of somebody, the newest first."""
    contact = kept_contact(conn, contact_id)
    theirs = conversations_of(conn, contact.contact_id) if contact is not None else []
    pages = (shelf_page(conn, one, shelf, before=before, limit=limit) for one in theirs)
    rows = [row for page in pages for row in page]
    return sorted(rows, key=lambda row: (row.sort_at, row.pos), reverse=True)[:limit]


def episodes(conn: Connection, contact_id: ContactId, limit: int) -> list[EpisodeRow]:
    """From first word to close, the newest first; of one that is still open the end is None."""
    contact = kept_contact(conn, contact_id)
    theirs = conversations_of(conn, contact.contact_id) if contact is not None else []
    found = [row for one in theirs for row in _episodes(conn, one, limit)]
    return sorted(found, key=lambda row: row.opened_at, reverse=True)[:limit]


def _episodes(conn: Connection, conversation_id: ConversationId, limit: int) -> list[EpisodeRow]:
    closes = conn.execute(_CLOSES, (conversation_id, limit + 1)).fetchall()
    found: list[EpisodeRow] = []
    first = _first_after(conn, conversation_id, closes[0][2] if closes else -1)
    if first is not None:
        found.append(EpisodeRow(conversation_id, first[1], message_id=first[0]))
    for number, (_pos, _what, at_us, body, name, _no) in enumerate(closes[:limit]):
        since_us = closes[number + 1][2] if number + 1 < len(closes) else -1
        first = _first_after(conn, conversation_id, since_us)
        if first is None or to_us(first[1]) > at_us:
            continue
        told = json.loads(body) if body else {}
        found.append(
            EpisodeRow(
                conversation_id,
                first[1],
                from_us(at_us),
                told.get("outcome"),
                name,
                told.get("note", ""),
                first[0],
            )
        )
    return found


def _first_after(
    conn: Connection, conversation_id: ConversationId, at_us: int
) -> tuple[MessageId, datetime] | None:
    row = conn.execute(_FIRST_AFTER, (conversation_id, at_us)).fetchone()
    return None if row is None else (MessageId(row[0]), from_us(row[1]))


def _event(row: tuple[Any, ...]) -> TimelineRow:
    pos, what, at_us, body, name, _ = row
    told = json.loads(body) if body else {}
    values = told.pop("values", None)
    pairs = (values or told).items()
    return TimelineRow(
        what=what,
        at=from_us(at_us),
        pos=pos,
        name=name,
        values=tuple((key, "" if value is None else str(value)) for key, value in pairs),
    )


def _lines(page: list[MessageRow], day_of: Callable[[datetime], date]) -> list[TimelineRow]:
    """Messages, oldest first, as lines: all of a day in one, what the team did and calls in their own."""
    lines: list[TimelineRow] = []
    run: list[MessageRow] = []
    for row in page:
        is_apart = row.kind in _APART
        if run and (is_apart or day_of(run[0].sort_at) != day_of(row.sort_at)):
            lines.append(_run(run))
            run = []
        if is_apart:
            lines.append(_own_line(row))
        else:
            run.append(row)
    if run:
        lines.append(_run(run))
    return lines


def _own_line(row: MessageRow) -> TimelineRow:
    what = "note" if row.kind == "note" else "call" if row.kind == "call" else "notice"
    return TimelineRow(
        what,
        row.sort_at,
        row.pos,
        row.author_name,
        row.text,
        message=row,
        conversation_id=row.conversation_id,
    )


def _run(run: list[MessageRow]) -> TimelineRow:
    """Its place is that of the oldest, so that what is older comes after it; its time the newest one's."""
    newest, oldest = run[-1], run[0]
    return TimelineRow(
        what="messages",
        at=oldest.sort_at,
        pos=oldest.pos,
        name=newest.author_name,
        text=newest.text,
        count=len(run),
        inbound=sum(row.direction == "in" for row in run),
        message=newest,
        conversation_id=newest.conversation_id,
    )


def _key(place: TimelinePlace) -> tuple[datetime, int]:
    return place.at, place.pos
