"""The table of conversations of which somebody said that no deal will come of them."""

from sqlalchemy import Column, Integer, Table, Text

from storage.view.tables import METADATA

# As the event called it: of conversations that are shown as one, each is remembered for itself.
DECLINED = Table(
    "view_declined", METADATA,
    Column("conversation_id", Text, primary_key=True),
    Column("pos", Integer, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip
