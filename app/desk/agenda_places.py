"""Where something can be booked, by what this computer knows: the hub's rule, asked of the same benches."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime, timedelta

from app.domain.agenda_bench import DAY_S, Bench, Conflict, conflict
from app.domain.agenda_slots import Slot, free_slots
from app.domain.errors import Refused
from app.domain.records import record
from app.domain.slot_offers import OfferedSlot
from app.domain.slot_refusals import refusal_of

NEAR_DAYS = 3  # how far is looked first, either way
FAR_DAYS = 28  # how far, where too little was found
OFFERED = 3  # of the same resource; of others only at the very same time
OTHERS = 3
GRACE = timedelta(minutes=15)  # who walks in is booked from the quarter that has just begun


@record
class Wanted:
    """A stretch that somebody wants. `own_id`: the appointment itself, which is in nobody's way.

    `doers`: resources that may do it, () any. `is_standing_only`: neither hours nor the past
    matter, as where one that was agreed on comes back. `is_same_time`: it is then already, so the past does not.
    """

    starts_at: datetime
    length_min: int
    resource_id: str
    own_id: str = ""
    doers: tuple[str, ...] = ()
    is_standing_only: bool = False
    is_same_time: bool = False


@record
class Look:
    """The time of the columns around a moment: their benches, and between which moments these tell everything."""

    benches: Sequence[Bench]
    low_s: int
    high_s: int

    def of(self, resource_ids: Collection[str], without_id: str = "") -> Look:
        """Of some columns, as if an appointment were not there."""
        benches = [one for one in self.benches if one.resource_id in resource_ids]
        if without_id:
            benches = [one.without(without_id) for one in benches]
        return Look(benches, self.low_s, self.high_s)


LookAt = Callable[[datetime, int], Look]
"""Gives a look around a moment, so many days either way."""


def refused_there(
    look_at: LookAt, wanted: Wanted, nobodys: Bench, now: datetime, who: Callable[[str], str]
) -> Refused | None:
    """Why nothing can be booked there, with what is free instead; None: it can.

    `nobodys`: the business's own time, for what is nobody's yet; of that there can be any number at once.
    """
    is_asked_of_past = not wanted.is_standing_only and not wanted.is_same_time
    if is_asked_of_past and wanted.starts_at < now - GRACE:
        return Refused("slot_past")
    near = look_at(wanted.starts_at, NEAR_DAYS)
    columns = {one.resource_id: one for one in near.benches}
    bench = columns.get(wanted.resource_id, nobodys)
    found = _in_the_way(bench, wanted, is_nobodys=not wanted.resource_id and bool(set(columns) - {""}))
    if found is None:
        return None
    refused = refusal_of(found, who(found.appointment_id), _instead(look_at, wanted, near, now))
    return Refused(refused.code, {**refused.facts, "zone": bench.zone.key})


def free_near(
    look_at: LookAt, length_min: int, near: datetime | None, now: datetime, limit: int
) -> list[OfferedSlot]:
    """What is free nearest to a moment, or the next that is. Where a look finds enough, no wider one follows."""
    about = max(near, now) if near is not None else now
    near_s = seconds(near) if near is not None else None
    found: list[Slot] = []
    for days in (NEAR_DAYS, FAR_DAYS):
        look = look_at(about, days)
        found = free_slots(
            look.benches,
            length_min * 60,
            look.low_s,
            look.high_s,
            now_s=seconds(now),
            limit=limit,
            near_s=near_s,
        )
        if len(found) >= limit:
            break
    return [_offered(one.start_s, one.resource_id) for one in found]


def days_around(at: datetime, days: int) -> tuple[int, int]:
    """From when until when that is: whole days of UTC, as long before as after."""
    day = seconds(at) // DAY_S
    return (day - days) * DAY_S, (day + days + 1) * DAY_S


def seconds(at: datetime) -> int:
    """Whole UTC seconds."""
    return int(at.timestamp())


def _in_the_way(bench: Bench, wanted: Wanted, *, is_nobodys: bool) -> Conflict | None:
    start_s, length_s = seconds(wanted.starts_at), wanted.length_min * 60
    if wanted.is_standing_only:
        if is_nobodys:
            return None
        other = next(bench.taken_between(start_s, start_s + length_s, (wanted.own_id,)), None)
        return Conflict("taken", other.start_s, other.end_s, other.appointment_id) if other else None
    found = conflict(bench, start_s, length_s, (wanted.own_id,))
    return None if found is not None and found.kind == "taken" and is_nobodys else found


def _instead(look_at: LookAt, wanted: Wanted, near: Look, now: datetime) -> list[OfferedSlot]:
    """The next free starts there, and other columns that are free at that very time."""
    start_s, length_s = max(seconds(wanted.starts_at), seconds(now)), wanted.length_min * 60
    others = [
        one.resource_id
        for one in near.benches
        if one.resource_id != wanted.resource_id and (not wanted.doers or one.resource_id in wanted.doers)
    ]
    own = {wanted.resource_id} if wanted.resource_id or not others else set(others)
    later: list[Slot] = []
    for days in (NEAR_DAYS, FAR_DAYS):
        look = look_at(wanted.starts_at, days).of(own, wanted.own_id)
        later = free_slots(look.benches, length_s, start_s, look.high_s, now_s=seconds(now), limit=OFFERED)
        if len(later) >= OFFERED:
            break
    benches = near.of(others, wanted.own_id).benches
    at_once = [one.resource_id for one in benches if conflict(one, start_s, length_s) is None]
    some = {(one.start_s, one.resource_id) for one in later} | {(start_s, one) for one in at_once[:OTHERS]}
    return [_offered(*one) for one in sorted(some)]


def _offered(start_s: int, resource_id: str) -> OfferedSlot:
    return OfferedSlot(datetime.fromtimestamp(start_s, UTC), resource_id)
