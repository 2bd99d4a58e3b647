"""Taking one person out of the view, as if nothing of theirs had ever been in the log.

What is left is what a view made anew from the erased log shows: entries without words say nothing, and what only those
words told of the hub itself (its numbers, its counters) the event of the erasure repeats.
"""

from collections.abc import Iterable

from sqlcipher3.dbapi2 import Connection

from app.domain.erasure import ContactErased, positions_of
from app.domain.ids import ContactId, ConversationId
from storage.json_list import json_list
from storage.view import counters, merges
from storage.view.appointment_erasing import erase_appointments
from storage.view.billing import erase_billed
from storage.view.conversations import load_numbered
from storage.view.deal_erasing import erase_deals
from storage.view.subjects import Subjects
from storage.view.waiting_list import erase_waiting

MUCH = 1_000  # messages; of so many, whoever owns the file deletes the rest in steps, see `sweep`
# Tables that hold something of a conversation, by its number …
OF_CONVERSATIONS = (
    ("view_message", "conversation_no"),
    ("view_tag", "no"),
    ("view_mention", "no"),
    ("view_scheduled", "no"),
    ("view_contact_event", "conversation_no"),
    ("view_conversation", "no"),
)
# … of a person, by theirs …
OF_PEOPLE = (
    ("view_contact_tag", "no"),
    ("view_contact_field", "no"),
    ("view_contact_identity", "no"),
    ("view_contact_note", "no"),
    ("view_contact_event", "no"),
    ("view_contact", "no"),
)
# … and of either, by an id.
BY_ID = (
    ("view_block", "contact_id"),
    ("view_declined", "conversation_id"),
    ("view_episode_end", "conversation_id"),
    ("view_alias", "contact_id"),
    ("view_merged", "kept_id"),
    ("view_merged", "gone_id"),
    ("view_import", "conversation_id"),
    ("view_consent", "contact_id"),
    ("view_consent_state", "contact_id"),
    ("view_consent_doubt", "contact_id"),
    ("view_merge", "kept_id"),
    ("view_merge", "gone_id"),
    ("view_apart", "first_id"),
    ("view_apart", "second_id"),
    ("view_aside", "id"),
    ("view_aside", "other_id"),
    ("view_task", "contact_id"),
    ("view_task", "conversation_id"),
    ("view_waiter", "contact_id"),
    ("view_slot_invited", "conversation_id"),
    ("view_slots_offered", "conversation_id"),
)
_NUMBERS = (  # two ways, each by its index
    "SELECT no, conversation_id FROM view_conversation WHERE conversation_id IN (SELECT value FROM json_each(?1))"
    " UNION SELECT no, conversation_id FROM view_conversation WHERE contact_id IN (SELECT value FROM json_each(?2))"
)


def erase(conn: Connection, subjects: Subjects, body: ContactErased, at_us: int) -> None:
    """In the middle of a batch that holds nothing but this: what is known is written first."""
    subjects.save_known_conversations(conn)
    found = conn.execute(_NUMBERS, (json_list(body.conversation_ids), json_list(body.contact_ids))).fetchall()
    numbers = [row[0] for row in found]
    conversations = [ConversationId(row[1]) for row in found]
    _count_no_more(conn, subjects, conversations)
    tags = _tags(conn, numbers)
    is_much = _is_much(conn, numbers)
    erase_billed(conn, numbers, body.remaining.billed)
    for table, column in OF_CONVERSATIONS if numbers else ():
        if not (is_much and table == "view_message"):
            _delete(conn, table, column, numbers)
    if is_much:  # no reader finds them without their conversation
        conn.executemany("INSERT INTO view_gone (no) VALUES (?)", [(no,) for no in numbers])
    _recount(conn, tags)
    erase_deals(conn, subjects, body, at_us)
    if body.appointments:
        erase_appointments(conn, subjects, body)
    things = [one.appointment_id for one in body.appointments]
    erase_waiting(conn, [*body.contact_ids, *body.conversation_ids], things)
    people = _people(conn, body.contact_ids)
    for table, column in OF_PEOPLE if people else ():
        _delete(conn, table, column, people)
    ids = [*body.contact_ids, *body.conversation_ids]
    if merges.is_any(conn):  # it may name somebody of whom nothing else is left in the log
        merges.erase(conn, json_list(ids))
    if numbers or people:  # a view made anew from an erased log knows nobody: then no table is walked
        for table, column in BY_ID:
            _delete(conn, table, column, ids)
    positions = positions_of(body.spans)
    _delete(conn, "view_waiting_status", "pos", positions)
    _delete(conn, "view_task", "pos", positions)  # those on their deals too
    _forget(subjects, body.contact_ids, conversations)
    _remember(subjects, body)
    subjects.has_lost_messages = subjects.has_new_imports = subjects.has_new_team = True
    subjects.has_new_tasks = True


