"""What an import would do, row by row, before anything is written: new, changed, the same, twice, not readable."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from app.desk.contact_imports.people import People, Plan, Problem, defused
from app.desk.contact_imports.table import Table
from app.desk.contact_imports.watching import UNWATCHED, Watch
from app.domain.contact_cards import ContactField
from app.domain.contact_import_rows import Decision, ImportedPerson, KnownPerson, decide
from app.domain.ids import ContactId, MemberId
from app.domain.phone_numbers import variants
from storage.codec import to_json

Fate = Literal["added", "changed", "same", "twin", "bad"]
Choice = Literal["skip", "fill", "overwrite"]

_LOOK_EVERY: Final = 500


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One row as it will be. `known` is whom it meets; `twin_of` the row before that is the same person."""

    number: int
    fate: Fate
    person: ImportedPerson | None = None
    known: KnownPerson | None = None
    decision: Decision | None = None
    twin_of: int = 0
    problems: tuple[Problem, ...] = ()
    is_skipped: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """All rows, and how many have which fate."""

    rows: tuple[PreviewRow, ...]
    counts: Mapping[Fate, int]
    incomplete: int = 0  # people who come in without a value that could not be read

    @property
    def bad(self) -> list[PreviewRow]:
        """Those with something wrong, also where the person comes in."""
        return [row for row in self.rows if row.problems]

    def people(self) -> list[ImportedPerson]:
        """Who is brought: new ones, and known ones that a person did not skip."""
        return [
            row.person
            for row in self.rows
            if row.person is not None and row.fate in ("added", "changed", "same") and not row.is_skipped
        ]


def fingerprint_of(people: Sequence[ImportedPerson]) -> str:
    """Tells whether it is the same import again that was left half way."""
    digest = hashlib.sha256()
    for start in range(0, len(people), 1_000):
        digest.update(to_json(people[start : start + 1_000]))
    return digest.hexdigest()


class Directory:
    """Who is known, by everything under which somebody is found again."""

    def __init__(self, known: Iterable[KnownPerson]) -> None:
        self._by_number: dict[str, KnownPerson] = {}
        self._by_email: dict[str, KnownPerson] = {}
        self._by_user: dict[str, KnownPerson] = {}
        for person in known:
            for number in person.numbers:
                self._by_number.setdefault(number, person)
            if email := person.values.get("email"):
                self._by_email.setdefault(email.casefold(), person)
            if user_id := person.values.get("user_id"):
                self._by_user[user_id] = person

    def find(self, person: ImportedPerson) -> KnownPerson | None:
        """By user id, by any way to write the numbers, else by the address."""
        if person.user_id and (found := self._by_user.get(person.user_id)):
            return found
        for number in (person.number, person.value("phone")):
            for one in variants(number) if number else ():
                if found := self._by_number.get(one):
                    return found
        email = person.value("email")
        return self._by_email.get(email.casefold()) if email else None


@dataclass(slots=True)
class _Seen:
    """Who came before in the same file."""

    rows: dict[str, int] = field(default_factory=dict)

    def twin(self, person: ImportedPerson, contact_id: ContactId | None) -> int:
        """The row of the same person before this one, 0 for none; this one is remembered."""
        keys = _keys(person, contact_id)
        found = next((self.rows[key] for key in keys if key in self.rows), 0)
        if not found:
            self.rows.update(dict.fromkeys(keys, person.row))
        return found


def _keys(person: ImportedPerson, contact_id: ContactId | None) -> list[str]:
    keys = [f"c:{contact_id}"] if contact_id else []
    keys += [
        f"n:{one}" for number in (person.number, person.value("phone")) if number for one in variants(number)
    ]
    if person.user_id:
        keys.append(f"u:{person.user_id}")
    # Families and companies share addresses: two rows with different numbers are two people.
    if not person.number and not person.user_id and (email := person.value("email")):
        keys.append(f"e:{email.casefold()}")
    return keys


class Review:
    """One table, looked at as often as a person decides something else about it."""

    def __init__(
        self,
        path: Path,
        table: Table,
        known: Iterable[KnownPerson],
        fields: Sequence[ContactField],
        members: Mapping[str, MemberId],
    ) -> None:
        self.path, self.table, self.fields = path, table, tuple(fields)
        self._directory = Directory(known)
        self._members = members

    def preview(
        self, plan: Plan, choices: Mapping[int, Choice] | None = None, watch: Watch = UNWATCHED
    ) -> Preview:
        """What would become of every row. Takes a second for 50,000 rows: in a thread of its own."""
        reader = People(self.table, plan, self.fields, self._members)
        seen, rows, chosen = _Seen(), [], choices or {}
        total = len(self.table.rows)
        for place, row in enumerate(self.table.rows):
            if place % _LOOK_EVERY == 0:
                watch.look_up(place, total)
            person, problems = reader.read(row)
            rows.append(self._judged(row.number, person, problems, seen, chosen.get(row.number)))
        watch.look_up(total, total)
        counts: Counter[Fate] = Counter(row.fate for row in rows)
        incomplete = sum(1 for row in rows if row.problems and row.fate != "bad")
        return Preview(tuple(rows), counts, incomplete)

    def _judged(
        self,
        number: int,
        person: ImportedPerson | None,
        problems: tuple[Problem, ...],
        seen: _Seen,
        choice: Choice | None,
    ) -> PreviewRow:
        if person is None:
            return PreviewRow(number, "bad", problems=problems)
        known = self._directory.find(person)
        twin = seen.twin(person, known.contact_id if known else None)
        if twin:
            return PreviewRow(number, "twin", person, known, twin_of=twin, problems=problems)
        if choice in ("fill", "overwrite"):
            person = replace_how(person, choice)
        decision = decide(known, person)
        return PreviewRow(
            number, decision.outcome, person, known, decision, problems=problems, is_skipped=choice == "skip"
        )


def replace_how(person: ImportedPerson, how: Choice) -> ImportedPerson:
    """The same row with another way of meeting somebody who is known."""
    from app.domain.copies import changed

    return changed(person, how=how)


def save_bad_rows(path: Path, table: Table, preview: Preview, reasons: Mapping[int, str], title: str) -> int:
    """The rows that something is wrong with as a CSV, with one more column that says what; how many they are."""
    by_number = {row.number: row for row in table.rows}
    bad = preview.bad
    beside = path.with_name(f".{path.name}.part")
    with beside.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            [*(table.columns if table.has_header else [str(n + 1) for n in range(len(table.columns))]), title]
        )
        for row in bad:
            cells = by_number[row.number].cells
            writer.writerow([*map(defused, cells), reasons.get(row.number, "")])
    beside.replace(path)
    return len(bad)
