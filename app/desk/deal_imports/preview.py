"""What an import of deals would do, row by row, before anything is written."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

from app.desk.contact_imports.headers import folded
from app.desk.contact_imports.people import Problem, defused
from app.desk.contact_imports.table import Table
from app.desk.contact_imports.watching import UNWATCHED, Watch
from app.desk.deal_imports.plan import DealPlan, Question, Shown, questions, shown_by, unmapped
from app.desk.deal_imports.rows import Deals, ReadRow
from app.desk.deal_imports.stages import StageValue, StateValue, stage_values, state_values
from app.domain.copies import changed
from app.domain.deal_import_rows import DealDecision, ImportedDeal, KnownDeal, decide
from app.domain.deals import Pipeline
from app.domain.ids import MemberId
from app.domain.phone_numbers import variants
from storage.codec import to_json

Fate = Literal["added", "changed", "same", "twin", "left", "bad"]

_LOOK_EVERY: Final = 500


@dataclass(frozen=True, slots=True)
class DealPreviewRow:
    """One row as it will be. `known` is the deal that it meets; `twin_of` the row before that is the same deal.

    `makes_person`: a contact is made of its number. Fate "left": a person wanted its stage or state left out.
    """

    number: int
    fate: Fate
    deal: ImportedDeal | None = None
    known: KnownDeal | None = None
    decision: DealDecision | None = None
    twin_of: int = 0
    problems: tuple[Problem, ...] = ()
    is_skipped: bool = False
    makes_person: bool = False


@dataclass(frozen=True, slots=True)
class DealPreview:
    """All rows, and how many have which fate. `questions` with an answer are shown, the others must be answered.

    `unmapped`: rows whose stage or state becomes nothing yet; `incomplete`: deals that come in without a value.
    """

    rows: tuple[DealPreviewRow, ...]
    counts: Mapping[Fate, int]
    questions: tuple[Question, ...] = ()
    unmapped: int = 0
    incomplete: int = 0
    makes_people: int = 0

    @property
    def bad(self) -> list[DealPreviewRow]:
        """Those with something wrong, also where the deal comes in."""
        return [row for row in self.rows if row.problems]

    @property
    def open_questions(self) -> list[Question]:
        """What a person has to say first."""
        return [one for one in self.questions if not one.answer]

    def deals(self) -> list[ImportedDeal]:
        """What is brought: new ones, and known ones that a person did not skip."""
        return [
            row.deal
            for row in self.rows
            if row.deal is not None and row.fate in ("added", "changed", "same") and not row.is_skipped
        ]


def fingerprint_of(deals: Sequence[ImportedDeal]) -> str:
    """Tells whether it is the same import again that was left half way."""
    digest = hashlib.sha256()
    for start in range(0, len(deals), 1_000):
        digest.update(to_json(deals[start : start + 1_000]))
    return digest.hexdigest()


@dataclass(slots=True)
class _Seen:
    """Which deals came before in the same file, and what was told of each."""

    rows: dict[str, dict[tuple[object, ...], tuple[int, str]]] = field(default_factory=dict)

    def twin(self, read: ReadRow, deal: ImportedDeal) -> tuple[int, str]:
        """The row of the same deal before this one, 0 for none; and the id of this one.

        Rows alike in what makes a deal known but not in the rest are several deals, the second one "…-2".
        """
        before = self.rows.setdefault(deal.deal_id, {})
        content = () if read.has_ref else read.content
        if content in before:
            return before[content]
        deal_id = deal.deal_id if not before else f"{deal.deal_id}-{len(before) + 1}"
        before[content] = (deal.row, deal_id)
        return 0, deal_id


class DealReview:
    """One table of deals, looked at as often as a person decides something else about it."""

    def __init__(
        self,
        path: Path,
        table: Table,
        known: Iterable[KnownDeal],
        numbers: Iterable[str],
        pipelines: Sequence[Pipeline],
        members: Mapping[str, MemberId],
        now: datetime,
    ) -> None:
        """`numbers`: of everybody who is a contact. `pipelines` have names, also those that nobody named."""
        self.path, self.table, self.pipelines = path, table, tuple(pipelines)
        self._known = {deal.deal_id: deal for deal in known}
        self._numbers = frozenset(numbers)
        self._members, self._now = members, now
        self._shown: dict[tuple[str, ...], Shown] = {}
        self._values: dict[tuple[str, ...], list[StageValue | StateValue]] = {}

    def shown(self, targets: tuple[str, ...]) -> Shown:
        """What the columns of amounts and dates show."""
        if targets not in self._shown:
            self._shown = {targets: shown_by(self.table, targets)}
        return self._shown[targets]

    def values(self, targets: tuple[str, ...]) -> list[StageValue | StateValue]:
        """What stands in the columns of stages and states."""
        if targets not in self._values:
            self._values = {targets: [*stage_values(self.table, targets), *state_values(self.table, targets)]}
        return self._values[targets]

    def preview(
        self, plan: DealPlan, skipped: frozenset[int] = frozenset(), watch: Watch = UNWATCHED
    ) -> DealPreview:
        """What would become of every row. Takes seconds for 100,000 rows: in a thread of its own."""
        shown = self.shown(plan.targets)
        reader = Deals(self.table, plan, shown, self.pipelines, self._members, self._now)
        seen, rows, made = _Seen(), [], set[str]()
        total = len(self.table.rows)
        for place, row in enumerate(self.table.rows):
            if place % _LOOK_EVERY == 0:
                watch.look_up(place, total)
            rows.append(
                self._judged(row.number, reader.read(row), seen, made, is_skipped=row.number in skipped)
            )
        watch.look_up(total, total)
        counts: Counter[Fate] = Counter(row.fate for row in rows)
        return DealPreview(
            tuple(rows),
            counts,
            tuple(questions(shown, plan, "currency" in plan.targets)),
            unmapped(self.values(plan.targets), plan),
            sum(1 for row in rows if row.problems and row.fate not in ("bad", "left")),
            sum(1 for row in rows if row.makes_person and not row.is_skipped),
        )

    def _judged(
        self, number: int, read: ReadRow, seen: _Seen, made: set[str], *, is_skipped: bool
    ) -> DealPreviewRow:
        deal = read.deal
        if deal is None:
            return DealPreviewRow(number, "left" if read.is_left_out else "bad", problems=read.problems)
        twin_of, deal_id = seen.twin(read, deal)
        if twin_of:
            return DealPreviewRow(number, "twin", deal, twin_of=twin_of, problems=read.problems)
        deal = changed(deal, deal_id=deal_id)
        known = self._known.get(deal_id)
        while known is not None and known.is_erased:  # nothing of that one comes back: it is another deal
            deal = changed(deal, deal_id=f"{deal.deal_id}-again")
            known = self._known.get(deal.deal_id)
        if known is not None and read.has_ref and _is_another(known, deal):
            problem = Problem(number, "ref_taken", written=_called(known))
            return DealPreviewRow(number, "bad", problems=(*read.problems, problem))
        if known is not None and known.is_removed and not known.is_undone:
            problem = Problem(number, "deal_removed")
            return DealPreviewRow(number, "bad", problems=(*read.problems, problem))
        decision = decide(known, deal)
        makes = self._makes_person(deal, decision) and not is_skipped
        if makes and deal.number is not None:
            makes = deal.number not in made
            made.add(deal.number)
        return DealPreviewRow(
            number, decision.outcome, deal, known, decision,
            problems=read.problems, is_skipped=is_skipped, makes_person=makes,
        )  # fmt: skip

    def _makes_person(self, deal: ImportedDeal, decision: DealDecision) -> bool:
        if deal.number is None or not (decision.outcome == "added" or decision.is_linked):
            return False
        return self._numbers.isdisjoint(variants(deal.number))


def _is_another(known: KnownDeal, deal: ImportedDeal) -> bool:
    """An id alone proves little: two tables may both count from 1. With no word in common, it is another deal."""
    here = folded(f"{known.values.get('title', '')} {known.values.get('person', '')}").split()
    there = folded(f"{deal.title} {deal.person}").split()
    return bool(here and there) and set(here).isdisjoint(there)


def _called(known: KnownDeal) -> str:
    return known.values.get("title") or known.values.get("person") or ""


def save_bad_rows(
    path: Path, table: Table, preview: DealPreview, reasons: Mapping[int, str], title: str
) -> int:
    """The rows that something is wrong with as a CSV, with one more column that says what; how many they are."""
    by_number = {row.number: row for row in table.rows}
    bad = preview.bad
    beside = path.with_name(f".{path.name}.part")
    with beside.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        headings = table.columns if table.has_header else [str(n + 1) for n in range(len(table.columns))]
        writer.writerow([*map(defused, headings), title])
        for row in bad:
            writer.writerow([*map(defused, by_number[row.number].cells), reasons.get(row.number, "")])
    beside.replace(path)
    return len(bad)
