"""A person taken out of the view: no table is forgotten, and what is left is what an erased log gives."""

from contextlib import closing
from pathlib import Path

from storage import view
from storage.engine import connect
from storage.view.erasing import BY_ID, OF_CONVERSATIONS, OF_PEOPLE

# Columns that hold somebody's id or number, in tables that are about something else.
OTHERS = {
    ("view_quick_reply", "no"),
}
NAMING = frozenset(
    {"no", "contact_no", "conversation_no", "contact_id", "conversation_id", "gone_id", "kept_id"}
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
    covered = {table for table, _column in (*OF_CONVERSATIONS, *OF_PEOPLE, *BY_ID)}
    forgotten = {(table, column) for table, column in naming - OTHERS if table not in covered}
    assert forgotten == set()
    assert covered <= set(tables)
