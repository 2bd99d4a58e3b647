"""Appointments, and what can be booked, with what this computer asked for and the log does not show yet.

What was asked for happens here as it will at the hub: as the events that it would cause, in the same fold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol, TypeVar

from app.desk.pending import Pending
from app.domain import agenda
from app.domain import appointment_asks as asks
from app.domain import appointments as happened
from app.domain.appointments import Answer, Appointment, AppointmentEvent
from app.domain.ids import MemberId, MessageId
from app.domain.money import money_text


class Placed(Protocol):
    """A resource or a service: something of the agenda that has its place in a list."""

    @property
    def position(self) -> int:
        """Its place."""

    @property
    def version(self) -> int:
        """How often it was saved."""

    @property
    def name(self) -> str:
        """What it is called."""


Thing = TypeVar("Thing", bound=Placed)
KINDS = (*asks.APPOINTMENT_ASKS, asks.AskAppointments)


def by_appointment(pending: Iterable[Pending]) -> dict[str, list[Pending]]:
    """What waits about each of them, in the order in which it was asked for."""
    found: dict[str, list[Pending]] = {}
    for entry in pending:
        body: Any = entry.command.body
        if isinstance(body, asks.AskAppointments):
            ids = {one for asking in body.asks for one in asking.appointment_ids}
        else:
            ids = {getattr(body, "appointment_id", "")}
        for appointment_id in ids:
            found.setdefault(appointment_id, []).append(entry)
    return found


def overlaid(
    appointment_id: str, one: Appointment | None, pending: Sequence[Pending], me: MemberId
) -> Appointment | None:
    """It as it will be; also one that only this computer knows. `me`: who is at the desk."""
    for entry in pending:
        for body in events_of(appointment_id, entry.command.body, one, entry.by(me)):
            at = entry.command.made_at.replace(microsecond=0)
            if isinstance(body, happened.AppointmentBooked):
                one = one or happened.booked(body, at)
            elif one is not None:
                one = happened.applied(one, body, at)
    return one


def events_of(
    appointment_id: str, body: Any, one: Appointment | None, by: MemberId | None
) -> list[AppointmentEvent]:
    """What would happen to it; nothing where it is so already."""
    if isinstance(body, asks.BookAppointment):
        return [_booked(body, by)]
    how = _HOW.get(type(body))
    if one is None or how is None:
        return []
    event = how(appointment_id, body, one, by)
    return [event] if event is not None else []


def overlaid_resources(known: Iterable[agenda.Resource], pending: Sequence[Pending]) -> list[agenda.Resource]:
    """All in their order, as they will be."""
    shown = {one.resource_id: one for one in known}
    for entry in pending:
        body: Any = entry.command.body
        if isinstance(body, agenda.SaveResource):
            _keep(shown, body.resource.resource_id, body.resource, body.seen_version)
        elif isinstance(body, agenda.RemoveResource):
            shown.pop(body.resource_id, None)
    return placed(shown.values())


def overlaid_services(known: Iterable[agenda.Service], pending: Sequence[Pending]) -> list[agenda.Service]:
    """The same of services."""
    shown = {one.service_id: one for one in known}
    for entry in pending:
        body: Any = entry.command.body
        if isinstance(body, agenda.SaveService):
            _keep(shown, body.service.service_id, body.service, body.seen_version)
        elif isinstance(body, agenda.RemoveService):
            shown.pop(body.service_id, None)
    return placed(shown.values())


def is_said(one: Appointment, answer: Answer, message_id: MessageId | None, wish: str) -> bool:
    """Whether that is what they said already."""
    return (one.answer, one.wish) == (answer, wish) and message_id in (None, one.answer_message_id)


def value_of(one: Appointment, key: str) -> str:
    """What stands in a field of `app.domain.appointments.CHANGEABLE`, as an event would have it."""
    if key == "price":
        return money_text(one.price)
    return str(getattr(one, key) or "") if key in happened.CHANGEABLE else ""


def placed(things: Iterable[Thing]) -> list[Thing]:
    """In their order."""
    return sorted(things, key=lambda one: (one.position, one.name.casefold()))


def _keep(shown: dict[str, Any], key: str, saved: Any, seen_version: int) -> None:
    known = shown.get(key)
    if known is None or known.version <= seen_version:
        shown[key] = replace(saved, version=seen_version + 1)


def _booked(body: asks.BookAppointment, by: MemberId | None) -> happened.AppointmentBooked:
    new = body.new
    return happened.AppointmentBooked(
        body.appointment_id, new.starts_at, new.length_min, new.resource_id, new.service_id, new.title, new.person,
        new.contact_id, new.booker_id, new.phone, new.price, new.note, new.source, new.import_id, new.import_key,
        new.answer, member_id=by,
    )  # fmt: skip


def _moved(
    appointment_id: str, body: asks.MoveAppointment, one: Appointment, by: MemberId | None
) -> AppointmentEvent | None:
    there = (body.starts_at, body.length_min, body.resource_id)
    if there == (one.starts_at, one.length_min, one.resource_id):
        return None
    return happened.AppointmentMoved(
        appointment_id, *there, one.starts_at, one.resource_id, body.is_agreed, body.how, member_id=by,
        import_id=body.import_id,
    )  # fmt: skip


def _asked(
    appointment_id: str, body: asks.AskAppointments, _one: Appointment, by: MemberId | None
) -> AppointmentEvent | None:
    mine = next(one for one in body.asks if appointment_id in one.appointment_ids)
    others = tuple(one for one in mine.appointment_ids if one != appointment_id)
    message = mine.message
    return happened.AppointmentAsked(
        appointment_id, mine.ask_id, message.message_id, message.conversation_id, others, body.run_id, member_id=by
    )  # fmt: skip


def _answered(
    appointment_id: str, body: asks.AnswerAppointment, one: Appointment, by: MemberId | None
) -> AppointmentEvent | None:
    if is_said(one, body.answer, body.message_id, body.wish):
        return None
    return happened.AppointmentAnswered(
        appointment_id, body.answer, body.how, body.message_id, body.wish, by, body.import_id
    )


def _changed(
    appointment_id: str, body: asks.ChangeAppointment, one: Appointment, by: MemberId | None
) -> AppointmentEvent | None:
    changes = tuple(change for change in body.changes if value_of(one, change.key) != (change.value or ""))
    return happened.AppointmentChanged(appointment_id, changes, by, body.import_id) if changes else None


def _came(
    appointment_id: str, body: asks.SetOutcome, one: Appointment, by: MemberId | None
) -> AppointmentEvent | None:
    is_other = one.outcome != body.outcome
    return happened.AppointmentOutcome(appointment_id, body.outcome, by) if is_other else None


def _gone(
    appointment_id: str,
    body: asks.RemoveAppointment | asks.RestoreAppointment,
    one: Appointment,
    by: MemberId | None,
) -> AppointmentEvent | None:
    is_removing = isinstance(body, asks.RemoveAppointment)
    kind = happened.AppointmentRemoved if is_removing else happened.AppointmentRestored
    return kind(appointment_id, by, body.import_id) if one.is_removed != is_removing else None


_HOW: Mapping[type, Callable[[str, Any, Appointment, MemberId | None], AppointmentEvent | None]] = {
    asks.ChangeAppointment: _changed,
    asks.MoveAppointment: _moved,
    asks.AskAppointments: _asked,
    asks.AnswerAppointment: _answered,
    asks.CallAppointment: lambda key, _body, _one, by: happened.AppointmentCalled(key, by),
    asks.SetOutcome: _came,
    asks.RemoveAppointment: _gone,
    asks.RestoreAppointment: _gone,
}
