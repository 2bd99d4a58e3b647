"""Response standards as a table: those that were saved last."""

from sqlalchemy import Column, Integer, Table, Text

from storage.view.tables import METADATA

STANDARD = Table(
    "view_standard", METADATA,
    Column("scope", Text, primary_key=True),
    Column("first_min", Integer, nullable=False),
    Column("next_min", Integer, nullable=False),
    Column("clock", Text, nullable=False),
    Column("warn_percent", Integer, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip
