"""Tables of opening hours and groups: a row for each version that there is, and one for each change of a group."""

from sqlalchemy import BLOB, Column, Integer, Table, Text

from storage.view.tables import METADATA

# `hours`: an `app.domain.hours.OpeningHours`, packed.
OPENING = Table(
    "view_opening", METADATA,
    Column("scope", Text, primary_key=True),
    Column("valid_from", Text, primary_key=True),
    Column("hours", BLOB, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

# What happened to groups, in order: figures ask who was in which one when. `name` NULL: it was removed.
GROUP_CHANGE = Table(
    "view_group_change", METADATA,
    Column("pos", Integer, primary_key=True),
    Column("at_s", Integer, nullable=False),
    Column("group_id", Text, nullable=False),
    Column("name", Text),
    Column("member_ids", Text, nullable=False),
)  # fmt: skip
