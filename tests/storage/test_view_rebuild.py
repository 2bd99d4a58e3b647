"""A view made anew: progress, events of a newer program, other versions, and what a start must not import."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.contact_cards import BUILT_IN, ContactAdded, FieldChange
from app.domain.contacts import Identity
from app.domain.events import READER
from app.domain.ids import ContactId
from storage import codec, desk, view
from storage.engine import Connection, connect
from tests.storage.view_log import KEY, LEA, MEMBER, Log, new_view, project

FIRST_PAINT = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from storage import desk, view
from storage.engine import connect

folder, key = Path(sys.argv[1]), sys.argv[2]
log = connect(folder / "log.db", key)
desk.create(log)
desk.notes(log), desk.drafts(log), desk.commands(log)
screens = connect(folder / "view.db", key, durability="NORMAL")
assert view.version(screens) == view.VIEW_VERSION
now = datetime.now(UTC)
ids = view.inbox_ids(screens, "all", now=now, standard_min=30)
rows = [view.inbox_row(screens, one) for one in ids]
view.counts(screens, now, 30), view.settings(screens), view.thread_page(screens, ids[0]), view.health(screens)
print(rows[0].last_text)
print(" ".join(sorted(name for name in sys.modules if "." not in name)))
"""


@pytest.fixture
def log() -> Log:
    log = Log()
    for person in range(5):
        log.received(person, f"Bonjour {person}")
    return log


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[Connection]:
    connection = new_view(tmp_path)
    yield connection
    connection.close()


def test_a_rebuild_says_how_far_it_is_and_ends_whole(
    conn: Connection, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.view.projector.REBUILD_BATCH", 2)
    project(conn, log.events)
    expected = view.view_hash(conn)
    told: list[int] = []
    usual_cache = conn.execute("PRAGMA cache_size").fetchone()
    view.rebuild(conn, log.stored(), told.append)
    assert told == [2, 4, 5]
    assert view.version(conn) == view.VIEW_VERSION
    assert view.cursor(conn) == (5, log.stored()[-1].chain)
    assert view.view_hash(conn) == expected
    assert conn.execute("PRAGMA cache_size").fetchone() == usual_cache


def test_a_rebuild_makes_every_index_again(tmp_path: Path, conn: Connection, log: Log) -> None:
    names = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name"
    view.rebuild(conn, log.stored())
    with closing(new_view(tmp_path, "fresh.db")) as fresh:
        assert conn.execute(names).fetchall() == fresh.execute(names).fetchall()


def test_a_rebuild_that_was_cut_off_is_seen_at_the_next_start(conn: Connection, log: Log) -> None:
    def half() -> Iterator[codec.StoredEvent]:
        yield from log.stored()[:3]
        raise OSError("the power went")

    with pytest.raises(OSError, match="power"):
        view.rebuild(conn, half())
    assert view.version(conn) == view.UNFINISHED
    view.create(conn)
    assert view.version(conn) == view.UNFINISHED  # nobody takes it for whole
    view.rebuild(conn, log.stored())
    assert view.version(conn) == view.VIEW_VERSION and view.counts(conn, log.now, 30).all == 5


def test_a_rebuild_within_a_transaction_leaves_its_commit_to_the_caller(conn: Connection, log: Log) -> None:
    project(conn, log.events)
    conn.execute("BEGIN")
    view.rebuild(conn, log.stored()[:2])
    assert conn.in_transaction and view.counts(conn, log.now, 30).all == 2
    conn.execute("ROLLBACK")
    assert view.counts(conn, log.now, 30).all == 5


def test_a_view_of_another_version_is_replaced_whole(conn: Connection, log: Log) -> None:
    conn.execute("CREATE TABLE view_auction (lot TEXT)")
    conn.execute("CREATE TABLE viewer (kept TEXT)")
    conn.execute("UPDATE view_meta SET version = 99")
    view.rebuild(conn, log.stored())
    tables = {row[0] for row in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert "viewer" in tables and "view_auction" not in tables
    view.drop(conn)
    assert view.version(conn) is None


def test_g11_a_newer_event_stops_the_view_and_not_the_log(tmp_path: Path, log: Log) -> None:
    """G11: it is stored like any other; the view stays right before it."""
    events = log.stored()
    envelope = events[2].envelope.replace(b'"min_reader":1', b'"min_reader":%d' % (READER + 1))
    assert envelope != events[2].envelope
    newer = [*events[:2], replace(events[2], envelope=envelope), *events[3:]]
    with closing(new_view(tmp_path)) as conn:
        view.rebuild(conn, newer)
        assert view.cursor(conn) == (2, events[1].chain)
        assert view.counts(conn, log.now, 30).all == 2


def test_a_change_of_columns_that_forgets_the_rows_fails_here(conn: Connection) -> None:
    """Every column that exists is written and read by name; tables and statements are two texts."""
    from storage.view.tables import METADATA

    for table in METADATA.sorted_tables:
        columns = [row[1] for row in conn.execute(f"PRAGMA table_info({table.name})")]
        assert columns == [column.name for column in table.columns]
    log = Log()
    log.received(1, reply_to="x")
    log.asked(1, 1)
    log.accepted(1, 1)
    changes = tuple(FieldChange(key, "33639980009") for key in BUILT_IN)
    log.add(ContactAdded(ContactId("p9"), Identity(), changes, (), LEA), MEMBER)
    project(conn, log.events)
    empty = {
        (table, column)
        for table in ("view_conversation", "view_message", "view_contact")
        for column in [row[1] for row in conn.execute(f"PRAGMA table_info({table})")]
        if conn.execute(f"SELECT count({column}) FROM {table}").fetchone() == (0,)
    }
    assert empty == {
        ("view_message", "origin_no"),
        ("view_conversation", "closed_us"),
        ("view_conversation", "waiting_since_us"),
        ("view_conversation", "assignee_id"),
        ("view_conversation", "assigned_us"),
        ("view_conversation", "snoozed_us"),
        ("view_conversation", "snoozed_until_us"),
        ("view_conversation", "outcome"),
        ("view_message", "failure_code"),
        ("view_message", "provider_code"),
        ("view_message", "retry_of"),
        ("view_message", "joined"),
        ("view_message", "shelf"),
        ("view_message", "more"),
        ("view_message", "import_no"),
        ("view_contact", "user_id"),
        ("view_contact", "username"),
    }


def test_first_paint_imports_no_heavy_library(tmp_path: Path, log: Log) -> None:
    """The inbox is read through plain connections; what costs time comes after it."""
    with closing(connect(tmp_path / "log.db", KEY)) as file:
        desk.create(file)
        desk.append(file, log.stored())
    with closing(new_view(tmp_path)) as screens:
        view.rebuild(screens, log.stored())
    run = subprocess.run(
        [sys.executable, "-c", FIRST_PAINT, str(tmp_path), KEY], capture_output=True, text=True, check=True
    )
    text, modules = run.stdout.splitlines()
    assert text == "Bonjour 4"
    heavy = {
        "sqlalchemy",
        "httpx",
        "keyring",
        "alembic",
        "babel",
        "uvicorn",
        "starlette",
        "PySide6",
        "argon2",
    }
    assert not heavy & set(modules.split())
    assert "sqlcipher3" in modules.split()
