"""Segments as rows, and the narrow indexes along which their rules are counted."""

from sqlalchemy import BLOB, Column, Index, Table, Text

from storage.view.contact_tables import CONTACT, CONTACT_EVENT
from storage.view.tables import METADATA

# `rule`: what a segment holds, packed.
Table(
    "view_segment", METADATA,
    Column("segment_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("owner_id", Text),
    Column("rule", BLOB, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

Index("view_contact_country", CONTACT.c.country, sqlite_where=CONTACT.c.country.is_not(None))
Index("view_contact_language", CONTACT.c.language, sqlite_where=CONTACT.c.language.is_not(None))
Index("view_contact_created", CONTACT.c.created_us)
Index(
    "view_contact_event_import", CONTACT_EVENT.c.body,
    sqlite_where=(CONTACT_EVENT.c.what == "added") & CONTACT_EVENT.c.body.is_not(None),
)  # fmt: skip
