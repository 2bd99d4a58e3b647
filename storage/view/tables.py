"""The projection's tables. All names start with `view_`, since hub.db keeps them beside its own.

Moments are microseconds (`_us`), so that a row read back equals the object that was written. A change here goes with a
rise of VIEW_VERSION: the view is rebuilt, never migrated.
"""

from sqlalchemy import BLOB, CheckConstraint, Column, Index, Integer, MetaData, Table, Text, text

METADATA = MetaData()

# One row: what made the view, and the newest event in it.
META = Table(
    "view_meta", METADATA,
    Column("id", Integer, CheckConstraint("id = 1"), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("pos", Integer, nullable=False),
    Column("chain", BLOB, nullable=False),
)  # fmt: skip

# `no` is the position of the event that opened the conversation: short, and the same in every replica.
CONVERSATION = Table(
    "view_conversation", METADATA,
    Column("no", Integer, primary_key=True),
    Column("conversation_id", Text, nullable=False, unique=True),
    Column("contact_id", Text, nullable=False),
    Column("line_id", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("is_closed", Integer, nullable=False),
    Column("closed_us", Integer),
    Column("last_message_id", Text),
    Column("last_us", Integer),
    Column("last_direction", Text),
    Column("last_kind", Text),
    Column("last_text", Text),
    Column("last_state", Text),
    Column("lifted_pos", Integer, nullable=False),
    Column("unread_count", Integer, nullable=False),
    Column("read_sort_us", Integer),
    Column("last_inbound_us", Integer),
    Column("newest_inbound_pos", Integer, nullable=False),
    Column("newest_outbound_pos", Integer, nullable=False),
    Column("newest_outbound_member_id", Text),
    Column("waiting_since_us", Integer),
    Column("answered_since_us", Integer),
    Column("answered_by", Text),
    Column("heard_us", Integer),
    Column("assignee_id", Text),
    Column("assigned_us", Integer),
    Column("snoozed_us", Integer),
    Column("snoozed_until_us", Integer),
    Column("outcome", Text),
    Column("marks", Integer, nullable=False),  # 1: first, 2: advertisement, 4: has history
    Column("settled", Integer, nullable=False, server_default=text("0")),  # see storage.view.incoming
)  # fmt: skip
Index("view_conversation_contact", CONVERSATION.c.contact_id, CONVERSATION.c.line_id)
Index("view_conversation_open", CONVERSATION.c.lifted_pos, sqlite_where=CONVERSATION.c.is_closed == 0)
Index("view_conversation_closed", CONVERSATION.c.lifted_pos, sqlite_where=CONVERSATION.c.is_closed == 1)
_AWAKE = (CONVERSATION.c.is_closed == 0) & CONVERSATION.c.snoozed_us.is_(None)
_WAITING = CONVERSATION.c.waiting_since_us.is_not(None) & CONVERSATION.c.snoozed_us.is_(None)
_UNANSWERED = (CONVERSATION.c.last_inbound_us, CONVERSATION.c.waiting_since_us)
Index("view_conversation_waiting", *_UNANSWERED, sqlite_where=_WAITING)
Index(
    "view_conversation_since",
    CONVERSATION.c.waiting_since_us,
    CONVERSATION.c.snoozed_us,
    sqlite_where=_WAITING,
)
Index(
    "view_conversation_fresh", *_UNANSWERED, sqlite_where=_WAITING & CONVERSATION.c.marks.in_([1, 2, 3, 6, 7])
)
Index(
    "view_conversation_free", *_UNANSWERED,
    sqlite_where=_AWAKE & _WAITING & CONVERSATION.c.assignee_id.is_(None),
)  # fmt: skip
Index(
    "view_conversation_idle", CONVERSATION.c.lifted_pos,
    sqlite_where=_AWAKE & CONVERSATION.c.waiting_since_us.is_(None) & CONVERSATION.c.assignee_id.is_(None),
)  # fmt: skip
Index(
    "view_conversation_theirs", CONVERSATION.c.lifted_pos,
    sqlite_where=_AWAKE & CONVERSATION.c.waiting_since_us.is_(None),
)  # fmt: skip
Index(
    "view_conversation_held", CONVERSATION.c.assignee_id, CONVERSATION.c.lifted_pos,
    sqlite_where=_AWAKE & CONVERSATION.c.assignee_id.is_not(None),
)  # fmt: skip
Index(
    "view_conversation_troubled", CONVERSATION.c.lifted_pos,
    sqlite_where=(CONVERSATION.c.is_closed == 0)
    & CONVERSATION.c.last_state.in_(["failed", "refused", "expired", "unknown"]),
)  # fmt: skip
Index(
    "view_conversation_snoozed", CONVERSATION.c.snoozed_until_us, CONVERSATION.c.snoozed_us,
    sqlite_where=CONVERSATION.c.snoozed_us.is_not(None),
)  # fmt: skip
Index(
    "view_conversation_silent", CONVERSATION.c.assigned_us, CONVERSATION.c.waiting_since_us,
    sqlite_where=_WAITING & CONVERSATION.c.assignee_id.is_not(None),
)  # fmt: skip

Index(
    "view_conversation_incoming", CONVERSATION.c.newest_inbound_pos,
    sqlite_where=(CONVERSATION.c.is_closed == 0) & (CONVERSATION.c.newest_inbound_pos > 0)
    & (CONVERSATION.c.settled == 0),
)  # fmt: skip
Index("view_conversation_settled", CONVERSATION.c.settled, sqlite_where=CONVERSATION.c.settled == 1)

# `pos` is the event that brought the message. `external_key` is a short hash of `external_id`: an index over the long
# ids themselves would be four times as large (decision 030). `joined`: 1 for a row without a bubble (a reaction, an
# edit or a revoke that is shown at its target, a placeholder that was replaced), 0 while its target is not known.
# `shelf`: where it is listed beside the thread ("media", "files", "voice", "links"). `more`: content, file, reactions
# and the like, packed. `import_no`: see IMPORT. `origin_no`: the conversation it was written in, where that became part
# of another one (see MERGE).
MESSAGE = Table(
    "view_message", METADATA,
    Column("pos", Integer, primary_key=True),
    Column("message_id", Text, nullable=False, unique=True),
    Column("conversation_no", Integer, nullable=False),
    Column("direction", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("text", Text),
    Column("sort_us", Integer, nullable=False),
    Column("base", Text, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("failure_code", Text),
    Column("provider_code", Integer),
    Column("external_id", Text),
    Column("external_key", Integer),
    Column("member_id", Text),
    Column("reply_to", Text),
    Column("is_late", Integer, nullable=False),
    Column("retry_of", Text),
    Column("hold_until_us", Integer),
    Column("state_us", Integer),
    Column("joined", Integer),
    Column("shelf", Text),
    Column("more", BLOB),
    Column("import_no", Integer),
    Column("origin_no", Integer),
)  # fmt: skip
Index("view_message_origin", MESSAGE.c.origin_no, sqlite_where=MESSAGE.c.origin_no.is_not(None))
Index("view_message_import", MESSAGE.c.import_no, sqlite_where=MESSAGE.c.import_no.is_not(None))
Index("view_message_waits", MESSAGE.c.reply_to, sqlite_where=MESSAGE.c.joined == 0)
Index(
    "view_message_shelf", MESSAGE.c.conversation_no, MESSAGE.c.shelf, MESSAGE.c.sort_us,
    sqlite_where=MESSAGE.c.shelf.is_not(None),
)  # fmt: skip
Index(
    "view_message_place", MESSAGE.c.conversation_no, MESSAGE.c.sort_us
)  # and pos, which ends every index entry
Index("view_message_external", MESSAGE.c.external_key, sqlite_where=MESSAGE.c.external_key.is_not(None))
Index(
    "view_message_queued", MESSAGE.c.base,
    sqlite_where=(MESSAGE.c.base == "queued") & (MESSAGE.c.rank == 0),
)  # fmt: skip

# Long conversations that were erased and whose messages are not all deleted yet. Empty but for moments.
GONE = Table(
    "view_gone", METADATA,
    Column("no", Integer, primary_key=True),
)  # fmt: skip

# Words under which conversations are filed, and how many are under each.
TAG = Table(
    "view_tag", METADATA,
    Column("tag", Text, primary_key=True),
    Column("no", Integer, primary_key=True),
    sqlite_with_rowid=False,
)  # fmt: skip
Index("view_tag_no", TAG.c.no)
TAG_COUNT = Table(
    "view_tag_count", METADATA,
    Column("tag", Text, primary_key=True),
    Column("count", Integer, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

# Whom a note names. `pos`: the event that named them; `note_pos`: where the note stands.
MENTION = Table(
    "view_mention", METADATA,
    Column("member_id", Text, primary_key=True),
    Column("pos", Integer, primary_key=True),
    Column("no", Integer, nullable=False),
    Column("note_pos", Integer, nullable=False),
    Column("is_seen", Integer, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip
Index("view_mention_place", MENTION.c.no, MENTION.c.member_id, MENTION.c.pos)
Index("view_mention_note", MENTION.c.note_pos)
Index("view_mention_unseen", MENTION.c.member_id, MENTION.c.no, sqlite_where=MENTION.c.is_seen == 0)

# Lists that were put together and named. `filter`: what they hold, packed.
SAVED_VIEW = Table(
    "view_saved_view", METADATA,
    Column("view_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("owner_id", Text),
    Column("filter", BLOB, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

# Answers that are to go out later. `planned`: the answer, packed; `is_asked`: its author must decide, `code` says why.
SCHEDULED = Table(
    "view_scheduled", METADATA,
    Column("message_id", Text, primary_key=True),
    Column("no", Integer, nullable=False),
    Column("member_id", Text, nullable=False),
    Column("due_us", Integer, nullable=False),
    Column("is_asked", Integer, nullable=False),
    Column("code", Text),
    Column("facts", BLOB),
    Column("planned", BLOB, nullable=False),
    Column("origin_no", Integer),
    sqlite_with_rowid=False,
)  # fmt: skip
Index("view_scheduled_no", SCHEDULED.c.no)
Index("view_scheduled_due", SCHEDULED.c.due_us, sqlite_where=SCHEDULED.c.is_asked == 0)

# Chats brought from a phone. `no` is the position of the event that began it; `state`: 0 open, 1 ended, 2 undone.
IMPORT = Table(
    "view_import", METADATA,
    Column("no", Integer, primary_key=True),
    Column("import_id", Text, nullable=False, unique=True),
    Column("conversation_id", Text, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("total", Integer, nullable=False),
    Column("member_id", Text),
    Column("began_us", Integer, nullable=False),
    Column("state", Integer, nullable=False),
    Column("count", Integer, nullable=False),  # what it had brought when it ended or was undone
    Column("known", Integer, nullable=False),
)  # fmt: skip

# Statuses whose message is not known yet; `pos` is the status's own event.
WAITING_STATUS = Table(
    "view_waiting_status", METADATA,
    Column("pos", Integer, primary_key=True),
    Column("line_id", Text, nullable=False),
    Column("external_id", Text, nullable=False),
    Column("message_id", Text),
    Column("status", Text, nullable=False),
    Column("at_us", Integer, nullable=False),
    Column("failure_code", Text),
    Column("provider_code", Integer),
    Column("price_type", Text),
    Column("price_category", Text),
)  # fmt: skip
Index("view_waiting_status_external", WAITING_STATUS.c.external_id)
Index("view_waiting_status_message", WAITING_STATUS.c.message_id)

# Every way in which a channel ever named a contact (protocol section 3); the newest owner of a name has it.
# `origin_id`: whose name it is, where that contact became part of the owner.
ALIAS = Table(
    "view_alias", METADATA,
    Column("kind", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("contact_id", Text, nullable=False),
    Column("origin_id", Text),
    sqlite_with_rowid=False,
)  # fmt: skip

# Why a business number cannot send, until it does (see `storage.view.line_troubles`).
TROUBLE = Table(
    "view_trouble", METADATA,
    Column("line_id", Text, primary_key=True),
    Column("code", Text, primary_key=True),
    Column("since_us", Integer, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

# Since when the channel cannot reach the hub, while that is so (see `storage.view.reach`).
REACH = Table(
    "view_reach", METADATA, Column("no", Integer, primary_key=True),
    Column("since_us", Integer, nullable=False), Column("code", Text, nullable=False),
)  # fmt: skip

# Ids of contacts and conversations that became another's: who has them still in hand finds the one that stayed.
MERGED = Table(
    "view_merged", METADATA,
    Column("gone_id", Text, primary_key=True),
    Column("kept_id", Text, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip
Index("view_merged_kept", MERGED.c.kept_id)

# What un-merging needs (decision 168). Each merge that holds, and what its two sides would be today without it: a
# contact, a conversation, a conversation that only changed hands ("given"), or the position of a message that came
# late only because of the merge, or only without it ("late"). `no` is below 0: rows of other tables that a side would
# have (tags, blocks) stand under it. `state`: packed; NULL where there is nobody of that name.
MERGE = Table(
    "view_merge", METADATA,
    Column("pos", Integer, primary_key=True),
    Column("kept_id", Text, nullable=False),
    Column("gone_id", Text, nullable=False, unique=True),
    Column("reason", Text, nullable=False),
    Column("member_id", Text),
    Column("at_us", Integer, nullable=False),
)  # fmt: skip
Index("view_merge_kept", MERGE.c.kept_id)
ASIDE = Table(
    "view_aside", METADATA,
    Column("no", Integer, primary_key=True),
    Column("pos", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("other_id", Text, nullable=False),
    Column("own_no", Integer),
    Column("is_kept", Integer, nullable=False),
    Column("state", BLOB),
)  # fmt: skip

# Two contacts of whom somebody said that they are two people.
APART = Table(
    "view_apart", METADATA,
    Column("first_id", Text, primary_key=True),
    Column("second_id", Text, primary_key=True),
    sqlite_with_rowid=False,
)  # fmt: skip
Index("view_apart_second", APART.c.second_id)

# Whom a business number has blocked.
BLOCK = Table(
    "view_block", METADATA,
    Column("contact_id", Text, primary_key=True),
    Column("line_id", Text, primary_key=True),
    sqlite_with_rowid=False,
)  # fmt: skip

# `key`: account, name and language, see `app.domain.templates`. `template`: the definition, packed.
TEMPLATE = Table(
    "view_template", METADATA,
    Column("key", Text, primary_key=True),
    Column("account_id", Text, nullable=False),
    Column("template", BLOB, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

# When all templates of an account were last compared with the channel's.
TEMPLATE_CHECK = Table(
    "view_template_check", METADATA,
    Column("account_id", Text, primary_key=True),
    Column("at_us", Integer, nullable=False),
    Column("count", Integer, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

# What customers see of a business number, packed, and the account that it belongs to.
LINE_PROFILE = Table(
    "view_line_profile", METADATA,
    Column("line_id", Text, primary_key=True),
    Column("account_id", Text),
    Column("profile", BLOB, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

LINE = Table(
    "view_line", METADATA,
    Column("line_id", Text, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("display_number", Text),
    Column("is_known", Integer, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

MEMBER = Table(
    "view_member", METADATA,
    Column("member_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("is_removed", Integer, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

SETTING = Table(
    "view_setting", METADATA,
    Column("name", Text, primary_key=True),
    Column("value", BLOB, nullable=False),  # without affinity: a text stays a text, a number a number
    sqlite_with_rowid=False,
)  # fmt: skip

# Quick replies, also those that were removed. `owner_id` "": the whole team's. `reply`: as it was saved last, packed.
QUICK_REPLY = Table(
    "view_quick_reply", METADATA,
    Column("reply_id", Text, primary_key=True),
    Column("owner_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("is_removed", Integer, nullable=False),
    Column("reply", BLOB, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip
Index("view_quick_reply_owner", QUICK_REPLY.c.owner_id)

HEALTH = Table(
    "view_health", METADATA,
    Column("name", Text, primary_key=True),
    Column("value", Integer, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip
