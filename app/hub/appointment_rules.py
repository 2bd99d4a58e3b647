"""Appointments: what the hub looks at when something is asked about one, when it refuses, and what happens then."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from app.domain import appointment_asks as asks
from app.domain import appointments as aps
from app.domain.agenda import Service
from app.domain.appointment_checks import (
    changes_problem,
    far_problem,
    length_problem,
    new_problem,
    words_problem,
)
from app.domain.contact_cards import FieldChange
from app.domain.errors import Refused
from app.domain.events import EventBody
from app.domain.money import money_text
from app.domain.records import record
from app.hub.send_rules import sendable
from app.hub.situation import Situation
from app.hub.slot_look import Wanted, slot_problem
from storage import view
from storage.hub.tables import Connection
from storage.view import appointment_reading as rows
from storage.view.appointment_benches import agenda_zone

USUAL_MIN: Final = 30  # without a service
GRACE: Final = timedelta(minutes=15)  # who walks in is booked from the quarter that has just begun


@record
class AppointmentLook:
    """What is read for a command about an appointment.

    `is_taken`: whether the id was ever one's. `length_min`: how long it is to last. `slot`: why its slot is not free.
    `missing`: the code of what it names and is not there. `who`: of the team moved it last, `mover_pos`: where in the
    log. `told_pos`: where the customer's own last word about it stands.
    """

    one: aps.Appointment | None = None
    is_taken: bool = False
    length_min: int = 0
    slot: Refused | None = None
    missing: str = ""
    who: str = ""
    told_pos: int = 0
    zone: str = "UTC"  # of the agenda


def of_appointment(conn: Connection, seen: Situation) -> Situation:
    """All that the rules look at for a command about an appointment."""
    body: Any = seen.command.body
    one = rows.load(conn, body.appointment_id)
    wanted = _wanted(conn, body, one)
    look = AppointmentLook(
        one=one,
        is_taken=isinstance(body, asks.BookAppointment) and rows.is_known(conn, body.appointment_id),
        length_min=wanted.length_min if wanted is not None else 0,
        slot=slot_problem(conn, wanted, seen.now)
        if wanted is not None and _is_possible(wanted, seen.now)
        else None,
        missing=_missing(conn, body, one),
        who=_mover(conn, body) if isinstance(body, asks.MoveAppointment) else "",
        told_pos=_told_pos(conn, body) if isinstance(body, asks.AnswerAppointment) else 0,
        zone=agenda_zone(conn, int(seen.now.timestamp())),
    )
    return replace(seen, appointments=look)


def _wanted(conn: Connection, body: Any, one: aps.Appointment | None) -> Wanted | None:
    """The slot that must be free for it; None where none must."""
    if isinstance(body, asks.BookAppointment):
        new = body.new
        length = new.length_min or _usual(conn, new.service_id)
        if body.anyway or new.answer == "cancelled":
            return Wanted(new.starts_at, length, "", is_free_anyway=True)
        return Wanted(new.starts_at, length, new.resource_id, new.service_id)
    if one is None or (
        getattr(body, "import_id", None) is not None and not isinstance(body, asks.MoveAppointment)
    ):
        return None
    own = Wanted(one.starts_at, one.length_min, one.resource_id, one.service_id, one.appointment_id)
    if isinstance(body, asks.MoveAppointment):
        length = body.length_min or one.length_min
        return replace(
            own,
            starts_at=body.starts_at,
            length_min=length,
            resource_id=body.resource_id,
            is_free_anyway=body.anyway,
        )
    if isinstance(body, asks.ChangeAppointment) and one.is_standing:
        longer = next((int(change.value or 0) for change in body.changes if change.key == "length_min"), 0)
        return replace(own, length_min=longer) if longer > one.length_min else None
    is_back = (
        isinstance(body, asks.AnswerAppointment) and body.answer != "cancelled" and one.answer == "cancelled"
    )
    if isinstance(body, asks.RestoreAppointment) and one.is_removed and one.answer != "cancelled":
        is_back = True
    return replace(own, is_standing_only=True) if is_back else None


def _usual(conn: Connection, service_id: str) -> int:
    found = rows.service_named(conn, service_id) if service_id else None
    service: Service | None = found[0] if found is not None else None
    return service.length_min if service is not None else USUAL_MIN


def _is_possible(wanted: Wanted, now: datetime) -> bool:
    """Not of a time or a length that is refused anyway."""
    refused = far_problem(wanted.starts_at, now) or length_problem(wanted.length_min)
    return refused is None and not wanted.is_free_anyway


def _missing(conn: Connection, body: Any, one: aps.Appointment | None) -> str:
    """The code of what it names and is not there."""
    named: dict[str, str | None] = {}
    if isinstance(body, asks.BookAppointment):
        named = {
            key: getattr(body.new, key) for key in ("contact_id", "booker_id", "service_id", "resource_id")
        }
    elif isinstance(body, asks.ChangeAppointment):
        named = {change.key: change.value for change in body.changes}
    elif isinstance(body, asks.MoveAppointment):
        named = {"resource_id": body.resource_id}
    for key in ("contact_id", "booker_id"):
        contact_id: Any = named.get(key)
        if contact_id and view.kept_contact(conn, contact_id) is None:
            return "contact_unknown"
    service_id, resource_id = named.get("service_id"), named.get("resource_id")
    service = rows.service_named(conn, service_id) if service_id else None
    if service_id and (
        service is None or not (service[1] or (one is not None and one.service_id == service_id))
    ):
        return "service_unknown"
    resource = rows.resource_named(conn, resource_id) if resource_id else None
    is_there = resource is not None and (resource[1] or (one is not None and one.resource_id == resource_id))
    return "resource_unknown" if resource_id and not is_there else ""


def _mover(conn: Connection, body: asks.MoveAppointment) -> str:
    moved = [one for one in rows.history(conn, body.appointment_id) if one.kind == aps.AppointmentMoved.KIND]
    member = view.member(conn, moved[-1].member_id) if moved and moved[-1].member_id is not None else None
    return member.name if member is not None else ""


def _told_pos(conn: Connection, body: asks.AnswerAppointment) -> int:
    """Where the customer's own last word is: what a member or a table said is none."""
    return max(
        (
            one.pos
            for one in rows.history(conn, body.appointment_id)
            if isinstance(one.body, aps.AppointmentAnswered)
            and one.member_id is None
            and one.body.import_id is None
        ),
        default=0,
    )


