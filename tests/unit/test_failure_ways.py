"""Below a message that did not arrive: a sentence that anybody understands, and only ways on that are allowed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product

import pytest

from app.domain.failures import FAILURES
from app.domain.ids import ConversationId, MessageId
from app.domain.messages import State
from app.domain.rows import MessageRow
from app.whatsapp.codes import CODES, meaning_of
from app.words import set_language
from app.words.sentences import failure
from ui.conversation.footers import MOST_WAYS, WAYS, footer_of, way_words
from ui.conversation.reach import Reach

NOW = datetime(2026, 11, 26, 9, 42, tzinfo=UTC)
# Meta's table says of these that the same may never be sent again as it is ("retry: no").
NEVER_AGAIN = (
    3, 10, 33, 100, 200, 299, 368, 130403, 130472, 130497, 131005, 131008, 131009, 131021, 131026, 131031, 131047,
    131049, 131050, 131051, 131052, 131055, 131058, 131062, 131063, 132000, 132005, 132007, 132008, 132012, 132016,
    132018, 134100, 135000, 139101, 147001, 147005, 200005, 200007, 2388019, 2388040, 2388299, 2593107, 2593109,
)  # fmt: skip
# Of these that it may be tried again, at once, later, or once a person has mended the cause.
AGAIN = (
    0,
    1,
    2,
    4,
    190,
    80007,
    130429,
    131000,
    131016,
    131042,
    131056,
    131057,
    133004,
    134101,
    134102,
    137000,
)
JARGON = re.compile(
    r"\b(api|webhook|token|payload|json|http|error|erreur|code|graph|waba|bsuid|user id|parameter|paramètre|"
    r"template name|endpoint|request|requête|null|exception|status|statut)\b",
    re.IGNORECASE,
)
SAYS_WHAT_TO_DO = re.compile(
    r"\b(must|wait|send|check|call|choose|ask|use|write|update|open|shorten|unblock|fill|try|look|add|"
    r"make sure)\b",
    re.IGNORECASE,
)
EVERYTHING = Reach("33612345678", is_blocked=False, is_free=True, has_templates=True)


@pytest.fixture(autouse=True)
def _english_afterwards() -> Iterator[None]:
    yield
    set_language("en")


def failed(code: str, kind: str = "text", state: State = "failed") -> MessageRow:
    """A message of ours that failed for this reason."""
    return MessageRow(
        MessageId("m"), ConversationId("c"), 1, "out", "member", "Léa", kind, "Bonjour", NOW, state, NOW, code, False,
        False, None,
    )  # fmt: skip


def ways(code: str, reach: Reach, kind: str = "text") -> list[str]:
    """Which links stand below it."""
    return [one.way for one in footer_of(failed(code, kind), NOW, reach).ways]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("code", sorted(FAILURES))
def test_the_sentence_is_for_a_person(code: str, language: str) -> None:
    set_language(language)
    sentence = failure(code).sentence
    assert sentence.endswith(".")
    assert not JARGON.search(sentence), sentence
    assert code not in sentence
    assert not re.search(r"\d{3,}", sentence)


@pytest.mark.parametrize("code", sorted(FAILURES))
def test_there_is_always_something_to_do(code: str) -> None:
    """By a link, or because the sentence says it."""
    assert ways(code, EVERYTHING) or SAYS_WHAT_TO_DO.search(failure(code).sentence)


@pytest.mark.parametrize("number", sorted({*CODES, 250}))
@pytest.mark.parametrize("state", ["failed", "refused"])
def test_every_number_of_the_channel_ends_as_a_sentence_with_few_ways(number: int, state: State) -> None:
    code = meaning_of(number).code
    footer = footer_of(failed(code, state=state), NOW, EVERYTHING)
    assert footer.is_bad
    assert footer.sentence == failure(code).sentence
    assert len(footer.ways) <= MOST_WAYS
    assert len({one.way for one in footer.ways}) == len(footer.ways)
    assert all(one.label == way_words(one.way) for one in footer.ways)


@pytest.mark.parametrize("number", NEVER_AGAIN)
def test_sending_again_is_never_offered_where_it_must_not_be(number: int) -> None:
    code = meaning_of(number).code
    for is_known, is_blocked, is_free, has_templates in product((True, False), repeat=4):
        reach = Reach("336" if is_known else None, is_blocked, is_free, has_templates)
        for kind in ("text", "template", "image"):
            assert "retry" not in ways(code, reach, kind)


@pytest.mark.parametrize("number", AGAIN)
def test_sending_again_is_offered_where_it_helps(number: int) -> None:
    assert "retry" in ways(meaning_of(number).code, EVERYTHING)


@pytest.mark.parametrize("code", sorted(FAILURES))
def test_only_ways_that_work_are_offered(code: str) -> None:
    nobody = Reach(None, is_blocked=True, is_free=False, has_templates=False)
    assert not {"retry", "number", "call", "template", "ask_number"} & set(ways(code, nobody))
    assert "unblock" not in ways(code, EVERYTHING)
    assert "ask_number" not in ways(code, EVERYTHING)  # it is known already


def test_a_closed_window_leads_to_a_template_and_a_template_may_go_again() -> None:
    closed = Reach("336", is_free=False, has_templates=True)
    assert ways("window_closed", closed) == ["template"]
    assert ways("channel_failed", closed) == ["details"]
    assert ways("channel_failed", closed, "template") == ["retry", "details"]


def test_each_reason_leads_where_its_cause_is() -> None:
    assert ways("undeliverable", EVERYTHING) == ["number", "call", "details"]
    assert ways("undeliverable", Reach()) == ["details"]
    assert ways("number_needed", Reach()) == ["ask_number"]
    assert ways("blocked_by_us", Reach("336", is_blocked=True, is_free=False)) == ["unblock"]
    for code in (
        "token_invalid",
        "payment_problem",
        "account_restricted",
        "line_unknown",
        "quality_restricted",
    ):
        assert ways(code, EVERYTHING)[0] == "health"
    assert (
        ways("content_unavailable", EVERYTHING) == []
    )  # look in the phone application: nothing to press here


def test_every_way_has_its_own_words() -> None:
    found = {way_words(way) for way in {*WAYS.values(), "arrived"}}
    assert len(found) == len({*WAYS.values(), "arrived"})


def test_what_never_went_out_in_time_can_be_sent_again_while_one_may_write() -> None:
    assert [one.way for one in footer_of(failed("", state="expired"), NOW, EVERYTHING).ways] == ["retry"]
    assert footer_of(failed("", state="expired"), NOW, Reach(is_free=False)).ways == ()
