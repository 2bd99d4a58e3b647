"""From a file or a pasted text to its appointments: which kind it is shows in its first bytes, whatever its name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.desk.appointment_imports.bookings import BookingsRefused, Business, ReadBookings
from app.desk.appointment_imports.calendar_blocks import MOST_BYTES, is_calendar
from app.desk.appointment_imports.calendar_reading import read_calendar
from app.desk.appointment_imports.columns import TablePlan, first_plan
from app.desk.appointment_imports.grids import Grid, grid_of, pasted_table
from app.desk.appointment_imports.table_reading import read_grid
from app.desk.appointment_imports.wall_times import day_in_name
from app.desk.contact_imports.opening import Reading, open_table
from app.desk.contact_imports.refusals import TableRefused
from app.desk.contact_imports.table import Table
from app.desk.contact_imports.watching import UNWATCHED, Watch
from app.domain.errors import ComptoirError

_MIB: Final = 1 << 20
_HEAD: Final = 200

# What is said of lists of people, and what is said of appointments instead.
_OF_BOOKINGS: Final = {"table_no_rows": "bookings_below", "table_not_text": "bookings_none"}

_OF_PASTED: Final = {"table_no_rows": "paste_none", "calendar_none": "paste_none"}


@dataclass(frozen=True, slots=True)
class BookingSource:
    """What was opened: the bytes of a calendar, or the cells of a table. `name`: of the file, "" for a pasted text."""

    name: str
    calendar: bytes | None = None
    table: Table | None = None

    def grid(self, business: Business) -> Grid | None:
        """The table in order, None for a calendar. Raises BookingsRefused where no row is left."""
        if self.table is None:
            return None
        try:
            return grid_of(self.table, business)
        except BookingsRefused as refused:
            raise self._named(refused) from refused

    def _named(self, refused: ComptoirError) -> BookingsRefused:
        """The same with the name of the file, and in the words of appointments."""
        codes = _OF_BOOKINGS if self.name else _OF_PASTED
        return BookingsRefused(codes.get(refused.code, refused.code), **{"file": self.name, **refused.facts})

    def read(
        self, business: Business, plan: TablePlan | None = None, memory: str = "", watch: Watch = UNWATCHED
    ) -> ReadBookings:
        """Its appointments. `plan`: of a table; as guessed, or as in `memory`, without one. Raises BookingsRefused."""
        grid = self.grid(business)
        try:
            if grid is None:
                return read_calendar(self.calendar or b"", business, watch)
            chosen = plan or first_plan(grid, business, memory)
            return read_grid(grid, chosen, business, day_in_name(self.name, chosen.order), watch)
        except (BookingsRefused, TableRefused) as refused:  # the second where somebody stopped it
            raise self._named(refused) from refused


def open_bookings(path: Path, watch: Watch = UNWATCHED, reading: Reading | None = None) -> BookingSource:
    """A file. Raises BookingsRefused with its name among the facts; never anything else."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
            if is_calendar(head):
                if path.stat().st_size > MOST_BYTES:
                    raise BookingsRefused("calendar_too_large", limit=str(MOST_BYTES // _MIB), file=path.name)
                return BookingSource(path.name, calendar=head + file.read(MOST_BYTES))
    except OSError as error:
        raise BookingsRefused(
            "table_folder" if path.is_dir() else "table_unreadable",
            file=path.name,
            reason=error.strerror or "",
        ) from error
    asked = reading or Reading()
    try:
        table = open_table(
            path, watch, Reading(asked.encoding, asked.separator, asked.sheet, has_header=False)
        )
    except TableRefused as refused:
        raise BookingsRefused(_OF_BOOKINGS.get(refused.code, refused.code), **refused.facts) from refused
    if table.kind in ("vcard", "jsonl"):
        raise BookingsRefused("bookings_none", file=path.name)
    return BookingSource(path.name, table=table)


def pasted_bookings(text: str) -> BookingSource:
    """A pasted text. Raises BookingsRefused."""
    if is_calendar(text[:_HEAD].encode("utf-8", "replace")):
        return BookingSource("", calendar=text.encode("utf-8", "replace"))
    return BookingSource("", table=pasted_table(text))
