"""The send table: lanes in order, one message at a time to each person, truth that comes late."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3.dbapi2 import Connection

from app.domain.contacts import Identity
from app.domain.ids import ContactId, ConversationId, LineId, MessageId
from app.domain.outgoing import Outgoing
from storage.engine import connect, create_tables
from storage.hub import sends
from storage.hub.sends import NewSend, Send
from storage.hub.tables import METADATA

NOW = datetime(2026, 11, 26, 9, 42, tzinfo=UTC)
LINE = LineId("whatsapp:1")
LEASE = timedelta(seconds=120)


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[Connection]:
    with closing(connect(tmp_path / "hub.db", None)) as connection:
        create_tables(connection, METADATA)
        yield connection


def add(conn: Connection, name: str, person: str = "ana", **more: Any) -> MessageId:
    """Queue a message to a person of this name; each has a conversation and a number."""
    given: dict[str, Any] = {
        "message_id": MessageId(name),
        "conversation_id": ConversationId(person),
        "contact_id": ContactId(person),
        "line_id": LINE,
        "to": Identity(number=person),
        "outgoing": Outgoing("text", "Hello"),
        "requested_at": NOW,
    }
    sends.add(conn, NewSend(**(given | more)))
    return MessageId(name)


def due(conn: Connection, at: datetime = NOW, **more: Any) -> list[str]:
    return [send.message_id for send in sends.due(conn, at, 100, **more)]


def begin(conn: Connection, name: str) -> Send:
    begun = sends.begin(conn, MessageId(name), NOW)
    assert begun is not None
    return begun


def state(conn: Connection, name: str) -> str:
    row = sends.find(conn, MessageId(name))
    assert row is not None
    return row.state


def test_a_lane_goes_in_order_one_at_a_time(conn: Connection) -> None:
    add(conn, "a1"), add(conn, "a2"), add(conn, "b1", "bo")
    assert due(conn) == ["a1", "b1"]
    first = begin(conn, "a1")
    assert due(conn) == ["b1"]
    assert sends.accept(conn, first.message_id, "wamid.1")
    assert due(conn) == ["a2", "b1"]


def test_two_conversations_of_one_person_wait_for_each_other(conn: Connection) -> None:
    add(conn, "a1"), add(conn, "a2", conversation_id=ConversationId("other"))
    assert due(conn) == ["a1", "a2"]
    begin(conn, "a1")
    assert due(conn) == []


def test_replies_go_before_bulk(conn: Connection) -> None:
    add(conn, "b", "bo", is_bulk=True), add(conn, "a")
    assert due(conn) == ["a", "b"]


def test_a_line_that_waits_does_not_stand_before_the_others(conn: Connection) -> None:
    add(conn, "a"), add(conn, "b", "bo", line_id=LineId("whatsapp:2"))
    assert [send.message_id for send in sends.due(conn, NOW, 1, [LINE])] == ["b"]


def test_grace_and_last_moment(conn: Connection) -> None:
    add(conn, "a", hold_until_at=later(3), not_after_at=later(60))
    assert due(conn, later(2)) == []
    assert sends.next_at(conn, NOW, LEASE) == later(3)
    assert due(conn, later(3)) == ["a"]
    assert sends.overdue(conn, later(60)) == []
    after = sends.next_at(conn, later(3), LEASE)
    assert after is not None
    assert [send.message_id for send in sends.overdue(conn, after)] == ["a"]


def test_what_waits_behind_another_can_be_too_late_all_the_same(conn: Connection) -> None:
    add(conn, "a1"), add(conn, "a2", not_after_at=later(1))
    assert [send.message_id for send in sends.overdue(conn, later(2))] == ["a2"]


def test_beginning_counts_the_attempt_and_happens_once(conn: Connection) -> None:
    add(conn, "a")
    begun = begin(conn, "a")
    assert (begun.state, begun.attempt, begun.first_try_at, begun.taken_at, begun.outgoing.text) == (
        "sending",
        1,
        NOW,
        NOW,
        "Hello",
    )
    assert sends.begin(conn, MessageId("a"), NOW) is None
    assert not sends.end_queued(conn, MessageId("a"), "cancelled")


def test_postponing_counts_why_and_keeps_the_reason(conn: Connection) -> None:
    add(conn, "a")
    assert sends.postpone(conn, begin(conn, "a"), later(60), "said_failed", "channel_failed", 131000)
    assert due(conn, later(59)) == []
    again = sends.begin(conn, MessageId("a"), later(60))
    assert again is not None
    assert (again.attempt, again.said_failed, again.first_try_at) == (2, 1, NOW)
    assert sends.postpone(conn, again, later(61), "unsent")
    row = sends.find(conn, MessageId("a"))
    assert row is not None
    assert (row.unsent, row.code, row.provider_code) == (1, "channel_failed", 131000)


def test_an_older_attempt_cannot_end_a_newer_one(conn: Connection) -> None:
    add(conn, "a")
    old = begin(conn, "a")
    sends.postpone(conn, old, NOW, "unsent")
    begin(conn, "a")
    assert not sends.end_attempt(conn, old, "unknown")
    assert not sends.postpone(conn, old, NOW, "refused")
    assert state(conn, "a") == "sending"


@pytest.mark.parametrize(
    "end", ["queued", "sending", "refused", "failed", "unknown", "expired", "settled", "cancelled"]
)
def test_late_truth_wins_over_everything_but_taken_back(conn: Connection, end: str) -> None:
    """G6: an answer or a status settles a message from any state but one."""
    for name in ("answer", "status"):
        add(conn, name, name)
        if end in ("expired", "cancelled"):
            sends.end_queued(conn, MessageId(name), end)  # type: ignore[arg-type]
        elif end != "queued":
            begun = begin(conn, name)
            if end == "settled":
                sends.end_attempt(conn, begun, "unknown")
                assert sends.settle(conn, begun.message_id)
            elif end != "sending":
                sends.end_attempt(conn, begun, end)  # type: ignore[arg-type]
        assert state(conn, name) == end
    is_taken_back = end == "cancelled"
    assert sends.accept(conn, MessageId("answer"), "wamid.1") is not is_taken_back
    sends.prove(conn, [MessageId("status"), MessageId("nobody's")])
    expected = "cancelled" if is_taken_back else "accepted"
    assert (state(conn, "answer"), state(conn, "status")) == (expected, expected)


def test_a_second_answer_says_nothing_new(conn: Connection) -> None:
    add(conn, "a")
    begin(conn, "a")
    sends.prove(conn, [MessageId("a")])
    assert sends.accept(conn, MessageId("a"), "wamid.1")
    assert not sends.accept(conn, MessageId("a"), "wamid.1")


def test_the_text_is_kept_no_longer_than_needed(conn: Connection) -> None:
    for name, end in (("a", "accepted"), ("b", "unknown"), ("c", "expired"), ("d", "proved")):
        add(conn, name, name, outgoing=Outgoing("text", "secret"))
        if end == "accepted":
            sends.accept(conn, begin(conn, name).message_id, "wamid.1")
        elif end == "unknown":
            sends.end_attempt(conn, begin(conn, name), "unknown")
        elif end == "expired":
            sends.end_queued(conn, MessageId(name), "expired")
        else:
            sends.prove(conn, [MessageId(name)])
    assert conn.execute("SELECT count(*) FROM send WHERE text IS NOT NULL").fetchone() == (0,)


def test_orphans_are_what_nobody_here_is_sending(conn: Connection) -> None:
    add(conn, "a"), add(conn, "b", "bo"), add(conn, "c", "cy")
    begin(conn, "a"), begin(conn, "b")
    assert [send.message_id for send in sends.orphans(conn, NOW, {MessageId("b")})] == ["a"]
    assert sends.orphans(conn, NOW - timedelta(seconds=1)) == []
    assert sends.next_at(conn, NOW, LEASE) == later(120)


def test_a_user_id_is_an_address_too_and_nobody_is_none(conn: Connection) -> None:
    add(conn, "a", to=Identity(user_id="GB.1"))
    row = sends.find(conn, MessageId("a"))
    assert row is not None
    assert (row.recipient, row.to) == ("GB.1", Identity(user_id="GB.1"))
    with pytest.raises(ValueError, match="somebody"):
        add(conn, "b", to=Identity(name="Ana"))


LOOKS: dict[str, Callable[[Connection], object]] = {
    "due": lambda conn: sends.due(conn, NOW, 10),
    "overdue": lambda conn: sends.overdue(conn, NOW),
    "orphans": lambda conn: sends.orphans(conn, NOW),
    "next_at": lambda conn: sends.next_at(conn, NOW, LEASE),
}


@pytest.mark.parametrize("look", LOOKS)
def test_looking_for_work_never_reads_the_whole_history(conn: Any, look: str) -> None:
    statements: list[str] = []
    conn.set_trace_callback(statements.append)
    LOOKS[look](conn)
    conn.set_trace_callback(None)
    plans = [str(row[3]) for text in statements for row in conn.execute(f"EXPLAIN QUERY PLAN {text}")]
    of_sends = [plan.split() for plan in plans if set(plan.split()) & {"send", "earlier", "other"}]
    assert of_sends
    assert all({"send_open", "send_sending"} & set(words) for words in of_sends), plans
