"""What members ask for about appointments: the commands whose events stand in `app.domain.appointments`."""

from datetime import datetime
from typing import ClassVar, Final

from app.domain.appointments import Answer, Appointment, How, Outcome, Source
from app.domain.contact_cards import FieldChange
from app.domain.ids import ContactId, ImportId, LineId, MessageId
from app.domain.money import Money
from app.domain.records import record
from app.domain.sends import SendMessage

ASKS_MAX: Final = 50  # asks of one command; the desk cuts a longer run


class _OfAppointment:
    """Each appointment has its lane: what is asked for about one keeps its order."""

    __slots__ = ()
    appointment_id: str

    @property
    def lane(self) -> str:
        """The appointment's."""
        return self.appointment_id


@record
class NewAppointment:
    """What an appointment starts with; see `app.domain.appointments.Appointment`. `length_min` 0: the service's."""

    starts_at: datetime
    length_min: int = 0
    resource_id: str = ""
    service_id: str = ""
    title: str = ""
    person: str = ""
    contact_id: ContactId | None = None
    booker_id: ContactId | None = None
    phone: str = ""
    price: Money | None = None
    note: str = ""
    source: Source = "hand"
    import_id: ImportId | None = None
    import_key: str = ""
    answer: Answer = ""


@record
class BookAppointment(_OfAppointment):
    """appointment.book.

    Refused: "appointment_exists", "slot_past", "slot_taken" {who, starts, ends, free}, "slot_closed" {opens, free},
    "slot_crosses" {closes, free}, "appointment_nobody" (neither name nor contact), "appointment_length" {limit},
    "resource_unknown", "service_unknown", "contact_unknown", "appointment_far", "appointment_words_long" {limit}.
    `free`: the next free starts, UTC ISO with "|" between, each followed by "@resource_id". `anyway`: although it is
    taken or closed; only an import's.
    """

    KIND: ClassVar[str] = "appointment.book"
    VERSION: ClassVar[int] = 1
    appointment_id: str
    new: NewAppointment
    anyway: bool = False


@record
class ChangeAppointment(_OfAppointment):
    """appointment.change: other values of some of CHANGEABLE. Refused also: "appointment_unknown"."""

    KIND: ClassVar[str] = "appointment.change"
    VERSION: ClassVar[int] = 1
    appointment_id: str
    changes: tuple[FieldChange, ...]
    import_id: ImportId | None = None


@record
class MoveAppointment(_OfAppointment):
    """appointment.move. `expected_at`: the start that its author saw; "appointment_moved" {who, starts} when it is old.

    Refused also as `BookAppointment` and as "appointment_over" {answer} for a cancelled one. `is_agreed`: with the
    customer, so that they need not be asked.
    """

    KIND: ClassVar[str] = "appointment.move"
    VERSION: ClassVar[int] = 1
    appointment_id: str
    starts_at: datetime
    length_min: int
    resource_id: str
    expected_at: datetime | None = None
    is_agreed: bool = False
    how: How = "hand"
    anyway: bool = False
    import_id: ImportId | None = None


@record
class AnswerAppointment(_OfAppointment):
    """appointment.answer: a member says what the customer said. A cancelled one may only stand again while it is free.

    Refused: "appointment_answered" {answer} when the customer said something else that its author had not seen yet.
    """

    KIND: ClassVar[str] = "appointment.answer"
    VERSION: ClassVar[int] = 1
    appointment_id: str
    answer: Answer
    how: How = "hand"
    message_id: MessageId | None = None
    wish: str = ""
    import_id: ImportId | None = None


@record
class CallAppointment(_OfAppointment):
    """appointment.call: voicemail."""

    KIND: ClassVar[str] = "appointment.call"
    VERSION: ClassVar[int] = 1
    appointment_id: str


@record
class SetOutcome(_OfAppointment):
    """appointment.set_outcome. Refused: "appointment_to_come" while it has not begun, "appointment_over"."""

    KIND: ClassVar[str] = "appointment.set_outcome"
    VERSION: ClassVar[int] = 1
    appointment_id: str
    outcome: Outcome


@record
class RemoveAppointment(_OfAppointment):
    """appointment.remove."""

    KIND: ClassVar[str] = "appointment.remove"
    VERSION: ClassVar[int] = 1
    appointment_id: str
    import_id: ImportId | None = None


@record
class RestoreAppointment(_OfAppointment):
    """appointment.restore. Refused: "slot_taken" while its slot is another's."""

    KIND: ClassVar[str] = "appointment.restore"
    VERSION: ClassVar[int] = 1
    appointment_id: str
    import_id: ImportId | None = None


@record
class SeenAppointment:
    """What the author of a request saw of an appointment: else its words would be about what is so no more.

    `told`: who is written to, or the number as written; `ask_id`: the last request before.
    """

    starts_at: datetime
    told: str = ""
    ask_id: str = ""
    answer: Answer = ""


def seen_of(one: Appointment) -> SeenAppointment:
    """An appointment as it is seen now."""
    return SeenAppointment(one.starts_at, one.writes_to or one.phone, one.ask_id, one.answer)


@record
class Asking:
    """One message that asks about one or several appointments of a number. `seen`: these, in their order.

    Of somebody who was never written to the message names a new conversation: `number` says with whom it begins,
    `contact_id` whose it is (a fresh id for somebody new), `line_id` on which of our numbers.
    """

    ask_id: str
    appointment_ids: tuple[str, ...]
    message: SendMessage
    number: str = ""
    contact_id: ContactId | None = None
    line_id: LineId | None = None
    seen: tuple[SeenAppointment, ...] = ()


@record
class AskAppointments:
    """appointment.ask: these go out, each by the rules of a message; one that may not go stops none of the others.

    Refused as a whole: "ask_nothing", "ask_long" {limit}. What is refused of one becomes appointment.not_asked: the
    codes of sends and of consent, "appointment_over" (cancelled, or begun), "asked_meanwhile" (unless `again`: it was
    asked since it stands at this time), "appointment_confirmed" (likewise). These change nothing on the line; but
    "appointment_changed" does: it begins at another time now, or is another person's, than its author had seen.
    """

    KIND: ClassVar[str] = "appointment.ask"
    VERSION: ClassVar[int] = 1
    run_id: str
    asks: tuple[Asking, ...]
    again: bool = False

    @property
    def lane(self) -> str:
        """The run's."""
        return self.run_id


APPOINTMENT_ASKS = (
    BookAppointment, ChangeAppointment, MoveAppointment, AnswerAppointment, CallAppointment, SetOutcome,
    RemoveAppointment, RestoreAppointment,
)  # fmt: skip
AppointmentAsk = (
    BookAppointment | ChangeAppointment | MoveAppointment | AnswerAppointment | CallAppointment | SetOutcome
    | RemoveAppointment | RestoreAppointment
)  # fmt: skip
