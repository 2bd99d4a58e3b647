"""Where silence may have ended a matter: open conversations in the order in which they were last lifted."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final, NamedTuple

from sqlcipher3.dbapi2 import Connection

from app.domain.ids import ConversationId
from storage.instants import from_us
from storage.view.deal_silence import LAST_WORDS

_STEP: Final = (
    "SELECT c.no, c.conversation_id, c.lifted_pos, c.last_us, c.waiting_since_us, ifnull(e.pos, 0)"
    " FROM view_conversation c INDEXED BY view_conversation_open"
    " LEFT JOIN view_episode_end e ON e.conversation_id = c.conversation_id"
    " WHERE c.is_closed = 0 AND c.lifted_pos > ? ORDER BY c.lifted_pos LIMIT ?"
)


class Quiet(NamedTuple):
    """An open conversation. `is_quiet`: nobody waits there, and no matter was ended since the last words."""

    no: int
    conversation_id: ConversationId
    lifted_pos: int
    last_at: datetime
    is_quiet: bool


def quiet_after(conn: Connection, lifted_pos: int, limit: int) -> Iterator[Quiet]:
    """The next ones behind a place, those lifted longest ago first; each is looked at when its turn comes."""
    rows = conn.execute(_STEP, (max(lifted_pos, 0), limit)).fetchall()
    for no, conversation_id, lifted, last_us, waiting_us, ended_pos in rows:
        is_quiet = waiting_us is None and ended_pos < lifted
        yield Quiet(no, ConversationId(conversation_id), lifted, from_us(last_us or 0), is_quiet)


def has_ended(conn: Connection, quiet: Quiet) -> bool:
    """Whether silence ended the matter that those were the last words of."""
    sql = "SELECT 1 FROM view_episode_end WHERE conversation_id = ? AND pos > ?"
    return conn.execute(sql, (quiet.conversation_id, quiet.lifted_pos)).fetchone() is not None


def is_last_ours(conn: Connection, no: int) -> bool:
    """Whether the last words in a conversation are ours, and may have reached the customer."""
    last = conn.execute(LAST_WORDS, (no,)).fetchone()
    return last is not None and last[0] == "out" and not last[1]
