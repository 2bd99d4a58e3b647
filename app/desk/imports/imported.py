"""One reviewed export as neutral messages, ready to be put into the log.

They are history: no channel knows them, nothing can be said of their delivery, and they open no window.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from app.desk.imports.container import ExportFile, MediaEntry, open_export
from app.desk.imports.reading import Reading
from app.desk.imports.refusals import ExportRefused
from app.desk.imports.review import ReviewRow, fingerprint
from app.desk.imports.stable_ids import StableIds
from app.desk.imports.survey import survey
from app.desk.imports.tally import ParsedMessage
from app.desk.imports.watching import UNWATCHED, Watch
from app.desk.imports.zones import WallClock
from app.domain.messages import Direction


@dataclass(frozen=True, slots=True)
class ImportedMessage:
    """A message of the past. `sent_at` is UTC, exact to the minute on Android.

    `direction` is None, as `author`, for what the application wrote. `media` is the file, where it is at hand;
    `media_name` what the chat calls it. The same `import_id` again is the same message.
    """

    import_id: str
    sent_at: datetime
    direction: Direction | None
    author: str | None
    kind: str
    text: str | None
    media_name: str | None
    media: MediaEntry | None
    is_omitted: bool
    is_edited: bool


class Importing:
    """The messages of one export that is open; iterate over it once. `impossible` times: see WallClock."""

    def __init__(self, export: ExportFile, reading: Reading, row: ReviewRow, chat: str) -> None:
        self._export = export
        self._reading = reading
        self._clock = WallClock(row.zone)
        self._ids = StableIds(chat)
        self._ours = row.sides.ours

    @property
    def impossible(self) -> int:
        """How many messages were sent, by their wall time, in an hour that the zone's clocks left out."""
        return self._clock.impossible

    def __iter__(self) -> Iterator[ImportedMessage]:
        return map(self._imported, self._reading)

    def open_media(self, entry: MediaEntry) -> AbstractContextManager[IO[bytes]]:
        """The bytes of a file, while the export is open."""
        return self._export.open_media(entry)

    def _imported(self, message: ParsedMessage) -> ImportedMessage:
        direction = self._direction(message)
        return ImportedMessage(
            self._ids.of(message, direction),
            self._clock.utc(message.at),
            direction,
            message.author,
            message.kind,
            message.text,
            message.media,
            self._export.media.get(message.media) if message.media else None,
            message.is_omitted,
            message.is_edited,
        )

    def _direction(self, message: ParsedMessage) -> Direction | None:
        if message.author is None:
            return None
        return "out" if message.author == self._ours else "in"


@contextmanager
def open_import(row: ReviewRow, chat: str, watch: Watch = UNWATCHED) -> Iterator[Importing]:
    """Read a reviewed export once more, as decided. `chat` names the thread that it goes to, for good.

    Raises ValueError for a row that still has something to decide, ExportRefused when the file has changed meanwhile.
    """
    if row.preview is None or not row.is_ready:
        raise ValueError(f"not decided yet: {[problem.doubt for problem in row.problems]}")
    if fingerprint(row.path) != row.fingerprint:
        raise ExportRefused("export_changed", file=row.path.name)
    with open_export(row.path) as export:
        plan = survey(export, row.preview.day_order.order, watch=watch)
        yield Importing(export, Reading(export, plan, watch), row, chat)
