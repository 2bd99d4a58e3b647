"""The second reading of a file: its messages, one after the other, and what was counted on the way."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from app.desk.imports.authors import shown_author, split_author
from app.desk.imports.bodies import Body, BodyReader
from app.desk.imports.container import ExportFile
from app.desk.imports.dates import Moments
from app.desk.imports.encoding import LONGEST, Lines
from app.desk.imports.grammar import BRACKET, header_in
from app.desk.imports.refusals import ExportRefused
from app.desk.imports.survey import Plan, may_begin_a_header
from app.desk.imports.tally import ParsedMessage, Tally
from app.desk.imports.watching import UNWATCHED, Watch
from app.desk.imports.wording import known_wording

_PARTS: Final = ("d1", "d2", "d3", "h", "min", "sec", "before", "after")
_EARLY: Final = 3  # the notice about encryption is one of the first messages
_MOST_KNOWN: Final = 10_000


class Reading:
    """Iterate over it once for the messages of a file, in its order; `tally` is complete then.

    Every line of the file is in exactly one message, or counted before the first. Raises ExportRefused when the file
    breaks off or somebody stopped it.
    """

    def __init__(self, export: ExportFile, plan: Plan, watch: Watch = UNWATCHED) -> None:
        self.tally = Tally()
        self._export = export
        self._plan = plan
        self._watch = watch
        words = known_wording()
        self._moments = Moments(plan.day_order.order, words)
        self._bodies = BodyReader(words, export.media, is_ios=plan.form.ending == BRACKET)
        self._authors: dict[str, str | None] = {}
        self._more: list[str] = []  # further lines of the message that is being read
        self._length = 0

    def __iter__(self) -> Iterator[ParsedMessage]:
        match, moment, finish = self._plan.pattern.match, self._moments.at, self._finish
        begun = None
        with self._export.open_text() as stream:
            lines = Lines(stream, self._export.encoding, self._export.text_bytes, self._watch)
            number = 0
            for number, line in enumerate(lines, start=1):
                found = match(line)
                at = None if found is None else moment(found.group(*_PARTS))
                if found is None or at is None:
                    self._further(line, number, found, is_begun=begun is not None)
                    continue
                if begun is not None:
                    yield finish(*begun, number)
                begun = (at, line[found.end() :], number)
            if begun is None:
                raise ExportRefused("export_not_a_chat", file=self._export.path.name)
            yield finish(*begun, number + 1)
        self.tally.lines = number
        for _ in range(lines.cut):
            self.tally.leave(number, "", "too_long")

    def _further(self, line: str, number: int, found: re.Match[str] | None, *, is_begun: bool) -> None:
        """A line that begins no message: it belongs to the one above it."""
        if not is_begun:
            self.tally.leave(number, line, "before_the_chat")
            return
        if found is not None:
            self.tally.leave(number, line, "no_such_date")
        elif may_begin_a_header(line) and header_in(line) is not None:
            self.tally.leave(number, line, "other_form")
        if self._length + len(line) > LONGEST:
            self.tally.leave(number, line, "too_long")
            return
        self._length += len(line) + 1
        self._more.append(line)

    def _finish(self, at: datetime, rest: str, line: int, next_line: int) -> ParsedMessage:
        author, text = self._author_of(rest)
        if self._more:
            text = "\n".join([text, *self._more]).replace("\ufeff", "")
            self._more.clear()
            self._length = 0
        body = self._body(author, text)
        if body.kind == "system":
            author = None
        message = ParsedMessage(
            at,
            author,
            body.kind,
            body.text,
            body.media,
            body.is_omitted,
            body.is_edited,
            line,
            next_line - line,
        )
        self.tally.add(message, body.language, self._export.media)
        return message

    def _body(self, author: str | None, text: str) -> Body:
        if author is None:
            return self._bodies.of_nobody(text)
        is_early = self.tally.messages + self.tally.notices < _EARLY
        return self._bodies.of_author(text, is_early=is_early)

    def _author_of(self, rest: str) -> tuple[str | None, str]:
        split = split_author(rest)
        if split is None:
            return None, rest
        name, text = split
        second = self._plan.colon_names.get(name)
        if second is not None and text.startswith(second + ": "):
            name, text = f"{name}: {second}", text[len(second) + 2 :]
        if name not in self._authors:
            if len(self._authors) > _MOST_KNOWN:
                self._authors.clear()
            self._authors[name] = shown_author(name, self._plan.frequent_names)
        author = self._authors[name]
        return (author, text) if author is not None else (None, rest)
