"""measures.db: turns and episodes as this computer keeps them. Disposable: whatever is wrong with it, it is made anew.

One row for each thread. What the file was made from is the own log up to a place; the chain there tells whether it is
still that log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from app.domain.errors import EnvironmentFailure
from app.domain.turns import Episode, MeasureRules, Turn
from storage.engine import SqlError, connect
from storage.json_list import json_list
from storage.measures.book import Book
from storage.measures.lean import Row
from storage.measures.packing import (
    decode,
    encode,
    pack_episodes,
    pack_places,
    pack_turns,
    unpack_episodes,
    unpack_turns,
)

MEASURES_VERSION: Final = 3
BATCH: Final = 20_000  # events in one reading
PAGE: Final = 500  # of them in memory at a time: of more, the first have left the processor's caches
KEPT: Final = 2_000  # threads in memory once all is read
FAR: Final = 1_000_000  # events behind which nothing is written before they are all gone through
_THREAD: Final = "conversation_id TEXT PRIMARY KEY, contact_id TEXT, line_id TEXT, turns BLOB, episodes BLOB"
_TABLES: Final = (
    "CREATE TABLE measure_state (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID",
    f"CREATE TABLE measure_thread ({_THREAD}, places BLOB) WITHOUT ROWID",
)
_SELECT: Final = "SELECT pos, envelope, fields FROM event WHERE"
Rows = tuple[str, list[Turn], list[Episode]]  # of one thread, all of them


class MeasuresFile:
    """`log_path`: the own log. Everything blocks, and runs on one thread at a time.

    `go_on` brings it up to the newest event; `every` gives what it holds.
    """

    def __init__(self, path: Path, log_path: Path, key: str) -> None:
        self.pos = 0  # the newest event that is in it
        self.is_around_new = (
            False  # hours, groups or standards are others than when somebody last set it to False
        )
        self._unkept = 0  # events that were gone through and not written
        self._reached = b""  # the chain of the log there
        self._is_anew = False  # all is gone through again
        self._is_fixed = False  # by rules that the end of the log tells
        self._changed: dict[str, Rows] = {}  # what a call that was stopped had written
        self._log = connect(log_path, key, is_read_only=True)
        try:
            self._conn = connect(path, key, durability="NORMAL")
        except BaseException:
            self._log.close()
            raise
        try:
            self._make_tables()
            self._book = self._known_book() or self._begin_anew(None)
        except (SqlError, ValueError) as error:  # a page that is damaged shows itself where it is read
            self.close()
            raise EnvironmentFailure("file_damaged", file=path.name) from error
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of both files."""
        self._conn.close()
        self._log.close()

    @property
    def book(self) -> Book:
        """With the hours and groups that there are."""
        return self._book

    def go_on(self, on_progress: Callable[[int, int], None] = lambda done, of: None) -> list[Rows] | None:
        """Bring it up to the newest event: the threads that changed; None: anything may have, it was made anew.

        `on_progress`: events done, and of how many. Where it raises, the next call goes on from there. After any other
        exception this object is of no use: open the file again.
        """
        if (
            self._chain(self.pos) != self._reached
        ):  # the hub was restored, and what is told goes on from earlier
            self._begin_anew(None)
            self._is_anew, self._is_fixed = True, False
        first, newest = self.pos, self._newest()
        while True:
            taken, reached = 0, self.pos
            batch = self._log.execute(f"{_SELECT} pos > ? ORDER BY pos LIMIT {BATCH}", (self.pos,))
            while page := batch.fetchmany(PAGE):
                self._book.take_all(page)
                taken, reached = taken + len(page), page[-1][0]
            is_end = taken < BATCH
            if self._book.is_stale and (is_end or not self._is_fixed):
                self._begin_anew(self._book.wanted)
                first, self._is_anew, self._is_fixed = 0, True, True
                continue  # what the log says on the way is older than these rules, until its end
            self.is_around_new |= self._book.is_around_changed
            if taken:
                self.pos, self._unkept = reached, self._unkept + taken
                self._reached = self._chain(self.pos)
            if self._unkept and (self._unkept >= FAR or is_end):
                self._changed.update((one[0], one) for one in self._keep())
                self._unkept = 0
            if is_end:
                break
            on_progress(self.pos - first, newest - first)
        changed, self._changed = self._changed, {}
        is_anew, self._is_anew, self._is_fixed = self._is_anew, False, False
        return None if is_anew else list(changed.values())

    def behind(self) -> int:
        """How many events it has not seen yet, about."""
        return self._newest() - self.pos

    def _newest(self) -> int:
        return int(self._log.execute("SELECT ifnull(max(pos), 0) FROM event").fetchone()[0])

    def every(self) -> Iterator[Rows]:
        """All threads."""
        for found in self._conn.execute(
            "SELECT conversation_id, contact_id, line_id, turns, episodes FROM measure_thread"
        ):
            ids = found[:3]
            yield ids[0], unpack_turns(found[3], ids), unpack_episodes(found[4], ids)

    def rows_of(self, conversation_id: str) -> tuple[list[Turn], list[Episode]]:
        """Of one thread, also where it became part of another."""
        root = self._book.root_of(conversation_id)
        found = self._conn.execute(
            "SELECT turns, episodes FROM measure_thread WHERE conversation_id = ?", (root,)
        ).fetchone()
        if found is None:
            return [], []
        ids = self._book.ids[root]
        return unpack_turns(found[0], ids), unpack_episodes(found[1], ids)

    # --- keeping ---

    def _keep(self) -> list[Rows]:
        """Write what the last events changed, with the place that they reach."""
        book = self._book
        changed: list[Rows] = []
        book.settle()
        self._conn.execute("BEGIN IMMEDIATE")
        try:
            gone = sorted(book.forgotten - book.kept.keys())
            self._conn.execute(
                "DELETE FROM measure_thread WHERE conversation_id IN (SELECT value FROM json_each(?))",
                (json_list(gone),),
            )
            changed += [(one, [], []) for one in sorted(book.forgotten)]
            for one in book.forgotten & book.kept.keys():  # its events are needed where it is a part now
                self._write(one, [], [])
            for conversation_id, thread in book.turns():
                ids = book.ids[conversation_id]
                turns, episodes = self._merged(conversation_id, ids, thread)
                thread.rest()
                self._write(conversation_id, turns, episodes)
                changed.append((conversation_id, turns, episodes))
            self._put("book", book.packed())
            self._put("pos", self.pos)
            self._put("chain", self._reached)
            self._conn.execute("COMMIT")
        except BaseException:
            self._conn.execute("ROLLBACK")
            raise
        book.rest()
        if len(book.threads) > KEPT:
            book.put_away()
        return changed

    def _write(self, conversation_id: str, turns: list[Turn], episodes: list[Episode]) -> None:
        places = pack_places(self._book.places_of(conversation_id))
        self._conn.execute(
            "INSERT OR REPLACE INTO measure_thread VALUES (?, ?, ?, ?, ?, ?)",
            (*self._book.ids[conversation_id], pack_turns(turns), pack_episodes(episodes), places),
        )

    def _merged(self, conversation_id: str, ids: Any, thread: Any) -> tuple[list[Turn], list[Episode]]:
        """Those that stand there and stay, and those that are new or others."""
        found = None
        if thread.edge > (0, 0):
            found = self._conn.execute(
                "SELECT turns, episodes FROM measure_thread WHERE conversation_id = ?", (conversation_id,)
            ).fetchone()
        turns: dict[tuple[int, int], Turn] = {}
        episodes: dict[int, Episode] = {}
        if found is not None:
            turns = {one.key: one for one in unpack_turns(found[0], ids) if one.key <= thread.edge}
            episodes = {
                one.episode: one for one in unpack_episodes(found[1], ids) if one.episode <= thread.edge[0]
            }
        turns.update(thread.turns())
        episodes.update((one.episode, one) for one in thread.episodes())
        return [turns[key] for key in sorted(turns)], [episodes[key] for key in sorted(episodes)]

    def places(self, conversation_id: str) -> bytes | None:
        """For the book: the events of a thread that it does not hold in memory."""
        found = self._conn.execute(
            "SELECT places FROM measure_thread WHERE conversation_id = ?", (conversation_id,)
        ).fetchone()
        return None if found is None else bytes(found[0])

    # --- opening ---

    def _make_tables(self) -> None:
        is_there = self._conn.execute("SELECT 1 FROM sqlite_master WHERE name = 'measure_state'").fetchone()
        if is_there is None:
            for table in _TABLES:
                self._conn.execute(table)

    def _known_book(self) -> Book | None:
        if self._get("version") != MEASURES_VERSION:
            return None
        pos = self._get("pos")
        chain = self._get("chain")
        if not isinstance(pos, int) or self._chain(pos) != chain:
            return None
        self.pos, self._reached = pos, chain
        ids = self._conn.execute("SELECT conversation_id, contact_id, line_id FROM measure_thread").fetchall()
        return Book.unpacked(self._get("book"), ids, self._read, self)

    def _begin_anew(self, rules: MeasureRules | None) -> Book:
        self._conn.execute("BEGIN IMMEDIATE")
        self._conn.execute("DELETE FROM measure_thread")
        self._conn.execute("DELETE FROM measure_state")
        self._put("version", MEASURES_VERSION)
        self._conn.execute("COMMIT")
        self.pos = self._unkept = 0
        self._reached = b""
        self._changed.clear()
        self._book = Book(self._read, rules, self)
        return self._book

    def _read(self, places: Sequence[int]) -> Iterable[Row]:
        among = f"{_SELECT} pos IN (SELECT value FROM json_each(?)) ORDER BY pos"  # noqa: S608 - no input
        return self._log.execute(among, (json_list(places),)).fetchall()

    def _chain(self, pos: int) -> bytes:
        found = self._log.execute("SELECT chain FROM event WHERE pos = ?", (pos,)).fetchone()
        return b"" if found is None else bytes(found[0])

    def _put(self, name: str, value: Any) -> None:
        self._conn.execute("INSERT OR REPLACE INTO measure_state VALUES (?, ?)", (name, encode(value)))

    def _get(self, name: str) -> Any:
        found = self._conn.execute("SELECT value FROM measure_state WHERE name = ?", (name,)).fetchone()
        return None if found is None else decode(found[0])
