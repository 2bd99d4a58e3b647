"""What reports are reckoned from, kept in memory: stopped, closed and damaged on the way."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.desk.measuring import Measuring, Stopped, measuring_of
from app.domain.rows import Changes
from app.hub.history_events import events
from storage.engine import connect
from storage.measures import file as measures_file
from storage.measures.file import MeasuresFile
from tests.storage.test_measures_file import KEY, Kept, account, at_once, sealed

LOG = sealed(list(events(account(4, 300))))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A log of some hundred events, read 50 at a time."""
    monkeypatch.setattr(measures_file, "BATCH", 50)
    with closing(Kept(tmp_path)) as kept:
        kept.add(LOG)
        yield tmp_path


@pytest.fixture
def measuring(folder: Path) -> Iterator[Measuring]:
    with closing(measuring_of(folder, folder / "log.db", KEY)) as made:
        yield made


def quiet(_done: int, _of: int) -> None:
    """Nobody asks how far it is."""


def count(measuring: Measuring, folder: Path) -> int:
    """Turns that reports know; -1: no facts."""
    with closing(connect(folder / "log.db", KEY, is_read_only=True)) as conn:
        measuring._fresh_sends = lambda *_all: None  # type: ignore[method-assign, assignment]
        measuring.deals.tracks = lambda *_all: ()  # type: ignore[method-assign]
        measuring._is_new = False
        return measuring.asked(conn, (), "EUR", lambda _conn, facts: len(facts.turns.turns), -1)


def test_who_leaves_stops_the_reading_and_the_next_goes_on(measuring: Measuring, folder: Path) -> None:
    def leave(done: int, _of: int) -> None:
        if done >= 100:
            raise Stopped

    with pytest.raises(Stopped):
        measuring.follow(leave)
    assert count(measuring, folder) == -1
    seen: list[tuple[int, int]] = []
    searches: list[bool] = []

    def see(done: int, of: int) -> None:
        seen.append((done, of))
        searches.append(gc.isenabled())

    measuring.follow(see)
    assert not any(searches)  # among so many rows it stands still for seconds, and the window with it
    assert seen[1] == (50, len(LOG) - 100)
    assert count(measuring, folder) == len(at_once(LOG)[0])


def test_closed_while_it_reads_it_stops_first(measuring: Measuring) -> None:
    """The desk stops on one thread while another one reads."""
    begun, closing_now = threading.Event(), threading.Event()
    ended: list[str] = []

    def wait(done: int, _of: int) -> None:
        if done:
            begun.set()
            closing_now.wait(5)

    def read() -> None:
        with pytest.raises(Stopped):
            measuring.follow(wait)
        ended.append("reading")

    reader = threading.Thread(target=read)
    reader.start()
    assert begun.wait(5)

    def close() -> None:
        measuring.close()
        ended.append("closing")

    closer = threading.Thread(target=close)
    closer.start()
    while not measuring.is_closed:
        closer.join(0.001)
    closing_now.set()
    reader.join(5)
    closer.join(5)
    assert sorted(ended) == ["closing", "reading"]
    with pytest.raises(Stopped):
        measuring.follow(quiet)


def test_a_damaged_file_is_made_anew(measuring: Measuring, folder: Path) -> None:
    measuring.follow(quiet)
    measuring.close()
    path = folder / "measures.db"
    data = bytearray(path.read_bytes())
    for page in range(1, len(data) // 4_096):
        data[page * 4_096 + 100] ^= 255
    path.write_bytes(data)
    again = measuring_of(folder, folder / "log.db", KEY)
    again.follow(quiet)
    assert count(again, folder) == len(at_once(LOG)[0])
    again.close()


def test_what_could_not_be_written_is_not_left_half_done(
    measuring: Measuring, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = MeasuresFile._write
    calls: list[str] = []

    def full(self: MeasuresFile, conversation_id: str, *rows: object) -> None:
        calls.append(conversation_id)
        if len(calls) == 2:
            raise OSError("no room")
        written(self, conversation_id, *rows)  # type: ignore[arg-type]

    monkeypatch.setattr(MeasuresFile, "_write", full)
    with pytest.raises(OSError, match="no room"):
        measuring.follow(quiet)
    measuring.follow(quiet)
    assert count(measuring, folder) == len(at_once(LOG)[0])


@pytest.mark.parametrize("is_told", [True, False])
def test_a_log_that_took_another_way_is_read_anew(measuring: Measuring, folder: Path, is_told: bool) -> None:
    """The hub was restored. Where the view had not come so far yet, nobody tells that everything changed."""
    measuring.follow(quiet)
    other = sealed(list(events(account(8, 300))))
    with closing(connect(folder / "log.db", KEY)) as log:
        log.execute("DELETE FROM event")
        log.executemany(
            "INSERT INTO event (pos, envelope, fields, salt, chain) VALUES (?, ?, ?, ?, ?)",
            [(one.pos, one.envelope, one.fields, one.salt, one.chain) for one in other],
        )
    measuring.hear(Changes(is_everything=is_told))
    measuring.follow(quiet)
    assert count(measuring, folder) == len(at_once(other)[0])


def test_one_card_leaves_a_long_log_unread_and_reads_on_in_one_that_reports_read(
    measuring: Measuring, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.desk.measuring.NEAR", 100)
    told: list[int] = []
    measuring.follow(lambda done, _of: told.append(done), is_all=False)
    assert max(told) == 0
    assert not any(measuring.rows_of("c-1"))
    measuring.follow(quiet)
    with closing(MeasuresFile(folder / "measures.db", folder / "log.db", KEY)) as file:
        some = [rows[0] for rows in file.every() if rows[1]]
    with closing(measuring_of(folder, folder / "log.db", KEY)) as other:
        other.follow(quiet, is_all=False)
        assert other.rows_of(some[0])[0]
