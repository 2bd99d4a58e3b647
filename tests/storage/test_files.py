"""Opening files safely, and the one thread that writes them."""

import threading
from concurrent.futures import Future
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlite
from sqlcipher3.dbapi2 import Connection

from app.domain.errors import EnvironmentFailure
from storage.engine import check_revision, connect
from storage.writer import Priority, Writer

KEY, OTHER_KEY = "ab" * 32, "cd" * 32


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "precious.db"


def opened(file: Path) -> Connection:
    connection = connect(file, KEY)
    connection.execute("CREATE TABLE IF NOT EXISTS note (text TEXT)")
    return connection


def count(file: Path) -> int:
    connection = connect(file, KEY, is_read_only=True)
    try:
        return int(connection.execute("SELECT count(*) FROM note").fetchone()[0])
    finally:
        connection.close()


def test_nothing_readable_is_on_the_disk(file: Path) -> None:
    connection = opened(file)
    connection.execute("INSERT INTO note VALUES ('canary-7731')")
    connection.close()
    assert all(b"canary-7731" not in path.read_bytes() for path in file.parent.iterdir())


@pytest.mark.parametrize("key", [OTHER_KEY, None])
def test_a_wrong_key_is_said_and_damages_nothing(file: Path, key: str | None) -> None:
    opened(file).close()
    before = file.read_bytes()
    with pytest.raises(EnvironmentFailure) as caught:
        connect(file, key)
    assert caught.value.code == "wrong_key"
    assert file.read_bytes() == before


def test_nothing_and_bytes_are_kept_as_they_are_and_ask_no_special_method(file: Path) -> None:
    class Asked(bytes):
        def __conform__(self, protocol: object) -> str:
            return "asked"

    connection = opened(file)
    given = (None, b"", b"\x00\xff", Asked(b"x"))
    found = connection.execute("SELECT ?, ?, ?, ?, typeof(?1), typeof(?2)", given).fetchone()
    assert found == (None, b"", b"\x00\xff", "asked", "null", "blob")
    assert {type(None), bytes} <= {kind for kind, _ in sqlite.adapters}  # type: ignore[attr-defined]
    connection.close()


def test_a_newer_file_is_left_alone(file: Path) -> None:
    connection = opened(file)
    check_revision(connection, "precious", 3)
    with pytest.raises(EnvironmentFailure) as caught:
        check_revision(connection, "precious", 2)
    assert caught.value.code == "file_newer"
    connection.close()


def test_precious_files_wait_for_the_disk(file: Path) -> None:
    """G1: FULL, not NORMAL, or an acknowledged commit may be lost with the power."""
    connection = connect(file, KEY)
    assert connection.execute("PRAGMA synchronous").fetchone()[0] == 2
    assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    connection.close()


def test_a_job_is_on_disk_when_its_future_is_done(file: Path) -> None:
    writer = Writer(lambda: opened(file), "test", file)
    writer.submit(lambda db: db.execute("INSERT INTO note VALUES ('one')")).result()
    assert count(file) == 1
    writer.close()


def test_a_failing_job_leaves_its_group_alone(file: Path) -> None:
    writer = Writer(lambda: opened(file), "test", file)
    gate = threading.Event()
    writer.submit(lambda db: gate.wait())

    def fails(db: Connection) -> None:
        db.execute("INSERT INTO note VALUES ('half')")
        raise ZeroDivisionError

    futures: list[Future[object]] = [
        writer.submit(lambda db: db.execute("INSERT INTO note VALUES ('whole')")) for _ in range(3)
    ]
    bad = writer.submit(fails)
    gate.set()
    for future in futures:
        future.result()
    with pytest.raises(ZeroDivisionError):
        bad.result()
    writer.close()
    assert count(file) == 3


def test_intake_goes_before_what_waited_longer(file: Path) -> None:
    writer = Writer(lambda: opened(file), "test", file)
    gate = threading.Event()
    order: list[str] = []
    writer.submit(lambda db: gate.wait())
    bulk = writer.submit(lambda db: order.append("bulk"), priority=Priority.BULK)
    intake = writer.submit(lambda db: order.append("intake"), priority=Priority.INTAKE)
    gate.set()
    bulk.result()
    intake.result()
    writer.close()
    assert order == ["intake", "bulk"]


def test_four_threads_lose_no_update(file: Path) -> None:
    """Decision 002: one thread writes, in transactions that take the write lock at their begin."""
    writer = Writer(lambda: opened(file), "test", file)
    writer.submit(lambda db: db.execute("CREATE TABLE counter (n INTEGER)")).result()
    writer.submit(lambda db: db.execute("INSERT INTO counter VALUES (0)")).result()

    def one_more(db: Connection) -> None:
        (n,) = db.execute("SELECT n FROM counter").fetchone()
        db.execute("UPDATE counter SET n = ?", (n + 1,))

    def add() -> None:
        for _ in range(100):
            writer.submit(one_more).result()

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert writer.submit(lambda db: db.execute("SELECT n FROM counter").fetchone()).result() == (400,)
    writer.close()


def test_a_closed_writer_says_so(file: Path) -> None:
    writer = Writer(lambda: opened(file), "test", file)
    writer.close()
    with pytest.raises(EnvironmentFailure) as caught:
        writer.submit(lambda db: None)
    assert caught.value.code == "writer_closed"


def test_an_unopenable_file_fails_at_once(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFailure):
        Writer(lambda: connect(tmp_path / "no" / "such" / "folder.db", KEY), "test")
