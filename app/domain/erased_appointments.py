"""What is left of the appointments of somebody who was erased: times, answers and outcomes of nobody.

Where two people were in one, who booked and who comes, the other one's appointment stays theirs, without the words.
"""

from collections.abc import Collection
from datetime import datetime

from app.domain.appointments import Answer, Appointment, How, Outcome, Source
from app.domain.ids import ContactId, ConversationId, ImportId, MemberId, MessageId
from app.domain.money import Money
from app.domain.records import record


@record
class ErasedAppointment:
    """Figures of an appointment. `pos`: where it was booked. `ask_…`: of the ask that another one is still to answer.

    `is_left` False: nothing is, as of one that was removed, or was still to come and is nobody's now: its slot is free.
    """

    pos: int
    appointment_id: str
    starts_at: datetime
    length_min: int
    resource_id: str = ""
    service_id: str = ""
    price: Money | None = None
    source: Source = "hand"
    contact_id: ContactId | None = None
    booker_id: ContactId | None = None
    answer: Answer = ""
    answer_how: How = "hand"
    answer_at: datetime | None = None
    answer_by: MemberId | None = None
    ask_count: int = 0
    first_asked_at: datetime | None = None
    asked_at: datetime | None = None
    ask_id: str = ""
    ask_message_id: MessageId | None = None
    ask_conversation_id: ConversationId | None = None
    called_at: datetime | None = None
    outcome: Outcome = ""
    moved_from_at: datetime | None = None
    moves: int = 0
    import_id: ImportId | None = None
    booked_at: datetime | None = None
    booked_by: MemberId | None = None
    version: int = 1
    is_left: bool = True

    @property
    def is_over(self) -> bool:
        """Whether nothing more can happen to it; another one's goes on."""
        return self.is_nobodys or not self.is_left

    @property
    def is_nobodys(self) -> bool:
        """Whether figures alone are left."""
        return self.contact_id is None and self.booker_id is None


def erased(one: Appointment, pos: int, gone: Collection[str], now: datetime) -> ErasedAppointment:
    """What is to be left of an appointment of these people."""
    contact_id = None if one.contact_id in gone else one.contact_id
    booker_id = None if one.booker_id in gone else one.booker_id
    is_nobodys = contact_id is None and booker_id is None
    if one.is_removed or (is_nobodys and one.starts_at > now):
        return ErasedAppointment(pos, one.appointment_id, one.starts_at, one.length_min, is_left=False)
    is_asked = not is_nobodys and one.writes_to not in gone
    return ErasedAppointment(
        pos, one.appointment_id, one.starts_at, one.length_min, one.resource_id, one.service_id, one.price, one.source,
        contact_id, booker_id, one.answer, one.answer_how, one.answer_at, one.answer_by, one.ask_count,
        one.first_asked_at, one.asked_at,
        one.ask_id if is_asked else "", one.ask_message_id if is_asked else None,
        one.ask_conversation_id if is_asked else None,
        one.called_at, one.outcome, one.moved_from_at, one.moves, one.import_id, one.booked_at, one.booked_by,
        one.version,
    )  # fmt: skip


def left_of(one: ErasedAppointment) -> Appointment:
    """The appointment as it is known from then on."""
    return Appointment(
        one.appointment_id, one.starts_at, one.length_min, one.resource_id, one.service_id, price=one.price,
        source=one.source, contact_id=one.contact_id, booker_id=one.booker_id, answer=one.answer,
        answer_how=one.answer_how, answer_at=one.answer_at, answer_by=one.answer_by, ask_count=one.ask_count,
        first_asked_at=one.first_asked_at, asked_at=one.asked_at, ask_id=one.ask_id,
        ask_message_id=one.ask_message_id, ask_conversation_id=one.ask_conversation_id, called_at=one.called_at,
        outcome=one.outcome, moved_from_at=one.moved_from_at, moves=one.moves, import_id=one.import_id,
        booked_at=one.booked_at, booked_by=one.booked_by, version=one.version,
    )  # fmt: skip
