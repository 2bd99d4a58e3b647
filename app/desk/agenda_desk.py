"""Appointments: days, single ones, what is free, and how they are booked and changed. A part of `Desk`.

Nothing here imports a library: a first paint passes through it. Reads have what waits on this computer drawn over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from app.domain.agenda import Resource, Service
    from app.domain.agenda_rows import AgendaDays, AppointmentHistoryRow, AppointmentRow, FreeSlot
    from app.domain.appointment_asks import BookAppointment, MoveAppointment, NewAppointment
    from app.domain.appointments import Answer, Appointment, How, Outcome
    from app.domain.errors import Refused
    from app.domain.ids import ContactId, MessageId
    from app.domain.slot_offers import OfferedSlot


class AgendaDesk(Protocol):
    """Changes come as `Changes.appointments` and `.is_agenda`, also when a message that asked arrived or was read.

    `app.domain.agenda_rows.touches_agenda` says whether a change touches what is read here. Every action returns when
    the wish is on disk, and raises ComptoirError: "appointment_unknown", or as is said there and at the commands of
    `app.domain.appointment_asks`. What is seen to be taken or closed here is refused at once, with the same facts; the
    hub may still refuse later (a Refusal follows). `app.desk.agenda_actions.free_of` reads the free slots of a refusal.
    """

    def agenda(self, from_day: date | None = None, days: int = 1) -> AgendaDays:
        """Days of the wall of the business, in a row; `from_day` None: today there."""

    def appointment(self, appointment_id: str) -> AppointmentRow | None:
        """One, also a removed one."""

    def appointments_of(self, contact_id: ContactId, limit: int = 20) -> list[AppointmentRow]:
        """Of who comes or books: those to come first, the next one first, then what was, the newest first."""

    def appointment_history(self, appointment_id: str) -> list[AppointmentHistoryRow]:
        """What happened to it, the newest first."""

    def free_slots(
        self,
        length_min: int,
        near: datetime | None = None,
        resource_ids: Sequence[str] = (),
        limit: int = 10,
    ) -> list[FreeSlot]:
        """Where something of that length fits, nearest to `near` first, or the next ones; () is any resource."""

    def conflict_at(
        self,
        starts_at: datetime,
        length_min: int,
        resource_id: str,
        appointment_id: str = "",
        service_id: str = "",
    ) -> Refused | None:
        """Why it would be refused there, by what this computer knows. `appointment_id`: the one that is moved.

        "slot_taken" {who, starts, ends}, "slot_closed" {opens}, "slot_crosses" {closes}, each with the agenda's `zone`
        and what is `free` instead: the next ones there, and whoever else is free at that very time and does it.
        """

    def resources(self) -> list[Resource]:
        """In their order."""

    def services(self) -> list[Service]:
        """In their order."""

    async def book_appointment(self, new: NewAppointment) -> str:
        """Gives its id. A service's length and price are taken where none is said."""

    async def take_instead(self, wish: BookAppointment | MoveAppointment, slot: OfferedSlot) -> str:
        """What was refused, at one of the free slots that its refusal named; gives the appointment's id."""

    async def change_appointment(self, appointment_id: str, values: Mapping[str, str | None]) -> None:
        """Other values of `app.domain.appointments.CHANGEABLE`, as the event has them; None empties one."""

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
        """Elsewhere; None keeps what it has. `is_agreed`: with the customer, so that it is confirmed there."""

    async def answer_appointment(
        self,
        appointment_id: str,
        answer: Answer,
        how: How = "hand",
        *,
        message_id: MessageId | None = None,
        wish: str = "",
    ) -> None:
        """A member says what the customer said; `how` "call" from the list of those to call. "" takes it back."""

    async def call_appointment(self, appointment_id: str) -> None:
        """Nobody answered the telephone, a word was left."""

    async def set_outcome(self, appointment_id: str, outcome: Outcome) -> None:
        """They came or not. Raises "appointment_to_come", "appointment_over"."""

    async def remove_appointment(self, appointment_id: str) -> None:
        """It was a mistake: in no list and no figure any more. Undoes a booking."""

    async def restore_appointment(self, appointment_id: str) -> None:
        """Take a removal back. Raises "slot_taken"."""

    async def put_back_appointment(self, before: Appointment) -> None:
        """Undo: everything about it that a person can change is again as in `before`. Raises as those actions."""

    async def save_resource(self, resource: Resource) -> str:
        """A new one (without an id), or another form of one; gives its id. `version`: of the one that was seen.

        Owner and manager. Raises "role_missing", "agenda_changed", and what `app.domain.agenda.resource_problem` says.
        """

    async def remove_resource(self, resource_id: str) -> None:
        """Raises "role_missing", "resource_booked" {count}. Saved again, it is back."""

    async def save_service(self, service: Service) -> str:
        """As `save_resource`, and what `app.domain.agenda.service_problem` says."""

    async def remove_service(self, service_id: str) -> None:
        """Appointments keep it; new ones cannot have it."""
