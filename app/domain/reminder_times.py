"""When the reminders of an appointment go out.

A reminder is due a time before the beginning. Whole days are days of the calendar, so "a day before" has the same time
on the wall also when the clocks change in between; any other time is what really passes. Then:

- what would have been due before the appointment was booked at this time does not go out ("booked_after");
- what is due in quiet hours goes out when they end ("after_quiet") if that is half an hour before the beginning at
  least, else shortly before they begin ("before_quiet") if it was booked by then, else not at all ("no_time_left");
- what nobody was there to send goes out now, or when quiet hours end ("late"), up to half an hour before the beginning;
- an ask does not go to somebody who has answered ("answered");
- two within half an hour of each other are one too many ("too_close"): what asks stays, else what comes first.

Nothing goes out at the beginning or after it. The plan says the same whenever it is asked before a reminder is due.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Final, Literal

from app.domain.agenda import ReminderStep
from app.domain.clock_changes import offsets
from app.domain.hours import zone_named
from app.domain.quiet_hours import QuietHours
from app.domain.records import record
from app.domain.wall_moments import shifted

APART_S: Final = 1_800  # between two reminders, and before the beginning for one that was put off
BEFORE_QUIET_S: Final = 300  # a send takes its time, and quiet hours hold what is late
LATE_S: Final = 300  # what goes out within it is as good as in time
_DAY_MIN: Final = 1_440
_LOOK_BACK_DAYS: Final = 4
DueCode = Literal[
    "", "late", "after_quiet", "before_quiet", "done", "booked_after", "answered", "no_time_left", "too_close"
]
_NONE: Final[Mapping[int, int | None]] = MappingProxyType({})


@record
class Due:
    """A step and when it goes out; `due_s` None: it does not, and the code says why.

    "done": it went out then, or (None) was over without it. "" is at its own time.
    """

    step_index: int
    due_s: int | None
    code: DueCode = ""


def due_s(start_s: int, before_min: int, zone: str) -> int:
    """When a reminder is due by its ladder alone. `zone`: of the place to which they come."""
    days, rest = divmod(before_min, _DAY_MIN)
    return start_s - before_min * 60 if rest else shifted(start_s, -days, zone)


def key(appointment_id: str, start_s: int, step: ReminderStep) -> str:
    """What goes out once. A moved appointment has other keys; steps that are put before or after change none."""
    return f"{appointment_id}:{start_s}:{step.before_min}"


def plan(
    start_s: int,
    steps: Sequence[ReminderStep],
    booked_s: int,
    now_s: int,
    quiet: QuietHours | None,
    zone: str,
    *,
    is_answered: bool = False,
    done: Mapping[int, int | None] = _NONE,
) -> list[Due]:
    """Every step with its time, in the order in which they are due.

    `booked_s`: when it was given this time, so of a moved one when it was moved. `done`: steps (by index) that are over
    and when they went out, None: without a message.
    """
    natural = sorted((due_s(start_s, step.before_min, zone), i) for i, step in enumerate(steps))
    found: dict[int, Due] = {}
    for at_s, i in natural:
        if i in done:
            found[i] = Due(i, done[i], "done")
        elif is_answered and steps[i].is_ask:
            found[i] = Due(i, None, "answered")
        else:
            planned_s, code = _planned(at_s, start_s, booked_s, quiet)
            found[i] = Due(i, *_by_now(planned_s, code, start_s, now_s, quiet))
    kept = [one.due_s for one in found.values() if one.code == "done" and one.due_s is not None]
    for i in sorted(found, key=lambda i: not steps[i].is_ask):
        at = found[i].due_s
        if at is None or found[i].code == "done":
            continue
        if any(abs(at - other) < APART_S for other in kept):
            found[i] = Due(i, None, "too_close")
        else:
            kept.append(at)
    return list(found.values())


def _planned(at_s: int, start_s: int, booked_s: int, quiet: QuietHours | None) -> tuple[int | None, DueCode]:
    """When a step is to go out, whatever time it is now."""
    if at_s < booked_s:
        return None, "booked_after"
    if at_s >= start_s:
        return None, "no_time_left"
    ends_s = _quiet_until(quiet, at_s)
    if quiet is None or ends_s is None:
        return at_s, ""
    if ends_s <= start_s - APART_S:
        return ends_s, "after_quiet"
    begins_s = _quiet_since(quiet, at_s, ends_s)
    before_s = None if begins_s is None else begins_s - BEFORE_QUIET_S
    if before_s is None or before_s <= booked_s or _quiet_until(quiet, before_s) is not None:
        return None, "no_time_left"
    return before_s, "before_quiet"


def _by_now(
    planned_s: int | None, code: DueCode, start_s: int, now_s: int, quiet: QuietHours | None
) -> tuple[int | None, DueCode]:
    """The same, or what is left to do where that time has passed."""
    if planned_s is None or planned_s >= now_s:
        return planned_s, code
    at_s = _quiet_until(quiet, now_s) or now_s
    is_late = at_s - planned_s > LATE_S
    if at_s >= start_s or (is_late and at_s > start_s - APART_S):
        return None, "no_time_left"
    return at_s, "late" if is_late else code


def _quiet_until(quiet: QuietHours | None, at_s: int) -> int | None:
    until = quiet.until(datetime.fromtimestamp(at_s, UTC)) if quiet is not None else None
    return None if until is None else int(until.timestamp())


def _quiet_since(quiet: QuietHours, at_s: int, ends_s: int) -> int | None:
    """When the quiet began that reigns at a moment and ends at another: the last moment before which none reigned."""
    found = sorted(_beginnings(quiet, at_s), reverse=True)
    begins = (one for one in found if _quiet_until(quiet, one) == ends_s != _quiet_until(quiet, one - 1))
    return next(begins, None)


def _beginnings(quiet: QuietHours, at_s: int) -> list[int]:
    """All moments of the last days at which quiet may have begun in one of the zones."""
    found: set[int] = set()
    for name in quiet.zones:
        zone = zone_named(name)
        if zone is None:
            continue
        today = datetime.fromtimestamp(at_s, zone).date()
        for back in range(_LOOK_BACK_DAYS):
            shown = datetime.combine(today - timedelta(days=back), quiet.start, zone)
            found |= {int(shown.replace(fold=fold).timestamp()) for fold in (0, 1)}
        changes = offsets(at_s - _LOOK_BACK_DAYS * 86_400, at_s + 1, zone)
        found |= {low for low, _high, _offset in changes}
    return [one for one in found if one <= at_s]
