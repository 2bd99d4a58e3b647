"""A person taken out of the view: no table is forgotten, and what is left is what an erased log gives."""

from contextlib import closing
from pathlib import Path

from app.domain.erasure import ContactErased, ErasureCounts, Remaining
from app.domain.events import Actor
from app.domain.ids import ContactId, ConversationId, EventId
from storage import view
from storage.codec import EventDraft, decode_event, seal
from storage.engine import connect
from storage.view.appointment_erasing import OF_APPOINTMENTS
from storage.view.deal_erasing import BY_DEAL_ID, OF_DEALS
from storage.view.erasing import BY_ID, MUCH, OF_CONVERSATIONS, OF_PEOPLE, sweep
from tests.perf.history import events
from tests.storage.view_log import START

# Columns that hold somebody's id or number, in tables that are about something else.
OTHERS = {
    ("view_contacts_import", "no"),  # a whole list of people
    ("view_appointments_import", "no"),  # a whole agenda
    ("view_deals_import", "no"),  # a whole table of deals
    ("view_gone", "no"),  # empty when an erasure is over
    ("view_reach", "no"),  # one row about the hub
}
NAMING = frozenset(
    {
        "no",
        "contact_no",
        "conversation_no",
        "contact_id",
        "conversation_id",
        "gone_id",
        "kept_id",
        "first_id",
        "other_id",
    }
)


def test_every_table_that_names_a_person_is_emptied_of_an_erased_one(tmp_path: Path) -> None:
    """A table that a later version adds must say here how it forgets somebody."""
    with closing(connect(tmp_path / "view.db", None)) as conn:
        view.create(conn)
        tables = [
            row[0]
            for row in conn.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'view^_%' ESCAPE '^'"
            )
        ]
        naming = {
            (table, column[1])
            for table in tables
            for column in conn.execute(f"PRAGMA table_info({table})")
            if column[1] in NAMING
        }
    of_things = (*OF_DEALS, *BY_DEAL_ID, *OF_APPOINTMENTS)
    covered = {table for table, _column in (*OF_CONVERSATIONS, *OF_PEOPLE, *of_things, *BY_ID)}
    forgotten = {(table, column) for table, column in naming - OTHERS if table not in covered}
    assert forgotten == set()
    assert covered <= set(tables)


def test_the_messages_of_a_long_conversation_go_in_steps(tmp_path: Path) -> None:
    """Nobody finds them from the first moment on, and in the end nothing is left."""
    contact_id, conversation_id = ContactId("p000000"), ConversationId("c000000")
    stored = list(events(60_000, "messages_only", conversations=50))
    body = ContactErased(
        contact_id, "e", "request", None, ErasureCounts(), (contact_id,), (conversation_id,), (), Remaining()
    )  # fmt: skip
    gone = EventDraft(body, contact_id, Actor("hub"), START, EventId("e-gone"))
    last = seal(gone, 60_001, START, stored[-1].chain, b"s", None)
    with closing(connect(tmp_path / "view.db", None)) as conn:
        view.create(conn)
        view.rebuild(conn, stored)
        view.project(conn, [decode_event(last)])
        assert view.load_conversation(conn, conversation_id) is None
        left = "SELECT count(*) FROM view_message WHERE conversation_no NOT IN (SELECT no FROM view_conversation)"
        assert conn.execute(left).fetchone()[0] > MUCH
        steps = 0
        while sweep(conn):
            steps += 1
        assert steps > 2
        assert conn.execute(left).fetchone()[0] == 0
        assert conn.execute("SELECT count(*) FROM view_gone").fetchone()[0] == 0
