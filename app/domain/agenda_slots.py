"""Free slots: the next ones for somebody at the desk, and a choice of them that is offered to a customer.

Slots begin on the grid of the clock on the wall (9:00, 9:15 …). Where a free stretch begins off the grid, because an
appointment ends at 10:20, a slot begins there too, as that leaves no hole, and the one on the grid right after it
(10:30) gives way, unless just that was wanted.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final

from app.domain.agenda_bench import DAY_S, MINUTE_S, Bench
from app.domain.clock_changes import offsets, wall
from app.domain.records import record
from app.domain.wall_moments import day_bounds

STEP_S: Final = 900
LIMIT: Final = 10  # a list message has no more rows
PER_DAY: Final = 4
_PARTS_H: Final = (12, 17)  # a day's morning ends, its evening begins


@record
class Slot:
    """Somewhere free, and from when."""

    resource_id: str
    start_s: int


def free_slots(
    benches: Sequence[Bench],
    length_s: int,
    from_s: int,
    until_s: int,
    *,
    now_s: int,
    step_s: int = STEP_S,
    limit: int = LIMIT,
    near_s: int | None = None,
) -> list[Slot]:
    """The next slots that begin within two moments, not before now; equal ones in the order of the benches.

    `near_s`: those nearest to it come first, else the earliest. `length_s`: up to a day. ValueError: a `step_s` that
    does not divide a day.
    """
    low_s = max(from_s, now_s)
    if limit < 1 or low_s >= until_s:
        return []
    found: list[tuple[int, int, int]] = []  # how far, when, which bench
    for day in _days(low_s, until_s, near_s):
        if len(found) >= limit and found[-1][0] < _nearest(day, near_s):
            break
        low, high = max(low_s, day * DAY_S), min(until_s, (day + 1) * DAY_S)
        for order, bench in enumerate(benches):
            starts = _starts(bench, length_s, low, high, step_s, near_s)
            if near_s is None:
                found.extend((start, start, order) for start in starts[:limit])
            else:
                found.extend((abs(start - near_s), start, order) for start in starts)
        found.sort()
        del found[limit:]
    return [Slot(benches[order].resource_id, start) for _far, start, order in found]


def offers(
    benches: Sequence[Bench],
    length_s: int,
    from_s: int,
    until_s: int,
    *,
    now_s: int,
    step_s: int = STEP_S,
    limit: int = LIMIT,
    per_day: int = PER_DAY,
) -> list[Slot]:
    """A choice for a customer, by time: never many of one morning, but some of each part of the next days.

    At one time there is one slot, on the first bench that is free. Days and their parts are those of the first bench.
    """
    found: list[Slot] = []
    for low, high in _wall_days(benches, max(from_s, now_s), until_s):
        wanted = min(per_day, limit - len(found))
        if wanted < 1:
            break
        at: dict[int, str] = {}
        for bench in benches:
            for day in range(low // DAY_S, (high - 1) // DAY_S + 1):
                begin, end = max(low, day * DAY_S), min(high, (day + 1) * DAY_S)
                for start in _starts(bench, length_s, begin, end, step_s, None):
                    at.setdefault(start, bench.resource_id)
        found.extend(Slot(at[start], start) for start in _spread(sorted(at), wanted, benches[0]))
    return found


# --- where slots begin ---


def _starts(
    bench: Bench, length_s: int, low_s: int, high_s: int, step_s: int, near_s: int | None
) -> list[int]:
    """All beginnings from one moment up to another of the same UTC day, in order."""
    if step_s < 1 or DAY_S % step_s:
        raise ValueError("a grid's step must divide a day")
    day = low_s // DAY_S
    free = bench.free_on(day, length_s)
    if not free:
        return []
    found: list[int] = []
    clocks = list(offsets(day * DAY_S, (day + 1) * DAY_S, bench.zone))
    for begin, end in free:
        first, stop = max(begin, low_s), min(end - length_s + 1, high_s)
        if first >= stop or not 0 < length_s <= DAY_S:
            continue
        lead = -(-begin // MINUTE_S) * MINUTE_S
        grid = [one for clock in clocks for one in _grid(clock, first, stop, step_s)]
        if lead < first or lead >= stop:
            found += grid
        else:
            found.append(lead)
            found += [one for one in grid if one >= lead + step_s or (one == near_s and one > lead)]
    return found


def _grid(clock: tuple[int, int, int], first_s: int, stop_s: int, step_s: int) -> range:
    """Moments at which the wall shows a time of the grid, while its clock keeps its distance from UTC."""
    low, high, offset_s = clock
    first = -(-(max(low, first_s) + offset_s) // step_s) * step_s - offset_s
    return range(first, min(high, stop_s), step_s)


def _days(low_s: int, until_s: int, near_s: int | None) -> Sequence[int]:
    """UTC days, the one that can have the first slot first."""
    days = range(low_s // DAY_S, (until_s - 1) // DAY_S + 1)
    return days if near_s is None else sorted(days, key=lambda day: (_nearest(day, near_s), day))


def _nearest(day: int, near_s: int | None) -> int:
    """How far the first slot of a day is at least."""
    first, last = day * DAY_S, (day + 1) * DAY_S - 1
    return first if near_s is None else max(first - near_s, near_s - last, 0)


# --- a choice ---


def _wall_days(benches: Sequence[Bench], low_s: int, until_s: int) -> Iterator[tuple[int, int]]:
    if not benches or low_s >= until_s:
        return
    zone = benches[0].zone
    day = wall(low_s, zone).date()
    while low_s < until_s:
        day += timedelta(days=1)
        high_s = min(day_bounds(day, zone.key)[0], until_s)
        if low_s < high_s:
            yield low_s, high_s
        low_s = max(low_s, high_s)


def _spread(starts: list[int], wanted: int, bench: Bench) -> list[int]:
    """So many of a day: the first of its morning, of its afternoon and of its evening, then what is far from those."""
    parts: dict[int, list[int]] = {}
    for start in starts:
        hour = wall(start, bench.zone).hour
        parts.setdefault(sum(hour >= limit for limit in _PARTS_H), []).append(start)
    chosen = [parts[part].pop(0) for part in sorted(parts)][:wanted]
    while len(chosen) < wanted and any(parts.values()):
        for part in sorted(part for part, left in parts.items() if left):
            if len(chosen) < wanted:
                best = max(parts[part], key=lambda one: (min(abs(one - other) for other in chosen), -one))
                parts[part].remove(best)
                chosen.append(best)
    return sorted(chosen)
