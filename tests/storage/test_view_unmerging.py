"""Merging two people and taking it back loses nothing, whatever happened before, between and after (decision 168)."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain import contact_cards as cards
from app.domain import conversations, notes, tags
from app.domain.contacts import ContactBlocked, ContactMerged, Identity
from app.domain.events import Event, EventBody
from app.domain.health import HubStopped
from app.domain.ids import ContactId, ConversationId, MessageId
from app.domain.merging import ContactsKeptApart, ContactUnmerged
from storage import view
from storage.engine import Connection
from storage.view.merges import are_apart, erase
from storage.view.schema import _TABLES
from tests.storage.merge_histories import LIFE, as_if_never, contact_id, histories, merge, named
from tests.storage.view_emptied import emptied
from tests.storage.view_log import (
    HUB,
    LEA,
    LINE,
    MARC,
    MEMBER,
    OTHER_LINE,
    Log,
    conversation_id,
    new_view,
    project,
)

many = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
_LINES = ("notice", "blocked", "unblocked")  # they stay where people read them
ANA, ZOE, BO = ContactId("p1"), ContactId("p2"), ContactId("p3")


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[Connection]:
    connection = new_view(tmp_path)
    yield connection
    connection.close()


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Connection]:
    connection = new_view(tmp_path, "other.db")
    yield connection
    connection.close()


def picture(conn: Connection) -> dict[str, list[Any]]:
    """Every row, but for what merges leave: that two were held to be one, lines that tell what the team did (they say
    what changed for those who saw it), and whether a note that names somebody was seen."""
    skipped = {"view_apart", "view_health", "view_mention"}
    found = {table: conn.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in _TABLES}
    found["view_message"] = [row for row in found["view_message"] if row[5] not in _LINES]
    told = found["view_contact_event"]
    found["view_contact_event"] = [row for row in told if row[3] != "closed"]
    found["mentions"] = conn.execute(
        "SELECT member_id, pos, no, note_pos FROM view_mention ORDER BY 1, 2"
    ).fetchall()
    found["lists"] = conn.execute("SELECT * FROM view_health WHERE name LIKE 'size:%' ORDER BY 1").fetchall()
    return {table: rows for table, rows in found.items() if table not in skipped}


@many
@given(events=histories(), size=st.integers(1, 12))
def test_merged_and_taken_apart_again_is_never_merged(
    conn: Connection, other: Connection, events: list[Event], size: int
) -> None:
    project(emptied(conn), events, size)
    project(emptied(other), as_if_never(events))
    left, expected = picture(conn), picture(other)
    assert {table: left[table] for table in left if left[table] != expected[table]} == {
        table: expected[table] for table in left if left[table] != expected[table]
    }


@many
@given(before=histories(LIFE), after=st.integers(0, 3), size=st.integers(1, 12))
def test_merged_again_after_it_was_taken_apart_is_merged(
    conn: Connection, other: Connection, before: list[Event], after: int, size: int
) -> None:
    """Merge, un-merge, merge is the same as a merge; and un-merging that gives both back."""
    log = Log(list(before))
    pairs: list[EventBody] = [ContactMerged(ANA, ZOE, "person", LEA), ContactUnmerged(ANA, ZOE, LEA)]
    once = Log(list(before))
    for body in (*pairs, pairs[0]):
        log.add(body, MEMBER)
    for body in (HubStopped(), HubStopped(), pairs[0]):
        once.add(body, MEMBER)
    for both in (log, once):
        for _ in range(after):
            both.received(2, identity=named(2))
    project(emptied(conn), log.events, size)
    project(emptied(other), once.events)
    assert picture(conn) == picture(other)


@many
@given(events=histories((*LIFE, merge)), size=st.integers(1, 12), data=st.data())
def test_of_three_who_were_one_the_last_is_taken_out_exactly(
    conn: Connection, other: Connection, events: list[Event], size: int, data: st.DataObject
) -> None:
    """What was merged before it stays merged, as if only that had happened."""
    log, without = Log(list(events)), Log(list(events))
    for kept, gone, is_in_both in ((ANA, ZOE, True), (ANA, BO, False)):
        log.add(ContactMerged(kept, gone, "person", LEA), MEMBER)
        without.add(ContactMerged(kept, gone, "person", LEA) if is_in_both else HubStopped(), MEMBER)
    for _ in range(data.draw(st.integers(0, 4))):
        person = data.draw(st.integers(1, 3))
        for both in (log, without):
            both.received(person, identity=named(person))
    log.add(ContactUnmerged(ANA, BO, LEA), MEMBER)
    without.add(HubStopped(), HUB)
    project(emptied(conn), log.events, size)
    project(emptied(other), without.events)
    assert picture(conn) == picture(other)


def two(log: Log) -> None:
    log.received(1, "Bonjour", identity=named(1))
    log.received(2, "Moi, c’est Zoé", identity=named(2))
    log.received(2, "Ailleurs", line_id=OTHER_LINE, conversation_id=ConversationId("d2"), identity=named(2))
    log.add(ContactMerged(ANA, ZOE, "person", LEA), MEMBER)


def texts(conn: Connection, where: ConversationId) -> list[str | None]:
    return [row.text for row in view.thread_page(conn, where)]


@pytest.mark.parametrize("size", [1, 100])
def test_what_was_written_since_goes_with_the_name_it_came_from(conn: Connection, size: int) -> None:
    """The hub knew one person: it wrote everything into the conversation that was kept."""
    log = Log()
    two(log)
    log.received(1, "Zoé encore", identity=named(2))
    log.asked(1, 1, "Pour Zoé")  # her number is the one in use
    log.received(1, "Ana encore", identity=named(1))
    log.asked(1, 2, "Pour Ana")
    log.received(1, "Zoé, autre numéro", identity=Identity(number="3399", user_id="FR.2"))
    log.add(tags.ConversationTagged(conversation_id(1), "VIP", LEA), MEMBER)
    log.add(notes.NoteAdded(MessageId("n1"), conversation_id(1), "Une seule ?", LEA), MEMBER)
    log.add(ContactUnmerged(ANA, ZOE, LEA), MEMBER)
    log.received(2, "Encore moi", identity=named(2))
    project(conn, log.events, size)
    assert texts(conn, conversation_id(1)) == ["Bonjour", "Ana encore", "Pour Ana", "Une seule ?"]
    assert texts(conn, conversation_id(2)) == [
        "Moi, c’est Zoé", "Zoé encore", "Pour Zoé", "Zoé, autre numéro", "Encore moi",
    ]  # fmt: skip
    assert view.tags_of(conn, conversation_id(1)) == ["VIP"] and view.tags_of(conn, conversation_id(2)) == []
    for identity, owner in ((named(1), ANA), (named(2), ZOE), (Identity(number="3399"), ZOE)):
        assert view.contact_by_alias(conn, identity) == owner
    elsewhere = view.load_conversation(conn, ConversationId("d2"))
    assert elsewhere is not None and elsewhere.contact_id == ZOE
    assert view.kept_id(conn, ZOE) == ZOE and view.kept_id(conn, conversation_id(2)) == conversation_id(2)


def test_what_desks_ask_for_the_gone_conversation_belongs_to_it(conn: Connection) -> None:
    log = Log()
    two(log)
    log.add(
        conversations.ConversationClosed(conversation_id(2), LEA), MEMBER
    )  # a desk that had not heard of the merge
    log.add(tags.ConversationTagged(conversation_id(2), "colour", LEA), MEMBER)
    project(conn, log.events)
    shown = view.load_conversation(conn, conversation_id(1))
    assert shown is not None and shown.is_closed and view.tags_of(conn, conversation_id(1)) == ["colour"]
    project(conn, [log.add(ContactUnmerged(ANA, ZOE, LEA), MEMBER)])
    ana, zoe = (view.load_conversation(conn, conversation_id(one)) for one in (1, 2))
    assert ana is not None and not ana.is_closed and ana.unread_count == 1
    assert zoe is not None and zoe.is_closed and view.tags_of(conn, conversation_id(2)) == ["colour"]


def test_of_three_the_first_is_taken_out_and_the_others_stay_one(conn: Connection) -> None:
    log = Log()
    two(log)
    log.received(3, "Bo", identity=named(3))
    log.add(ContactMerged(BO, ANA, "number_changed"), HUB)
    log.received(3, "Zoé encore", identity=named(2))
    log.add(ContactUnmerged(BO, ZOE, LEA), MEMBER)
    project(conn, log.events, 1)
    assert texts(conn, conversation_id(3)) == ["Bonjour", "Bo"]
    assert texts(conn, conversation_id(2)) == ["Moi, c’est Zoé", "Zoé encore"]
    assert view.kept_id(conn, ANA) == BO and view.kept_id(conn, ZOE) == ZOE


def test_a_conversation_that_somebody_opened_while_they_were_another_is_theirs(conn: Connection) -> None:
    log = Log()
    log.received(1, "Bonjour", identity=named(1))
    log.received(2, "Moi", identity=named(2))
    log.add(ContactMerged(ANA, ZOE, "same_message"), HUB)
    log.received(1, "Ailleurs", line_id=OTHER_LINE, conversation_id=ConversationId("d9"), identity=named(2))
    log.add(ContactUnmerged(ANA, ZOE, LEA), MEMBER)
    project(conn, log.events, 1)
    opened = view.load_conversation(conn, ConversationId("d9"))
    assert opened is not None and opened.contact_id == ZOE


@pytest.mark.parametrize("size", [1, 100])
def test_of_two_conversations_that_became_the_same_one_each_goes_back(
    conn: Connection, other: Connection, size: int
) -> None:
    """Somebody who was merged before the log knew them may have two with one business number."""
    log = Log()
    ana, zoe, bo = (contact_id(one) for one in (0, 1, 3))
    log.add(ContactMerged(ana, zoe, "person", LEA), MEMBER)
    for one in (3, 0, 1):
        log.received(one, identity=named(one))
    log.add(ContactMerged(bo, zoe, "person", LEA), MEMBER)
    for kept, gone in ((bo, ana), (ana, zoe)):
        log.add(ContactUnmerged(kept, gone, LEA), MEMBER)
    project(conn, log.events, size)
    project(other, as_if_never(log.events))
    assert picture(conn) == picture(other)


def _answered_elsewhere(log: Log) -> None:
    """What was read is the other's: the answer to Zoé."""
    log.received(1, late_s=90, identity=named(1))
    log.asked(2, 1)
    log.add(ContactMerged(ANA, ZOE, "person", LEA), MEMBER)


