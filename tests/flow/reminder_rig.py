"""A hub's log, its appender and the task that reminds, without network, threads or a running clock.

`step` does what the scheduler does in one transaction; `step(crash=True)` ends before it is on disk.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from app.domain.agenda import ReminderStep, Resource, ResourceSaved, Service, ServiceSaved
from app.domain.appointments import (
    AppointmentAnswered,
    AppointmentAsked,
    AppointmentBooked,
    AppointmentMoved,
    AppointmentNotAsked,
)
from app.domain.arrivals import MessageReceived
from app.domain.clock import FakeClock
from app.domain.contact_cards import ContactAdded, FieldChange
from app.domain.contacts import Identity
from app.domain.events import Actor, Event, EventBody
from app.domain.ids import ContactId, ConversationId, LineId, LogId, MessageId
from app.domain.sends import SendRequested
from app.domain.settings import SettingChanged
from app.domain.template_drafts import as_template
from app.domain.templates import TemplateChanged
from app.hub.appender import Appender, Draft
from app.hub.reminder_schedule import Reminding
from app.hub.scheduler import AT_ONCE
from app.words.starters import starters
from storage import codec
from storage.hub import log, store

HUB = Actor("hub")
LINE = LineId("whatsapp:1")
PARIS = ZoneInfo("Europe/Paris")
ANA, BO = ContactId("ana"), ContactId("bo")
NUMBERS = {ANA: "33639980001", BO: "33639980002"}
ASK = ReminderStep(1_440)
PLAIN = ReminderStep(180, is_ask=False)
LAST = ReminderStep(180)


class Rig:
    """Thursday 26 November 2026, 10:42 in Paris. Ana is known by her number; nobody wrote yet."""

    def __init__(self, folder: Path, *steps: ReminderStep, template: str = "approved") -> None:
        self.path = folder / "hub.db"
        self.clock = FakeClock()
        self._open()
        self.tell(SettingChanged("time_zone", "Europe/Paris"), SettingChanged("business_name", "Salon Lila"))
        self.tell(ResourceSaved(Resource("kim", "Kim")), self.service(*(steps or (ASK, PLAIN))))
        for contact_id, number in NUMBERS.items():
            name = FieldChange("name", "Ana Field" if contact_id == ANA else "Bo")
            self.tell(ContactAdded(contact_id, Identity(number=number), (name,)), subject=contact_id)
        if template:
            self.template(template)

    def close(self) -> None:
        self.conn.close()

    def _open(self) -> None:
        self.conn = store.open_writing(self.path, None, lambda: (LogId("log"), bytes(32)), "NORMAL")
        self.appender, self.task = Appender(self.clock), Reminding({LINE})

    def restart(self) -> None:
        """Another process on the same file."""
        self.conn.close()
        self._open()

    # --- what happens ---

    def tell(self, *bodies: EventBody, subject: str = "", is_heard: bool = True) -> None:
        """It happened, and the task heard of it."""
        now = self.clock.now()
        self.conn.execute("BEGIN IMMEDIATE")
        events = self.appender.append(self.conn, [Draft(body, subject, HUB, now) for body in bodies])
        self.conn.execute("COMMIT")
        self.appender.committed(self.conn)
        if is_heard:
            self.task.hear(events)

    def service(self, *steps: ReminderStep, **more: Any) -> ServiceSaved:
        return ServiceSaved(Service("cut", "Coupe secrète", reminders=steps, **more))

    def template(self, status: str, name: str = "appointment_reminder", language: str = "fr") -> None:
        """The ready reminder of a salon."""
        draft = next(
            one.draft for one in starters()
            if (one.trade, one.draft.name, one.draft.language) == ("salon", name, language)
        )  # fmt: skip
        self.tell(TemplateChanged(replace(as_template(draft), account_id="waba", status=status)))

    def book(self, own: str, when: str, contact: ContactId | None = ANA, **more: Any) -> None:
        """An appointment on the wall of Paris: "2026-11-28T14:30"."""
        given = {"resource_id": "kim", "service_id": "cut", "contact_id": contact} | more
        self.tell(AppointmentBooked(own, at(when), 30, **given), subject=own)

    def move(self, own: str, when: str, before: str, **more: Any) -> None:
        body = AppointmentMoved(own, at(when), 30, "kim", at(before), "kim", **more)
        self.tell(body, subject=own)

    def answer(self, own: str, answer: Any) -> None:
        self.tell(AppointmentAnswered(own, answer, "tap"), subject=own)

    def writes(self, contact: ContactId = ANA) -> None:
        """The customer writes now, so that the window is open."""
        there = ConversationId(f"talk-{contact}")
        number = Identity(number=NUMBERS[contact])
        now, wamid = self.clock.now(), f"in-{self.clock.now().timestamp()}"
        body = MessageReceived(
            MessageId(wamid), "whatsapp", LINE, there, contact, wamid, "in", "customer", "text", "Bonjour", now, now,
            number,
        )  # fmt: skip
        self.tell(body, subject=there)

    # --- what time brings ---

    def to(self, when: str) -> list[Event]:
        """The clock shows this; what the task does then."""
        self.clock.set_wall(at(when))
        return self.rest()

    def rest(self) -> list[Event]:
        """Steps until nothing is due."""
        found: list[Event] = []
        while True:
            found += self.step()
            next_at = self.task.next_at(self.conn, self.clock.now())
            if next_at is None or next_at > self.clock.now():
                return found

    def step(self, *, crash: bool = False) -> list[Event]:
        """One transaction of the scheduler."""
        self.conn.execute("BEGIN IMMEDIATE")
        drafts = self.task.due(self.conn, self.clock.now(), AT_ONCE)
        events = self.appender.append(self.conn, drafts) if drafts else []
        if crash:
            self.conn.execute("ROLLBACK")
            self.appender.committed(self.conn)
            return []
        self.conn.execute("COMMIT")
        self.appender.committed(self.conn)
        self.task.hear(events)
        return events

    # --- what is there ---

    def events(self) -> list[Event]:
        return [codec.decode_event(one) for one in log.page(self.conn, 0, 1 << 30)]

    def sent(self) -> list[SendRequested]:
        return [one.body for one in self.events() if isinstance(one.body, SendRequested)]

    def asked(self) -> list[AppointmentAsked]:
        return [one.body for one in self.events() if isinstance(one.body, AppointmentAsked)]

    def not_asked(self) -> list[tuple[str, str, int | None]]:
        bodies = [one.body for one in self.events() if isinstance(one.body, AppointmentNotAsked)]
        return [(one.appointment_id, one.code, one.step_min) for one in bodies]

    def queued(self) -> list[str]:
        """Ids of the messages that lie in a lane."""
        with closing(self.conn.execute("SELECT message_id FROM send ORDER BY seq")) as rows:
            return [row[0] for row in rows]


def at(when: str) -> datetime:
    """A moment on the wall of Paris, as UTC."""
    return datetime.fromisoformat(when).replace(tzinfo=PARIS).astimezone(UTC)


def wall(rig: Rig, event: Event) -> str:
    """When it happened, on the same wall."""
    return event.occurred_at.astimezone(PARIS).strftime("%d.%m. %H:%M")
