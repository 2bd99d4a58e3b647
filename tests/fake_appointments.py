"""The part of `tests.fake_desk.FakeDesk` about appointments: a day in memory, changed at once as if the hub agreed.

A test opens the business with `open_agenda` (a person "Camille Roux", one "Léa Fontaine", two services), books with
`appointment_at`, plays a customer with `customer_answers`, the channel with `ask_becomes`, and the hub with
`refuse_appointment`. `agenda_asked` holds every command that was asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import cached_property
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from app.desk.agenda_actions import AgendaActions
from app.desk.agenda_overlay import events_of, overlaid_resources, overlaid_services, placed
from app.desk.agenda_places import Look, Wanted, days_around, free_near, refused_there, seconds
from app.desk.pending import Pending
from app.domain import appointment_asks as asks
from app.domain import appointments as happened
from app.domain.agenda import Resource, Service
from app.domain.agenda_bench import Bench, Taken
from app.domain.agenda_board import Around, changes_at, columns_of, in_order, row_of
from app.domain.agenda_history import history_row, message_of, said_in
from app.domain.agenda_rows import AgendaDays, AppointmentHistoryRow, AppointmentRow, FreeSlot
from app.domain.appointment_waits import WaitRules
from app.domain.appointments import Answer, Appointment, How, Outcome
from app.domain.commands import Command
from app.domain.errors import Refused
from app.domain.hours import BUSINESS
from app.domain.ids import CommandId, ContactId, IdMaker, MemberId, MessageId
from app.domain.slot_offers import OfferedSlot
from app.domain.wall_moments import day_bounds
from tests.fake_agenda_play import FakeAgendaPlay


class FakeAgenda(FakeAgendaPlay):
    """What screens read and ask for."""

    # --- read ---

    def agenda(self, from_day: date | None = None, days: int = 1) -> AgendaDays:
        """As the real one is put together."""
        now, zone = self.clock.now(), self._agenda_zone()
        today = now.astimezone(ZoneInfo(zone)).date()
        first = from_day or today
        low = day_bounds(first, zone)[0]
        high = day_bounds(first + timedelta(days=days - 1), zone)[1]
        there = [
            one
            for one in self.appointments.values()
            if not one.is_removed and seconds(one.starts_at) < high and seconds(one.ends_at) > low
        ]
        columns = list(self.made_resources)
        if any(not one.resource_id for one in there):
            columns.append(Resource("", ""))
        rows = in_order((self._appointment_row(one) for one in there), columns)
        return AgendaDays(
            zone, today, now, first, days, rows, tuple(columns), tuple(self.made_services),
            columns_of(self._agenda_benches(columns), first, days, zone),
            bool(self.setting("agenda_elsewhere")), changes_at(rows, now),
        )  # fmt: skip

    def appointment(self, appointment_id: str) -> AppointmentRow | None:
        """One, also a removed one."""
        one = self.appointments.get(appointment_id)
        return self._appointment_row(one) if one is not None else None

    def appointments_of(self, contact_id: ContactId, limit: int = 20) -> list[AppointmentRow]:
        """Those to come, then what was."""
        now = self.clock.now()
        theirs = [
            one
            for one in self.appointments.values()
            if contact_id in (one.contact_id, one.booker_id) and not one.is_removed
        ]
        ahead = sorted((one for one in theirs if one.ends_at > now), key=lambda one: one.starts_at)
        past = sorted((one for one in theirs if one.ends_at <= now), key=lambda one: one.starts_at)
        return [self._appointment_row(one) for one in [*ahead, *reversed(past)][:limit]]

    def appointment_history(self, appointment_id: str) -> list[AppointmentHistoryRow]:
        """The newest first."""
        found = []
        for at, body in reversed(self.appointment_events.get(appointment_id, [])):
            by, told = getattr(body, "member_id", None), message_of(body)
            row = history_row(body, at, self._member_called(by), by)
            if told is not None:
                row = said_in(row, self._words_of(told), self._agenda_state(told))
            found.append(row)
        return found

    def free_slots(
        self,
        length_min: int,
        near: datetime | None = None,
        resource_ids: Sequence[str] = (),
        limit: int = 10,
    ) -> list[FreeSlot]:
        """By the real rule."""
        wanted = [one for one in self.made_resources if not resource_ids or one.resource_id in resource_ids]
        names = {one.resource_id: one.name for one in wanted}
        benches = self._agenda_benches(wanted)
        found = free_near(
            lambda at, days: Look(benches, *days_around(at, days)), length_min, near, self.clock.now(), limit
        )
        return [FreeSlot(one.starts_at, one.resource_id, names[one.resource_id]) for one in found]

    def conflict_at(
        self,
        starts_at: datetime,
        length_min: int,
        resource_id: str,
        appointment_id: str = "",
        service_id: str = "",
    ) -> Refused | None:
        """By the real rule."""
        place = (starts_at, length_min, resource_id)
        return self._agenda_actions.conflict_at(place, appointment_id, service_id)

    def resources(self) -> list[Resource]:
        """In their order."""
        return list(self.made_resources)

    def services(self) -> list[Service]:
        """In their order."""
        return list(self.made_services)

    # --- do ---

    async def book_appointment(self, new: asks.NewAppointment) -> str:
        """At once."""
        return await self._agenda_actions.book(new)

    async def take_instead(self, wish: asks.BookAppointment | asks.MoveAppointment, slot: OfferedSlot) -> str:
        """At once."""
        return await self._agenda_actions.take_instead(wish, slot)

    async def change_appointment(self, appointment_id: str, values: Mapping[str, str | None]) -> None:
        """At once."""
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
        """At once."""
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
        """At once."""
        await self._agenda_actions.answer(appointment_id, answer, how, message_id, wish)

    async def call_appointment(self, appointment_id: str) -> None:
        """At once."""
        await self._agenda_actions.call(appointment_id)

    async def set_outcome(self, appointment_id: str, outcome: Outcome) -> None:
        """At once."""
        await self._agenda_actions.set_outcome(appointment_id, outcome)

    async def remove_appointment(self, appointment_id: str) -> None:
        """At once."""
        await self._agenda_actions.remove(appointment_id)

    async def restore_appointment(self, appointment_id: str) -> None:
        """At once."""
        await self._agenda_actions.restore(appointment_id)

    async def put_back_appointment(self, before: Appointment) -> None:
        """At once."""
        await self._agenda_actions.put_back(before)

    async def save_resource(self, resource: Resource) -> str:
        """At once."""
        return await self._agenda_actions.save_resource(resource)

    async def remove_resource(self, resource_id: str) -> None:
        """At once."""
        await self._agenda_actions.remove_resource(resource_id)

    async def save_service(self, service: Service) -> str:
        """At once."""
        return await self._agenda_actions.save_service(service)

    async def remove_service(self, service_id: str) -> None:
        """At once."""
        await self._agenda_actions.remove_service(service_id)

    # --- inside ---

    @cached_property
    def _agenda_actions(self) -> AgendaActions:
        """The real checks; instead of an outbox, everything happens at once."""
        outbox: Any = SimpleNamespace(add=self._happen_in_agenda)
        standing: Any = lambda: SimpleNamespace(base_pos=0, is_online=True)  # noqa: E731
        return AgendaActions(
            _AgendaKnower(self), outbox, IdMaker(self.clock), self.clock.now, self.me, standing
        )

    async def _happen_in_agenda(self, bodies: Sequence[Any], _base_pos: int, *, is_online: bool) -> None:
        for body in bodies:
            self.agenda_asked.append(body)
            key = getattr(body, "appointment_id", "")
            if key:
                self._happen_to_one(key, body)
                continue
            command = Command(CommandId(f"agenda-{len(self.agenda_asked)}"), 1, 0, self.clock.now(), body)
            self.made_resources = overlaid_resources(self.made_resources, [Pending(command)])
            self.made_services = placed(overlaid_services(self.made_services, [Pending(command)]))
            self.tell_agenda()

    def _happen_to_one(self, key: str, body: Any) -> None:
        one, by = self.appointments.get(key), self.me().member_id
        for event in events_of(key, body, one, by):
            if isinstance(event, happened.AppointmentBooked):
                self.appointments[key] = happened.booked(event, self.clock.now())
                self.appointment_events[key] = [(self.clock.now(), event)]
                self.tell_agenda(key)
            else:
                self.happen_to(key, event)

    def refused_at(self, wanted: Wanted) -> Refused | None:
        """By the real rule."""
        benches, known = self._agenda_benches(self.made_resources), self.appointments
        nobodys = self._agenda_benches([Resource("", "")])[0]
        return refused_there(
            lambda at, days: Look(benches, *days_around(at, days)), wanted, nobodys, self.clock.now(),
            lambda key: self._appointment_row(known[key]).name if key in known else "",
        )  # fmt: skip

    def _agenda_benches(self, resources: Iterable[Resource]) -> list[Bench]:
        found = []
        for one in resources:
            taken = [
                Taken(seconds(it.starts_at), seconds(it.ends_at), it.appointment_id)
                for it in self.appointments.values()
                if it.is_standing and it.resource_id == one.resource_id
            ]
            scopes = (one.hours_scope, BUSINESS) if one.hours_scope else (BUSINESS,)
            found.append(Bench.by_book(one.resource_id, self.book, scopes, taken, zone=self._agenda_zone()))
        return found

    def _appointment_row(self, one: Appointment) -> AppointmentRow:
        services = {it.service_id: it for it in self.made_services}
        names = {it.resource_id: it.name for it in self.made_resources}
        service = services.get(one.service_id)
        answered, asked = one.answer_message_id, one.ask_message_id
        around = Around(
            self._agenda_name(one.contact_id),
            self._agenda_name(one.booker_id),
            self._agenda_number(one.writes_to),
            self._agenda_talk(one.writes_to),
            names.get(one.resource_id, ""),
            service.name if service is not None else "",
            service.price if service is not None else None,
            self._agenda_state(asked) if asked is not None else "",
            self._words_of(answered) if answered is not None else "",
            self._member_called(one.answer_by if one.answer else one.booked_by),
        )
        zone = ZoneInfo(self._agenda_zone())
        return row_of(one, around, self._agenda_rules(), zone, self.clock.now())

    def _agenda_rules(self) -> WaitRules:
        call_at = time.fromisoformat(str(self.setting("appointment_call_at")))
        return WaitRules(int(self.setting("appointment_silent_h")), call_at)

    def _agenda_state(self, told: MessageId) -> str:
        if told in self.ask_states:
            return self.ask_states[told]
        row = self.message(told)
        return str(row.state) if row is not None else ""

    def _words_of(self, told: MessageId) -> str:
        row = self.message(told)
        return self.customer_words.get(told) or (row.text if row is not None else "") or ""

    def _agenda_name(self, contact_id: ContactId | None) -> str:
        where = self._agenda_talk(contact_id)
        talk = self.talks[where] if where is not None else None
        return (talk.name or f"+{talk.number}") if talk is not None else ""

    def _agenda_number(self, contact_id: ContactId | None) -> str:
        where = self._agenda_talk(contact_id)
        talk = self.talks[where] if where is not None else None
        return f"+{talk.number}" if talk is not None and talk.number else ""

    def _member_called(self, member_id: MemberId | None) -> str:
        me = self.me()
        names = {me.member_id: me.name, **getattr(self, "team_names", {})}
        return names.get(member_id, "") if member_id is not None else ""


class _AgendaKnower:
    """What the checks read of the fake."""

    def __init__(self, fake: FakeAgenda) -> None:
        self._fake = fake

    def find(self, appointment_id: str) -> Appointment | None:
        """One."""
        return self._fake.appointments.get(appointment_id)

    def resources(self) -> list[Resource]:
        """In order."""
        return self._fake.resources()

    def services(self) -> list[Service]:
        """In order."""
        return self._fake.services()

    def refused_at(self, wanted: Wanted) -> Refused | None:
        """By the real rule."""
        return self._fake.refused_at(wanted)

    def has_contact(self, contact_id: ContactId) -> bool:
        """Whether there is such a talk."""
        return any(talk.contact_id == contact_id for talk in self._fake.talks.values())

    def booked_ahead(self, resource_id: str) -> int:
        """How many are to come."""
        now = self._fake.clock.now()
        return sum(
            one.is_standing and one.resource_id == resource_id and one.ends_at > now
            for one in self._fake.appointments.values()
        )
