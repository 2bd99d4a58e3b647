"""The tables of the consent ledger: what was said of each purpose, how things stand, and what a person must read."""

from sqlalchemy import Column, Index, Integer, Table, Text

from storage.view.tables import METADATA

# What was said of each purpose, by the contact that it was recorded of; no line is ever changed.
CONSENT = Table(
    "view_consent", METADATA,
    Column("contact_id", Text, primary_key=True),
    Column("pos", Integer, primary_key=True),
    Column("purpose", Text, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("is_given", Integer, nullable=False),
    Column("source", Text, nullable=False),
    Column("at_us", Integer, nullable=False),
    Column("recorded_us", Integer, nullable=False),
    Column("wording", Text, nullable=False),
    Column("proof", Text, nullable=False),
    Column("message_id", Text),
    Column("import_id", Text),
    Column("member_id", Text),
    Column("line_id", Text),
    sqlite_with_rowid=False,
)  # fmt: skip
Index("view_consent_import", CONSENT.c.import_id, sqlite_where=CONSENT.c.import_id.is_not(None))

# How things stand, by the contact that stayed.
CONSENT_STATE = Table(
    "view_consent_state", METADATA,
    Column("contact_id", Text, primary_key=True),
    Column("purpose", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("is_given", Integer, nullable=False),
    Column("at_us", Integer, nullable=False),
    Column("pos", Integer, nullable=False),
    Column("source", Text, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip
Index("view_consent_who", CONSENT_STATE.c.purpose, CONSENT_STATE.c.is_given, CONSENT_STATE.c.contact_id)

# Messages that may ask for no more, until a person has read them.
CONSENT_DOUBT = Table(
    "view_consent_doubt", METADATA,
    Column("contact_id", Text, primary_key=True),
    Column("message_id", Text, primary_key=True),
    Column("at_us", Integer, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip
