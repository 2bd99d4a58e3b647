"""Messages on their way out: the lanes, the attempts, and where each stands (protocol, section 9).

A lane is a conversation: its oldest open message goes first, the next one when that is no longer open. A row is open
while it is `queued` or `sending`; its text is kept for so long and no longer. All functions run inside a Writer job.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Column, Index, Integer, Table, Text, text

from app.domain.contacts import Identity
from app.domain.ids import ContactId, ConversationId, LineId, MessageId
from app.domain.outgoing import Outgoing
from storage import codec
from storage.hub.tables import METADATA, Connection
from storage.instants import from_us, to_us

SendState = Literal[
    "queued", "sending", "accepted", "refused", "failed", "unknown", "expired", "cancelled", "settled"
]

SEND = Table(
    "send", METADATA,
    Column("seq", Integer, primary_key=True),  # order in which they were asked for
    Column("message_id", Text, nullable=False, unique=True),
    Column("conversation_id", Text, nullable=False),
    Column("contact_id", Text, nullable=False),
    Column("line_id", Text, nullable=False),
    Column("recipient", Text, nullable=False),  # number or user id: one message at a time to each
    Column("number", Text),
    Column("user_id", Text),
    Column("text", Text),  # NULL once it is not open any more, as is `content`
    Column("is_bulk", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempt", Integer, nullable=False, server_default=text("0")),
    Column("unsent", Integer, nullable=False, server_default=text("0")),  # tries of which nothing left
    Column("refused", Integer, nullable=False, server_default=text("0")),  # refusals that allow another try
    Column("said_failed", Integer, nullable=False, server_default=text("0")),  # answers "it failed"
    Column("first_try_us", Integer),
    Column("taken_us", Integer),  # since when it is `sending`
    Column("ready_us", Integer, nullable=False),  # not before: undo grace, back-off
    Column("not_after_us", Integer),
    Column("code", Text),  # our reason of the last refusal or failure …
    Column("provider_code", Integer),  # … and the channel's number
    Column("external_id", Text),
    Column("kind", Text, nullable=False, server_default=text("'text'")),
    Column("content", Text),  # JSON of app.domain.contents.Content
    Column("reply_to", Text),  # the channel's id of the quoted message
)  # fmt: skip
Index("send_open", SEND.c.conversation_id, SEND.c.seq, sqlite_where=SEND.c.state.in_(["queued", "sending"]))
Index("send_sending", SEND.c.line_id, SEND.c.recipient, sqlite_where=SEND.c.state == "sending")

_COLUMNS = (
    "message_id, conversation_id, contact_id, line_id, recipient, number, user_id, text, is_bulk, state, attempt,"
    " unsent, refused, said_failed, first_try_us, taken_us, ready_us, not_after_us, code, provider_code,"
    " external_id, kind, content, reply_to"
)
# `ORDER BY +seq` keeps SQLite from walking the whole table in the order of `seq` instead.
_QUEUED = "state IN ('queued', 'sending') AND state = 'queued'"  # the first half lets SQLite use the index `send_open`
_IS_HEAD = (
    "NOT EXISTS (SELECT 1 FROM send AS earlier WHERE earlier.state IN ('queued', 'sending')"
    " AND earlier.conversation_id = send.conversation_id AND earlier.seq < send.seq)"
)
_IS_RECIPIENT_FREE = (
    "NOT EXISTS (SELECT 1 FROM send AS other WHERE other.state = 'sending'"
    " AND other.line_id = send.line_id AND other.recipient = send.recipient)"
)


@dataclass(frozen=True, slots=True)
class NewSend:
    """A message that was asked for. `hold_until_at`: the end of its undo grace."""

    message_id: MessageId
    conversation_id: ConversationId
    contact_id: ContactId
    line_id: LineId
    to: Identity
    outgoing: Outgoing
    requested_at: datetime
    hold_until_at: datetime | None = None
    not_after_at: datetime | None = None
    is_bulk: bool = False  # replies go first


@dataclass(frozen=True, slots=True)
class Send:
    """A row as it is now. `first_try_at`: when the first attempt was committed."""

    message_id: MessageId
    conversation_id: ConversationId
    contact_id: ContactId
    line_id: LineId
    recipient: str
    to: Identity
    outgoing: Outgoing  # its words and parts are gone once it is not open any more
    is_bulk: bool
    state: SendState
    attempt: int
    unsent: int
    refused: int
    said_failed: int
    first_try_at: datetime | None
    taken_at: datetime | None
    ready_at: datetime
    not_after_at: datetime | None
    code: str | None
    provider_code: int | None
    external_id: str | None


def add(conn: Connection, new: NewSend) -> None:
    """Put a message at the end of its lane, in the transaction of its send.requested."""
    recipient = new.to.number or new.to.user_id or new.to.parent_user_id
    if recipient is None:
        raise ValueError("a message needs somebody to go to")
    conn.execute(
        "INSERT INTO send (message_id, conversation_id, contact_id, line_id, recipient, number, user_id, text, is_bulk,"
        " state, ready_us, not_after_us, kind, content, reply_to)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'queued', ?, ?, ?, ?, ?)",
        (
            new.message_id, new.conversation_id, new.contact_id, new.line_id, recipient, new.to.number,
            new.to.user_id or new.to.parent_user_id, new.outgoing.text, int(new.is_bulk),
            to_us(new.hold_until_at or new.requested_at), to_us(new.not_after_at),
            new.outgoing.kind, codec.encode_content(new.outgoing.content), new.outgoing.reply_to,
        ),
    )  # fmt: skip


def find(conn: Connection, message_id: MessageId) -> Send | None:
    """The row of a message, None for one that never was to be sent by us."""
    row = conn.execute(f"SELECT {_COLUMNS} FROM send WHERE message_id = ?", (message_id,)).fetchone()  # noqa: S608
    return _send(row) if row else None


def due(conn: Connection, now: datetime, limit: int, waiting_lines: Collection[LineId] = ()) -> list[Send]:
    """Heads of lanes that may go now, to people whom nothing is on its way to; replies first, then the oldest.

    `waiting_lines` are left out, so that a line that must wait does not stand before the others.
    """
    rows = conn.execute(
        f"SELECT {_COLUMNS} FROM send WHERE {_QUEUED} AND ready_us <= ? AND {_IS_HEAD}"  # noqa: S608
        f" AND {_IS_RECIPIENT_FREE} AND line_id NOT IN (SELECT value FROM json_each(?))"
        " ORDER BY is_bulk, seq LIMIT ?",
        (to_us(now), json.dumps(list(waiting_lines)), limit),
    )
    return [_send(row) for row in rows]


def queued_templates(conn: Connection, line_id: LineId) -> list[Send]:
    """Templates that wait to go out on a number."""
    rows = conn.execute(
        f"SELECT {_COLUMNS} FROM send WHERE {_QUEUED} AND line_id = ? AND kind = 'template' ORDER BY +seq",  # noqa: S608
        (line_id,),
    )
    return [_send(row) for row in rows]


def overdue(conn: Connection, now: datetime) -> list[Send]:
    """Queued messages whose last moment has passed, wherever they stand in their lane."""
    rows = conn.execute(
        f"SELECT {_COLUMNS} FROM send WHERE {_QUEUED} AND not_after_us < ? ORDER BY +seq",  # noqa: S608
        (to_us(now),),
    )
    return [_send(row) for row in rows]


def orphans(
    conn: Connection, taken_before: datetime | None, in_flight: Collection[MessageId] = ()
) -> list[Send]:
    """Messages that are `sending` since before a moment (None: since ever) and that nobody here is sending."""
    rows = conn.execute(
        f"SELECT {_COLUMNS} FROM send WHERE state = 'sending' AND taken_us <= coalesce(?, taken_us)"  # noqa: S608
        " ORDER BY +seq",
        (to_us(taken_before),),
    )
    return [send for send in map(_send, rows) if send.message_id not in in_flight]


def next_at(conn: Connection, now: datetime, lease: timedelta) -> datetime | None:
    """The next moment after `now` at which something becomes ready, too late, or `sending` for longer than `lease`."""
    now_us = to_us(now)
    row = conn.execute(
        f"SELECT min(at_us) FROM (SELECT ready_us AS at_us FROM send WHERE {_QUEUED} UNION ALL"  # noqa: S608
        f" SELECT not_after_us + 1 FROM send WHERE {_QUEUED} UNION ALL"
        " SELECT taken_us + ? FROM send WHERE state = 'sending') WHERE at_us > ?",
        (lease // timedelta(microseconds=1), now_us),
    ).fetchone()
    return None if row[0] is None else from_us(row[0])


def wait_until(conn: Connection, message_id: MessageId, ready_at: datetime) -> None:
    """Leave a queued message in its lane until a later moment."""
    conn.execute(
        "UPDATE send SET ready_us = ? WHERE message_id = ? AND state = 'queued'",
        (to_us(ready_at), message_id),
    )


def begin(conn: Connection, message_id: MessageId, now: datetime) -> Send | None:
    """Commit to one attempt: the row that is now `sending`, None when it was not queued any more."""
    now_us = to_us(now)
    is_begun = conn.execute(
        "UPDATE send SET state = 'sending', attempt = attempt + 1, taken_us = ?,"
        " first_try_us = coalesce(first_try_us, ?) WHERE message_id = ? AND state = 'queued'",
        (now_us, now_us, message_id),
    ).rowcount
    return find(conn, message_id) if is_begun else None


def accept(conn: Connection, message_id: MessageId, external_id: str) -> bool:
    """The channel answered with its id; late truth wins over all but `cancelled`. False when it was known already."""
    return _changed(
        conn,
        "UPDATE send SET state = 'accepted', external_id = ?, text = NULL, content = NULL"
        " WHERE message_id = ? AND state != 'cancelled' AND external_id IS NULL",
        (external_id, message_id),
    )


def prove(conn: Connection, message_ids: Collection[MessageId]) -> None:
    """A status came for these: they did go out, whatever we believed. Nothing is tried again."""
    conn.executemany(
        "UPDATE send SET state = 'accepted', text = NULL, content = NULL"
        " WHERE message_id = ? AND state NOT IN ('accepted', 'cancelled')",
        [(message_id,) for message_id in message_ids],
    )


def postpone(
    conn: Connection,
    send: Send,
    ready_at: datetime,
    column: Literal["unsent", "refused", "said_failed"],
    code: str | None = None,
    provider_code: int | None = None,
) -> bool:
    """Back into the lane until `ready_at`, counting why. False when the attempt is not under way any more.

    A try that never left says nothing new: the reason of an earlier one stays.
    """
    return _changed(
        conn,
        f"UPDATE send SET state = 'queued', ready_us = ?, {column} = {column} + 1,"  # noqa: S608
        " code = coalesce(?, code), provider_code = iif(? IS NULL, provider_code, ?)"
        " WHERE message_id = ? AND state = 'sending' AND attempt = ?",
        (to_us(ready_at), code, code, provider_code, send.message_id, send.attempt),
    )


def end_attempt(
    conn: Connection, send: Send, state: Literal["refused", "failed", "unknown"], code: str | None = None
) -> bool:
    """An attempt ended for good. False when a status had settled it, or it is another attempt's turn."""
    return _changed(
        conn,
        "UPDATE send SET state = ?, code = ?, text = NULL, content = NULL"
        " WHERE message_id = ? AND state = 'sending' AND attempt = ?",
        (state, code, send.message_id, send.attempt),
    )


def end_queued(
    conn: Connection,
    message_id: MessageId,
    state: Literal["refused", "failed", "expired", "cancelled"],
    code: str | None = None,
) -> bool:
    """A message leaves its lane without another attempt. False when it was not queued (any more)."""
    return _changed(
        conn,
        "UPDATE send SET state = ?, code = ?, text = NULL, content = NULL WHERE message_id = ? AND state = 'queued'",
        (state, code, message_id),
    )


def put_off(conn: Connection, send: Send, ready_at: datetime) -> bool:
    """A queued message could not be made ready; nothing left. False when it was not queued any more."""
    return _changed(
        conn,
        "UPDATE send SET unsent = unsent + 1, ready_us = ? WHERE message_id = ? AND state = 'queued'",
        (to_us(ready_at), send.message_id),
    )


def settle(conn: Connection, message_id: MessageId) -> bool:
    """A person closed an unconfirmed message. False when it was not `unknown`."""
    return _changed(
        conn, "UPDATE send SET state = 'settled' WHERE message_id = ? AND state = 'unknown'", (message_id,)
    )


def _changed(conn: Connection, statement: str, values: tuple[Any, ...]) -> bool:
    return bool(conn.execute(statement, values).rowcount)


def _send(row: tuple[Any, ...]) -> Send:
    (
        message_id, conversation_id, contact_id, line_id, recipient, number, user_id, words, is_bulk, state, attempt,
        unsent, refused, said_failed, first_try_us, taken_us, ready_us, not_after_us, code, provider_code, external_id,
        kind, content, reply_to,
    ) = row  # fmt: skip
    outgoing = Outgoing(kind, words or "", codec.decode_content(content), reply_to)
    return Send(
        MessageId(message_id), ConversationId(conversation_id), ContactId(contact_id), LineId(line_id), recipient,
        Identity(number, user_id), outgoing, bool(is_bulk), state, attempt, unsent, refused, said_failed,
        from_us(first_try_us), from_us(taken_us), from_us(ready_us), from_us(not_after_us), code, provider_code,
        external_id,
    )  # fmt: skip
