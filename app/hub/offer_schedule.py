"""Freed slots that are offered no more: somebody was booked there by hand, or the time has come."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from app.domain import appointments as aps
from app.domain.events import Actor
from app.domain.ids import ConversationId
from app.domain.slot_offers import OfferClosed, SlotOffered
from app.domain.waiting_list import SlotOffer
from app.hub.appender import Draft
from app.hub.slots_now import SlotsNow
from storage.hub.tables import Connection
from storage.view import waiting_list

_HUB: Final = Actor("hub")


class OffersEnding:
    """A task of the scheduler. Few are offered at a time, so it looks at all of them."""

    listens_to: tuple[type, ...] = (
        SlotOffered,
        aps.AppointmentBooked,
        aps.AppointmentMoved,
        aps.AppointmentAnswered,
        aps.AppointmentChanged,
        aps.AppointmentRestored,
    )
    talks: Collection[ConversationId] = ()

    def due(self, conn: Connection, now: datetime, limit: int) -> list[Draft]:
        """Those that end now."""
        found = []
        for offer in waiting_list.open_offers(conn):
            code = _ended(conn, offer, now)
            if code:
                body = OfferClosed(offer.offer_id, code)
                found.append(Draft(body, offer.offer_id, _HUB, now, f"offer_over:{offer.offer_id}"))
        return found[:limit]

    def next_at(self, conn: Connection, _now: datetime) -> datetime | None:
        """When the first of their times has come."""
        return waiting_list.next_open(conn)


def _ended(conn: Connection, offer: SlotOffer, now: datetime) -> str:
    if offer.starts_at <= now:
        return "past"
    is_taken = SlotsNow(conn).is_taken(offer.resource_id, offer.starts_at, offer.length_min)
    return "taken_by_hand" if is_taken else ""
