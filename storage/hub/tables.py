"""The tables of hub.db and how the file is opened. `storage.hub.sends` adds its own table to METADATA."""

from sqlalchemy import (
    BLOB,
    CheckConstraint,
    Column,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    text,
)
from sqlcipher3.dbapi2 import Connection as Connection  # app.hub names the type without knowing the library

REVISION = 3  # storage.hub.migrations brings older files here
METADATA = MetaData()

# A webhook as it came. `body` is NULL once erased; the sha256 stays, so that a late repeat stores nothing again.
# `state`: 0 not walked yet, 1 every element in the log, 2 some element unparsed, 3 nothing could be read.
RAW_INBOX = Table(
    "raw_inbox", METADATA,
    Column("raw_id", Integer, primary_key=True),
    Column("sha256", BLOB, nullable=False, unique=True),
    Column("body", BLOB),
    Column("received_us", Integer, nullable=False),  # UTC, microseconds since 1970
    Column("parser_version", Integer, nullable=False, server_default=text("0")),
    Column("state", Integer, nullable=False, server_default=text("0")),
)  # fmt: skip
Index("raw_inbox_new", RAW_INBOX.c.raw_id, sqlite_where=RAW_INBOX.c.state == 0)
Index("raw_inbox_unread", RAW_INBOX.c.raw_id, sqlite_where=RAW_INBOX.c.state >= 2)

# One row. `term` is the seam for several hub processes; `is_running` tells a crash from a clean stop.
HEAD = Table(
    "head", METADATA,
    Column("id", Integer, CheckConstraint("id = 1"), primary_key=True),
    Column("log_id", Text, nullable=False),
    Column("term", Integer, nullable=False),
    Column("pos", Integer, nullable=False),
    Column("chain", BLOB, nullable=False),
    Column("accepted_us", Integer, nullable=False),
    Column("log_secret", BLOB, nullable=False),  # keys the dedupe keys: a channel's id may hold a phone number
    Column("is_running", Integer, nullable=False),
)  # fmt: skip

# The log. The envelope holds everything else; these columns are only what must be unique or is looked up.
LOG = Table(
    "log", METADATA,
    Column("pos", Integer, primary_key=True),
    Column("envelope", BLOB, nullable=False),
    Column("chain", BLOB, nullable=False),
    Column("dedupe_key", BLOB),
    Column("command_id", Text),
    Column("n", Integer, nullable=False),
    Column("raw_id", Integer),  # the webhook it came from …
    Column("path", Text),  # … and the element in it
)  # fmt: skip
Index("log_dedupe", LOG.c.dedupe_key, unique=True, sqlite_where=LOG.c.dedupe_key.is_not(None))
Index("log_command", LOG.c.command_id, LOG.c.n, unique=True, sqlite_where=LOG.c.command_id.is_not(None))

# What can be erased of an event: our fields and the channel's whole element. Salted hashes in the envelope cover both.
BODY = Table(
    "body", METADATA,
    Column("pos", Integer, primary_key=True),
    Column("salt", BLOB, nullable=False),
    Column("fields", BLOB, nullable=False),  # empty after an erasure
    Column("original", BLOB),
)  # fmt: skip

COMMAND = Table(
    "command", METADATA,
    Column("command_id", Text, primary_key=True),
    Column("device_id", Text, nullable=False),
    Column("device_seq", Integer, nullable=False),
    Column("payload_hash", Text, nullable=False),
    Column("is_accepted", Integer, nullable=False),
    Column("outcome", BLOB, nullable=False),
    Column("received_us", Integer, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip
Index("command_rejected", COMMAND.c.received_us, sqlite_where=COMMAND.c.is_accepted == 0)

INVITE = Table(
    "invite", METADATA,
    Column("code_hash", BLOB, primary_key=True),
    Column("role", Text, nullable=False),
    Column("member_name", Text),
    Column("expires_us", Integer, nullable=False),
    Column("used_us", Integer),
    Column("invite_id", Text),  # None for those of before revision 3, which have ended
    Column("member_id", Text),  # whose one more computer it is for; None: for somebody new
    Column("made_us", Integer),
    Column("made_by", Text),  # None: on the hub's own computer
    Column("made_on", Text),  # the device
    Column("used_by", Text),  # the device
    Column("withdrawn_us", Integer),
    sqlite_with_rowid=False,
)  # fmt: skip

DEVICE = Table(
    "device", METADATA,
    Column("device_id", Text, primary_key=True),
    Column("member_id", Text, nullable=False),
    Column("member_name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("token_hash", BLOB, nullable=False, unique=True),
    Column("last_seen_us", Integer),
    Column("revoked_us", Integer),
    sqlite_with_rowid=False,
)  # fmt: skip
