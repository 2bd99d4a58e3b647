"""The table of tasks."""

from sqlalchemy import Column, Index, Integer, Table, Text, and_

from storage.view.tables import METADATA

# A task stands under the ids that its events name; who or what became another is found through view_merged when it is
# read, so that nothing moves when people are merged or taken apart. `pos`: where task.added stands. `turn_us`: when its
# turn comes, `remind_us` where it was put aside, else `due_us`.
TASK = Table(
    "view_task", METADATA,
    Column("task_id", Text, primary_key=True),
    Column("pos", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("whose", Text, nullable=False),
    Column("due_us", Integer),
    Column("remind_us", Integer),
    Column("turn_us", Integer),
    Column("holder_id", Text),
    Column("made_by", Text),
    Column("made_us", Integer, nullable=False),
    Column("deal_id", Text),
    Column("contact_id", Text),
    Column("conversation_id", Text),
    Column("done_us", Integer),
    Column("done_by", Text),
    Column("is_removed", Integer, nullable=False, server_default="0"),
    Column("word", Text, nullable=False, server_default=""),
    Column("word_by", Text),
    Column("version", Integer, nullable=False, server_default="1"),
    sqlite_with_rowid=False,
)  # fmt: skip
_IS_OPEN = and_(TASK.c.done_us.is_(None), TASK.c.is_removed == 0)
Index("view_task_turn", TASK.c.turn_us, sqlite_where=_IS_OPEN)
Index("view_task_held", TASK.c.holder_id, TASK.c.turn_us, sqlite_where=_IS_OPEN)
Index("view_task_done", TASK.c.done_us, sqlite_where=TASK.c.done_us.is_not(None))
Index("view_task_deal", TASK.c.deal_id, TASK.c.turn_us, sqlite_where=TASK.c.deal_id.is_not(None))
Index("view_task_contact", TASK.c.contact_id, sqlite_where=TASK.c.contact_id.is_not(None))
Index("view_task_conversation", TASK.c.conversation_id, sqlite_where=TASK.c.conversation_id.is_not(None))
