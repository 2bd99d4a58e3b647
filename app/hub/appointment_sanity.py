"""Ids, times and texts in commands about appointments that no honest desktop makes up."""

from datetime import UTC, datetime
from typing import Any, Final

from app.domain.agenda import RESOURCES_MAX, SaveResource, SaveService
from app.domain.appointment_asks import (
    BookAppointment,
    ChangeAppointment,
    MoveAppointment,
)
from app.domain.appointments import CHANGEABLE
from app.domain.slot_offers import OfferSlot, SaveWaiter

_NAMES: Final = (
    "appointment_id",
    "contact_id",
    "booker_id",
    "service_id",
    "resource_id",
    "message_id",
    "import_id",
)
_IDS: Final = frozenset({"contact_id", "booker_id", "service_id"})
_KEY_MAX_CHARS: Final = 400
_YEARS: Final = range(1971, 9_000)
_COLOUR_MAX_CHARS: Final = 40
_SHORTCUTS_MAX: Final = 20


def ids_of_appointment(body: Any) -> list[str]:
    """Every id that somebody else made up."""
    things = [body, body.new] if isinstance(body, BookAppointment) else [body]
    found = [getattr(thing, name, None) for thing in things for name in _NAMES]
    if isinstance(body, ChangeAppointment):
        found += [change.value for change in body.changes if change.key in _IDS]
    return [body.appointment_id, *(one for one in found if one)]


def ids_of_agenda(body: Any) -> list[str]:
    """The same in a command about who and what can be booked."""
    if isinstance(body, SaveResource):
        one = body.resource
        return [one.resource_id, *(name for name in (one.member_id, one.hours_scope) if name)]
    if isinstance(body, SaveService):
        return [body.service.service_id, *body.service.resource_ids[: RESOURCES_MAX + 1]]
    return [getattr(body, "resource_id", None) or body.service_id]


def has_sane_appointment(body: object) -> bool:
    """Whether it says what one of our desktops can say."""
    if isinstance(body, BookAppointment):
        new = body.new
        is_listed = new.import_id is not None
        return (
            _is_moment(new.starts_at)
            and new.length_min >= 0
            and len(new.import_key) <= _KEY_MAX_CHARS
            and (is_listed or not body.anyway)
        )
    if isinstance(body, OfferSlot):
        return _is_moment(body.starts_at) and body.length_min >= 0
    if isinstance(body, SaveWaiter):
        return body.waiter.since_at is None or _is_moment(body.waiter.since_at)
    if isinstance(body, MoveAppointment):
        is_seen = body.expected_at is None or _is_moment(body.expected_at)
        return (
            _is_moment(body.starts_at)
            and is_seen
            and body.length_min >= 0
            and (body.import_id is not None or not body.anyway)
        )
    if isinstance(body, ChangeAppointment):
        keys = [change.key for change in body.changes]
        return len(set(keys)) == len(keys) and CHANGEABLE.issuperset(keys)
    if isinstance(body, SaveResource):
        return len(body.resource.colour) <= _COLOUR_MAX_CHARS and body.seen_version >= 0
    if isinstance(body, SaveService):
        one = body.service
        return (
            body.seen_version >= 0
            and len(one.resource_ids) <= RESOURCES_MAX
            and len(one.shortcuts) <= _SHORTCUTS_MAX
            and all(len(each) <= _COLOUR_MAX_CHARS for each in one.shortcuts)
        )
    return True


def _is_moment(at: datetime) -> bool:
    """A whole second of a zone that is said, in years that clocks know."""
    return at.tzinfo is not None and at.year in _YEARS and at.astimezone(UTC).microsecond == 0
