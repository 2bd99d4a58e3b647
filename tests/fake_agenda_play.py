"""The agenda that `tests.fake_appointments.FakeAgenda` holds, and how a test plays the hub and the customers there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from app.desk.desk import Refusal
from app.domain import appointments as happened
from app.domain.agenda import Resource, Service
from app.domain.agenda_board import moment
from app.domain.appointments import Answer, Appointment, AppointmentEvent, How
from app.domain.clock import Clock
from app.domain.hours import BUSINESS, HoursBook, HoursSaved, OpeningHours, Span, business_zone
from app.domain.ids import ContactId, ConversationId, MessageId
from app.domain.members import Member
from app.domain.money import Money
from app.domain.rows import Changes, MessageRow
from app.domain.settings import SettingValue
from app.domain.wall_moments import moment_s

NINE_TO_SEVEN = (Span(9 * 60, 19 * 60),)


class FakeAgendaPlay:
    """`appointments` by id; `made_resources`, `made_services` in order; `ask_states` of messages that asked."""

    clock: Clock
    book: HoursBook
    talks: dict[ConversationId, Any]
    _tell: Callable[[Changes], None]
    me: Callable[[], Member]
    setting: Callable[[str], SettingValue]
    message: Callable[[MessageId], MessageRow | None]
    tell_hours: Callable[[], None]
    _refusal_listeners: list[Callable[[Refusal], None]]

    def __init__(self) -> None:
        super().__init__()
        self.appointments: dict[str, Appointment] = {}
        self.made_resources: list[Resource] = []
        self.made_services: list[Service] = []
        self.ask_states: dict[MessageId, str] = {}
        self.customer_words: dict[MessageId, str] = {}
        self.agenda_asked: list[Any] = []
        self.appointment_events: dict[str, list[tuple[datetime, AppointmentEvent]]] = {}
        self._agenda_count = 0

    def open_agenda(self, zone: str = "Europe/Paris") -> None:
        """Two people and two services, open from 9 to 19 o'clock from Monday to Saturday."""
        week = (*(NINE_TO_SEVEN,) * 6, ())
        self.book.apply(HoursSaved(BUSINESS, OpeningHours("1970-01-01", zone, week)))
        self.made_resources = [
            Resource("camille", "Camille Roux", position=0, version=1),
            Resource("lea", "Léa Fontaine", position=1, version=1),
        ]
        self.made_services = [
            Service("cut", "Coupe et soin", 45, Money(4500, "EUR"), position=0, version=1),
            Service("colour", "Coloration végétale", 120, Money(9800, "EUR"), position=1, version=1),
        ]
        self.tell_hours()
        self.tell_agenda()

    def tell_agenda(self, *appointment_ids: str) -> None:
        """Something of it is another."""
        self._tell(Changes(appointments=frozenset(appointment_ids), is_agenda=True))

    def wall(self, clock_time: str, days: int = 1) -> datetime:
        """A time on the wall of the business ("14:30"), so many days from today."""
        zone = self._agenda_zone()
        day = self.clock.now().astimezone(ZoneInfo(zone)).date() + timedelta(days=days)
        return moment(moment_s(datetime.combine(day, time.fromisoformat(clock_time)), zone))

    def appointment_at(
        self,
        clock_time: str,
        person: str = "",
        resource_id: str = "camille",
        service_id: str = "cut",
        days: int = 1,
        **fields: Any,
    ) -> Appointment:
        """One that somebody booked, tomorrow unless said; `fields` of an `Appointment` (contact_id, answer …)."""
        self._agenda_count += 1
        key = f"appointment-{self._agenda_count:04d}"
        service = next((one for one in self.made_services if one.service_id == service_id), None)
        length = service.length_min if service is not None else 30
        starts_at = self.wall(clock_time.rjust(5, "0"), days)
        body = happened.AppointmentBooked(
            key, starts_at, fields.pop("length_min", length), resource_id, service_id, person=person,
            contact_id=fields.pop("contact_id", None), booker_id=fields.pop("booker_id", None),
            phone=fields.pop("phone", ""), source=fields.pop("source", "hand"), member_id=self.me().member_id,
        )  # fmt: skip
        at = self.clock.now() - timedelta(hours=2)
        self.appointments[key] = replace(happened.booked(body, at), **fields)
        self.appointment_events[key] = [(at, body)]
        self.tell_agenda(key)
        return self.appointments[key]

    def happen_to(self, appointment_id: str, body: AppointmentEvent, at: datetime | None = None) -> None:
        """Something happens at the hub."""
        moment_at = at or self.clock.now()
        self.appointments[appointment_id] = happened.applied(
            self.appointments[appointment_id], body, moment_at
        )
        self.appointment_events.setdefault(appointment_id, []).append((moment_at, body))
        self.tell_agenda(appointment_id)

    def ask_of(self, appointment_id: str, state: str = "sent", ago: timedelta = timedelta(0)) -> MessageId:
        """They were asked, by a message that is in this state."""
        self._agenda_count += 1
        number, one = self._agenda_count, self.appointments[appointment_id]
        where = self._agenda_talk(one.writes_to) or ConversationId("c-001")
        told = MessageId(f"ask-message-{number}")
        self.ask_states[told] = state
        body = happened.AppointmentAsked(
            appointment_id, f"ask-{number}", told, where, member_id=self.me().member_id
        )
        self.happen_to(appointment_id, body, self.clock.now() - ago)
        return told

    def ask_becomes(self, appointment_id: str, state: str) -> None:
        """The message that asked is delivered, read, failed."""
        told = self.appointments[appointment_id].ask_message_id
        assert told is not None
        self.ask_states[told] = state
        self.tell_agenda(appointment_id)

    def customer_answers(
        self, appointment_id: str, answer: Answer, how: How = "tap", words: str = "", wish: str = ""
    ) -> None:
        """The customer taps or writes."""
        self._agenda_count += 1
        told = MessageId(f"answer-message-{self._agenda_count}")
        self.customer_words[told] = words
        self.happen_to(appointment_id, happened.AppointmentAnswered(appointment_id, answer, how, told, wish))

    def refuse_appointment(self, body: Any, code: str, **facts: str) -> None:
        """The hub refuses what was asked for."""
        for callback in list(self._refusal_listeners):
            callback(Refusal(body, code, facts, None))

    def _agenda_zone(self) -> str:
        return business_zone(self.book, int(self.clock.now().timestamp()), str(self.setting("time_zone")))

    def _agenda_talk(self, contact_id: ContactId | None) -> ConversationId | None:
        found = (key for key, talk in self.talks.items() if talk.contact_id == contact_id)
        return next(found, None) if contact_id is not None else None
