"""Pipelines in which everything has a name, also what nobody has named yet."""

from collections.abc import Iterable
from dataclasses import replace

from app.domain.deals import Pipeline
from app.words.deals import pipeline_name, stage_name


def named(pipelines: Iterable[Pipeline]) -> list[Pipeline]:
    """The same ones; a stage without any name is called by its id."""
    return [
        replace(
            one,
            name=pipeline_name(one),
            stages=tuple(replace(stage, name=stage_name(stage) or stage.stage_id) for stage in one.stages),
        )
        for one in pipelines
    ]
