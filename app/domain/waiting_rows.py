"""What screens read of the waiting list, of freed slots, and of slots that are offered."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from app.domain.records import record

if TYPE_CHECKING:
    from app.domain.appointments import Appointment
    from app.domain.ids import ConversationId
    from app.domain.slot_offers import Waiter
    from app.domain.waiting_list import InvitedPerson, SlotOffer


@record
class WaiterRow:
    """Somebody who waits. `what`: for what, `where`: with whom, "" for whoever. `is_pending`: only here yet."""

    waiter: Waiter
    name: str = ""
    number: str = ""
    what: str = ""
    where: str = ""
    conversation_id: ConversationId | None = None
    is_pending: bool = False

    @property
    def waiter_id(self) -> str:
        """Of the waiter."""
        return self.waiter.waiter_id


@record
class InvitedRow:
    """One of those to whom a slot was offered; `message_state` is what became of the message."""

    person: InvitedPerson
    name: str = ""
    message_state: str = ""


@record
class OfferRow:
    """A slot that is or was offered, and who was asked. `is_pending`: only this computer knows it yet."""

    offer: SlotOffer
    where: str = ""
    invited: tuple[InvitedRow, ...] = ()
    is_pending: bool = False

    @property
    def is_open(self) -> bool:
        """Whether whoever taps first has it."""
        return not self.offer.end


@record
class FreedSlot:
    """A cancelled appointment to come whose place nobody has. `name`: who cancelled; `waiting`: whom it would suit.

    `offer_id`: of the offer that is running there, "" without one.
    """

    appointment_id: str
    starts_at: datetime
    length_min: int
    resource_id: str
    where: str = ""
    name: str = ""
    waiting: int = 0
    offer_id: str = ""


@record
class OfferMade:
    """A slot that was offered. `left_out`: waiters who cannot be written to now, each with the code of why."""

    offer_id: str
    left_out: Mapping[str, str]


def freed(there: Collection[Appointment], now: datetime) -> list[Appointment]:
    """Cancelled ones to come whose place is free, one of each place, the newest of several, by start."""
    found: dict[tuple[str, datetime], Appointment] = {}
    for one in there:
        if one.answer != "cancelled" or one.is_removed or one.starts_at <= now:
            continue
        is_taken = any(
            other.is_standing
            and other.resource_id == one.resource_id
            and other.starts_at < one.ends_at
            and other.ends_at > one.starts_at
            for other in there
        )
        if not is_taken:
            found[one.resource_id, one.starts_at] = one
    return sorted(found.values(), key=lambda one: (one.starts_at, one.resource_id))
