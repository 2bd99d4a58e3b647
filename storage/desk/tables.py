"""The tables of log.db, the file that is never thrown away."""

from sqlalchemy import BLOB, CheckConstraint, Column, Integer, MetaData, Table, Text, UniqueConstraint

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

# The people who use this computer, in the order in which they came: each has a device of their own at the hub.
# `pin`: argon2's word on it, empty without one; `wait_until_us`: before it no PIN is looked at.
SEAT = Table(
    "seat", METADATA,
    Column("number", Integer, primary_key=True),
    Column("device_id", Text, nullable=False, unique=True),
    Column("joined", BLOB, nullable=False),  # what enrolling gave, as JSON, with the token
    Column("next_seq", Integer, nullable=False),
    Column("pin", Text, nullable=False),
    Column("wrong_tries", Integer, nullable=False),
    Column("wait_until_us", Integer, nullable=False),
    Column("used_us", Integer, nullable=False),  # when they last took over
)  # fmt: skip

# What was asked for here and the log does not show yet, oldest first. `device_id`: of the seat that asked; its numbers
# are its own. `data`: the command as `storage.codec` writes it.
COMMAND = Table(
    "command", METADATA,
    Column("number", Integer, primary_key=True),
    Column("device_id", Text, nullable=False),
    Column("device_seq", Integer, nullable=False),
    Column("command_id", Text, nullable=False, unique=True),
    Column("data", BLOB, nullable=False),
    Column("is_tried", Integer, nullable=False),
    Column("is_expired", Integer, nullable=False),
    UniqueConstraint("device_id", "device_seq"),
)  # fmt: skip

DRAFT = Table(
    "draft", METADATA,
    Column("device_id", Text, primary_key=True),  # of the seat whose draft it is
    Column("conversation_id", Text, primary_key=True),
    Column("text", Text, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

# Small things as JSON: this computer's own settings, the last place of each seat.
NOTE = Table(
    "note", METADATA,
    Column("name", Text, primary_key=True),
    Column("value", BLOB, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip
