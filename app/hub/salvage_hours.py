"""What becomes of what a restored hub lost about opening hours and groups: only a leader's computer gives it back."""

from collections.abc import Collection
from typing import Any

from app.domain.groups import GROUP_EVENTS, Group, GroupSaved
from app.domain.hours import HOURS_EVENTS, HoursSaved
from storage.hub.tables import Connection
from storage.view.opening_hours import load_groups, load_hours


def things_of_hours(body: Any) -> tuple[str, ...]:
    """Each thing of which the last word counts; all groups are one, since nobody is in two of them."""
    if isinstance(body, HOURS_EVENTS):
        valid_from = body.hours.valid_from if isinstance(body, HoursSaved) else body.valid_from
        return (f"hours:{body.scope}:{valid_from}",)
    return ("groups",) if isinstance(body, GROUP_EVENTS) else ()


def judged_hours(conn: Connection, body: Any, things: Collection[str], *, is_leader: bool) -> str | None:
    """What becomes of it: "known", "left_out", or "" for what comes back; None for what is about something else."""
    if not isinstance(body, (*HOURS_EVENTS, *GROUP_EVENTS)):
        return None
    if not is_leader or any(one in things for one in things_of_hours(body)):
        return "left_out"
    if isinstance(body, HOURS_EVENTS):
        meant = body.hours if isinstance(body, HoursSaved) else None
        valid_from = body.hours.valid_from if isinstance(body, HoursSaved) else body.valid_from
        return "known" if load_hours(conn).version(body.scope, valid_from) == meant else ""
    wanted = Group(body.group_id, body.name, body.member_ids) if isinstance(body, GroupSaved) else None
    return "known" if load_groups(conn).group(body.group_id) == wanted else ""
