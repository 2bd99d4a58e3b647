"""What the practice salon's agenda holds, by usual commands: who works there, what they do, and who comes when.

The next open day is the one that a front desk confirms: its people stand in every state, three of them really asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from app.desk.practice_services import RESOURCES, SERVICES
from app.domain.agenda import SaveResource, SaveService
from app.domain.appointment_asks import (
    AnswerAppointment,
    AskAppointments,
    Asking,
    BookAppointment,
    NewAppointment,
    SetOutcome,
)
from app.domain.appointments import Answer, Appointment, How, Outcome
from app.domain.commands import CommandBody
from app.domain.contact_asks import AddContact
from app.domain.contacts import Identity
from app.domain.errors import Refused
from app.domain.ids import ContactId, ConversationId, MessageId
from app.domain.records import record
from app.domain.sends import SendMessage
from app.domain.slot_offers import SaveWaiter, Waiter
from app.domain.templates import Template

MARC, INES_MOREAU = 0, 1
ZONE: Final = ZoneInfo("Europe/Paris")
BUSINESS: Final = "Salon Camille"
CAMILLE, LEA, HUGO = range(3)
PAST_DAYS: Final = 14
SUNDAY: Final = 6
# Who wrote already, and who is known from the counter alone.
LUCIE, REMY, PAUL, CHLOE, ANA, INES, YANIS, KARIM = (
    "33639980973", "33639989900", "33639982140", "33639985530", "447700900123", "33639988005", "33639983058",
    "33639986211",
)  # fmt: skip
CLARA, SARAH, BASTIEN, NOE, SAMUEL = (
    "33639984871", "33639985312", "33639986743", "33639987254", "33639988615",
)  # fmt: skip
FROM_THE_COUNTER: Final[Mapping[str, str]] = {
    CLARA: "Clara Dumas", SARAH: "Sarah Lemoine", BASTIEN: "Bastien Roche", NOE: "Noé Vidal", SAMUEL: "Samuel Roy",
}  # fmt: skip
ASKED_NAMES: Final[Mapping[str, str]] = {LUCIE: "Lucie Morel", REMY: "Rémy Fabre", YANIS: "Yanis Meunier"}
THOMAS: Final = "33639984472"
REGULARS: Final = (
    "33639986631", "33639981735", THOMAS, "33639981492", "33639980218", "33639983914", "33639989084",
    "33639982754",
)  # fmt: skip
JULES, GABRIEL, MATHIS = "33639982467", "33639983578", "33639984689"
NUMBERS: Final = frozenset(
    {LUCIE, REMY, PAUL, CHLOE, ANA, INES, YANIS, KARIM, JULES, GABRIEL, MATHIS, *REGULARS}
)


@record
class Visit:
    """Somebody who comes. `answer`: what a colleague noted, and `how` they heard of it; `is_asked`: by a message."""

    number: str
    who: int
    service: str
    at: str
    answer: Answer = ""
    how: How = "call"
    wish: str = ""
    is_asked: bool = False


NEXT_DAY: Final = (
    Visit(LUCIE, CAMILLE, "vegetal", "09:00", is_asked=True),
    Visit(CLARA, CAMILLE, "cut_care", "11:15", "confirmed"),
    Visit(SARAH, CAMILLE, "dry_care", "14:30", "confirmed"),
    Visit(REMY, CAMILLE, "men", "16:15", is_asked=True),
    Visit(PAUL, LEA, "cut_beard", "09:30"),
    Visit(CHLOE, LEA, "trial", "10:45", "confirmed", "hand"),
    Visit(ANA, LEA, "balayage_cut", "14:30", "move", "text", "Saturday at 11:00"),
    Visit(INES, LEA, "dry", "17:45"),
    Visit(BASTIEN, HUGO, "men", "09:15", "confirmed"),
    Visit(YANIS, HUGO, "cut_beard", "10:30", is_asked=True),
    Visit(KARIM, HUGO, "beard", "12:00", "cancelled"),
    Visit(NOE, HUGO, "child", "15:00", "confirmed", "hand"),
    Visit(SAMUEL, HUGO, "men", "16:00", "confirmed"),
)
TODAY: Final = (
    Visit("33639986631", CAMILLE, "cut_care", "09:30", "confirmed"),
    Visit("33639981735", CAMILLE, "dry", "11:30", "confirmed"),
    Visit("33639980218", CAMILLE, "dry_care", "15:00", "confirmed"),
    Visit("33639983914", CAMILLE, "vegetal", "16:45"),
    Visit("33639989084", LEA, "balayage_cut", "09:45", "confirmed"),
    Visit("33639981492", LEA, "trial", "14:00", "confirmed", "hand"),
    Visit("33639982754", LEA, "cut_care", "16:30", "confirmed"),
    Visit("33639984472", HUGO, "men", "10:00", "confirmed"),
    Visit(BASTIEN, HUGO, "cut_beard", "11:15", "confirmed"),
    Visit(SAMUEL, HUGO, "beard", "14:30", "confirmed"),
    Visit(NOE, HUGO, "child", "17:30"),
)
# What was done on a day of the past by each of them: the time and the service; people come in turn.
USUAL_DAY: Final = (
    (CAMILLE, "vegetal", "09:30"), (CAMILLE, "cut_care", "14:00"), (LEA, "dry", "10:00"),
    (LEA, "balayage_cut", "14:30"), (HUGO, "men", "11:00"), (HUGO, "beard", "16:00"),
)  # fmt: skip
NO_SHOW_EACH, CANCELLED_EACH = 13, 17  # so many visits of the past, one of them was none


@record
class Known:
    """What the story tells. `people`, `talks`: by number. `wished`: Ana's own word."""

    people: Mapping[str, ContactId]
    talks: Mapping[str, ConversationId]
    wished: MessageId | None = None


