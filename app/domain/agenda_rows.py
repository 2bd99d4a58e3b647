"""What screens read of appointments: lines, days, and what is counted of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Final, Literal

from app.domain.records import record

if TYPE_CHECKING:
    from app.domain.agenda import Resource, Service
    from app.domain.appointments import Answer, Appointment, How, State
    from app.domain.ids import ContactId, ConversationId, MemberId, MessageId
    from app.domain.money import Money
    from app.domain.rows import Changes

AgendaFilter = Literal["all", "to_ask", "asked", "to_settle", "to_call", "confirmed", "cancelled"]
FILTERS: Final[tuple[AgendaFilter, ...]] = (
    "all", "to_ask", "asked", "to_settle", "to_call", "confirmed", "cancelled",
)  # fmt: skip
FILTER_OF: Final[dict[str, AgendaFilter]] = {
    "to_ask": "to_ask", "asked": "asked", "delivered": "asked", "read": "asked", "no_answer": "to_settle",
    "wants_move": "to_settle", "unclear": "to_settle", "to_call": "to_call", "confirmed": "confirmed",
    "cancelled": "cancelled", "came": "all", "no_show": "all",
}  # fmt: skip
"""Under which of the filters each state stands; those who came, or did not, stand under "all" alone."""
LastWhat = Literal[
    "booked", "imported", "from_waiting", "moved", "asked", "tapped", "wrote", "reacted", "called", "noted", "by_rule",
    "voicemail", "not_delivered", "not_asked", "came", "no_show",
]  # fmt: skip
AGENDA_SETTINGS: Final = frozenset(
    {"agenda_elsewhere", "appointment_silent_h", "appointment_call_at", "time_zone"}
)


@record
class LastWord:
    """What was last heard, or done, about an appointment; its sentence is in `app.words.appointment_lines`.

    "tapped", "wrote", "reacted": by the customer, `message_id` is that word, `text` what it says. "called", "noted": a
    member says what they said, by telephone or at the desk; `who` is the member. "by_rule": by the hub itself.
    "asked": `message_state` is the request's, `count` how often they were asked. "not_delivered": that request did not
    arrive. "not_asked": `code` of why it could not go out. `answer`: what it came to. `at` None: long ago.
    """

    what: LastWhat
    at: datetime | None = None
    text: str = ""
    message_id: MessageId | None = None
    who: str = ""
    answer: Answer = ""
    message_state: str = ""
    count: int = 0
    code: str = ""


@record
class AppointmentRow:
    """A line. `name`: who comes; `booker_name`: who booked and is written to, "" where it is the same.

    `contact_id`: who is written to. `number`: to call, as one reads it. `conversation_id`: where one writes to them.
    `service`: as the team calls it. `trouble`: the code of why the last request could not go out. `silent_at`,
    `call_at`: when the line changes by itself. `is_pending`: only this computer knows its newest form yet.
    """

    appointment: Appointment
    state: State
    name: str = ""
    booker_name: str = ""
    contact_id: ContactId | None = None
    number: str = ""
    conversation_id: ConversationId | None = None
    resource: str = ""
    service: str = ""
    price: Money | None = None
    last: LastWord | None = None
    is_pending: bool = False
    trouble: str = ""
    silent_at: datetime | None = None
    call_at: datetime | None = None

    @property
    def appointment_id(self) -> str:
        """Of the appointment."""
        return self.appointment.appointment_id


@record
class ResourceDay:
    """One column's day. `open_at`: from when until when it may be booked, in order; () is a closed day.

    `is_open_known` False: nobody said the opening hours; then `open_at` is what most businesses keep, and every other
    hour may be booked too. `booked_s`: within the hours, `free_s`: offered and not taken. Seconds that really pass.
    """

    resource_id: str
    day: date
    open_at: tuple[tuple[datetime, datetime], ...] = ()
    booked_s: int = 0
    free_s: int = 0
    is_open_known: bool = True


@record
class AgendaDays:
    """Some days of the agenda. `zone`: whose wall the days and hours are of; `today` there, at `now`.

    `rows` by start, then by column: also the cancelled ones. `resources`: the columns in order; removed ones while
    something stands there; one with the id "" stands last where something is nobody's. `is_elsewhere`: the agenda is
    kept in other software. `changes_at`: when a line will next be another by itself.
    """

    zone: str
    today: date
    now: datetime
    from_day: date
    days: int = 1
    rows: tuple[AppointmentRow, ...] = ()
    resources: tuple[Resource, ...] = ()
    services: tuple[Service, ...] = ()
    columns: tuple[ResourceDay, ...] = ()
    is_elsewhere: bool = False
    changes_at: datetime | None = None

    def column(self, resource_id: str, day: date) -> ResourceDay:
        """Of one resource on one day."""
        found = (one for one in self.columns if one.resource_id == resource_id and one.day == day)
        return next(found, ResourceDay(resource_id, day, is_open_known=False))


@record
class FreeSlot:
    """Where and when something can be booked."""

    starts_at: datetime
    resource_id: str
    resource: str = ""


@record
class AppointmentHistoryRow:
    """Something that happened to an appointment. `kind`: of its event, as "appointment.moved".

    `at`: when; `who`: the member, "" for the customer or the hub. `how`, `answer`, `text`, `message_id`: of an answer
    or a request. `from_at`, `to_at`: of a move. `code`: why a request could not go out, or what became of it.
    """

    kind: str
    at: datetime
    who: str = ""
    how: How | str = ""
    answer: Answer = ""
    text: str = ""
    message_id: MessageId | None = None
    from_at: datetime | None = None
    to_at: datetime | None = None
    code: str = ""
    member_id: MemberId | None = None


def fits(row: AppointmentRow, narrowed: AgendaFilter) -> bool:
    """Whether a filter lets a line through."""
    return narrowed == "all" or FILTER_OF[row.state] == narrowed


def counted(rows: tuple[AppointmentRow, ...]) -> dict[AgendaFilter, int]:
    """How many each filter lets through, in their order."""
    counts = dict.fromkeys(FILTERS, 0)
    for row in rows:
        counts[FILTER_OF[row.state]] += 1
    return counts | {"all": len(rows)}


def touches_agenda(changes: Changes) -> bool:
    """Whether a screen of appointments reads again."""
    return bool(
        changes.appointments
        or changes.is_agenda
        or changes.is_everything
        or changes.is_hours
        or changes.contacts
        or changes.settings & AGENDA_SETTINGS
    )
