"""The tables about deals: where each stands, how it came there, and what was written down about it.

`no` is the position of the event that made the deal: short, and the same in every replica. `contact_id` and
`conversation_id` are as the events name them, also when these became others: readers look up what they became.
"""

from sqlalchemy import BLOB, Column, Index, Integer, Table, Text

from storage.view.tables import METADATA

# `state`: "open", "won" or "lost". `lines`: what is bought, packed. `has_ours`, `has_theirs`: whether an open task on
# it waits for us or for them. `silent_us`: since when the other side owes a word; NULL unless it is open, our message
# is the last one and nothing is left for us to do (see `storage.view.deal_silence`). `is_erased`: figures of nobody.
DEAL = Table(
    "view_deal", METADATA,
    Column("no", Integer, primary_key=True),
    Column("deal_id", Text, nullable=False, unique=True),
    Column("pipeline_id", Text, nullable=False),
    Column("stage_id", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("minor", Integer),
    Column("currency", Text),
    Column("contact_id", Text),
    Column("conversation_id", Text),
    Column("person", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("owner_id", Text),
    Column("source", Text, nullable=False),
    Column("message_id", Text),
    Column("close_on", Text),
    Column("cause", Text),
    Column("reason", Text, nullable=False),
    Column("is_removed", Integer, nullable=False),
    Column("is_erased", Integer, nullable=False),
    Column("stage_since_us", Integer, nullable=False),
    Column("made_us", Integer, nullable=False),
    Column("ended_us", Integer),
    Column("made_by", Text),
    Column("moved_by", Text),
    Column("import_id", Text),
    Column("version", Integer, nullable=False),
    Column("lines", BLOB),
    Column("has_ours", Integer, nullable=False),
    Column("has_theirs", Integer, nullable=False),
    Column("silent_us", Integer),
)  # fmt: skip
_LISTED = (DEAL.c.is_removed == 0) & (DEAL.c.is_erased == 0)
Index(
    "view_deal_open", DEAL.c.pipeline_id, DEAL.c.stage_id,
    sqlite_where=(DEAL.c.state == "open") & _LISTED,
)  # fmt: skip
Index(
    "view_deal_silent", DEAL.c.pipeline_id, DEAL.c.stage_id, DEAL.c.silent_us,
    sqlite_where=DEAL.c.silent_us.is_not(None),
)  # fmt: skip
Index("view_deal_ended", DEAL.c.state, DEAL.c.ended_us, sqlite_where=DEAL.c.ended_us.is_not(None))
Index("view_deal_made", DEAL.c.made_us)
Index("view_deal_contact", DEAL.c.contact_id, sqlite_where=DEAL.c.contact_id.is_not(None))
Index("view_deal_conversation", DEAL.c.conversation_id, sqlite_where=DEAL.c.conversation_id.is_not(None))
Index(
    "view_deal_free", DEAL.c.no,
    sqlite_where=DEAL.c.contact_id.is_(None) & DEAL.c.conversation_id.is_(None) & (DEAL.c.state == "open") & _LISTED,
)  # fmt: skip
Index("view_deal_import", DEAL.c.import_id, sqlite_where=DEAL.c.import_id.is_not(None))

DEAL_TAG = Table(
    "view_deal_tag", METADATA,
    Column("no", Integer, primary_key=True),
    Column("tag", Text, primary_key=True),
    sqlite_with_rowid=False,
)  # fmt: skip
Index("view_deal_tag_tag", DEAL_TAG.c.tag)

# Calls, meetings and e-mails that somebody wrote down.
DEAL_LOG = Table(
    "view_deal_log", METADATA,
    Column("entry_id", Text, primary_key=True),
    Column("no", Integer, nullable=False),
    Column("what", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("at_us", Integer, nullable=False),
    Column("member_id", Text),
    Column("pos", Integer, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip
Index("view_deal_log_no", DEAL_LOG.c.no, DEAL_LOG.c.at_us)

# Each stay in a stage; `left_us` NULL: it is still there. `pos`: the event that put it there.
DEAL_STAY = Table(
    "view_deal_stay", METADATA,
    Column("no", Integer, primary_key=True),
    Column("pos", Integer, primary_key=True),
    Column("pipeline_id", Text, nullable=False),
    Column("stage_id", Text, nullable=False),
    Column("entered_us", Integer, nullable=False),
    Column("left_us", Integer),
    Column("member_id", Text),
    sqlite_with_rowid=False,
)  # fmt: skip

# What happened with a deal, for the timeline of its person. `body`: what it was, as JSON.
DEAL_EVENT = Table(
    "view_deal_event", METADATA,
    Column("no", Integer, primary_key=True),
    Column("pos", Integer, primary_key=True),
    Column("what", Text, nullable=False),
    Column("member_id", Text),
    Column("at_us", Integer, nullable=False),
    Column("body", Text),
    sqlite_with_rowid=False,
)  # fmt: skip

# Pipelines, removed ones among them: deals that ended there still name their stages. `pipeline`: packed.
PIPELINE = Table(
    "view_pipeline", METADATA,
    Column("pipeline_id", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("is_removed", Integer, nullable=False),
    Column("pipeline", BLOB, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip
