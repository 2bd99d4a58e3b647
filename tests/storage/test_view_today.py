"""What the Today screen reads walks the indexes that were made for it, however many conversations are open."""

from datetime import timedelta

from sqlcipher3.dbapi2 import Connection

from app.domain.waits import one_cut
from storage import view
from storage.view import today
from tests.storage.salon_log import ids
from tests.storage.test_view_queries import conn
from tests.storage.view_log import START, Log, project

__all__ = ["conn"]


def test_the_search_for_what_did_not_arrive_looks_at_nothing_else(conn: Connection) -> None:
    """In a view that was rebuilt SQLite would look through everything that is open."""
    view.rebuild(conn, [])
    steps: list[str] = []

    class Planner:
        def execute(self, sql: str, parameters: object = ()) -> object:
            steps.extend(str(row[3]) for row in conn.execute(f"EXPLAIN QUERY PLAN {sql}", parameters))  # type: ignore[arg-type]
            return conn.execute(sql, parameters)  # type: ignore[arg-type]

    assert today.troubled_ids(Planner(), 100) == []  # type: ignore[arg-type]
    assert today.troubled_count(Planner()) == 0  # type: ignore[arg-type]
    assert not today.is_any_unconfirmed(Planner(), START, START + timedelta(days=2))  # type: ignore[arg-type]
    assert "view_appointment_when" in steps[-1]
    assert sum("view_conversation_troubled" in step for step in steps) == 2
    assert not any("view_conversation_open" in step for step in steps)


def test_late_ones_whose_window_closes_soon_are_told_from_those_in_time(conn: Connection) -> None:
    """Which list somebody stands in depends on the standard: the window of the first closes soon."""
    log = Log()
    for person, hours in enumerate((23, 2)):
        log.received(person, sent_at=START - timedelta(hours=hours))
    project(conn, log.events)
    soon = (START, timedelta(hours=2), 100)
    assert today.late_closing_ids(conn, one_cut(START - timedelta(hours=1)), *soon) == ids(0)
    assert today.closing_ids(conn, one_cut(START - timedelta(hours=1)), *soon) == []
    assert today.closing_ids(conn, one_cut(START - timedelta(hours=23, minutes=30)), *soon) == ids(0)
    assert today.late_closing_ids(conn, one_cut(START - timedelta(hours=23, minutes=30)), *soon) == []