def _read_by_who_had_not_heard_of_the_other(log: Log) -> None:
    """What was read is Ana's alone: of what Zoé wrote since, nothing."""
    seen = log.received(1, identity=named(1)).pos
    log.received(2, identity=named(2))
    log.add(ContactMerged(ANA, ZOE, "person", LEA), MEMBER)
    log.add(conversations.ConversationRead(conversation_id(1), seen, LEA), MEMBER)


@pytest.mark.parametrize("size", [1, 100])
@pytest.mark.parametrize("is_within", [False, True], ids=["two", "two of three"])
@pytest.mark.parametrize(
    ("begin", "is_late"), [(_answered_elsewhere, True), (_read_by_who_had_not_heard_of_the_other, False)]
)
def test_a_message_is_late_by_what_was_read_where_it_stands(
    conn: Connection,
    other: Connection,
    begin: Callable[[Log], None],
    is_late: bool,
    is_within: bool,
    size: int,
) -> None:
    log = Log()
    begin(log)
    if is_within:
        log.add(ContactMerged(BO, ANA, "person", LEA), MEMBER)
    late = log.received(1, "Ana encore", late_s=30, identity=named(1))
    project(conn, log.events, size)
    shown = {row.pos: row.is_late for row in view.thread_page(conn, conversation_id(1))}
    assert shown[late.pos] is is_late
    parted = [log.add(ContactUnmerged(ANA, ZOE, LEA), MEMBER), log.add(ContactUnmerged(BO, ANA, LEA), MEMBER)]
    project(conn, parted, size)
    shown = {row.pos: row.is_late for row in view.thread_page(conn, conversation_id(1))}
    assert shown[late.pos] is not is_late
    project(other, as_if_never(log.events))
    assert picture(conn) == picture(other)


