"""The table about lists of appointments that were brought."""

from sqlalchemy import Column, Integer, Table, Text, text

from storage.view.tables import METADATA

# `state`: 0 open, 1 ended, 2 undone.
Table(
    "view_appointments_import", METADATA,
    Column("no", Integer, primary_key=True),
    Column("import_id", Text, nullable=False, unique=True),
    Column("file_name", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("began_us", Integer, nullable=False),
    Column("state", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    *(
        Column(name, Integer, nullable=False, server_default=text("0"))
        for name in ("added", "changed", "same", "gone", "removed", "kept", "restored", "left_over")
    ),
    Column("member_id", Text),
)  # fmt: skip
