"""Unsent texts and the last place: in memory at once, on disk within a second, and no key press waits for the disk.

Each person who uses this computer has a book of their own; the one at the desk writes in theirs.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from app.domain.clock import Clock
from app.domain.errors import EnvironmentFailure
from app.domain.ids import ConversationId, DeviceId
from app.domain.later import asyncio
from app.domain.records import record

log = logging.getLogger(__name__)

WRITE_AFTER_S = 0.3  # what is typed within this time is one write
RETRY_AFTER_S = 1.0  # when the disk is full
ATTACHED = "attached:"  # names of places that hold what waits beside a draft
OF_THE_COMPUTER = ("geometry", "list_px")  # places that are the window's, whoever sits before it


@record
class Unsaved:
    """What is not on disk yet of one person's."""

    seat: DeviceId
    texts: Mapping[ConversationId, str]
    place: Mapping[str, str]


class DraftStore(Protocol):
    """Drafts and the place on disk, see `app.desk.precious`."""

    async def save_drafts(self, unsaved: Sequence[Unsaved]) -> None:
        """Write these, in one transaction; an empty draft is removed."""


@dataclass(slots=True)
class Book:
    """One person's unsent texts and place; `new_…`: what the disk does not have yet."""

    texts: dict[ConversationId, str] = field(default_factory=dict)
    place: dict[str, str] = field(default_factory=dict)
    new_texts: dict[ConversationId, str] = field(default_factory=dict)
    new_place: dict[str, str] = field(default_factory=dict)

    def put(self, conversation_id: ConversationId, text: str) -> bool:
        """Keep the newest text; False when it was that already."""
        if text == self.texts.get(conversation_id, ""):
            return False
        if text:
            self.texts[conversation_id] = text
        else:
            self.texts.pop(conversation_id, None)
        self.new_texts[conversation_id] = text
        return True

    def put_place(self, values: Mapping[str, str]) -> bool:
        """Remember; other names stay."""
        changed = {name: value for name, value in values.items() if self.place.get(name) != value}
        self.place |= changed
        self.new_place |= changed
        return bool(changed)


class Drafts:
    """What each person was writing, and where; `seat` is at the desk."""

    def __init__(
        self, store: DraftStore, clock: Clock, books: Mapping[DeviceId, Book], seat: DeviceId
    ) -> None:
        self._store = store
        self._clock = clock
        self._books = dict(books)
        self.seat = seat

    @cached_property
    def _has_unsaved(self) -> asyncio.Event:
        return asyncio.Event()

    # --- who ---

    def sit(self, seat: DeviceId) -> None:
        """Another person is at the desk; the window stays where it is on the screen."""
        place = self._book().place
        self.seat = seat
        self.put_place({name: place[name] for name in OF_THE_COMPUTER if name in place})

    def hand_over(self, before: DeviceId, after: DeviceId) -> None:
        """A person was enrolled anew: what was theirs is theirs."""
        self._books[after] = self._books.pop(before, Book())
        self.seat = after if self.seat == before else self.seat

    def forget(self, seat: DeviceId) -> None:
        """That person is not of this computer any more; the disk has dropped it."""
        self._books.pop(seat, None)

    def count(self, seat: DeviceId) -> int:
        """How many texts that person has begun and not sent."""
        return len(self._book(seat).texts)

    def _book(self, seat: DeviceId | None = None) -> Book:
        return self._books.setdefault(self.seat if seat is None else seat, Book())

    # --- texts ---

    def text(self, conversation_id: ConversationId, seat: DeviceId | None = None) -> str:
        """The draft there, or ""."""
        return self._book(seat).texts.get(conversation_id, "")

    def put(self, conversation_id: ConversationId, text: str, seat: DeviceId | None = None) -> bool:
        """Keep the newest text; True when it began or ceased to be, or its start in the list changed."""
        if not self._book(seat).put(conversation_id, text):
            return False
        self._has_unsaved.set()
        return True

    def joined_with(self, conversation_id: ConversationId, refused: str, seat: DeviceId | None = None) -> str:
        """The draft of a conversation once a refused text has come back to it: in front of what is there."""
        current = self.text(conversation_id, seat)
        return f"{refused}\n{current}" if current and current != refused else refused

    def move(self, before: ConversationId, after: ConversationId) -> None:
        """A conversation became part of another: everybody's draft goes with it."""
        for seat, book in self._books.items():
            if before in book.texts:
                self.put(after, self.joined_with(after, book.texts[before], seat), seat)
                self.put(before, "", seat)

    def conversations(self) -> list[ConversationId]:
        """Where anybody has a draft."""
        return list({where: None for book in self._books.values() for where in book.texts})

    def seats(self) -> list[DeviceId]:
        """Whose drafts are kept here."""
        return list(self._books)

    # --- what waits beside a text, and places ---

    def attached(self, conversation_id: ConversationId, seat: DeviceId | None = None) -> str:
        """The note of what else waits in the composer there, or ""."""
        return self._book(seat).place.get(ATTACHED + conversation_id, "")

    def put_attached(self, conversation_id: ConversationId, note: str, seat: DeviceId | None = None) -> None:
        """Keep the newest note; "" removes it."""
        self.put_place({ATTACHED + conversation_id: note}, seat)

    def place(self, seat: DeviceId | None = None) -> dict[str, str]:
        """Where the person was."""
        place = self._book(seat).place
        return {name: value for name, value in place.items() if not name.startswith(ATTACHED)}

    def put_place(self, values: Mapping[str, str], seat: DeviceId | None = None) -> None:
        """Remember; other names stay."""
        if self._book(seat).put_place(values):
            self._has_unsaved.set()

    # --- the disk ---

    async def run(self) -> None:
        """Write what is new, until cancelled; `flush` afterwards writes the rest."""
        while True:
            await self._has_unsaved.wait()
            await self._clock.sleep(WRITE_AFTER_S)
            try:
                await self.flush()
            except EnvironmentFailure as failure:
                log.warning("drafts not written code=%s", failure.code)
                await self._clock.sleep(RETRY_AFTER_S)

    def unsaved(self) -> list[Unsaved]:
        """Take what is not on disk yet: texts and places of everybody."""
        found = []
        for seat, book in self._books.items():
            if book.new_texts or book.new_place:
                found.append(Unsaved(seat, book.new_texts, book.new_place))
                book.new_texts, book.new_place = {}, {}
        return found

    async def flush(self) -> None:
        """Write now. What could not be written stays to be written: EnvironmentFailure."""
        unsaved = self.unsaved()
        self._has_unsaved.clear()
        if not unsaved:
            return
        try:
            await self._store.save_drafts(unsaved)
        except BaseException:
            for one in unsaved:
                book = self._books.get(one.seat, Book())
                book.new_texts = {**one.texts, **book.new_texts}
                book.new_place = {**one.place, **book.new_place}
            self._has_unsaved.set()
            raise
