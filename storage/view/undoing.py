"""Taking a chat that was brought from a phone back out of the view, as if it had never been there."""

from sqlcipher3.dbapi2 import Connection

from app.domain.conversation_merging import without_messages
from app.domain.conversations import PREVIEWED_NEVER
from app.domain.ids import ConversationId
from app.domain.imports import HistoryImportUndone
from app.domain.messages import NOTE_KINDS, PLACEHOLDER, Message
from storage.view.history import undone
from storage.view.messages import COLUMNS, message_of_row
from storage.view.subjects import Subjects

# A message that leaves its mark in lists: no note of what the team did, no placeholder whose file was there before it.
_NOTES = ", ".join(map(repr, sorted(NOTE_KINDS)))
_LEFT = f"{{m}}.kind NOT IN ({_NOTES}) AND NOT ({{m}}.joined IS 1 AND {{m}}.kind = '{PLACEHOLDER}')"
_NEWEST = (
    f"SELECT {COLUMNS} FROM view_message m JOIN view_conversation c ON c.no = m.conversation_no"
    f" WHERE m.conversation_no = ? AND {_LEFT.format(m='m')}"
    f" AND m.kind NOT IN ({', '.join(map(repr, sorted(PREVIEWED_NEVER)))}) ORDER BY m.sort_us DESC, m.pos DESC LIMIT 1"
)
_HIGHEST = (
    f"SELECT m.sort_us / 1000000, max(m.pos) FROM view_message m WHERE m.conversation_no = ? AND {_LEFT.format(m='m')}"
    " AND m.sort_us >= (SELECT max(n.sort_us) / 1000000 * 1000000 FROM view_message n"
    f" WHERE n.conversation_no = ? AND {_LEFT.format(m='n')})"
)
_IMPORTED = "SELECT 1 FROM view_message WHERE conversation_no = ? AND import_no IS NOT NULL LIMIT 1"


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
    found = conn.execute(_NEWEST, (conversation_no,)).fetchone()
    newest: Message | None = message_of_row(found) if found else None
    highest = conn.execute(_HIGHEST, (conversation_no, conversation_no)).fetchone()
    lifted = None if highest[0] is None else (int(highest[0]), int(highest[1]))
    has_history = conn.execute(_IMPORTED, (conversation_no,)).fetchone() is not None
    subjects.put_conversation(without_messages(conversation, newest, lifted, has_history=has_history))
