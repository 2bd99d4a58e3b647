"""Appointments: what one is, what happens to it, and what its line shows. Commands are `app.domain.appointment_asks`.

An appointment is made of its events alone (`applied`), at the hub, on every desk and in what a desk shows before the
hub has spoken. The booker is written to; who comes may be somebody else. Moments are UTC; an appointment lasts from its
start up to its end, so one may begin when another ends.
"""

from collections.abc import Container
from datetime import datetime, timedelta
from typing import ClassVar, Final, Literal

from app.domain.ask_troubles import is_in_vain, is_theirs
from app.domain.contact_cards import FieldChange
from app.domain.copies import changed
from app.domain.ids import ContactId, ConversationId, ImportId, MemberId, MessageId
from app.domain.money import Money, read_money
from app.domain.records import record

Answer = Literal["", "confirmed", "move", "cancelled", "unclear"]
"""What was said about it last; "unclear" asks a person to read."""
How = Literal["tap", "text", "reaction", "call", "hand", "rule", "import"]
"""How it was said: on a button, in words, …, to a member by telephone, at the desk, by the hub, by a table."""
Outcome = Literal["", "came", "no_show"]
Source = Literal["hand", "talk", "import", "move", "waiting", "terminal"]
State = Literal[
    "to_ask", "asked", "delivered", "read", "confirmed", "wants_move", "unclear", "no_answer", "to_call", "cancelled",
    "came", "no_show",
]  # fmt: skip
STATES: Final[tuple[State, ...]] = (
    "to_ask", "asked", "delivered", "read", "confirmed", "wants_move", "unclear", "no_answer", "to_call", "cancelled",
    "came", "no_show",
)  # fmt: skip
CHANGEABLE: Final = frozenset(
    {"service_id", "title", "person", "contact_id", "booker_id", "phone", "price", "note", "length_min"}
)
# An import also notes under which key a list has it, and when the list says that it begins; no member changes these.
CHANGED: Final = CHANGEABLE | {"import_key", "imported_at"}
LENGTH_MIN: Final = 5
LENGTH_MAX: Final = 1_440  # minutes
WORDS_MAX_CHARS: Final = 200
NOTE_MAX_CHARS: Final = 2_000
FARTHEST: Final = timedelta(days=3_653)


@record
class Appointment:
    """An appointment as known now.

    `resource_id` "": nobody's. `title`: what is done, where no service of ours says it. `contact_id`: who comes,
    `booker_id`: who booked and is written to, where it is another; `phone`: as written, while nobody is known under it.
    `import_key`: the row's own identity in the file of `import_id`. `ask_count`: how often they were asked since it
    stands at this time. `ask_trouble`: the code why the last ask could not go out. `called_at`: voicemail was left.
    `moved_from_at`: where it stood before the last move. `version`: 1, then one more at each event.
    `imported_at`: when the last import said that it begins.
    """

    appointment_id: str
    starts_at: datetime
    length_min: int
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
    answer_how: How = "hand"
    answer_at: datetime | None = None
    answer_by: MemberId | None = None
    answer_message_id: MessageId | None = None
    wish: str = ""
    ask_count: int = 0
    first_asked_at: datetime | None = None
    asked_at: datetime | None = None
    ask_id: str = ""
    ask_message_id: MessageId | None = None
    ask_conversation_id: ConversationId | None = None
    ask_trouble: str = ""
    called_at: datetime | None = None
    outcome: Outcome = ""
    moved_from_at: datetime | None = None
    moves: int = 0
    is_removed: bool = False
    booked_at: datetime | None = None
    booked_by: MemberId | None = None
    version: int = 1
    imported_at: datetime | None = None

    @property
    def ends_at(self) -> datetime:
        """The first moment after it."""
        return self.starts_at + timedelta(minutes=self.length_min)

    @property
    def is_standing(self) -> bool:
        """Whether it takes its slot: neither cancelled nor removed."""
        return not self.is_removed and self.answer != "cancelled"

    @property
    def writes_to(self) -> ContactId | None:
        """Who is written to about it."""
        return self.booker_id or self.contact_id


# --- events, each under the appointment's id ---


@record
class AppointmentBooked:
    """appointment.booked. `answer`: "confirmed" where whoever booked needs no asking, as from the waiting list."""

    KIND: ClassVar[str] = "appointment.booked"
    VERSION: ClassVar[int] = 1
    appointment_id: str
    starts_at: datetime
    length_min: int
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
    answer_how: How = "hand"
    message_id: MessageId | None = None
    member_id: MemberId | None = None


@record
class AppointmentChanged:
    """appointment.changed: `changes` have keys of CHANGED, price as `app.domain.money.money_text` writes it."""

    KIND: ClassVar[str] = "appointment.changed"
    VERSION: ClassVar[int] = 1
    appointment_id: str
    changes: tuple[FieldChange, ...]
    member_id: MemberId | None = None
    import_id: ImportId | None = None


