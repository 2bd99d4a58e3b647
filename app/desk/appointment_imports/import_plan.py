"""The shapes of an import of appointments: what is known before it, what it covers, what it would change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Literal

from app.desk.appointment_imports.bookings import BookingProblem, BookingRow, ReadBookings
from app.desk.contact_imports.headers import folded

Missing = Literal["missing", "cancelled"]


@dataclass(frozen=True, slots=True)
class KnownBooking:
    """An appointment as it stands here. `import_key`: under which an import brought it, "" where a person made it.

    `imported_at`: when the last import said that it begins; another `starts_at` means that it was moved here since.
    """

    appointment_id: str
    import_key: str
    starts_at: datetime
    length_min: int | None = None
    resource: str = ""
    service: str = ""
    who: str = ""
    phone: str = ""
    note: str = ""
    price: str = ""
    is_cancelled: bool = False
    imported_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ImportScope:
    """What the source covers: its days, by the business's clock, and its resources, folded; empty for all of them."""

    days: frozenset[date]
    resources: frozenset[str] = frozenset()

    def covers(self, known: KnownBooking, zone: tzinfo) -> bool:
        """Whether the source would have it if it was still there."""
        if known.starts_at.astimezone(zone).date() not in self.days:
            return False
        return not self.resources or folded(known.resource) in self.resources


@dataclass(frozen=True, slots=True)
class NewBooking:
    """A row that nobody knows yet, and the key under which it is known from now on."""

    row: BookingRow
    import_key: str


@dataclass(frozen=True, slots=True)
class MetBooking:
    """A row and the appointment that it is. `changes`: the fields that become others, by their names in BookingRow.

    `import_key`: the key that it has from now on. `is_revived`: it was cancelled, and the source has it at another
    time.
    """

    row: BookingRow
    known: KnownBooking
    import_key: str
    changes: tuple[str, ...] = ()
    is_revived: bool = False


@dataclass(frozen=True, slots=True)
class GoneBooking:
    """An appointment that is proposed as cancelled: the source has it no more ("missing"), or says so ("cancelled")."""

    known: KnownBooking
    why: Missing
    row_no: int = 0


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """Every row has one fate. `moved` begin at another time, `changed` differ in other fields alone."""

    new: tuple[NewBooking, ...] = ()
    moved: tuple[MetBooking, ...] = ()
    changed: tuple[MetBooking, ...] = ()
    unchanged: tuple[MetBooking, ...] = ()
    gone: tuple[GoneBooking, ...] = ()
    problems: tuple[BookingProblem, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether the import would change nothing."""
        return not (self.new or self.moved or self.changed or self.gone)


def scope_of(read: ReadBookings, zone: tzinfo, days: Iterable[date] = ()) -> ImportScope:
    """What a source covers by what stands in it; `days`: those that a person said it is of."""
    there = frozenset(row.starts_at.astimezone(zone).date() for row in read.rows) | frozenset(days)
    named = frozenset(folded(row.resource) for row in read.rows)
    return ImportScope(there, frozenset() if "" in named else named)