# --- checks ---


def check_appointment(situation: Situation, body: Any) -> Refused | None:
    """Why a command about an appointment must not happen."""
    look = _look(situation)
    if isinstance(body, asks.BookAppointment):
        return _check_book(situation, body)
    if look.one is None:
        return Refused("appointment_unknown")
    if look.one.is_removed and not isinstance(body, asks.RemoveAppointment | asks.RestoreAppointment):
        return Refused("appointment_unknown")
    check = _CHECKS.get(type(body))
    return check(situation, look.one, body) if check is not None else None


def _look(situation: Situation) -> AppointmentLook:
    assert situation.appointments is not None
    return situation.appointments


def _one(situation: Situation) -> aps.Appointment:
    one = _look(situation).one
    assert one is not None
    return one


def _check_book(situation: Situation, body: asks.BookAppointment) -> Refused | None:
    look, new = _look(situation), body.new
    if look.is_taken:
        return Refused("appointment_exists")
    refused = new_problem(new, look.length_min, situation.now)
    if refused is not None:
        return refused
    if look.missing:
        return Refused(look.missing)
    return (None if body.anyway else _past(situation, new.starts_at)) or look.slot


def _past(situation: Situation, starts_at: datetime) -> Refused | None:
    """By the moment at which it was asked for: what waited for the hub was no less agreed on."""
    return Refused("slot_past") if starts_at < situation.made_at - GRACE else None


def _check_change(
    situation: Situation, _one: aps.Appointment, body: asks.ChangeAppointment
) -> Refused | None:
    look = _look(situation)
    refused = changes_problem(_clean(body.changes))
    return refused or (Refused(look.missing) if look.missing else look.slot)


def _check_move(situation: Situation, one: aps.Appointment, body: asks.MoveAppointment) -> Refused | None:
    look = _look(situation)
    if _is_there(one, body):
        return None
    if one.answer == "cancelled":
        return Refused("appointment_over", {"answer": one.answer})
    if body.expected_at is not None and body.expected_at != one.starts_at:
        return Refused(
            "appointment_moved", {"who": look.who, "starts": one.starts_at.isoformat(), "zone": look.zone}
        )
    refused = far_problem(body.starts_at, situation.now) or length_problem(body.length_min or one.length_min)
    if refused is not None or look.missing:
        return refused or Refused(look.missing)
    is_other_time = body.starts_at != one.starts_at
    return (_past(situation, body.starts_at) if is_other_time and not body.anyway else None) or look.slot


def _is_there(one: aps.Appointment, body: asks.MoveAppointment) -> bool:
    length_min = body.length_min or one.length_min
    return (one.starts_at, one.length_min, one.resource_id) == (body.starts_at, length_min, body.resource_id)


def _check_answer(situation: Situation, one: aps.Appointment, body: asks.AnswerAppointment) -> Refused | None:
    look = _look(situation)
    is_news = look.told_pos > situation.command.base_pos and body.answer != one.answer
    if is_news and body.import_id is None:
        return Refused("appointment_answered", {"answer": one.answer})
    return words_problem(body.wish, is_note=True) or look.slot


