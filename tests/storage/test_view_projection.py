"""What single events do to the rows of the view."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import permutations
from pathlib import Path

import pytest

from app.domain.arrivals import MessageStatus
from app.domain.contacts import ContactAliased, Identity
from app.domain.conversations import ConversationClosed
from app.domain.events import UnknownBody
from app.domain.health import HubStarted, WebhookUnparsed
from app.domain.ids import ContactId, MemberId
from app.domain.lines import Line, LineAdded
from app.domain.members import Member, MemberAdded, MemberChanged, MemberRemoved
from app.domain.sends import SendFailed
from app.domain.settings import SettingChanged
from storage import view
from storage.engine import Connection
from tests.storage.view_log import (
    HUB,
    LEA,
    LINE,
    MEMBER,
    OTHER_LINE,
    START,
    Log,
    conversation_id,
    external_id,
    message_id,
    new_view,
    project,
)


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


def test_statuses_find_their_message_whenever_they_come(tmp_path: Path) -> None:
    """G6: before the request, between request and answer, or after it: the end is the same."""
    ends = set()
    for number, order in enumerate(permutations(("ask", "accept", "sent", "read"))):
        if order.index("ask") > order.index("accept"):
            continue
        log = Log()
        log.received(1)
        for step in order:
            tell(log, step)
        conn = new_view(tmp_path, f"{number}.db")
        project(conn, log.events, 1)
        message = view.load_message(conn, message_id(1))
        conversation = view.load_conversation(conn, conversation_id(1))
        assert message is not None and conversation is not None
        ends.add((message.state, message.external_id, conversation.last_state, conversation.waiting_since_at))
        assert conn.execute("SELECT count(*) FROM view_waiting_status").fetchone() == (0,)
        conn.close()
    assert ends == {("read", external_id(1), "read", None)}


def tell(log: Log, step: str) -> None:
    if step == "ask":
        log.asked(1, 1)
    elif step == "accept":
        log.accepted(1, 1)
    else:
        log.status(1, step)


def test_a_status_matched_by_our_own_id_waits_and_names_the_message(conn: Connection) -> None:
    """Its message then has the channel's id, and another status that knew only that one joins too."""
    log = Log()
    log.status(1, "read")
    log.status(1, "sent", is_matched=True)
    log.received(1)
    log.asked(1, 1)
    project(conn, log.events, 1)
    message = view.load_message(conn, message_id(1))
    assert message is not None and message.state == "read" and message.external_id == external_id(1)


def test_a_status_of_another_line_leaves_a_message_alone(conn: Connection) -> None:
    log = Log()
    log.received(1, direction="out", author="phone", external_id="wamid.shared")
    log.add(MessageStatus(OTHER_LINE, "wamid.shared", "read", START))
    project(conn, log.events)
    message = view.message_by_external_id(conn, "wamid.shared")
    assert message is not None and message.state == "accepted"


def test_a_late_failure_gives_the_wait_back(conn: Connection) -> None:
    log = Log()
    first = log.received(1)
    log.asked(1, 1)
    log.accepted(1, 1)
    project(conn, log.events)
    answered = view.load_conversation(conn, conversation_id(1))
    assert answered is not None and answered.waiting_since_at is None
    log.status(1, "failed")
    project(conn, log.events[-1:])
    waiting = view.load_conversation(conn, conversation_id(1))
    assert waiting is not None and waiting.last_state == "failed"
    assert waiting.waiting_since_at == first.body.sent_at  # type: ignore[union-attr]


def test_same_hash_of_two_ids_is_no_same_id(conn: Connection) -> None:
    """CRC32 of these two is equal; each status must still find its own message."""
    one, two = "plumless", "buckeroo"
    log = Log()
    log.received(1, direction="out", author="phone", external_id=one)
    log.received(2, direction="out", author="phone", external_id=two)
    project(conn, log.events)
    found = [view.message_by_external_id(conn, name) for name in (one, two)]
    assert [message and message.external_id for message in found] == [one, two]
    log.add(MessageStatus(LINE, two, "read", START))
    project(conn, log.events[-1:])
    states = [view.message_by_external_id(conn, name) for name in (one, two)]
    assert [message and message.state for message in states] == ["accepted", "read"]


def test_microseconds_survive_the_file(conn: Connection) -> None:
    log = Log()
    log.received(1, sent_at=START + timedelta(microseconds=123_457))
    project(conn, log.events)
    row = view.thread_page(conn, conversation_id(1))[0]
    assert row.sort_at == START + timedelta(microseconds=123_457)


def test_hostile_texts_come_back_as_they_were(conn: Connection) -> None:
    texts = [
        "\x00nul\x00",
        "<b>x</b>",
        "\u202eabc\u200b",
        "x" * 65_536,
        "'; DROP TABLE view_message; --",
        "👩‍👩‍👧",
    ]
    log = Log()
    for text in texts:
        log.received(1, text)
    project(conn, log.events)
    assert [row.text for row in view.thread_page(conn, conversation_id(1))] == texts


def test_a_message_to_a_foreign_line_opens_nothing_and_is_counted(conn: Connection) -> None:
    log = Log()
    log.received(1, line_id=OTHER_LINE, conversation_id=None, contact_id=None)
    project(conn, log.events)
    assert view.health(conn).unknown_line_count == 1
    assert view.counts(conn, START, 30).all == 0
    assert view.lines(conn)[OTHER_LINE] == Line(OTHER_LINE, "whatsapp", "33639981020", is_known=False)


def test_a_line_becomes_known_and_stays_so(conn: Connection) -> None:
    log = Log()
    log.received(1, line_id=OTHER_LINE, conversation_id=None, contact_id=None)
    log.add(LineAdded(OTHER_LINE, "whatsapp", "309900000000043"), HUB)
    log.received(1, line_id=OTHER_LINE, conversation_id=None, contact_id=None, line_number=None)
    project(conn, log.events, 1)
    assert view.lines(conn)[OTHER_LINE] == Line(OTHER_LINE, "whatsapp", "33639981020")


def test_health_counts(conn: Connection) -> None:
    log = Log()
    log.add(HubStarted("0.1", was_clean=True), HUB)
    log.add(HubStarted("0.1", was_clean=False), HUB)
    log.add(WebhookUnparsed("not_json"), HUB)
    log.add(UnknownBody("deal.opened", b"{}"), HUB)
    log.add(UnknownBody("message.received", b""), HUB)
    received = log.received(1)
    log.received(1, is_history=True)
    log.asked(1, 1)
    project(conn, log.events)
    found = view.health(conn)
    assert (found.hub_starts, found.hub_crashes, found.unparsed_count, found.newer_kind_count) == (2, 1, 1, 1)
    assert found.last_received_at == received.body.received_at  # type: ignore[union-attr]
    assert view.to_send(conn) == 1
    log.accepted(1, 1)
    project(conn, log.events[-1:])
    assert view.to_send(conn) == 0


def test_settings_keep_their_types(conn: Connection) -> None:
    log = Log()
    for name, value in (
        ("read_receipts", False),
        ("response_standard_min", 1),
        ("business_name", "1"),
        ("new", 2),
    ):
        log.add(SettingChanged(name, value), MEMBER)
    project(conn, log.events)
    found = view.settings(conn)
    assert found == {"read_receipts": False, "response_standard_min": 1, "business_name": "1", "new": 2}
    assert type(found["read_receipts"]) is bool and type(found["response_standard_min"]) is int


def test_members_by_their_newest_name(conn: Connection) -> None:
    log = Log()
    log.add(MemberAdded(LEA, "Léa", "rep"), HUB)
    log.add(MemberAdded(LEA, "Léa Martin", "manager"), HUB)
    project(conn, log.events, 1)
    assert view.members(conn) == {LEA: Member(LEA, "Léa Martin", "manager")}


@pytest.mark.parametrize("size", [1, 2, 10])
def test_who_left_keeps_name_and_role(conn: Connection, size: int) -> None:
    log = Log()
    log.add(MemberAdded(LEA, "Léa", "rep"), HUB)
    log.add(MemberChanged(LEA, "Léa Roy", "manager"), MEMBER)
    log.add(MemberRemoved(MemberId("nobody")), MEMBER)
    log.add(MemberRemoved(LEA), MEMBER)
    project(conn, log.events, size)
    assert view.members(conn) == {LEA: Member(LEA, "Léa Roy", "manager", is_removed=True)}
    assert view.member(conn, LEA) == Member(LEA, "Léa Roy", "manager", is_removed=True)
    assert view.member(conn, "nobody") is None


def test_a_person_is_found_by_every_name_of_theirs(conn: Connection) -> None:
    log = Log()
    log.received(1, identity=Identity(number="33639980001", name="Ana"))
    log.add(ContactAliased(ContactId("p1"), Identity(user_id="FR.123", username="ana.f")), HUB)
    project(conn, log.events, 1)
    for identity in (
        Identity(number="33639980001"),
        Identity(user_id="FR.123"),
        Identity(user_id="FR.123", number="0"),
    ):
        assert view.contact_by_alias(conn, identity) == "p1"
    assert view.contact_by_alias(conn, Identity(number="1")) is None
    contact = view.load_contact(conn, ContactId("p1"))
    assert contact is not None and (contact.name, contact.username) == ("Ana", "ana.f")


def test_a_number_belongs_to_the_one_who_had_it_last(conn: Connection) -> None:
    log = Log()
    log.received(1, identity=Identity(number="331"))
    log.received(2, identity=Identity(number="331", user_id="FR.2"))
    log.received(1, identity=Identity(number="331"))
    project(conn, log.events)
    assert view.contact_by_alias(conn, Identity(number="331")) == "p1"


def test_changes_say_what_to_paint_again(conn: Connection) -> None:
    log = Log()
    log.received(1)
    log.received(2)
    log.asked(1, 1)
    project(conn, log.events)
    log.accepted(1, 1)
    log.status(1, "sent")
    changes = view.project(conn, log.events[-2:])
    assert changes.conversations == {conversation_id(1)} and changes.messages == {message_id(1)}
    assert changes.reordered == {conversation_id(1)}  # the wait ended
    log.status(1, "delivered")
    assert view.project(conn, log.events[-1:]).reordered == frozenset()
    log.add(ContactAliased(ContactId("p2"), Identity(name="Bo")), HUB)
    renamed = view.project(conn, log.events[-1:])
    assert renamed.conversations == {conversation_id(2)} and not renamed.messages
    log.add(SettingChanged("business_name", "Chez Léa"), MEMBER)
    assert view.project(conn, log.events[-1:]).settings == {"business_name"}
    assert not view.project(conn, []).conversations


def test_events_about_the_unknown_change_nothing(conn: Connection) -> None:
    log = Log()
    before = view.view_hash(conn)
    log.accepted(1, 1)
    log.add(ConversationClosed(conversation_id(1), LEA), MEMBER)
    log.add(SendFailed(message_id(7), conversation_id(1), "undeliverable"), HUB)
    project(conn, log.events, 1)
    assert view.view_hash(conn) == before
