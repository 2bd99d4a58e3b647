"""What an import of appointments would do, row by row, before anything is written."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

from app.desk.appointment_imports.bookings import BookingProblem, BookingQuestion, ReadBookings
from app.desk.appointment_imports.import_plan import KnownBooking
from app.domain.appointment_import_rows import ImportedAppointment, NewPlace, place_id
from storage.codec import to_json

Fate = Literal["added", "moved", "changed", "same", "gone", "left"]

# What could have been an appointment and was not read: then nobody can say what is missing from the list.
UNREAD: Final = frozenset(
    {"row_no_time", "row_no_day", "row_too_long", "date_none", "date_unclear", "event_cut", "event_no_start",
     "event_start", "event_line"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class BookingPreviewRow:
    """One row as it will be. `number`: its place in the preview; `row_no`: in the source, 0 for what is gone from it.

    `identity` is the same when it is looked through again. `known` is the appointment that it meets, `changes` the
    fields that become others. `is_skipped`: it does nothing, also where nobody ticked that something gone is cancelled.
    `makes_person`: a contact is made of its number; `is_unreachable`: nobody can be written to about it.
    """

    number: int
    row_no: int
    fate: Fate
    identity: str = ""
    starts_at: datetime | None = None
    who: str = ""
    phone: str = ""
    service: str = ""
    resource: str = ""
    known: KnownBooking | None = None
    changes: tuple[str, ...] = ()
    problems: tuple[BookingProblem, ...] = ()
    imported: ImportedAppointment | None = None
    is_skipped: bool = False
    is_revived: bool = False
    makes_person: bool = False
    is_unreachable: bool = False


@dataclass(frozen=True, slots=True)
class BookingPreview:
    """All rows, and how many have which fate. `questions` with an answer are shown, the others must be answered.

    `places`: names of the list that nobody here has, and in how many rows; `made`: those of them that are made.
    `is_doubtful`: something could not be read, `is_sparse`: the list lacks more than it has of what the last one had;
    then what is gone is proposed without a tick.
    """

    rows: tuple[BookingPreviewRow, ...]
    counts: Mapping[Fate, int]
    read: ReadBookings
    questions: tuple[BookingQuestion, ...] = ()
    places: Mapping[str, int] = field(default_factory=dict)
    made: tuple[NewPlace, ...] = ()
    days: tuple[str, ...] = ()
    makes_people: int = 0
    unreachable: int = 0
    is_doubtful: bool = False
    is_sparse: bool = False

    @property
    def open_questions(self) -> list[BookingQuestion]:
        """What a person has to say first."""
        return [one for one in self.questions if not one.answer]

    @property
    def bad(self) -> list[BookingPreviewRow]:
        """Those with something to be told, also where the appointment comes in."""
        return [row for row in self.rows if row.problems]

    def is_made(self, name: str) -> bool:
        """Whether a name of the list becomes somebody who can be booked."""
        return any(one.resource_id == place_id(name) for one in self.made)

    @property
    def has_unread(self) -> bool:
        """Whether something is worth keeping of what did not come in, or came in otherwise than it was written."""
        return any(one.code in UNREAD or not one.is_left_out for row in self.rows for one in row.problems)

    @property
    def doing(self) -> int:
        """How many rows do something."""
        return sum(1 for row in self.rows if row.fate not in ("same", "left") and not row.is_skipped)

    @property
    def cancels(self) -> int:
        """How many of them cancel something."""
        return sum(1 for row in self.rows if row.fate == "gone" and not row.is_skipped)

    def brought(self) -> list[ImportedAppointment]:
        """What is brought: all that is known and new, and what is ticked as gone."""
        return [row.imported for row in self.rows if row.imported is not None and not row.is_skipped]


def fingerprint_of(rows: Sequence[ImportedAppointment]) -> str:
    """Tells whether it is the same import again that was left half way."""
    digest = hashlib.sha256()
    for start in range(0, len(rows), 1_000):
        digest.update(to_json(rows[start : start + 1_000]))
    return digest.hexdigest()


def counted(rows: Iterable[BookingPreviewRow]) -> Mapping[Fate, int]:
    """How many have which fate."""
    return Counter(row.fate for row in rows)
