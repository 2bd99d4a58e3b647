"""What the Today screen reads walks the indexes that were made for it, however many conversations are open."""

from sqlcipher3.dbapi2 import Connection

from storage import view
from storage.view import today
from tests.storage.test_view_queries import conn

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
    assert sum("view_conversation_troubled" in step for step in steps) == 2
    assert not any("view_conversation_open" in step for step in steps)
