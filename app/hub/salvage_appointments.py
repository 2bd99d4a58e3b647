"""What becomes of what a restored hub lost about appointments, about what can be booked, and about who waits.

An appointment comes back also where its slot was booked anew: both people were told, and a person must see that. What
a lost hub was offering is over.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import Any, Final

from app.domain import agenda, slot_offers
from app.domain import appointments as aps
from storage import view
from storage.hub import erasures
from storage.hub.tables import Connection
from storage.view import appointment_reading as rows

_ONE_WORD: Final = {
    aps.AppointmentMoved: "place",
    aps.AppointmentAnswered: "answer",
    aps.AppointmentOutcome: "outcome",
    aps.AppointmentRemoved: "removal",
    aps.AppointmentRestored: "removal",
}
_WAITERS: Final = (slot_offers.WaiterSaved, slot_offers.WaiterRemoved)


def things_of_appointments(body: Any) -> tuple[str, ...]:
    """Each thing of which the last word counts."""
    if isinstance(body, aps.AppointmentChanged):
        return tuple(f"appointment:{body.appointment_id}:{change.key}" for change in body.changes)
    if isinstance(body, agenda.AGENDA_EVENTS):
        return (_of_agenda(body),)
    if isinstance(body, _WAITERS):
        waiter_id = body.waiter.waiter_id if isinstance(body, slot_offers.WaiterSaved) else body.waiter_id
        return (f"waiter:{waiter_id}",)
    what = _ONE_WORD.get(type(body))
    return (f"appointment_{what}:{body.appointment_id}",) if what is not None else ()


def _of_agenda(body: Any) -> str:
    if isinstance(body, agenda.ResourceSaved):
        return f"resource:{body.resource.resource_id}"
    if isinstance(body, agenda.ServiceSaved):
        return f"service:{body.service.service_id}"
    is_resource = isinstance(body, agenda.ResourceRemoved)
    return f"resource:{body.resource_id}" if is_resource else f"service:{body.service_id}"


def without_overtaken_changes(body: Any, things: Collection[str]) -> Any:
    """The body without values that our log has changed since."""
    if not isinstance(body, aps.AppointmentChanged):
        return body
    kept = tuple(one for one in body.changes if f"appointment:{body.appointment_id}:{one.key}" not in things)
    return body if kept == body.changes else replace(body, changes=kept)


def judged_appointment(
    conn: Connection, body: Any, things: Collection[str], *, is_leader: bool
) -> str | None:
    """What becomes of it: "known", "left_out", or "" for what comes back; None for what is about something else."""
    if isinstance(body, agenda.AGENDA_EVENTS):
        return "" if is_leader and not _is_overtaken(body, things) else "left_out"
    if isinstance(body, _WAITERS):
        return _waiter(conn, body, things)
    if isinstance(body, aps.AppointmentBooked):
        if rows.is_known(conn, body.appointment_id):
            return "known"
        return "" if _are_there(conn, (body.contact_id, body.booker_id)) else "left_out"
    return _of_known(conn, body, things) if isinstance(body, aps.APPOINTMENT_EVENTS) else None


def _is_overtaken(body: Any, things: Collection[str]) -> bool:
    return any(one in things for one in things_of_appointments(body))


def _are_there(conn: Connection, people: Collection[Any]) -> bool:
    """Nobody whom it names was erased, or is unknown here: their words are not to come back with it."""
    named = [one for one in people if one]
    return all(
        not erasures.is_erased(conn, one) and view.kept_contact(conn, one) is not None for one in named
    )


def _of_known(conn: Connection, body: Any, things: Collection[str]) -> str:
    one = rows.load(conn, body.appointment_id)
    if one is None:
        return "left_out"
    if isinstance(body, aps.AppointmentChanged):
        named = [change.value for change in body.changes if change.key in ("contact_id", "booker_id")]
        return "" if body.changes and _are_there(conn, named) else "left_out"
    if isinstance(body, aps.AppointmentAsked):
        is_there = view.load_message(conn, body.message_id) is not None
        is_known = any(
            each.appointment_id == one.appointment_id for each in rows.ever_asked(conn, body.ask_id)
        )
        return "known" if is_known else "" if is_there else "left_out"
    return "left_out" if _is_overtaken(body, things) else ""


def _waiter(conn: Connection, body: Any, things: Collection[str]) -> str:
    if _is_overtaken(body, things):
        return "left_out"
    is_there = not isinstance(body, slot_offers.WaiterSaved) or _are_there(conn, (body.waiter.contact_id,))
    return "" if is_there else "left_out"