def _check_call(_situation: Situation, one: aps.Appointment, _body: asks.CallAppointment) -> Refused | None:
    return None if one.is_standing else Refused("appointment_over", {"answer": one.answer})


def _check_outcome(situation: Situation, one: aps.Appointment, body: asks.SetOutcome) -> Refused | None:
    if not body.outcome:
        return None
    if one.answer == "cancelled":
        return Refused("appointment_over", {"answer": one.answer})
    if one.starts_at <= situation.now:
        return None
    facts = {"starts": one.starts_at.isoformat(), "zone": _look(situation).zone}
    return Refused("appointment_to_come", facts)


_CHECKS: Mapping[type, Callable[[Situation, aps.Appointment, Any], Refused | None]] = {
    asks.ChangeAppointment: _check_change,
    asks.MoveAppointment: _check_move,
    asks.AnswerAppointment: _check_answer,
    asks.CallAppointment: _check_call,
    asks.SetOutcome: _check_outcome,
    asks.RestoreAppointment: lambda situation, _one, _body: _look(situation).slot,
}


# --- events ---


def appointment_event(situation: Situation, body: Any) -> EventBody | None:
    """What happens once it was accepted; None where everything is so already."""
    return _EVENTS[type(body)](situation, body)


def _me(situation: Situation) -> Any:
    return situation.asker.member_id


def _clean(changes: tuple[FieldChange, ...]) -> tuple[FieldChange, ...]:
    return tuple(FieldChange(one.key, sendable(one.value or "").strip() or None) for one in changes)


def _booked(situation: Situation, body: asks.BookAppointment) -> EventBody:
    new = body.new
    return aps.AppointmentBooked(
        body.appointment_id, new.starts_at.astimezone(UTC), _look(situation).length_min, new.resource_id,
        new.service_id, sendable(new.title), sendable(new.person), new.contact_id, new.booker_id, sendable(new.phone),
        new.price, sendable(new.note), new.source, new.import_id, new.import_key, new.answer,
        "import" if new.import_id is not None else "hand", member_id=_me(situation),
    )  # fmt: skip


def _changed(situation: Situation, body: asks.ChangeAppointment) -> EventBody | None:
    one = _one(situation)
    changes = tuple(
        change for change in _clean(body.changes) if _text(one, change.key) != (change.value or "")
    )
    if not changes:
        return None
    return aps.AppointmentChanged(body.appointment_id, changes, _me(situation), body.import_id)


def _text(one: aps.Appointment, key: str) -> str:
    value = getattr(one, key)
    return money_text(value) if key == "price" else str(value or "")


def _moved(situation: Situation, body: asks.MoveAppointment) -> EventBody | None:
    one = _one(situation)
    if _is_there(one, body):
        return None
    return aps.AppointmentMoved(
        body.appointment_id, body.starts_at.astimezone(UTC), body.length_min or one.length_min, body.resource_id,
        one.starts_at, one.resource_id, body.is_agreed, body.how, None, _me(situation), body.import_id,
    )  # fmt: skip


def _answered(situation: Situation, body: asks.AnswerAppointment) -> EventBody | None:
    one, wish = _one(situation), sendable(body.wish)
    if (one.answer, one.wish) == (body.answer, wish) and body.message_id in (None, one.answer_message_id):
        return None
    return aps.AppointmentAnswered(
        body.appointment_id, body.answer, body.how, body.message_id, wish, _me(situation), body.import_id
    )


def _outcome(situation: Situation, body: asks.SetOutcome) -> EventBody | None:
    if _one(situation).outcome == body.outcome:
        return None
    return aps.AppointmentOutcome(body.appointment_id, body.outcome, _me(situation))


def _gone(situation: Situation, body: asks.RemoveAppointment | asks.RestoreAppointment) -> EventBody | None:
    is_removed, is_removing = _one(situation).is_removed, isinstance(body, asks.RemoveAppointment)
    if is_removed == is_removing:
        return None
    kind = aps.AppointmentRemoved if is_removing else aps.AppointmentRestored
    return kind(body.appointment_id, _me(situation), body.import_id)


_EVENTS: Mapping[type, Callable[[Situation, Any], EventBody | None]] = {
    asks.BookAppointment: _booked,
    asks.ChangeAppointment: _changed,
    asks.MoveAppointment: _moved,
    asks.AnswerAppointment: _answered,
    asks.CallAppointment: lambda s, body: aps.AppointmentCalled(body.appointment_id, _me(s)),
    asks.SetOutcome: _outcome,
    asks.RemoveAppointment: _gone,
    asks.RestoreAppointment: _gone,
}
