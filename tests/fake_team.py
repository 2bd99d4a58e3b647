"""The part of `tests.fake_desk.FakeDesk` that works in a team: Léa, whose desk it is, Marc and Inès."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from app.domain.clock import Clock
from app.domain.errors import ComptoirError
from app.domain.ids import CommandId, ConversationId, MemberId, MessageId
from app.domain.messages import Direction
from app.domain.rows import Changes, MemberRow, MessageRow, NoticeRow, Outcome, PendingRow, ViewKey
from app.domain.saved_views import SavedView
from app.domain.tags import clean_tag
from tests.fake_salon import Talk, message_row

LEA, MARC, INES = MemberId("member-lea"), MemberId("member-marc"), MemberId("member-ines")


@dataclass(slots=True)
class Teamwork:
    """What the team did to one conversation."""

    assignee_id: MemberId | None = None
    tags: list[str] = field(default_factory=list)
    is_snoozed: bool = False
    snoozed_until_at: datetime | None = None
    is_new: bool = False
    is_from_ad: bool = False
    is_mentioned: bool = False
    outcome: Outcome | None = None


class FakeTeam:
    """`team` holds what was done to each conversation; a test may change it and call `touch`."""

    talks: dict[ConversationId, Talk]
    clock: Clock
    done: list[tuple[str, str]]
    _tell: Callable[[Changes], None]
    _ask: Callable[[str, ConversationId], None]
    _count: int

    def __init__(self) -> None:
        super().__init__()
        self.teamwork_of: dict[ConversationId, Teamwork] = {}
        self.team_rows = [
            MemberRow(LEA, "Léa Fontaine", "owner", is_me=True),
            MemberRow(INES, "Inès Moreau", "rep"),
            MemberRow(MARC, "Marc Petit", "manager"),
        ]
        self.views: dict[str, SavedView] = {}
        self.waiting_commands: list[PendingRow] = []

    def work(self, conversation_id: ConversationId) -> Teamwork:
        """What is known of one conversation."""
        return self.teamwork_of.setdefault(conversation_id, Teamwork())

    def member_name(self, member_id: MemberId | None) -> str | None:
        """Of a member's id."""
        return next((row.name for row in self.team_rows if row.member_id == member_id), None)

    def touch(self, conversation_id: ConversationId) -> None:
        """Somebody else changed it."""
        touched = frozenset({conversation_id})
        self._tell(Changes(conversations=touched, reordered=touched))

    def is_in(self, talk: Talk, view: ViewKey) -> bool:
        """Whether a list holds it."""
        if view == "closed":
            return talk.is_closed
        work = self.work(talk.conversation_id)
        is_awake = not talk.is_closed and not work.is_snoozed
        return {
            "all": not talk.is_closed,
            "snoozed": not talk.is_closed and work.is_snoozed,
            "mine": is_awake and work.assignee_id == LEA,
            "unassigned": is_awake and work.assignee_id is None,
            "waiting": is_awake and talk.waiting_since_at is not None,
            "theirs": is_awake and talk.waiting_since_at is None,
            "mentions": work.is_mentioned,
        }.get(view, False)

    def teamwork(self, conversation_id: ConversationId) -> dict[str, Any]:
        """The fields of rows that tell of it."""
        work = self.work(conversation_id)
        return {
            "assignee_id": work.assignee_id,
            "assignee_name": self.member_name(work.assignee_id),
            "is_mine": work.assignee_id == LEA,
            "tags": tuple(work.tags),
            "is_snoozed": work.is_snoozed,
            "snoozed_until_at": work.snoozed_until_at,
            "is_new": work.is_new,
            "is_from_ad": work.is_from_ad,
            "outcome": work.outcome,
        }

    # --- read ---

    def members(self) -> list[MemberRow]:
        """Three."""
        return list(self.team_rows)

    def known_tags(self) -> list[str]:
        """The most used first."""
        every = [tag for work in self.teamwork_of.values() for tag in work.tags]
        return sorted(set(every), key=lambda tag: (-every.count(tag), tag))

    def saved_views(self) -> list[SavedView]:
        """By name."""
        return sorted(self.views.values(), key=lambda view: view.name)

    def pending(self) -> list[PendingRow]:
        """What a test put there."""
        return list(self.waiting_commands)

    # --- do ---

    async def claim(self, conversation_id: ConversationId) -> None:
        """Mine, if it is nobody's."""
        if self.work(conversation_id).assignee_id is None:
            self.work(conversation_id).assignee_id = LEA
            self._note(conversation_id, NoticeRow("claimed", "Léa Fontaine", "Léa Fontaine"))
            self._ask("claim", conversation_id)

    async def assign(
        self,
        conversation_id: ConversationId,
        member_id: MemberId | None,
        *,
        reason: str = "",
        summary: str = "",
    ) -> None:
        """Whoever is named."""
        if member_id is not None and self.member_name(member_id) is None:
            raise ComptoirError("member_unknown")
        self.work(conversation_id).assignee_id = member_id
        how = "released" if member_id is None else "assigned"
        self._note(
            conversation_id, NoticeRow(how, "Léa Fontaine", self.member_name(member_id), reason, summary)
        )
        self._ask("assign", conversation_id)

    async def snooze(self, conversation_id: ConversationId, until_at: datetime | None) -> None:
        """Aside."""
        if until_at is not None and until_at <= self.clock.now():
            raise ComptoirError("time_past")
        work = self.work(conversation_id)
        work.is_snoozed, work.snoozed_until_at = True, until_at
        self._ask("snooze", conversation_id)

    async def wake(self, conversation_id: ConversationId) -> None:
        """Back."""
        work = self.work(conversation_id)
        work.is_snoozed, work.snoozed_until_at = False, None
        self._ask("wake", conversation_id)

    async def tag(self, conversation_id: ConversationId, tag: str) -> None:
        """One more."""
        cleaned = clean_tag(tag)
        if not cleaned:
            raise ComptoirError("tag_empty")
        if cleaned not in self.work(conversation_id).tags:
            self.work(conversation_id).tags.append(cleaned)
        self._ask("tag", conversation_id)

    async def untag(self, conversation_id: ConversationId, tag: str) -> None:
        """One less."""
        if tag in self.work(conversation_id).tags:
            self.work(conversation_id).tags.remove(tag)
        self._ask("untag", conversation_id)

    async def mark_unread(self, conversation_id: ConversationId) -> None:
        """Its mark again."""
        talk = self.talks[conversation_id]
        talk.unread_count = max(1, talk.unread_count)
        self._ask("mark_unread", conversation_id)

    async def add_note(
        self, conversation_id: ConversationId, text: str, mentions: Sequence[MemberId] = ()
    ) -> MessageId:
        """A line of kind "note"."""
        if not text.strip():
            raise ComptoirError("text_empty")
        row = self._line(conversation_id, "note", text.strip(), mentions=tuple(mentions), is_mine=True)
        self._ask("add_note", conversation_id)
        return row.message_id

    async def edit_note(self, note_id: MessageId, text: str, mentions: Sequence[MemberId] = ()) -> None:
        """Another text."""
        for talk in self.talks.values():
            for place, row in enumerate(talk.messages):
                if row.message_id == note_id:
                    talk.messages[place] = replace(row, text=text, mentions=tuple(mentions), is_edited=True)
                    self._tell(Changes(frozenset({row.conversation_id}), frozenset({note_id})))

    async def remove_note(self, note_id: MessageId) -> None:
        """Gone."""
        for talk in self.talks.values():
            talk.messages = [row for row in talk.messages if row.message_id != note_id]
        self._tell(Changes(is_everything=True))

    async def save_view(self, view: SavedView) -> None:
        """Kept."""
        if not view.name.strip():
            raise ComptoirError("name_empty")
        self.views[view.view_id] = view
        self._tell(Changes(is_team=True))

    async def remove_view(self, view_id: str) -> None:
        """Forgotten."""
        self.views.pop(view_id, None)
        self._tell(Changes(is_team=True))

    async def cancel_pending(self, command_id: CommandId) -> bool:
        """In time when it is still there."""
        left = [row for row in self.waiting_commands if row.command_id != command_id]
        was_there = len(left) < len(self.waiting_commands)
        self.waiting_commands = left
        self._tell(Changes(is_connection=True))
        return was_there

    # --- inside ---

    def marc_answers(self, conversation_id: ConversationId, text: str) -> MessageRow:
        """A colleague's answer arrives from their computer."""
        talk = self.talks[conversation_id]
        self._count += 1
        row = replace(message_row(talk, self._count, "out", text, self.clock.now()), author_name="Marc Petit")
        talk.messages.append(row)
        self._tell(Changes(frozenset({conversation_id}), frozenset({row.message_id}), frozenset()))
        return row

    def _note(self, conversation_id: ConversationId, notice: NoticeRow) -> None:
        self._line(conversation_id, "notice", None, notice=notice)

    def _line(
        self, conversation_id: ConversationId, kind: str, text: str | None, **more: object
    ) -> MessageRow:
        self._count += 1
        direction: Direction = "out"
        base = message_row(
            self.talks[conversation_id], self._count, direction, text, self.clock.now(), "settled"
        )
        row: MessageRow = replace(base, kind=kind, author_name="Léa Fontaine", **more)  # type: ignore[arg-type]
        self.talks[conversation_id].messages.append(row)
        touched = frozenset({conversation_id})
        self._tell(Changes(touched, frozenset({row.message_id}), frozenset()))
        return row
