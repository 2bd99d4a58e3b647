"""What screens ask of the view: lists in order, pages without gaps, people by name, and no statement that scans."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.contacts import ContactAliased, Identity
from app.domain.conversations import ConversationReopened
from app.domain.ids import ContactId, ConversationId
from app.domain.members import MemberAdded
from app.domain.rows import INBOX_VIEWS, InboxCounts
from app.domain.saved_views import SavedView, ViewFilter, ViewSaved
from app.domain.sends import SendCancelled
from storage import view
from storage.engine import Connection
from storage.instants import from_us
from storage.view import due, messages, threads, waiting
from tests.storage.salon_log import busy_salon, ids, salon
from tests.storage.view_log import (
    HUB,
    LEA,
    LINE,
    MARC,
    MEMBER,
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


def test_lists_hold_what_they_say(conn: Connection) -> None:
    project(conn, salon().events)
    now = START + timedelta(minutes=5)
    assert view.inbox_ids(conn, "all", now=now, standard_min=30) == ids(7, 6, 5, 4, 3, 2, 1, 0)
    assert view.inbox_ids(conn, "closed", now=now, standard_min=30) == ids(9, 8)
    assert view.inbox_ids(conn, "waiting", now=now, standard_min=30) == ids(0, 1, 2, 3, 4, 5)
    assert view.counts(conn, now, 30) == InboxCounts(6, 8, 2, 0, unassigned=8, theirs=2)
    assert view.counts(conn, START + timedelta(hours=2), 30).beyond_standard == 6


def test_who_waits_beyond_the_standard_is_counted_as_the_rows_tell(conn: Connection) -> None:
    project(conn, salon().events)
    since = [
        row[0]
        for row in conn.execute(
            "SELECT waiting_since_us FROM view_conversation WHERE waiting_since_us NOTNULL AND snoozed_us ISNULL"
        )
    ]
    assert len(set(since)) > 3
    for cut_us in (0, *(us + step for us in since for step in (-1, 0, 1))):
        now = from_us(cut_us + 30 * 60_000_000)
        assert now is not None
        late = view.counts(conn, now, 30).beyond_standard
        assert late == sum(us <= cut_us for us in since)


def test_who_waits_beyond_the_standard_comes_first_then_who_has_least_time(conn: Connection) -> None:
    log = Log()
    minutes_ago = {0: (20, 1), 1: (40, 2), 2: (10, 10), 3: (50, 30), 4: (50, 2)}
    for person, (first, _) in minutes_ago.items():
        log.received(person, sent_at=START - timedelta(minutes=first))
    for person, (_, last) in minutes_ago.items():
        log.received(person, sent_at=START - timedelta(minutes=last))
    project(conn, log.events)
    found = view.inbox_ids(conn, "waiting", now=START, standard_min=30)
    assert found == ids(3, 4, 1, 2, 0)  # 3, 4 and 1 are late; 4 and 1 have equal time left, 4 waits longer


@pytest.mark.parametrize("wanted", INBOX_VIEWS)
@pytest.mark.parametrize("standard_min", [0, 1, 1_000])
def test_pages_of_a_list_join_without_gap_or_repeat(conn: Connection, wanted: str, standard_min: int) -> None:
    project(conn, busy_salon().events)
    place = {"now": START + timedelta(seconds=66), "standard_min": standard_min, "me": LEA}
    whole = view.inbox_ids(conn, wanted, **place)  # type: ignore[arg-type]
    joined: list[ConversationId] = []
    while True:
        after = joined[-1] if joined else None
        page = view.inbox_ids(conn, wanted, **place, limit=1, after=after)  # type: ignore[arg-type]
        if not page:
            break
        joined += page
    assert joined == whole and len(whole) > 1


def test_a_page_after_one_that_left_the_list_is_empty(conn: Connection) -> None:
    project(conn, salon().events)
    for after in (conversation_id(8), ConversationId("nobody")):
        assert view.inbox_ids(conn, "waiting", now=START, standard_min=30, after=after) == []
    assert view.inbox_ids(conn, "all", now=START, standard_min=30, after=ConversationId("nobody")) == []


def test_a_reopened_conversation_is_back_in_its_list(conn: Connection) -> None:
    log = salon()
    log.add(ConversationReopened(conversation_id(8), LEA), MEMBER)
    project(conn, log.events)
    assert conversation_id(8) in view.inbox_ids(conn, "all", now=START, standard_min=30)
    assert view.inbox_ids(conn, "closed", now=START, standard_min=30) == ids(9)


def test_a_row_says_who_what_and_when(conn: Connection) -> None:
    log = salon()
    project(conn, log.events)
    row = view.inbox_row(conn, conversation_id(3))
    assert row is not None
    assert (row.name, row.is_named, row.last_text, row.unread_count) == ("Cliente 3", True, "Bonjour 3", 1)
    received = log.events[4].body
    assert row.waiting_since_at == row.last_at == received.sent_at  # type: ignore[union-attr]
    assert row.window_closes_at == received.sent_at + timedelta(hours=24)  # type: ignore[union-attr]
    answered = view.inbox_row(conn, conversation_id(6))
    assert answered is not None and (answered.last_direction, answered.last_state) == ("out", "accepted")
    assert view.inbox_row(conn, ConversationId("nobody")) is None


@pytest.mark.parametrize(
    ("identity", "name", "is_named"),
    [
        (Identity(number="331", name="Ana"), "Ana", True),
        (Identity(number="331", username="ana.f"), "+331", False),
        (Identity(user_id="FR.1", username="ana.f"), "@ana.f", False),
        (Identity(user_id="FR.1"), "FR.1", False),
    ],
)
def test_a_person_without_name_is_shown_by_what_is_known(
    conn: Connection, identity: Identity, name: str, is_named: bool
) -> None:
    log = Log()
    log.received(1, identity=identity)
    project(conn, log.events)
    row, header = (
        view.inbox_row(conn, conversation_id(1)),
        view.thread_header(conn, conversation_id(1), START),
    )
    assert row is not None and (row.name, row.is_named) == (name, is_named)
    assert header is not None and (header.name, header.is_named) == (name, is_named)


def test_the_header_knows_window_contact_and_who_answered(conn: Connection) -> None:
    project(conn, salon().events)
    header = view.thread_header(conn, conversation_id(6), START + timedelta(hours=1))
    assert header is not None and header.is_window_open
    assert (header.number, header.line_id, header.newest_outbound_name) == ("33639980006", LINE, "Léa")
    later = view.thread_header(conn, conversation_id(6), START + timedelta(hours=25))
    assert later is not None and not later.is_window_open
    assert view.thread_header(conn, ConversationId("nobody"), START) is None


def test_pages_of_a_conversation_join_in_both_directions(conn: Connection) -> None:
    log = Log()
    for number in range(25):
        log.received(1, str(number), sent_at=START + timedelta(seconds=number // 3))  # three in each second
    project(conn, log.events, 7)
    whole = view.thread_page(conn, conversation_id(1), limit=100)
    assert [row.text for row in whole] == [str(number) for number in range(25)]
    upwards = view.thread_page(conn, conversation_id(1), limit=4)
    while page := view.thread_page(
        conn, conversation_id(1), before=(upwards[0].sort_at, upwards[0].pos), limit=4
    ):
        upwards = page + upwards
    assert upwards == whole
    downwards = whole[:1]
    while page := view.thread_page(
        conn, conversation_id(1), after=(downwards[-1].sort_at, downwards[-1].pos), limit=4
    ):
        downwards += page
    assert downwards == whole
    assert view.thread_page(conn, ConversationId("nobody")) == []


def test_a_bubble_names_its_author_and_what_it_answers_to(conn: Connection) -> None:
    log = Log()
    log.add(MemberAdded(LEA, "Léa", "rep"), HUB)
    log.received(1, "Une place samedi ?")
    quoted = log.events[-1].body.external_id  # type: ignore[union-attr]
    log.asked(1, 1, "Oui, à 10 h")
    log.accepted(1, 1)
    log.received(1, "Merci", reply_to=external_id(1))
    log.received(1, "Encore une question", reply_to=quoted)
    log.received(2, "Rien à voir", reply_to=external_id(1))
    log.received(1, "Oubliée", reply_to="wamid.long ago")
    project(conn, log.events)
    rows = view.thread_page(conn, conversation_id(1))
    assert [(row.author_name, row.reply_text, row.reply_name, row.reply_message_id) for row in rows] == [
        (None, None, None, None),
        ("Léa", None, None, None),
        (None, "Oui, à 10 h", "Léa", rows[1].message_id),
        (None, "Une place samedi ?", "Cliente 1", rows[0].message_id),
        (None, None, None, None),
    ]
    assert [view.message_row(conn, row.message_id) for row in rows] == rows
    assert view.thread_page(conn, conversation_id(2))[0].reply_text is None  # another conversation's message


def test_people_are_found_by_each_form_of_person(conn: Connection) -> None:
    log = Log()
    log.received(1, identity=Identity(number="33639980001", name="Ana Field"))
    log.received(2, identity=Identity(user_id="FR.2", username="ana.f", name="Ana Field"))
    log.add(ContactAliased(ContactId("p1"), Identity(user_id="FR.1", parent_user_id="FR.ENT.1")), HUB)
    project(conn, log.events)
    found = {
        text: view.find_people(conn, text)
        for text in (
            "+33639980001",
            "+33 6 39 98 00 01",
            "FR.1",
            "FR.ENT.1",
            "@ana.f",
            "c2",
            "Ana Field",
            " c1 ",
        )
    }
    assert found == {
        "+33639980001": ids(1),
        "+33 6 39 98 00 01": ids(1),
        "FR.1": ids(1),
        "FR.ENT.1": ids(1),
        "@ana.f": ids(2),
        "c2": ids(2),
        "Ana Field": ids(1, 2),
        " c1 ": ids(1),
    }
    for text in ("", "+", "@", "ana", "%", "33639980001", "Ana Field' OR 1=1 --"):
        assert view.find_people(conn, text) == []


def test_conversation_of_a_contact_on_a_line(conn: Connection) -> None:
    project(conn, salon().events)
    found = view.conversation_of(conn, LINE, ContactId("p3"))
    assert found is not None and found.conversation_id == conversation_id(3)
    assert view.conversation_of(conn, LINE, ContactId("p99")) is None
    assert view.conversations_of(conn, ContactId("p3")) == ids(3)


# The keys that were asked for; who waits too long, and no other conversation; a handful of numbers, of saved lists and
# of members; as many as one look at a saved list may take; at most 9,999 queued ones.
READ_WHOLE = (
    "json_each", "COVERING INDEX view_conversation_since", "view_health", "(subquery", "SCAN looked", "view_saved_view",
    "view_member",
)  # fmt: skip


class Planner:
    """A connection that notes how SQLite would run each statement that goes through it."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn
        self.scans: list[str] = []
        self.statements = 0

    def execute(self, sql: str, parameters: object = ()) -> object:
        self.statements += 1
        for row in self._conn.execute(f"EXPLAIN QUERY PLAN {sql}", parameters):  # type: ignore[arg-type]
            step = str(row[3])
            if step.startswith("SCAN") and not any(name in step for name in READ_WHOLE):
                self.scans.append(f"{step}: {sql}")
            is_page = (
                "LIMIT ?" in sql and "c.no IN (SELECT t.no" not in sql
            )  # but for the few under a rare tag
            if "TEMP B-TREE" in step and is_page:  # a page must come in order; a few found rows may be sorted
                self.scans.append(f"{step}: {sql}")
        return self._conn.execute(sql, parameters)  # type: ignore[arg-type]