def test_two_who_were_taken_apart_are_two_for_every_rule(conn: Connection) -> None:
    log = Log()
    two(log)
    project(conn, log.events)
    assert not are_apart(conn, ANA, BO)
    project(conn, [log.add(ContactUnmerged(ANA, ZOE, LEA), MEMBER)])
    assert are_apart(conn, ANA, ZOE) and are_apart(conn, ZOE, ANA)
    log.received(3, identity=named(3))
    project(conn, log.events[-1:])
    project(conn, [log.add(ContactMerged(BO, ZOE, "person", LEA), MEMBER)])
    assert are_apart(conn, ANA, BO)  # she is part of Bo now
    project(conn, [log.add(ContactsKeptApart(BO, ANA, MARC), MEMBER)])
    assert are_apart(conn, BO, ANA)


def test_un_merging_who_was_never_merged_changes_nothing(conn: Connection) -> None:
    log = Log()
    two(log)
    project(conn, log.events)
    before = picture(conn)
    events = [
        log.add(ContactUnmerged(kept, gone, LEA), MEMBER)
        for kept, gone in ((ANA, BO), (ZOE, ANA), (ANA, ANA))
    ]
    project(conn, events)
    assert picture(conn) == before


def test_an_un_merge_is_told_as_a_change_of_everything(conn: Connection) -> None:
    log = Log()
    two(log)
    project(conn, log.events)
    conn.execute("BEGIN")
    changes = view.project(conn, [log.add(ContactUnmerged(ANA, ZOE, LEA), MEMBER)])
    conn.execute("COMMIT")
    assert changes.is_everything


