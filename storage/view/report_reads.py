"""Names and words beside figures: whose conversations they are, and what was said in a wait."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from sqlcipher3.dbapi2 import Connection

from app.domain.ids import MessageId
from app.domain.report_rows import StoryLine
from app.domain.turn_story import STORY_LINES_MAX
from app.domain.turns import Turn
from storage.json_list import json_list

_NAMES: Final = (
    "SELECT c.conversation_id, coalesce(p.name, '+' || p.number, '@' || p.username, p.user_id, '')"
    " FROM view_conversation c JOIN view_contact p ON p.contact_id = c.contact_id"
    " WHERE c.conversation_id IN (SELECT value FROM json_each(?))"
)
_SAID: Final = (
    "SELECT m.message_id, m.sort_us, m.direction, m.author, m.member_id, m.text, m.kind FROM view_message m"
    " JOIN view_conversation c ON c.no = m.conversation_no WHERE c.conversation_id = ? AND m.sort_us >= ?"
    f" AND m.sort_us < ? AND m.joined IS NOT 1 ORDER BY m.sort_us, m.pos LIMIT {STORY_LINES_MAX}"
)
_US: Final = 1_000_000
_AFTER_S: Final = 60  # an answer stands where the hub took it, which may be a little after the channel did


def names_of(conn: Connection, conversation_ids: Iterable[str]) -> dict[str, str]:
    """Whose conversations these are."""
    return dict(conn.execute(_NAMES, (json_list(conversation_ids),)).fetchall())


def said_in(conn: Connection, turn: Turn, end_s: int) -> Iterator[StoryLine]:
    """What was said in a wait, from its first message to the answer; a long one is cut."""
    span = (turn.conversation_id, turn.start_s * _US, (end_s + _AFTER_S) * _US)
    for message_id, sort_us, direction, author, member_id, text, kind in conn.execute(_SAID, span):
        who = "contact" if direction == "in" else "phone" if author == "phone" else member_id or author
        is_end = message_id == turn.end_message_id
        yield StoryLine(
            MessageId(message_id), sort_us // _US, who, (text or "").strip().partition("\n")[0][:200], kind,
            is_start=message_id == turn.message_id, is_end=is_end,
        )  # fmt: skip
        if is_end:
            return
