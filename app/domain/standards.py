"""Response standards: within how long the team means to answer, for the business, a number or a group of members.

All of them are saved at once. For figures the standards that were in force when a wait began count: new ones never
change the past. Where none was ever saved for the business, the setting `response_standard_min` says it.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from typing import ClassVar, Final, Literal

from app.domain.errors import Refused
from app.domain.ids import MemberId
from app.domain.records import record

STANDARDS_LANE: Final = "standards"
BUSINESS: Final = ""  # as in `app.domain.hours`, with the scopes of numbers and groups
SETTING: Final = "response_standard_min"
SETTING_MIN: Final = 30  # what it says before anybody changes it
WARN_PERCENT: Final = 75
LONGEST_MIN: Final = 43_200  # thirty days
STANDARDS_MAX: Final = 200

Clock = Literal["bus", "cal"]


@record
class Standard:
    """`clock` "bus": opening hours alone count, where they are known; "cal": every hour does.

    `warn_percent`: the share of it from which on a wait is amber and somebody is warned; 100: nobody is.
    """

    scope: str
    first_min: int
    next_min: int
    clock: Clock = "bus"
    warn_percent: int = WARN_PERCENT

    def limit_s(self, *, is_first: bool) -> int:
        """How long the first answer of an episode, or a later one, may take."""
        return (self.first_min if is_first else self.next_min) * 60


@record
class StandardsSaved:
    """standards.saved: all there are from now on. Scopes as of opening hours; () is as if none had been saved."""

    KIND: ClassVar[str] = "standards.saved"
    VERSION: ClassVar[int] = 1
    standards: tuple[Standard, ...]
    member_id: MemberId | None = None


@record
class SaveStandards:
    """standards.save (owner and manager): these in place of all that there were."""

    KIND: ClassVar[str] = "standards.save"
    VERSION: ClassVar[int] = 1
    standards: tuple[Standard, ...]

    @property
    def lane(self) -> str:
        """One: of two tables the later one must win."""
        return STANDARDS_LANE


class StandardBook:
    """All versions, each with the moment from which on it counts, as the log said them in its order."""

    def __init__(self, standards: Iterable[Standard] = (), default_min: int = SETTING_MIN) -> None:
        self._from_s: list[int] = []
        self._versions = [_version(standards, default_min)]

    def apply(self, event: StandardsSaved, at_s: int) -> None:
        """They count from that moment on."""
        self._add(_version(event.standards, self._versions[-1][1]), at_s)

    def apply_default(self, minutes: int, at_s: int) -> None:
        """The setting is another; it counts where none was saved for the business."""
        self._add((self._versions[-1][0], minutes), at_s)

    def standard_at(self, start_s: int, scopes: Sequence[str]) -> Standard:
        """The one in force at a moment, of the first of these scopes that has one, else of the business."""
        return _found(self._versions[bisect_right(self._from_s, start_s)], scopes)

    def standard_of(
        self, start_s: int, scopes: Sequence[str], is_first: bool, is_known: bool
    ) -> tuple[int, Clock]:
        """For `app.domain.turn_index`: seconds, and by which clock. `is_known`: the opening hours are."""
        found = self.standard_at(start_s, scopes)
        return found.limit_s(is_first=is_first), found.clock if is_known else "cal"

    def now(self, scopes: Sequence[str] = (BUSINESS,)) -> Standard:
        """The newest."""
        return _found(self._versions[-1], scopes)

    def standards(self) -> tuple[Standard, ...]:
        """The newest that were saved, the business's first."""
        return tuple(one for _scope, one in sorted(self._versions[-1][0].items()))

    def _add(self, version: "_Version", at_s: int) -> None:
        at_s = max(at_s, self._from_s[-1]) if self._from_s else at_s  # the order of the log counts
        self._from_s.append(at_s)
        self._versions.append(version)


_Version = tuple[dict[str, Standard], int]  # by scope, and the setting


def _version(standards: Iterable[Standard], default_min: int) -> _Version:
    return {one.scope: one for one in standards}, default_min


def _found(version: _Version, scopes: Sequence[str]) -> Standard:
    saved, default_min = version
    for scope in scopes:
        if scope in saved:
            return saved[scope]
    return saved.get(BUSINESS) or Standard(BUSINESS, default_min, default_min)


def minutes_problem(minutes: int) -> Refused | None:
    """Why an answer cannot take so long."""
    if 1 <= minutes <= LONGEST_MIN:
        return None
    return Refused("standard_minutes", {"limit": str(LONGEST_MIN // 1_440)})


def standards_problem(
    standards: Sequence[Standard], lines: Collection[str], groups: Collection[str]
) -> Refused | None:
    """Why they cannot be so. `lines`, `groups`: the ids of numbers and groups that there are."""
    if len(standards) > STANDARDS_MAX:
        return Refused("standards_many", {"limit": str(STANDARDS_MAX)})
    scopes = [one.scope for one in standards]
    known = {BUSINESS, *(f"line:{one}" for one in lines), *(f"group:{one}" for one in groups)}
    if len(set(scopes)) != len(scopes):
        return Refused("standard_twice")
    if any(scope not in known for scope in scopes):
        return Refused("standard_scope")
    for one in standards:
        if (refused := minutes_problem(one.first_min) or minutes_problem(one.next_min)) is not None:
            return refused
        if one.clock not in ("bus", "cal"):
            return Refused("standard_clock")
        if not 1 <= one.warn_percent <= 100:
            return Refused("standard_warn")
    return None
