"""What screens read of the waiting list, with what waits on this computer drawn over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from app.desk.agenda_places import Wanted
from app.desk.agenda_reading import AgendaReader
from app.desk.ask_reading import AskReader
from app.desk.outbox import Outbox
from app.desk.reading import Reader
from app.desk.waiting_overlay import overlaid_offers, overlaid_waiters
from app.domain.agenda import Service
from app.domain.agenda_rows import AppointmentRow
from app.domain.appointments import Appointment
from app.domain.contact_rows import ContactCard
from app.domain.errors import Refused
from app.domain.ids import ContactId, IdMaker, MessageId
from app.domain.sends import SendMessage
from app.domain.slot_offers import WAITING_ASKS, Invitation, OfferSlot, Waiter
from app.domain.waiting_list import fits
from app.domain.waiting_rows import FreedSlot, InvitedRow, OfferRow, WaiterRow, freed
from app.words.appointment_templates import FREED, template_for
from app.words.appointment_texts import invite_words
from storage import view
from storage.view import appointment_reading as kept
from storage.view import waiting_list
from storage.view.messages import load_many


class WaitingReader:
    """Reads what `agenda` reads. `asker`: who knows how people are written to, of these lines."""

    def __init__(
        self,
        reader: Reader,
        outbox: Outbox,
        agenda: AgendaReader,
        contact: Callable[[ContactId], ContactCard | None],
        ids: IdMaker,
        asker: Callable[[Sequence[AppointmentRow]], AskReader],
        now: Callable[[], datetime],
    ) -> None:
        self._reader = reader
        self._outbox = outbox
        self._agenda = agenda
        self._contact = contact
        self._ids = ids
        self._asker = asker
        self._now = now

    # --- who waits ---

    def rows(self) -> list[WaiterRow]:
        """Who waits, the longest first."""
        found, mine = self._waiters()
        return self._rows(found, mine)

    def rows_for(self, starts_at: datetime, length_min: int, resource_id: str) -> list[WaiterRow]:
        """Whom a slot would suit."""
        found, mine = self._waiters()
        return self._rows(self._suited(found, starts_at, length_min, resource_id), mine)

    def _suited(
        self, waiters: Iterable[Waiter], starts_at: datetime, length_min: int, resource_id: str
    ) -> list[Waiter]:
        services, zone = self._services(), ZoneInfo(self._agenda.zone())
        return [
            one
            for one in waiters
            if fits(one, starts_at, length_min, resource_id, services.get(one.service_id), zone)
        ]

    def _waiters(self) -> tuple[list[Waiter], set[str]]:
        known = waiting_list.waiters(self._reader.view_connection())
        return overlaid_waiters(known, self._outbox.pending_of(*WAITING_ASKS))

    def _services(self) -> dict[str, Service]:
        return {one.service_id: one for one in self._agenda.services()}

    def _rows(self, waiters: Iterable[Waiter], mine: set[str]) -> list[WaiterRow]:
        services, places = self._services(), {one.resource_id: one.name for one in self._agenda.resources()}
        found = []
        for one in waiters:
            card = self._contact(one.contact_id) if one.contact_id is not None else None
            service = services.get(one.service_id)
            number = (f"+{card.number}" if card.number else card.value("phone") or "") if card else ""
            found.append(
                WaiterRow(
                    one,
                    one.person or (card.name if card is not None else ""),
                    number,
                    service.name if service is not None else one.title,
                    places.get(one.resource_id, ""),
                    card.talks[0].conversation_id if card is not None and card.talks else None,
                    one.waiter_id in mine,
                )
            )
        return found

    # --- what is free, and offered ---

    def freed(self, from_day: date, days: int) -> list[FreedSlot]:
        """Cancelled appointments to come whose place nobody has."""
        running = {
            (row.offer.resource_id, row.offer.starts_at): row.offer.offer_id
            for row in self.offer_rows()
            if row.is_open
        }
        waiters, _mine = self._waiters()
        if not waiters and not running:
            return []  # nobody would come: as where no list is kept
        found = []
        for one in freed(self._agenda.plain(from_day, days), self._now()):
            row = self._agenda.row(one.appointment_id)
            waiting = len(self._suited(waiters, one.starts_at, one.length_min, one.resource_id))
            offer_id = running.get((one.resource_id, one.starts_at), "")
            where, name = (row.resource, row.name) if row is not None else ("", "")
            found.append(
                FreedSlot(
                    one.appointment_id, one.starts_at, one.length_min, one.resource_id, where, name, waiting, offer_id
                )
            )  # fmt: skip
        return found

    def offer_rows(self) -> list[OfferRow]:
        """Slots to come that are or were offered."""
        conn = self._reader.view_connection()
        known = waiting_list.offers_from(conn, self._now())
        found, mine = overlaid_offers(known, self._outbox.pending_of(*WAITING_ASKS))
        ids = {person.message_id for one in found for person in one.invited}
        told = {one.message_id: one for one in load_many(conn, ids)} if ids else {}
        names = {person.waiter_id: "" for one in found for person in one.invited}
        for waiter_id in names:
            known_one = waiting_list.waiter(conn, waiter_id)
            waiters, mine_too = ([known_one[0]], set[str]()) if known_one is not None else self._waiters()
            rows = self._rows([one for one in waiters if one.waiter_id == waiter_id], mine_too)
            names[waiter_id] = rows[0].name if rows else ""
        places = kept.resource_names(conn)
        return [
            OfferRow(
                one,
                places.get(one.resource_id, ""),
                tuple(
                    InvitedRow(
                        person,
                        names[person.waiter_id],
                        told[person.message_id].state if person.message_id in told else "",
                    )
                    for person in one.invited
                ),
                one.offer_id in mine,
            )
            for one in found
        ]

    # --- offering ---

    def taken_at(self, starts_at: datetime, length_min: int, resource_id: str) -> Refused | None:
        """Why nobody can be booked there; hours do not matter, as the slot was somebody's."""
        return self._agenda.refused_at(Wanted(starts_at, length_min, resource_id, "", is_standing_only=True))

    def invitation(self, row: WaiterRow, body: OfferSlot) -> Invitation | Refused:
        """The message with which somebody is offered it, or why none can go."""
        waiter = row.waiter
        slot = Appointment(
            waiter.waiter_id, body.starts_at, min(waiter.length_min, body.length_min), body.resource_id,
            waiter.service_id, waiter.title, waiter.person, waiter.contact_id,
        )  # fmt: skip
        line = AppointmentRow(slot, "to_ask", row.name, number=row.number)
        asker = self._asker([line])
        reach = asker.reach(line)
        if reach.refused is not None:
            return reach.refused
        if reach.talk is None or reach.is_new:
            return Refused("recipient_unknown")
        now, talk = self._now(), reach.talk
        template = template_for(asker.templates(talk.line_id), reach.language, FREED)
        around = asker.around([slot], reach.language)
        said = invite_words(body.offer_id, slot, around, template, is_open=talk.is_window_open(now))
        if isinstance(said, Refused):
            return said
        permission = asker.permission(reach, said)
        refused = permission.check(talk, now, quiet_anyway=False) if permission is not None else None
        if refused is not None:
            return refused
        message = SendMessage(
            MessageId(self._ids.new()),
            talk.conversation_id,
            said.kind,
            said.text,
            said.content,
            send_anyway=True,
        )
        return Invitation(waiter.waiter_id, message)

    def of_contact(self, contact_id: ContactId) -> list[WaiterRow]:
        """Those of one person."""
        conn = self._reader.view_connection()
        kept_id = view.kept_id(conn, contact_id)
        return [
            row
            for row in self.rows()
            if row.waiter.contact_id is not None and view.kept_id(conn, row.waiter.contact_id) == kept_id
        ]
