"""What the practice salon sells is about people of its story, and some of them are silent since a quote."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.desk import practice_deals as practice
from app.desk.practice_deals import DEALS, MARC, NO_REQUESTS, NUMBERS, practice_deals
from app.desk.practice_team import PEOPLE
from app.domain.deal_asks import AddDeal, DeclineIncoming
from app.domain.deal_checks import new_problem
from app.domain.deals import DEFAULT_PIPELINE
from app.domain.ids import ConversationId, MemberId
from app.sandbox.stories.reader import load_story
from app.sandbox.world import World

NOW = datetime(2026, 11, 26, 9, 42, tzinfo=UTC)
TEAM = MemberId("marc"), MemberId("ines"), MemberId("camille")
QUIET = (
    practice.AWA, practice.HARRIET, practice.DAMIEN, practice.AURELIE, practice.SOLENE, practice.GARANCE,
)  # fmt: skip


@pytest.fixture(scope="module")
def salon() -> World:
    return load_story("salon", now=NOW, waba_id="204800000000017", phone_number_id="309900000000042")


def acts() -> list[tuple[int, object]]:
    ids = iter(range(1, 1_000))
    where = {number: ConversationId(f"c-{number}") for number in PEOPLE}
    return list(practice_deals(where, TEAM, NOW, lambda: f"d-{next(ids)}"))


def test_all_of_them_live_in_the_story_and_show_their_number(salon: World) -> None:
    people = {person.phone: person for person in salon.people.values()}
    for number in PEOPLE:
        assert number in people and not people[number].is_number_hidden, number
        assert salon.talk(people[number]), "they wrote before the practice begins"
    assert PEOPLE >= NUMBERS and not {deal.number for deal in DEALS} & set(NO_REQUESTS)
    assert len(NO_REQUESTS) == len(set(NO_REQUESTS)) and len(DEALS) == len({deal.number for deal in DEALS})


@pytest.mark.parametrize("number", QUIET)
def test_these_owe_us_a_word_for_days(salon: World, number: str) -> None:
    person = next(one for one in salon.people.values() if one.phone == number)
    last = salon.talk(person)[-1]
    assert not last.is_inbound and NOW - last.at > timedelta(days=5)
    [deal] = [one for one in DEALS if one.number == number]
    assert deal.ended is None


def test_the_board_is_lively(salon: World) -> None:
    made = [body.new for _who, body in acts() if isinstance(body, AddDeal)]
    assert all(new_problem(new) is None for new in made)
    open_ = [new for new in made if new.state == "open"]
    assert {new.stage_id for new in open_} == {stage.stage_id for stage in DEFAULT_PIPELINE.stages}
    assert {new.state for new in made} == {"open", "won", "lost"} and len(open_) >= 12
    assert {new.owner_id for new in open_} == set(TEAM)
    assert sum(new.conversation_id is None for new in made) == 2, "some came by e-mail"
    assert all(new.made_at is not None and new.made_at < NOW for new in made)
    assert all(new.ended_at is None or new.made_at < new.ended_at < NOW for new in made if new.made_at)


def test_deals_of_the_past_are_written_by_who_may() -> None:
    assert all(who == MARC for who, body in acts() if isinstance(body, AddDeal))


def test_about_people_who_did_not_come_nothing_is_done() -> None:
    left = [body for _who, body in practice_deals({}, TEAM, NOW, lambda: "d")]
    assert not any(isinstance(body, DeclineIncoming) for body in left)
    assert [body.new.conversation_id for body in left if isinstance(body, AddDeal)] == [None, None]
