"""Two people change one pipeline: what each changed is put together, so that nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from app.domain.deals import Pipeline, Stage

T = TypeVar("T")


def merged(base: Pipeline, mine: Pipeline, theirs: Pipeline) -> Pipeline:
    """`theirs` with everything that `mine` changed of `base`; of what both changed, mine stands.

    A stage that one of them took away is gone, but for one that they took away and I changed: it is kept.
    """
    before = {stage.stage_id: stage for stage in base.stages}
    own = {stage.stage_id: stage for stage in mine.stages}
    other = {stage.stage_id: stage for stage in theirs.stages}

    def stands(stage_id: str) -> bool:
        if stage_id in own and stage_id in other:
            return True
        if stage_id in own:
            return stage_id not in before or own[stage_id] != before[stage_id]
        return stage_id not in before

    order = _order(*([one.stage_id for one in each.stages] for each in (base, mine, theirs)))
    stages = [
        _stage(before.get(one), own.get(one) or other[one], other.get(one)) for one in order if stands(one)
    ]
    pick = _picker(base, mine, theirs)
    return replace(
        theirs,
        name=pick("name"),
        position=pick("position"),
        stages=tuple(stages),
        won_reasons=_list(base.won_reasons, mine.won_reasons, theirs.won_reasons),
        lost_reasons=_list(base.lost_reasons, mine.lost_reasons, theirs.lost_reasons),
    )


def _picker(base: Any, mine: Any, theirs: Any) -> Callable[[str], Any]:
    """The value of a field: mine where I changed it, else theirs."""

    def pick(name: str) -> Any:
        is_mine = getattr(mine, name) != getattr(base, name)
        return getattr(mine if is_mine else theirs, name)

    return pick


def _stage(before: Stage | None, mine: Stage, theirs: Stage | None) -> Stage:
    if before is None or theirs is None:
        return mine
    pick = _picker(before, mine, theirs)
    fields = ("name", "odds", "target_days", "quiet_days", "colour")
    return replace(theirs, **{name: pick(name) for name in fields})


def _order(base: Sequence[T], mine: Sequence[T], theirs: Sequence[T]) -> list[T]:
    """Mine where I moved something, else theirs; what only the other has stands after what it stood after there."""
    there, here = set(mine), set(base)
    is_moved = [one for one in base if one in there] != [one for one in mine if one in here]
    first, second = (mine, theirs) if is_moved else (theirs, mine)
    order = list(first)
    for place, one in enumerate(second):
        if one not in order:
            before = [left for left in second[:place] if left in order]
            order.insert(order.index(before[-1]) + 1 if before else 0, one)
    return order


def _list(base: tuple[str, ...], mine: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
    """Without what either took away, with what either added."""
    kept = [one for one in _order(base, mine, theirs) if (one in mine and one in theirs) or one not in base]
    return tuple(kept)
