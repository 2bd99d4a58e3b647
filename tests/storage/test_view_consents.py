"""The consent ledger as rows: how things stand is the fold of its lines, through any batches, merges and undoing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.consent import (
    PURPOSES,
    ConsentCleared,
    ConsentDoubted,
    ConsentGiven,
    ConsentWithdrawn,
    Entry,
    Purpose,
    Standing,
    entries_of,
    standing_of,
)
from app.domain.contacts import ContactMerged
from app.domain.ids import ContactId, ConversationId, MessageId
from storage import view
from storage.engine import Connection, connect
from storage.view import consents
from tests.storage.view_log import (
    CHANNEL,
    HUB,
    KEY,
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

PEOPLE = 4


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[Connection]:
    connection = new_view(tmp_path)
    yield connection
    connection.close()


def person(number: int) -> ContactId:
    return ContactId(f"p{number}")


def said(
    number: int, is_given: bool, day: int, purposes: tuple[Purpose, ...] = ("marketing",), **more: object
) -> ConsentGiven | ConsentWithdrawn:
    kind = ConsentGiven if is_given else ConsentWithdrawn
    at = START + timedelta(days=day)
    return kind(person(number), "whatsapp", purposes, "form", "words", at, **more)  # type: ignore[arg-type]


# (person, given, day, purposes) or (kept, gone)
SAID = st.tuples(
    st.integers(1, PEOPLE), st.booleans(), st.integers(-2, 2), st.sets(st.sampled_from(PURPOSES), min_size=1)
)
STEP = st.one_of(SAID, st.tuples(st.integers(1, PEOPLE), st.integers(1, PEOPLE)))


def folded(log: Log) -> dict[tuple[ContactId, Purpose], Standing]:
    """The rule applied to the whole log at once."""
    kept = {person(number): person(number) for number in range(1, PEOPLE + 1)}
    lines: list[Entry] = []
    for event in log.events:
        if isinstance(event.body, ContactMerged):
            into, gone = kept[event.body.contact_id], kept[event.body.gone_id]
            kept = {one: into if to == gone else to for one, to in kept.items()}
        elif isinstance(event.body, ConsentGiven | ConsentWithdrawn):
            lines += entries_of(event.body, event.pos, event.accepted_at)
    found = {}
    for who in set(kept.values()):
        theirs = [one for one in lines if kept[one.contact_id] == who]
        for purpose in PURPOSES:
            standing = standing_of(purpose, theirs)
            if standing.state != "unknown":
                found[who, purpose] = standing
    return found


def kept_in(conn: Connection) -> dict[tuple[ContactId, Purpose], Standing]:
    """What the rows say."""
    rows = conn.execute("SELECT DISTINCT contact_id FROM view_consent_state").fetchall()
    return {
        (ContactId(contact_id), purpose): standing
        for (contact_id,) in rows
        for purpose, standing in consents.consent_standings(conn, ContactId(contact_id)).items()
    }


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(STEP, min_size=1, max_size=14), st.integers(1, 5))
def test_the_rows_are_the_fold_of_the_ledger_however_it_is_cut_and_merged(
    tmp_path: Path, steps: list[tuple[object, ...]], size: int
) -> None:
    log = Log()
    for step in steps:
        if len(step) == 4:
            number, is_given, day, purposes = step
            body = said(number, is_given, day, tuple(sorted(purposes)))  # type: ignore[arg-type, call-overload]
            log.add(body, MEMBER)
        elif step[0] != step[1]:
            log.add(ContactMerged(person(step[0]), person(step[1]), "same_message"), HUB)  # type: ignore[arg-type]
    if not log.events:
        return
    with closing(connect(tmp_path / "in_batches.db", KEY, durability="NORMAL")) as conn:
        view.drop(conn)
        view.create(conn)
        for start in range(0, len(log.events), size):
            project(conn, log.events[start : start + size])
        assert kept_in(conn) == folded(log)


def test_two_who_prove_to_be_one_share_a_ledger_and_each_line_keeps_whose_it_was(conn: Connection) -> None:
    log = Log()
    log.received(1)
    log.received(2)
    log.add(said(1, True, -10), MEMBER)
    log.add(said(2, False, -5), MEMBER)
    log.add(ContactMerged(person(1), person(2), "same_message"), HUB)
    project(conn, log.events)
    card = consents.consent_card(conn, person(1))
    assert card.of("marketing").state == "withdrawn"
    assert [(one.contact_id, one.is_given) for one in card.entries if one.pos] == [
        (person(2), False),
        (person(1), True),
    ]
    # parted again: each has its own once the merge table says so and both are counted anew
    conn.execute("DELETE FROM view_merged")
    for number in (1, 2):
        for sql, values in consents.counted_anew(person(number)):
            conn.execute(sql, values)
    assert consents.consent_standings(conn, person(1))["marketing"].state == "given"
    assert consents.consent_standings(conn, person(2))["marketing"].state == "withdrawn"


def test_an_import_that_is_undone_takes_its_lines_along_and_nothing_else(conn: Connection) -> None:
    log = Log()
    log.add(said(1, True, -10, member_id=LEA), MEMBER)
    log.add(said(1, False, -1, import_id="imp"), MEMBER)
    log.add(said(2, True, -1, import_id="imp"), MEMBER)
    log.add(said(3, True, -1, import_id="other"), MEMBER)
    project(conn, log.events)
    assert consents.people_who(conn, "marketing", is_given=True) == [person(2), person(3)]
    for sql, values in consents.import_undone("imp"):
        conn.execute(sql, values)
    assert consents.people_who(conn, "marketing", is_given=True) == [person(1), person(3)]
    assert consents.people_who(conn, "marketing", is_given=False) == []
    assert consents.consent_card(conn, person(2)).entries == ()


def test_that_they_wrote_is_a_line_with_their_newest_message_and_no_event(conn: Connection) -> None:
    log = Log()
    assert consents.consent_card(conn, person(1)).of("service").state == "unknown"
    log.received(1)
    newest = log.received(1)
    log.asked(1, 1)
    project(conn, log.events)
    card = consents.consent_card(conn, person(1))
    assert card.of("service").state == "given"
    [line] = card.entries
    assert (line.source, line.message_id, line.pos) == ("own_message", newest.body.message_id, 0)  # type: ignore[union-attr]
    assert conn.execute("SELECT count(*) FROM view_consent").fetchone() == (0,)


def test_a_doubt_stays_until_a_person_decides(conn: Connection) -> None:
    log = Log()
    log.received(1)
    first, second = MessageId("m-1"), MessageId("m-2")
    log.add(ConsentDoubted(person(1), first, log.now, LINE), HUB)
    log.add(ConsentDoubted(person(1), second, log.now, LINE), HUB)
    project(conn, log.events)
    assert [one.message_id for one in consents.consent_card(conn, person(1)).doubts] == [second, first]
    more = Log(list(log.events))
    more.add(ConsentCleared(person(1), first, LEA), MEMBER)
    project(conn, more.events[-1:])
    assert consents.is_doubted(conn, person(1))
    more.add(said(1, False, 0, member_id=LEA), MEMBER)
    project(conn, more.events[-1:])
    assert not consents.is_doubted(conn, person(1))


def test_one_line_tells_of_it_where_they_wrote_and_none_for_each_row_of_an_import(conn: Connection) -> None:
    log = Log()
    log.received(1)
    log.received(1, line_id=OTHER_LINE, conversation_id=ConversationId("c1b"))
    log.add(said(1, False, 0, ("reminders", "marketing"), line_id=LINE), HUB)
    log.add(said(1, True, 0, import_id="imp"), MEMBER)
    project(conn, log.events)
    told = conn.execute("SELECT conversation_no FROM view_message WHERE kind = 'notice'").fetchall()
    assert len(told) == 1
    rows = view.thread_page(conn, conversation_id(1))
    [notice] = [row.notice for row in rows if row.notice is not None]
    assert (notice.what, notice.reason) == ("consent_withdrawn", "reminders,marketing")
    assert CHANNEL.kind == "channel"
