"""What happens to the files of the table: read one by one, decided by a person, brought one by one."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from app.desk.import_review import ExportReview
from app.desk.imports.dates import Order
from app.desk.imports.refusals import ExportRefused
from app.desk.imports.review import ReviewRow
from app.desk.imports.watching import Watch
from app.domain.contacts import Contact
from app.domain.errors import ComptoirError
from app.domain.ids import ImportId, LineId
from app.domain.imports import ImportProgress
from app.words import gettext as _
from app.words import sentences
from ui.imports.entry import Entry
from ui.kit import Kit

LOOK_MS: Final = 100  # how often the progress of threads is shown
TURN_S: Final = 0.001  # what a reading thread leaves the window at each report
USUAL_ZONE: Final = "Europe/Paris"


class ImportSession(QObject):
    """`listed` when entries came or went, `changed` with each Entry that looks different, `refused` with a sentence."""

    listed = Signal()
    changed = Signal(object)
    refused = Signal(str)

    def __init__(self, kit: Kit, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self.entries: list[Entry] = []
        self._review: ExportReview | None = None
        self._is_reading = self._is_bringing = self._is_closed = False
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self._show_working)

    @property
    def ready(self) -> list[Entry]:
        """What can be brought as it is, and is not under way."""
        return [entry for entry in self.entries if entry.is_ready]

    # -- files come and go

    def add(self, paths: Iterable[Path]) -> list[Entry]:
        """More files; one that is in the table already stays where it is."""
        known = {entry.path for entry in self.entries}
        fresh = [Entry(path) for path in dict.fromkeys(paths) if path not in known]
        self.entries += fresh
        if fresh:
            self.listed.emit()
            self._go_on_reading()
        return fresh

    def remove(self, entry: Entry) -> None:
        """Out of the table; what was brought of it stays."""
        entry.is_stopped = True
        self.entries.remove(entry)
        self.listed.emit()

    def close_down(self) -> None:
        """The screen goes: what is read or brought stops; it can be gone on with later."""
        self._is_closed = True
        self._look.stop()
        for entry in self.entries:
            entry.is_stopped = True
        if self._review is not None and not self._is_reading:
            self._review.close()

    # -- decisions

    def choose_us(self, entry: Entry, author: str | None) -> None:
        """Which author is the business; None: it wrote nothing."""
        review, row = self._opened(entry)
        entry.row = review.choose_us(row, author)
        entry.number = entry.number_error = ""
        self.changed.emit(entry)

    def choose_contact(self, entry: Entry, contact: Contact) -> None:
        """Whose chat it is."""
        review, row = self._opened(entry)
        entry.row = review.choose_contact(row, contact)
        entry.number = entry.number_error = ""
        self.changed.emit(entry)

    def choose_number(self, entry: Entry, written: str) -> None:
        """The number of whose chat it is."""
        review, row = self._opened(entry)
        entry.number = written
        chosen = review.choose_number(row, written) if written.strip() else None
        entry.number_error = (
            "" if chosen else _("A whole number with its country is needed, such as +33 6 39 98 00 01.")
        )
        entry.row = chosen or row
        self.changed.emit(entry)

    def choose_zone(self, entry: Entry, zone: str) -> None:
        """Where the phone was."""
        review, row = self._opened(entry)
        try:
            entry.row = review.choose_zone(row, zone)
            entry.zone_error = ""
        except ExportRefused as refused:
            entry.zone_error = sentences.refusal(refused.code, refused.facts)
        self.changed.emit(entry)

    def choose_line(self, entry: Entry, line_id: LineId) -> None:
        """Which of our numbers the phone had."""
        entry.line_id = line_id
        self.changed.emit(entry)

    def choose_day_order(self, entry: Entry, order: Order) -> None:
        """Which number is the day: the file is read once more."""
        entry.stage, entry.share, entry.is_stopped = "reading", 0.0, False
        self.changed.emit(entry)
        self._kit.tasks.spawn(self._read_again(entry, order), "read export again")

    # -- bringing

    def bring(self, entries: Iterable[Entry]) -> None:
        """Bring these, one after the other."""
        for entry in entries:
            entry.stage, entry.sentence, entry.is_stopped = "queued", "", False
            self.changed.emit(entry)
        if not self._is_bringing:
            self._is_bringing = True
            self._look.start()
            self._kit.tasks.spawn(self._bring_queued(), "import chats")

    def stop(self, entry: Entry) -> None:
        """No further; what was brought stays, and it can go on later."""
        entry.is_stopped = True
        if entry.stage == "queued":
            entry.stage = "review"
            self.changed.emit(entry)

    def undo(self, import_id: ImportId) -> None:
        """Take everything back that an import brought."""
        self._kit.tasks.spawn(self._undo(import_id), "undo import")

    # -- inside

    def _opened(self, entry: Entry) -> tuple[ExportReview, ReviewRow]:
        assert self._review is not None and entry.row is not None, "nothing was read yet"
        return self._review, entry.row

    def _go_on_reading(self) -> None:
        if not self._is_reading:
            self._is_reading = True
            self._look.start()
            self._kit.tasks.spawn(self._read_waiting(), "read exports")

    async def _read_waiting(self) -> None:
        try:
            if self._review is None:
                zone = str(self._kit.desk.setting("time_zone")) or USUAL_ZONE
                self._review = await self._kit.desk.review_exports(zone)
            while entry := next((one for one in self.entries if one.stage == "waiting"), None):
                entry.stage = "reading"
                self.changed.emit(entry)
                await self._read(entry, self._review)
        finally:
            self._is_reading = False
            if self._is_closed and self._review is not None:
                self._review.close()

    async def _read(self, entry: Entry, review: ExportReview) -> None:
        try:
            entry.row = await review.look(entry.path, _watch(entry))
            entry.stage = "review"
        except ExportRefused as refused:  # stopped: it was taken out of the table, or the screen closes
            entry.stage, entry.sentence = "failed", sentences.refusal(refused.code, refused.facts)
        self.changed.emit(entry)

    async def _read_again(self, entry: Entry, order: Order) -> None:
        self._look.start()
        review, row = self._opened(entry)
        try:
            entry.row = await review.choose_day_order(row, order, _watch(entry))
            entry.stage = "review"
        except ExportRefused as refused:
            entry.stage, entry.sentence = "failed", sentences.refusal(refused.code, refused.facts)
        self.changed.emit(entry)

    async def _bring_queued(self) -> None:
        try:
            while entry := next((one for one in self.entries if one.stage == "queued"), None):
                await self._bring(entry)
        finally:
            self._is_bringing = False

    async def _bring(self, entry: Entry) -> None:
        assert entry.row is not None
        entry.stage, entry.share = "bringing", 0.0
        self.changed.emit(entry)
        try:
            outcome = await self._kit.desk.import_chat(
                entry.row, line_id=entry.line_id, told=_told(entry), is_stopped=lambda: entry.is_stopped
            )
        except ComptoirError as error:
            entry.stage, entry.sentence = "failed", sentences.refusal(error.code, error.facts)
        else:
            _told(entry)(outcome.progress)
            entry.stage = "done" if outcome.progress.state == "ended" else "stopped"
            entry.known = outcome.progress.done - outcome.progress.added
            entry.impossible_times, entry.files_left_out = outcome.impossible_times, outcome.files_left_out
        self.changed.emit(entry)

    async def _undo(self, import_id: ImportId) -> None:
        try:
            await self._kit.desk.undo_import(import_id)
        except ComptoirError as error:
            self.refused.emit(sentences.refusal(error.code, error.facts))
            return
        for entry in self.entries:
            if entry.import_id == import_id:
                entry.stage, entry.import_id = "review", None
                self.changed.emit(entry)

    def _show_working(self) -> None:
        working = [entry for entry in self.entries if entry.is_working]
        for entry in working:
            if entry.stage in ("reading", "bringing"):
                self.changed.emit(entry)
        if not working:
            self._look.stop()


def _watch(entry: Entry) -> Watch:
    def told(done: int, total: int) -> None:  # from the thread that reads
        entry.share = done / total if total else 0.0
        # Threads share one interpreter lock: without this turn a long file holds the window still for a second or more.
        time.sleep(TURN_S)

    return Watch(told, lambda: entry.is_stopped)


def _told(entry: Entry) -> Callable[[ImportProgress], None]:
    def told(progress: ImportProgress) -> None:
        entry.import_id, entry.conversation_id = progress.import_id, progress.conversation_id
        entry.done, entry.added = progress.done, progress.added
        entry.total = max(progress.total, progress.done)
        entry.share = entry.done / entry.total if entry.total else 1.0

    return told
