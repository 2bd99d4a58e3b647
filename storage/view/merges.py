"""Contacts and conversations that became others: which one stayed."""

import json
from collections.abc import Mapping

from sqlcipher3.dbapi2 import Connection

from app.domain.ids import ContactId

_TAKE_BLOCKS = (
    "INSERT OR IGNORE INTO view_block (contact_id, line_id)"
    " SELECT ?, line_id FROM view_block WHERE contact_id = ?"
)
_GIVE_ALIASES = (
    "UPDATE view_alias SET origin_id = ifnull(origin_id, contact_id),"
    " contact_id = (SELECT value FROM json_each(?1) WHERE key = contact_id)"
    " WHERE contact_id IN (SELECT key FROM json_each(?1))"
)
_APART = (
    "SELECT first_id, second_id FROM view_apart WHERE first_id IN (SELECT value FROM json_each(?1))"
    " AND second_id IN (SELECT value FROM json_each(?2))"
)
_SIDES_OF = (
    "SELECT no FROM view_aside WHERE id IN (SELECT value FROM json_each(?1))"
    " OR other_id IN (SELECT value FROM json_each(?1))"
)
_ROWS_OF_SIDES = ("view_tag", "view_contact_tag", "view_contact_field", "view_contact_identity")
Statement = tuple[str, tuple[object, ...]]  # for `execute`, see `Subjects.write_later`


def kept_id(conn: Connection, gone_id: str) -> str:
    """The id of the one that it became part of; its own as long as it is there."""
    row = conn.execute("SELECT kept_id FROM view_merged WHERE gone_id = ?", (gone_id,)).fetchone()
    return str(row[0]) if row else gone_id


def all_merged(conn: Connection) -> dict[str, str]:
    """Gone ids and what they became."""
    return dict(conn.execute("SELECT gone_id, kept_id FROM view_merged").fetchall())


def became(gone_id: str, kept_id: str) -> list[Statement]:
    """From now on it is the other, and so is what it was made of."""
    return [
        ("UPDATE view_merged SET kept_id = ? WHERE kept_id = ?", (kept_id, gone_id)),
        ("INSERT OR REPLACE INTO view_merged (gone_id, kept_id) VALUES (?, ?)", (gone_id, kept_id)),
    ]


def contact_became(gone_id: str, kept_id: str) -> list[Statement]:
    """What only rows know of a contact, but for its other names."""
    return [
        *became(gone_id, kept_id),
        (_TAKE_BLOCKS, (kept_id, gone_id)),
        ("DELETE FROM view_block WHERE contact_id = ?", (gone_id,)),
        ("DELETE FROM view_contact WHERE contact_id = ?", (gone_id,)),
    ]


def give_aliases(conn: Connection, became: Mapping[str, str]) -> None:
    """The other names of gone contacts lead to those that they became. One pass over all names."""
    conn.execute(_GIVE_ALIASES, (json.dumps(became),))


def kept_apart(first_id: str, second_id: str) -> Statement:
    """Somebody said that these are two people."""
    return "INSERT OR IGNORE INTO view_apart (first_id, second_id) VALUES (?, ?)", (first_id, second_id)


def blocks_aside(aside_id: str, contact_id: str) -> Statement:
    """What a contact's blocks would be without a merge."""
    return _TAKE_BLOCKS, (aside_id, contact_id)


def are_apart(conn: Connection, one_id: str, other_id: str) -> bool:
    """Whether somebody said that these are two people, or that two were who are part of them."""
    if conn.execute("SELECT 1 FROM view_apart LIMIT 1").fetchone() is None:
        return False
    ones, others = (json.dumps(_with_parts(conn, each)) for each in (one_id, other_id))
    return any(conn.execute(_APART, pair).fetchone() for pair in ((ones, others), (others, ones)))


def apart_from(conn: Connection, ids: str) -> list[ContactId]:
    """Of whom somebody said that they are other people than these (a list of ids as JSON)."""
    rows = conn.execute(
        "SELECT second_id FROM view_apart WHERE first_id IN (SELECT value FROM json_each(?1))"
        " UNION SELECT first_id FROM view_apart WHERE second_id IN (SELECT value FROM json_each(?1))",
        (ids,),
    )
    return [ContactId(row[0]) for row in rows]


def merged_into(conn: Connection, gone_id: ContactId) -> ContactId | None:
    """Of which contact it became a part, while that merge holds."""
    row = conn.execute("SELECT kept_id FROM view_merge WHERE gone_id = ?", (gone_id,)).fetchone()
    return ContactId(row[0]) if row else None


