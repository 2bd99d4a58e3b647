"""Rows become people: every cell read as what its column is, and a reason for each one that cannot be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from app.desk.contact_imports.columns import IGNORE, OWN_FIELD, is_ours
from app.desk.contact_imports.numbers import read_numbers
from app.desk.contact_imports.table import Row, Table
from app.desk.contact_imports.values import (
    Value,
    Ways,
    country_of_cell,
    day_order_of,
    emails_of,
    exact_text,
    language_of_cell,
    name_of,
    own_value,
    tags_of,
)
from app.domain.contact_cards import VALUE_MAX_CHARS, ContactField, FieldChange
from app.domain.contact_import_rows import TAGS_MAX, How, ImportedPerson
from app.domain.ids import MemberId

_DEFUSED: Final = re.compile(r"'+[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]", re.DOTALL)
_USER_ID: Final = re.compile(r"[A-Z]{2}\.[0-9A-Za-z]{3,60}", re.ASCII)
MOST_SHOWN: Final = 120


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a row. `is_fatal` False: the person comes in without that one value."""

    row: int
    code: str
    column: str = ""
    written: str = ""
    is_fatal: bool = True


@dataclass(frozen=True, slots=True)
class Plan:
    """What a person decided of a table: the target of each column, and what holds for all rows."""

    targets: tuple[str, ...]
    home: str = ""
    how: How = "fill"
    more_tags: tuple[str, ...] = ()
    owner_id: MemberId | None = None


@dataclass(slots=True)
class _Person:
    """One row while its cells are read."""

    row: int
    numbers: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    tags: dict[str, None] = field(default_factory=dict)
    first: str = ""
    last: str = ""
    user_id: str | None = None
    owner_id: MemberId | None = None
    problems: list[Problem] = field(default_factory=list)


