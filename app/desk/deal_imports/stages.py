"""Which values stand in the columns of stages and states, and what each is likeliest to be here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from app.desk.contact_imports.headers import folded
from app.desk.contact_imports.table import Table
from app.domain.deals import DealState, Pipeline

MOST_VALUES: Final = 200  # a column with more is none of stages
_WON: Final = frozenset(
    "won, closed won, closedwon, deal won, gagne, gagnee, gagnes, gagnees, signe, signee, accepte, acceptee, vendu, "
    "vendue, conclu, conclue, contrat signe, devis signe, devis accepte, fermee gagnee, ferme gagne, cloture gagnee, "
    "cloture gagne, conclue gagnee, affaire gagnee, transaction gagnee, opportunite gagnee, gagne cloture".split(
        ", "
    )
)
_LOST: Final = frozenset(
    "lost, closed lost, closedlost, closed lost to competition, deal lost, perdu, perdue, perdus, perdues, refuse, "
    "refusee, abandonne, abandonnee, abandon, annule, annulee, sans suite, fermee perdue, ferme perdu, "
    "cloture perdue, cloture perdu, affaire perdue, transaction perdue, opportunite perdue, cancelled, canceled, "
    "rejected, declined, dead, devis refuse, devis perdu".split(", ")
)
_OPEN: Final = frozenset(
    "open, opened, ouvert, ouverte, ouverts, en cours, in progress, active, actif, ongoing, late, en retard, "
    "ouverte en retard, new, nouveau, nouvelle".split(", ")
)
_GONE: Final = frozenset("deleted, supprime, supprimee, archived, archive, archivee".split(", "))
Way = Literal["stage", "won", "lost", "skip"]


@dataclass(frozen=True, slots=True)
class Goal:
    """What a value becomes: a stage, an end (then `stage_id` is where it stood last, "" for not known), or nothing."""

    way: Way
    pipeline_id: str = ""
    stage_id: str = ""


SKIP: Final = Goal("skip")
Key = tuple[str, str]  # folded: what stands in the column of pipelines and in that of stages
StateGoal = DealState | Literal["skip"]


@dataclass(frozen=True, slots=True)
class StageValue:
    """A value as it is written, and in how many rows. `pipeline`: what stands beside it in the column of pipelines."""

    key: Key
    pipeline: str
    stage: str
    count: int


@dataclass(frozen=True, slots=True)
class StateValue:
    """A value of the column of states."""

    key: str
    state: str
    count: int


_key = lru_cache(maxsize=4096)(folded)  # a few values stand in all rows


def stage_values(table: Table, targets: Sequence[str]) -> list[StageValue]:
    """Every pair of pipeline and stage, in the order of the file; none without such columns."""
    pipe, stage = _place(targets, "pipeline"), _place(targets, "stage")
    if pipe is None and stage is None:
        return []
    counts: dict[Key, int] = {}
    written: dict[Key, tuple[str, str]] = {}
    for row in table.rows:
        told = (row.cells[pipe] if pipe is not None else "", row.cells[stage] if stage is not None else "")
        key = (_key(told[0]), _key(told[1]))
        written.setdefault(key, told)
        counts[key] = counts.get(key, 0) + 1
    return [StageValue(key, *written[key], count) for key, count in list(counts.items())[:MOST_VALUES]]


def state_values(table: Table, targets: Sequence[str]) -> list[StateValue]:
    """Every state, in the order of the file."""
    place = _place(targets, "state")
    if place is None:
        return []
    counts: dict[str, int] = {}
    written: dict[str, str] = {}
    for row in table.rows:
        key = _key(row.cells[place])
        written.setdefault(key, row.cells[place])
        counts[key] = counts.get(key, 0) + 1
    return [StateValue(key, written[key], count) for key, count in list(counts.items())[:MOST_VALUES]]


def guess_goal(value: StageValue, pipelines: Sequence[Pipeline], chosen: Pipeline) -> Goal | None:
    """What a value is likeliest to be; None where a person has to say. `chosen`: of rows that name no pipeline."""
    pipeline = _named(value.key[0], pipelines) or chosen
    words = value.key[1]
    if not words:
        return Goal("stage", pipeline.pipeline_id, pipeline.stages[0].stage_id)
    names = {stage.stage_id: folded(stage.name) for stage in pipeline.stages}
    same = [stage_id for stage_id, name in names.items() if name and name == words]
    if same:
        return Goal("stage", pipeline.pipeline_id, same[0])
    if words in _WON or words in _LOST:
        return Goal("won" if words in _WON else "lost", pipeline.pipeline_id)
    if words in _GONE:
        return SKIP
    near = [stage_id for stage_id, name in names.items() if name and _is_near(name, words)]
    return Goal("stage", pipeline.pipeline_id, near[0]) if len(near) == 1 else None


def guess_state(value: StateValue) -> StateGoal | None:
    """Likewise of a state."""
    words = value.key
    if not words or words in _OPEN:
        return "open"
    if words in _WON:
        return "won"
    if words in _LOST:
        return "lost"
    return "skip" if words in _GONE else None


def guess_goals(
    table: Table, targets: Sequence[str], pipelines: Sequence[Pipeline], chosen: Pipeline
) -> tuple[Mapping[Key, Goal], Mapping[str, StateGoal]]:
    """All of them that can be guessed."""
    goals = {
        one.key: goal for one in stage_values(table, targets) if (goal := guess_goal(one, pipelines, chosen))
    }
    states = {one.key: state for one in state_values(table, targets) if (state := guess_state(one))}
    return goals, states


def _is_near(name: str, words: str) -> bool:
    """One is, as "Devis" in "Devis envoyé", the other with more words behind or before."""
    one, other = f" {name} ", f" {words} "
    return one in other or other in one


def _named(words: str, pipelines: Sequence[Pipeline]) -> Pipeline | None:
    return next((one for one in pipelines if words and folded(one.name) == words), None)


def _place(targets: Sequence[str], target: str) -> int | None:
    return targets.index(target) if target in targets else None
