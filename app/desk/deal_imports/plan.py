"""What a person decided of a table of deals, what must still be asked, and what is remembered for the next file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, tzinfo
from hashlib import sha256
from typing import Any, Final, Literal

from app.desk.contact_imports.headers import folded
from app.desk.contact_imports.table import Table
from app.desk.deal_imports.amounts import SIGNS, AmountWays, Evidence, Mark, evidence_of
from app.desk.deal_imports.headings import IGNORE, SEVERAL, TARGETS, guess_targets, program_of
from app.desk.deal_imports.moments import DateWays, DayEvidence, DayOrder, day_evidence
from app.desk.deal_imports.stages import Goal, Key, StageValue, StateGoal, StateValue, guess_goals
from app.domain.deal_import_rows import How
from app.domain.deals import STATES, Pipeline
from app.domain.ids import MemberId

DATES: Final = ("made_on", "close_on", "ended_on", "won_on", "lost_on", "next_on")
MOST_REMEMBERED: Final = 20
_SEPARATOR: Final = "\x1f"


@dataclass(frozen=True, slots=True)
class DealPlan:
    """The target of each column, what each stage and state becomes, and what holds for all rows.

    `mark` and `order` "": the file shows it, or nobody has said it yet. `pipeline_id`: of rows that name no pipeline.
    """

    targets: tuple[str, ...]
    pipeline_id: str = ""
    goals: Mapping[Key, Goal] = field(default_factory=dict)
    states: Mapping[str, StateGoal] = field(default_factory=dict)
    mark: Mark = ""
    signs: tuple[tuple[str, str], ...] = ()
    order: DayOrder = ""
    currency: str = "EUR"
    home: str = ""
    how: How = "overwrite"
    more_tags: tuple[str, ...] = ()
    owner_id: MemberId | None = None
    zone: tzinfo = UTC


@dataclass(frozen=True, slots=True)
class Question:
    """What the file leaves open. `kind` "mark": which sign is the decimal one; "dates": which number is the day;
    "sign": which currency `sign` is. `answer`: what was said so far.
    """

    kind: Literal["mark", "dates", "sign"]
    example: str
    answers: tuple[str, ...]
    answer: str = ""
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the columns of a table show by themselves, under the targets that they have."""

    amounts: Evidence
    days: DayEvidence


def first_plan(
    table: Table, pipelines: Sequence[Pipeline], currency: str, home: str, zone: tzinfo
) -> DealPlan:
    """As guessed from headings and values."""
    targets = guess_targets(table.columns)
    plan = DealPlan(targets, pipelines[0].pipeline_id, currency=currency, home=home, zone=zone)
    return guessed_again(table, pipelines, plan)


def guessed_again(table: Table, pipelines: Sequence[Pipeline], plan: DealPlan) -> DealPlan:
    """The columns changed: what their values become is guessed where nobody has said it."""
    chosen = next((one for one in pipelines if one.pipeline_id == plan.pipeline_id), pipelines[0])
    goals, states = guess_goals(table, plan.targets, pipelines, chosen)
    return replace(
        plan, pipeline_id=chosen.pipeline_id, goals={**goals, **plan.goals}, states={**states, **plan.states}
    )


def shown_by(table: Table, targets: Sequence[str]) -> Shown:
    """Looks the columns of amounts and dates through: once for each choice of columns."""
    amounts = [place for place, target in enumerate(targets) if target == "amount"]
    dates = [place for place, target in enumerate(targets) if target in DATES]
    if program_of(table.columns) == "comptoir":  # an export of our own has a point, whatever the country
        return Shown(Evidence(frozenset(".")), day_evidence(()))
    return Shown(
        evidence_of(row.cells[place] for place in amounts for row in table.rows),
        day_evidence(row.cells[place] for place in dates for row in table.rows),
    )


def questions(shown: Shown, plan: DealPlan, has_currencies: bool) -> list[Question]:
    """Everything that the file leaves open, also where it was answered: the answer can be changed."""
    asked: list[Question] = []
    if shown.amounts.is_unclear:
        asked.append(Question("mark", shown.amounts.unclear, (".", ","), plan.mark))
    signs = dict(plan.signs)
    if not has_currencies:
        asked += [
            Question("sign", one, _meanings(one, plan.currency), signs.get(one, ""), one)
            for one in shown.amounts.signs
        ]
    if shown.days.is_unclear:
        asked.append(Question("dates", shown.days.unclear, ("dmy", "mdy"), plan.order))
    return asked


