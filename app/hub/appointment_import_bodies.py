"""The events of one row of a list of appointments, and those that take a row back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.domain import appointments as events
from app.domain.appointment_import_rows import (
    AppointmentDecision,
    ImportedAppointment,
    Who,
    decide,
    differences,
    is_same_name,
)
from app.domain.appointments import Appointment
from app.domain.contact_cards import ContactAdded, FieldChange
from app.domain.contacts import Identity
from app.domain.events import EventBody
from app.domain.ids import ContactId, ImportId, MemberId
from app.hub.send_rules import sendable
from app.hub.situation import Asker
from storage import view
from storage.hub.appointment_imports import What
from storage.hub.tables import Connection
from storage.view import appointment_imports as lists
from storage.view import appointment_reading as rows
from storage.view.contacts import find_contact

USUAL_MIN = 30  # of a row that names neither length nor service


@dataclass(frozen=True, slots=True)
class RowBodies:
    """What a row tells, each event with its subject; what is kept to take it back."""

    n: int
    appointment_id: str
    what: What
    bodies: tuple[tuple[EventBody, str], ...]
    made_contact_id: ContactId | None = None
    before: Appointment | None = None


@dataclass(frozen=True, slots=True)
class RowWriter:
    """Makes them of rows, by what stands in the log at that moment."""

    conn: Connection
    asker: Asker
    import_id: ImportId
    new_id: Callable[[], str]

    def bodies_of(self, n: int, row: ImportedAppointment) -> RowBodies | None:
        """All that the row tells, in order; None where everything is so already."""
        one = rows.load(self.conn, row.appointment_id)
        if one is None:
            return None if row.does == "cancel" or row.seen_at is not None else self._new(n, row)
        is_undone = lists.is_taken_away(self.conn, one)
        is_other = row.does == "keep" and (row.is_other_person or is_undone or row.seen_at is None)
        who, made = self._who(row, one) if is_other else (None, [])
        decision = decide(one, row, who, is_undone=is_undone)
        if decision.is_nothing:
            return None
        bodies = self._known(one, row, decision)
        if not decision.changes:
            made = []
        told = [*((each, each.contact_id) for each in made), *((body, one.appointment_id) for body in bodies)]
        what: What = "gone" if decision.is_cancelled else "added" if decision.is_restored else "changed"
        before = None if what == "added" else one
        return RowBodies(n, one.appointment_id, what, tuple(told), _made(made), before)

    def _new(self, n: int, row: ImportedAppointment) -> RowBodies:
        who, made = self._who(row, None)
        service = rows.service_named(self.conn, row.service_id) if row.service_id else None
        length = row.length_min or (service[0].length_min if service is not None else USUAL_MIN)
        price = row.price or (service[0].price if service is not None else None)
        body = events.AppointmentBooked(
            row.appointment_id, row.starts_at, length, row.resource_id, row.service_id, sendable(row.title),
            sendable(who.person), who.contact_id, who.booker_id, sendable(who.phone), price, sendable(row.note),
            "import", self.import_id, row.import_key, "", "import", None, self._me,
        )  # fmt: skip
        told: list[tuple[EventBody, str]] = [
            *((each, each.contact_id) for each in made),
            (body, row.appointment_id),
        ]
        return RowBodies(n, row.appointment_id, "added", tuple(told), _made(made))

    @property
    def _me(self) -> MemberId | None:
        return self.asker.member_id

    def _who(self, row: ImportedAppointment, one: Appointment | None) -> tuple[Who, list[ContactAdded]]:
        """Whoever has the number, or a contact that is made of it; who has another name comes, they booked."""
        if row.number is None:
            kept = view.kept_contact(self.conn, row.contact_id) if row.contact_id is not None else None
            if kept is not None:
                return Who(kept.contact_id, None, "", ""), []
            if one is not None and not row.phone:  # the list never had a number: who is known stays
                return Who(one.contact_id, one.booker_id, row.person or one.person, one.phone), []
            return Who(None, None, row.person, row.phone), []
        identity = Identity(number=row.number)
        found = find_contact(self.conn, identity)
        if found is None:
            contact_id = ContactId(self.new_id())
            changes = (FieldChange("name", sendable(row.person)),) if row.person else ()
            made = ContactAdded(contact_id, identity, changes, (), None, self._me, self.import_id)
            return Who(contact_id), [made]
        contact = view.kept_contact(self.conn, found)
        name = contact.name if contact is not None else ""
        held = {view.kept_id(self.conn, each): each for each in _people(one)}
        found = held.get(found, found)  # under the id that it has
        if not row.person or (name and is_same_name(row.person, name)):
            return Who(found), []
        return (Who(None, found, row.person) if name else Who(found, None, row.person)), []

    def _known(
        self, one: Appointment, row: ImportedAppointment, decision: AppointmentDecision
    ) -> list[EventBody]:
        key, me, by = one.appointment_id, self._me, self.import_id
        if decision.is_cancelled:
            return [events.AppointmentAnswered(key, "cancelled", "import", None, "", me, by)]
        bodies: list[EventBody] = []
        if decision.is_restored:
            bodies.append(events.AppointmentRestored(key, me, by))
        if decision.is_revived:
            bodies.append(events.AppointmentAnswered(key, "", "import", None, "", me, by))
        if decision.place is not None:
            bodies.append(_moved(one, decision.place, me, by))
        if decision.changes:
            clean = tuple(
                FieldChange(each.key, sendable(each.value or "") or None) for each in decision.changes
            )
            bodies.append(events.AppointmentChanged(key, clean, me, by))
        return bodies


def back_of(
    conn: Connection, member_id: MemberId | None, import_id: ImportId, before: Appointment
) -> list[EventBody]:
    """What makes an appointment again what it was before a row."""
    now = rows.load(conn, before.appointment_id)
    if now is None or now.is_removed:
        return []
    key, bodies = before.appointment_id, list[EventBody]()
    place = (before.starts_at, before.length_min, before.resource_id)
    answer = now.answer
    if place != (now.starts_at, now.length_min, now.resource_id):
        is_agreed = before.answer == "confirmed"
        bodies.append(_moved(now, place, member_id, import_id, is_agreed=is_agreed))
        answer = before.answer if is_agreed else "" if now.starts_at != before.starts_at else answer
    if answer != before.answer:
        bodies.append(
            events.AppointmentAnswered(
                key,
                before.answer,
                before.answer_how,
                before.answer_message_id,
                before.wish,
                member_id,
                import_id,
            )
        )
    changes = differences(now, before)
    if changes:
        bodies.append(events.AppointmentChanged(key, changes, member_id, import_id))
    return bodies


def _moved(
    now: Appointment,
    place: tuple[datetime, int, str],
    member_id: MemberId | None,
    import_id: ImportId,
    *,
    is_agreed: bool = False,
) -> events.AppointmentMoved:
    starts_at, length_min, resource_id = place
    return events.AppointmentMoved(
        now.appointment_id, starts_at, length_min, resource_id, now.starts_at, now.resource_id, is_agreed, "import",
        None, member_id, import_id,
    )  # fmt: skip


def _people(one: Appointment | None) -> list[ContactId]:
    return [] if one is None else [each for each in (one.contact_id, one.booker_id) if each is not None]


def _made(made: list[ContactAdded]) -> ContactId | None:
    return made[0].contact_id if made else None
