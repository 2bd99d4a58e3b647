"""Who is who: one person who was two, conversations that we begin, blocks, and what the account has at the channel."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.contacts import ContactBlocked, ContactMerged, ContactUnblocked, Identity
from app.domain.conversations import ConversationClosed, ConversationRead, ConversationStarted
from app.domain.ids import ContactId, ConversationId
from app.domain.lines import LineProfile, LineProfileChanged
from app.domain.templates import Template, TemplateChanged, TemplateRemoved, TemplatesCompared
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
    new_view,
    project,
)

ANA, ZOE = ContactId("p1"), ContactId("p2")
WITH_ANA, WITH_ZOE = conversation_id(1), conversation_id(2)


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[Connection]:
    connection = new_view(tmp_path)
    yield connection
    connection.close()


def two_who_are_one() -> Log:
    log, zoe = Log(), Identity(user_id="FR.2", username="ana.f")
    log.received(1, "Bonjour", identity=Identity(number="33639980001", name="Ana"))
    log.received(2, "C’est moi", identity=zoe)
    log.received(2, "👍", kind="reaction", reply_to="wamid.in1", identity=zoe)
    log.received(2, "Ailleurs", line_id=OTHER_LINE, conversation_id=ConversationId("d2"), identity=zoe)
    return log


def texts(conn: Connection, where: ConversationId) -> list[str | None]:
    return [row.text for row in view.thread_page(conn, where)]


@pytest.mark.parametrize("size", [1, 100])
def test_two_threads_of_one_person_become_one(conn: Connection, size: int) -> None:
    log = two_who_are_one()
    log.add(ContactMerged(ANA, ZOE, "same_message"), HUB)
    log.received(1, "Encore moi", identity=Identity(user_id="FR.2"))
    log.add(ConversationRead(WITH_ZOE, len(log.events), LEA), MEMBER)  # by a desk that had not heard of it
    project(conn, log.events, size)
    assert texts(conn, WITH_ANA) == ["Bonjour", "C’est moi", "Encore moi"]
    assert texts(conn, WITH_ZOE) == [] and view.inbox_row(conn, WITH_ZOE) is None
    row = view.inbox_row(conn, WITH_ANA)
    assert row is not None and (row.name, row.last_text, row.unread_count) == ("Ana", "Encore moi", 0)
    assert view.kept_id(conn, WITH_ZOE) == WITH_ANA
    kept, elsewhere = (
        view.load_conversation(conn, WITH_ZOE),
        view.load_conversation(conn, ConversationId("d2")),
    )
    assert kept is not None and kept.conversation_id == WITH_ANA
    assert elsewhere is not None and elsewhere.contact_id == ANA  # no second one there: it has a new owner
    assert view.contact_by_alias(conn, Identity(user_id="FR.2")) == ANA
    assert view.load_contact(conn, ZOE) is None
    assert view.counts(conn, START, 30).all == 2


def test_a_merge_is_told_as_a_change_of_everything(conn: Connection) -> None:
    log = two_who_are_one()
    project(conn, log.events)
    conn.execute("BEGIN")
    changes = view.project(conn, [log.add(ContactMerged(ANA, ZOE, "same_message"), HUB)])
    conn.execute("COMMIT")
    assert changes.is_everything


def test_a_closed_thread_that_joins_an_open_one_is_open(conn: Connection) -> None:
    log = two_who_are_one()
    log.add(ConversationClosed(WITH_ANA, LEA), MEMBER)
    log.add(ContactMerged(ANA, ZOE, "same_message"), HUB)
    project(conn, log.events)
    kept = view.load_conversation(conn, WITH_ANA)
    assert kept is not None and not kept.is_closed and kept.waiting_since_at is not None
    counts = view.counts(conn, START, 30)
    assert (counts.all, counts.closed) == (2, 0)


def test_merges_that_follow_each_other_end_at_one(conn: Connection) -> None:
    log = two_who_are_one()
    log.received(3, "Moi aussi")
    log.add(ContactMerged(ZOE, ContactId("p3"), "user_id_changed"), HUB)
    log.add(ContactMerged(ANA, ZOE, "same_message"), HUB)
    log.add(ContactMerged(ZOE, ANA, "same_message"), HUB)  # they are one already
    project(conn, log.events)
    assert texts(conn, WITH_ANA) == ["Bonjour", "C’est moi", "Moi aussi"]
    assert view.kept_id(conn, conversation_id(3)) == WITH_ANA


def test_a_conversation_that_we_began_is_empty_and_has_no_window(conn: Connection) -> None:
    log = Log()
    log.received(1)
    begun = ConversationStarted(WITH_ZOE, ZOE, LINE, "whatsapp", Identity(number="33639980009"), LEA)
    log.add(begun, MEMBER)
    log.add(begun, MEMBER)
    project(conn, log.events)
    row, header = view.inbox_row(conn, WITH_ZOE), view.thread_header(conn, WITH_ZOE, START)
    assert row is not None and header is not None
    assert (row.name, row.last_at, row.window_closes_at, header.is_window_open) == (
        "+33639980009",
        None,
        None,
        False,
    )
    assert view.inbox_ids(conn, "all", now=START, standard_min=30) == [WITH_ZOE, WITH_ANA]
    assert view.inbox_ids(conn, "waiting", now=START, standard_min=30) == [WITH_ANA]


@pytest.mark.parametrize(
    ("known", "asked"),
    [
        ("5511987654321", "551187654321"),
        ("551187654321", "5511987654321"),
        ("5215512345678", "525512345678"),
        ("541112345678", "5491112345678"),
        ("33639980001", "33639980001"),
    ],
)
def test_a_number_finds_its_person_however_it_is_written(conn: Connection, known: str, asked: str) -> None:
    log = Log()
    log.received(1, identity=Identity(number=known, username="ana.f"))
    project(conn, log.events)
    assert view.find_contact(conn, Identity(number=asked)) == ANA
    assert view.find_people(conn, f"+{asked}") == [WITH_ANA]
    assert view.find_contact(conn, Identity(username="ana.f")) == ANA
    assert view.find_contact(conn, Identity(number="33600000000", username="nobody")) is None


def test_a_block_is_seen_in_the_head_of_the_thread(conn: Connection) -> None:
    log = Log()
    log.received(1)
    log.add(ContactBlocked(ANA, LINE, LEA), MEMBER)
    project(conn, log.events)
    header = view.thread_header(conn, WITH_ANA, START)
    assert header is not None and header.is_blocked
    conn.execute("BEGIN")
    changes = view.project(conn, [log.add(ContactUnblocked(ANA, LINE, LEA), MEMBER)])
    conn.execute("COMMIT")
    assert changes.conversations == {WITH_ANA} and not view.is_blocked(conn, ANA, LINE)


def test_templates_are_those_of_the_lines_account(conn: Connection) -> None:
    log = Log()
    ours, other = (Template(waba, "ready", "fr", "approved", "utility", "Prêt") for waba in ("1", "2"))
    english = Template("1", "ready", "en", "paused", "utility", "Ready {{1}}", samples=("Ana",))
    for template in (ours, other, english):
        log.add(TemplateChanged(template), HUB)
    log.add(TemplatesCompared("1", START, 2), HUB)
    project(conn, log.events)
    assert view.templates(conn, LINE) == [english, ours, other]  # the line's account is not known yet
    log = Log(log.events[:])
    profile = LineProfile(about="Salon Rivage", websites=("https://salon.example",))
    events = [
        log.add(LineProfileChanged(LINE, profile, "1"), HUB),
        log.add(LineProfileChanged(LINE, profile), HUB),
        log.add(TemplateRemoved("1", "ready", "fr"), HUB),
    ]
    conn.execute("BEGIN")
    changes = view.project(conn, events)
    conn.execute("COMMIT")
    assert changes.is_templates and changes.is_lines
    assert view.templates(conn, LINE) == [english]
    assert (
        view.template(conn, "1", "ready", "en") == english and view.template(conn, "1", "ready", "fr") is None
    )
    check = view.template_check(conn, LINE)
    assert check is not None and (check.at, check.count) == (START, 2)
    assert view.line_profile(conn, LINE) == profile and view.line_profile(conn, OTHER_LINE) is None
    project(conn, [log.received(1)])
    header = view.thread_header(conn, WITH_ANA, START + timedelta(hours=1))
    assert header is not None and header.line_profile == profile
