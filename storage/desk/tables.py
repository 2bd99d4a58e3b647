"""The tables of log.db, the file that is never thrown away."""

from sqlalchemy import BLOB, CheckConstraint, Column, Integer, MetaData, Table, Text

METADATA = MetaData()

# The hub's events exactly as they came; what they mean is in view.db.
EVENT = Table(
    "event", METADATA,
    Column("pos", Integer, primary_key=True),
    Column("envelope", BLOB, nullable=False),
    Column("chain", BLOB, nullable=False),
    Column("salt", BLOB, nullable=False),
    Column("fields", BLOB, nullable=False),  # empty after an erasure
)  # fmt: skip

# One row: the newest event. It moves in the transaction that stores the events.
CURSOR = Table(
    "cursor", METADATA,
    Column("id", Integer, CheckConstraint("id = 1"), primary_key=True),
    Column("pos", Integer, nullable=False),
    Column("chain", BLOB, nullable=False),
)  # fmt: skip

# What this computer asked for and the log does not show yet. `data`: the command as `storage.codec` writes it.
COMMAND = Table(
    "command", METADATA,
    Column("device_seq", Integer, primary_key=True),
    Column("command_id", Text, nullable=False, unique=True),
    Column("data", BLOB, nullable=False),
    Column("is_tried", Integer, nullable=False),
    Column("is_expired", Integer, nullable=False),
)  # fmt: skip

DRAFT = Table(
    "draft", METADATA,
    Column("conversation_id", Text, primary_key=True),
    Column("text", Text, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

# Small things of this computer, as JSON: the hub that it joined with its token, its own settings, the last place.
NOTE = Table(
    "note", METADATA,
    Column("name", Text, primary_key=True),
    Column("value", BLOB, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip
