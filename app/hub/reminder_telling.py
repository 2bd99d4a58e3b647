"""One reminder to one person: of everything that they have on that day, in one message, or why it could not go out."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from app.domain.appointments import (
    Appointment,
    AppointmentAsked,
    AppointmentNotAsked,
)
from app.domain.errors import Refused
from app.domain.events import EventBody
from app.domain.ids import ContactId, LineId, MemberId, MessageId
from app.domain.templates import Template
from app.hub.appender import Draft
from app.hub.appointment_look import Talk, around_of, language_of, own_id, talk_of
from app.hub.appointment_sends import HUB, sent
from app.hub.reminder_plan import Rules, Turn, turns
from app.words.appointment_around import Around, Said
from app.words.appointment_templates import REMINDERS, in_template, meanings, template_for
from app.words.appointment_texts import ask_words, reminder_words
from storage import view
from storage.hub.tables import Connection
from storage.view import appointment_reading as reading

OF_ONE_PERSON: Final = 200
_ANSWERS: Final = ("confirm", "move", "cancel")


class Telling:
    """One message to one person, about one reminder of one or several appointments of a day."""

    def __init__(
        self, conn: Connection, rules: Rules, first: Turn, lines: Collection[LineId], now: datetime
    ) -> None:
        self._conn, self._rules, self._first = conn, rules, first
        self._lines, self._now = lines, now

    def run(self) -> list[Draft] | int:
        """Its events; or when it is to be tried again, in UTC seconds."""
        if self._first.is_in_doubt:
            return self._not_told([self._first], "hub_restored")
        writes_to = self._first.appointment.writes_to
        talk = talk_of(self._conn, writes_to, self._lines, self._now) if writes_to is not None else None
        if talk is None:
            return self._not_told([self._first], "number_missing")
        is_open = talk.conversation.is_window_open(self._now)
        language = language_of(self._conn, talk.contact, talk.conversation.line_id)
        template = self._template(talk, language)
        is_ask = _asks(self._first, None if is_open else template)
        group = [
            one
            for one in self._of_day(talk)
            if _asks(one, None if is_open else template) == is_ask and not one.is_in_doubt
        ]
        return self._tell(group, talk, language, template, is_open=is_open, is_ask=is_ask)

    def _tell(
        self,
        group: Sequence[Turn],
        talk: Talk,
        language: str,
        template: Template | None,
        *,
        is_open: bool,
        is_ask: bool,
    ) -> list[Draft] | int:
        appointments = [one.appointment for one in group]
        around = around_of(self._conn, appointments, language, self._now)
        named = (group[0].appointment.appointment_id, _start_s(group[0]), group[0].step.before_min)
        message_id, ask_id = MessageId(own_id("reminder", *named)), own_id("ask", *named)
        said = self._said(appointments, around, template, ask_id, is_open=is_open, is_ask=is_ask)
        if isinstance(said, Refused):
            return self._not_told(group, said.code)
        told = sent(
            self._conn, talk, said, message_id, self._now, not_after_at=appointments[0].starts_at,
            automation="reminder", our_lines=self._lines, member_id=self._author(appointments[0]),
        )  # fmt: skip
        if isinstance(told, Refused):
            if told.code == "quiet_hours":
                return int(datetime.fromisoformat(told.facts["until"]).timestamp())
            return self._not_told(group, "hub_restored" if told.code == "message_id_taken" else told.code)
        ids = [one.appointment_id for one in appointments]
        there = talk.conversation.conversation_id
        for one in group:
            own = one.appointment.appointment_id
            others = tuple(other for other in ids if other != own)
            step_min = one.step.before_min
            body = AppointmentAsked(own, ask_id, message_id, there, others, step_min=step_min, is_ask=is_ask)
            told.append(self._draft(body, one))
        return told

    def _said(
        self,
        appointments: Sequence[Appointment],
        around: Around,
        template: Template | None,
        ask_id: str,
        *,
        is_open: bool,
        is_ask: bool,
    ) -> Said | Refused:
        text = self._first.step.text
        if is_open and not text.strip() and self._first.step.template:
            words = in_template(template, appointments, around)
            text = words.text if isinstance(words, Said) else ""
        if is_ask:
            return ask_words(ask_id, appointments, around, template, is_open=is_open, text=text)
        before = appointments[0].ask_id
        return reminder_words(appointments, around, template, is_open=is_open, text=text, ask_id=before)

    def _template(self, talk: Talk, language: str) -> Template | None:
        known = view.templates(self._conn, talk.conversation.line_id)
        return template_for(known, language, REMINDERS, self._first.step.template)

    def _of_day(self, talk: Talk) -> list[Turn]:
        """This reminder of all that the same person has on that day, by start; what is due anyway comes along."""
        first = self._first
        found = [first]
        for one in self._others(talk.contact.contact_id):
            for turn in turns(self._conn, self._rules, one, int(self._now.timestamp())):
                if turn.step.before_min == first.step.before_min or turn.due_s <= first.due_s:
                    found.append(turn)
                    break
        return sorted(found, key=lambda turn: (turn.appointment.starts_at, turn.appointment.appointment_id))

    def _others(self, contact_id: ContactId) -> Iterator[Appointment]:
        first = self._first.appointment
        zone = ZoneInfo(self._rules.zone)
        day = first.starts_at.astimezone(zone).date()
        for one in reading.of_contact(self._conn, contact_id, OF_ONE_PERSON):
            writes_to = one.writes_to
            is_same = writes_to is not None and view.kept_id(self._conn, writes_to) == contact_id
            is_other = one.appointment_id != first.appointment_id
            if is_same and is_other and one.starts_at.astimezone(zone).date() == day:
                yield one

    def _author(self, one: Appointment) -> MemberId | None:
        """Who booked it, while they are of the team."""
        member = view.members(self._conn).get(one.booked_by) if one.booked_by is not None else None
        return None if member is None or member.is_removed else member.member_id

    def _not_told(self, group: Sequence[Turn], code: str) -> list[Draft]:
        """This reminder is over; the line says why."""
        return [
            self._draft(
                AppointmentNotAsked(one.appointment.appointment_id, code, step_min=one.step.before_min), one
            )
            for one in group
        ]

    def _draft(self, body: EventBody, turn: Turn) -> Draft:
        own = turn.appointment.appointment_id
        return Draft(body, own, HUB, self._now, f"reminder:{own}:{_start_s(turn)}:{turn.step.before_min}")


def _asks(turn: Turn, template: Template | None) -> bool:
    """Whether an answer is awaited: also where only a template may go out that has buttons for one."""
    if turn.step.is_ask:
        return True
    if template is None or turn.appointment.answer:
        return False
    titles = [one.text for one in template.buttons if one.kind == "quick_reply"]
    return bool(meanings(titles, _ANSWERS))


def _start_s(turn: Turn) -> int:
    return int(turn.appointment.starts_at.timestamp())
