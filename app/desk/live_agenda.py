"""The part of the running desk that is about appointments; what reads and asks is made when it is first used."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from app.desk.hub_time import HubTime
from app.desk.outbox import Outbox
from app.desk.reading import Reader
from app.domain.clock import Clock
from app.domain.ids import ContactId, IdMaker, MessageId
from app.domain.members import Member
from app.domain.rows import Changes

if TYPE_CHECKING:
    from app.desk.actions import Standing
    from app.desk.agenda_actions import AgendaActions
    from app.desk.agenda_reading import AgendaReader
    from app.domain.agenda import Resource, Service
    from app.domain.agenda_rows import AgendaDays, AppointmentHistoryRow, AppointmentRow, FreeSlot
    from app.domain.appointment_asks import BookAppointment, MoveAppointment, NewAppointment
    from app.domain.appointments import Answer, Appointment, How, Outcome
    from app.domain.contact_rows import ContactCard
    from app.domain.errors import Refused
    from app.domain.hours import HoursBook
    from app.domain.slot_offers import OfferedSlot


class LiveAgenda:
    """A mixin of `LiveDesk`; what the methods do is said in `app.desk.agenda_desk.AgendaDesk`."""

    _reader: Reader
    _outbox: Outbox
    _clock: Clock
    _hub_time: HubTime
    _standing: Callable[[], Standing]
    _read: Callable[..., Any]
    me: Callable[[], Member]
    hours: Callable[[], HoursBook]
    contact: Callable[[ContactId], ContactCard | None]

    @cached_property
    def _agenda_reader(self) -> AgendaReader:
        from app.desk.agenda_reading import AgendaReader

        return AgendaReader(
            self._reader,
            self._outbox,
            self._hub_time.now,
            lambda: self.hours(),
            lambda contact_id: self.contact(contact_id),
        )

    @cached_property
    def _agenda_actions(self) -> AgendaActions:
        from app.desk.agenda_actions import AgendaActions

        ids = IdMaker(self._clock)
        return AgendaActions(
            self._agenda_reader, self._outbox, ids, self._hub_time.now, self.me, self._standing
        )

    def with_asked(self, changes: Changes) -> Changes:
        """The same, with the agenda where a message changed that asked about what was shown of it."""
        reader: AgendaReader | None = self.__dict__.get("_agenda_reader")
        if reader is None or changes.is_agenda or changes.messages.isdisjoint(reader.asked):
            return changes
        from dataclasses import replace

        return replace(changes, is_agenda=True)

    def agenda(self, from_day: date | None = None, days: int = 1) -> AgendaDays:
        found: AgendaDays | None = self._read(lambda: self._agenda_reader.agenda(from_day, days), None)
        return found or self._agenda_reader.nothing(from_day, days)

    def appointment(self, appointment_id: str) -> AppointmentRow | None:
        row: AppointmentRow | None = self._read(lambda: self._agenda_reader.row(appointment_id), None)
        return row

    def appointments_of(self, contact_id: ContactId, limit: int = 20) -> list[AppointmentRow]:
        rows: list[AppointmentRow] = self._read(lambda: self._agenda_reader.of_contact(contact_id, limit), [])
        return rows

    def appointment_history(self, appointment_id: str) -> list[AppointmentHistoryRow]:
        rows: list[AppointmentHistoryRow] = self._read(
            lambda: self._agenda_reader.history(appointment_id), []
        )
        return rows

    def free_slots(
        self,
        length_min: int,
        near: datetime | None = None,
        resource_ids: Sequence[str] = (),
        limit: int = 10,
    ) -> list[FreeSlot]:
        slots: list[FreeSlot] = self._read(
            lambda: self._agenda_reader.free_slots(length_min, near, resource_ids, limit), []
        )
        return slots

    def conflict_at(
        self,
        starts_at: datetime,
        length_min: int,
        resource_id: str,
        appointment_id: str = "",
        service_id: str = "",
    ) -> Refused | None:
        place = (starts_at, length_min, resource_id)
        found: Refused | None = self._read(
            lambda: self._agenda_actions.conflict_at(place, appointment_id, service_id), None
        )
        return found

    def resources(self) -> list[Resource]:
        found: list[Resource] = self._read(lambda: self._agenda_reader.resources(), [])
        return found

    def services(self) -> list[Service]:
        found: list[Service] = self._read(lambda: self._agenda_reader.services(), [])
        return found

    async def book_appointment(self, new: NewAppointment) -> str:
        return await self._agenda_actions.book(new)

    async def take_instead(self, wish: BookAppointment | MoveAppointment, slot: OfferedSlot) -> str:
        return await self._agenda_actions.take_instead(wish, slot)

    async def change_appointment(self, appointment_id: str, values: Mapping[str, str | None]) -> None:
        await self._agenda_actions.change(appointment_id, values)

    async def move_appointment(
        self,
        appointment_id: str,
        starts_at: datetime,
        length_min: int | None = None,
        resource_id: str | None = None,
        *,
        is_agreed: bool = False,
        how: How = "hand",
    ) -> None:
        await self._agenda_actions.move(
            appointment_id, starts_at, length_min, resource_id, is_agreed=is_agreed, how=how
        )

    async def answer_appointment(
        self,
        appointment_id: str,
        answer: Answer,
        how: How = "hand",
        *,
        message_id: MessageId | None = None,
        wish: str = "",
    ) -> None:
        await self._agenda_actions.answer(appointment_id, answer, how, message_id, wish)

    async def call_appointment(self, appointment_id: str) -> None:
        await self._agenda_actions.call(appointment_id)

    async def set_outcome(self, appointment_id: str, outcome: Outcome) -> None:
        await self._agenda_actions.set_outcome(appointment_id, outcome)

    async def remove_appointment(self, appointment_id: str) -> None:
        await self._agenda_actions.remove(appointment_id)

    async def restore_appointment(self, appointment_id: str) -> None:
        await self._agenda_actions.restore(appointment_id)

    async def put_back_appointment(self, before: Appointment) -> None:
        await self._agenda_actions.put_back(before)

    async def save_resource(self, resource: Resource) -> str:
        return await self._agenda_actions.save_resource(resource)

    async def remove_resource(self, resource_id: str) -> None:
        await self._agenda_actions.remove_resource(resource_id)

    async def save_service(self, service: Service) -> str:
        return await self._agenda_actions.save_service(service)

    async def remove_service(self, service_id: str) -> None:
        await self._agenda_actions.remove_service(service_id)
