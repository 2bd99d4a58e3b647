"""Unsent texts and the last place: in memory at once, on disk within a second, and no key press waits for the disk."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import cached_property
from typing import Protocol

from app.domain.clock import Clock
from app.domain.errors import EnvironmentFailure
from app.domain.ids import ConversationId
from app.domain.later import asyncio

log = logging.getLogger(__name__)

WRITE_AFTER_S = 0.3  # what is typed within this time is one write
RETRY_AFTER_S = 1.0  # when the disk is full
ATTACHED = "attached:"  # names of places that hold what waits beside a draft


class DraftStore(Protocol):
    """Drafts and the place on disk, see `app.desk.precious`."""

    async def save_drafts(self, drafts: Mapping[ConversationId, str], place: Mapping[str, str]) -> None:
        """Write these, in one transaction; an empty draft is removed."""


class Drafts:
    """What the person was writing, and where."""

    def __init__(
        self, store: DraftStore, clock: Clock, texts: Mapping[ConversationId, str], place: Mapping[str, str]
    ) -> None:
        self._store = store
        self._clock = clock
        self._texts = dict(texts)
        self._place = dict(place)
        self._unsaved_texts: dict[ConversationId, str] = {}
        self._unsaved_place: dict[str, str] = {}

    @cached_property
    def _has_unsaved(self) -> asyncio.Event:
        return asyncio.Event()

    def text(self, conversation_id: ConversationId) -> str:
        """The draft there, or ""."""
        return self._texts.get(conversation_id, "")

    def put(self, conversation_id: ConversationId, text: str) -> bool:
        """Keep the newest text; True when it began or ceased to be, or its start in the list changed."""
        before = self.text(conversation_id)
        if text == before:
            return False
        if text:
            self._texts[conversation_id] = text
        else:
            self._texts.pop(conversation_id, None)
        self._unsaved_texts[conversation_id] = text
        self._has_unsaved.set()
        return True

    def joined_with(self, conversation_id: ConversationId, refused: str) -> str:
        """The draft of a conversation once a refused text has come back to it: in front of what is there."""
        current = self.text(conversation_id)
        return f"{refused}\n{current}" if current and current != refused else refused

    def conversations(self) -> list[ConversationId]:
        """Where there is a draft."""
        return list(self._texts)

    def attached(self, conversation_id: ConversationId) -> str:
        """The note of what else waits in the composer there, or ""."""
        return self._place.get(ATTACHED + conversation_id, "")

    def put_attached(self, conversation_id: ConversationId, note: str) -> None:
        """Keep the newest note; "" removes it."""
        self.put_place({ATTACHED + conversation_id: note})

    def place(self) -> dict[str, str]:
        """Where the person was."""
        return {name: value for name, value in self._place.items() if not name.startswith(ATTACHED)}

    def put_place(self, values: Mapping[str, str]) -> None:
        """Remember; other names stay."""
        changed = {name: value for name, value in values.items() if self._place.get(name) != value}
        if changed:
            self._place |= changed
            self._unsaved_place |= changed
            self._has_unsaved.set()

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

    def unsaved(self) -> tuple[dict[ConversationId, str], dict[str, str]]:
        """Take what is not on disk yet: texts and places."""
        texts, self._unsaved_texts = self._unsaved_texts, {}
        place, self._unsaved_place = self._unsaved_place, {}
        return texts, place

    async def flush(self) -> None:
        """Write now. What could not be written stays to be written: EnvironmentFailure."""
        texts, place = self.unsaved()
        self._has_unsaved.clear()
        if not texts and not place:
            return
        try:
            await self._store.save_drafts(texts, place)
        except BaseException:
            self._unsaved_texts = texts | self._unsaved_texts
            self._unsaved_place = place | self._unsaved_place
            self._has_unsaved.set()
            raise
