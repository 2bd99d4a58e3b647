"""The waiting list: whom a slot would suit, in which order, and how an offer of it stands."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from app.domain.agenda import Service
from app.domain.ids import ConversationId, MemberId, MessageId
from app.domain.records import record
from app.domain.slot_offers import Waiter

OfferEnd = Literal["", "taken", "taken_by_hand", "past", "by_member"]
InvitedAnswer = Literal["", "took", "declined", "late"]


@record
class InvitedPerson:
    """One of those to whom a slot was offered. `code`: why it could not go out, "" when it did."""

    waiter_id: str
    conversation_id: ConversationId
    message_id: MessageId
    code: str = ""
    answer: InvitedAnswer = ""
    answered_at: datetime | None = None
    answer_message_id: MessageId | None = None


@record
class SlotOffer:
    """A freed slot that was offered. `end`: why it is offered no more; `waiter_id`, `taken_id`: who has what then."""

    offer_id: str
    starts_at: datetime
    length_min: int
    resource_id: str
    invited: tuple[InvitedPerson, ...] = ()
    appointment_id: str = ""
    member_id: MemberId | None = None
    offered_at: datetime | None = None
    end: OfferEnd = ""
    ended_at: datetime | None = None
    waiter_id: str = ""
    taken_id: str = ""


def fits(
    waiter: Waiter,
    starts_at: datetime,
    length_min: int,
    resource_id: str,
    service: Service | None,
    zone: ZoneInfo,
) -> bool:
    """Whether a free slot is one that they would come to. `service`: theirs, where it is still there."""
    if waiter.length_min > length_min or waiter.resource_id not in ("", resource_id):
        return False
    doers = service.resource_ids if service is not None else ()
    if doers and resource_id and resource_id not in doers:
        return False
    there = starts_at.astimezone(zone)
    day, begin = there.date().isoformat(), there.hour * 60 + there.minute
    is_day = (waiter.from_day or day) <= day <= (waiter.until_day or day)
    return is_day and waiter.from_min <= begin and begin + waiter.length_min <= waiter.until_min


def in_turn(waiters: Iterable[Waiter]) -> list[Waiter]:
    """Who waits longest comes first."""
    return sorted(waiters, key=lambda one: (one.since_at is None, _since(one), one.waiter_id))


def _since(waiter: Waiter) -> float:
    return waiter.since_at.timestamp() if waiter.since_at is not None else 0.0


def is_day(text: str) -> bool:
    """Whether a limit is none, or a date of the wall as "2026-11-27"."""
    if not text:
        return True
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
