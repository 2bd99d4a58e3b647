"""The part of the running desk that is about the team; what asks for something is made when it is first used."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from app.desk.drafts import Drafts
from app.desk.outbox import Entry, Outbox
from app.desk.reading import Reader
from app.domain.clock import Clock
from app.domain.ids import CommandId, ConversationId, IdMaker, MemberId, MessageId
from app.domain.rows import MemberRow, PendingRow

if TYPE_CHECKING:
    from app.desk.actions import Standing
    from app.desk.team_actions import TeamActions
    from app.domain.saved_views import SavedView


class LiveTeam:
    """A mixin of `LiveDesk`; what the methods do is said in `app.desk.team_desk.TeamDesk`."""

    _reader: Reader
    _outbox: Outbox
    _drafts: Drafts
    _clock: Clock
    _standing: Callable[[], Standing]
    _read: Callable[..., Any]
    _give_back: Callable[..., None]
    _spawn: Callable[[Coroutine[Any, Any, None], str], None]

    @cached_property
    def _team(self) -> TeamActions:
        from app.desk.team_actions import TeamActions

        ids = IdMaker(self._clock)
        return TeamActions(self._reader, self._outbox, self._drafts, ids, self._clock, self._standing)

    def accompany(self, work: Coroutine[Any, Any, None]) -> None:
        """Something that goes on beside this desk and ends with it."""
        self._spawn(work, "beside")

    def members(self) -> list[MemberRow]:
        rows: list[MemberRow] = self._read(self._reader.team.members, [])
        return rows

    def known_tags(self) -> list[str]:
        tags: list[str] = self._read(self._reader.team.known_tags, [])
        return tags

    def saved_views(self) -> list[SavedView]:
        views: list[SavedView] = self._read(self._reader.team.saved_views, [])
        return views

    def pending(self) -> list[PendingRow]:
        return self._reader.team.pending()

    async def claim(self, conversation_id: ConversationId) -> None:
        await self._team.claim(conversation_id)

    async def assign(
        self,
        conversation_id: ConversationId,
        member_id: MemberId | None,
        *,
        reason: str = "",
        summary: str = "",
    ) -> None:
        await self._team.assign(conversation_id, member_id, reason, summary)

    async def snooze(self, conversation_id: ConversationId, until_at: datetime | None) -> None:
        await self._team.snooze(conversation_id, until_at)

    async def wake(self, conversation_id: ConversationId) -> None:
        await self._team.wake(conversation_id)

    async def tag(self, conversation_id: ConversationId, tag: str) -> None:
        await self._team.tag(conversation_id, tag)

    async def untag(self, conversation_id: ConversationId, tag: str) -> None:
        await self._team.untag(conversation_id, tag)

    async def mark_unread(self, conversation_id: ConversationId) -> None:
        await self._team.mark_unread(conversation_id)

    async def add_note(
        self, conversation_id: ConversationId, text: str, mentions: Sequence[MemberId] = ()
    ) -> MessageId:
        return await self._team.add_note(conversation_id, text, mentions)

    async def edit_note(self, note_id: MessageId, text: str, mentions: Sequence[MemberId] = ()) -> None:
        await self._team.edit_note(note_id, text, mentions)

    async def remove_note(self, note_id: MessageId) -> None:
        await self._team.remove_note(note_id)

    async def save_view(self, view: SavedView) -> None:
        await self._team.save_view(view)

    async def remove_view(self, view_id: str) -> None:
        await self._team.remove_view(view_id)

    async def cancel_pending(self, command_id: CommandId) -> bool:
        entry = self._outbox.find(command_id)
        is_own = (
            entry is not None and entry.maker == self._outbox.maker
        )  # a colleague's is theirs to take back
        return entry is not None and is_own and await self._taken_back(entry)

    async def _taken_back(self, entry: Entry) -> bool:
        """It and what needs it; what was written is a draft again."""
        for needing in self._outbox.needing(entry):
            if needing.may_have_left or not await self._taken_back(needing):
                return False
        if not await self._outbox.drop(entry):
            return False
        self._give_back(entry.command.body, entry.maker.device_id)
        return True
