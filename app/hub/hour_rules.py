"""Opening hours and groups: what the hub looks at when somebody changes them, when it refuses, what happens then."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.domain import hour_asks as asks
from app.domain.errors import Refused
from app.domain.events import EventBody
from app.domain.groups import Group, GroupBook, GroupRemoved, GroupSaved, clean_group_name, group_problem
from app.domain.hour_checks import save_problem, scope_problem
from app.domain.hours import HoursBook, HoursRemoved, HoursSaved
from app.domain.ids import MemberId
from app.hub.roles import needs
from app.hub.situation import Situation
from storage import view
from storage.hub.tables import Connection
from storage.view.opening_hours import load_groups, load_hours


@dataclass(frozen=True, slots=True)
class HoursLook:
    """What the rules look at."""

    book: HoursBook
    groups: GroupBook
    lines: frozenset[str]


def of_hours(conn: Connection, seen: Situation) -> Situation:
    """All versions, all groups, the team and its numbers: few rows each."""
    members = {key: one for key, one in view.members(conn).items() if not one.is_removed}
    lines = frozenset(one.line_id for one in view.lines(conn).values() if one.is_known)
    return replace(seen, members=members, hours=HoursLook(load_hours(conn), load_groups(conn), lines))


def look_of(situation: Situation) -> HoursLook:
    """It is there for every command about hours and groups."""
    assert situation.hours is not None
    return situation.hours


def check_hours(situation: Situation, body: Any) -> Refused | None:
    """Why a command about hours or groups must not happen."""
    return needs(situation, "change_hours") or _CHECKS[type(body)](situation, body)


def hours_event(situation: Situation, body: Any) -> EventBody | None:
    """What happens once it was accepted; nothing where it is so already."""
    return _EVENTS[type(body)](situation, body)


# --- checks ---


def _check_save(situation: Situation, body: asks.SaveHours) -> Refused | None:
    look = look_of(situation)
    groups = frozenset(one.group_id for one in look.groups.groups())
    refused = scope_problem(body.scope, look.lines, groups)
    return refused or save_problem(look.book, body.scope, body.hours, is_correction=body.is_correction)


def _check_remove(situation: Situation, body: asks.RemoveHours) -> Refused | None:
    is_there = look_of(situation).book.version(body.scope, body.valid_from) is not None
    return None if is_there else Refused("hours_gone")


def _check_group(situation: Situation, body: asks.SaveGroup) -> Refused | None:
    look = look_of(situation)
    kept = look.groups.group(body.group_id)
    known = {
        *situation.members,
        *(kept.member_ids if kept is not None else ()),
    }  # who left since hinders nobody
    wanted = Group(body.group_id, body.name, body.member_ids)
    refused = group_problem(wanted, look.groups.groups(), known)
    member = (
        situation.members.get(MemberId(refused.facts.get("member_id", ""))) if refused is not None else None
    )
    if refused is None or member is None:
        return refused
    return Refused(refused.code, {**refused.facts, "who": member.name})


def _check_no_group(situation: Situation, body: asks.RemoveGroup) -> Refused | None:
    return None if look_of(situation).groups.group(body.group_id) is not None else Refused("group_gone")


_CHECKS: Mapping[type, Callable[[Situation, Any], Refused | None]] = {
    asks.SaveHours: _check_save,
    asks.RemoveHours: _check_remove,
    asks.SaveGroup: _check_group,
    asks.RemoveGroup: _check_no_group,
}


# --- events ---


def _saved(situation: Situation, body: asks.SaveHours) -> EventBody | None:
    if look_of(situation).book.version(body.scope, body.hours.valid_from) == body.hours:
        return None
    return HoursSaved(body.scope, body.hours, situation.asker.member_id)


def _removed(situation: Situation, body: asks.RemoveHours) -> EventBody:
    return HoursRemoved(body.scope, body.valid_from, situation.asker.member_id)


def _group_saved(situation: Situation, body: asks.SaveGroup) -> EventBody | None:
    name = clean_group_name(body.name)
    if look_of(situation).groups.group(body.group_id) == Group(body.group_id, name, body.member_ids):
        return None
    return GroupSaved(body.group_id, name, body.member_ids, situation.asker.member_id)


def _group_removed(situation: Situation, body: asks.RemoveGroup) -> EventBody:
    return GroupRemoved(body.group_id, situation.asker.member_id)


_EVENTS: Mapping[type, Callable[[Situation, Any], EventBody | None]] = {
    asks.SaveHours: _saved,
    asks.RemoveHours: _removed,
    asks.SaveGroup: _group_saved,
    asks.RemoveGroup: _group_removed,
}
