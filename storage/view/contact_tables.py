"""The tables about people: who they are, what the team wrote of them, and how they were ever called.

`no` is the position of the event that made the contact: short, and the same in every replica.
"""

from sqlalchemy import BLOB, Column, Index, Integer, Table, Text

from storage.view.tables import METADATA

# `name`: as shown where there is one (`own_name` of the team, else `profile_name` of the channel). `last_us`: the
# newest message of theirs or of ours in any conversation, `last_in_us`: of theirs. `sought`: words by which somebody is
# looked for; `sort_key`: the place in an alphabet.
CONTACT = Table(
    "view_contact", METADATA,
    Column("no", Integer, primary_key=True),
    Column("contact_id", Text, nullable=False, unique=True),
    Column("name", Text),
    Column("number", Text),
    Column("user_id", Text),
    Column("username", Text),
    Column("profile_name", Text),
    Column("own_name", Text),
    Column("phone", Text),
    Column("email", Text(collation="NOCASE")),
    Column("company", Text),
    Column("language", Text),
    Column("country", Text),
    Column("owner_id", Text),
    Column("created_us", Integer, nullable=False),
    Column("last_us", Integer),
    Column("last_in_us", Integer),
    Column("sought", Text, nullable=False),
    Column("sort_key", Text, nullable=False),
)  # fmt: skip
Index("view_contact_name", CONTACT.c.name, sqlite_where=CONTACT.c.name.is_(None))  # who has none
Index("view_contact_username", CONTACT.c.username)
Index("view_contact_sort_key", CONTACT.c.sort_key)
Index("view_contact_last", CONTACT.c.last_us)
Index("view_contact_unheard", CONTACT.c.contact_id, sqlite_where=CONTACT.c.last_in_us.is_(None))
Index("view_contact_phone", CONTACT.c.phone, sqlite_where=CONTACT.c.phone.is_not(None))
Index("view_contact_email", CONTACT.c.email, sqlite_where=CONTACT.c.email.is_not(None))
Index("view_contact_owner", CONTACT.c.owner_id, sqlite_where=CONTACT.c.owner_id.is_not(None))

CONTACT_TAG = Table(
    "view_contact_tag", METADATA,
    Column("tag", Text, primary_key=True),
    Column("no", Integer, primary_key=True),
    sqlite_with_rowid=False,
)  # fmt: skip
Index("view_contact_tag_no", CONTACT_TAG.c.no)

# What is in fields that the owner made. `rank`: of numbers and amounts, to sort by.
CONTACT_FIELD = Table(
    "view_contact_field", METADATA,
    Column("no", Integer, primary_key=True),
    Column("field_id", Text, primary_key=True),
    Column("value", Text, nullable=False),
    Column("rank", BLOB),  # without affinity: a float or nothing
    sqlite_with_rowid=False,
)  # fmt: skip
Index("view_contact_field_value", CONTACT_FIELD.c.field_id, CONTACT_FIELD.c.rank, CONTACT_FIELD.c.value)

# The fields that the owner made; `choices`: a JSON list.
CONTACT_FIELD_DEF = Table(
    "view_contact_field_def", METADATA,
    Column("field_id", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("choices", Text, nullable=False),
    Column("position", Integer, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

# Every name under which somebody was ever known (`app.domain.contact_rows.IdentityKind`). `retired_us`: when another of
# its kind took its place.
CONTACT_IDENTITY = Table(
    "view_contact_identity", METADATA,
    Column("no", Integer, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("first_seen_us", Integer, nullable=False),
    Column("retired_us", Integer),
    sqlite_with_rowid=False,
)  # fmt: skip

# What is theirs no more: the names of today are found by their columns and in view_alias.
Index(
    "view_contact_identity_value", CONTACT_IDENTITY.c.value,
    sqlite_where=CONTACT_IDENTITY.c.retired_us.is_not(None),
)  # fmt: skip

CONTACT_NOTE = Table(
    "view_contact_note", METADATA,
    Column("note_id", Text, primary_key=True),
    Column("no", Integer, nullable=False),
    Column("pos", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("member_id", Text),
    Column("at_us", Integer, nullable=False),
    Column("edited_us", Integer),
    Column("origin_no", Integer),
    sqlite_with_rowid=False,
)  # fmt: skip
Index(
    "view_contact_note_origin", CONTACT_NOTE.c.origin_no, sqlite_where=CONTACT_NOTE.c.origin_no.is_not(None)
)
Index("view_contact_note_no", CONTACT_NOTE.c.no)

# What was done to a contact, or (`conversation_no`) to a conversation without a line in its thread: for the timeline.
# `body`: what it was, as JSON; the words of notes stand in CONTACT_NOTE alone.
CONTACT_EVENT = Table(
    "view_contact_event", METADATA,
    Column("pos", Integer, primary_key=True),
    Column("no", Integer),
    Column("conversation_no", Integer),
    Column("what", Text, nullable=False),
    Column("member_id", Text),
    Column("at_us", Integer, nullable=False),
    Column("body", Text),
    Column("origin_no", Integer),
)  # fmt: skip
Index(
    "view_contact_event_origin",
    CONTACT_EVENT.c.origin_no,
    sqlite_where=CONTACT_EVENT.c.origin_no.is_not(None),
)
Index(
    "view_contact_event_no",
    CONTACT_EVENT.c.no,
    CONTACT_EVENT.c.at_us,
    sqlite_where=CONTACT_EVENT.c.no.is_not(None),
)
Index(
    "view_contact_event_conversation", CONTACT_EVENT.c.conversation_no, CONTACT_EVENT.c.at_us,
    sqlite_where=CONTACT_EVENT.c.conversation_no.is_not(None),
)  # fmt: skip
