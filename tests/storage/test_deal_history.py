"""Histories and figures of deals as the view has them: the same from any batches and any weaving of the log."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.desk.figure_index import FigureIndex
from app.domain import deals
from app.domain.deal_figure_rows import FiguresAsk
from app.domain.deal_figures import epoch_s
from app.domain.deals import DEFAULT_PIPELINE
from app.domain.ids import ContactId, ConversationId
from storage.engine import Connection
from storage.instants import to_us
from storage.view.deal_history import deal_histories, people_who_wrote
from tests.storage.figure_log import START, draw_log, told_histories, woven
from tests.storage.view_emptied import emptied
from tests.storage.view_log import new_view, project
from tests.unit.plain_deal_figures import as_plain, plain_figures
from tests.world import ANA, ANA_CONTACT, at, event, received, requested

NOW = START + timedelta(days=200)


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[Connection]:
    connection = new_view(tmp_path)
    yield connection
    connection.close()


@pytest.mark.parametrize("seed", range(24))
def test_histories_are_the_same_from_any_batches_and_any_weaving(conn: Connection, seed: int) -> None:
    chance = random.Random(seed)
    strands = draw_log(chance, 12)
    expected = told_histories(strands)
    for size in (1, 3, None):
        log = woven(strands, chance)
        project(emptied(conn), log, size) if size else project(emptied(conn), log)
        assert {one.deal_id: one for one in deal_histories(conn)} == expected


@pytest.mark.parametrize("seed", range(100, 112))
def test_figures_of_the_view_are_those_of_a_slow_plain_reading(conn: Connection, seed: int) -> None:
    chance = random.Random(seed)
    strands = draw_log(chance, 40)
    project(conn, woven(strands, chance))
    since_at = START + timedelta(days=chance.randrange(20))
    until_at = since_at + timedelta(days=chance.randrange(60))
    ask = FiguresAsk("main", since_at, until_at)
    figures = FigureIndex().figures(conn, ask, [DEFAULT_PIPELINE], NOW, "EUR")
    wrote = people_who_wrote(conn, to_us(since_at), to_us(until_at))
    told = list(told_histories(strands).values())
    since_s, until_s = epoch_s(since_at), epoch_s(until_at)
    expected = plain_figures(told, DEFAULT_PIPELINE, since_s, until_s, None, epoch_s(NOW), wrote)
    assert as_plain(figures) == expected


@pytest.mark.parametrize("seed", range(200, 206))
def test_histories_in_memory_follow_what_changes(conn: Connection, seed: int) -> None:
    """Figures after each piece of the log are those of somebody who reads all anew."""
    chance = random.Random(seed)
    log = woven(draw_log(chance, 12), chance)
    ask, kept = FiguresAsk("main", START, NOW), FigureIndex()
    from storage import view

    projector = view.Projector()
    for place in range(0, len(log), 9):
        changes = projector.project(conn, log[place : place + 9], b"")
        kept.touch(conn, changes.deals, changes.contacts, changes.conversations)
        mine = kept.figures(conn, ask, [DEFAULT_PIPELINE], NOW, "EUR")
        assert mine == FigureIndex().figures(conn, ask, [DEFAULT_PIPELINE], NOW, "EUR")


def lost_deal(pos: int, minutes: float, **whose: object) -> list[object]:
    added = deals.DealAdded("d1", "main", "quote", **whose)  # type: ignore[arg-type]
    return [event(added, pos, at(0)), event(deals.DealLost("d1", "Trop cher"), pos + 1, at(minutes))]


@pytest.mark.parametrize(
    "whose", [{"conversation_id": ANA}, {"contact_id": ANA_CONTACT}], ids=["thread", "person"]
)
def test_who_spoke_last_is_asked_of_the_moment_of_the_loss(
    conn: Connection, whose: dict[str, object]
) -> None:
    log = [
        event(received("m1", at(1)), 1, at(1)),
        event(requested("o1"), 2, at(2)),
        *lost_deal(3, 5, **whose),
        event(received("m2", at(9)), 5, at(9)),  # "Is the offer still open?"
    ]
    project(conn, log)  # type: ignore[arg-type]
    assert [one.spoke for one in deal_histories(conn)] == ["us"]


def test_without_a_talk_nobody_spoke(conn: Connection) -> None:
    project(conn, lost_deal(1, 5, person="Somebody by phone"))  # type: ignore[arg-type]
    (one,) = list(deal_histories(conn))
    assert (one.spoke, one.person) == ("nobody", "")


def test_people_who_wrote_in_a_period_are_counted_once_and_also_when_they_wrote_again_later(
    conn: Connection,
) -> None:
    other = {"conversation_id": ConversationId("c-bo"), "contact_id": ContactId("p-bo")}
    log = [
        event(received("m1", at(1)), 1, at(1)),
        event(received("m2", at(2)), 2, at(2)),
        event(received("m3", at(90)), 3, at(90)),
        event(received("m4", at(3), identity=received().identity, **other), 4, at(3)),
    ]
    project(conn, log)

    def wrote(first: float, last: float) -> int:
        return people_who_wrote(conn, to_us(at(first)), to_us(at(last)))

    assert (wrote(0, 10), wrote(0, 100), wrote(50, 100), wrote(10, 50), wrote(2, 2)) == (2, 2, 1, 0, 0)


def test_a_moment_is_cut_to_its_second(conn: Connection) -> None:
    when = datetime(2026, 3, 2, 8, 0, 0, 999_999, tzinfo=UTC)
    project(conn, [event(deals.DealAdded("d1", "main", "quote"), 1, when)])
    (one,) = list(deal_histories(conn))
    assert one.made_s == one.stays[0].entered_s == epoch_s(when)


def test_other_stages_give_other_figures_of_the_same_deals(conn: Connection) -> None:
    project(conn, woven(draw_log(random.Random(5), 20), random.Random(5)))
    ask, kept = FiguresAsk("main", START, NOW), FigureIndex()
    before = kept.figures(conn, ask, [DEFAULT_PIPELINE], NOW, "EUR")
    turned = replace(DEFAULT_PIPELINE, stages=tuple(reversed(DEFAULT_PIPELINE.stages)))
    after = kept.figures(conn, ask, [turned], NOW, "EUR")
    assert after == FigureIndex().figures(conn, ask, [turned], NOW, "EUR")
    assert after.stages[0].went_on != before.stages[-1].went_on
    assert kept.figures(conn, ask, [DEFAULT_PIPELINE], NOW, "EUR") == before


def test_stays_in_another_pipeline_are_not_of_this_one(conn: Connection) -> None:
    log = [
        event(deals.DealAdded("d1", "old", "quote"), 1, at(0)),
        event(deals.DealMoved("d1", "main", "enquiry", "quote"), 2, at(5)),
    ]
    project(conn, log)
    figures = FigureIndex().figures(conn, FiguresAsk("main", at(-9), at(9)), [DEFAULT_PIPELINE], NOW, "EUR")
    assert [one.entered for one in figures.stages] == [1, 0, 0, 0]


def test_when_anything_may_have_changed_all_is_read_again(conn: Connection) -> None:
    kept, ask = FigureIndex(), FiguresAsk("main", at(-9), at(9))
    assert kept.figures(conn, ask, [DEFAULT_PIPELINE], NOW, "EUR").made == 0
    project(conn, [event(deals.DealAdded("d1", "main", "quote"), 1, at(0))])
    assert kept.figures(conn, ask, [DEFAULT_PIPELINE], NOW, "EUR").made == 0  # nobody told
    kept.touch(conn, None, (), ())
    assert kept.figures(conn, ask, [DEFAULT_PIPELINE], NOW, "EUR").made == 1


def test_people_who_write_meanwhile_are_counted(conn: Connection) -> None:
    kept, ask = FigureIndex(), FiguresAsk("main", at(-9), at(9))

    def wrote() -> int:
        return kept.figures(conn, ask, [DEFAULT_PIPELINE], NOW, "EUR").per_person[0].n

    assert wrote() == 0
    project(conn, [event(received("m1", at(1)), 1, at(1))])
    kept.touch(conn, (), (), [ANA])
    assert wrote() == 1
