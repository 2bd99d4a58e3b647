"""The lists of a team: whose, free, set aside, where one is named; new people first."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.assignment import ConversationAssigned
from app.domain.contents import Ad, Content
from app.domain.conversations import ConversationRead
from app.domain.ids import ConversationId
from app.domain.rows import InboxCounts
from storage import view
from storage.engine import Connection
from tests.storage.salon_log import busy_salon, ids
from tests.storage.view_log import LEA, MARC, MEMBER, START, Log, conversation_id, new_view, project


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[Connection]:
    connection = new_view(tmp_path)
    yield connection
    connection.close()


def test_the_lists_of_a_team_hold_what_they_say(conn: Connection) -> None:
    log = busy_salon()
    project(conn, log.events)

    def listed(wanted: str) -> list[ConversationId]:
        return view.inbox_ids(conn, wanted, now=START + timedelta(minutes=5), standard_min=30, me=LEA)

    assert listed("mine") == ids(2, 1, 0)
    assert listed("snoozed") == ids(4, 3, 5)
    assert listed("unassigned") == ids(*range(10, 20), 7, 6)
    assert listed("waiting") == ids(0, 1, 2, *range(10, 20))
    assert listed("theirs") == ids(7, 6)
    assert listed("mentions") == ids(7, 6)
    counts = view.counts(conn, START, 30, LEA)
    assert counts == InboxCounts(13, 18, 2, 0, mine=3, unassigned=12, theirs=2, snoozed=3, mentions=2)
    row = view.inbox_row(conn, conversation_id(7), LEA)
    assert row is not None and row.is_mentioned and not row.is_mine
    seen = len(log.events)
    log.add(ConversationRead(conversation_id(7), 1_000, LEA), MEMBER)
    log.add(ConversationAssigned(conversation_id(0), MARC, LEA, "handed_over"), MEMBER)
    log.received(4, "Finally")
    project(conn, log.events[seen:])
    assert listed("mentions") == ids(7, 6) and view.counts(conn, START, 30, LEA).mentions == 1
    assert listed("mine") == ids(2, 1) and listed("snoozed") == ids(3, 5)
    assert conversation_id(4) in listed("waiting")


def test_new_people_and_those_from_advertisements_may_come_first(conn: Connection) -> None:
    log = Log()
    ad = Content(ad=Ad("ad", "1"))
    log.received(1, "old friend", is_history=True)
    for person in (1, 2, 3):
        log.received(person, "Bonjour", content=ad if person == 3 else None)
    log.asked(3, 1)
    log.accepted(3, 1)
    log.received(1, "again")
    log.received(3, "One more", content=ad)
    project(conn, log.events)
    place = {"now": START + timedelta(hours=2), "standard_min": 30, "me": LEA}
    rows = [view.inbox_row(conn, one) for one in ids(1, 2, 3)]
    marks = [(row.is_new, row.is_from_ad) for row in rows if row]
    assert marks == [(False, False), (True, False), (False, True)]
    for wanted in ("waiting", "unassigned"):
        assert view.inbox_ids(conn, wanted, **place) == ids(2, 1, 3)  # type: ignore[arg-type]
        first = view.inbox_ids(conn, wanted, **place, is_new_first=True)  # type: ignore[arg-type]
        assert first == ids(2, 3, 1)
