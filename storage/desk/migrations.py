"""How log.db grew: one tuple of statements for each revision after the first, run in the transaction that opens it.

Plain SQL, so that a start imports no SQLAlchemy; a test compares the outcome with a new file (decision 047's way).
"""

from typing import Final

from storage.engine import Connection, set_revision

# What a file of the first revision said of its one person makes them its first seat.
_ADOPT: Final = (
    (
        "INSERT INTO seat SELECT 1, json_extract(CAST(value AS TEXT), '$.device_id'), value,"
        " max(coalesce((SELECT CAST(CAST(value AS TEXT) AS INTEGER) FROM note WHERE name = 'next_seq'), 1),"
        "     coalesce((SELECT max(device_seq) + 1 FROM command), 1)), '', 0, 0, 0 FROM note WHERE name = 'joined'"
    ),
    "UPDATE command SET device_id = coalesce((SELECT device_id FROM seat), device_id)",
    "UPDATE draft SET device_id = coalesce((SELECT device_id FROM seat), device_id)",
    (
        "UPDATE note SET name = 'place@' || coalesce((SELECT device_id FROM seat), '') || substr(name, 6)"
        " WHERE name LIKE 'place:%'"
    ),
    "DELETE FROM note WHERE name IN ('joined', 'next_seq')",
)
# 2: several people share a computer. What was the computer's becomes its first seat's, with nothing to notice.
_SECOND: Final = (
    (
        "CREATE TABLE seat (number INTEGER NOT NULL, device_id TEXT NOT NULL, joined BLOB NOT NULL,"
        " next_seq INTEGER NOT NULL, pin TEXT NOT NULL, wrong_tries INTEGER NOT NULL, wait_until_us INTEGER NOT NULL,"
        " used_us INTEGER NOT NULL, PRIMARY KEY (number), UNIQUE (device_id))"
    ),
    "ALTER TABLE command RENAME TO old_command",
    (
        "CREATE TABLE command (number INTEGER NOT NULL, device_id TEXT NOT NULL, device_seq INTEGER NOT NULL,"
        " command_id TEXT NOT NULL, data BLOB NOT NULL, is_tried INTEGER NOT NULL, is_expired INTEGER NOT NULL,"
        " PRIMARY KEY (number), UNIQUE (device_id, device_seq), UNIQUE (command_id))"
    ),
    "INSERT INTO command SELECT device_seq, '', device_seq, command_id, data, is_tried, is_expired FROM old_command",
    "DROP TABLE old_command",
    "ALTER TABLE draft RENAME TO old_draft",
    (
        "CREATE TABLE draft (device_id TEXT NOT NULL, conversation_id TEXT NOT NULL, text TEXT NOT NULL,"
        " PRIMARY KEY (device_id, conversation_id)) WITHOUT ROWID"
    ),
    "INSERT INTO draft SELECT '', conversation_id, text FROM old_draft",
    "DROP TABLE old_draft",
    *_ADOPT,
)
STEPS: Final = (_SECOND,)
REVISION: Final = 1 + len(STEPS)


def upgrade(conn: Connection, name: str, revision: int) -> None:
    """Bring a file of an older revision to today's, in the caller's transaction."""
    for statements in STEPS[revision - 1 :]:
        for statement in statements:
            conn.execute(statement)
    set_revision(conn, name, REVISION)


def adopt(conn: Connection) -> None:
    """Notes that were saved from a damaged file of the first revision: their person is the first seat."""
    for statement in _ADOPT:
        conn.execute(statement)