def sweep(conn: Connection, most: int = 500) -> bool:
    """Delete the next messages of long conversations that are gone; False when there was nothing left."""
    row = conn.execute("SELECT no FROM view_gone LIMIT 1").fetchone()
    if row is None:
        return False
    some = "SELECT pos FROM view_message WHERE conversation_no = ? LIMIT ?"
    count = conn.execute(f"DELETE FROM view_message WHERE pos IN ({some})", (row[0], most)).rowcount
    if count < most:
        conn.execute("DELETE FROM view_gone WHERE no = ?", (row[0],))
    return True


def _is_much(conn: Connection, numbers: Iterable[int]) -> bool:
    """Whether deleting their messages at once would hold everybody else up."""
    count = conn.execute(
        "SELECT count(*) FROM (SELECT 1 FROM view_message WHERE conversation_no IN"
        " (SELECT value FROM json_each(?)) LIMIT ?)",
        (json_list(numbers), MUCH),
    ).fetchone()[0]
    return bool(count >= MUCH)


def _delete(conn: Connection, table: str, column: str, values: Iterable[str | int]) -> None:
    conn.execute(
        f"DELETE FROM {table} WHERE {column} IN (SELECT value FROM json_each(?))",
        (json_list(values),),
    )


def _people(conn: Connection, contact_ids: Iterable[ContactId]) -> list[int]:
    """Their numbers."""
    found = conn.execute(
        "SELECT no FROM view_contact WHERE contact_id IN (SELECT value FROM json_each(?))",
        (json_list(contact_ids),),
    )
    return [row[0] for row in found]


def _count_no_more(conn: Connection, subjects: Subjects, ids: Iterable[ConversationId]) -> None:
    """The lists that held them get shorter."""
    for _no, conversation in load_numbered(conn, ids):
        subjects.count_lists(conversation, -1)


def _tags(conn: Connection, numbers: Iterable[int]) -> list[str]:
    rows = conn.execute(
        "SELECT DISTINCT tag FROM view_tag WHERE no IN (SELECT value FROM json_each(?))",
        (json_list(numbers),),
    )
    return [row[0] for row in rows]


def _recount(conn: Connection, tags: Iterable[str]) -> None:
    """How many are left under each tag; those that nothing is filed under are known no more."""
    for tag in tags:
        conn.execute(
            "UPDATE view_tag_count SET count = (SELECT count(*) FROM view_tag WHERE tag = ?1) WHERE tag = ?1",
            (tag,),
        )
    conn.execute("DELETE FROM view_tag_count WHERE count = 0")


def _forget(
    subjects: Subjects, contact_ids: Iterable[ContactId], conversations: Iterable[ConversationId]
) -> None:
    """Nothing of them stays in memory; what else was loaded stays right."""
    subjects.forget_messages()
    subjects.aliases, subjects.origins, subjects.learnt, subjects.owned = {}, {}, {}, {}
    subjects.contacts = {}
    subjects.conversations, subjects.numbers, subjects.imports = {}, {}, {}
    subjects.merged = None  # read again with the next batch, when this one is written


def _remember(subjects: Subjects, body: ContactErased) -> None:
    """What the hub itself looked like; where the words were still there, this changes nothing."""
    remaining = body.remaining
    subjects.raise_to(counters.NEWEST_RECEIVED_US, remaining.newest_received_us)
    for line in remaining.lines:
        subjects.see_line(line.line_id, line.channel, line.display_number, is_known=line.is_known)
    troubles = {(line_id, code): since_us for line_id, code, since_us in remaining.troubles}
    if troubles != subjects.troubles:
        subjects.troubles, subjects.has_new_troubles = troubles, True
