"""What screens read: rows of the view with this computer's waiting commands drawn over them. Everything under 5 ms."""

import bisect
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from app.desk.drafts import Drafts
from app.desk.hub_time import HubTime
from app.desk.list_places import COUNTED, Lists
from app.desk.outbox import Outbox
from app.desk.pending import PROVISIONAL_POS, Pending
from app.desk.team_reading import TeamReader
from app.domain.channels import CHANNELS
from app.domain.contacts import Identity
from app.domain.conversations import Conversation
from app.domain.ids import ContactId, ConversationId, LineId, MemberId, MessageId
from app.domain.members import Member
from app.domain.messages import Message, preview_of
from app.domain.rows import InboxCounts, InboxRow, MessageRow, PersonRow, Shelf, ThreadHeader, ViewKey
from app.domain.settings import BY_NAME, ChangeSetting, SettingValue
from app.domain.standards import StandardBook
from app.domain.waits import WaitRules
from storage import view
from storage.engine import Connection

if TYPE_CHECKING:
    from app.desk.overlay import Overlaid

SKEW_BELIEVED = timedelta(
    seconds=2
)  # a smaller difference to the hub's clock is the time that its answer took


class Reader:
    """Reads the view file behind `conn`. `me`: whose desk it is; `device_settings`: this computer's own."""

    def __init__(
        self,
        conn: Callable[[], Connection],
        outbox: Outbox,
        drafts: Drafts,
        me: Member,
        hub_time: HubTime,
        device_settings: dict[str, SettingValue],
    ) -> None:
        self._conn = conn
        self._outbox = outbox
        self._drafts = drafts
        self.enrolled_me = me
        self._hub_time = hub_time
        self._device_settings = device_settings
        self.wait_rules: Callable[[], WaitRules] = lambda: WaitRules(StandardBook())
        self.team = TeamReader(conn, outbox, lambda: self.enrolled_me)

    # --- lists ---

    def inbox(self, wanted: ViewKey, limit: int, after: ConversationId | None) -> list[ConversationId]:
        """Ids of a list in display order, conversations with waiting commands at their new place."""
        touched = self._touched()
        base_limit = limit + len(touched)  # as many may leave the list
        lists = self._lists()
        ids = view.inbox_ids(
            self._conn(),
            wanted,
            now=self._hub_time.now(),
            cuts=lists.cuts,
            limit=base_limit,
            after=after,
            me=lists.me,
            is_new_first=lists.is_new_first,
        )
        is_whole = len(ids) < base_limit
        saved = self.team.filter_of(wanted) if touched else None
        for conversation_id, (base, shown) in touched.items():
            was_there, is_there = lists.holds(base, wanted), lists.holds(shown, wanted)
            if saved is not None:
                was_there, is_there = self.team.fit(saved, base, shown, self.pending_of(conversation_id))
            is_moved = lists.place(shown, wanted) != lists.place(base, wanted)
            if was_there and (not is_there or is_moved):
                ids = [other for other in ids if other != conversation_id]
            if is_there and conversation_id not in ids:
                place = lists.place(shown, wanted)
                self._insert(
                    ids, conversation_id, lists, wanted, place, is_first_page=after is None, is_whole=is_whole
                )
        return ids[:limit]

    def inbox_row(self, conversation_id: ConversationId) -> InboxRow | None:
        """One line of a list."""
        row = view.inbox_row(self._conn(), conversation_id, self.enrolled_me.member_id)
        if row is None:
            kept = self._kept(conversation_id)
            return None if kept is None else self.inbox_row(kept)
        over = self._over(conversation_id)
        draft = preview_of(self._drafts.text(conversation_id)) or None
        if over is None:
            return replace(row, draft=draft)
        from app.desk.overlay import overlaid_row

        pending = self.pending_of(conversation_id)
        is_mentioned = row.is_mentioned and self.team.unseen_mention(conversation_id, pending) > 0
        shown = replace(overlaid_row(row, over.conversation), draft=draft, is_mentioned=is_mentioned)
        return replace(shown, **self.team.teamwork(conversation_id, over.conversation, pending))

    def counts(self) -> InboxCounts:
        """How many conversations each list holds."""
        lists = self._lists()
        base = view.counts(self._conn(), self._hub_time.now(), me=lists.me, cuts=lists.cuts)
        touched = self._touched()
        if not touched:
            return base
        sizes = {name: getattr(base, name) for name in COUNTED}
        late, mentions = base.beyond_standard, base.mentions
        for conversation_id, (was, shown) in touched.items():
            for name in COUNTED:
                sizes[name] += lists.holds(shown, name) - lists.holds(was, name)
            late += lists.is_late(shown) - lists.is_late(was)
            if self.team.unseen_mention(conversation_id, ()):
                mentions -= not self.team.unseen_mention(conversation_id, self.pending_of(conversation_id))
        return replace(base, **sizes, beyond_standard=late, mentions=mentions)

    # --- one conversation ---

    def header(self, conversation_id: ConversationId) -> ThreadHeader | None:
        """The head of a conversation pane; of one that became part of another, that other's."""
        header = view.thread_header(
            self._conn(), conversation_id, self._hub_time.now(), self.enrolled_me.member_id
        )
        if header is None:
            kept = self._kept(conversation_id)
            return None if kept is None else self.header(kept)
        over = self._over(conversation_id)
        if over is None:
            return header
        shown = over.conversation
        return replace(
            header,
            is_closed=shown.is_closed,
            closed_at=shown.closed_at,
            unread_count=shown.unread_count,
            waiting_since_at=shown.waiting_since_at,
            has_answer=shown.answered_by is not None,
            **self.team.teamwork(conversation_id, shown, self.pending_of(conversation_id)),
        )

    def page(
        self, conversation_id: ConversationId, before: MessageRow | None, after: MessageRow | None, limit: int
    ) -> list[MessageRow]:
        """Messages in order; waiting ones stand where their time puts them, which is mostly last."""
        over = self._over(conversation_id)
        rows = view.thread_page(
            self._conn(),
            conversation_id,
            before=_place(before) if before else None,
            after=_place(after) if after else None,
            limit=limit + (len(over.messages) if over else 0),  # as many may be hidden
            reader=self.enrolled_me.member_id,
        )
        if not rows and (kept := self._kept(conversation_id)) is not None:
            return self.page(kept, before, after, limit)
        if over is None:
            return [self._shown(row, None) for row in rows]
        shown = [self._shown(row, over) for row in rows if not self._is_left_out(over, row.message_id)]
        known = {row.message_id for row in shown}
        waiting = [
            self._pending_row(message)
            for message in over.messages.values()
            if message.pos >= PROVISIONAL_POS
            and message.message_id not in known
            and not self._is_left_out(over, message.message_id)
        ]
        waiting = [row for row in waiting if _is_between(row, before, after)]
        merged = sorted([*shown, *waiting], key=_place)
        return merged[:limit] if after is not None else merged[-limit:]

    def message(self, message_id: MessageId) -> MessageRow | None:
        """One bubble; None for one that this member took back before it went out."""
        home = self._outbox.home_of(message_id)
        if home is not None:
            over = self._over(home)
            message = over.messages.get(message_id) if over else None
            if message is not None and message.pos >= PROVISIONAL_POS:
                return None if self._is_left_out(over, message_id) else self._pending_row(message)
        row = view.message_row(self._conn(), message_id, self.enrolled_me.member_id)
        over = self._over(row.conversation_id) if row else None
        return None if row is None or self._is_left_out(over, message_id) else self._shown(row, over)

    def view_connection(self) -> Connection:
        """The view, for parts that read tables of their own."""
        return self._conn()

    def conversation(self, conversation_id: ConversationId) -> Conversation | None:
        """The state that rules look at, with waiting commands applied."""
        over = self._over(conversation_id)
        return over.conversation if over else view.load_conversation(self._conn(), conversation_id)

    def shelf(
        self, conversation_id: ConversationId, shelf: Shelf, before: MessageRow | None, limit: int
    ) -> list[MessageRow]:
        """What lies on a shelf of a conversation, the newest first."""
        place = _place(before) if before else None
        return view.shelf_page(self._conn(), conversation_id, shelf, before=place, limit=limit)

    def contact(self, identity: Identity) -> ContactId | None:
        """Whom a person here means."""
        return view.find_contact(self._conn(), identity)

    def conversation_with(self, contact_id: ContactId, line_id: LineId) -> ConversationId | None:
        """The one conversation of somebody with a business number."""
        found = view.conversation_of(self._conn(), line_id, contact_id)
        return found.conversation_id if found else None

    def people(self, text: str, limit: int) -> list[PersonRow]:
        """Who fits what was typed."""
        from storage.view.people import people  # for who writes first: no start needs it

        return people(self._conn(), text, limit)

    def people_with_number(self, digits: str) -> list[PersonRow]:
        """Who has a number, however it is written."""
        from storage.view.people import people_with_number

        return people_with_number(self._conn(), digits)

    def is_sendable(self, conversation: Conversation) -> bool:
        """Whether a free text is allowed there now."""
        return conversation.channel in CHANNELS and conversation.is_window_open(self._hub_time.now())

    def unseen_mention(self, conversation_id: ConversationId) -> int:
        """Where a note there last named whose desk this is, unless they have seen it; 0: nowhere."""
        return self.team.unseen_mention(conversation_id, self.pending_of(conversation_id))

    # --- settings and team ---

    def setting(self, name: str) -> SettingValue:
        """A value or its default."""
        schema = BY_NAME[name]
        if schema.scope == "device":
            return self._device_settings.get(name, schema.default)
        waiting = self._waiting_settings()
        if name in waiting:
            return waiting[name]
        return view.settings(self._conn()).get(name, schema.default)

    def me(self) -> Member:
        """Whose desk this is, by the newest that the log says."""
        return view.members(self._conn()).get(self.enrolled_me.member_id, self.enrolled_me)

    def member(self, member_id: MemberId) -> Member | None:
        """Somebody of the team."""
        return view.members(self._conn()).get(member_id)

    # --- inside ---

    def _author(self, message: Message) -> str | None:
        """Who wrote what is still on its way: not always who is at the desk."""
        if message.member_id in (None, self.enrolled_me.member_id):
            return self.enrolled_me.name
        return self.team.name(message.member_id)

    def _waiting_settings(self) -> dict[str, SettingValue]:
        pending = self._outbox.pending_of(ChangeSetting)
        if not pending:
            return {}
        from app.desk.overlay import overlaid_settings

        return overlaid_settings(pending)

    def _touched(self) -> dict[ConversationId, tuple[Conversation, Conversation]]:
        """Conversations with waiting commands: as the log says, and as they are shown."""
        pairs: dict[ConversationId, tuple[Conversation, Conversation]] = {}
        for there in self._outbox.conversations():
            base = view.load_conversation(self._conn(), there)
            if base is not None:
                pairs[base.conversation_id] = (base, self._overlay(base).conversation)
        return pairs

    def _over(self, conversation_id: ConversationId) -> "Overlaid | None":
        """The conversation with its waiting commands; None when there are none."""
        if not self.pending_of(conversation_id):
            return None
        base = view.load_conversation(self._conn(), conversation_id)
        return self._overlay(base) if base else None

    def pending_of(self, conversation_id: ConversationId) -> list[Pending]:
        """Its waiting commands, also those that were asked for where it was still another conversation."""
        found = self._outbox.pending(conversation_id)
        for there in self._outbox.conversations() - {conversation_id}:
            if self._kept(there) == conversation_id:
                found += self._outbox.pending(there)
        return found

    def _kept(self, conversation_id: ConversationId) -> ConversationId | None:
        """The conversation that this one became part of; None when it is none that did."""
        kept = view.kept_id(self._conn(), conversation_id)
        return None if kept == conversation_id else ConversationId(kept)

    def _overlay(self, base: Conversation) -> "Overlaid":
        from app.desk.overlay import overlaid, touched_messages  # most starts find nothing to draw over

        pending = self.pending_of(base.conversation_id)
        found = (view.load_message(self._conn(), message_id) for message_id in touched_messages(pending))
        messages = {message.message_id: message for message in found if message is not None}
        is_claiming = bool(self.setting("claim_on_answer"))
        return overlaid(base, messages, pending, self.enrolled_me.member_id, is_claiming=is_claiming)

    def _insert(
        self,
        ids: list[ConversationId],
        conversation_id: ConversationId,
        lists: Lists,
        wanted: ViewKey,
        where: tuple[float, ...],
        *,
        is_first_page: bool,
        is_whole: bool,
    ) -> None:
        """Put a conversation among others of a list, unless its place is on another page."""
        place = bisect.bisect_left(ids, where, key=lambda other: self._place(lists, other, wanted))
        belongs_before = place == 0 and not is_first_page
        belongs_after = place == len(ids) and not is_whole
        if not belongs_before and not belongs_after:
            ids.insert(place, conversation_id)

    def _place(self, lists: Lists, conversation_id: ConversationId, wanted: ViewKey) -> tuple[float, ...]:
        conversation = self.conversation(conversation_id)
        return lists.place(conversation, wanted) if conversation else ()

    def _lists(self) -> Lists:
        cuts = self.wait_rules().cuts(self._hub_time.now())
        return Lists(self.enrolled_me.member_id, cuts, bool(self.setting("new_first")))

    def _is_left_out(self, over: "Overlaid | None", message_id: MessageId) -> bool:
        """Whether it has no bubble: another shows it, or the hub took our undo of it and the log is still to tell."""
        message = over.messages.get(message_id) if over else None
        if message is None:
            return False
        is_ours = message.member_id == self.enrolled_me.member_id
        return message.is_hidden or (is_ours and message.state == "cancelled")

    def _shown(self, row: MessageRow, over: "Overlaid | None") -> MessageRow:
        """A bubble of the log as it is shown: its hold by our clock, and what we asked for about it."""
        message = over.messages.get(row.message_id) if over else None
        if message is not None:
            reactions = view.reaction_rows(self._conn(), message, self.enrolled_me.member_id)
            row = replace(row, state=message.state, state_at=message.state_at, reactions=reactions)
        if message is not None and message.kind == "note":
            row = replace(row, text=message.text, is_edited=message.edited_at is not None)
            row = view.with_team_line(self._conn(), row, message, self.enrolled_me.member_id)
        return (
            replace(row, hold_until_at=self._hub_time.as_ours(row.hold_until_at))
            if row.hold_until_at
            else row
        )

    def _pending_row(self, message: Message) -> MessageRow:
        quoted = view.Quoted()
        if message.reply_to is not None:
            quoted = view.quoted_by(self._conn(), message.conversation_id, message.reply_to)
        row = MessageRow(
            message_id=message.message_id,
            conversation_id=message.conversation_id,
            pos=message.pos,
            direction=message.direction,
            author=message.author,
            author_name=self._author(message),
            kind=message.kind,
            text=message.text,
            sort_at=message.sort_at,
            state=message.state,
            state_at=message.state_at,
            failure_code=message.failure_code,
            is_late=False,
            is_pending=True,
            hold_until_at=message.hold_until_at,
            reply_text=quoted.text,
            reply_name=quoted.name,
            retry_of=message.retry_of,
            reply_kind=quoted.kind,
            reply_message_id=quoted.message_id,
            content=message.content,
            media=message.media,
            is_edited=message.edited_at is not None,
        )
        return view.with_team_line(self._conn(), row, message, self.enrolled_me.member_id)


def _place(row: MessageRow) -> view.Place:
    return row.sort_at, row.pos


def _is_between(row: MessageRow, before: MessageRow | None, after: MessageRow | None) -> bool:
    is_low_enough = before is None or _place(row) < _place(before)
    return is_low_enough and (after is None or _place(row) > _place(after))
