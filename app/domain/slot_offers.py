"""Slots that are offered to customers: other times to somebody who wants to move, and a freed slot to those who wait.

An offer holds nothing: a slot is whose tap comes first, and the hub looks at that very moment whether it is still free.
"""

from datetime import datetime
from typing import ClassVar, Final

from app.domain.errors import Refused
from app.domain.ids import ContactId, ConversationId, MemberId, MessageId
from app.domain.records import record
from app.domain.sends import SendMessage

ROWS_MAX: Final = 10  # of a list message
INVITED_MAX: Final = 20
WAIT_WORDS_MAX: Final = 200


@record
class OfferedSlot:
    """One row of a list message, by its place in it."""

    starts_at: datetime
    resource_id: str


@record
class SlotsOffered:
    """slots.offered: other times were sent, to choose one by a tap. Without any nothing is offered."""

    KIND: ClassVar[str] = "slots.offered"
    VERSION: ClassVar[int] = 1
    appointment_id: str
    offer_id: str
    conversation_id: ConversationId
    message_id: MessageId | None
    slots: tuple[OfferedSlot, ...]
    member_id: MemberId | None = None


# --- the waiting list ---


@record
class Waiter:
    """Somebody who would come if a slot is freed. Days are wall dates ("2026-11-27"), "" without a limit.

    `from_min`, `until_min`: minutes of the wall's day between which it must lie. `title`: what for, without a service.
    """

    waiter_id: str
    contact_id: ContactId | None = None
    person: str = ""
    service_id: str = ""
    title: str = ""
    resource_id: str = ""
    length_min: int = 30
    from_day: str = ""
    until_day: str = ""
    from_min: int = 0
    until_min: int = 1_440
    note: str = ""
    since_at: datetime | None = None


class _OfWaiter:
    """Each waiter has its lane."""

    __slots__ = ()
    waiter_id: str

    @property
    def lane(self) -> str:
        """The waiter's."""
        return self.waiter_id


@record
class SaveWaiter(_OfWaiter):
    """waiting.save: new, or changed. Refused: "waiter_nobody", "waiter_malformed", "contact_unknown"."""

    KIND: ClassVar[str] = "waiting.save"
    VERSION: ClassVar[int] = 1
    waiter_id: str
    waiter: Waiter


@record
class RemoveWaiter(_OfWaiter):
    """waiting.remove."""

    KIND: ClassVar[str] = "waiting.remove"
    VERSION: ClassVar[int] = 1
    waiter_id: str


@record
class Invitation:
    """The message with which one of them is offered it."""

    waiter_id: str
    message: SendMessage


@record
class OfferSlot:
    """slot.offer: a freed slot goes to these, first tap wins. `appointment_id`: who had it, "" for one that was free.

    Refused: "slot_taken", "slot_past", "ask_long" {limit}, "ask_nothing", "offer_running" (it is being offered),
    "nobody_invited" {why}: the code of why the first could not go.
    """

    KIND: ClassVar[str] = "slot.offer"
    VERSION: ClassVar[int] = 1
    offer_id: str
    starts_at: datetime
    length_min: int
    resource_id: str
    invitations: tuple[Invitation, ...]
    appointment_id: str = ""

    @property
    def lane(self) -> str:
        """The offer's."""
        return self.offer_id


@record
class CloseOffer:
    """slot.close: it is offered no more."""

    KIND: ClassVar[str] = "slot.close"
    VERSION: ClassVar[int] = 1
    offer_id: str

    @property
    def lane(self) -> str:
        """The offer's."""
        return self.offer_id


@record
class WaiterSaved:
    """waiter.saved."""

    KIND: ClassVar[str] = "waiter.saved"
    VERSION: ClassVar[int] = 1
    waiter: Waiter
    member_id: MemberId | None = None


@record
class WaiterRemoved:
    """waiter.removed: `appointment_id` is what they got, "" when they wait no more."""

    KIND: ClassVar[str] = "waiter.removed"
    VERSION: ClassVar[int] = 1
    waiter_id: str
    appointment_id: str = ""
    member_id: MemberId | None = None


@record
class Invited:
    """One of those to whom it went. `code`: why it could not, "" when it did."""

    waiter_id: str
    conversation_id: ConversationId
    message_id: MessageId
    code: str = ""


@record
class SlotOffered:
    """slot.offered."""

    KIND: ClassVar[str] = "slot.offered"
    VERSION: ClassVar[int] = 1
    offer_id: str
    starts_at: datetime
    length_min: int
    resource_id: str
    invited: tuple[Invited, ...]
    appointment_id: str = ""
    member_id: MemberId | None = None


@record
class SlotTaken:
    """slot.taken: theirs was the first tap; the appointment is booked in the same moment."""

    KIND: ClassVar[str] = "slot.taken"
    VERSION: ClassVar[int] = 1
    offer_id: str
    waiter_id: str
    appointment_id: str
    message_id: MessageId | None = None


@record
class SlotDeclined:
    """slot.declined: not this one; they go on waiting. `is_late`: somebody was faster, and they were thanked."""

    KIND: ClassVar[str] = "slot.declined"
    VERSION: ClassVar[int] = 1
    offer_id: str
    waiter_id: str
    is_late: bool = False
    message_id: MessageId | None = None


@record
class OfferClosed:
    """offer.closed: it is offered no more. `code`: "taken_by_hand", "past", "by_member"."""

    KIND: ClassVar[str] = "offer.closed"
    VERSION: ClassVar[int] = 1
    offer_id: str
    code: str
    member_id: MemberId | None = None


WAITING_ASKS = (SaveWaiter, RemoveWaiter, OfferSlot, CloseOffer)
WaitingAsk = SaveWaiter | RemoveWaiter | OfferSlot | CloseOffer
WAITING_EVENTS = (WaiterSaved, WaiterRemoved, SlotOffered, SlotTaken, SlotDeclined, OfferClosed)
OFFERS = (SlotsOffered, SlotOffered, SlotTaken, SlotDeclined, OfferClosed)
"""What is over when a hub is lost: a slot that it offered is not offered by another one."""
WaitingEvent = WaiterSaved | WaiterRemoved | SlotOffered | SlotTaken | SlotDeclined | OfferClosed


def waiter_problem(waiter: Waiter) -> Refused | None:
    """Why nobody can be put on the list like this."""
    if waiter.contact_id is None:
        return Refused("waiter_nobody")
    words = (waiter.person, waiter.title, waiter.note)
    if any(len(one) > WAIT_WORDS_MAX for one in words):
        return Refused("appointment_words_long", {"limit": str(WAIT_WORDS_MAX)})
    is_span = 0 <= waiter.from_min < waiter.until_min <= 1_440 and 1 <= waiter.length_min <= 1_440
    are_days = not (waiter.from_day and waiter.until_day) or waiter.from_day <= waiter.until_day
    return None if is_span and are_days else Refused("waiter_malformed")
