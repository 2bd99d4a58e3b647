"""Same log, same view (G12), however it was cut into batches; and the view is the domain's fold."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.amendments import joined, may_amend
from app.domain.conversations import Conversation, with_changed_message
from app.domain.events import Event
from app.domain.ids import ConversationId, MessageId
from app.domain.messages import Message, is_amendment
from app.domain.projection import (
    changed_message,
    conversation_after,
    new_conversation,
    new_message,
    touched_by,
)
from storage import codec, view
from storage.engine import Connection
from tests.storage.view_emptied import emptied
from tests.storage.view_log import new_view, project, random_logs

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


@many
@given(events=random_logs(), size=st.integers(1, 12))
def test_g12_any_batches_give_the_same_view(
    conn: Connection, other: Connection, events: list[Event], size: int
) -> None:
    """G12: one event at a time, batches of any size, a follower that remembers, and a rebuild."""
    project(emptied(conn), events, 1)
    expected = view.view_hash(conn)
    project(emptied(other), events, size)
    assert view.view_hash(other) == expected
    project(emptied(other), events)
    assert view.view_hash(other) == expected
    follow(emptied(other), events, size)
    assert view.view_hash(other) == expected
    rebuild = view.Rebuild()
    other.execute("BEGIN")
    rebuild.begin(other)
    for start in range(0, len(events), size):
        rebuild.add(other, events[start : start + size])
    rebuild.end(other, len(events), codec.GENESIS_CHAIN)
    other.execute("COMMIT")
    assert view.view_hash(other) == expected


def follow(connection: Connection, events: list[Event], size: int) -> None:
    projector = view.Projector()
    for start in range(0, len(events), size):
        connection.execute("BEGIN")
        projector.project(connection, events[start : start + size], codec.GENESIS_CHAIN)
        connection.execute("COMMIT")


@many
@given(events=random_logs(), size=st.integers(1, 9), lost=st.integers(0, 5))
def test_a_rolled_back_batch_leaves_nothing_behind(
    conn: Connection, other: Connection, events: list[Event], size: int, lost: int
) -> None:
    project(emptied(conn), events)
    projector = view.Projector()
    emptied(other)
    for number, start in enumerate(range(0, len(events), size)):
        batch = events[start : start + size]
        if number == lost:  # the disk was full: the same events come again
            other.execute("BEGIN")
            projector.project(other, batch, codec.GENESIS_CHAIN)
            other.execute("ROLLBACK")
        other.execute("BEGIN")
        projector.project(other, batch, codec.GENESIS_CHAIN)
        other.execute("COMMIT")
    assert view.view_hash(other) == view.view_hash(conn)


@many
@given(events=random_logs(has_merges=False))
def test_rows_say_what_the_domain_says(conn: Connection, events: list[Event]) -> None:
    """The projection is the domain's fold, with rows in between."""
    project(emptied(conn), events)
    conversations, messages = folded(events)
    assert {key: view.load_conversation(conn, key) for key in conversations} == conversations
    assert {key: view.load_message(conn, key) for key in messages} == messages


def folded(events: list[Event]) -> tuple[dict[ConversationId, Conversation], dict[MessageId, Message]]:
    """The log applied with dictionaries alone, by the domain's functions; statuses wait in a list."""
    conversations: dict[ConversationId, Conversation] = {}
    messages: dict[MessageId, Message] = {}
    waiting: list[Event] = []
    for event in events:
        apply(event, conversations, messages, waiting)
    return conversations, messages


def apply(
    event: Event,
    conversations: dict[ConversationId, Conversation],
    messages: dict[MessageId, Message],
    waiting: list[Event],
) -> None:
    touched = touched_by(event)
    is_status = event.kind == "message.status"
    before = found_message(event, conversations, messages)
    if is_status and before is None:
        if event not in waiting:
            waiting.append(event)
        return
    key = before.conversation_id if before else touched.conversation_id
    conversation = (conversations.get(key) if key else None) or new_conversation(event)
    if conversation is None:
        return
    after = changed_message(event, before) if before else new_message(event, conversation)
    if after is not None or touched.message_id is None:
        conversations[conversation.conversation_id] = conversation_after(event, conversation, before, after)
    if after is None:
        return
    messages[after.message_id] = after
    amend(event, after, conversations, messages)
    if before is None or before.external_id != after.external_id:
        for status in [one for one in waiting if found_message(one, conversations, messages) is not None]:
            if status in waiting:
                waiting.remove(status)
                apply(status, conversations, messages, waiting)


def amend(
    event: Event,
    changed: Message,
    conversations: dict[ConversationId, Conversation],
    messages: dict[MessageId, Message],
) -> None:
    """Every change that may have found its message by now, and the one of which more is known, oldest first."""
    for key in sorted(messages, key=lambda each: messages[each].pos):
        amendment = messages[key]
        if not is_amendment(amendment) or (amendment.is_hidden and amendment is not changed):
            continue
        line = conversations[amendment.conversation_id].line_id
        named = [
            one
            for one in messages.values()
            if one.external_id == amendment.reply_to and conversations[one.conversation_id].line_id == line
        ]
        target = min(named, key=lambda one: one.pos, default=None)
        if target is None or not may_amend(amendment, target):
            continue
        messages[key], after = joined(amendment, target)
        conversation = conversations[target.conversation_id]
        conversations[target.conversation_id] = with_changed_message(conversation, target, after, event.pos)
        messages[target.message_id] = after


def found_message(
    event: Event, conversations: dict[ConversationId, Conversation], messages: dict[MessageId, Message]
) -> Message | None:
    touched = touched_by(event)
    if event.kind != "message.status" or touched.message_id is not None:
        return messages.get(touched.message_id) if touched.message_id else None
    named = [
        message
        for message in messages.values()
        if message.external_id == touched.external_id
        and conversations[message.conversation_id].line_id == event.body.line_id  # type: ignore[union-attr]
    ]
    return min(named, key=lambda message: message.pos, default=None)


@many
@given(events=random_logs(), size=st.integers(1, 6), cuts=st.sets(st.integers(0, 39)))
def test_a_rebuild_in_steps_goes_on_wherever_it_was_cut_off(
    conn: Connection, other: Connection, events: list[Event], size: int, cuts: set[int]
) -> None:
    """A cut forgets the work in memory and whatever was not committed: then a step is done again."""
    project(emptied(conn), events)
    other.execute("BEGIN")
    view.begin_rebuild(other)
    other.execute("COMMIT")
    work, pos = begun(other)
    while pos < len(events):
        other.execute("BEGIN")
        batch = events[pos : pos + size]
        work.add(other, batch)
        if pos in cuts:
            other.execute("ROLLBACK")
            cuts.remove(pos)
            work, pos = begun(other)
            continue
        work.note(other, batch[-1].pos, bytes(32))
        other.execute("COMMIT")
        pos = batch[-1].pos
        if pos % 3 == 0:
            work, pos = begun(other)
    assert view.version(other) != view.VIEW_VERSION
    other.execute("BEGIN")
    work.end(other, len(events), bytes(32))
    other.execute("COMMIT")
    assert view.view_hash(other) == view.view_hash(conn)
    assert (view.version(other), view.cursor(other)[0]) == (view.VIEW_VERSION, len(events))


def begun(connection: Connection) -> tuple[view.Rebuild, int]:
    """A rebuild in steps at its start, and the place to go on from."""
    work = view.Rebuild()
    connection.execute("BEGIN")
    pos = work.begin_in_steps(connection)[0]
    connection.execute("COMMIT")
    return work, pos
