"""Who and what can be booked: what the hub looks at when somebody changes it, when it refuses, what happens then."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from app.domain import agenda
from app.domain.errors import Refused
from app.domain.events import EventBody
from app.domain.records import record
from app.hub.roles import needs
from app.hub.send_rules import sendable
from app.hub.situation import Situation
from storage.hub.tables import Connection
from storage.view import appointment_reading as rows

Thing = agenda.Resource | agenda.Service


@record
class AgendaLook:
    """What the rules look at. `known`: the one that is meant, also where it was removed; `is_there`: it was not.

    `booked`: how many appointments are to come there.
    """

    known: Thing | None = None
    is_there: bool = False
    resources: tuple[agenda.Resource, ...] = ()
    services: tuple[agenda.Service, ...] = ()
    booked: int = 0


def of_agenda(conn: Connection, seen: Situation) -> Situation:
    """All of it: few rows."""
    body: Any = seen.command.body
    if isinstance(body, agenda.SaveResource | agenda.RemoveResource):
        resource_id = body.resource.resource_id if isinstance(body, agenda.SaveResource) else body.resource_id
        found: tuple[Thing, bool] | None = rows.resource_named(conn, resource_id)
        booked = rows.booked_there(conn, resource_id, seen.now)
    else:
        service_id = body.service.service_id if isinstance(body, agenda.SaveService) else body.service_id
        found, booked = rows.service_named(conn, service_id), 0
    known, is_there = found if found is not None else (None, False)
    look = AgendaLook(known, is_there, tuple(rows.resources(conn)), tuple(rows.services(conn)), booked)
    return replace(seen, agenda=look)


def _look(situation: Situation) -> AgendaLook:
    assert situation.agenda is not None
    return situation.agenda


# --- checks ---


def check_agenda(situation: Situation, body: Any) -> Refused | None:
    """Why a command about resources or services must not happen."""
    check = _CHECKS.get(type(body))
    return needs(situation, "change_agenda") or (check(situation, body) if check is not None else None)


def _check_resource(situation: Situation, body: agenda.SaveResource) -> Refused | None:
    look, wanted = _look(situation), _tidy_resource(body.resource)
    others = [one for one in look.resources if one.resource_id != wanted.resource_id]
    return (
        _is_old(look, body.seen_version, wanted.name)
        or agenda.resource_problem(wanted)
        or _is_double("resource_exists", wanted.name, [one.name for one in others])
        or _is_long(others, agenda.RESOURCES_MAX)
    )


def _check_service(situation: Situation, body: agenda.SaveService) -> Refused | None:
    look = _look(situation)
    wanted = _tidy_service(look, body.service)
    others = [one for one in look.services if one.service_id != wanted.service_id]
    return (
        _is_old(look, body.seen_version, wanted.name)
        or agenda.service_problem(wanted)
        or _is_double("service_exists", wanted.name, [one.name for one in others])
        or _is_long(others, agenda.SERVICES_MAX)
    )


def _is_old(look: AgendaLook, seen_version: int, name: str) -> Refused | None:
    known = look.known
    if (known.version if known is not None else 0) == seen_version:
        return None
    return Refused("agenda_changed", {"name": known.name if known is not None else name})


def _is_double(code: str, name: str, others: list[str]) -> Refused | None:
    same = next((one for one in others if one.casefold() == name.casefold()), None)
    return None if same is None else Refused(code, {"name": same})


def _is_long(others: list[Any], limit: int) -> Refused | None:
    return Refused("agenda_long", {"limit": str(limit)}) if len(others) >= limit else None


def _check_removal(situation: Situation, _body: agenda.RemoveResource) -> Refused | None:
    look = _look(situation)
    if not look.is_there or not look.booked:
        return None
    name = look.known.name if look.known is not None else ""
    return Refused("resource_booked", {"count": str(look.booked), "name": name})


_CHECKS: Mapping[type, Callable[[Situation, Any], Refused | None]] = {
    agenda.SaveResource: _check_resource,
    agenda.SaveService: _check_service,
    agenda.RemoveResource: _check_removal,
}


# --- events ---


def agenda_event(situation: Situation, body: Any) -> EventBody | None:
    """What happens once it was accepted; None where everything is so already."""
    look, me = _look(situation), situation.asker.member_id
    if isinstance(body, agenda.SaveResource):
        resource = _tidy_resource(body.resource)
        return None if _is_same(look, resource) else agenda.ResourceSaved(_next(look, resource), me)
    if isinstance(body, agenda.SaveService):
        service = _tidy_service(look, body.service)
        return None if _is_same(look, service) else agenda.ServiceSaved(_next(look, service), me)
    if not look.is_there:
        return None
    if isinstance(body, agenda.RemoveResource):
        return agenda.ResourceRemoved(body.resource_id, me)
    return agenda.ServiceRemoved(body.service_id, me)


def _is_same(look: AgendaLook, wanted: Thing) -> bool:
    return (
        look.is_there and look.known is not None and replace(wanted, version=look.known.version) == look.known
    )


def _next(look: AgendaLook, wanted: Any) -> Any:
    return replace(wanted, version=(look.known.version if look.known is not None else 0) + 1)


def _tidy_resource(one: agenda.Resource) -> agenda.Resource:
    return replace(one, name=sendable(one.name))


def _tidy_service(look: AgendaLook, service: agenda.Service) -> agenda.Service:
    """Without resources that are not there: whoever left does it no more."""
    there = {one.resource_id for one in look.resources}
    kept = tuple(one for one in dict.fromkeys(service.resource_ids) if one in there)
    return replace(
        service,
        name=sendable(service.name),
        discreet_name=sendable(service.discreet_name),
        preparation=sendable(service.preparation),
        resource_ids=kept or service.resource_ids,  # none would mean everybody
    )
