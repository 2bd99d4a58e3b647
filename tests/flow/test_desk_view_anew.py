"""A long history reaches view.db by making the view anew: the same rows as one by one, whatever comes between."""

import asyncio
import gc
import hashlib
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from app.desk import view_file
from app.desk.batch import Cursor
from app.desk.log_reading import read_stored
from app.desk.view_file import ViewFile
from app.domain.errors import EnvironmentFailure
from storage import view
from storage.codec import StoredEvent, open_events
from storage.engine import connect
from storage.view import anew
from tests.perf.history import events

KEY = hashlib.sha256(b"view anew").hexdigest()
HISTORY = list(events(600, conversations=12))
END = Cursor(HISTORY[-1].pos, HISTORY[-1].chain)


def read_log(after: int, limit: int) -> list[StoredEvent]:
    return HISTORY[after : after + limit]


@pytest.fixture
def executor() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as made:
        yield made


@pytest.fixture
def file(tmp_path: Path, executor: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch) -> Iterator[ViewFile]:
    """A view.db for which 100 missing events are many; read in pages of 70, applied 150 at once, committed by 300."""
    monkeypatch.setattr(view_file, "MANY", 100)
    monkeypatch.setattr(view_file, "NEARLY", 1)
    monkeypatch.setattr(view_file, "REPLAY_BATCH", 70)
    monkeypatch.setattr(anew, "EVENTS_AT_ONCE", 150)
    monkeypatch.setattr(anew, "EVENTS_A_COMMIT", 300)
    file = ViewFile(
        tmp_path / "view.db",
        KEY,
        read_log,
        executor,
        on_projected=lambda *_: None,
        on_progress=lambda *_: None,
    )
    file.open()
    yield file
    file.close()
    assert gc.isenabled()


@pytest.fixture
def grown(tmp_path: Path) -> str:
    """The hash of a view to which the same events came one by one."""
    with closing(connect(tmp_path / "grown.db", KEY)) as conn:
        view.create(conn)
        projector = view.Projector()
        for stored in HISTORY:
            projector.project(conn, open_events([stored]), stored.chain)
        return view.view_hash(conn)


async def test_a_long_own_log_gives_the_view_that_grew(file: ViewFile, grown: str) -> None:
    await file.catch_up(END)
    assert file.is_whole and file.position() == END.pos
    assert view.view_hash(file.connection()) == grown


async def test_a_long_history_from_the_hub_gives_the_view_that_grew(file: ViewFile, grown: str) -> None:
    for start in range(0, len(HISTORY), 40):
        await file.project(read_stored(HISTORY[start : start + 40], END.pos))
        assert file.is_whole == (start + 40 >= len(HISTORY))
    assert view.view_hash(file.connection()) == grown


async def test_a_lost_connection_in_between_changes_nothing(file: ViewFile, grown: str) -> None:
    for start in range(0, 200, 40):
        await file.project(read_stored(HISTORY[start : start + 40], END.pos))
    halfway = asyncio.ensure_future(file.project(read_stored(HISTORY[200:240], END.pos)))
    await asyncio.sleep(0)
    halfway.cancel()
    await asyncio.gather(halfway, return_exceptions=True)
    await file.catch_up(END)
    assert view.view_hash(file.connection()) == grown


async def test_a_connection_lost_while_the_view_becomes_whole_stops_nothing(
    file: ViewFile, grown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The own log goes on meanwhile, and so does the view, from where it became whole."""
    ending, may_end, loop = asyncio.Event(), threading.Event(), asyncio.get_running_loop()
    real_end = anew.Anew.end

    def end(self: anew.Anew, pos: int, chain: bytes) -> None:
        loop.call_soon_threadsafe(ending.set)
        may_end.wait()
        real_end(self, pos, chain)

    monkeypatch.setattr(anew.Anew, "end", end)
    catching_up = asyncio.ensure_future(file.catch_up(Cursor(HISTORY[399].pos, HISTORY[399].chain)))
    await ending.wait()
    catching_up.cancel()
    await asyncio.gather(catching_up, return_exceptions=True)
    may_end.set()
    await file.catch_up(END)
    assert file.is_whole and file.position() == END.pos
    assert view.view_hash(file.connection()) == grown


async def test_a_disk_that_is_full_in_between_is_said_and_the_next_try_begins_again(
    file: ViewFile, grown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def connect_to_a_small_disk(path: Path, key: str, **given: object) -> object:
        conn = connect(path, key, **given)  # type: ignore[arg-type]
        conn.execute("PRAGMA max_page_count = 40")
        return conn

    with monkeypatch.context() as patched:
        patched.setattr(view_file, "connect", connect_to_a_small_disk)
        with pytest.raises(EnvironmentFailure, match="disk_full"):
            await file.catch_up(END)
    assert not file.is_whole
    await file.catch_up(END)
    assert view.view_hash(file.connection()) == grown


async def test_what_is_closed_for_good_is_not_begun_again(file: ViewFile) -> None:
    """A read that failed while the program ended asks for it: its writer would keep the program alive for ever."""
    await file.catch_up(END)
    file.close()
    await file.throw_away()
    assert not file.is_readable
    assert not [thread.name for thread in threading.enumerate() if thread.name.startswith("writer-")]
