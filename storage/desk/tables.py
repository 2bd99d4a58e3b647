"""The tables of log.db. They change by migrations only: nothing in this file can be made again from elsewhere."""

from sqlalchemy import BLOB, CheckConstraint, Column, Integer, MetaData, Table, Text

METADATA = MetaData()

# The replica: the bytes that the hub sealed. `fields` is empty after an erasure.
EVENT = Table(
    "event", METADATA,
    Column("pos", Integer, primary_key=True),
    Column("envelope", BLOB, nullable=False),
    Column("chain", BLOB, nullable=False),
    Column("salt", BLOB, nullable=False),
    Column("fields", BLOB, nullable=False),
)  # fmt: skip

# Commands that the log does not show yet, as bytes: one that this program cannot read is parked, never deleted.
OUTBOX = Table(
    "outbox", METADATA,
    Column("device_seq", Integer, primary_key=True),
    Column("command_id", Text, nullable=False, unique=True),
    Column("data", BLOB, nullable=False),
    Column("is_tried", Integer, nullable=False),
    Column("is_expired", Integer, nullable=False),
)  # fmt: skip

DRAFT = Table(
    "draft", METADATA,
    Column("conversation_id", Text, primary_key=True),
    Column("text", Text, CheckConstraint("text <> ''"), nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

# Small things by name: what was joined (with the secret token), device settings, the last place.
NOTE = Table(
    "note", METADATA,
    Column("name", Text, primary_key=True),
    Column("value", BLOB, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip
