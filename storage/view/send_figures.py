"""What figures read of messages: where each stands, without its words; and the lines of a list of messages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final, cast

from sqlcipher3.dbapi2 import Connection

from app.domain.ids import ContactId, ConversationId, MessageId
from app.domain.messages import NOTE_KINDS, SILENT_KINDS, Rank
from app.domain.report_rows import BehindRow
from app.domain.send_index import ACCEPTED, ASKED, AUTOMATION, DELIVERED, FAILED, HUMAN, IN, READ, Sent
from app.domain.turns import PHONE
from storage.json_list import json_list
from storage.view.messages import COLUMNS, message_of_row

NEWEST: Final = 500  # of a conversation, that are read again when it changes; what is older is settled
_SECOND: Final = 1_000_000
_WORDLESS: Final = ", ".join(map(repr, sorted(NOTE_KINDS | SILENT_KINDS)))
# History that was brought along tells nothing of how we answer.
_COUNTED: Final = (
    f"m.joined IS NOT 1 AND m.kind NOT IN ({_WORDLESS}) AND m.base <> 'imported' AND m.import_no IS NULL"
)
_SENT: Final = (
    "SELECT m.pos, m.sort_us, c.conversation_id, c.contact_id, c.line_id, m.direction, m.author, m.base, m.rank,"
    " m.member_id, m.failure_code FROM view_message m JOIN view_conversation c ON c.no = m.conversation_no"
)
_NEWEST: Final = (
    f"{_SENT} WHERE m.conversation_no = (SELECT no FROM view_conversation WHERE conversation_id = ?) AND {_COUNTED}"
    f" ORDER BY m.sort_us DESC, m.pos DESC LIMIT {NEWEST}"
)
_LISTED: Final = (
    f"SELECT c.contact_id, ifnull(p.name, ''), {COLUMNS} FROM view_message m"
    " JOIN view_conversation c ON c.no = m.conversation_no LEFT JOIN view_contact p ON p.contact_id = c.contact_id"
    " WHERE m.pos IN (SELECT value FROM json_each(?)) ORDER BY m.sort_us DESC, m.pos DESC"
)
_TAKEN: Final = ("accepted",)
_NOT_ASKED: Final = ("cancelled", "queued")


def sent_messages(conn: Connection) -> Iterator[Sent]:
    """All that count, in the order of the log."""
    words: dict[str, str] = {}
    for row in conn.execute(f"{_SENT} WHERE {_COUNTED} ORDER BY m.pos"):
        yield _sent(row, words)


def newest_of(conn: Connection, conversation_ids: Iterable[str]) -> Iterator[list[Sent]]:
    """The newest of each of these conversations, of which something may be new."""
    words: dict[str, str] = {}
    for conversation_id in conversation_ids:
        found = [_sent(row, words) for row in conn.execute(_NEWEST, (conversation_id,))]
        if found:
            yield found


def listed_messages(conn: Connection, places: Iterable[int]) -> list[BehindRow]:
    """Lines of a list of messages by their places in the log, the newest first."""
    found = []
    for contact_id, name, *row in conn.execute(_LISTED, (json_list(map(str, places)),)):
        message = message_of_row(tuple(row))
        ours = PHONE if message.author == "phone" else message.member_id or AUTOMATION
        found.append(
            BehindRow(
                "message", int(message.sort_at.timestamp()), name, contact_id=ContactId(contact_id),
                conversation_id=ConversationId(message.conversation_id), message_id=MessageId(message.message_id),
                who="" if message.direction == "in" else ours, state=message.state, text=_first_line(message.text),
            )
        )  # fmt: skip
    return found


def _sent(row: tuple[Any, ...], words: dict[str, str]) -> Sent:
    pos, sort_us, conversation_id, contact_id, line_id, direction, author, base, rank, member_id, failure = (
        row
    )
    once = words.setdefault
    if direction == "in":
        flags, who, failure = IN, "", None
    elif author == "phone":
        flags, who, failure = HUMAN, PHONE, None
    else:
        flags, who = _bits(base, rank, failure, member_id), member_id or AUTOMATION
    return Sent(
        pos, sort_us // _SECOND, once(conversation_id, conversation_id), once(contact_id, contact_id),
        once(line_id, line_id), flags, once(who, who), "" if not flags & FAILED else cast("str", failure),
    )  # fmt: skip


def _bits(base: str, rank: int, failure: str | None, member_id: str | None) -> int:
    """Of a message of the hub; one that was taken back, or has not been tried, asks nothing of the channel."""
    if base in _NOT_ASKED and rank < Rank.ACCEPTED:
        return 0
    if not (rank >= Rank.ACCEPTED or base in _TAKEN):
        return ASKED
    bits = ASKED | ACCEPTED | (HUMAN if member_id is not None else 0)
    if rank >= Rank.DELIVERED:
        return bits | DELIVERED | (READ if rank >= Rank.READ else 0)
    return bits | (FAILED if failure is not None else 0)


def _first_line(text: str | None) -> str:
    return (text or "").strip().partition("\n")[0][:200]
