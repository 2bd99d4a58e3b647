"""The tables about the waiting list, about freed slots that were offered, and about lists of free times.

People and conversations are as the events name them, also when these became others: readers look up what they became.
"""

from sqlalchemy import BLOB, Column, Index, Integer, Table, Text

from storage.view.tables import METADATA

# `body`: all of it, packed (`app.domain.slot_offers.Waiter`).
WAITER = Table(
    "view_waiter", METADATA,
    Column("waiter_id", Text, primary_key=True),
    Column("contact_id", Text, nullable=False),
    Column("is_removed", Integer, nullable=False),
    Column("body", BLOB, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip
Index("view_waiter_contact", WAITER.c.contact_id)

# `end`: "" as long as it is offered. `waiter_id`, `taken_id`: whose was the first tap, and what they have.
SLOT_OFFER = Table(
    "view_slot_offer", METADATA,
    Column("offer_id", Text, primary_key=True),
    Column("pos", Integer, nullable=False),
    Column("starts_us", Integer, nullable=False),
    Column("length_min", Integer, nullable=False),
    Column("resource_id", Text, nullable=False),
    Column("appointment_id", Text, nullable=False),
    Column("member_id", Text),
    Column("offered_us", Integer, nullable=False),
    Column("end", Text, nullable=False),
    Column("ended_us", Integer),
    Column("waiter_id", Text, nullable=False),
    Column("taken_id", Text, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip
Index("view_slot_offer_open", SLOT_OFFER.c.starts_us, sqlite_where=SLOT_OFFER.c.end == "")
Index("view_slot_offer_when", SLOT_OFFER.c.starts_us)

SLOT_INVITED = Table(
    "view_slot_invited", METADATA,
    Column("offer_id", Text, primary_key=True),
    Column("waiter_id", Text, primary_key=True),
    Column("n", Integer, nullable=False),
    Column("conversation_id", Text, nullable=False),
    Column("message_id", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("answered_us", Integer),
    Column("answer_message_id", Text),
    sqlite_with_rowid=False,
)  # fmt: skip
Index("view_slot_invited_talk", SLOT_INVITED.c.conversation_id)

# Lists of free times for somebody who wants to move. `starts_us`: when the appointment stood then.
SLOTS_OFFERED = Table(
    "view_slots_offered", METADATA,
    Column("offer_id", Text, primary_key=True),
    Column("appointment_id", Text, nullable=False),
    Column("starts_us", Integer, nullable=False),
    Column("conversation_id", Text, nullable=False),
    Column("message_id", Text),
    Column("body", BLOB, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip
Index("view_slots_offered_appointment", SLOTS_OFFERED.c.appointment_id)
Index("view_slots_offered_talk", SLOTS_OFFERED.c.conversation_id)
