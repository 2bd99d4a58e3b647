"""Tables of the ledger: its entries, and the messages that the channel named a price for."""

from sqlalchemy import BLOB, Column, Index, Integer, Table, Text

from storage.view.tables import METADATA

# Costs, gains, goals, the budget and tables of prices, by kind and id; removed ones too. `entry`: packed.
LEDGER = Table(
    "view_ledger", METADATA,
    Column("kind", Text, primary_key=True),
    Column("entry_id", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("is_removed", Integer, nullable=False),
    Column("entry", BLOB, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

# One row for each message that reached somebody and of which the channel said what kind of price it has. `pos`: the
# message's. `quarter`: quarters of an hour since 1970, so that any time zone cuts its months exactly. `kind`: see
# below. `prefix`: the first three digits of the number it went to (which tell the country), 0 where none is known.
BILLED = Table(
    "view_billed", METADATA,
    Column("pos", Integer, primary_key=True),
    Column("quarter", Integer, nullable=False),
    Column("kind", Integer, nullable=False),
    Column("prefix", Integer, nullable=False),
)  # fmt: skip
Index("view_billed_when", BILLED.c.quarter, BILLED.c.kind, BILLED.c.prefix)

# What the channel said, by a number that follows from the words, so that it is the same in every replica.
BILLED_KIND = Table(
    "view_billed_kind", METADATA,
    Column("kind", Integer, primary_key=True),
    Column("line_id", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("type", Text, nullable=False),
)  # fmt: skip

# How many of them went to people who are erased since: by day, country and kind, and of nobody.
BILLED_GONE = Table(
    "view_billed_gone", METADATA,
    Column("quarter", Integer, primary_key=True),
    Column("kind", Integer, primary_key=True),
    Column("prefix", Integer, primary_key=True),
    Column("count", Integer, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip
