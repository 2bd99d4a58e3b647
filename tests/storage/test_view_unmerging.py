"""Merging two people and taking it back loses nothing, whatever happened before, between and after (decision 168)."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain import assignment, conversations, notes, snoozing, tags
from app.domain import contact_cards as cards
from app.domain.contacts import ContactAliased, ContactBlocked, ContactMerged, ContactUnblocked, Identity
from app.domain.events import Event, EventBody
from app.domain.health import HubStopped
from app.domain.ids import ContactId, ConversationId, MessageId
from app.domain.merging import ContactsKeptApart, ContactUnmerged
from storage import view
from storage.engine import Connection
from storage.view.merges import are_apart, erase
from storage.view.schema import _TABLES
from tests.storage.view_log import (
    HUB,
    LEA,
    LINE,
    MARC,
    MEMBER,
    OTHER_LINE,
    Log,
    conversation_id,
    external_id,
    new_view,
    project,
)

many = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
people = st.integers(0, 3)
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


def emptied(connection: Connection) -> Connection:
    if connection.in_transaction:  # of an example that failed
        connection.execute("ROLLBACK")
    view.begin_rebuild(connection)
    view.end_rebuild(connection)
    return connection


def named(person: int, *, is_by_id: bool = False) -> Identity:
    """Everybody has names of their own here."""
    user = f"FR.{person}"
    return (
        Identity(user_id=user, name=f"Cliente {person}")
        if is_by_id
        else Identity(number=f"3363998{person:04d}", user_id=user)
    )


def contact_id(person: int) -> ContactId:
    return ContactId(f"p{person}")


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


def as_if_never(events: Sequence[Event]) -> list[Event]:
    """The same log in which nobody was ever merged."""
    merging = (ContactMerged, ContactUnmerged)
    inert = HubStopped()
    return [
        replace(event, body=inert, kind=inert.KIND) if isinstance(event.body, merging) else event
        for event in events
    ]


# --- what happens ---


def _write(log: Log, draw: st.DrawFn) -> None:
    person = draw(people)
    is_elsewhere = draw(st.integers(0, 3)) == 0
    log.received(
        person,
        kind=draw(st.sampled_from(["text", "text", "image"])),
        late_s=draw(st.sampled_from([0, 2, 30])),
        identity=named(person, is_by_id=draw(st.booleans())),
        **({"line_id": OTHER_LINE, "conversation_id": ConversationId(f"d{person}")} if is_elsewhere else {}),
    )


def _answer(log: Log, draw: st.DrawFn) -> None:
    log.asked(draw(people), draw(st.integers(0, 4)))


def _tell_fate(log: Log, draw: st.DrawFn) -> None:
    number = draw(st.integers(0, 4))
    if draw(st.booleans()):
        log.accepted(draw(people), number)
    else:
        log.status(number, draw(st.sampled_from(["sent", "read", "failed"])), is_matched=draw(st.booleans()))


def _react(log: Log, draw: st.DrawFn) -> None:
    person = draw(people)
    about = (
        external_id(draw(st.integers(0, 4))) if draw(st.booleans()) else f"wamid.in{draw(st.integers(1, 9))}"
    )
    kind = draw(st.sampled_from(["reaction", "edit", "revoke"]))
    log.received(person, "👍", kind=kind, reply_to=about, identity=named(person))


def _work(log: Log, draw: st.DrawFn) -> None:
    where, member = conversation_id(draw(people)), draw(st.sampled_from([LEA, MARC, None]))
    note = MessageId(f"note{draw(st.integers(0, 3))}")
    bodies: list[EventBody] = [
        assignment.ConversationAssigned(where, member, LEA, "assigned"),
        snoozing.ConversationSnoozed(where, None, LEA),
        conversations.ConversationClosed(where, LEA, "solved", "Booked"),
        conversations.ConversationReopened(where, LEA),
        conversations.ConversationRead(where, len(log.events), LEA),
        conversations.ConversationMarkedUnread(where, LEA),
        tags.ConversationTagged(where, draw(st.sampled_from(["VIP", "colour"])), LEA),
        tags.ConversationUntagged(where, draw(st.sampled_from(["VIP", "colour"])), LEA),
        notes.NoteAdded(note, where, "Who knows her?", LEA, (MARC,)),
        notes.NoteEdited(note, where, "Who knows Ana?", LEA, ()),
        ContactBlocked(contact_id(draw(people)), LINE, LEA),
        ContactUnblocked(contact_id(draw(people)), LINE, LEA),
    ]
    log.add(draw(st.sampled_from(bodies)), MEMBER, f"t{len(log.events)}")


def _teach(log: Log, draw: st.DrawFn) -> None:
    person = draw(people)
    identity = Identity(
        number=f"44{person}{draw(st.integers(0, 2))}", username=draw(st.sampled_from([None, "ana.f"]))
    )
    log.add(ContactAliased(contact_id(person), identity), HUB)


def _know(log: Log, draw: st.DrawFn) -> None:
    """The team writes down what it knows of somebody."""
    who, note = contact_id(draw(people)), f"about{draw(st.integers(0, 3))}"
    key = draw(st.sampled_from(["name", "email", "phone", "f-1", "f-2"]))
    values = st.sampled_from([None, "33639980077", "12"])
    bodies: list[EventBody] = [
        cards.ContactChanged(who, (cards.FieldChange(key, draw(values)),), LEA),
        cards.ContactTagged(who, draw(st.sampled_from(["VIP", "regular"])), LEA),
        cards.ContactUntagged(who, draw(st.sampled_from(["VIP", "regular"])), LEA),
        cards.ContactOwned(who, draw(st.sampled_from([None, LEA, MARC])), LEA),
        cards.ContactNoteAdded(who, note, "Allergic to nuts", LEA),
        cards.ContactNoteEdited(who, note, "Allergic to milk", LEA),
        cards.ContactNoteRemoved(who, note, LEA),
    ]
    log.add(draw(st.sampled_from(bodies)), MEMBER)


def _add(log: Log, draw: st.DrawFn) -> None:
    person = draw(people)
    changes = (cards.FieldChange("company", "Salon"), cards.FieldChange("f-1", "7"))
    log.add(cards.ContactAdded(contact_id(person), named(person), changes, ("VIP",), LEA, LEA), MEMBER)


def _begin(log: Log, draw: st.DrawFn) -> None:
    person = draw(st.integers(0, 5))
    begun = conversations.ConversationStarted(
        conversation_id(person), contact_id(person), LINE, "whatsapp", named(person), LEA
    )
    log.add(begun, MEMBER)


def _merge(log: Log, draw: st.DrawFn) -> None:
    log.add(ContactMerged(contact_id(draw(people)), contact_id(draw(people)), "person", LEA), MEMBER)


def _unmerge(log: Log, draw: st.DrawFn) -> None:
    merges = [event.body for event in log.events if isinstance(event.body, ContactMerged)]
    if merges:
        one = draw(st.sampled_from(merges))
        log.add(ContactUnmerged(one.contact_id, one.gone_id, LEA), MEMBER)


_LIFE = (
    _write,
    _write,
    _write,
    _answer,
    _tell_fate,
    _tell_fate,
    _react,
    _work,
    _work,
    _work,
    _teach,
    _begin,
    _know,
    _know,
    _add,
)
_STEPS = (*_LIFE, _merge, _merge, _unmerge)


@st.composite
def histories(draw: st.DrawFn, steps: Sequence[Callable[[Log, st.DrawFn], None]] = _STEPS) -> list[Event]:
    """Anything, and in the end everybody who was merged is themselves again, in any order."""
    log = Log()
    for step in draw(st.lists(st.sampled_from(steps), max_size=30)):
        step(log, draw)
    merged = [event.body for event in log.events if isinstance(event.body, ContactMerged)]
    ends = [one for merge in merged for one in (merge.contact_id, merge.gone_id)]
    for gone in draw(st.permutations(sorted(set(ends)))):
        for kept in sorted(set(ends)):
            log.add(ContactUnmerged(kept, gone, LEA), MEMBER)
    for step in draw(st.lists(st.sampled_from(_LIFE), max_size=5)):
        step(log, draw)
    return log.events


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
@given(before=histories(_LIFE), after=st.integers(0, 3), size=st.integers(1, 12))
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
@given(events=histories((*_LIFE, _merge)), size=st.integers(1, 12), data=st.data())
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
