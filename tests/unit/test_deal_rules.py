"""Deals without a hub: what may be asked, in which order they stand, and boards that add up."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain import deals
from app.domain.contact_cards import FieldChange
from app.domain.deal_asks import NewDeal
from app.domain.deal_board import awaiting, board_of, first_open, fits, next_step, sort_key
from app.domain.deal_checks import changes_problem, lines_problem, new_problem, note_problem
from app.domain.deal_rows import DealFilter, DealRow
from app.domain.deals import DEFAULT_PIPELINE, DealLine, StageMove
from app.domain.ids import MemberId
from app.domain.money import Money, plus
from app.domain.pipelines import in_order, moves_problem, pipeline_problem, tidied
from app.domain.task_rows import TaskRow

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
SALES = replace(
    DEFAULT_PIPELINE, name="Sales", stages=tuple(replace(one, name=one.stage_id) for one in DEFAULT_PIPELINE.stages)
)  # fmt: skip
moments = st.integers(0, 1_000).map(lambda days: NOW - timedelta(days=days))
rows = st.builds(
    DealRow,
    deal_id=st.uuids().map(str),
    pipeline_id=st.just("main"),
    stage_id=st.sampled_from([*(one.stage_id for one in SALES.stages), "gone"]),
    title=st.sampled_from(["", "Cake", "\u064a\u0627\u0633", "\u00c9clair"]),
    person=st.sampled_from(["Ana", "\u00c9lodie"]),
    amount=st.none() | st.builds(Money, st.integers(0, 10**15), st.sampled_from(["EUR", "JPY"])),
    awaits=st.sampled_from(["us", "them", "nobody"]),
    stage_since_at=moments,
    made_at=moments,
    last_at=st.none() | moments,
    owner_id=st.sampled_from([None, MemberId("lea")]),
)


@given(st.lists(rows, max_size=30), st.sampled_from(["need", "amount", "stage_age", "name", "made"]))
def test_a_board_adds_up_whatever_its_order(drawn: list[DealRow], sort: str) -> None:
    board = board_of(SALES, drawn, sort_key(sort, "EUR"), 5, "EUR")  # type: ignore[arg-type]
    assert board.open_count == sum(column.count for column in board.columns) == len(drawn)
    assert board.totals == plus((row.amount for row in drawn), "EUR")
    assert board.weighted == plus((one for column in board.columns for one in column.weighted), "EUR")
    for column in board.columns:
        assert len(column.rows) == min(5, column.count)
    keys = [sort_key(sort, "EUR")(row) for row in drawn]  # type: ignore[arg-type]
    assert len(set(keys)) == len({row.deal_id for row in drawn})


@given(st.lists(rows, max_size=30))
def test_who_awaits_us_comes_first(drawn: list[DealRow]) -> None:
    places = [row.awaits for row in sorted(drawn, key=sort_key("need", "EUR"))]
    assert places == sorted(places, key=["us", "them", "nobody"].index)


def test_whose_turn_it_is() -> None:
    for state, direction, sent, ours, theirs, expected in (
        ("open", "in", None, False, True, "us"),
        ("open", "out", "read", False, False, "them"),
        ("open", "out", "read", True, False, "us"),
        ("open", "out", "failed", False, False, "us"),
        ("open", None, None, False, True, "them"),
        ("open", None, None, False, False, "nobody"),
        ("won", "in", None, True, False, "nobody"),
    ):
        turn = awaiting(state, direction, sent, "text", is_ours=ours, is_theirs=theirs, is_silent=False)
        assert turn == expected


def test_whose_turn_it_was_before_a_reaction_or_before_what_was_taken_back() -> None:
    for direction, sent, kind in (
        ("in", None, "reaction"),
        ("out", "read", "reaction"),
        ("out", "cancelled", "text"),
    ):
        for is_silent, expected in ((True, "them"), (False, "us")):
            turn = awaiting(
                "open", direction, sent, kind, is_ours=False, is_theirs=False, is_silent=is_silent
            )
            assert turn == expected
        assert awaiting("open", direction, sent, kind, is_ours=True, is_theirs=False, is_silent=True) == "us"


def test_filters() -> None:
    row = DealRow(
        "d", "main", "quote", title="G\u00e2teau", person="Ana Field", amount=Money(500, "EUR"), tags=("VIP",),
        stage_since_at=NOW - timedelta(days=8),
    )  # fmt: skip
    assert all(
        fits(row, one, NOW)
        for one in (
            DealFilter(), DealFilter(text="gateau"), DealFilter(text="fie"), DealFilter(tag="VIP"),
            DealFilter(is_nobodys=True), DealFilter(least=Money(500, "EUR"), most=Money(500, "EUR")),
            DealFilter(older_than_days=7), DealFilter(states=()),
        )
    )  # fmt: skip
    assert not any(
        fits(row, one, NOW)
        for one in (
            DealFilter(text="bo"), DealFilter(tag="colour"), DealFilter(owner_id=MemberId("lea")),
            DealFilter(least=Money(1, "JPY")), DealFilter(least=Money(501, "EUR")), DealFilter(older_than_days=9),
            DealFilter(states=("won",)), DealFilter(pipeline_id="other"), DealFilter(stage_id="decision"),
        )
    )  # fmt: skip
    assert not fits(replace(row, is_removed=True), DealFilter(), NOW)
    ended = replace(row, deal_id="e", state="won", made_at=NOW)
    assert first_open([ended, replace(ended, is_removed=True), row]) == [row, ended]


def test_what_no_deal_can_be() -> None:
    assert new_problem(NewDeal(title="Cake", tags=("VIP",))) is None
    ended = NewDeal(title="x", state="won")
    for new, code in (
        (NewDeal(), "deal_nobodys"),
        (ended, "deal_malformed"),
        (replace(ended, state="open", ended_at=NOW), "deal_malformed"),
        (NewDeal(title="x", tags=(" ",)), "tag_empty"),
        (NewDeal(title="x", tags=tuple(map(str, range(51)))), "deal_tags_full"),
        (NewDeal(title="x\x07"), "field_text"),
        (NewDeal(title="x", reason="y" * 300), "deal_text_long"),
    ):
        refused = new_problem(new)
        assert refused is not None and refused.code == code, new
    assert changes_problem([FieldChange("title", "\u200f\u064a\u0627\u0633")]) is None
    assert lines_problem([DealLine("Cake", "c", 2, Money(5, "EUR"))]) is None
    for line in (DealLine("x" * 300), DealLine("x", quantity=0), DealLine("x", price=Money(-1, "EUR"))):
        assert lines_problem([line]) is not None
    assert lines_problem([DealLine("x")] * 101) is not None
    assert note_problem("telepathy", "") is not None and note_problem("call", "x" * 5_000) is not None


def test_what_no_pipeline_can_be() -> None:
    first = SALES.stages[0]
    assert pipeline_problem(SALES, []) is None
    for bad, code in (
        (replace(SALES, name=""), "pipeline_nameless"),
        (replace(SALES, stages=()), "stages_count"),
        (replace(SALES, stages=(first,) * 2), "stage_name_taken"),
        (replace(SALES, stages=(replace(first, name=""),)), "stage_nameless"),
        (replace(SALES, stages=(replace(first, odds=101),)), "stage_figures"),
        (replace(SALES, stages=(replace(first, quiet_days=0),)), "stage_figures"),
        (replace(SALES, stages=(replace(first, colour="mauve"),)), "stage_figures"),
        (replace(SALES, lost_reasons=tuple(map(str, range(31)))), "reasons_full"),
        (replace(SALES, won_reasons=("x" * 300,)), "deal_text_long"),
    ):
        refused = pipeline_problem(bad, [])
        assert refused is not None and refused.code == code, bad
    other = replace(SALES, pipeline_id="other", name=" Sales ")
    assert pipeline_problem(tidied(other), [SALES]).code == "pipeline_name_taken"  # type: ignore[union-attr]
    assert tidied(replace(SALES, won_reasons=(" a  b ", "a b", ""))).won_reasons == ("a b",)


def test_stages_that_go_and_pipelines_that_stand() -> None:
    without = replace(SALES, stages=SALES.stages[1:])
    gone = SALES.stages[0].stage_id
    assert moves_problem(SALES, without, (), {gone: 0}) is None
    assert moves_problem(SALES, without, (), {gone: 2}).code == "stage_holds_deals"  # type: ignore[union-attr]
    assert moves_problem(SALES, without, (StageMove(gone, "quote"),), {gone: 2}) is None
    for moves in (
        (StageMove(gone, "nowhere"),),
        (StageMove("quote", "decision"),),
        (StageMove(gone, "quote"),) * 2,
    ):
        assert moves_problem(SALES, without, moves, {}).code == "stage_unknown"  # type: ignore[union-attr]
    assert in_order([]) == [DEFAULT_PIPELINE]
    other = replace(SALES, pipeline_id="other", position=1)
    assert in_order([other]) == [DEFAULT_PIPELINE, other]
    assert in_order([other], {"main"}) == [other]


def test_the_next_step_is_the_earliest_open_task() -> None:
    tasks = [
        TaskRow("a", "Call"),
        TaskRow("b", "Send", due_at=NOW),
        TaskRow("c", "Old", due_at=NOW, done_at=NOW),
    ]
    assert next_step(tasks) == tasks[1] and next_step([]) is None


def test_signs_of_life_are_a_part_of_what_is_written_down() -> None:
    assert set(deals.LOGGED) - set(deals.SIGNS_OF_LIFE) == {"no_answer", "note"}