@record
class AppointmentMoved:
    """appointment.moved: another time, length or resource. `is_agreed`: with the customer, so it is confirmed there.

    Otherwise they must be asked anew: what was said about the old time is no answer for the new one. Another resource
    at the same time changes no answer.
    """

    KIND: ClassVar[str] = "appointment.moved"
    VERSION: ClassVar[int] = 1
    appointment_id: str
    starts_at: datetime
    length_min: int
    resource_id: str
    from_at: datetime
    from_resource_id: str = ""
    is_agreed: bool = False
    how: How = "hand"
    message_id: MessageId | None = None
    member_id: MemberId | None = None
    import_id: ImportId | None = None


@record
class AppointmentAsked:
    """appointment.asked: right after the send.requested of the same moment. `with_ids`: the others in that message.

    `run_id`: of the press that asked everyone, "" for one alone. `step_min`: of a reminder by itself, how long before.
    `is_ask` False: it only reminds, and no answer is awaited. `is_instead`: the request before never went out.
    """

    KIND: ClassVar[str] = "appointment.asked"
    VERSION: ClassVar[int] = 1
    appointment_id: str
    ask_id: str
    message_id: MessageId
    conversation_id: ConversationId
    with_ids: tuple[str, ...] = ()
    run_id: str = ""
    step_min: int | None = None
    is_ask: bool = True
    member_id: MemberId | None = None
    is_instead: bool = False


@record
class AppointmentNotAsked:
    """appointment.not_asked: why it could not go out, as a refusal's code; a reminder's step is over with it."""

    KIND: ClassVar[str] = "appointment.not_asked"
    VERSION: ClassVar[int] = 1
    appointment_id: str
    code: str
    run_id: str = ""
    step_min: int | None = None
    member_id: MemberId | None = None


@record
class AppointmentAnswered:
    """appointment.answered: what the customer, or a member for them, said. "" takes back what a member noted.

    `message_id`: the customer's own word. `wish`: the time that they would rather have, in their words.
    """

    KIND: ClassVar[str] = "appointment.answered"
    VERSION: ClassVar[int] = 1
    appointment_id: str
    answer: Answer
    how: How
    message_id: MessageId | None = None
    wish: str = ""
    member_id: MemberId | None = None
    import_id: ImportId | None = None


@record
class AppointmentCalled:
    """appointment.called: nobody answered the telephone, a word was left there."""

    KIND: ClassVar[str] = "appointment.called"
    VERSION: ClassVar[int] = 1
    appointment_id: str
    member_id: MemberId | None = None


@record
class AppointmentOutcome:
    """appointment.outcome: they came, or not; "" takes it back."""

    KIND: ClassVar[str] = "appointment.outcome"
    VERSION: ClassVar[int] = 1
    appointment_id: str
    outcome: Outcome
    member_id: MemberId | None = None


@record
class AppointmentRemoved:
    """appointment.removed: it was booked by mistake; in no list and no figure."""

    KIND: ClassVar[str] = "appointment.removed"
    VERSION: ClassVar[int] = 1
    appointment_id: str
    member_id: MemberId | None = None
    import_id: ImportId | None = None


@record
class AppointmentRestored:
    """appointment.restored."""

    KIND: ClassVar[str] = "appointment.restored"
    VERSION: ClassVar[int] = 1
    appointment_id: str
    member_id: MemberId | None = None
    import_id: ImportId | None = None


APPOINTMENT_EVENTS = (
    AppointmentBooked, AppointmentChanged, AppointmentMoved, AppointmentAsked, AppointmentNotAsked,
    AppointmentAnswered, AppointmentCalled, AppointmentOutcome, AppointmentRemoved, AppointmentRestored,
)  # fmt: skip
AppointmentEvent = (
    AppointmentBooked | AppointmentChanged | AppointmentMoved | AppointmentAsked | AppointmentNotAsked
    | AppointmentAnswered | AppointmentCalled | AppointmentOutcome | AppointmentRemoved | AppointmentRestored
)  # fmt: skip


def booked(body: AppointmentBooked, at: datetime) -> Appointment:
    """The appointment that the event makes. `at`: when the hub took it."""
    return Appointment(
        body.appointment_id, body.starts_at, body.length_min, body.resource_id, body.service_id, body.title,
        body.person, body.contact_id, body.booker_id, body.phone, body.price, body.note, body.source, body.import_id,
        body.import_key, answer=body.answer, answer_how=body.answer_how,
        answer_at=at if body.answer else None, answer_by=body.member_id if body.answer else None,
        answer_message_id=body.message_id, booked_at=at, booked_by=body.member_id,
        imported_at=body.starts_at if body.import_id is not None else None,
    )  # fmt: skip