def test_no_query_scans_a_table(conn: Connection) -> None:
    log = busy_salon()
    filters = (
        ViewFilter(tags=("VIP",)),
        ViewFilter("open", (), (LEA, MARC)),
        ViewFilter("waiting", is_unread=True),
        ViewFilter("closed", is_new=True),
    )
    for number, one in enumerate(filters):
        log.add(ViewSaved(SavedView(str(number), "List", one), LEA), MEMBER)
    project(conn, log.events)
    planner = Planner(conn)
    seen: Connection = planner  # type: ignore[assignment]
    for wanted in (*INBOX_VIEWS, *(f"saved:{number}" for number in range(len(filters)))):
        for after in (None, *ids(3, 9, 0, 7)):
            for is_new_first in (False, True):
                view.inbox_ids(
                    seen, wanted, now=START, standard_min=30, after=after, me=LEA, is_new_first=is_new_first
                )
    view.inbox_row(seen, conversation_id(1), LEA)
    view.thread_header(seen, conversation_id(6), START, LEA)
    view.tags_of(seen, conversation_id(1))
    place = (START, 3)
    view.thread_page(seen, conversation_id(1))
    view.thread_page(seen, conversation_id(1), before=place)
    view.thread_page(seen, conversation_id(1), after=place)
    threads._quoted(seen, conversation_id(1), {"a", "b"})
    view.message_row(seen, message_id(1))
    for text in ("+331", "@ana", "Ana"):
        view.find_people(seen, text)
    view.contact_by_alias(seen, Identity(number="1", user_id="2"))
    view.load_contact(seen, ContactId("p1"))
    view.conversation_of(seen, LINE, ContactId("p1"))
    view.conversations_of(seen, ContactId("p1"))
    view.load_conversation(seen, conversation_id(1))
    view.load_message(seen, message_id(1))
    messages.load_many(seen, [message_id(1)])
    view.message_by_external_id(seen, "x")
    view.message_by_external_id(seen, "x", LINE)
    messages.load_by_external(seen, ["x"])
    waiting.load(seen, [message_id(1)], ["x"])
    view.to_send(seen)
    view.counts(seen, START, 30, LEA)
    due.waking(seen, START, 10)
    due.left_alone(seen, 10)
    assert planner.scans == [] and planner.statements > 30


def test_what_its_author_took_back_is_left_out_for_them_alone_and_pages_still_join(conn: Connection) -> None:
    log = Log()
    log.add(MemberAdded(LEA, "Léa", "rep"), HUB)
    for number in range(12):
        log.received(1, str(number))
        log.asked(1, number, f"answer {number}")
        if number % 3:
            log.add(SendCancelled(message_id(number), conversation_id(1)), HUB)
    project(conn, log.events)
    everything = view.thread_page(conn, conversation_id(1), limit=100)
    shown = view.thread_page(conn, conversation_id(1), limit=100, reader=LEA)
    assert [row.state for row in everything].count("cancelled") == 8
    assert shown == [row for row in everything if row.state != "cancelled"]
    upwards = view.thread_page(conn, conversation_id(1), limit=4, reader=LEA)
    while page := view.thread_page(
        conn, conversation_id(1), before=(upwards[0].sort_at, upwards[0].pos), limit=4, reader=LEA
    ):
        assert len(page) == 4
        upwards = page + upwards
    assert upwards == shown
    assert view.message_row(conn, message_id(1), LEA) is None
    assert view.message_row(conn, message_id(1)) in everything