def test_of_who_is_erased_nothing_is_left_beside_what_is_shown(conn: Connection) -> None:
    log = Log()
    two(log)
    log.add(cards.ContactTagged(ZOE, "VIP", LEA), MEMBER)
    log.add(tags.ConversationTagged(conversation_id(2), "colour", LEA), MEMBER)
    log.add(ContactBlocked(ZOE, LINE, LEA), MEMBER)
    log.received(3, identity=named(3))
    log.received(4, identity=named(4))
    log.add(ContactMerged(BO, contact_id(4), "person", LEA), MEMBER)
    project(conn, log.events)
    ids = [ANA, ZOE, conversation_id(1), conversation_id(2), ConversationId("d2")]
    conn.execute("BEGIN")
    erase(conn, json.dumps(ids))
    conn.execute("COMMIT")
    for table in ("view_tag", "view_contact_tag", "view_contact_field", "view_contact_identity"):
        sides = {row[0] for row in conn.execute(f"SELECT no FROM {table} WHERE no < 0")}
        assert sides <= {row[0] for row in conn.execute("SELECT no FROM view_aside")}
    assert conn.execute("SELECT count(*) FROM view_block WHERE contact_id LIKE '~%'").fetchone() == (0,)
    left = {row[0] for row in conn.execute("SELECT id FROM view_aside")}
    assert left == {BO, contact_id(4), conversation_id(3), conversation_id(4)}
    assert conn.execute("SELECT gone_id FROM view_merge").fetchall() == [(contact_id(4),)]