Act = tuple[int, CommandBody]


def next_open_day(today: date) -> date:
    """Tomorrow, but for a Saturday: the salon is closed on Sundays."""
    tomorrow = today + timedelta(days=1)
    return tomorrow + timedelta(days=tomorrow.weekday() == SUNDAY)


def age_ms(body: CommandBody, now: datetime) -> int:
    """How long ago a colleague asked for it: what was, was booked the day before."""
    if not isinstance(body, BookAppointment) or body.new.starts_at > now:
        return 0
    return int((now - body.new.starts_at + timedelta(days=1)).total_seconds() * 1_000)


class PracticeAgenda:
    """What Marc and Inès enter: `acts` first, then `asks`, once the account's templates are known."""

    def __init__(self, known: Known, now: datetime, new_id: Callable[[], str]) -> None:
        self._people = dict(known.people)
        self._known, self._now, self._new_id = known, now, new_id
        self._to_ask: list[tuple[Visit, str, NewAppointment]] = []

    def acts(self) -> Iterator[Act]:
        """In the order in which it can be done; nothing where nobody of the story came."""
        if not self._people:
            return
        for resource in RESOURCES:
            yield MARC, SaveResource(resource)
        for service in SERVICES:
            yield MARC, SaveService(service)
        for number, name in FROM_THE_COUNTER.items():
            self._people[number] = ContactId(self._new_id())
            yield INES_MOREAU, AddContact(self._people[number], Identity(number=number, name=name))
        today = self._now.astimezone(ZONE).date()
        yield from self._day(NEXT_DAY, next_open_day(today))
        if today.weekday() != SUNDAY:
            yield from self._day(TODAY, today)
        yield from self._waiting(next_open_day(today))
        yield from self._past(today)

    def asks(self, templates: Iterable[Template]) -> Iterator[Act]:
        """Those who are really asked, with the approved reminder; what they answer is theirs."""
        from app.words.appointment_templates import REMINDERS, template_for

        template = template_for(templates, "fr", REMINDERS)
        for visit, own, new in self._to_ask if template is not None else ():
            yield from self._ask(visit, own, new, template)

    def _waiting(self, day: date) -> Iterator[Act]:
        """Three who would come if somebody cancelled."""
        hours = {JULES: (11 * 60, 13 * 60), GABRIEL: (0, 1_440), MATHIS: (12 * 60, 14 * 60)}
        beard = next(one for one in SERVICES if one.service_id == "beard")
        for number, (from_min, until_min) in hours.items():
            if number not in self._people:
                continue
            key = self._new_id()
            waiter = Waiter(
                key, self._people[number], service_id=beard.service_id, length_min=beard.length_min,
                from_day=day.isoformat(), until_day=day.isoformat(), from_min=from_min, until_min=until_min,
            )  # fmt: skip
            yield INES_MOREAU, SaveWaiter(key, waiter)

    def _day(self, visits: Sequence[Visit], day: date) -> Iterator[Act]:
        for visit in visits:
            if visit.number in self._people:
                yield from self._visit(visit, day)

    def _past(self, today: date) -> Iterator[Act]:
        """The last two weeks, for the figures."""
        there = [number for number in REGULARS if number in self._people]
        count = 0
        for back in range(PAST_DAYS, 0, -1):
            day = today - timedelta(days=back)
            for who, service, at in USUAL_DAY if there and day.weekday() != SUNDAY else ():
                count += 1
                is_cancelled = count % CANCELLED_EACH == 0
                answer: Answer = "cancelled" if is_cancelled else "confirmed"
                number = there[count % len(there)]
                visit = Visit(number, who, service, at, answer)
                for _who, body in self._visit(visit, day, count):
                    yield back % 2, body  # in turn, day by day

    def _visit(self, visit: Visit, day: date, count: int = 1) -> Iterator[Act]:
        starts_at = datetime.combine(day, time.fromisoformat(visit.at), ZONE).astimezone(UTC)
        service = next(one for one in SERVICES if one.service_id == visit.service)
        own, contact_id = self._new_id(), self._people[visit.number]
        new = NewAppointment(
            starts_at,
            service.length_min,
            RESOURCES[visit.who].resource_id,
            service.service_id,
            contact_id=contact_id,
            answer="cancelled" if visit.answer == "cancelled" and starts_at < self._now else "",
        )
        yield INES_MOREAU, BookAppointment(own, new)
        if visit.answer and not new.answer:
            told = self._known.wished if visit.wish else None
            yield INES_MOREAU, AnswerAppointment(own, visit.answer, visit.how, told, visit.wish)
        if visit.is_asked:
            self._to_ask.append((visit, own, new))
        is_over = starts_at + timedelta(minutes=service.length_min) <= self._now
        if is_over and visit.answer != "cancelled":
            outcome: Outcome = "no_show" if count % NO_SHOW_EACH == 0 else "came"
            yield INES_MOREAU, SetOutcome(own, outcome)

    def _ask(self, visit: Visit, own: str, new: NewAppointment, template: Template | None) -> Iterator[Act]:
        from app.words.appointment_around import Around
        from app.words.appointment_texts import ask_words

        talk = self._known.talks.get(visit.number)
        one = Appointment(
            own, new.starts_at, new.length_min, new.resource_id, new.service_id, contact_id=new.contact_id
        )
        services = {each.service_id: each for each in SERVICES}
        resources = {each.resource_id: each for each in RESOURCES}
        names = {self._people[visit.number]: ASKED_NAMES[visit.number]}
        around = Around(self._now, ZONE, "fr", BUSINESS, names, services, resources)
        ask_id = self._new_id()
        said = ask_words(ask_id, [one], around, template, is_open=False)
        if talk is None or isinstance(said, Refused):
            return
        message = SendMessage(MessageId(self._new_id()), talk, said.kind, said.text, said.content)
        yield INES_MOREAU, AskAppointments(self._new_id(), (Asking(ask_id, (own,), message),))
