"""Chats brought from a phone in the view: history in its place, and undone as if it had never been there."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.contacts import ContactBlocked, ContactUnblocked
from app.domain.conversations import ConversationRead
from app.domain.events import Event, EventBody
from app.domain.ids import ContactId
from app.domain.rows import Changes
from storage import codec, view
from storage.engine import Connection
from tests.storage import view_log
from tests.storage.import_log import LONG_AGO, begin, bring, end, erased, import_id, omitted, shown, undo
from tests.storage.view_emptied import emptied
from tests.storage.view_log import LEA, LINE, MEMBER, START, Log, conversation_id, new_view, project

NOW = START + timedelta(hours=1)
many = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


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


def test_history_lands_above_what_is_there_and_changes_nothing_else(conn: Connection) -> None:
    log = Log()
    log.received(1, "Bonjour")
    project(conn, log.events)
    before = view.inbox_row(conn, conversation_id(1))
    seen = len(log.events)
    begin(log, 1, 1)
    bring(log, 1, 1, "Ça va ?", LONG_AGO)
    bring(
        log,
        1,
        1,
        "Oui !",
        LONG_AGO + timedelta(minutes=1),
        direction="out",
        author="phone",
        author_name="Salon",
    )
    bring(log, 1, 1, None, LONG_AGO + timedelta(minutes=2), kind="image", content=omitted("IMG-1.jpg"))
    end(log, 1, 1, 3)
    project_more(conn, log, seen)
    rows = shown(conn, 1)
    assert [row.text for row in rows] == ["Ça va ?", "Oui !", None, "Bonjour"]
    assert [(row.author, row.author_name, row.state) for row in rows[1:2]] == [("phone", "Salon", "imported")]
    assert [row.is_imported for row in rows] == [True, True, True, False]
    assert rows[2].media is not None and (rows[2].media.stage, rows[2].media.code) == ("lost", "not_exported")
    assert not any(row.is_late for row in rows)
    assert before is not None and before.is_new
    known = replace(before, is_new=False)  # somebody with whom we have talked before is nobody new
    assert view.inbox_row(conn, conversation_id(1)) == known
    header = view.thread_header(conn, conversation_id(1), NOW)
    assert header is not None and header.unread_count == 1


def test_a_person_without_a_conversation_gets_one_that_waits_for_nobody(conn: Connection) -> None:
    log = Log()
    log.received(1)
    begin(log, 1, 2)
    project(conn, log.events)
    assert inbox(conn) == [conversation_id(1)]  # nothing was brought yet
    bring(log, 1, 2, "Ça va ?", LONG_AGO)
    project_more(conn, log, 2)
    assert inbox(conn) == [conversation_id(1), conversation_id(2)]
    row = view.inbox_row(conn, conversation_id(2))
    assert row is not None
    assert (row.name, row.unread_count, row.waiting_since_at, row.window_closes_at) == (
        "Cliente 2",
        0,
        None,
        None,
    )
    assert view.counts(conn, NOW, 30).all == 2
    undo(log, 1, 2, 1)
    project_more(conn, log, 3)
    assert inbox(conn) == [conversation_id(1)]
    assert view.counts(conn, NOW, 30).all == 1
    assert shown(conn, 2) == []


def test_undoing_gives_the_preview_of_the_list_back(conn: Connection) -> None:
    log = Log()
    log.received(1, "Live", late_s=600)
    project(conn, log.events)
    before = view.inbox_row(conn, conversation_id(1))
    begin(log, 1, 1)
    bring(log, 1, 1, "Newer than the live one", START - timedelta(seconds=60))
    project_more(conn, log, 1)
    during = view.inbox_row(conn, conversation_id(1))
    assert during is not None and during.last_text == "Newer than the live one"
    undo(log, 1, 1, 1)
    told = project_more(conn, log, 3)
    assert told.is_everything and told.is_imports
    assert view.inbox_row(conn, conversation_id(1)) == before


def test_the_list_of_imports_says_how_far_each_came(conn: Connection) -> None:
    log = Log()
    begin(log, 1, 1, total=2)
    bring(log, 1, 1, "a", LONG_AGO)
    begin(log, 2, 2, total=1)
    bring(log, 2, 2, "b", LONG_AGO)
    end(log, 2, 2, 1, known=4)
    project(conn, log.events)
    second, first = view.imports(conn)
    assert (first.state, first.count, first.total, first.name) == ("open", 1, 2, "Cliente 1")
    assert (second.state, second.count, second.known, second.file_name) == (
        "ended",
        1,
        4,
        "WhatsApp Chat 2.zip",
    )
    undo(log, 1, 1, 1)
    project_more(conn, log, 5)
    undone = view.import_row(conn, import_id(1))
    assert undone is not None and (undone.state, undone.count) == ("undone", 1)


def test_a_deleted_and_a_changed_message_say_so(conn: Connection) -> None:
    log = Log()
    begin(log, 1, 1)
    bring(log, 1, 1, "This message was deleted", LONG_AGO, kind="deleted")
    bring(log, 1, 1, "Right", LONG_AGO, content=replace(omitted(), media=None, is_edited=True))
    project(conn, log.events)
    deleted, edited = shown(conn, 1)
    assert (deleted.is_revoked, deleted.text) == (True, None)
    assert (edited.is_edited, edited.text) == (True, "Right")


def test_a_time_to_come_does_not_stand_below_what_comes_next(conn: Connection) -> None:
    """A wrong zone: the message counts as one of the moment of the import."""
    log = Log()
    begin(log, 1, 1)
    bring(log, 1, 1, "Tomorrow", START + timedelta(days=1))
    log.received(1, "Now", late_s=0)
    project(conn, log.events)
    assert [row.text for row in shown(conn, 1)] == ["Tomorrow", "Now"]


def test_a_read_line_set_during_an_import_is_where_it_would_have_been(
    conn: Connection, other: Connection
) -> None:
    log = Log()
    log.received(1, late_s=600)
    begin(log, 1, 1)
    bring(log, 1, 1, "Newer", START - timedelta(seconds=5))
    log.add(ConversationRead(conversation_id(1), 3, LEA), MEMBER)
    undo(log, 1, 1, 1)
    project(conn, log.events)
    project(other, erased(log.events))
    assert view.view_hash(conn) == view.view_hash(other)


def _begin(log: Log, draw: st.DrawFn) -> None:
    number = draw(st.integers(1, 3))
    begin(log, number, _person(number))


def _bring(log: Log, draw: st.DrawFn) -> None:
    number = draw(st.integers(1, 3))
    kinds = {one.kind for one in log.events if getattr(one.body, "import_id", None) == import_id(number)}
    if "history.import_began" not in kinds or "history.import_undone" in kinds:  # the hub takes none then
        return
    ago = draw(
        st.sampled_from([timedelta(days=90), timedelta(days=1), timedelta(seconds=4), timedelta(days=-1)])
    )
    kind = draw(st.sampled_from(["text", "text", "image", "deleted", "system"]))
    bring(log, number, _person(number), draw(st.sampled_from(["oui", "non"])), log.now - ago, kind=kind)


def _undo(log: Log, draw: st.DrawFn) -> None:
    number = draw(st.integers(1, 3))
    undo(log, number, _person(number), 1)


def _read(log: Log, draw: st.DrawFn) -> None:
    log.add(ConversationRead(conversation_id(draw(view_log.people)), len(log.events), LEA), MEMBER)


def _block(log: Log, draw: st.DrawFn) -> None:
    contact_id = ContactId(f"p{draw(view_log.people)}")
    bodies: list[EventBody] = [ContactBlocked(contact_id, LINE, LEA), ContactUnblocked(contact_id, LINE, LEA)]
    log.add(draw(st.sampled_from(bodies)), MEMBER)


def _person(number: int) -> int:
    return number % 2


_STEPS: tuple[Callable[[Log, st.DrawFn], None], ...] = (
    _begin,
    _begin,
    *(4 * (_bring,)),
    _undo,
    _read,
    _block,
)


@st.composite
def logs_with_imports(draw: st.DrawFn) -> list[Event]:
    """Everything that happens, with imports among it."""
    log = Log()
    steps = st.lists(st.sampled_from((*view_log._STEPS, *(4 * _STEPS))), max_size=50)
    for step in draw(steps):
        step(log, draw)
    return log.events


@many
@given(events=logs_with_imports(), size=st.integers(1, 12))
def test_g12_any_batches_give_the_same_view_with_imports(
    conn: Connection, other: Connection, events: list[Event], size: int
) -> None:
    project(emptied(conn), events, 1)
    expected = view.view_hash(conn)
    project(emptied(other), events, size)
    assert view.view_hash(other) == expected
    rebuild = view.Rebuild()
    other.execute("BEGIN")
    rebuild.begin(other)
    for start in range(0, len(events), size):
        rebuild.add(other, events[start : start + size])
    rebuild.end(other, len(events), codec.GENESIS_CHAIN)
    other.execute("COMMIT")
    assert view.view_hash(other) == expected


@many
@given(events=logs_with_imports(), size=st.integers(1, 12))
def test_what_was_undone_left_no_trace(
    conn: Connection, other: Connection, events: list[Event], size: int
) -> None:
    """A log whose undone words are erased gives the same view as one that once held them."""
    project(emptied(conn), events, size)
    project(emptied(other), erased(events), size)
    assert view.view_hash(other) == view.view_hash(conn)


def inbox(conn: Connection) -> list[str]:
    return list(view.inbox_ids(conn, "all", now=NOW, standard_min=30))


def project_more(conn: Connection, log: Log, seen: int) -> Changes:
    """Apply what came after the first `seen` events."""
    changes = view.project(conn, log.events[seen:])
    view.set_cursor(conn, len(log.events), codec.GENESIS_CHAIN)
    return changes
