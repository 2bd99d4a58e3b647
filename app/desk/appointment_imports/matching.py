"""What an import would change: each row is held against the appointments that are known, whatever the order of both.

A row is known by the source's own id. Without one it is known by its person and its day: by number, else by name; who
comes twice a day is told apart by hour, service and resource. What the last import had and this one has not is
proposed as cancelled, and nothing more: it is a person who says so.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from hashlib import sha256
from typing import Final

from app.desk.appointment_imports.bookings import TITLES, BookingProblem, BookingRow
from app.desk.appointment_imports.import_plan import (
    GoneBooking,
    ImportPlan,
    ImportScope,
    KnownBooking,
    MetBooking,
    NewBooking,
)
from app.desk.contact_imports.headers import folded
from app.desk.contact_imports.numbers import read_numbers
from app.domain.phone_numbers import variants


def plan_import(
    rows: Sequence[BookingRow],
    known: Sequence[KnownBooking],
    scope: ImportScope,
    zone: tzinfo,
    home: str = "",
    problems: Sequence[BookingProblem] = (),
) -> ImportPlan:
    """What the rows would do. `home`: the country of numbers that name none."""
    return _Matching(rows, known, zone, home).plan(scope, tuple(problems))


@dataclass(slots=True)
class _Side:
    """A row or an appointment, as both are compared. `place`: where it stands, so that equal ones keep their order."""

    place: int
    phones: frozenset[str]
    name: frozenset[str]
    at: datetime
    day: date
    service: str
    resource: str
    met: int = -1

    def unlike(self, other: _Side) -> int:
        """How much two of the same person differ in how that person is written."""
        return len(self.name ^ other.name) + len(self.phones ^ other.phones)

    def is_same_name(self, other: _Side) -> bool:
        """Clara Dumas, DUMAS Clara, Mme Dumas."""
        return bool(self.name and other.name) and (self.name <= other.name or other.name <= self.name)

    def is_same_person(self, other: _Side) -> bool:
        """By number and name as far as both have them: one number may book for two who come."""
        if self.phones and other.phones:
            is_named_apart = bool(self.name and other.name) and not self.is_same_name(other)
            return not self.phones.isdisjoint(other.phones) and not is_named_apart
        return self.is_same_name(other)


_Test = Callable[[_Side, _Side], bool]


def _is_day(one: _Side, other: _Side) -> bool:
    return one.day == other.day


def _is_time(one: _Side, other: _Side) -> bool:
    return one.at == other.at


def _is_anything(_one: _Side, _other: _Side) -> bool:
    return True


def _is_service(one: _Side, other: _Side) -> bool:
    return one.service == other.service


def _is_all(one: _Side, other: _Side) -> bool:
    return one.service == other.service and one.resource == other.resource


def _is_name_there(one: _Side, other: _Side) -> bool:
    """The number was written anew: the same name at the same time for the same service."""
    return one.is_same_name(other) and one.at == other.at and _is_all(one, other)


def _is_chair_there(one: _Side, other: _Side) -> bool:
    """The number and the service were written anew: nobody else of that name comes to the same one at the same time."""
    return (
        one.name == other.name and len(one.name) > 1 and bool(one.resource) and one.resource == other.resource
    )


def _is_number_there(one: _Side, other: _Side) -> bool:
    """The name was written anew: the same number at the same time for the same service."""
    return not one.phones.isdisjoint(other.phones) and one.at == other.at and _is_all(one, other)


# From the surest to the least sure; a pair that was found is not looked at again.
_STEPS: Final[tuple[tuple[_Test, ...], ...]] = (
    (_is_time, _Side.is_same_person, _is_all),
    (_is_time, _Side.is_same_person, _is_service),
    (_is_time, _Side.is_same_person),
    (_is_day, _Side.is_same_person, _is_all),
    (_is_day, _Side.is_same_person, _is_service),
    (_is_day, _Side.is_same_person),
    (_is_time, _is_name_there),
    (_is_time, _is_number_there),
    (_is_time, _is_chair_there),
)
_MOST_ALIKE: Final = (
    300  # of one name on one day: beyond it only those of the same time are held against each other
)


@dataclass(slots=True)
class _Fates:
    new: list[NewBooking] = field(default_factory=list)
    moved: list[MetBooking] = field(default_factory=list)
    changed: list[MetBooking] = field(default_factory=list)
    unchanged: list[MetBooking] = field(default_factory=list)
    gone: list[GoneBooking] = field(default_factory=list)
    problems: list[BookingProblem] = field(default_factory=list)


class _Matching:
    """One import: pairs rows and appointments, then says what becomes of each."""

    def __init__(
        self, rows: Sequence[BookingRow], known: Sequence[KnownBooking], zone: tzinfo, home: str
    ) -> None:
        self._zone, self._home = zone, home
        self._rows = sorted(rows, key=_row_order)
        self._known = sorted(known, key=lambda one: (one.starts_at, one.appointment_id))
        self._ours = [self._side(place, row) for place, row in enumerate(self._rows)]
        self._theirs = [self._side(place, one) for place, one in enumerate(self._known)]
        self._keys = {one.import_key for one in known if one.import_key}
        self._counts: Counter[str] = Counter()
        self._fates = _Fates()
        self._drop_twins()
        counts = Counter(
            row.uid for ours, row in zip(self._ours, self._rows, strict=True) if ours.met != _TWIN
        )
        self._uids = [
            row.uid if counts[row.uid] == 1 else "" for row in self._rows
        ]  # of two rows it is neither's

    def _side(self, place: int, one: BookingRow | KnownBooking) -> _Side:
        return _Side(
            place,
            frozenset(
                number for digits in read_numbers(one.phone, self._home).digits for number in variants(digits)
            ),
            frozenset(folded(one.who).split()) - TITLES,
            one.starts_at,
            one.starts_at.astimezone(self._zone).date(),
            folded(one.service),
            folded(one.resource),
        )

    def plan(self, scope: ImportScope, problems: tuple[BookingProblem, ...]) -> ImportPlan:
        """Everything, each list in the order of time."""
        self._pair_by_uid()
        for step in _STEPS:
            self._pair(step)
        self._pair_across_days(_is_service)
        self._pair_across_days(_is_anything)
        for ours in self._ours:
            self._judge(ours)
        for theirs in self._theirs:
            known = self._known[theirs.place]
            if (
                theirs.met < 0
                and known.import_key
                and not known.is_cancelled
                and scope.covers(known, self._zone)
            ):
                self._fates.gone.append(GoneBooking(known, "missing"))
        fates = self._fates
        return ImportPlan(
            tuple(fates.new), tuple(fates.moved), tuple(fates.changed), tuple(fates.unchanged), tuple(fates.gone),
            (*problems, *fates.problems),
        )  # fmt: skip

    # -- which row is which appointment

    def _pair_by_uid(self) -> None:
        by_key = {
            one.import_key: self._theirs[place] for place, one in enumerate(self._known) if one.import_key
        }
        for ours in self._ours:
            uid = self._uids[ours.place]
            theirs = by_key.get(_uid_key(uid)) if uid else None
            if theirs is not None and theirs.met < 0:
                ours.met, theirs.met = theirs.place, ours.place

    def _may_meet(self, ours: _Side, theirs: _Side) -> bool:
        """Whether two that are alike may be the same.

        An appointment with a uid is met by a row without one alone, and one that a person made here or that was
        cancelled only at its own time: at another one it may be another appointment.
        """
        known = self._known[theirs.place]
        if self._uids[ours.place] and known.import_key.startswith("uid:"):
            return False
        is_bound = not known.import_key or known.is_cancelled
        return not is_bound or ours.at == theirs.at

    def _pair(self, tests: tuple[_Test, ...]) -> None:
        """Those that are most alike first, then the nearest in time; of equally near ones the earlier."""
        found = {
            (
                self._rows[ours.place].status,
                ours.unlike(theirs),
                abs(ours.at - theirs.at),
                ours.place,
                theirs.place,
            )
            for ours, theirs in self._alike(is_time=tests[0] is _is_time)
            if all(test(ours, theirs) for test in tests) and self._may_meet(ours, theirs)
        }
        self._meet((ours, theirs) for *_order, ours, theirs in sorted(found))

    def _alike(self, *, is_time: bool) -> Iterator[tuple[_Side, _Side]]:
        """Pairs that have a number or a word of the name in common, and the time or the day."""
        groups: dict[tuple[object, str], list[_Side]] = defaultdict(list)
        for theirs in self._theirs:
            if theirs.met < 0:
                for word in _words(theirs):
                    groups[theirs.at if is_time else theirs.day, word].append(theirs)
        for ours in self._ours:
            for word in _words(ours) if ours.met < 0 else ():
                group = groups.get((ours.at if is_time else ours.day, word), ())
                if is_time or len(group) <= _MOST_ALIKE:
                    yield from ((ours, theirs) for theirs in group)

    def _pair_across_days(self, test: _Test) -> None:
        """Moved to another day of the source: only where there is one such on both sides."""
        groups: dict[str, list[_Side]] = defaultdict(list)
        for theirs in self._theirs:
            if theirs.met < 0:
                for word in _words(theirs):
                    groups[word].append(theirs)
        pairs = {
            (ours.place, theirs.place)
            for ours in self._ours
            if ours.met < 0
            for word in _words(ours)
            if len(groups.get(word, ())) <= _MOST_ALIKE
            for theirs in groups.get(word, ())
            if ours.is_same_person(theirs) and test(ours, theirs) and self._may_meet(ours, theirs)
        }
        counts = [Counter(pair[side] for pair in pairs) for side in (0, 1)]
        self._meet(pair for pair in sorted(pairs) if counts[0][pair[0]] == counts[1][pair[1]] == 1)

    def _meet(self, pairs: Iterable[tuple[int, int]]) -> None:
        for ours, theirs in pairs:
            if self._ours[ours].met < 0 and self._theirs[theirs].met < 0:
                self._ours[ours].met, self._theirs[theirs].met = theirs, ours

    def _drop_twins(self) -> None:
        """The same row twice in a source is one appointment."""
        seen: dict[tuple[object, ...], _Side] = {}
        for ours in self._ours:
            row = self._rows[ours.place]
            key = (row.uid, ours.phones, ours.name, ours.at, ours.service, ours.resource, row.status)
            first = seen.setdefault(key, ours)
            if first is not ours:
                ours.met = _TWIN
                self._tell(row, "row_twice", other=str(self._rows[first.place].row_no), is_left_out=True)

    # -- what becomes of it

    def _judge(self, ours: _Side) -> None:
        row = self._rows[ours.place]
        if ours.met == _TWIN:
            return
        if ours.met < 0:
            if row.status == "cancelled":
                self._tell(row, "row_cancelled", is_left_out=True)
            else:
                self._fates.new.append(NewBooking(row, self._new_key(ours, row)))
            return
        known = self._known[ours.met]
        if row.status == "cancelled":
            if not known.is_cancelled:
                self._fates.gone.append(GoneBooking(known, "cancelled", row.row_no))
            return
        self._compare(ours, row, known)

    def _compare(self, ours: _Side, row: BookingRow, known: KnownBooking) -> None:
        key = known.import_key
        if not key or self._uids[ours.place]:
            key = self._new_key(ours, row, known.import_key)
        is_moved = row.starts_at != known.starts_at
        if known.is_cancelled and (not is_moved or row.starts_at == known.imported_at):
            self._tell(row, "booking_cancelled_here")
            self._fates.unchanged.append(MetBooking(row, known, key))
            return
        if is_moved and row.starts_at == known.imported_at:
            self._tell(row, "booking_moved_here")
            is_moved = False
        changes = (("starts_at",) if is_moved else ()) + _changes(row, known, ours, self._theirs[ours.met])
        met = MetBooking(row, known, key, changes, known.is_cancelled)
        fates = self._fates
        (fates.moved if is_moved else fates.changed if changes else fates.unchanged).append(met)

    def _new_key(self, ours: _Side, row: BookingRow, before: str = "") -> str:
        """The key of a row that had none; of several that are alike in it the earlier one has the lower number."""
        if self._uids[ours.place]:
            key = _uid_key(row.uid)
            if key == before:
                return key
        else:
            who = min(ours.phones, default="") or " ".join(sorted(ours.name))
            told = f"{who}\x1f{ours.day.isoformat()}\x1f{ours.service}\x1f{ours.resource}"
            key = f"row:{sha256(told.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"
        unique = key
        while unique in self._keys:
            self._counts[key] += 1
            unique = f"{key}-{self._counts[key] + 1}"
        self._keys.add(unique)
        return unique

    def _tell(self, row: BookingRow, code: str, *, is_left_out: bool = False, **facts: str) -> None:
        told = {"title": row.who or row.phone, **facts}
        self._fates.problems.append(BookingProblem(row.row_no, code, told, is_left_out))


_TWIN: Final = 1 << 60


def _row_order(row: BookingRow) -> tuple[object, ...]:
    """One order for the same rows, however the source has them."""
    return (
        row.starts_at,
        row.uid,
        folded(row.who),
        row.phone,
        folded(row.service),
        folded(row.resource),
        row.row_no,
    )


def _uid_key(uid: str) -> str:
    return f"uid:{uid}"


def _words(side: _Side) -> frozenset[str]:
    """What two have in common that may be the same person: a number, or a word of the name."""
    return side.phones | side.name


def _changes(row: BookingRow, known: KnownBooking, ours: _Side, theirs: _Side) -> tuple[str, ...]:
    """The fields that differ; what a row leaves empty says nothing, and half a name takes nothing away."""
    changes = ["length_min"] if row.length_min is not None and row.length_min != known.length_min else []
    if not ours.name <= theirs.name:
        changes.append("who")
    if ours.phones.isdisjoint(theirs.phones) and row.phone and row.phone != known.phone:
        changes.append("phone")
    pairs = (
        ("resource", row.resource, known.resource), ("service", row.service, known.service),
        ("note", row.note, known.note), ("price", row.price, known.price),
    )  # fmt: skip
    return (*changes, *(name for name, said, stands in pairs if said and said.split() != stands.split()))