def answered(plan: DealPlan, question: Question, answer: str) -> DealPlan:
    """The plan with an answer."""
    if question.kind == "mark":
        return replace(plan, mark="." if answer == "." else ",")
    if question.kind == "dates":
        return replace(plan, order="dmy" if answer == "dmy" else "mdy")
    others = tuple(one for one in plan.signs if one[0] != question.sign)
    return replace(plan, signs=(*others, (question.sign, answer)))


def amount_ways(shown: Shown, plan: DealPlan) -> AmountWays:
    """How amounts are read."""
    return AmountWays(shown.amounts.mark or plan.mark, plan.signs, plan.currency)


def date_ways(shown: Shown, plan: DealPlan) -> DateWays:
    """How dates are read."""
    return DateWays(shown.days.order or plan.order, plan.zone)


def with_target(
    table: Table, pipelines: Sequence[Pipeline], plan: DealPlan, place: int, target: str
) -> DealPlan:
    """A column becomes something else; where only one column can become it, the other one is left out."""
    targets = [IGNORE if one == target and target not in SEVERAL else one for one in plan.targets]
    targets[place] = target
    return guessed_again(table, pipelines, replace(plan, targets=tuple(targets)))


def unmapped(values: Sequence[StageValue | StateValue], plan: DealPlan) -> int:
    """How many rows have a stage or a state of which nobody said what it becomes."""
    return sum(one.count for one in values if not _is_mapped(one, plan))


def _is_mapped(value: StageValue | StateValue, plan: DealPlan) -> bool:
    return value.key in plan.goals if isinstance(value, StageValue) else value.key in plan.states


def _meanings(sign: str, currency: str) -> tuple[str, ...]:
    """What it can mean; the business's own currency first, where it is one of them."""
    return tuple(sorted(SIGNS[sign], key=lambda code: code != currency))


# --- what is remembered of one file for the next with the same headings ---


def signature(table: Table) -> str:
    """Tables with the same headings have the same one."""
    return sha256(_SEPARATOR.join(map(folded, table.columns)).encode()).hexdigest()[:16]


def remembered(plan: DealPlan, memory: str, table: Table) -> str:
    """The memory with this plan in it; the oldest of too many is forgotten."""
    kept = _memories(memory)
    kept.pop(signature(table), None)
    kept[signature(table)] = {
        "targets": plan.targets,
        "pipeline": plan.pipeline_id,
        "goals": [[*key, goal.way, goal.pipeline_id, goal.stage_id] for key, goal in plan.goals.items()],
        "states": dict(plan.states),
        "mark": plan.mark,
        "signs": plan.signs,
        "order": plan.order,
        "how": plan.how,
    }
    while len(kept) > MOST_REMEMBERED:
        kept.pop(next(iter(kept)))
    return json.dumps(kept, ensure_ascii=False)


def recalled(plan: DealPlan, memory: str, table: Table, pipelines: Sequence[Pipeline]) -> DealPlan:
    """The plan as the last file of these headings was read; what is there no more is left as guessed."""
    one = _memories(memory).get(signature(table))
    if not isinstance(one, dict):
        return plan
    try:
        return guessed_again(table, pipelines, _recalled(plan, one, pipelines))
    except (KeyError, TypeError, ValueError):  # of a later or a damaged note: as if there was none
        return plan


def _recalled(plan: DealPlan, one: dict[str, Any], pipelines: Sequence[Pipeline]) -> DealPlan:
    targets = tuple(one["targets"])
    if len(targets) != len(plan.targets) or not set(targets) <= set(TARGETS):
        return plan
    there = {(pipe.pipeline_id, stage.stage_id) for pipe in pipelines for stage in pipe.stages}
    known = {pipe.pipeline_id for pipe in pipelines}
    goals = {
        (pipe, stage): Goal(way, pipeline_id, stage_id)
        for pipe, stage, way, pipeline_id, stage_id in one["goals"]
        if way == "skip"
        or (way == "stage" and (pipeline_id, stage_id) in there)
        or (way in ("won", "lost") and pipeline_id in known)
    }
    states = {key: state for key, state in one["states"].items() if state in (*STATES, "skip")}
    return replace(
        plan,
        targets=targets,
        pipeline_id=one["pipeline"] if one["pipeline"] in known else plan.pipeline_id,
        goals=goals,
        states=states,
        mark=one["mark"] if one["mark"] in (".", ",") else "",
        signs=tuple((sign, code) for sign, code in one["signs"] if code in SIGNS.get(sign, ())),
        order=one["order"] if one["order"] in ("dmy", "mdy") else "",
        how=one["how"] if one["how"] in ("overwrite", "fill", "skip") else plan.how,
    )


def _memories(memory: str) -> dict[str, Any]:
    try:
        found = json.loads(memory) if memory else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