def _with_parts(conn: Connection, contact_id: str) -> list[str]:
    rows = conn.execute("SELECT gone_id FROM view_merged WHERE kept_id = ?", (contact_id,))
    return [contact_id, *(row[0] for row in rows)]


# --- taking a merge back; `members`, `numbers`: a list as JSON ---


def unbecame(conn: Connection, gone_id: str, members: str) -> None:
    """It is itself again, and so is what it was made of."""
    conn.execute(
        "UPDATE view_merged SET kept_id = ? WHERE gone_id IN (SELECT value FROM json_each(?))",
        (gone_id, members),
    )
    conn.execute("DELETE FROM view_merged WHERE gone_id = ?", (gone_id,))


def give_names_back(conn: Connection, gone_id: str, members: str) -> None:
    """The names that came with it, and those that were learnt of it since."""
    conn.execute(
        "UPDATE view_alias SET contact_id = ?1, origin_id = nullif(origin_id, ?1)"
        " WHERE origin_id IN (SELECT value FROM json_each(?2))",
        (gone_id, members),
    )


def give_blocks_back(conn: Connection, aside_id: str, contact_id: str) -> None:
    """Its blocks as they would be without the merge."""
    conn.execute("DELETE FROM view_block WHERE contact_id = ?", (contact_id,))
    conn.execute("UPDATE view_block SET contact_id = ? WHERE contact_id = ?", (contact_id, aside_id))


def give_messages_back(conn: Connection, kept_no: int, gone_no: int, numbers: str) -> None:
    """What was written in a conversation, before and since, with what was planned there and who was named."""
    conn.execute(
        "UPDATE view_message SET conversation_no = ?1, origin_no = nullif(origin_no, ?1)"
        " WHERE origin_no IN (SELECT value FROM json_each(?2))",
        (gone_no, numbers),
    )
    conn.execute(
        "UPDATE view_scheduled SET no = ?1, origin_no = nullif(origin_no, ?1)"
        " WHERE origin_no IN (SELECT value FROM json_each(?2))",
        (gone_no, numbers),
    )
    conn.execute(
        "UPDATE view_contact_event SET conversation_no = ?1, origin_no = nullif(origin_no, ?1)"
        " WHERE conversation_no IS NOT NULL AND origin_no IN (SELECT value FROM json_each(?2))",
        (gone_no, numbers),
    )
    conn.execute(
        "UPDATE view_mention SET no = ?1 WHERE no = ?2"
        " AND (SELECT conversation_no FROM view_message WHERE pos = note_pos) = ?1",
        (gone_no, kept_no),
    )


def give_lateness_back(conn: Connection, positions: str) -> None:
    """Of messages that came late only because of the merge, or only without it."""
    conn.execute(
        "UPDATE view_message SET is_late = 1 - is_late WHERE pos IN (SELECT value FROM json_each(?))",
        (positions,),
    )


def untell(conn: Connection, pos: int) -> None:
    """The timeline of the one who had stayed names the other no more."""
    conn.execute("DELETE FROM view_contact_event WHERE pos = ? AND what = 'merged'", (pos,))


def forget(conn: Connection, pos: int) -> None:
    """A merge does not hold any more."""
    conn.execute("DELETE FROM view_merge WHERE pos = ?", (pos,))
    conn.execute("DELETE FROM view_aside WHERE pos = ?", (pos,))


def is_any(conn: Connection) -> bool:
    """Whether anybody is or was held to be somebody else, or not to be."""
    sql = "SELECT EXISTS (SELECT 1 FROM view_merge) OR EXISTS (SELECT 1 FROM view_apart)"
    return bool(conn.execute(sql).fetchone()[0])


def erase(conn: Connection, ids: str) -> None:
    """Nothing of these contacts and conversations (a list of ids as JSON) is left in what un-merging needs."""
    numbers = json.dumps([row[0] for row in conn.execute(_SIDES_OF, (ids,))])
    for table in _ROWS_OF_SIDES:
        conn.execute(f"DELETE FROM {table} WHERE no IN (SELECT value FROM json_each(?))", (numbers,))
    conn.execute(
        "DELETE FROM view_block WHERE contact_id IN (SELECT '~' || -value FROM json_each(?))", (numbers,)
    )
    conn.execute("DELETE FROM view_aside WHERE no IN (SELECT value FROM json_each(?))", (numbers,))
    ends, pair = ("kept_id", "gone_id"), ("first_id", "second_id")
    for table, columns in (("view_merge", ends), ("view_merged", ends), ("view_apart", pair)):
        for column in columns:
            conn.execute(f"DELETE FROM {table} WHERE {column} IN (SELECT value FROM json_each(?))", (ids,))