def applied(one: Appointment, body: AppointmentEvent, at: datetime) -> Appointment:
    """The appointment after an event."""
    return changed(one, **_changes(one, body, at), version=one.version + 1)


def _changes(one: Appointment, body: AppointmentEvent, at: datetime) -> dict[str, object]:
    if isinstance(body, AppointmentAnswered):
        return {
            "answer": body.answer, "answer_how": body.how, "answer_at": at, "answer_by": body.member_id,
            "answer_message_id": body.message_id, "wish": body.wish,
        }  # fmt: skip
    if isinstance(body, AppointmentAsked):
        return _asked(one, body, at)
    if isinstance(body, AppointmentNotAsked):
        return {"ask_trouble": body.code}
    if isinstance(body, AppointmentMoved):
        return _moved(one, body, at)
    if isinstance(body, AppointmentChanged):
        return {change.key: _value(change) for change in body.changes if change.key in CHANGED}
    if isinstance(body, AppointmentCalled):
        return {"called_at": at}
    if isinstance(body, AppointmentOutcome):
        return {"outcome": body.outcome}
    if isinstance(body, AppointmentRemoved | AppointmentRestored):
        return {"is_removed": isinstance(body, AppointmentRemoved)}
    return {}


def _asked(one: Appointment, body: AppointmentAsked, at: datetime) -> dict[str, object]:
    """Whoever is asked again is awaited again; a reminder leaves what they said alone."""
    told: dict[str, object] = {"ask_trouble": ""}
    if not body.is_ask:
        return told
    if one.answer in ("move", "unclear"):
        told |= {"answer": "", "answer_message_id": None, "wish": ""}
    before = one.ask_count - body.is_instead if one.ask_count else 0
    return told | {
        "ask_count": before + 1, "first_asked_at": (before and one.first_asked_at) or at, "asked_at": at,
        "ask_id": body.ask_id, "ask_message_id": body.message_id, "ask_conversation_id": body.conversation_id,
        "called_at": None,
    }  # fmt: skip


def _moved(one: Appointment, body: AppointmentMoved, at: datetime) -> dict[str, object]:
    there: dict[str, object] = {
        "starts_at": body.starts_at, "length_min": body.length_min, "resource_id": body.resource_id,
    }  # fmt: skip
    if body.starts_at == one.starts_at and not body.is_agreed:
        return there
    return there | {
        "moved_from_at": one.starts_at, "moves": one.moves + 1, "outcome": "", "wish": "",
        "answer": "confirmed" if body.is_agreed else "", "answer_how": body.how,
        "answer_at": at if body.is_agreed else None, "answer_by": body.member_id if body.is_agreed else None,
        "answer_message_id": body.message_id if body.is_agreed else None,
        "ask_count": 0, "asked_at": None, "ask_id": "", "ask_message_id": None, "ask_conversation_id": None,
        "ask_trouble": "", "called_at": None,
    }  # fmt: skip


def _value(change: FieldChange) -> object:
    if change.key == "price":
        return read_money(change.value or "")
    if change.key in ("contact_id", "booker_id"):
        return change.value or None
    if change.key == "length_min":
        return int(change.value) if change.value and change.value.isdecimal() else LENGTH_MIN
    if change.key == "imported_at":
        return datetime.fromisoformat(change.value) if change.value else None
    return change.value or ""


# --- what a line shows ---

UNREACHABLE: Final = frozenset({"failed", "refused", "expired"})  # states of a message that did not arrive


def state_of(
    one: Appointment, message_state: str, now: datetime, silent_at: datetime | None, call_at: datetime | None,
    message_code: str = "",
) -> State:  # fmt: skip
    """What its line shows. `message_state`: of the ask's message, "" without one; `message_code`: why it failed.

    `silent_at`, `call_at`: when whoever was asked and says nothing counts as silent, and when somebody is to call them
    (see `app.domain.appointment_waits`); None: not before it is over.
    """
    if one.outcome:
        return one.outcome
    settled: dict[str, State] = {
        "confirmed": "confirmed", "cancelled": "cancelled", "move": "wants_move", "unclear": "unclear",
    }  # fmt: skip
    if one.answer:
        return settled[one.answer]
    is_vain = is_in_vain(message_state, message_code)
    is_unreached = message_state in UNREACHABLE and not is_vain
    if is_theirs(one.ask_trouble) or one.called_at is not None or is_unreached:
        return "to_call"
    if one.asked_at is None or is_vain:
        return "to_ask"
    if call_at is not None and now >= call_at:
        return "to_call"
    if silent_at is not None and now >= silent_at:
        return "to_call" if one.ask_count > 1 else "no_answer"
    arrived: dict[str, State] = {"read": "read", "played": "read", "delivered": "delivered"}
    return arrived.get(message_state, "asked")


AWAITED: Final[Container[State]] = frozenset({"asked", "delivered", "read"})
