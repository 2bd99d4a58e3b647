"""Contacts and conversations that became others: which one stayed."""

import json
from collections.abc import Mapping

from sqlcipher3.dbapi2 import Connection

_TAKE_BLOCKS = (
    "INSERT OR IGNORE INTO view_block (contact_id, line_id)"
    " SELECT ?, line_id FROM view_block WHERE contact_id = ?"
)
_GIVE_ALIASES = (
    "UPDATE view_alias SET contact_id = (SELECT value FROM json_each(?1) WHERE key = contact_id)"
    " WHERE contact_id IN (SELECT key FROM json_each(?1))"
)
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
