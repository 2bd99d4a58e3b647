"""Groups of members ("Salon", "Workshop") with hours and standards of their own. A member is in one at most.

Figures ask for the group that somebody was in at a moment: another group later does not change the past.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping
from typing import ClassVar, Final

from app.domain.errors import Refused
from app.domain.ids import MemberId
from app.domain.records import record

GROUPS_LANE: Final = "groups"
GROUPS_MAX: Final = 50
MEMBERS_MAX: Final = 500
NAME_MAX_CHARS: Final = 40


@record
class GroupSaved:
    """group.saved: a group is new, or has another name or other members."""

    KIND: ClassVar[str] = "group.saved"
    VERSION: ClassVar[int] = 1
    group_id: str
    name: str
    member_ids: tuple[MemberId, ...] = ()
    member_id: MemberId | None = None


@record
class GroupRemoved:
    """group.removed: nobody is in it from now on."""

    KIND: ClassVar[str] = "group.removed"
    VERSION: ClassVar[int] = 1
    group_id: str
    member_id: MemberId | None = None


GROUP_EVENTS = (GroupSaved, GroupRemoved)
GroupEvent = GroupSaved | GroupRemoved


@record
class Group:
    """A group as known now."""

    group_id: str
    name: str
    member_ids: tuple[MemberId, ...] = ()


class GroupBook:
    """All groups, and who was in which one when, as the events said it in their order."""

    def __init__(self) -> None:
        self._groups: dict[str, Group] = {}
        self._times: dict[MemberId, list[int]] = {}
        self._places: dict[MemberId, list[str | None]] = {}

    def apply(self, event: GroupEvent, occurred_s: int) -> None:
        """It happened at that moment."""
        before = self._groups.pop(event.group_id, None)
        stayed: tuple[MemberId, ...] = ()
        if isinstance(event, GroupSaved):
            stayed = tuple(dict.fromkeys(event.member_ids))
            for other in tuple(self._groups.values()):
                left = tuple(one for one in other.member_ids if one not in stayed)
                if left != other.member_ids:
                    self._groups[other.group_id] = Group(other.group_id, other.name, left)
            self._groups[event.group_id] = Group(event.group_id, event.name, stayed)
        for member_id in before.member_ids if before is not None else ():
            if member_id not in stayed:
                self._place(member_id, None, occurred_s)
        for member_id in stayed:
            self._place(member_id, event.group_id, occurred_s)

    def groups(self) -> tuple[Group, ...]:
        """Those that there are now, by their names."""
        return tuple(sorted(self._groups.values(), key=lambda one: (one.name.casefold(), one.group_id)))

    def group(self, group_id: str) -> Group | None:
        """One that there is now."""
        return self._groups.get(group_id)

    def group_of(self, member_id: MemberId) -> str | None:
        """The group that somebody is in now."""
        places = self._places.get(member_id)
        return places[-1] if places else None

    def group_at(self, member_id: MemberId, moment_s: int) -> str | None:
        """The group that somebody was in at a moment."""
        i = bisect_right(self._times.get(member_id, ()), moment_s)
        return self._places[member_id][i - 1] if i else None

    def _place(self, member_id: MemberId, group_id: str | None, occurred_s: int) -> None:
        times, places = self._times.setdefault(member_id, []), self._places.setdefault(member_id, [])
        if places and places[-1] == group_id:
            return
        times.append(max(occurred_s, times[-1]) if times else occurred_s)  # the order of the log counts
        places.append(group_id)


def clean_group_name(name: str) -> str:
    """One way to write it: printable, blanks joined."""
    return " ".join("".join(char if char.isprintable() else " " for char in name).split())


def group_problem(
    group: Group, others: Iterable[Group], members: Mapping[MemberId, str] | Collection[MemberId]
) -> Refused | None:
    """Why a group cannot be like this beside the others. `members`: all that there are in the team."""
    others = [one for one in others if one.group_id != group.group_id]
    name = clean_group_name(group.name)
    if not name:
        return Refused("group_nameless")
    if len(name) > NAME_MAX_CHARS:
        return Refused("group_name", {"limit": str(NAME_MAX_CHARS)})
    if any(one.name.casefold() == name.casefold() for one in others):
        return Refused("group_twice", {"name": name})
    if len(others) >= GROUPS_MAX:
        return Refused("groups_many", {"limit": str(GROUPS_MAX)})
    if len(group.member_ids) > MEMBERS_MAX or len(set(group.member_ids)) != len(group.member_ids):
        return Refused("group_members")
    if any(member_id not in members for member_id in group.member_ids):
        return Refused("group_stranger")
    for other in others:
        taken = next((one for one in group.member_ids if one in other.member_ids), None)
        if taken is not None:
            return Refused("group_member_taken", {"member_id": taken, "group": other.name})
    return None
