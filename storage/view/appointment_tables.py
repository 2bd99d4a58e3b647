"""The tables about appointments, and about who and what can be booked.

`no` is the position of the event that booked the appointment: short, and the same in every replica. `contact_id`,
`booker_id` and `ask_conversation_id` are as the events name them, also when these became others: readers look up what
they became.
"""

from sqlalchemy import BLOB, Column, Index, Integer, Table, Text

from storage.view.tables import METADATA

# `body`: all of it, packed (`app.domain.appointments.Appointment`); the other columns are what is looked for.
# `phone_key`: the digits of a number under which nobody is known. `is_erased`: figures of nobody.
APPOINTMENT = Table(
    "view_appointment", METADATA,
    Column("no", Integer, primary_key=True),
    Column("appointment_id", Text, nullable=False, unique=True),
    Column("starts_us", Integer, nullable=False),
    Column("ends_us", Integer, nullable=False),
    Column("resource_id", Text, nullable=False),
    Column("service_id", Text, nullable=False),
    Column("contact_id", Text),
    Column("booker_id", Text),
    Column("phone_key", Text),
    Column("is_removed", Integer, nullable=False),
    Column("is_erased", Integer, nullable=False),
    Column("answer", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("asked_us", Integer),
    Column("ask_id", Text, nullable=False),
    Column("ask_message_id", Text),
    Column("ask_conversation_id", Text),
    Column("import_id", Text),
    Column("import_key", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("body", BLOB, nullable=False),
)  # fmt: skip
_C = APPOINTMENT.c
Index("view_appointment_when", _C.starts_us, _C.ends_us, sqlite_where=_C.is_removed == 0)
Index(
    "view_appointment_asked", _C.ends_us,
    sqlite_where=(_C.is_removed == 0) & (_C.is_erased == 0) & _C.asked_us.is_not(None),
)  # fmt: skip
Index(
    "view_appointment_place", _C.resource_id, _C.starts_us, _C.ends_us,
    sqlite_where=(_C.is_removed == 0) & (_C.answer != "cancelled"),
)  # fmt: skip
Index("view_appointment_contact", _C.contact_id, _C.starts_us, sqlite_where=_C.contact_id.is_not(None))
Index("view_appointment_booker", _C.booker_id, _C.starts_us, sqlite_where=_C.booker_id.is_not(None))
Index("view_appointment_talk", _C.ask_conversation_id, sqlite_where=_C.ask_conversation_id.is_not(None))
Index("view_appointment_import", _C.import_id, sqlite_where=_C.import_id.is_not(None))
Index("view_appointment_phone", _C.phone_key, sqlite_where=_C.phone_key.is_not(None))

# Every ask that went out, also those that a later one or a move overtook. `starts_us`: the time that it asked about.
APPOINTMENT_ASK = Table(
    "view_appointment_ask", METADATA,
    Column("ask_id", Text, primary_key=True),
    Column("no", Integer, primary_key=True),
    Column("starts_us", Integer, nullable=False),
    Column("message_id", Text, nullable=False),
    Column("conversation_id", Text, nullable=False),
    Column("asked_us", Integer, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip
Index("view_appointment_ask_no", APPOINTMENT_ASK.c.no)

# What happened to it, each event once: `body` as the event has it.
APPOINTMENT_EVENT = Table(
    "view_appointment_event", METADATA,
    Column("no", Integer, primary_key=True),
    Column("pos", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("at_us", Integer, nullable=False),
    Column("member_id", Text),
    Column("body", BLOB, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

# Reminders that are over, sent or not, for the time at which it then stood.
APPOINTMENT_STEP = Table(
    "view_appointment_step", METADATA,
    Column("no", Integer, primary_key=True),
    Column("starts_us", Integer, primary_key=True),
    Column("step_min", Integer, primary_key=True),
    sqlite_with_rowid=False,
)  # fmt: skip

# What every message told of an appointment, requests and reminders: `told` is to whom, or the number as written.
APPOINTMENT_MESSAGE = Table(
    "view_appointment_message", METADATA,
    Column("message_id", Text, primary_key=True),
    Column("no", Integer, primary_key=True),
    Column("starts_us", Integer, nullable=False),
    Column("told", Text, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip
Index("view_appointment_message_no", APPOINTMENT_MESSAGE.c.no)

RESOURCE = Table(
    "view_resource", METADATA,
    Column("resource_id", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("is_removed", Integer, nullable=False),
    Column("resource", BLOB, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

SERVICE = Table(
    "view_service", METADATA,
    Column("service_id", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("is_removed", Integer, nullable=False),
    Column("service", BLOB, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip
