"""Taking a chat that was brought from a phone back out of the view, as if it had never been there."""

from sqlcipher3.dbapi2 import Connection

from app.domain.conversation_merging import without_messages
from app.domain.conversations import PREVIEWED_NEVER, Conversation
from app.domain.ids import ConversationId
from app.domain.imports import HistoryImportUndone
from app.domain.messages import NOTE_KINDS, PLACEHOLDER, Message
from storage.json_list import json_list
from storage.view.deal_silence import BY_PERSON
from storage.view.history import undone
from storage.view.messages import COLUMNS, message_of_row
from storage.view.subjects import Subjects

# A message that leaves its mark in lists: no note of what the team did, no placeholder whose file was there before it.
_NOTES = ", ".join(map(repr, sorted(NOTE_KINDS)))
_LEFT = f"{{m}}.kind NOT IN ({_NOTES}) AND NOT ({{m}}.joined IS 1 AND {{m}}.kind = '{PLACEHOLDER}')"
_OF = (
    "{m}.conversation_no = :no AND (:numbers IS NULL OR ifnull({m}.origin_no, {m}.conversation_no)"
    " IN (SELECT value FROM json_each(:numbers)))"
)
_NEWEST = (
    f"SELECT {COLUMNS} FROM view_message m JOIN view_conversation c ON c.no = m.conversation_no"
    f" WHERE {_OF.format(m='m')} AND {_LEFT.format(m='m')} AND {BY_PERSON}"
    f" AND m.kind NOT IN ({', '.join(map(repr, sorted(PREVIEWED_NEVER)))}) ORDER BY m.sort_us DESC, m.pos DESC LIMIT 1"
)
_HIGHEST = (
    f"SELECT m.sort_us / 1000000, max(m.pos) FROM view_message m WHERE {_OF.format(m='m')} AND {_LEFT.format(m='m')}"
    " AND m.sort_us >= (SELECT max(n.sort_us) / 1000000 * 1000000 FROM view_message n"
    f" WHERE {_OF.format(m='n')} AND {_LEFT.format(m='n')})"
)
_IMPORTED = f"SELECT 1 FROM view_message m WHERE {_OF.format(m='m')} AND m.import_no IS NOT NULL LIMIT 1"
_ALL = 1 << 62


def undo(conn: Connection, subjects: Subjects, body: HistoryImportUndone) -> None:
    """Take its messages out, in the middle of a batch that holds nothing but this: what is known is written first."""
    subjects.save_known_conversations(conn)
    conn.execute(*undone(body))
    no = subjects.imports.get(body.import_id)
    if no is None:
        return
    owners = conn.execute("SELECT DISTINCT conversation_no FROM view_message WHERE import_no = ?", (no,))
    numbers = [row[0] for row in owners]
    conn.execute("DELETE FROM view_message WHERE import_no = ?", (no,))
    subjects.forget_messages()
    subjects.has_lost_messages = subjects.has_new_imports = True
    for conversation_no in numbers:
        _show_what_is_left(conn, subjects, conversation_no)


def _show_what_is_left(conn: Connection, subjects: Subjects, conversation_no: int) -> None:
    row = conn.execute(
        "SELECT conversation_id FROM view_conversation WHERE no = ?", (conversation_no,)
    ).fetchone()
    conversation = subjects.conversation(ConversationId(row[0])) if row else None
    if conversation is None:
        return
    subjects.put_conversation(_left(conn, conversation, conversation_no, None))
    trail = subjects.trail
    for leaf in trail.members(conversation.conversation_id, _ALL) if trail else ():
        for side in trail.path(leaf):
            own = map(trail.own_no, trail.members(side.id, side.pos))
            numbers = [number for number in own if number is not None]
            trail.put(side, _left(conn, side.state, conversation_no, json_list(numbers)))


def _left(conn: Connection, conversation: Conversation, no: int, numbers: str | None) -> Conversation:
    """The conversation with what is left; `numbers`: only of what was written in these, a list as JSON."""
    values = {"no": no, "numbers": numbers}
    found = conn.execute(_NEWEST, values).fetchone()
    newest: Message | None = message_of_row(found) if found else None
    highest = conn.execute(_HIGHEST, values).fetchone()
    lifted = None if highest[0] is None else (int(highest[0]), int(highest[1]))
    has_history = conn.execute(_IMPORTED, values).fetchone() is not None
    return without_messages(conversation, newest, lifted, has_history=has_history)
