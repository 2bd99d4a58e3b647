"""What was counted while a file was read: kinds, authors, dates, files, and lines that were not understood."""

from collections import Counter
from collections.abc import Container
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal, NamedTuple

Why = Literal["before_the_chat", "other_form", "no_such_date", "too_long"]
MOST_SAMPLES: Final = 10
_SAMPLE_LENGTH: Final = 160
_MOST_AUTHORS: Final = 5_000


class ParsedMessage(NamedTuple):
    """One message or notice. `at` is wall time without a zone; `author` is None where the application speaks.

    `text` is what was written, None when there is only a file. `media` is the file's name in the export. Lines are
    counted from 1.
    """

    at: datetime
    author: str | None
    kind: str
    text: str | None
    media: str | None
    is_omitted: bool
    is_edited: bool
    line: int
    lines: int


class NotUnderstood(NamedTuple):
    """A line that fits nowhere, and why. All but those before the chat stay in the text of the message above them."""

    line: int
    text: str
    why: Why


@dataclass(slots=True)
class Tally:
    """Grows while a file is read; complete at its end. `lines` = lines of messages + lines before the chat."""

    lines: int = 0
    messages: int = 0
    notices: int = 0  # lines of the application, without an author
    kinds: Counter[str] = field(default_factory=Counter)
    authors: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    omitted: int = 0
    edited: int = 0
    media_present: int = 0
    media_missing: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None
    not_understood: Counter[Why] = field(default_factory=Counter)
    samples: list[NotUnderstood] = field(default_factory=list)

    def add(self, message: ParsedMessage, language: str | None, names: Container[str]) -> None:
        """Count one message."""
        self.kinds[message.kind] += 1
        if message.author is None:
            self.notices += 1
        else:
            self.messages += 1
            self._add_author(message.author)
        at = message.at
        if self.first_at is None or self.last_at is None:
            self.first_at = self.last_at = at
        elif at > self.last_at:
            self.last_at = at
        elif at < self.first_at:
            self.first_at = at
        self.omitted += message.is_omitted
        self.edited += message.is_edited
        if message.media is not None:
            self.media_present += message.media in names
            self.media_missing += message.media not in names
        if language is not None:
            self.languages[language] += 1

    def leave(self, line: int, text: str, why: Why) -> None:
        """Count a line that was not understood, and keep the first ones to show them."""
        self.not_understood[why] += 1
        if len(self.samples) < MOST_SAMPLES:
            self.samples.append(NotUnderstood(line, text[:_SAMPLE_LENGTH], why))

    def _add_author(self, author: str) -> None:
        if author in self.authors or len(self.authors) < _MOST_AUTHORS:
            self.authors[author] += 1
