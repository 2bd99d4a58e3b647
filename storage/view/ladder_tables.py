"""Tables of ladders: one for each pipeline, the runs that are under way, and all that ever were with their steps."""

from sqlalchemy import BLOB, Column, Index, Integer, Table, Text

from storage.view.tables import METADATA

# `ladder`: as it was saved last, packed. `automatic_us`: since when the hub begins it by itself; NULL: it does not.
LADDER = Table(
    "view_ladder", METADATA,
    Column("pipeline_id", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("automatic_us", Integer),
    Column("ladder", BLOB, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

# Runs under way, one of a deal at most; `app.domain.follow_ups.FollowUp` says what the columns mean. `begun`: the event
# that began it, packed. `touched`: what the deal itself went through since, which ends it; the hub writes that event.
FOLLOW_UP = Table(
    "view_follow_up", METADATA,
    Column("deal_id", Text, primary_key=True),
    Column("run_id", Text, nullable=False),
    Column("begun", BLOB, nullable=False),
    Column("started_us", Integer, nullable=False),
    Column("pos", Integer, nullable=False),
    Column("step", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("due_us", Integer),
    Column("code", Text, nullable=False),
    Column("facts", BLOB),
    Column("task_id", Text),
    Column("last_message_id", Text),
    Column("sent_count", Integer, nullable=False),
    Column("touched", Text),
    sqlite_with_rowid=False,
)  # fmt: skip
Index("view_follow_up_due", FOLLOW_UP.c.due_us, sqlite_where=FOLLOW_UP.c.state == "waiting")
Index("view_follow_up_task", FOLLOW_UP.c.task_id, sqlite_where=FOLLOW_UP.c.task_id.is_not(None))

# Every run. `cause`: why it went quiet, as somebody saw it before the run ended.
FOLLOW_UP_RUN = Table(
    "view_follow_up_run", METADATA,
    Column("run_id", Text, primary_key=True),
    Column("deal_id", Text, nullable=False),
    Column("started_us", Integer, nullable=False),
    Column("cause", Text),
    Column("ended_us", Integer),
    Column("why", Text),
    sqlite_with_rowid=False,
)  # fmt: skip
Index("view_follow_up_run_deal", FOLLOW_UP_RUN.c.deal_id)

# The steps that were taken: messages that went out, calls that were asked for.
FOLLOW_UP_STEP = Table(
    "view_follow_up_step", METADATA,
    Column("run_id", Text, primary_key=True),
    Column("step", Integer, primary_key=True),
    Column("deal_id", Text, nullable=False),
    Column("pos", Integer, nullable=False),
    Column("act", Text, nullable=False),
    Column("at_us", Integer, nullable=False),
    Column("message_id", Text),
    sqlite_with_rowid=False,
)  # fmt: skip
Index("view_follow_up_step_deal", FOLLOW_UP_STEP.c.deal_id, FOLLOW_UP_STEP.c.pos)
Index(
    "view_follow_up_step_message", FOLLOW_UP_STEP.c.message_id,
    sqlite_where=FOLLOW_UP_STEP.c.message_id.is_not(None),
)  # fmt: skip
