"""What each column of a table of appointments is: by its heading, else by what stands in it; and what is remembered."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from app.desk.appointment_imports.bookings import Business
from app.desk.appointment_imports.grids import Grid
from app.desk.appointment_imports.headings import IGNORE, SEVERAL, TARGETS, guess_by_heading
from app.desk.appointment_imports.in_words import likeness, number_in
from app.desk.appointment_imports.wall_times import read_length, read_wall
from app.desk.contact_imports.headers import folded
from app.desk.contact_imports.table import NumberCell
from app.desk.deal_imports.moments import DayOrder
from app.desk.deal_imports.plan import signature

MOST_REMEMBERED: Final = 20
_SAMPLE: Final = 200
_MOST_OF: Final = 0.7
_WITH_UNIT: Final = re.compile(r"\d+\s*(?:min|mn|minutes?|'|’)", re.IGNORECASE)
_MONEY: Final = re.compile(r"[€$£]|\b(?:eur|chf|usd|gbp|cad)\b|^\d{1,4}[.,]\d\d$", re.IGNORECASE)
_STATES: Final = re.compile(
    r"(?:confirm|annul|cancel|a confirmer|en attente|pending|honore|planifie|booked|no show|arrive|termine)"
)


@dataclass(frozen=True, slots=True)
class TablePlan:
    """What a person decided of a table. `order` "": the days show it, or nobody has said it yet.

    `day`: of hours that stand without one, None where the table has days itself, or nobody has said it.
    """

    targets: tuple[str, ...]
    order: DayOrder = ""
    day: date | None = None

    def with_target(self, place: int, target: str) -> TablePlan:
        """A column becomes something else; where one column alone can become it, the other one is left out."""
        targets = [IGNORE if one == target and target not in SEVERAL else one for one in self.targets]
        targets[place] = target
        return replace(self, targets=tuple(targets))


def first_plan(grid: Grid, business: Business, memory: str = "") -> TablePlan:
    """As guessed, or as the last table with the same headings was read."""
    table = grid.table
    targets = list(guess_by_heading(table.columns) if table.has_header else (IGNORE,) * len(table.columns))
    plan = TablePlan(tuple(_by_content(grid, business, targets)))
    return _recalled(plan, memory, grid)


def _by_content(grid: Grid, business: Business, targets: list[str]) -> list[str]:
    """The columns without a known heading, by what stands in them."""
    words: list[int] = []
    for place, target in enumerate(targets):
        cells = [row.cells[place] for row in grid.table.rows[:_SAMPLE] if row.cells[place]]
        if target != IGNORE or not cells:
            continue
        found = _kind_of(cells, business, targets)
        if found == "words":
            words.append(place)
        elif found and (found in SEVERAL or found not in targets):
            targets[place] = found
    _name_words(grid, business, targets, words)
    return targets


def _kind_of(cells: Sequence[str], business: Business, targets: Sequence[str]) -> str:
    """What a column holds; "" for what nobody needs."""
    today = business.now.date()
    walls = [read_wall(cell, "dmy", today) for cell in cells]
    numbers = [number_in(cell, business.home) for cell in cells]
    if _share(sum(number is not None and len(number.rest) < 4 for number in numbers), cells):
        return "phone"
    if _share(sum(read_length(cell) is not None for cell in cells), cells) and _is_length(cells):
        return "length"
    if _share(sum(wall.clock is not None or wall.at is not None for wall in walls), cells) and not _is_count(
        cells
    ):
        return "end" if "start" in targets else "start"
    if _share(sum(wall.day is not None for wall in walls), cells):
        return "day"
    if _share(sum(_MONEY.search(cell) is not None for cell in cells), cells):
        return "price"
    if _share(sum(_STATES.match(folded(cell)) is not None for cell in cells), cells):
        return "status"
    return "words" if _share(sum(any(map(str.isalpha, cell)) for cell in cells), cells) else ""


def _is_length(cells: Sequence[str]) -> bool:
    """Minutes by their sign, or numbers that no hour is."""
    if any(_WITH_UNIT.search(cell) for cell in cells):
        return True
    if all(re.fullmatch(r"\d{2,3}", cell) for cell in cells):
        return any(int(cell) > 23 for cell in cells)
    return all(re.fullmatch(r"0?[0-3]:\d\d(?::\d\d)?", cell) for cell in cells)


def _is_count(cells: Sequence[str]) -> bool:
    """Numbers of rows: no hours of a day stand in a column from 1 upwards."""
    return all(re.fullmatch(r"\d{1,4}", cell) for cell in cells) and not all(
        isinstance(cell, NumberCell) is False and len(cell) == 4 for cell in cells
    )


def _share(count: int, cells: Sequence[str]) -> bool:
    return count > 0 and count >= len(cells) * _MOST_OF


def _name_words(grid: Grid, business: Business, targets: list[str], words: list[int]) -> None:
    """Columns of words: who comes, for what, with whom; the rest is a note."""
    columns = {
        place: [row.cells[place] for row in grid.table.rows[:_SAMPLE] if row.cells[place]] for place in words
    }
    for known, target in ((business.resources, "resource"), (business.services, "service")):
        names = {folded(one) for one in known}
        for place in words:
            if target not in targets and _share(
                sum(folded(cell) in names for cell in columns[place]), columns[place]
            ):
                targets[place] = target
    left = [place for place in words if targets[place] == IGNORE]
    if left and not {"who", "last_name", "first_name"} & set(targets):
        best = max(left, key=lambda place: _personal(columns[place]))
        targets[best] = "who"
        left.remove(best)
    if not grid.table.has_header:
        left.sort(key=lambda place: -len({folded(cell) for cell in columns[place]}))
        for place, target in zip(left, _others(targets, len(left)), strict=False):
            targets[place] = target


def _others(targets: Sequence[str], count: int) -> list[str]:
    free = [target for target in ("service", "resource") if target not in targets]
    return [*free[:count], *["note"] * (count - len(free))]


def _personal(cells: Sequence[str]) -> float:
    likely = sum(likeness(cell) for cell in cells) / len(cells)
    return likely + len({folded(cell) for cell in cells}) / len(cells) / 2


# --- what is remembered of one table for the next with the same headings ---


def remembered(plan: TablePlan, memory: str, grid: Grid) -> str:
    """The memory with this plan in it; the oldest of too many is forgotten. Its day is of this table alone."""
    kept = _memories(memory)
    kept.pop(signature(grid.table), None)
    kept[signature(grid.table)] = {"targets": plan.targets, "order": plan.order}
    while len(kept) > MOST_REMEMBERED:
        kept.pop(next(iter(kept)))
    return json.dumps(kept, ensure_ascii=False)


def _recalled(plan: TablePlan, memory: str, grid: Grid) -> TablePlan:
    one = _memories(memory).get(signature(grid.table))
    if not isinstance(one, dict) or not isinstance(one.get("targets"), list):
        return plan
    targets = tuple(one["targets"])
    if len(targets) != len(plan.targets) or not all(
        isinstance(target, str) and target in TARGETS for target in targets
    ):
        return plan
    order: DayOrder = "dmy" if one.get("order") == "dmy" else "mdy" if one.get("order") == "mdy" else ""
    return replace(plan, targets=targets, order=order)


def _memories(memory: str) -> dict[str, Any]:
    try:
        found = json.loads(memory) if memory else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
