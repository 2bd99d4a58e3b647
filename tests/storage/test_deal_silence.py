"""Whose turn it is about a deal and since when, for logs of every kind: as a slow plain reading of messages says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.deals import DealAdded
from app.domain.events import Event
from app.domain.ids import ContactId
from app.domain.sends import SendRequested
from storage.engine import Connection
from storage.instants import to_us
from storage.view.deal_reading import LISTED, deal_rows
from tests.storage.plain_silence import plain_silence
from tests.storage.test_view_batches import follow
from tests.storage.view_emptied import emptied
from tests.storage.view_log import (
    LEA,
    LINE,
    MEMBER,
    Log,
    conversation_id,
    message_id,
    new_view,
    project,
    random_logs,
)

TALK = conversation_id(0)

many = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[Connection]:
    connection = new_view(tmp_path)
    yield connection
    connection.close()


def shown(conn: Connection) -> dict[str, tuple[int | None, str]]:
    """What boards and lists say."""
    rows = deal_rows(conn, LISTED)
    return {row.deal_id: (to_us(row.silent_since_at), row.awaits) for row in rows}


def with_deals(log: Log) -> None:
    """Deals of a thread and of a person, before anything else."""
    for number in range(3):
        of = {"contact_id": ContactId("p0")} if number == 2 else {"conversation_id": conversation_id(number)}
        log.add(DealAdded(f"deal{number}", "main", "quote", "Cake", **of), MEMBER)


@many
@given(events=random_logs(max_size=60, beginning=with_deals), size=st.integers(1, 9))
def test_silence_is_what_a_plain_reading_says(conn: Connection, events: list[Event], size: int) -> None:
    follow(emptied(conn), events, size)
    assert shown(conn) == plain_silence(conn)


def first(conn: Connection, log: Log) -> tuple[int | None, str]:
    project(emptied(conn), log.events)
    return shown(conn)["deal0"]


def second(event: Event) -> int | None:
    """Where messages stand: channels know no smaller times."""
    return to_us(event.occurred_at.replace(microsecond=0))


def test_our_reaction_is_no_answer_and_theirs_is_no_question(conn: Connection) -> None:
    log = Log()
    with_deals(log)
    log.received(0, "When can you come?")
    like = SendRequested(
        message_id(1), TALK, ContactId("p0"), LINE, LEA, "reaction", "👍", reply_to="wamid.in4"
    )
    log.add(like, MEMBER)
    assert first(conn, log) == (None, "us")
    offer = log.asked(0, 2, "On Monday. Shall I?")
    assert first(conn, log) == (second(offer), "them")
    liked = log.received(0, "👍", kind="reaction", reply_to="wamid.out2", late_s=0)
    assert first(conn, log) == (to_us(liked.occurred_at), "them")


def test_a_message_that_failed_later_is_nothing_to_answer(conn: Connection) -> None:
    log = Log()
    with_deals(log)
    log.asked(0, 1)
    log.accepted(0, 1)
    log.status(1, "failed")
    assert first(conn, log) == (None, "us")
    again = log.asked(0, 2)
    assert first(conn, log) == (second(again), "them")
