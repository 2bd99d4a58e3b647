"""Who looks at what: the part of `app.desk.live.LiveDesk` said in `app.desk.presence_desk`."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from app.desk.hub_link import HubLink
from app.desk.reading import Reader
from app.desk.watchers import Watchers
from app.domain.clock import Clock
from app.domain.ids import ConversationId, MemberId
from app.domain.later import asyncio
from app.domain.members import Member
from app.domain.rows import Changes, MemberRow, PresenceRow

if TYPE_CHECKING:
    from app.desk.attendance import Telling
    from app.domain.presence import Doing


class Attending:
    """What the methods do is said in `app.desk.presence_desk.PresenceDesk`."""

    _reader: Reader
    _link: HubLink
    _clock: Clock
    _watchers: Watchers
    _read: Callable[[Callable[[], Any], Any], Any]
    _spawn: Callable[[Coroutine[Any, Any, None], str], None]
    me: Callable[[], Member]
    members: Callable[[], list[MemberRow]]
    _telling: Telling | None = None
    _is_telling = False
    _is_stopped: bool

    def presence(self, conversation_id: ConversationId) -> tuple[PresenceRow, ...]:
        there = self._link.attendance.of(conversation_id)
        if not there:
            return ()
        mine = self.me().member_id
        doing: dict[MemberId, Doing] = {}
        for one in there:  # who has two computers is one person
            if one.member_id != mine and doing.get(one.member_id) != "typing":
                doing[one.member_id] = one.what
        names: dict[str, str] = {one.member_id: one.name for one in self.members()}
        rows = [PresenceRow(member_id, names.get(member_id, ""), what) for member_id, what in doing.items()]
        return tuple(sorted(rows, key=lambda row: (row.what != "typing", row.name, row.member_id)))

    def note_viewing(self, conversation_id: ConversationId | None) -> None:
        if self._is_stopped or (conversation_id is None and self._telling is None):
            return
        telling = self._teller()
        if telling is not None:
            telling.view(conversation_id)
            self._go_on_telling(telling)

    def _tell_colleagues_typing(self, conversation_id: ConversationId) -> None:
        if self._telling is not None:
            self._telling.type(conversation_id)

    def _teller(self) -> Telling | None:
        try:
            asyncio.get_running_loop()
        except RuntimeError:  # the first paint comes before the loop; a pane says it again
            return None
        if self._telling is None:
            from app.desk.attendance import Telling

            self._telling = Telling(self._tell_presence, self._clock)
        return self._telling

    def _go_on_telling(self, telling: Telling) -> None:
        if not self._is_telling:
            self._is_telling = True
            self._spawn(self._keep_telling(telling), "presence")

    async def _keep_telling(self, telling: Telling) -> None:
        try:
            await telling.run()
        finally:
            self._is_telling = False

    async def _tell_presence(self, conversation_id: ConversationId | None, what: Doing | None) -> None:
        hub = self._link.hub
        if hub is None:
            return
        from storage.codec import to_json

        note = {"what": what or "nothing", "conversation_id": conversation_id or ""}
        await hub.post("/api/v1/presence", to_json(note))

    def _presence_changed(self, conversations: frozenset[ConversationId]) -> None:
        self._watchers.tell(Changes(presence=conversations))
