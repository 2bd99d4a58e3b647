"""Appointments, requests and left slots of one ask of the reports, as `app.domain.appointment_figures` counts them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Final

from app.domain.appointment_tracks import AppointmentTrack, AskTrack, FreedSlot
from app.domain.report_facts import Facts
from app.domain.report_rows import ReportAsk

_LONGEST_S: Final = 86_400
Asked = tuple[AppointmentTrack, AskTrack]
Saved = tuple[AppointmentTrack, FreedSlot, tuple[AppointmentTrack, ...]]
"""Who left a slot, the slot, and who took it since."""


class AppointmentPick:
    """What an ask is about. `member_id` of the ask: whose column it stands in; numbers and groups narrow nothing."""

    def __init__(self, facts: Facts, ask: ReportAsk, now_s: int) -> None:
        self.ask, self.now_s, self.currency = ask, now_s, facts.currency
        self._facts = facts.appointments()
        self.call_s = 60 * self._facts.call_min
        members = self._facts.members or {}
        whose = ask.member_id
        self._all = [
            one for one in self._facts.tracks if whose is None or members.get(one.resource_id) == whose
        ]

    @cached_property
    def there(self) -> list[AppointmentTrack]:
        """Those that begin in the window."""
        return [one for one in self._all if self._is_in(one.starts_s)]

    @cached_property
    def held(self) -> list[AppointmentTrack]:
        """Those of which somebody noted whether they came."""
        return [one for one in self.there if one.outcome]

    @cached_property
    def no_shows(self) -> list[AppointmentTrack]:
        """Who did not come."""
        return [one for one in self.held if one.outcome == "no_show"]

    @cached_property
    def unnoted(self) -> list[AppointmentTrack]:
        """Over, standing, and nobody noted whether they came."""
        return [
            one for one in self.there if not one.outcome and one.is_standing and one.until_s <= self.now_s
        ]

    @cached_property
    def cancelled(self) -> list[AppointmentTrack]:
        """Those that are."""
        return [one for one in self.there if one.answer == "cancelled" and not one.outcome]

    @cached_property
    def asks(self) -> list[Asked]:
        """Requests of which it is decided what came of them."""
        return [pair for pair in self._every_ask if not self._is_pending(pair[1])]

    @cached_property
    def asked(self) -> list[Asked]:
        """Appointments of which it is decided what the newest request of the window brought, with that request."""
        return [pair for pair in self._newest if not self._is_pending(pair[1])]

    @cached_property
    def awaited(self) -> list[Asked]:
        """Those that may still be answered."""
        return [pair for pair in self._newest if self._is_pending(pair[1])]

    @cached_property
    def _newest(self) -> list[Asked]:
        return list({one.appointment_id: (one, ask) for one, ask in self._every_ask}.values())

    @cached_property
    def _every_ask(self) -> list[Asked]:
        return [(one, ask) for one in self._all for ask in one.asks if self._is_in(ask.starts_s)]

    @cached_property
    def freed(self) -> list[Saved]:
        """Slots that were left in the window, with who took them; not those that somebody may still take."""
        return [slot for slot in self._left if slot[2] or slot[1].from_s <= self.now_s]

    @cached_property
    def free_slots(self) -> list[Saved]:
        """Those that somebody may still take."""
        return [slot for slot in self._left if not slot[2] and slot[1].from_s > self.now_s]

    @cached_property
    def _left(self) -> list[Saved]:
        return [slot for slot in _saved(self._all) if self._is_in(slot[1].from_s)]

    @cached_property
    def saved(self) -> list[Saved]:
        """Those that somebody took."""
        return [slot for slot in self.freed if slot[2]]

    def _is_in(self, moment_s: int) -> bool:
        return self.ask.from_s <= moment_s < self.ask.until_s

    def _is_pending(self, ask: AskTrack) -> bool:
        return not ask.result and ask.is_newest and ask.starts_s > self.now_s


def _saved(tracks: Sequence[AppointmentTrack]) -> list[Saved]:
    """Every slot that was left, with those who took it afterwards: each saves the one that was left last."""
    by_place: dict[str, list[AppointmentTrack]] = {}
    for one in sorted((one for one in tracks if one.is_standing), key=lambda one: one.starts_s):
        by_place.setdefault(one.resource_id, []).append(one)
    slots = [(one, slot) for one in tracks for slot in one.freed]
    newest: dict[str, int] = {}  # by taker, the place of its slot
    for place, (who, slot) in enumerate(slots):
        for taker in _takers_of(slot, by_place.get(slot.resource_id, ())):
            if taker.appointment_id != who.appointment_id:
                before = newest.get(taker.appointment_id)
                if before is None or slots[before][1].freed_s <= slot.freed_s:
                    newest[taker.appointment_id] = place
    taken: dict[int, list[AppointmentTrack]] = {}
    known = {one.appointment_id: one for one in tracks}
    for appointment_id, place in newest.items():
        taken.setdefault(place, []).append(known[appointment_id])
    return [(who, slot, tuple(taken.get(place, ()))) for place, (who, slot) in enumerate(slots)]


def _takers_of(slot: FreedSlot, standing: Sequence[AppointmentTrack]) -> Iterable[AppointmentTrack]:
    low = bisect_left(standing, slot.from_s - _LONGEST_S, key=lambda one: one.starts_s)
    for one in standing[low:]:
        if one.starts_s >= slot.until_s:
            return
        if one.until_s > slot.from_s and one.placed_s >= slot.freed_s:
            yield one


def overlap_s(slot: FreedSlot, one: AppointmentTrack) -> int:
    """How much of a slot it takes."""
    return max(0, min(slot.until_s, one.until_s) - max(slot.from_s, one.starts_s))
