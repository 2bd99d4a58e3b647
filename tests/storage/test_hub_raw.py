"""The raw inbox on a real file."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from app.domain.errors import EnvironmentFailure
from app.domain.ids import LogId
from storage.hub import raw, store
from storage.hub.raw import RawState
from storage.hub.tables import Connection
from storage.instants import to_us

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[Connection]:
    opened = store.open_writing(tmp_path / "hub.db", None, lambda: (LogId("log"), bytes(32)))
    yield opened
    opened.close()


def add(conn: Connection, *bodies: bytes, at: datetime = NOON) -> None:
    raw.add(conn, [(sha256(body).digest(), body, to_us(at)) for body in bodies])


def waiting(conn: Connection, after: int = 0, limit: int = 10, max_bytes: int = 1000) -> list[bytes]:
    return [found.body for found in raw.waiting(conn, after, limit, max_bytes)]


def test_bodies_wait_in_the_order_in_which_they_came_each_once(conn: Connection) -> None:
    add(conn, b"a", b"b", b"a")
    add(conn, b"c", b"b")
    assert waiting(conn) == [b"a", b"b", b"c"]
    assert [found.received_at for found in raw.waiting(conn, 0, 1, 1)] == [NOON]
    assert waiting(conn, limit=2) == [b"a", b"b"]
    assert waiting(conn, max_bytes=1) == [b"a"]


def test_a_repeat_leaves_no_hole_that_hides_what_follows(conn: Connection) -> None:
    add(conn, b"a", b"a", b"a", b"b")
    rows = raw.waiting(conn, 0, 10, 1000)
    assert waiting(conn, after=rows[0].raw_id) == [b"b"]


def test_only_what_an_older_parser_left_unread_is_read_again(conn: Connection) -> None:
    add(conn, b"done", b"partial", b"error", b"new")
    raw.mark(conn, list(enumerate((RawState.DONE, RawState.PARTIAL, RawState.ERROR), 1)), 1)
    assert raw.read_again(conn, 1) == 0
    assert raw.read_again(conn, 2) == 2
    assert waiting(conn) == [b"partial", b"error", b"new"]


def test_old_bodies_are_erased_but_their_repeats_still_known(conn: Connection) -> None:
    add(conn, b"done", b"partial")
    add(conn, b"young", at=NOON + timedelta(days=2))
    raw.mark(conn, list(enumerate((RawState.DONE, RawState.PARTIAL, RawState.DONE), 1)), 1)
    assert raw.forget(conn, NOON + timedelta(days=1)) == 1
    assert raw.forget(conn, NOON + timedelta(days=1)) == 0
    add(conn, b"done")
    assert raw.count_waiting(conn) == 0


@pytest.mark.parametrize("plan", ["SELECT count(*) FROM raw_inbox WHERE state = 0", "state >= 2"])
def test_the_waiting_are_found_without_reading_the_others(conn: Connection, plan: str) -> None:
    sql = (
        plan
        if plan.startswith("SELECT")
        else f"UPDATE raw_inbox SET state = 0 WHERE {plan} AND parser_version < 9"
    )
    steps = " ".join(str(row[3]) for row in conn.execute(f"EXPLAIN QUERY PLAN {sql}"))
    assert "USING" in steps
    assert "raw_inbox_" in steps


def test_a_folder_without_a_hub_is_not_made_into_one_by_reading(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFailure, match="no_hub_here"):
        store.open_reading(tmp_path / "other" / "hub.db", None)
    assert not (tmp_path / "other").exists()
