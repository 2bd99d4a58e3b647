"""What a person may ask for in the team's work: checked here as far as this computer can know, stored, then sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from app.desk.actions import Actions, sendable
from app.domain.assignment import REASON_MAX_CHARS, SUMMARY_MAX_CHARS, AssignConversation, ClaimConversation
from app.domain.conversations import UnreadConversation
from app.domain.errors import ComptoirError
from app.domain.ids import ConversationId, MemberId, MessageId
from app.domain.notes import MENTIONS_MAX, NOTE_MAX_CHARS, AddNote, EditNote, RemoveNote
from app.domain.rows import MessageRow
from app.domain.saved_views import NAME_MAX_CHARS, RemoveView, SavedView, SaveView
from app.domain.snoozing import SnoozeConversation, WakeConversation
from app.domain.tags import TAGS_MAX, TagConversation, UntagConversation, clean_tag

LEADERS = ("owner", "manager")
LONGEST = timedelta(days=3650)  # nobody means a later one, and the hub would not believe it


class TeamActions(Actions):
    """The team's part of the doing half of a desk; what the methods do is said in `app.desk.team_desk.TeamDesk`."""

    async def claim(self, conversation_id: ConversationId) -> None:
        """Where nobody holds it."""
        if self._conversation(conversation_id).assignee_id is None:
            await self._ask(ClaimConversation(conversation_id))

    async def assign(
        self, conversation_id: ConversationId, member_id: MemberId | None, reason: str, summary: str
    ) -> None:
        """The hub compares who held it when it was asked."""
        holder_id = self._conversation(conversation_id).assignee_id
        if member_id is not None and self._reader.team.name(member_id) is None:
            raise ComptoirError("member_unknown", where="team")
        why, what = sendable(reason), sendable(summary)
        _check_length(why, REASON_MAX_CHARS)
        _check_length(what, SUMMARY_MAX_CHARS)
        if holder_id != member_id:
            await self._ask(AssignConversation(conversation_id, member_id, holder_id, why, what))

    async def snooze(self, conversation_id: ConversationId, until_at: datetime | None) -> None:
        """Aside."""
        if self._conversation(conversation_id).is_closed:
            raise ComptoirError("conversation_closed")
        if until_at is not None and until_at <= self._clock.now():
            raise ComptoirError("time_past", where="team")
        if until_at is not None and until_at > self._clock.now() + LONGEST:
            raise ComptoirError("time_far", where="team")
        await self._ask(SnoozeConversation(conversation_id, until_at))

    async def wake(self, conversation_id: ConversationId) -> None:
        """Where it is aside."""
        if self._conversation(conversation_id).snoozed_at is not None:
            await self._ask(WakeConversation(conversation_id))

    async def tag(self, conversation_id: ConversationId, tag: str) -> None:
        """In one way of writing it."""
        cleaned, known = clean_tag(tag), self._tags(conversation_id)
        if not cleaned:
            raise ComptoirError("tag_empty")
        if len(known) >= TAGS_MAX:
            raise ComptoirError("tags_full", limit=str(TAGS_MAX))
        if cleaned not in known:
            await self._ask(TagConversation(conversation_id, cleaned))

    async def untag(self, conversation_id: ConversationId, tag: str) -> None:
        """Where it is."""
        if tag in self._tags(conversation_id):
            await self._ask(UntagConversation(conversation_id, tag))

    async def mark_unread(self, conversation_id: ConversationId) -> None:
        """Where it has no mark."""
        if not self._conversation(conversation_id).unread_count:
            await self._ask(UnreadConversation(conversation_id))

    async def add_note(
        self, conversation_id: ConversationId, text: str, mentions: Sequence[MemberId]
    ) -> MessageId:
        """At once, and to the team."""
        self._conversation(conversation_id)
        note_id = MessageId(self._ids.new())
        words, named = self._checked_note(text), self._checked_members(mentions)
        await self._ask(AddNote(note_id, conversation_id, words, named))
        return note_id

    async def edit_note(self, note_id: MessageId, text: str, mentions: Sequence[MemberId]) -> None:
        """The hub compares what it said when it was changed."""
        row = self._note(note_id)
        if not row.is_mine:
            raise ComptoirError("not_yours")
        words, named = self._checked_note(text), self._checked_members(mentions)
        if (words, named) != (row.text, row.mentions):
            await self._ask(EditNote(note_id, row.conversation_id, words, named, row.text or ""))

    async def remove_note(self, note_id: MessageId) -> None:
        """One's own, or anybody's for who leads."""
        row = self._note(note_id)
        if not row.is_mine and not self._is_leading():
            raise ComptoirError("not_yours")
        await self._ask(RemoveNote(note_id, row.conversation_id))

    async def save_view(self, view: SavedView) -> None:
        """One's own, or a shared one for who leads."""
        name = sendable(view.name)
        if not name:
            raise ComptoirError("name_empty")
        _check_length(name, NAME_MAX_CHARS)
        if view.owner_id is None and not self._is_leading():
            raise ComptoirError("role_missing", role=self._reader.me().role)
        await self._ask(SaveView(replace(view, name=name)))

    async def remove_view(self, view_id: str) -> None:
        """Where it is."""
        found = next((view for view in self._reader.team.saved_views() if view.view_id == view_id), None)
        if found is None:
            return
        if found.owner_id is None and not self._is_leading():
            raise ComptoirError("role_missing", role=self._reader.me().role)
        await self._ask(RemoveView(view_id))

    def _is_leading(self) -> bool:
        return self._reader.me().role in LEADERS

    def _tags(self, conversation_id: ConversationId) -> tuple[str, ...]:
        header = self._reader.header(conversation_id)
        if header is None:
            raise ComptoirError("conversation_unknown")
        return header.tags

    def _note(self, note_id: MessageId) -> MessageRow:
        row = self._known(note_id)
        if row.kind != "note":
            raise ComptoirError("message_unknown")
        return row

    def _checked_note(self, text: str) -> str:
        words = sendable(text)
        if not words:
            raise ComptoirError("text_empty", where="team")
        _check_length(words, NOTE_MAX_CHARS)
        return words

    def _checked_members(self, mentions: Sequence[MemberId]) -> tuple[MemberId, ...]:
        named = tuple(dict.fromkeys(mentions))
        if len(named) > MENTIONS_MAX or any(self._reader.team.name(one) is None for one in named):
            raise ComptoirError("member_unknown", where="team")
        return named


def _check_length(text: str, limit: int) -> None:
    if len(text) > limit:
        raise ComptoirError("text_too_long", length=str(len(text)), limit=str(limit), where="team")
