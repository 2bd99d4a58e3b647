"""Who waits too long right now, by the standards and opening hours of today.

Figures ask what was in force when a wait began; whoever waits now is asked about by what counts now, so that a list
follows as soon as a standard is another. For a scope and a clock "too long" is a moment: whoever waits since before it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from app.domain.records import record

if TYPE_CHECKING:
    from app.domain.groups import GroupBook
    from app.domain.hours import HoursBook, OpenTime
    from app.domain.standards import Standard, StandardBook

NOBODY_US: Final = -(1 << 62)  # nobody waits since so long
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND_US: Final = 1_000_000
_US: Final = timedelta(microseconds=1)


@record
class Wait:
    """How a wait stands to its standard. `share`: of it gone by, 1 and more is too long; `warn`: the share to warn at.

    `due_at`: when it is used up, `warn_at`: when somebody is warned; None: not within the next 400 days.
    `is_still`: it is closed now, and the time does not run.
    """

    share: float
    warn: float
    due_at: datetime | None
    warn_at: datetime | None
    is_still: bool = False


@record
class Cut:
    """Whoever waits since then or before waits too long: for a first answer, and for a later one.

    `line_id` and `member_ids`: of whose conversations; None: whatever they are.
    """

    first_us: int
    next_us: int
    line_id: str | None = None
    member_ids: tuple[str, ...] | None = None


@record
class Cuts:
    """The first that fits a conversation counts; the last fits all."""

    cuts: tuple[Cut, ...]

    def of(self, line_id: str, holder_id: str | None, *, is_first: bool) -> int:
        """The moment for a conversation, in microseconds."""
        for cut in self.cuts:
            is_line = cut.line_id is None or cut.line_id == line_id
            if is_line and (cut.member_ids is None or holder_id in cut.member_ids):
                return cut.first_us if is_first else cut.next_us
        return NOBODY_US

    @property
    def earliest_us(self) -> int:
        """Whoever waits since then waits too long, whoever it is."""
        return min(min(cut.first_us, cut.next_us) for cut in self.cuts)

    @property
    def latest_us(self) -> int:
        """Whoever waits since a later moment waits too long nowhere."""
        return max(max(cut.first_us, cut.next_us) for cut in self.cuts)


def one_cut(late_before: datetime) -> Cuts:
    """The same for everybody."""
    moment = _us(late_before)
    return Cuts((Cut(moment, moment),))


class WaitRules:
    """`hours` and `groups`: None where there are none, so that nothing of them need be there."""

    def __init__(
        self, book: StandardBook, hours: HoursBook | None = None, groups: GroupBook | None = None
    ) -> None:
        self._book, self._hours, self._groups = book, hours, groups
        scopes = {*(one.scope for one in book.standards()), *(hours.scopes() if hours is not None else ())}
        self._lines = sorted(one for one in scopes if one.startswith("line:"))
        known = groups.groups() if groups is not None else ()
        self._teams = [(f"group:{one.group_id}", one.member_ids) for one in known]
        self._teams = [(scope, members) for scope, members in self._teams if scope in scopes and members]
        self._of_member = {member: scope for scope, members in self._teams for member in members}

    def standard(self, line_id: str, holder_id: str | None) -> Standard:
        """What is asked of a conversation."""
        return self._book.now(self._scopes(line_id, holder_id))

    @property
    def minutes(self) -> int | None:
        """Within how many minutes everybody is to be answered; None where it is not the same for all."""
        found = {(one.first_min, one.next_min) for one in (*self._book.standards(), self._book.now())}
        first, later = next(iter(found))
        return first if len(found) == 1 and first == later else None

    def wait(
        self, since: datetime, now: datetime, line_id: str, holder_id: str | None, *, is_first: bool
    ) -> Wait:
        """How somebody's wait stands."""
        scopes = self._scopes(line_id, holder_id)
        found = self._book.now(scopes)
        limit_s, warn = found.limit_s(is_first=is_first), found.warn_percent / 100
        warn_s = -(-limit_s * found.warn_percent // 100)
        times = self._times(found, scopes, now)
        if times is None:
            waited = (now - since).total_seconds() / limit_s
            return Wait(waited, warn, since + timedelta(seconds=limit_s), since + timedelta(seconds=warn_s))
        since_s, now_s = _us(since) // _SECOND_US, _us(now) // _SECOND_US
        return Wait(
            times.between(since_s, now_s) / limit_s,
            warn,
            _moment(times.after(since_s, limit_s)),
            _moment(times.after(since_s, warn_s)),
            not times.is_open(now_s),
        )

    def cuts(self, now: datetime, *, is_warning: bool = False) -> Cuts:
        """Since when somebody waits too long now; `is_warning`: so long that somebody is to be warned."""
        found = []
        for team, members in (*self._teams, (None, None)):
            for line in (*self._lines, None):
                scopes = [*([team] if team else []), *([line] if line else []), ""]
                first, later = (
                    self._cut(scopes, now, is_first=one, is_warning=is_warning) for one in (True, False)
                )
                line_id = line.removeprefix("line:") if line else None
                found.append(Cut(first, later, line_id, tuple(members) if members is not None else None))
        last = (found[-1].first_us, found[-1].next_us)
        return (
            Cuts((found[-1],))
            if all((one.first_us, one.next_us) == last for one in found)
            else Cuts(tuple(found))
        )

    def _cut(self, scopes: list[str], now: datetime, *, is_first: bool, is_warning: bool) -> int:
        found = self._book.now(scopes)
        limit_s = found.limit_s(is_first=is_first)
        if is_warning:
            limit_s = -(-limit_s * found.warn_percent // 100)
        times = self._times(found, scopes, now)
        now_us = _us(now)
        if times is None:
            return now_us - limit_s * _SECOND_US
        start_s = times.before(now_us // _SECOND_US, limit_s)
        return NOBODY_US if start_s is None else (start_s + 1) * _SECOND_US - 1

    def _times(self, found: Standard, scopes: list[str], now: datetime) -> OpenTime | None:
        if found.clock != "bus" or self._hours is None:
            return None
        return self._hours.hours_at(_us(now) // _SECOND_US, scopes)

    def _scopes(self, line_id: str, holder_id: str | None) -> list[str]:
        team = self._of_member.get(holder_id) if holder_id is not None else None  # type: ignore[call-overload]
        return [*([team] if team else []), f"line:{line_id}", ""]


def is_before(since: datetime, moment_us: int) -> bool:
    """Whether a wait began at that moment or before."""
    return _us(since) <= moment_us


def _us(moment: datetime) -> int:
    return (moment - _EPOCH) // _US


def _moment(moment_s: int | None) -> datetime | None:
    return None if moment_s is None else _EPOCH + timedelta(seconds=moment_s)
