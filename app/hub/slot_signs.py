"""Taps on what customers were offered: a line of a list of free times, and a freed slot. The first tap wins.

All is looked at and written in the transaction of the message. An offer holds nothing, so a tap that comes too late
changes nothing but what is known of the person: that they still want another time, or go on waiting.
"""

from datetime import datetime

from app.domain import appointments as aps
from app.domain.appointment_answers import OfferTap, SlotTap
from app.domain.events import Actor, EventBody
from app.domain.ids import ContactId, ConversationId, MessageId
from app.domain.settings import BY_NAME
from app.domain.slot_offers import OfferClosed, SlotDeclined, SlotTaken, Waiter, WaiterRemoved
from app.domain.waiting_list import InvitedPerson, SlotOffer
from app.hub.appender import Draft
from app.hub.appointment_look import own_id
from app.hub.slots_now import SlotsNow
from storage import view
from storage.hub.tables import Connection
from storage.view import waiting_list

HUB = Actor("hub")
Told = tuple[list[Draft], bool]  # what happens, and whether the message is dealt with


class SlotSigns:
    """Reads taps within one transaction, and remembers what earlier ones did. `slots`: shared with who reads words."""

    def __init__(self, conn: Connection, slots: SlotsNow) -> None:
        self._conn = conn
        self._slots = slots
        self._over: set[str] = set()  # offers that ended in this transaction
        self._gone: set[str] = set()  # waiters who wait no more
        self._said: dict[tuple[str, str], str] = {}  # offer and waiter, and what they answered

    def tapped(
        self,
        tap: SlotTap | OfferTap,
        conversation_id: ConversationId,
        message_id: MessageId,
        at: datetime,
        key: str,
    ) -> Told:
        """What a tap brings about. Nothing at all where a person is to read it."""
        if isinstance(tap, SlotTap):
            return self._row(tap, conversation_id, message_id, at, key)
        return self._invitation(tap, conversation_id, message_id, at, key)

    # --- another time ---

    def _row(
        self, tap: SlotTap, conversation_id: ConversationId, message_id: MessageId, at: datetime, key: str
    ) -> Told:
        found = waiting_list.slots_offered(self._conn, tap.offer_id)
        if found is None or not self._is_there(found[0].conversation_id, conversation_id):
            return [], False
        offered, stood_at = found
        one = self._slots.load(offered.appointment_id)
        if one is None or not one.is_standing or one.outcome or one.starts_at <= at:
            return [], False
        slot = offered.slots[tap.number] if tap.number < len(offered.slots) else None
        if slot is not None and (slot.starts_at, slot.resource_id) == (one.starts_at, one.resource_id):
            return [], one.answer == "confirmed"  # a second tap: it is so already
        body: aps.AppointmentMoved | aps.AppointmentAnswered
        if slot is None or one.starts_at != stood_at:
            body = aps.AppointmentAnswered(one.appointment_id, "unclear", "tap", message_id)
            return [self._happened(one, body, at, key)], False
        if self._is_elsewhere() or not self._slots.is_free(
            slot.resource_id, slot.starts_at, one.length_min, at, one.appointment_id
        ):
            body = aps.AppointmentAnswered(one.appointment_id, "move", "tap", message_id)
            return [self._happened(one, body, at, key)], False  # whoever offers other times deals with it
        body = aps.AppointmentMoved(
            one.appointment_id, slot.starts_at, one.length_min, slot.resource_id, one.starts_at, one.resource_id,
            is_agreed=True, how="tap", message_id=message_id,
        )  # fmt: skip
        return [self._happened(one, body, at, key)], True

    def _happened(
        self,
        one: aps.Appointment,
        body: aps.AppointmentMoved | aps.AppointmentAnswered,
        at: datetime,
        key: str,
    ) -> Draft:
        self._slots.note(aps.applied(one, body, at))
        return Draft(body, one.appointment_id, HUB, at, f"slot:{one.appointment_id}:{key}")

    def _is_elsewhere(self) -> bool:
        """Whether no time is changed here by itself."""
        return bool(view.settings(self._conn).get("agenda_elsewhere", BY_NAME["agenda_elsewhere"].default))

    def _is_there(self, offered_in: ConversationId, tapped_in: ConversationId) -> bool:
        """Whether it was offered in this conversation, or in one that became it."""
        return tapped_in in (offered_in, view.kept_id(self._conn, offered_in))

    # --- a freed slot ---

    def _invitation(
        self, tap: OfferTap, conversation_id: ConversationId, message_id: MessageId, at: datetime, key: str
    ) -> Told:
        offer = waiting_list.offer(self._conn, tap.offer_id)
        person = self._person(offer, conversation_id) if offer is not None else None
        if offer is None or person is None:
            return [], False
        said = self._said.get((offer.offer_id, person.waiter_id), person.answer)
        if said == "took":
            return [], tap.is_taken  # who says no after that gives it back, and a person asks
        if said == "late" or (said == "declined" and not tap.is_taken):
            return [], True  # they were told
        if not tap.is_taken:
            return self._told(
                [self._declined(offer, person, message_id, is_late=False)], offer, at, key
            ), True
        return self._takes(offer, person, message_id, at, key)

    def _person(self, offer: SlotOffer, conversation_id: ConversationId) -> InvitedPerson | None:
        there = (
            one
            for one in offer.invited
            if not one.code and self._is_there(one.conversation_id, conversation_id)
        )
        return next(there, None)

    def _takes(
        self, offer: SlotOffer, person: InvitedPerson, message_id: MessageId, at: datetime, key: str
    ) -> Told:
        is_open = not offer.end and offer.offer_id not in self._over
        taken = self._slots.is_taken(offer.resource_id, offer.starts_at, offer.length_min)
        if not is_open or taken or offer.starts_at <= at:
            bodies: list[EventBody] = []
            if is_open:
                self._over.add(offer.offer_id)
                bodies.append(OfferClosed(offer.offer_id, "taken_by_hand" if taken else "past"))
            bodies.append(self._declined(offer, person, message_id, is_late=True))
            return self._told(bodies, offer, at, key), True
        found = waiting_list.waiter(self._conn, person.waiter_id)
        if found is None or not found[1] or person.waiter_id in self._gone:
            return [], False  # they have something else meanwhile
        booked = _booking(offer, found[0], message_id)
        self._over.add(offer.offer_id)
        self._gone.add(person.waiter_id)
        self._said[offer.offer_id, person.waiter_id] = "took"
        self._slots.note(aps.booked(booked, at))
        taken_as = SlotTaken(offer.offer_id, person.waiter_id, booked.appointment_id, message_id)
        gone = WaiterRemoved(person.waiter_id, booked.appointment_id)
        return self._told([booked, taken_as, gone], offer, at, key), True

    def _declined(
        self, offer: SlotOffer, person: InvitedPerson, message_id: MessageId, *, is_late: bool
    ) -> SlotDeclined:
        self._said[offer.offer_id, person.waiter_id] = "late" if is_late else "declined"
        return SlotDeclined(offer.offer_id, person.waiter_id, is_late, message_id)

    def _told(self, bodies: list[EventBody], offer: SlotOffer, at: datetime, key: str) -> list[Draft]:
        found = []
        for n, body in enumerate(bodies):
            subject = getattr(body, "appointment_id", "") if isinstance(body, aps.AppointmentBooked) else ""
            subject = subject or (body.waiter_id if isinstance(body, WaiterRemoved) else offer.offer_id)
            found.append(Draft(body, subject, HUB, at, f"offer{n}:{key}"))
        return found


def _booking(offer: SlotOffer, waiter: Waiter, message_id: MessageId) -> aps.AppointmentBooked:
    contact_id: ContactId | None = waiter.contact_id
    return aps.AppointmentBooked(
        own_id("taken", offer.offer_id), offer.starts_at, min(waiter.length_min, offer.length_min), offer.resource_id,
        waiter.service_id, waiter.title, waiter.person, contact_id, note=waiter.note, source="waiting",
        answer="confirmed", answer_how="tap", message_id=message_id,
    )  # fmt: skip
