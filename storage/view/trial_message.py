"""The trial message of the set-up: what came since a moment, and what became of the answer to it."""

from datetime import datetime

from sqlcipher3.dbapi2 import Connection

from app.domain.ids import MessageId
from app.domain.messages import NOTE_KINDS, SILENT_KINDS, State
from app.domain.records import record
from storage.instants import from_us
from storage.view.messages import load_message

_WORDLESS = ", ".join(map(repr, sorted(NOTE_KINDS | SILENT_KINDS)))
_CAME = (
    "SELECT conversation_no, pos, sort_us FROM view_message"
    f" WHERE pos >= ? AND direction = 'in' AND base <> 'imported' AND kind NOT IN ({_WORDLESS}) ORDER BY pos LIMIT 1"
)
_ANSWER = (
    "SELECT message_id FROM view_message"
    " WHERE conversation_no = ? AND pos > ? AND direction = 'out' AND author = 'member'"
    f" AND kind NOT IN ({_WORDLESS}) ORDER BY pos DESC LIMIT 1"
)


@record
class Trial:
    """The first message since then. `answer` is None while nobody has answered."""

    received_at: datetime
    answer: State | None = None
    failure_code: str = ""


def trial(conn: Connection, first_pos: int) -> Trial | None:
    """What came at `first_pos` or later; None for nothing."""
    came = conn.execute(_CAME, (first_pos,)).fetchone()
    if came is None:
        return None
    number, pos, sort_us = came
    row = conn.execute(_ANSWER, (number, pos)).fetchone()
    answer = load_message(conn, MessageId(row[0])) if row else None
    if answer is None:
        return Trial(from_us(sort_us))
    return Trial(from_us(sort_us), answer.state, answer.failure_code or "")
