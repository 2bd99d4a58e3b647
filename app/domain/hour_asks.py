"""What owner and managers ask for about opening hours and groups: the commands whose events stand beside this file."""

from typing import ClassVar

from app.domain.groups import GROUPS_LANE
from app.domain.hours import HOURS_LANE, OpeningHours
from app.domain.ids import MemberId
from app.domain.records import record


class _OfHours:
    """All versions share one lane."""

    __slots__ = ()

    @property
    def lane(self) -> str:
        """That of hours."""
        return HOURS_LANE


class _OfGroups:
    """All groups share one lane, so that somebody can leave one and come to another."""

    __slots__ = ()

    @property
    def lane(self) -> str:
        """That of groups."""
        return GROUPS_LANE


@record
class SaveHours(_OfHours):
    """hours.save. `is_correction`: the version from that date on was wrong, and figures are reckoned anew.

    Without it a version from a date on which one begins already is refused, as one that is corrected and not there is.
    """

    KIND: ClassVar[str] = "hours.save"
    VERSION: ClassVar[int] = 1
    scope: str
    hours: OpeningHours
    is_correction: bool = False


@record
class RemoveHours(_OfHours):
    """hours.remove: the version from that date on never was."""

    KIND: ClassVar[str] = "hours.remove"
    VERSION: ClassVar[int] = 1
    scope: str
    valid_from: str


@record
class SaveGroup(_OfGroups):
    """group.save: a new group, or another name or other members."""

    KIND: ClassVar[str] = "group.save"
    VERSION: ClassVar[int] = 1
    group_id: str
    name: str
    member_ids: tuple[MemberId, ...] = ()


@record
class RemoveGroup(_OfGroups):
    """group.remove."""

    KIND: ClassVar[str] = "group.remove"
    VERSION: ClassVar[int] = 1
    group_id: str


HOUR_ASKS = (SaveHours, RemoveHours, SaveGroup, RemoveGroup)
HourAsk = SaveHours | RemoveHours | SaveGroup | RemoveGroup
