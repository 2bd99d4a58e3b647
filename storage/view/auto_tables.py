"""Tables of automatic answers, of whose phone a number is, and of matters that silence ended."""

from sqlalchemy import BLOB, Column, Integer, Table, Text

from storage.view.tables import METADATA

# `reply`: an `app.domain.auto_replies.AutoReply`, packed.
AUTO_REPLY = Table(
    "view_auto_reply", METADATA,
    Column("scope", Text, primary_key=True),
    Column("reply", BLOB, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

# Who answers on the phone of a number. No row: nobody knows.
PHONE = Table(
    "view_phone", METADATA,
    Column("line_id", Text, primary_key=True),
    Column("member_id", Text, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

# `pos`: of the newest event that ended a matter there. What lifted the conversation since began another one.
EPISODE_END = Table(
    "view_episode_end", METADATA,
    Column("conversation_id", Text, primary_key=True),
    Column("pos", Integer, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip
