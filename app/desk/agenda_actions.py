"""What a person may ask for about appointments: checked here as far as this computer can know, stored, then sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

from app.desk.actions import Standing, sendable
from app.desk.agenda_checks import check_saved
from app.desk.agenda_overlay import Placed, is_said, value_of
from app.desk.agenda_places import Wanted
from app.desk.outbox import Outbox
from app.domain import agenda
from app.domain import appointment_asks as asks
from app.domain import appointments as known
from app.domain.appointment_checks import (
    changes_problem,
    far_problem,
    length_problem,
    new_problem,
    words_problem,
)
from app.domain.appointments import Answer, Appointment, How, Outcome
from app.domain.contact_cards import FieldChange
from app.domain.errors import ComptoirError, Refused
from app.domain.ids import ContactId, IdMaker, MessageId
from app.domain.members import Member
from app.domain.slot_offers import OfferedSlot
from app.domain.slot_refusals import read_free

LEADERS = ("owner", "manager")
DEFAULT_MIN = 30


Place = tuple[datetime, int, str]
"""When, how long, where."""


class AgendaKnower(Protocol):
    """What is read before something is asked for: the running desk's reader, or a test's rows."""

    def find(self, appointment_id: str) -> Appointment | None:
        """As it is shown, also a removed one."""

    def resources(self) -> list[agenda.Resource]:
        """In their order."""

    def services(self) -> list[agenda.Service]:
        """In their order."""

    def refused_at(self, wanted: Wanted) -> Refused | None:
        """Why nothing can be booked there."""

    def has_contact(self, contact_id: ContactId) -> bool:
        """Whether anybody is known under it."""

    def booked_ahead(self, resource_id: str) -> int:
        """How many stand there that are to come."""


class AgendaActions:
    """What the methods do is said in `app.desk.agenda_desk.AgendaDesk`."""

    def __init__(
        self,
        reader: AgendaKnower,
        outbox: Outbox,
        ids: IdMaker,
        now: Callable[[], datetime],
        me: Callable[[], Member],
        standing: Callable[[], Standing],
    ) -> None:
        self._reader = reader
        self._outbox = outbox
        self._ids = ids
        self._now = now
        self._me = me
        self._standing = standing

    def conflict_at(self, place: Place, appointment_id: str, service_id: str) -> Refused | None:
        """Why it would be refused there; the past only where it is another time than it has."""
        starts_at, length_min, resource_id = whole(place[0]), place[1], place[2]
        one = self._reader.find(appointment_id) if appointment_id else None
        service_id = service_id or (one.service_id if one is not None else "")
        doers = next(
            (one.resource_ids for one in self._reader.services() if one.service_id == service_id), ()
        )
        wanted = Wanted(starts_at, length_min, resource_id, appointment_id, doers)
        if one is not None and one.starts_at == starts_at:
            wanted = replace(wanted, is_same_time=True)
        return self._reader.refused_at(wanted)

    async def book(self, new: asks.NewAppointment) -> str:
        """Where it is free."""
        new = self._completed(new)
        refuse(new_problem(new, new.length_min, self._now()))
        self._check_contact(new.contact_id)
        self._check_contact(new.booker_id)
        self._check_resource(new.resource_id)
        if new.answer != "cancelled":
            refuse(self.conflict_at((new.starts_at, new.length_min, new.resource_id), "", new.service_id))
        appointment_id = self._ids.new()
        await self._ask(asks.BookAppointment(appointment_id, new))
        return appointment_id

    async def take_instead(self, wish: asks.BookAppointment | asks.MoveAppointment, slot: OfferedSlot) -> str:
        """The same wish elsewhere."""
        if isinstance(wish, asks.BookAppointment):
            return await self.book(replace(wish.new, starts_at=slot.starts_at, resource_id=slot.resource_id))
        await self.move(
            wish.appointment_id, slot.starts_at, wish.length_min, slot.resource_id, is_agreed=wish.is_agreed,
            how=wish.how,
        )  # fmt: skip
        return wish.appointment_id

    async def change(self, appointment_id: str, values: Mapping[str, str | None]) -> None:
        """Only what is another is asked for."""
        one = self._found(appointment_id)
        changes = tuple(
            FieldChange(key, sendable(value or "") or None)
            for key, value in values.items()
            if value_of(one, key) != sendable(value or "")
        )
        refuse(changes_problem(changes))
        for change in changes:
            self._check_named(change)
            longer = int(change.value or 0) if change.key == "length_min" else 0
            if one.is_standing and longer > one.length_min:
                refuse(self.conflict_at((one.starts_at, longer, one.resource_id), appointment_id, ""))
        if changes:
            await self._ask(asks.ChangeAppointment(appointment_id, changes))

    async def move(
        self,
        appointment_id: str,
        starts_at: datetime,
        length_min: int | None,
        resource_id: str | None,
        *,
        is_agreed: bool,
        how: How,
    ) -> None:
        """Where it is not yet, and where it is free."""
        one = self._found(appointment_id)
        if one.answer == "cancelled":
            raise ComptoirError("appointment_over", answer=one.answer)
        length = one.length_min if length_min is None else length_min
        where = one.resource_id if resource_id is None else resource_id
        there = (whole(starts_at), length, where)
        if there == (one.starts_at, one.length_min, one.resource_id):
            return
        refuse(far_problem(there[0], self._now()) or length_problem(length))
        if where != one.resource_id:
            self._check_resource(where)
        refuse(self.conflict_at(there, appointment_id, ""))
        await self._ask(
            asks.MoveAppointment(
                appointment_id, *there, expected_at=one.starts_at, is_agreed=is_agreed, how=how
            )
        )

    async def answer(
        self, appointment_id: str, answer: Answer, how: How, message_id: MessageId | None, wish: str
    ) -> None:
        """What the customer said; a cancelled one stands again only while its slot is free."""
        one = self._found(appointment_id)
        words = sendable(wish)
        refuse(words_problem(words, is_note=True))
        if one.answer == "cancelled" and answer != "cancelled":
            self._check_still_free(one)
        if not is_said(one, answer, message_id, words):
            await self._ask(asks.AnswerAppointment(appointment_id, answer, how, message_id, words))

    async def call(self, appointment_id: str) -> None:
        """A word was left."""
        one = self._found(appointment_id)
        if one.answer == "cancelled":
            raise ComptoirError("appointment_over", answer=one.answer)
        await self._ask(asks.CallAppointment(appointment_id))

    async def set_outcome(self, appointment_id: str, outcome: Outcome) -> None:
        """Once it has begun."""
        one = self._found(appointment_id)
        if one.outcome == outcome:
            return
        if outcome and one.answer == "cancelled":
            raise ComptoirError("appointment_over", answer=one.answer)
        if outcome and one.starts_at > self._now():
            raise ComptoirError("appointment_to_come", starts=one.starts_at.isoformat())
        await self._ask(asks.SetOutcome(appointment_id, outcome))

    async def remove(self, appointment_id: str) -> None:
        """What is not removed yet."""
        if not self._found(appointment_id, is_removed_too=True).is_removed:
            await self._ask(asks.RemoveAppointment(appointment_id))

    async def restore(self, appointment_id: str) -> None:
        """While its slot is free."""
        one = self._found(appointment_id, is_removed_too=True)
        if not one.is_removed:
            return
        if one.answer != "cancelled":
            self._check_still_free(one)
        await self._ask(asks.RestoreAppointment(appointment_id))

    async def put_back(self, before: Appointment) -> None:
        """Everything as it was, in the order in which nothing stands in the way of the next."""
        key = before.appointment_id
        if before.is_removed:
            await self.remove(key)
            return
        await self.restore(key)
        one = self._found(key)
        if one.outcome and not before.outcome:
            await self.set_outcome(key, "")
        place = (before.starts_at, before.length_min, before.resource_id)
        if place != (one.starts_at, one.length_min, one.resource_id):
            if one.answer == "cancelled":  # it stands again where it is now, before it can go
                await self.answer(key, "", "hand", None, "")
            await self.move(key, *place, is_agreed=before.answer == "confirmed", how=before.answer_how)
        await self.change(
            key, {name: value_of(before, name) for name in sorted(known.CHANGEABLE - {"length_min"})}
        )
        one = self._found(key)
        said = (before.answer, before.answer_message_id, before.wish)
        if said != (one.answer, one.answer_message_id, one.wish):
            await self.answer(key, before.answer, before.answer_how, before.answer_message_id, before.wish)
        if before.outcome:
            await self.set_outcome(key, before.outcome)

    # --- what can be booked ---

    async def save_resource(self, resource: agenda.Resource) -> str:
        """New, or another form of one."""
        self._check_leading()
        made = replace(resource, name=sendable(resource.name))
        refuse(agenda.resource_problem(made))
        there = self._reader.resources()
        before = next((one for one in there if one.resource_id == made.resource_id), None)
        others = [one for one in there if one is not before]
        check_saved(before, made, others, agenda.RESOURCES_MAX, "resource_exists")
        if not made.resource_id:
            made = replace(made, resource_id=self._ids.new(), position=made.position or last_place(others))
        if made != before:
            await self._ask(agenda.SaveResource(made, made.version))
        return made.resource_id

    async def remove_resource(self, resource_id: str) -> None:
        """One at which nobody is expected any more."""
        self._check_leading()
        if not any(one.resource_id == resource_id for one in self._reader.resources()):
            return
        count = self._reader.booked_ahead(resource_id)
        if count:
            raise ComptoirError("resource_booked", count=str(count))
        await self._ask(agenda.RemoveResource(resource_id))

    async def save_service(self, service: agenda.Service) -> str:
        """New, or another form of one."""
        self._check_leading()
        made = replace(
            service,
            name=sendable(service.name),
            discreet_name=sendable(service.discreet_name),
            preparation=sendable(service.preparation),
        )
        refuse(agenda.service_problem(made))
        there = self._reader.services()
        before = next((one for one in there if one.service_id == made.service_id), None)
        others = [one for one in there if one is not before]
        check_saved(before, made, others, agenda.SERVICES_MAX, "service_exists")
        if not made.service_id:
            made = replace(made, service_id=self._ids.new(), position=made.position or last_place(others))
        if made != before:
            await self._ask(agenda.SaveService(made, made.version))
        return made.service_id

    async def remove_service(self, service_id: str) -> None:
        """Appointments keep it."""
        self._check_leading()
        if any(one.service_id == service_id for one in self._reader.services()):
            await self._ask(agenda.RemoveService(service_id))

    # --- inside ---

    async def _ask(self, body: Any) -> None:
        standing = self._standing()
        await self._outbox.add([body], standing.base_pos, is_online=standing.is_online)

    def _completed(self, new: asks.NewAppointment) -> asks.NewAppointment:
        """With what its service says, and texts as they may be sent."""
        service = None
        if new.service_id:
            service = next((one for one in self._reader.services() if one.service_id == new.service_id), None)
            if service is None:
                raise ComptoirError("service_unknown")
        usual = service.length_min if service is not None else DEFAULT_MIN
        price = new.price if new.price is not None or service is None else service.price
        return replace(
            new,
            starts_at=whole(new.starts_at),
            length_min=new.length_min or usual,
            title=sendable(new.title),
            person=sendable(new.person),
            phone=sendable(new.phone),
            note=sendable(new.note),
            price=price,
        )

    def _found(self, appointment_id: str, *, is_removed_too: bool = False) -> Appointment:
        one = self._reader.find(appointment_id)
        if one is None or (one.is_removed and not is_removed_too):
            raise ComptoirError("appointment_unknown")
        return one

    def _check_still_free(self, one: Appointment) -> None:
        """That nobody else has its slot, where it comes back."""
        place = (one.starts_at, one.length_min, one.resource_id)
        if one.ends_at > self._now():
            refuse(self._reader.refused_at(Wanted(*place, one.appointment_id, is_standing_only=True)))

    def _check_contact(self, contact_id: ContactId | None) -> None:
        if contact_id is not None and not self._reader.has_contact(contact_id):
            raise ComptoirError("contact_unknown")

    def _check_resource(self, resource_id: str) -> None:
        if resource_id and all(one.resource_id != resource_id for one in self._reader.resources()):
            raise ComptoirError("resource_unknown")

    def _check_named(self, change: FieldChange) -> None:
        """What a changed field names is there."""
        if change.key in ("contact_id", "booker_id") and change.value:
            self._check_contact(ContactId(change.value))
        is_service = change.key == "service_id" and bool(change.value)
        if is_service and all(one.service_id != change.value for one in self._reader.services()):
            raise ComptoirError("service_unknown")

    def _check_leading(self) -> None:
        role = self._me().role
        if role not in LEADERS:
            raise ComptoirError("role_missing", role=role)


def refuse(refused: Refused | None) -> None:
    """Raise what is refused."""
    if refused is not None:
        raise ComptoirError(refused.code, **refused.facts)


def last_place(others: Sequence[Placed]) -> int:
    """Behind all others."""
    return max((one.position for one in others), default=-1) + 1


def whole(at: datetime) -> datetime:
    """Whole seconds."""
    return at.replace(microsecond=0)


def free_of(facts: Mapping[str, str]) -> list[OfferedSlot]:
    """The free slots that a refusal offers instead."""
    return read_free(facts.get("free", ""))
