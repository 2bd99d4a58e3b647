"""Rows become deals: every cell read as what its column is, and a reason for each one that cannot be read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from app.desk.contact_imports.headers import folded
from app.desk.contact_imports.numbers import read_numbers
from app.desk.contact_imports.people import MOST_SHOWN, Problem, unfused
from app.desk.contact_imports.table import Row, Table
from app.desk.contact_imports.values import email_of, emails_of, exact_text, tags_of
from app.desk.deal_imports.amounts import read_amount
from app.desk.deal_imports.headings import IGNORE, OUR_ID, program_of
from app.desk.deal_imports.moments import ReadMoment, read_moment
from app.desk.deal_imports.plan import DATES, DealPlan, Shown, amount_ways, date_ways
from app.desk.deal_imports.stages import Goal, StateGoal
from app.domain.copies import changed
from app.domain.deal_import_rows import NOTE_MAX_CHARS, STEP_MAX_CHARS, ImportedDeal, imported_id
from app.domain.deals import REASON_MAX_CHARS, TAGS_MAX, TITLE_MAX_CHARS, DealState, Pipeline
from app.domain.ids import MemberId
from app.domain.money import Money
from app.domain.tasks import FARTHEST
from app.words import gettext as _

_ADDRESS: Final = re.compile(r"\s*[(<]\s*([^()<>\s]+@[^()<>\s]+)\s*[)>]\s*")
_ERRORS: Final = frozenset(
    "#REF! #N/A #NAME? #VALUE! #DIV/0! #NUM! #NULL! #ERROR! #NOM? #VALEUR! #NOMBRE! #NUL!".split()
)
_CUT: Final = "…"
_MONEY: Final = frozenset({"amount", "currency"})
_SUMS: Final = frozenset(
    "total, totals, totaux, total general, grand total, sous total, subtotal, sum, somme".split(", ")
)
_MARKS: Final = "\u200c\u200d\u200e\u200f\u061c"
_OURS: Final = folded(OUR_ID)
_SOON: Final = timedelta(hours=14)  # a file tells a day, and somewhere it has begun already


@dataclass(slots=True)
class _Cells:
    """One row while it is read: the texts of each target, and what is wrong."""

    row: int
    texts: dict[str, list[tuple[str, str]]] = field(default_factory=dict)  # heading and cell
    problems: list[Problem] = field(default_factory=list)

    def first(self, target: str) -> tuple[str, str]:
        """Heading and cell of a target; empty where there is none."""
        found = self.texts.get(target)
        return found[0] if found else ("", "")

    def text(self, target: str) -> str:
        """One line."""
        return line_of(self.first(target)[1])

    @property
    def is_sum(self) -> bool:
        """Whether it is the sum below a report: "Total", an amount, and nothing else."""
        told = [cell for target, cells in self.texts.items() if target not in _MONEY for _h, cell in cells]
        return len(told) == 1 and folded(told[0]) in _SUMS

    def wrong(self, target: str, code: str, written: str | None = None, *, is_fatal: bool = False) -> None:
        """A cell cannot be read, or not all of it."""
        heading, cell = self.first(target)
        shown = (cell if written is None else written)[:MOST_SHOWN]
        self.problems.append(Problem(self.row, code, heading, shown, is_fatal=is_fatal))


@dataclass(frozen=True, slots=True)
class ReadRow:
    """What came of a row: a deal, or nothing (`is_left_out` where a person wanted it so), and what is wrong."""

    deal: ImportedDeal | None
    problems: tuple[Problem, ...] = ()
    is_left_out: bool = False
    content: tuple[object, ...] = ()  # what tells two rows apart that would be the same deal
    has_ref: bool = False  # the file itself says which deal it is


class Deals:
    """Reads the rows of one table by one plan, in their order. `members`: folded names of colleagues."""

    def __init__(
        self,
        table: Table,
        plan: DealPlan,
        shown: Shown,
        pipelines: Sequence[Pipeline],
        members: Mapping[str, MemberId],
        now: datetime,
    ) -> None:
        self._table, self._plan, self._now = table, plan, now
        self._is_fused = table.kind == "csv"
        self._members = members
        self._pipelines = {one.pipeline_id: one for one in pipelines}
        self._default = self._pipelines.get(plan.pipeline_id) or pipelines[0]
        self._amounts, self._dates = amount_ways(shown, plan), date_ways(shown, plan)
        self._columns = [
            (place, target, table.columns[place] or str(place + 1))
            for place, target in enumerate(plan.targets[: len(table.columns)])
            if target != IGNORE
        ]
        self._program = program_of(table.columns)
        self._has_stages = not {"stage", "pipeline"}.isdisjoint(plan.targets)
        self._has_states = "state" in plan.targets
        refs = [title for _place, target, title in self._columns if target == "ref"]
        self._ref_heading = folded(refs[0]) if refs else ""

    def read(self, row: Row) -> ReadRow:
        """The deal of a row."""
        if row.number in self._table.ragged:
            return ReadRow(None, (Problem(row.number, "row_too_long"),))
        cells = self._cells(row)
        if cells.is_sum:
            return ReadRow(None, (Problem(row.number, "row_sum"),))
        goal, state = self._goal(cells), self._state(cells)
        if goal is None or state is None:
            return ReadRow(None, tuple(cells.problems))
        if goal.way == "skip" or state == "skip":
            return ReadRow(None, tuple(cells.problems), is_left_out=True)
        return self._made(cells, goal, state)

    def _cells(self, row: Row) -> _Cells:
        cells = _Cells(row.number)
        for place, target, heading in self._columns:
            cell = row.cells[place]
            if not cell:
                continue
            if cell in _ERRORS:
                cells.problems.append(Problem(row.number, "cell_error", heading, cell, is_fatal=False))
                continue
            if self._is_fused and cell[0] == "'":
                cell = unfused(cell)
            cells.texts.setdefault(target, []).append((heading, cell))
        return cells

    # -- where it stands

    def _goal(self, cells: _Cells) -> Goal | None:
        if not self._has_stages:
            return Goal("stage", self._default.pipeline_id, self._default.stages[0].stage_id)
        written = (cells.first("pipeline")[1], cells.first("stage")[1])
        goal = self._plan.goals.get((_key(written[0]), _key(written[1])))
        if goal is None:
            cells.wrong("stage" if written[1] else "pipeline", "stage_unmapped", is_fatal=True)
        return goal

    def _state(self, cells: _Cells) -> StateGoal | None:
        if not self._has_states:
            return "won" if cells.text("won_on") else "lost" if cells.text("lost_on") else "open"
        written = cells.first("state")[1]
        state = self._plan.states.get(_key(written))
        if state is None:
            cells.wrong("state", "state_unmapped", is_fatal=True)
        return state

    def _place(self, goal: Goal, state: DealState) -> tuple[str, str, DealState, bool]:
        """Pipeline, stage, state, and whether the file says the stage: of an end alone it is not known."""
        pipeline = self._pipelines.get(goal.pipeline_id) or self._default
        if goal.way == "stage":
            stage_id = goal.stage_id if pipeline.stage(goal.stage_id) else pipeline.stages[0].stage_id
            return pipeline.pipeline_id, stage_id, state, self._has_stages
        ended: DealState = "won" if goal.way == "won" else "lost"
        stage = pipeline.stages[-1 if ended == "won" else 0]
        return pipeline.pipeline_id, stage.stage_id, ended, False

    # -- the deal

    def _made(self, cells: _Cells, goal: Goal, said: DealState) -> ReadRow:
        pipeline_id, stage_id, state, is_staged = self._place(goal, said)
        person, email = self._person(cells)
        number = self._number(cells)
        note, title = (
            exact_text("\n".join(cell for _h, cell in cells.texts.get("note", []))),
            self._title(cells),
        )
        if len(title) > TITLE_MAX_CHARS:
            note = f"{title}\n{note}".strip()
            title = f"{title[: TITLE_MAX_CHARS - 1].rstrip()}{_CUT}"
        moments = {target: self._moment(cells, target) for target in DATES}
        made = moments["made_on"]
        deal = ImportedDeal(
            cells.row,
            "",
            pipeline_id,
            stage_id,
            state,
            title,
            self._amount(cells),
            number,
            person[:TITLE_MAX_CHARS],
            email,
            cells.text("company")[:TITLE_MAX_CHARS],
            self._owner(cells),
            self._tags(cells),
            self._past(cells, "made_on", made),
            self._closing(state, moments),
            self._ended(cells, state, moments),
            cells.text("reason")[:REASON_MAX_CHARS] if state != "open" else "",
            note[:NOTE_MAX_CHARS],
            self._step(cells, moments["next_on"])[:STEP_MAX_CHARS] if state == "open" else "",
            self._due(cells, moments["next_on"]) if state == "open" else None,
            self._plan.how,
            is_staged,
        )
        if not deal.is_somebodys:
            cells.problems.append(Problem(cells.row, "row_nothing"))
            return ReadRow(None, tuple(cells.problems))
        return self._known(cells, deal, made)

    def _known(self, cells: _Cells, deal: ImportedDeal, made: ReadMoment) -> ReadRow:
        """With the id under which it is known again: the file's own, else title, person and day.

        Rows that are alike in these alone are several deals, told apart by their order.
        """
        content = (
            deal.amount,
            deal.stage_id,
            deal.state,
            deal.close_on,
            deal.owner_id,
            deal.note,
            deal.number,
        )
        ref = cells.text("ref")
        if ref and self._ref_heading == _OURS:
            deal_id = ref[:100]
        elif ref:
            deal_id = imported_id("ref", self._program, self._ref_heading, ref)
        else:
            who = deal.number or deal.email.casefold() or folded(deal.person)
            deal_id = imported_id("words", folded(deal.title), who, str(made.day or ""))
        return ReadRow(
            changed(deal, deal_id=deal_id), tuple(cells.problems), content=content, has_ref=bool(ref)
        )

    def _title(self, cells: _Cells) -> str:
        return cells.text("title")

    def _person(self, cells: _Cells) -> tuple[str, str]:
        """Name and address; HubSpot's `Ana Field (ana@example.org); Bo` is the first one with her address."""
        told = cells.text("person").partition(";")[0].strip()
        inside = _ADDRESS.search(told)
        name = _ADDRESS.sub(" ", told).strip() if inside else told
        email = self._email(cells) or (inside[1] if inside and not email_of(inside[1]).problem else "")
        if not name:
            whole = f"{cells.text('first_name')} {cells.text('last_name')}".strip()
            name = whole or cells.text("company")
        if "@" in name and not email_of(name).problem:
            return "", email or name
        return name, email

    def _email(self, cells: _Cells) -> str:
        found = ""
        for heading, cell in cells.texts.get("email", []):
            value = emails_of(cell)[0]
            if value.problem:
                cells.problems.append(
                    Problem(cells.row, value.problem, heading, cell[:MOST_SHOWN], is_fatal=False)
                )
            found = found or value.text
        return found

    def _number(self, cells: _Cells) -> str | None:
        """The first one that can be read; why not, where none can."""
        found: str | None = None
        wrong: list[Problem] = []
        for heading, cell in cells.texts.get("phone", []):
            read = read_numbers(cell, self._plan.home)
            if read.digits and found is None:
                found = read.digits[0]
            if read.problem:
                wrong.append(Problem(cells.row, read.problem, heading, cell[:MOST_SHOWN], is_fatal=False))
        cells.problems += wrong if found is None else []
        return found

    def _amount(self, cells: _Cells) -> Money | None:
        cell, currency = cells.first("amount")[1], cells.first("currency")[1]
        read = read_amount(cell, self._amounts, currency)
        if read.problem:
            cells.wrong("amount", read.problem, f"{cell} {currency}".strip())
        return read.money

    def _owner(self, cells: _Cells) -> MemberId | None:
        cell = cells.first("owner")[1]
        if not cell:
            return self._plan.owner_id
        for part in (cell, *re.split(r"[,;|]", cell)):
            found = self._members.get(" ".join(part.split()).casefold())
            if found is not None:
                return found
        cells.wrong("owner", "owner_unknown")
        return self._plan.owner_id

    def _tags(self, cells: _Cells) -> tuple[str, ...]:
        found = dict.fromkeys(self._plan.more_tags)
        for _heading, cell in cells.texts.get("tags", []):
            found.update(dict.fromkeys(tags_of(cell)))
        if len(found) > TAGS_MAX:
            cells.wrong("tags", "tags_many")
        return tuple(found)[:TAGS_MAX]

    # -- when

    def _moment(self, cells: _Cells, target: str) -> ReadMoment:
        cell = cells.first(target)[1]
        read = read_moment(cell, self._dates) if cell else ReadMoment()
        if read.problem:
            cells.wrong(target, read.problem)
        return read

    def _step(self, cells: _Cells, due: ReadMoment) -> str:
        """What is to be done; a day alone is a step too."""
        return cells.text("next_step") or (_("Next step") if due.at is not None else "")

    def _due(self, cells: _Cells, due: ReadMoment) -> datetime | None:
        if due.at is not None and due.at > self._now + FARTHEST:
            cells.wrong("next_on", "date_far")
            return None
        return due.at

    def _past(self, cells: _Cells, target: str, read: ReadMoment) -> datetime | None:
        """What has been. Noon of today is now where it is morning; a later day is a mistake."""
        if read.at is None:
            return None
        if read.at > self._now + _SOON:
            cells.wrong(target, "date_future")
            return None
        return min(read.at, self._now)

    def _ended(self, cells: _Cells, state: DealState, moments: Mapping[str, ReadMoment]) -> datetime | None:
        """When it was won or lost; programs without such a column tell it as the day of closing."""
        if state == "open":
            return None
        for target in ("won_on" if state == "won" else "lost_on", "ended_on"):
            if moments[target].at is not None:
                return self._past(cells, target, moments[target])
        closing = moments["close_on"].at
        return closing if closing is not None and closing <= self._now else None

    def _closing(self, state: DealState, moments: Mapping[str, ReadMoment]) -> str | None:
        day = moments["close_on"].day
        return day.isoformat() if day is not None and state == "open" else None


def line_of(cell: str) -> str:
    """One line that can be shown; marks that right-to-left and joined scripts need stay."""
    if cell.isprintable():
        return " ".join(cell.split())
    kept = (char if char.isprintable() or char in _MARKS else " " for char in cell)
    return " ".join("".join(kept).split())


_key = lru_cache(maxsize=4096)(folded)  # a few values stand in all rows