class People:
    """Reads the rows of one table by one plan. `members`: folded names and e-mail addresses of colleagues."""

    def __init__(
        self, table: Table, plan: Plan, fields: Sequence[ContactField], members: Mapping[str, MemberId]
    ) -> None:
        self._table, self._plan = table, plan
        self._is_fused = table.kind == "csv"  # other kinds need no apostrophe, so one of theirs is a real one
        self._members = members
        own = {one.field_id: one for one in fields}
        ours = is_ours(table)
        readers: dict[str, Callable[[_Person, str, str], None]] = {
            "name": self._take_name, "first_name": self._take_first_name, "last_name": self._take_last_name,
            "phone": self._take_phone, "email": self._take_email, "company": self._take_company,
            "language": self._take_language, "country": self._take_country, "tags": self._take_tags,
            "owner": self._take_owner, "user_id": self._take_user_id,
        }  # fmt: skip
        self._columns: list[tuple[int, str, Callable[[_Person, str, str], None]]] = []
        for place, target in enumerate(plan.targets[: len(table.columns)]):
            if target == IGNORE:
                continue
            if target.startswith(OWN_FIELD):
                one = own.get(target.removeprefix(OWN_FIELD))
                if one is None:
                    continue
                order = day_order_of((row.cells[place] for row in table.rows), plan.home)
                reader = self._own(one, Ways(plan.home, order, ours))
            else:
                reader = readers[target]
            self._columns.append((place, self.title(place), reader))
        # Numbers are read with the country of their row, which may stand in a later column.
        self._columns.sort(key=lambda column: plan.targets[column[0]] != "country")

    def title(self, place: int) -> str:
        """What a column is called, by its heading or its number."""
        return self._table.columns[place] or str(place + 1)

    def read(self, row: Row) -> tuple[ImportedPerson | None, tuple[Problem, ...]]:
        """The person of a row, None where something is wrong that cannot be left out; and what is wrong."""
        if row.number in self._table.ragged:
            return None, (Problem(row.number, "row_too_long"),)
        person = _Person(row.number, owner_id=self._plan.owner_id, tags=dict.fromkeys(self._plan.more_tags))
        for place, title, take in self._columns:
            cell = row.cells[place]
            if cell:
                take(person, title, unfused(cell) if self._is_fused and cell[0] == "'" else cell)
        return self._made(person), tuple(person.problems)

    def _made(self, person: _Person) -> ImportedPerson | None:
        person.problems = [_milder(problem, person) for problem in person.problems]
        if any(problem.is_fatal for problem in person.problems):
            return None
        values = person.values
        if "name" not in values and (whole := " ".join(part for part in (person.first, person.last) if part)):
            values["name"] = whole[:VALUE_MAX_CHARS]
        if person.emails:
            values["email"] = person.emails[0]
        numbers = list(dict.fromkeys(person.numbers))
        if values.get("name", "").lstrip("+").replace(" ", "") in {*numbers, *person.emails}:
            values.pop("name", None)  # so phones save people without a name
        if len(numbers) > 1:
            values["phone"] = numbers[1]
        made = ImportedPerson(
            person.row,
            numbers[0] if numbers else None,
            person.user_id,
            tuple(FieldChange(key, value) for key, value in values.items()),
            tuple(person.tags)[:TAGS_MAX],
            person.owner_id,
            self._plan.how,
        )
        if not made.has_identity:
            person.problems.append(Problem(person.row, "row_nobody"))
            return None
        return made

    # -- one column each

    def _take_name(self, person: _Person, title: str, cell: str) -> None:
        if name := name_of(cell)[:VALUE_MAX_CHARS]:
            person.values["name"] = name

    def _take_first_name(self, person: _Person, title: str, cell: str) -> None:
        person.first = name_of(cell)

    def _take_last_name(self, person: _Person, title: str, cell: str) -> None:
        person.last = name_of(cell)

    def _take_phone(self, person: _Person, title: str, cell: str) -> None:
        read = read_numbers(cell, person.values.get("country") or self._plan.home)
        if read.problem:
            person.problems.append(Problem(person.row, read.problem, title, cell[:MOST_SHOWN]))
        person.numbers += read.digits

    def _take_email(self, person: _Person, title: str, cell: str) -> None:
        for value in emails_of(cell):
            if not self._is_wrong(person, title, cell, value):
                person.emails.append(value.text)

    def _take_company(self, person: _Person, title: str, cell: str) -> None:
        if company := name_of(cell)[:VALUE_MAX_CHARS]:
            person.values["company"] = company

    def _take_language(self, person: _Person, title: str, cell: str) -> None:
        self._put(person, "language", title, cell, language_of_cell(cell))

    def _take_country(self, person: _Person, title: str, cell: str) -> None:
        self._put(person, "country", title, cell, country_of_cell(cell))

    def _take_tags(self, person: _Person, title: str, cell: str) -> None:
        person.tags.update(dict.fromkeys(tags_of(cell)))

    def _take_owner(self, person: _Person, title: str, cell: str) -> None:
        found = self._members.get(" ".join(cell.split()).casefold())
        if found is None:
            person.problems.append(
                Problem(person.row, "owner_unknown", title, cell[:MOST_SHOWN], is_fatal=False)
            )
        else:
            person.owner_id = found

    def _take_user_id(self, person: _Person, title: str, cell: str) -> None:
        if _USER_ID.fullmatch(cell):
            person.user_id = cell
        else:
            person.problems.append(
                Problem(person.row, "user_id_unreadable", title, cell[:MOST_SHOWN], is_fatal=False)
            )

    def _own(self, one: ContactField, ways: Ways) -> Callable[[_Person, str, str], None]:
        def take(person: _Person, title: str, cell: str) -> None:
            if one.type == "text" and not exact_text(cell):
                return
            self._put(person, one.field_id, title, cell, own_value(one, cell, ways))

        return take

    def _put(self, person: _Person, key: str, title: str, cell: str, value: Value) -> None:
        if not self._is_wrong(person, title, cell, value):
            person.values[key] = value.text

    def _is_wrong(self, person: _Person, title: str, cell: str, value: Value) -> bool:
        if not value.problem:
            return False
        person.problems.append(Problem(person.row, value.problem, title, cell[:MOST_SHOWN], is_fatal=False))
        return True


def _milder(problem: Problem, person: _Person) -> Problem:
    """A second number that cannot be read is left out, and so is "none" where there is an address."""
    is_left_out = problem.code.startswith("number_") and (
        person.numbers or (problem.code == "number_none" and person.emails)
    )
    return replace(problem, is_fatal=False) if is_left_out else problem


def unfused(cell: str) -> str:
    """Without the apostrophe by which an export keeps a spreadsheet from calculating."""
    return cell[1:] if _DEFUSED.match(cell) else cell


def defused(cell: str) -> str:
    """With an apostrophe where a spreadsheet would calculate; `unfused` takes it off again."""
    head = cell.lstrip("'")[:1]
    return f"'{cell}" if head and head in "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20" else cell
