"""An export that is being brought: read a batch at a time, off the event loop, from where the last time ended."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from itertools import chain, islice
from typing import IO, Final

from app.desk.imports.cards import MOST_CARD_BYTES, cards_of
from app.desk.imports.container import MediaEntry
from app.desk.imports.history import history_of, with_cards
from app.desk.imports.imported import Importing, open_import
from app.desk.imports.review import ReviewRow
from app.desk.imports.watching import Watch
from app.domain.imports import BATCH_MAX, HistoryMessage

BATCH_CHARS: Final = 200_000  # of texts in one request
Pair = tuple[HistoryMessage, MediaEntry | None]


class Source:
    """All methods block. `chat` names the thread for good; `skipped`: so many messages were brought before."""

    def __init__(self, row: ReviewRow, chat: str, skipped: int, watch: Watch) -> None:
        self._open_files = ExitStack()
        self._importing: Importing = self._open_files.enter_context(open_import(row, chat, watch))
        self._pairs = islice(self._all(), skipped, None)

    @property
    def impossible(self) -> int:
        """How many times of day did not exist where the phone was, up to here."""
        return self._importing.impossible

    def batch(self) -> list[Pair]:
        """The next messages, each with the file in the export that it brings; none at the end. Raises ExportRefused."""
        found: list[Pair] = []
        size = 0
        for pair in self._pairs:
            found.append(pair)
            size += len(pair[0].text or "")
            if len(found) == BATCH_MAX or size > BATCH_CHARS:
                break
        return found

    def open_media(self, entry: MediaEntry) -> AbstractContextManager[IO[bytes]]:
        """The bytes of a file that was sent. Raises ExportRefused."""
        return self._importing.open_media(entry)

    def with_cards(self, pair: Pair) -> HistoryMessage:
        """A message of contact cards with what stands on them."""
        message, entry = pair
        if entry is None or entry.size_bytes > MOST_CARD_BYTES:
            return message
        with self._importing.open_media(entry) as stream:
            cards = cards_of(stream.read(MOST_CARD_BYTES))
        return with_cards(message, cards) if cards else message

    def close(self) -> None:
        """Let go of the file."""
        self._open_files.close()

    def _all(self) -> Iterator[Pair]:
        return chain.from_iterable(
            zip(history_of(message), chain((message.media,), _nothing()), strict=False)
            for message in self._importing
        )


def _nothing() -> Iterator[None]:
    while True:
        yield None
