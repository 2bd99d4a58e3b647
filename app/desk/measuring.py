"""Turns, messages and deals in memory, from which reports are reckoned; they follow the log.

Nothing is read before somebody asks for a report. What takes long runs beside the event loop, one thing at a time.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from app.desk.appointment_index import AppointmentIndex
from app.desk.figure_index import FigureIndex
from app.domain.deals import Pipeline
from app.domain.errors import EnvironmentFailure
from app.domain.report_facts import Facts
from app.domain.report_figures import warm
from app.domain.rows import Changes
from app.domain.send_index import SendIndex
from app.domain.turn_index import TurnIndex
from app.domain.turns import Episode, Turn
from storage.cycles import no_search_for_cycles
from storage.engine import Connection, SqlError, failure_of
from storage.measures.file import MeasuresFile
from storage.view.send_figures import newest_of, sent_messages

T = TypeVar("T")
log = logging.getLogger(__name__)
SPOILT: Final = frozenset({"file_damaged", "wrong_key", "file_unreadable"})
MANY: Final = 2_000  # conversations that changed, from which on all messages are read again
NEAR: Final = 20_000  # events that are read also for one card


class Stopped(Exception):
    """Nobody wants it any more."""


class Measuring:
    """`open_file` opens what keeps turns; `throw_away` removes it, where it cannot be read: it is made from the log.

    `follow` brings turns up to date, `asked` answers from all of it; both block, and take turns on whatever threads.
    """

    def __init__(self, open_file: Callable[[], MeasuresFile], throw_away: Callable[[], None]) -> None:
        self.deals, self.appointments = FigureIndex(), AppointmentIndex()
        self.is_closed = False
        self._open_file = open_file
        self._throw_away = throw_away
        self._file: MeasuresFile | None = None
        self._turns: TurnIndex | None = None
        self._sends: SendIndex | None = None
        self._is_all_stale = self._is_new = False
        self._talks: set[str] = set()
        self._people: set[str] = set()
        self._deal_ids: set[str] = set()
        self._turn = threading.RLock()  # held as long as something is read
        self._noting = threading.Lock()  # held for a moment

    def hear(self, changes: Changes) -> bool:
        """Told on the event loop's thread; whether figures may be others now."""
        with self._noting:
            self._is_all_stale |= changes.is_everything
            self._talks |= changes.conversations
            self._people |= changes.contacts
            self._deal_ids |= changes.deals
        seen = (
            changes.conversations
            or changes.deals
            or changes.contacts
            or changes.settings
            or changes.appointments
        )
        return bool(seen or changes.is_everything or changes.is_hours or changes.is_pipelines)

    def follow(self, on_progress: Callable[[int, int], None], *, is_all: bool = True) -> None:
        """Bring the turns up to the newest event; unless `is_all`, not all of them into memory for it,
        and a long log is left unread: it would cost whoever only opens a conversation.

        `on_progress`: what is done, and of how much; where it raises Stopped, the next call goes on from there. Raises
        Stopped also once it is closed; EnvironmentFailure.
        """

        def told(done: int, of: int) -> None:
            if self.is_closed:
                raise Stopped
            on_progress(done, of)

        with (
            self._turn,
            no_search_for_cycles(),
        ):  # which stands still for seconds, the window too, with so many rows
            try:
                self._follow(told, is_all=is_all)
            except (SqlError, EnvironmentFailure, ValueError) as error:
                code = _code(error)
                if code not in SPOILT:
                    raise failure_of(error) if isinstance(error, SqlError) else error from error
                log.warning("measures thrown away code=%s", code)
                self._throw_away()
                self._follow(told, is_all=is_all)

    def _follow(self, on_progress: Callable[[int, int], None], *, is_all: bool) -> None:
        on_progress(0, 1)
        try:
            self._go_on(on_progress, is_all=is_all)
        except Stopped:
            self._turns = None  # of what the file has, some was not told
            raise
        except BaseException:
            self._let_go()  # half taken is not taken
            raise

    def _go_on(self, on_progress: Callable[[int, int], None], *, is_all: bool) -> None:
        with self._noting:
            is_all_stale, self._is_all_stale = self._is_all_stale, False
        if is_all_stale:
            self._let_go()
            self._sends, self.deals, self.appointments = None, FigureIndex(), AppointmentIndex()
        if self._file is None:
            self._file = self._open_file()
        if self._turns is None and not is_all and self._file.behind() > NEAR:
            return  # what it has is told; a long log is read for reports alone
        changed = self._file.go_on(on_progress)
        book = self._file.book
        if self._turns is None and not is_all:
            return
        if self._turns is None or changed is None:
            self._turns = self._loaded(self._file, on_progress)
            self._is_new, self._sends = True, None  # groups, too, may be others
        else:
            for conversation_id, mine, episodes in changed:
                self._turns.replace(conversation_id, mine, episodes)
            if self._file.is_around_new:
                self._turns.reckon(book.hours, book.groups, book.standards.standard_of)
                self._sends = None  # groups, too, may be others
        self._file.is_around_new = False

    def _loaded(self, file: MeasuresFile, on_progress: Callable[[int, int], None]) -> TurnIndex:
        self._turns = None
        book, rows = file.book, list(file.every())

        def turns() -> Iterator[Turn]:
            for _id, mine, _episodes in rows:
                on_progress(1, 1)
                yield from mine

        made = TurnIndex(book.hours, book.groups, book.standards.standard_of)
        made.load(turns(), (one for _id, _turns, mine in rows for one in mine))
        return made

    def asked(
        self,
        conn: Connection,
        pipelines: Sequence[Pipeline],
        currency: str,
        job: Callable[[Connection, Facts], T],
        nothing: T,
    ) -> T:
        """What `job` makes of the facts, after `follow`; nothing once they were let go of."""
        with self._turn, no_search_for_cycles():
            if self._turns is None or self._file is None:
                return nothing
            return job(conn, self._facts(conn, self._turns, self._file, pipelines, currency))

    def _facts(
        self,
        conn: Connection,
        turns: TurnIndex,
        file: MeasuresFile,
        pipelines: Sequence[Pipeline],
        currency: str,
    ) -> Facts:
        with self._noting:
            talks, self._talks = self._talks, set()
            people, self._people = self._people, set()
            deal_ids, self._deal_ids = self._deal_ids, set()
        try:
            sends = self._fresh_sends(conn, file, talks)
            if deal_ids or people or talks:
                self.deals.touch(conn, deal_ids, people, talks)
            tracks = tuple(self.deals.tracks(conn, pipelines))
        except BaseException:
            self._sends, self.deals = None, FigureIndex()  # half read is not read
            raise
        book = file.book
        standard_s = book.standards.now().limit_s(is_first=True)
        booked = partial(self.appointments.facts, conn)
        made = Facts(turns, sends, tracks, currency, standard_s, tuple(book.down), booked)
        if self._is_new:
            self._is_new = False
            warm(made)
        return made

    def rows_of(self, conversation_id: str) -> tuple[list[Turn], list[Episode]]:
        """Of one conversation, after `follow`; nothing once they were let go of."""
        with self._turn:
            return ([], []) if self._file is None else self._file.rows_of(conversation_id)

    def close(self) -> None:
        """Let go of the file for good, as soon as what is being read has come to a place to stop."""
        self.is_closed = True
        with self._turn:
            self._let_go()

    def _let_go(self) -> None:
        if self._file is not None:
            self._file.close()
        self._file = self._turns = None

    def _fresh_sends(self, conn: Connection, file: MeasuresFile, talks: set[str]) -> SendIndex:
        groups = file.book.groups
        if self._sends is None or len(talks) > MANY:
            self._sends = SendIndex(groups)
            self._sends.load(sent_messages(conn))
        elif talks:
            self._sends.replace(newest_of(conn, talks))
        if self._sends.groups is not groups:
            self._sends.groups_changed(groups)
        return self._sends


def _code(error: Exception) -> str:
    """What an error means; whatever no error of the database is cannot be understood."""
    if isinstance(error, SqlError):
        error = failure_of(error)
    return error.code if isinstance(error, EnvironmentFailure) else "file_damaged"


def measuring_of(folder: Path, log_path: Path, key: str) -> Measuring:
    """measures.db beside the view."""

    def throw_away() -> None:
        for each in folder.glob("measures.db*"):
            each.unlink()

    return Measuring(lambda: MeasuresFile(folder / "measures.db", log_path, key), throw_away)
