"""Words about deals: every entry, state and kind has its own."""

from app.domain.deal_rows import DealRow
from app.domain.deals import (
    DEAL_EVENTS,
    DEFAULT_PIPELINE,
    INCOMING_EVENTS,
    LOGGED,
    PIPELINE_EVENTS,
    STATES,
)
from app.words import deals
from app.words.sentences import refusal


def test_every_kind_has_a_line_in_the_journal() -> None:
    kinds = {one.KIND for one in (*DEAL_EVENTS, *PIPELINE_EVENTS, *INCOMING_EVENTS)}
    assert set(deals.deals_in_journal()) == kinds


def test_everything_is_called_something_of_its_own() -> None:
    for names in (
        [deals.logged_name(one) for one in LOGGED],
        [deals.state_name(one) for one in STATES],
        [deals.stage_name(one) for one in DEFAULT_PIPELINE.stages],
        [*deals.first_reasons("won"), *deals.first_reasons("lost")],
    ):
        assert all(names) and len(set(names)) == len(names)
    assert deals.pipeline_name(DEFAULT_PIPELINE)


def test_who_was_first_is_named_with_the_place() -> None:
    told = refusal("deal_moved", {"stage": "", "stage_id": "quote", "who": "Bo"})
    assert "Bo" in told and "Quote sent" in told
    assert "A colleague" in refusal("deal_ended", {"state": "lost", "who": ""})
    assert "2" in refusal("stage_holds_deals", {"name": "", "stage_id": "quote", "count": "2"})


def test_a_deal_without_a_title_is_called_as_its_person() -> None:
    assert DealRow("d", "main", "quote", person="Ana").shown_title == "Ana"
