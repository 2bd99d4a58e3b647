"""Pipelines: what one may be like, and where the deals go whose stage is gone."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from app.domain.deals import (
    COLOURS,
    DAYS_MAX,
    DEFAULT_PIPELINE,
    MAIN_PIPELINE,
    NAME_MAX_CHARS,
    PIPELINES_MAX,
    REASON_MAX_CHARS,
    REASONS_MAX,
    STAGES_MAX,
    Pipeline,
    Stage,
    StageMove,
)
from app.domain.errors import Refused
from app.domain.folding import folded
from app.domain.money import ODDS_MAX


def in_order(pipelines: Iterable[Pipeline], gone: Collection[str] = ()) -> list[Pipeline]:
    """As they are shown; with the first one of all as long as nobody saved or removed it."""
    found = sorted(pipelines, key=lambda one: (one.position, folded(one.name), one.pipeline_id))
    is_known = MAIN_PIPELINE in gone or any(one.pipeline_id == MAIN_PIPELINE for one in found)
    return found if is_known and found else [DEFAULT_PIPELINE, *found]


def stage_problem(pipelines: Sequence[Pipeline], pipeline_id: str, stage_id: str) -> Refused | None:
    """Why no deal can stand there."""
    pipeline = next((one for one in pipelines if one.pipeline_id == pipeline_id), None)
    if pipeline is None:
        return Refused("pipeline_unknown")
    return None if pipeline.stage(stage_id) is not None else Refused("stage_unknown")


def tidied(pipeline: Pipeline) -> Pipeline:
    """Without blanks at the ends of its words, empty reasons and reasons that are there twice."""
    return replace(
        pipeline,
        name=_words(pipeline.name),
        stages=tuple(replace(stage, name=_words(stage.name)) for stage in pipeline.stages),
        won_reasons=tuple(dict.fromkeys(filter(None, map(_words, pipeline.won_reasons)))),
        lost_reasons=tuple(dict.fromkeys(filter(None, map(_words, pipeline.lost_reasons)))),
    )


def pipeline_problem(pipeline: Pipeline, others: Sequence[Pipeline]) -> Refused | None:
    """Why a pipeline cannot be like this beside the others; None when it can."""
    others = [one for one in others if one.pipeline_id != pipeline.pipeline_id]
    if not _is_name(pipeline.name):
        return Refused("pipeline_nameless", {"limit": str(NAME_MAX_CHARS)})
    if any(folded(one.name) == folded(pipeline.name) for one in others):
        return Refused("pipeline_name_taken", {"name": pipeline.name})
    if len(others) >= PIPELINES_MAX:
        return Refused("pipelines_full", {"limit": str(PIPELINES_MAX)})
    if not 1 <= len(pipeline.stages) <= STAGES_MAX:
        return Refused("stages_count", {"limit": str(STAGES_MAX)})
    if max(len(pipeline.won_reasons), len(pipeline.lost_reasons)) > REASONS_MAX:
        return Refused("reasons_full", {"limit": str(REASONS_MAX)})
    if any(len(reason) > REASON_MAX_CHARS for reason in (*pipeline.won_reasons, *pipeline.lost_reasons)):
        return Refused("deal_text_long", {"limit": str(REASON_MAX_CHARS)})
    return next(filter(None, (_stage_problem(stage, pipeline) for stage in pipeline.stages)), None)


def _stage_problem(stage: Stage, pipeline: Pipeline) -> Refused | None:
    facts = {"name": stage.name, "limit": str(NAME_MAX_CHARS)}
    if not stage.stage_id or not _is_name(stage.name):
        return Refused("stage_nameless", facts)
    twins = [one for one in pipeline.stages if one.stage_id == stage.stage_id or one.name == stage.name]
    if len(twins) > 1:
        return Refused("stage_name_taken", facts)
    days = (stage.target_days if stage.target_days is not None else 1, stage.quiet_days)
    if not 0 <= stage.odds <= ODDS_MAX or not all(1 <= count <= DAYS_MAX for count in days):
        return Refused("stage_figures", {**facts, "limit": str(DAYS_MAX)})
    return None if stage.colour in COLOURS else Refused("stage_figures", {**facts, "limit": str(DAYS_MAX)})


def moves_problem(
    before: Pipeline | None, after: Pipeline, moves: Sequence[StageMove], held: Mapping[str, int]
) -> Refused | None:
    """Why stages cannot go: `held` says how many deals each stage holds; those of a gone one must go somewhere."""
    targets = {move.from_stage_id: move.to_stage_id for move in moves}
    if len(targets) < len(moves) or not all(map(after.stage, targets.values())):
        return Refused("stage_unknown")
    if any(map(after.stage, targets)):
        return Refused("stage_unknown")
    for stage in before.stages if before is not None else ():
        count = held.get(stage.stage_id, 0)
        if after.stage(stage.stage_id) is None and count and stage.stage_id not in targets:
            name = {"name": stage.name, "stage_id": stage.stage_id, "count": str(count)}
            return Refused("stage_holds_deals", name)
    return None


def _words(text: str) -> str:
    return " ".join(text.split())


def _is_name(text: str) -> bool:
    return bool(text) and len(text) <= NAME_MAX_CHARS and text.isprintable()
