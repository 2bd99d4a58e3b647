"""Runs of ladders as rows: the same as the rules say, for events in any order; signs of life; what worked."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import deals, ladders
from app.domain.follow_ups import FollowUp, follow_up_after
from app.domain.ids import ContactId
from app.domain.ladders import Ladder, LadderStep
from app.domain.money import Money
from app.domain.quiet_deals import CutOff
from storage.engine import Connection
from storage.view import ladder_looks, projector, quiet_lists, today
from storage.view import ladders as rows
from tests.storage.view_log import (
    HUB,
    LEA,
    MEMBER,
    START,
    Log,
    conversation_id,
    message_id,
    new_view,
    project,
)

STEPS = (LadderStep(0, text="Hello?"), LadderStep(3, "call"), LadderStep(5, text="Goodbye"))
DUE = START + timedelta(days=1)


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[Connection]:
    connection = new_view(tmp_path)
    yield connection
    connection.close()


def started(deal_id: str = "d", run_id: str = "r") -> ladders.FollowUpStarted:
    return ladders.FollowUpStarted(deal_id, run_id, STEPS, DUE, 3, "timing", "quote", LEA)


def sent(
    step: int, due: bool, message: int = 0, deal_id: str = "d", run_id: str = "r"
) -> ladders.FollowUpSent:
    after = DUE if due else None
    return ladders.FollowUpSent(deal_id, run_id, step, message_id(message or step), conversation_id(1), after)


EVENTS = st.one_of(
    st.builds(started, st.sampled_from(["d", "e"]), st.sampled_from(["r", "s"])),
    st.builds(
        sent, st.integers(1, 4), st.booleans(), st.integers(1, 9), st.sampled_from(["d", "e"]),
        st.sampled_from(["r", "s"]),
    ),
    st.builds(
        ladders.FollowUpCallAsked, st.sampled_from(["d", "e"]), st.sampled_from(["r", "s"]), st.integers(1, 4),
        st.just("t"),
    ),
    st.builds(
        ladders.FollowUpHeld, st.sampled_from(["d", "e"]), st.sampled_from(["r", "s"]), st.integers(1, 4),
        st.just("was_late"), st.just({"due_at": "x"}),
    ),
    st.builds(
        ladders.FollowUpSkipped, st.sampled_from(["d", "e"]), st.sampled_from(["r", "s"]), st.integers(1, 4),
        st.sampled_from([None, DUE]),
    ),
    st.builds(
        ladders.FollowUpDelayed, st.sampled_from(["d", "e"]), st.sampled_from(["r", "s"]), st.integers(1, 4),
        st.just(DUE), st.just("quiet_hours"),
    ),
    st.builds(
        ladders.FollowUpEnded, st.sampled_from(["d", "e"]), st.sampled_from(["r", "s"]), st.just("stopped"),
        st.none(),
    ),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(EVENTS, max_size=25), st.integers(1, 7))
def test_rows_are_what_the_rules_say(
    tmp_path_factory: pytest.TempPathFactory, bodies: list[ladders.FollowUpEvent], cut: int
) -> None:
    """However the log is cut into batches."""
    conn = new_view(tmp_path_factory.mktemp("view"))
    log, wanted = Log(), dict[str, FollowUp | None]()
    for body in bodies:
        event = log.add(body, HUB)
        wanted[body.deal_id] = follow_up_after(wanted.get(body.deal_id), body, event.pos, event.accepted_at)
    for start in range(0, len(log.events), cut):
        project(conn, log.events[start : start + cut])
    there = rows.follow_ups(conn, ["d", "e"])
    assert there == {key: run for key, run in wanted.items() if run is not None}
    assert {run.deal_id for run in rows.all_follow_ups(conn)} == set(there)
    conn.close()


def test_what_a_deal_goes_through_is_told_to_its_run_once(conn: Connection) -> None:
    log = Log()
    log.add(deals.DealAdded("d", "main", "quote"), MEMBER)
    log.add(started(), HUB)
    log.add(deals.DealLogged("d", "e1", "no_answer", "", START), MEMBER)
    project(conn, log.events)
    assert rows.touched(conn, "d") is None  # nobody was reached
    seen = len(log.events)
    log.add(deals.DealMoved("d", "main", "decision", "quote"), MEMBER)
    log.add(deals.DealWon("d"), MEMBER)
    project(conn, log.events[seen:])
    assert rows.touched(conn, "d") == "moved"
    assert ladder_looks.maybe_over(conn, 10) == ["d"]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (deals.DealMoved("d", "main", "decision", "quote"), "moved"),
        (deals.DealWon("d"), "won"),
        (deals.DealLost("d"), "lost"),
        (deals.DealReopened("d", "quote"), "reopened"),
        (deals.DealRemoved("d"), "removed"),
        (deals.DealLinked("d", ContactId("p2")), "linked"),
        (deals.DealLogged("d", "e", "call", "", START), "logged"),
        (deals.DealLogged("d", "e", "meeting", "", START), "logged"),
        (deals.DealLogged("d", "e", "email", "", START), "logged"),
        (deals.DealTagged("d", "vip"), None),
        (deals.DealOwned("d", LEA), None),
        (deals.DealCauseSet("d", "timing"), None),
    ],
)
def test_each_sign_of_a_deal(conn: Connection, body: object, why: str | None) -> None:
    log = Log()
    log.add(deals.DealAdded("d", "main", "quote"), MEMBER)
    log.add(started(), HUB)
    log.add(body, MEMBER)  # type: ignore[arg-type]
    project(conn, log.events)
    assert rows.touched(conn, "d") == why


def test_what_happened_before_a_run_says_nothing_of_it(conn: Connection) -> None:
    log = Log()
    log.add(deals.DealAdded("d", "main", "quote"), MEMBER)
    log.add(deals.DealMoved("d", "main", "decision", "quote"), MEMBER)
    log.add(started(), HUB)
    project(conn, log.events)
    assert rows.touched(conn, "d") is None


def test_a_ladder_is_automatic_since_it_was_first_saved_so(conn: Connection) -> None:
    log = Log()
    for version, is_automatic in enumerate((False, True, True, False, True), 1):
        log.add(ladders.LadderSaved(Ladder("main", STEPS, 3, is_automatic, version), LEA), MEMBER)
    project(conn, log.events[:3])
    assert rows.automatic_since(conn) == {"main": log.events[1].accepted_at}
    project(conn, log.events[3:4])
    assert rows.automatic_since(conn) == {}
    project(conn, log.events[4:])
    assert rows.automatic_since(conn) == {"main": log.events[4].accepted_at}
    assert rows.ladders(conn)["main"].version == 5


def quiet_log() -> Log:
    """Four deals of whom we wrote last, one that answered, one that is won."""
    log = Log()
    for person in range(1, 7):
        log.received(person, "Hello")
        amount = Money(person * 100, "USD" if person == 2 else "EUR") if person != 3 else None
        body = deals.DealAdded(
            f"d{person}",
            "main",
            "quote",
            amount=amount,
            conversation_id=conversation_id(person),
            member_id=LEA,
        )
        log.add(body, MEMBER)
        log.asked(person, person)
        log.accepted(person, person)
    log.received(5, "Yes please")
    log.add(deals.DealWon("d6"), MEMBER)
    return log


def test_quiet_deals_are_read_in_both_orders_along_the_index(conn: Connection) -> None:
    project(conn, quiet_log().events)
    cut = CutOff("main", "quote", START + timedelta(days=1))
    assert quiet_lists.quiet_ids(conn, [cut], "days", "EUR", 10) == ["d1", "d2", "d3", "d4"]
    assert quiet_lists.quiet_ids(conn, [cut], "value", "EUR", 10) == ["d4", "d1", "d2", "d3"]
    assert quiet_lists.quiet_ids(conn, [cut], "value", "USD", 2) == ["d2", "d4"]
    count, sums = quiet_lists.quiet_sums(conn, [cut])
    assert count == 4 and sorted((one.currency, one.minor) for one in sums) == [("EUR", 500), ("USD", 200)]
    assert quiet_lists.quiet_ids(conn, [CutOff("main", "quote", START)], "days", "EUR", 10) == []
    assert quiet_lists.quiet_ids(conn, [CutOff("main", "enquiry", cut.at)], "days", "EUR", 10) == []
    assert today.is_any_silent(conn)
    plan = conn.execute(
        "EXPLAIN QUERY PLAN SELECT d.deal_id FROM view_deal d INDEXED BY view_deal_silent WHERE d.pipeline_id = ?"
        " AND d.stage_id = ? AND d.silent_us <= ? ORDER BY d.silent_us, d.deal_id LIMIT 9", ("a", "b", 1),
    ).fetchall()  # fmt: skip
    assert "view_deal_silent" in str(plan)


def test_an_answer_counts_for_the_last_step_before_it_for_a_week(conn: Connection) -> None:
    log = Log()
    for person in (1, 2, 3):
        log.received(person, "Hello")
        log.add(
            deals.DealAdded(f"d{person}", "main", "quote", conversation_id=conversation_id(person)), MEMBER
        )
        log.add(started(f"d{person}", f"r{person}"), HUB)
        for step in (1, 3):
            number = person * 10 + step
            log.asked(person, number)
            if step == 3:
                log.add(ladders.FollowUpSkipped(f"d{person}", f"r{person}", 2, DUE), MEMBER)
            log.add(sent(step, step == 1, number, f"d{person}", f"r{person}"), HUB)
    log.add(ladders.FollowUpEnded("d1", "r1", "answered"), HUB)
    log.add(deals.DealCauseSet("d2", "overload"), MEMBER)
    log.add(ladders.FollowUpEnded("d2", "r2", "won", LEA), MEMBER)
    project(conn, log.events)
    taken = quiet_lists.steps_taken(conn)
    assert sorted(taken) == [
        (1, "overload", False), (1, "timing", False), (1, "timing", False),
        (3, "overload", False), (3, "timing", False), (3, "timing", True),
    ]  # fmt: skip
    assert quiet_lists.steps_taken(conn, "other") == []


def test_a_view_made_anew_has_the_same_rows(conn: Connection, tmp_path: Path) -> None:
    log = quiet_log()
    log.add(ladders.LadderSaved(Ladder("main", STEPS, 3, True, 1), LEA), MEMBER)
    for number in (1, 2, 3):
        log.add(started(f"d{number}", f"r{number}"), HUB)
    log.add(sent(1, True, 1, "d1", "r1"), HUB)
    log.add(ladders.FollowUpHeld("d2", "r2", 1, "no_template"), HUB)
    log.add(deals.DealMoved("d3", "main", "decision", "quote"), MEMBER)
    project(conn, log.events)
    other = new_view(tmp_path, "other.db")
    work = projector.Rebuild()
    work.begin(other)
    work.add(other, log.events)
    work.end(other, len(log.events), b"")
    for table in ("view_ladder", "view_follow_up", "view_follow_up_run", "view_follow_up_step"):
        sql = f"SELECT * FROM {table} ORDER BY 1, 2"
        assert conn.execute(sql).fetchall() == other.execute(sql).fetchall(), table
    other.close()
