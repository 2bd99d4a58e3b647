"""One import of a table on screen, whatever its rows are: read, decided, looked through, brought, taken back."""

from __future__ import annotations

import time
from abc import abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import Final, Generic, Literal, Protocol, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from app.desk.contact_imports.refusals import TableRefused
from app.desk.contact_imports.watching import Watch
from app.domain.errors import ComptoirError
from app.domain.ids import ImportId
from app.words import sentences
from ui.kit import Kit

Stage = Literal["empty", "reading", "looking", "review", "bringing", "stopped", "done", "undoing", "undone"]
LOOK_MS: Final = 100  # how often the progress of a thread is shown
TURN_S: Final = 0.001  # what a thread leaves the window at each report
SOON_MS: Final = 150  # decisions that come together are looked through once


class Progress(Protocol):
    """How far an import is; `state` "ended": all of it was brought."""

    @property
    def done(self) -> int:
        """Rows brought."""

    @property
    def total(self) -> int:
        """Rows to bring."""

    @property
    def state(self) -> str:
        """Where it stands."""


P = TypeVar("P", bound=Progress)


class TableSession(QObject, Generic[P]):
    """`changed` when anything looks different, `previewed` when there are other rows, `refused` with a sentence.

    `tasks`: what the work is called where tasks are listed, by what is done ("look", "bring", "undo", "save").
    """

    changed = Signal()
    previewed = Signal()
    refused = Signal(str)
    tasks: dict[str, str]

    def __init__(self, kit: Kit, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self.stage: Stage = "empty"
        self.path: Path | None = None
        self.progress: P | None = None
        self.share = 0.0
        self.sentence = ""
        self._is_stopped = self._is_closed = False
        self._is_again = False  # decided anew while it was looked through
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self.changed)
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(self._look_through)

    @property
    def is_working(self) -> bool:
        """Whether something is being done that has to end or to be stopped first."""
        return self.stage in ("reading", "bringing", "undoing")

    @property
    @abstractmethod
    def is_ready(self) -> bool:
        """Whether there is something to bring, and nothing to be said first."""

    def close_down(self) -> None:
        """The screen goes: what is read or brought stops; it can be gone on with later."""
        self._is_stopped = self._is_closed = True
        self._look.stop()
        self._soon.stop()

    # -- what happens

    def bring(self) -> None:
        """Bring the rows of the preview."""
        if not self.is_ready or self.stage not in ("review", "stopped"):
            return
        self.progress, self.sentence = None, ""
        self._begin("bringing")
        self._kit.tasks.spawn(self._bring(), self.tasks["bring"])

    def stop(self) -> None:
        """No further; what was brought stays."""
        self._is_stopped = True

    def undo(self, import_id: ImportId) -> None:
        """Take back what an import did."""
        if not self.is_working:
            self._begin("undoing")
            self._kit.tasks.spawn(self._undo(import_id), self.tasks["undo"])

    def save_bad(self, target: Path) -> None:
        """The rows that something is wrong with, as a table with a reason."""
        self._kit.tasks.spawn(self._save_bad(target), self.tasks["save"])

    # -- what differs by the rows

    @abstractmethod
    async def _open(self) -> None:
        """Read the file, guess, look through. Raises TableRefused."""

    @abstractmethod
    async def _preview_again(self) -> None:
        """Look through what was read. Raises TableRefused."""

    @abstractmethod
    async def _ask_to_bring(self, told: Callable[[P], None], is_stopped: Callable[[], bool]) -> P:
        """Raises ComptoirError."""

    @abstractmethod
    async def _ask_to_undo(self, import_id: ImportId) -> P:
        """Raises ComptoirError."""

    @abstractmethod
    async def _save_bad(self, target: Path) -> None:
        """The rows that something is wrong with."""

    @abstractmethod
    def _forget_review(self) -> None:
        """What was read is no table of these."""

    # -- inside

    def _begin(self, stage: Stage) -> None:
        self.stage, self._is_stopped, self.share = stage, False, 0.0
        self._look.start()
        self.changed.emit()

    def _end(self, stage: Stage) -> None:
        self.stage = stage
        self._look.stop()
        if not self._is_closed:
            self.changed.emit()

    def _watch(self) -> Watch:
        def told(done: int, total: int) -> None:  # from the thread that reads
            self.share = done / total if total else 0.0
            time.sleep(TURN_S)  # threads share one interpreter lock: the window gets its turn

        return Watch(told, lambda: self._is_stopped)

    async def _read(self) -> None:
        try:
            await self._open()
        except TableRefused as refused:
            self._forget_review()
            self.sentence = sentences.refusal(refused.code, refused.facts)
            self._end("empty")
            return
        self.previewed.emit()
        self._end("review")

    def _look_soon(self) -> None:
        if self.stage in ("review", "stopped", "looking"):
            self._is_again = True
            self._soon.start()

    def _look_through(self) -> None:
        if self.stage in ("review", "stopped") and self._is_again:
            self._begin("looking")
            self._kit.tasks.spawn(self._look_again(), self.tasks["look"])

    async def _look_again(self) -> None:
        while self._is_again and not self._is_closed:
            self._is_again = False
            try:
                await self._preview_again()
            except TableRefused:
                return
        self.previewed.emit()
        self._end("review")

    async def _bring(self) -> None:
        def told(progress: P) -> None:
            self.progress = progress
            self.share = progress.done / max(1, progress.total)

        try:
            self.progress = await self._ask_to_bring(told, lambda: self._is_stopped)
        except ComptoirError as error:
            self.sentence = sentences.refusal(error.code, error.facts)
            self._end("stopped")
            return
        self._end("done" if self.progress.state == "ended" else "stopped")

    async def _undo(self, import_id: ImportId) -> None:
        try:
            self.progress = await self._ask_to_undo(import_id)
        except ComptoirError as error:
            self.sentence = sentences.refusal(error.code, error.facts)
            self.refused.emit(self.sentence)
            self._end("done" if self.progress is not None else "empty")
            return
        self._end("undone")
