"""New requests in the rows: a walk along an index, equal however the log was cut, also through merges and links."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlcipher3.dbapi2 import Connection

from app.domain.contacts import ContactMerged
from app.domain.conversations import ConversationClosed
from app.domain.deals import (
    DealAdded,
    DealLinked,
    DealRemoved,
    DealRestored,
    DealWon,
    IncomingDeclined,
    IncomingRestored,
)
from app.domain.events import Event
from app.domain.ids import ContactId, ConversationId
from app.domain.merging import ContactUnmerged
from storage import view
from storage.view import hygiene, incoming
from tests.storage.test_view_queries import conn
from tests.storage.view_log import LEA, MEMBER, OTHER_LINE, Log, conversation_id, new_view, project

__all__ = ["conn"]


def person(number: int) -> ContactId:
    return ContactId(f"p{number}")


def deal(number: int, **whose: object) -> DealAdded:
    return DealAdded(f"d{number}", "main", "enquiry", **whose)  # type: ignore[arg-type]


def listed(conn: Connection) -> list[str]:
    ids = incoming.incoming_ids(conn, 100)
    assert incoming.incoming_count(conn) == len(ids)
    assert all(incoming.is_incoming(conn, one) for one in ids)
    return list(ids)


def test_both_reads_walk_the_index_that_was_made_for_them(conn: Connection) -> None:
    view.rebuild(conn, [])
    for sql, values in ((incoming._NEWEST, (50,)), (incoming._COUNT, ())):
        steps = [row[3] for row in conn.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
        assert len(steps) == 1 and "USING" in steps[0] and "view_conversation_incoming" in steps[0]


def test_who_wrote_last_stands_first_and_our_answers_move_nobody(conn: Connection) -> None:
    log = Log()
    for number in (0, 1, 2):
        log.received(number)
    log.asked(0, 1)
    log.add(ConversationClosed(conversation_id(2), LEA), MEMBER)
    project(conn, log.events, 1)
    assert listed(conn) == ["c1", "c0"]


def test_a_history_alone_is_no_request(conn: Connection) -> None:
    log = Log()
    log.received(0, is_history=True)
    project(conn, log.events)
    assert listed(conn) == []
    log.received(0)
    project(conn, log.events[1:])
    assert listed(conn) == ["c0"]


def test_a_deal_settles_its_thread_or_all_threads_of_its_person(conn: Connection) -> None:
    log = Log()
    for number in (0, 1):
        log.received(number)
        log.received(number, conversation_id=ConversationId(f"o{number}"), line_id=OTHER_LINE)
    log.add(deal(1, conversation_id=conversation_id(0), contact_id=person(0)), MEMBER)
    log.add(deal(2, contact_id=person(1)), MEMBER)
    project(conn, log.events, 1)
    assert listed(conn) == ["o0"]
    log.add(DealWon("d1"), MEMBER)
    log.add(DealRemoved("d2", LEA), MEMBER)
    project(conn, log.events[-2:])
    assert listed(conn) == ["o1", "c1", "o0"]
    log.add(DealRestored("d2", LEA), MEMBER)
    log.add(DealLinked("d1", person(0)), MEMBER)
    project(conn, log.events[-2:], 1)
    assert listed(conn) == []


def test_an_advertisement_knows_whether_a_deal_is_open(conn: Connection) -> None:
    log = Log()
    log.received(0)
    log.add(deal(1, conversation_id=conversation_id(0)), MEMBER)
    project(conn, log.events)
    assert incoming.has_open_deal(conn, person(0), conversation_id(0))
    assert not incoming.has_open_deal(conn, person(1), conversation_id(1))
    log.add(DealWon("d1"), MEMBER)
    log.add(deal(2, contact_id=person(0)), MEMBER)
    project(conn, log.events[-2:-1])
    assert not incoming.has_open_deal(conn, person(0), conversation_id(0))
    project(conn, log.events[-1:])
    assert incoming.has_open_deal(conn, person(0), conversation_id(0))


def test_what_was_said_of_an_unknown_conversation_says_nothing(conn: Connection) -> None:
    log = Log()
    log.add(IncomingDeclined(conversation_id(0), LEA), MEMBER)
    log.received(0)
    project(conn, log.events, 1)
    assert listed(conn) == ["c0"] and not incoming.is_declined(conn, conversation_id(0))


def test_tidying_up_counts_them_once_there_is_any_deal(conn: Connection) -> None:
    log = Log()
    for number in (0, 1):
        log.received(number)
    project(conn, log.events)
    assert (
        dict(hygiene.quick_counts(conn, 2))["no_deal"] == 0 and hygiene.people_with(conn, "no_deal", 9) == []
    )
    log.add(deal(1, title="Terrace", person="Somebody"), MEMBER)
    project(conn, log.events[-1:])
    assert dict(hygiene.quick_counts(conn, 2))["no_deal"] == 2
    found = hygiene.people_with(conn, "no_deal", 1)
    assert [(one.contact_id, one.conversation_id) for one in found] == [("p1", "c1")]


def test_of_two_who_become_one_the_one_with_a_deal_settles_both(conn: Connection) -> None:
    log = Log()
    for number in (0, 1):
        log.received(number)
    log.add(deal(1, conversation_id=conversation_id(1)), MEMBER)
    project(conn, log.events)
    assert listed(conn) == ["c0"]
    log.add(ContactMerged(person(0), person(1), "person", LEA), MEMBER)
    project(conn, log.events[-1:])
    assert listed(conn) == []
    log.add(ContactUnmerged(person(0), person(1), LEA), MEMBER)
    project(conn, log.events[-1:])
    assert listed(conn) == ["c0"]


# --- any order of events, any cutting ---

_PEOPLE = st.integers(0, 2)
_ACTS = (
    "write",
    "write",
    "other",
    "deal",
    "person",
    "remove",
    "restore",
    "link",
    "decline",
    "bring",
    "merge",
    "part",
)


@st.composite
def drawn_logs(draw: st.DrawFn) -> list[Event]:
    """Requests, deals, links, merges and separations of three people on two numbers."""
    log = Log()
    for act in draw(st.lists(st.sampled_from(_ACTS), min_size=1, max_size=18)):
        number, other = draw(_PEOPLE), draw(_PEOPLE)
        there = draw(st.sampled_from([conversation_id(number), ConversationId(f"o{number}")]))
        deal_id = f"d{draw(st.integers(1, 3))}"
        if act == "write":
            log.received(number)
        elif act == "other":
            log.received(number, conversation_id=ConversationId(f"o{number}"), line_id=OTHER_LINE)
        elif act == "deal":
            log.add(
                DealAdded(deal_id, "main", "quote", contact_id=person(number), conversation_id=there), MEMBER
            )
        elif act == "person":
            log.add(DealAdded(deal_id, "main", "quote", contact_id=person(number)), MEMBER)
        elif act == "link":
            log.add(DealLinked(deal_id, person(number), draw(st.sampled_from([None, there]))), MEMBER)
        elif act in ("remove", "restore"):
            log.add((DealRemoved if act == "remove" else DealRestored)(deal_id, LEA), MEMBER)
        elif act in ("decline", "bring"):
            log.add((IncomingDeclined if act == "decline" else IncomingRestored)(there, LEA), MEMBER)
        elif act == "merge":
            log.add(ContactMerged(person(number), person(other), "person", LEA), MEMBER)
        else:
            log.add(ContactUnmerged(person(number), person(other), LEA), MEMBER)
    return log.events


@settings(deadline=None, max_examples=60)
@given(events=drawn_logs(), size=st.integers(1, 20))
def test_rows_made_step_by_step_equal_those_made_anew(
    tmp_path_factory: pytest.TempPathFactory, events: Sequence[Event], size: int
) -> None:
    folder: Path = tmp_path_factory.mktemp("views")
    log = Log(list(events))
    first, second = new_view(folder, "one.db"), new_view(folder, "two.db")
    try:
        project(first, events, size)
        view.rebuild(second, log.stored())
        assert view.view_hash(first) == view.view_hash(second)
        assert listed(first) == listed(second)
    finally:
        first.close()
        second.close()
