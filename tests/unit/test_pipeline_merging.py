"""Two people change a pipeline at once: nothing that either typed is lost."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.domain.deals import Pipeline, Stage
from app.domain.pipeline_merging import merged

A, B, C, D = (Stage(name.lower(), name, 20) for name in "ABCD")
BASE = Pipeline("p", "Sales", (A, B, C), ("Price",), ("Late", "Dear"), 0, 3)


def ids(pipeline: Pipeline) -> str:
    return "".join(stage.stage_id for stage in pipeline.stages)


def test_each_field_comes_from_whoever_changed_it() -> None:
    mine = replace(BASE, name="Weddings", stages=(replace(A, odds=30), B, C))
    theirs = replace(BASE, version=4, stages=(replace(A, name="Alpha", quiet_days=9), B, C))
    both = merged(BASE, mine, theirs)
    assert both.name == "Weddings" and both.version == 4
    assert both.stages[0] == replace(A, name="Alpha", odds=30, quiet_days=9)


def test_of_what_both_changed_mine_stands() -> None:
    mine, theirs = replace(BASE, name="Mine"), replace(BASE, name="Theirs", version=4)
    assert merged(BASE, mine, theirs).name == "Mine"


def test_stages_that_either_added_stay_and_those_that_either_removed_go() -> None:
    mine = replace(BASE, stages=(A, replace(D, stage_id="x"), C))
    theirs = replace(BASE, stages=(A, B, C, D), version=4)
    assert ids(merged(BASE, mine, theirs)) == "axcd"
    gone = replace(BASE, stages=(A, C), version=4)
    assert ids(merged(BASE, replace(BASE, stages=(replace(A, odds=5), B, C)), gone)) == "ac"


def test_a_stage_that_they_removed_and_i_wrote_over_is_kept() -> None:
    mine = replace(BASE, stages=(A, replace(B, name="Bee"), C))
    assert ids(merged(BASE, mine, replace(BASE, stages=(A, C), version=4))) == "abc"


def test_an_order_that_i_changed_stands() -> None:
    mine = replace(BASE, stages=(C, A, B))
    assert ids(merged(BASE, mine, replace(BASE, stages=(A, B, D, C), version=4))) == "cabd"
    assert ids(merged(BASE, BASE, replace(BASE, stages=(B, A, C), version=4))) == "bac"


def test_reasons_that_either_added_are_there() -> None:
    mine = replace(BASE, lost_reasons=("Late", "Dear", "Mine"))
    theirs = replace(BASE, lost_reasons=("Dear", "Theirs"), version=4)
    both = merged(BASE, mine, theirs)
    assert set(both.lost_reasons) == {"Dear", "Mine", "Theirs"}


STAGES = st.lists(
    st.builds(Stage, st.sampled_from("abcdef"), st.sampled_from(["A", "B"]), st.integers(0, 100)),
    max_size=6,
    unique_by=lambda stage: stage.stage_id,
).map(tuple)
REASONS = st.lists(st.sampled_from(["x", "y", "z"]), unique=True).map(tuple)
FORMS = st.builds(
    Pipeline, st.just("p"), st.sampled_from(["S", "T"]), STAGES, REASONS, REASONS, st.just(0), st.just(1)
)


@given(FORMS, FORMS)
def test_alone_a_change_is_as_it_was_made(base: Pipeline, changed: Pipeline) -> None:
    assert merged(base, base, changed) == changed
    assert merged(base, changed, base) == changed


@given(FORMS, FORMS, FORMS)
def test_what_i_wrote_is_always_there(base: Pipeline, mine: Pipeline, theirs: Pipeline) -> None:
    both = merged(base, mine, theirs)
    there = {stage.stage_id: stage for stage in both.stages}
    assert len(there) == len(both.stages)
    before = {stage.stage_id: stage for stage in base.stages}
    for stage in mine.stages:
        if stage != before.get(stage.stage_id):
            assert stage.stage_id in there
    assert merged(base, mine, theirs) == both
