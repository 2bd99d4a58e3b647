"""Rows of a table become appointments: the day and the name above them carried down, each cell read as what it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Final

from app.desk.appointment_imports.bookings import (
    BookingProblem,
    BookingQuestion,
    BookingRow,
    Business,
    ReadBookings,
    is_nobody,
    length_of,
    note_of,
    one_line,
    shown,
)
from app.desk.appointment_imports.calendar_zones import utc_of_wall
from app.desk.appointment_imports.columns import TablePlan
from app.desk.appointment_imports.grids import Grid, Head
from app.desk.appointment_imports.headings import IGNORE
from app.desk.appointment_imports.in_words import number_in, parts_of, which_is_person
from app.desk.appointment_imports.wall_times import (
    Wall,
    clock_time,
    day_inside,
    evidence_of,
    read_length,
    read_wall,
)
from app.desk.contact_imports.headers import folded
from app.desk.contact_imports.people import unfused
from app.desk.contact_imports.table import NumberCell, Row
from app.desk.contact_imports.watching import UNWATCHED, Watch
from app.desk.deal_imports.moments import DayEvidence

_LOOK_EVERY: Final = 500
_CANCELLED: Final = re.compile(r"\b(?:annul|cancel|supprim|deleted|decommand|a annule)")
_EMPTY_SLOT: Final = frozenset({"day", "start", "end", "length", "resource"})
_YES: Final = frozenset("x oui yes o y 1 true vrai ✓ ✔ ok".split())
_LINE_TIME: Final = re.compile(
    r"\s*((?:de\s+)?\d{1,2}\s?(?:[h:]\s?\d{0,2}|(?=[ap]m))\s?(?:[ap]\.?m\.?)?"
    r"(?:\s*(?:[-–→]|à|to)\s*\d{1,2}\s?[h:]?\s?\d{0,2}(?:\s?[ap]\.?m\.?)?(?=\s|$))?)\s*[-–:,|]?\s*(\S.*)",
    re.IGNORECASE,
)


def read_grid(
    grid: Grid, plan: TablePlan, business: Business, day: date | None = None, watch: Watch = UNWATCHED
) -> ReadBookings:
    """The appointments of a table. `day`: what its name tells; what the plan says counts more."""
    reader = _Reader(grid, plan, business, plan.day or day)
    rows: list[BookingRow] = []
    past = 0
    for place, row in enumerate(grid.table.rows):
        if place % _LOOK_EVERY == 0:
            watch.look_up(place, len(grid.table.rows))
        booking = reader.read(row)
        if booking is None:
            continue
        if (
            business.since is not None
            and booking.starts_at + timedelta(minutes=booking.length_min or 0) < business.since
        ):
            past += 1
        else:
            rows.append(booking)
    problems = sorted((*grid.told, *reader.problems), key=lambda one: one.row_no)
    return ReadBookings(
        "lines" if grid.is_lines else "table",
        tuple(rows),
        tuple(problems),
        tuple(reader.questions()),
        frozenset(row.starts_at.astimezone(business.zone).date() for row in rows),
        any(row.resource for row in rows),
        past,
    )


@dataclass(slots=True)
class _Cells:
    """One row while it is read: the texts of each target."""

    number: int
    texts: dict[str, list[str]] = field(default_factory=dict)

    def first(self, target: str) -> str:
        """The cell of a target, "" where it is empty."""
        found = self.texts.get(target)
        return found[0] if found else ""

    def put(self, target: str, text: str) -> None:
        """What was found elsewhere, where the row says nothing itself."""
        if text and not self.first(target):
            self.texts.setdefault(target, []).append(text)

    @property
    def title(self) -> str:
        """How a row is called in what is told of it."""
        who = self.first("who") or f"{self.first('first_name')} {self.first('last_name')}".strip()
        return shown(
            who or self.first("phone") or " ".join(text for one in self.texts.values() for text in one)
        )


class _Reader:
    """Reads the rows of one table by one plan, in their order."""

    def __init__(self, grid: Grid, plan: TablePlan, business: Business, day: date | None) -> None:
        self._grid, self._plan, self._business, self._day = grid, plan, business, day
        self._today = business.now.astimezone(business.zone).date()
        self._columns = [
            (place, target)
            for place, target in enumerate(plan.targets[: len(grid.table.columns)])
            if target != IGNORE
        ]
        self._is_text = grid.table.kind == "csv"
        self._services = frozenset(map(folded, business.services))
        self._evidence = self._shown()
        self._order = self._evidence.order or plan.order
        self._carried: dict[str, str] = {}
        self._carries = frozenset(target for target in ("start", "resource") if self._is_carried(target))
        self._above = Head()
        self._needs_day = ""
        self.problems: list[BookingProblem] = []

    def questions(self) -> list[BookingQuestion]:
        """What the table leaves open, also where it was answered."""
        asked: list[BookingQuestion] = []
        if self._evidence.is_unclear:
            asked.append(
                BookingQuestion("dates", shown(self._evidence.unclear), ("dmy", "mdy"), self._plan.order)
            )
        if self._needs_day:
            day = self._day.isoformat() if self._day else ""
            asked.append(BookingQuestion("day", self._needs_day, (), day))
        return asked

    def read(self, row: Row) -> BookingRow | None:
        """The appointment of a row; None where it is none, which is told."""
        if row.number in self._grid.table.ragged:
            self._left(row.number, "row_too_long", shown(" ".join(row.cells)))
            return None
        cells = self._cells(row)
        if self._grid.is_lines:
            self._cut_line(cells, next(filter(None, row.cells)))
        self._carry(cells)
        if not self._is_somebody(cells):
            return None
        walls = self._walls(cells)
        at = self._at(cells, walls)
        return None if at is None else self._made(cells, at, walls)

    def _cells(self, row: Row) -> _Cells:
        cells = _Cells(row.number)
        for place, target in self._columns:
            if cell := row.cells[place]:
                text = unfused(cell) if self._is_text and cell[0] == "'" else cell
                cells.texts.setdefault(target, []).append(text)
        return cells

    def _cut_line(self, cells: _Cells, line: str) -> None:
        """`14h30 Clara Dumas - Coupe 06 12 34 56 78`, written as one text."""
        cells.texts.clear()
        found = _LINE_TIME.fullmatch(line)
        cells.put("start", found[1] if found else "")
        cells.put("who", found[2] if found else line)

    # -- days and names above

    def _carry(self, cells: _Cells) -> None:
        head = self._grid.heads.get(cells.number, Head())
        if head != self._above:
            self._above = head
            self._carried.clear()
        if cells.first("day"):
            if cells.first("day") != self._carried.get("day"):
                self._carried.clear()
            self._carried["day"] = cells.first("day")
        cells.put("day", self._carried.get("day", "") or head.day)
        for target in self._carries:
            if text := cells.first(target):
                self._carried[target] = text
            elif self._has_person(cells):
                cells.put(target, self._carried.get(target, ""))
        cells.put("resource", head.resource)

    def _is_carried(self, target: str) -> bool:
        """Whether an empty cell means the one above: a table that repeats itself somewhere means nothing by it."""
        places = [place for place, one in self._columns if one == target]
        if not places:
            return False
        cells = [row.cells[places[0]] for row in self._grid.table.rows]
        repeats = any(one and one == other for one, other in pairwise(cells))
        return bool(cells[0]) and not all(cells) and not repeats

    # -- who

    @staticmethod
    def _has_person(cells: _Cells) -> bool:
        return any(cells.first(target) for target in ("who", "first_name", "last_name", "phone"))

    def _is_somebody(self, cells: _Cells) -> bool:
        who = cells.first("who")
        if not self._has_person(cells):
            if set(cells.texts) - _EMPTY_SLOT:  # an hour that is free holds nothing that could be lost
                self._left(cells.number, "row_nobody", cells.title)
            return False
        if is_nobody(who) or (is_nobody(cells.first("service")) and not cells.first("phone")):
            self._left(cells.number, "row_nobody", cells.title)
            return False
        return True

    def _person(self, cells: _Cells) -> tuple[str, str, str]:
        """Name, number and service; a cell may hold all of them."""
        who, service = cells.first("who"), cells.first("service")
        if not who:
            who = " ".join(one for one in (cells.first("first_name"), cells.first("last_name")) if one)
        elif cells.first("first_name") and not cells.first("last_name"):
            who = f"{cells.first('first_name')} {who}"
        phone = next(
            (cell for cell in cells.texts.get("phone", []) if self._is_number(cell)), cells.first("phone")
        )
        if not self._is_number(phone) and (found := number_in(who, self._business.home)) is not None:
            who, phone = found.rest.strip(" -–,;:()/"), found.written
        if not service and "service" not in self._plan.targets:
            first, second, order = parts_of(who)
            if second:
                place = which_is_person(first, second, order, self._services, frozenset()) or 0
                who, service = (first, second) if place == 0 else (second, first)
        return who, phone, service

    def _is_number(self, cell: str) -> bool:
        return number_in(cell, self._business.home) is not None

    # -- when

    def _shown(self) -> DayEvidence:
        places = [place for place, target in self._columns if target in ("day", "start", "end")]
        cells = [row.cells[place] for row in self._grid.table.rows for place in places if row.cells[place]]
        return evidence_of([*self._grid.day_heads, *cells], self._today, self._day)

    def _walls(self, cells: _Cells) -> tuple[Wall, Wall, Wall]:
        """What the day, the start and the end say."""
        day_text, start, end = cells.first("day"), cells.first("start"), cells.first("end")
        day = read_wall(day_text, self._order, self._today, is_day=True)
        if (
            day.problem == "date_none"
            and (found := day_inside(day_text, self._order, self._today)) is not None
        ):
            day = Wall(found[0])
        return (
            day,
            read_wall(start, self._order, self._day or self._today),
            read_wall(end, self._order, self._day or self._today),
        )

    def _at(self, cells: _Cells, walls: tuple[Wall, Wall, Wall]) -> datetime | None:
        day, start, _end = walls
        if start.at is not None or day.at is not None:
            return start.at or day.at
        clock = start.clock if start.clock is not None else day.clock
        if clock is None:
            code = start.problem if start.problem == "date_unclear" else "row_no_time"
            self._left(cells.number, code, cells.title, cells.first("start"))
            return None
        on = start.day or day.day
        problem = "" if on else (start.problem or day.problem)
        if problem:
            written = cells.first("day") or cells.first("start")
            self._left(cells.number, problem, cells.title, written)
            return None
        if on is None:
            self._needs_day = self._needs_day or shown(cells.first("start"))
            if self._day is None:
                self._left(cells.number, "row_no_day", cells.title, cells.first("start"))
                return None
        if start.doubt or day.doubt:
            self._doubt(cells, start.doubt or day.doubt, cells.first("day") or cells.first("start"))
        at, told = utc_of_wall(
            datetime.combine(on or self._day or self._today, clock_time(clock)), self._business.zone
        )
        if told:
            self._doubt(cells, told, cells.first("start"))
        return at.astimezone(UTC)

    def _length(self, cells: _Cells, at: datetime, walls: tuple[Wall, Wall, Wall]) -> int | None:
        text = cells.first("length")
        if text:
            length = length_of(read_length(text))
            if length is None:
                self._doubt(cells, "length_odd", text)
            return length
        _day, start, end = walls
        last = end.clock if end.clock is not None else start.end
        if end.at is not None:
            minutes: float = (end.at - at).total_seconds() / 60
        elif last is None:
            return None
        else:
            wall = at.astimezone(self._business.zone)
            minutes = last - (wall.hour * 60 + wall.minute)
        length = length_of(minutes)
        if length is None:
            self._doubt(cells, "length_odd", cells.first("end") or cells.first("start"))
        return length

    # -- the appointment

    def _made(self, cells: _Cells, at: datetime, walls: tuple[Wall, Wall, Wall]) -> BookingRow | None:
        who, phone, service = self._person(cells)
        if is_nobody(who) or not (who or phone):
            self._left(cells.number, "row_nobody", cells.title)
            return None
        return BookingRow(
            cells.number,
            at,
            self._length(cells, at, walls),
            one_line(who),
            _whole(phone),
            one_line(self._business.resource_meant(cells.first("resource")) or cells.first("resource")),
            one_line(service),
            note_of("\n".join(cells.texts.get("note", []))),
            one_line(cells.first("uid")),
            one_line(cells.first("price"), 60),
            "cancelled" if self._is_cancelled(cells) else "",
        )

    def _is_cancelled(self, cells: _Cells) -> bool:
        status = folded(cells.first("status"))
        if _CANCELLED.search(status):
            return True
        headings = [
            folded(self._grid.table.columns[place]) for place, target in self._columns if target == "status"
        ]
        return bool(headings) and _CANCELLED.search(headings[0]) is not None and status in _YES

    def _left(self, number: int, code: str, title: str, written: str = "") -> None:
        facts = {"title": title, "written": shown(written)}
        self.problems.append(BookingProblem(number, code, {key: one for key, one in facts.items() if one}))

    def _doubt(self, cells: _Cells, code: str, written: str) -> None:
        facts = {"title": cells.title, "written": shown(written)}
        self.problems.append(BookingProblem(cells.number, code, facts, is_left_out=False))


def _whole(phone: str) -> str:
    """A number that a sheet holds as one has lost its zero at the front; what was written is kept."""
    return str(phone) if isinstance(phone, NumberCell) else one_line(phone, 60)
