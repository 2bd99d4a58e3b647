"""Whom the team knows, and telling who writes: the part of `app.desk.live.LiveDesk` said in `app.desk.people_desk`."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from app.desk.attending import Attending
from app.desk.hub_link import HubLink
from app.desk.reading import Reader
from app.domain.errors import ComptoirError
from app.domain.ids import ConversationId
from app.domain.rows import PersonRow
from app.domain.settings import SettingValue

TYPING_EVERY_S = 10.0  # the channel shows it for 25 s
log = logging.getLogger(__name__)
T = TypeVar("T")


class Knowing(Attending):
    """What the methods do is said in `app.desk.people_desk.PeopleDesk`."""

    _reader: Reader
    _link: HubLink
    _read: Callable[[Callable[[], Any], Any], Any]
    _spawn: Callable[[Coroutine[Any, Any, None], str], None]
    _monotonic_s: Callable[[], float]
    setting: Callable[[str], SettingValue]
    _typing_told: tuple[ConversationId | None, float] = (None, 0.0)

    def people(self, text: str, limit: int = 8) -> list[PersonRow]:
        return list(self._read(lambda: self._reader.people(text, limit), []))

    def people_with_number(self, digits: str) -> list[PersonRow]:
        return list(self._read(lambda: self._reader.people_with_number(digits), []))

    def note_typing(self, conversation_id: ConversationId) -> None:
        self._tell_colleagues_typing(conversation_id)
        now_s, (told, told_s) = self._monotonic_s(), self._typing_told
        if told == conversation_id and now_s - told_s < TYPING_EVERY_S:
            return
        if self._link.hub is None or not self._is_typing_shown(conversation_id):
            return
        self._typing_told = (conversation_id, now_s)
        self._spawn(self._tell_typing(conversation_id), "typing")

    def _is_typing_shown(self, conversation_id: ConversationId) -> bool:
        """Only where one may write freely, and where the team wants it."""
        header = self._read(lambda: self._reader.header(conversation_id), None)
        is_free = header is not None and header.is_window_open and not header.is_blocked
        return is_free and all(self.setting(name) for name in ("read_receipts", "typing_indicator"))

    async def _tell_typing(self, conversation_id: ConversationId) -> None:
        hub = self._link.hub
        if hub is None:
            return
        from storage.codec import to_json

        try:
            await hub.post("/api/v1/presence/typing", to_json({"conversation_id": conversation_id}))
        except ComptoirError as error:  # the next key that is pressed tells it again
            log.info("typing not told code=%s", error.code)
