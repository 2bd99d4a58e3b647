"""Planning answers: checked here as far as this computer can know, stored, then left to the hub."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from app.desk.actions import ALWAYS_OPEN, Actions, sendable
from app.desk.composed import Composed
from app.desk.pending import Pending
from app.desk.permitting import check_permitted, permission_of
from app.domain.contacts import shown_name
from app.domain.conversations import Conversation
from app.domain.errors import ComptoirError
from app.domain.ids import ConversationId, MessageId
from app.domain.outgoing import problems
from app.domain.scheduled import (
    FARTHEST,
    CancelScheduled,
    ChangeScheduled,
    Scheduled,
    ScheduleMessage,
    SendScheduled,
)
from storage import view

LEADERS = ("owner", "manager")


class Scheduling(Actions):
    """The planning half of a desk."""

    def planned(self, conversation_id: ConversationId) -> list[Scheduled]:
        """See `ScheduleDesk.scheduled`."""
        base = view.scheduled_in(self._reader.view_connection(), conversation_id)
        found = self._overlaid(base, self._reader.pending_of(conversation_id))
        return sorted(map(self._for_me, found), key=_place)

    def all_planned(self, limit: int) -> list[Scheduled]:
        """See `ScheduleDesk.all_scheduled`."""
        base = view.all_scheduled(self._reader.view_connection(), limit)
        found = self._overlaid(base, self._outbox.everything())
        return sorted(map(self._for_me, found), key=lambda one: (one.state != "asked", *_place(one)))[:limit]

    async def plan(self, conversation_id: ConversationId, composed: Composed, due_at: datetime) -> MessageId:
        """See `ScheduleDesk.schedule`."""
        text = self._fitting(conversation_id, composed, due_at)
        message_id = MessageId(self._ids.new())
        body = ScheduleMessage(
            message_id,
            conversation_id,
            due_at,
            composed.kind,
            text,
            composed.content,
            composed.reply_to,
            composed.quiet_anyway,
        )
        seat = self._drafts.seat
        await self._ask(body)
        self._drop_draft(seat, conversation_id, composed.text, text)
        return message_id

    async def change(self, message_id: MessageId, composed: Composed, due_at: datetime) -> None:
        """See `ScheduleDesk.change_scheduled`."""
        known = self._planned(message_id)
        text = self._fitting(known.conversation_id, composed, due_at)
        body = ChangeScheduled(
            message_id, known.conversation_id, due_at, composed.kind, text, composed.content, composed.reply_to,
            known.version, composed.quiet_anyway,
        )  # fmt: skip
        await self._ask(body)

    async def cancel(self, message_id: MessageId) -> None:
        """See `ScheduleDesk.cancel_scheduled`."""
        known = self._planned(message_id)
        await self._ask(CancelScheduled(message_id, known.conversation_id))

    async def send_now(self, message_id: MessageId) -> None:
        """See `ScheduleDesk.send_scheduled`."""
        known = self._planned(message_id)
        if known.kind not in ALWAYS_OPEN:
            self._check_window(self._conversation(known.conversation_id))
        await self._ask(SendScheduled(message_id, known.conversation_id, known.version))

    # -- inside

    def _planned(self, message_id: MessageId) -> Scheduled:
        """One that may be changed here: one's own, or anybody's for who leads. Raises ComptoirError."""
        base = view.scheduled(self._reader.view_connection(), message_id)
        found = self._overlaid([base] if base else [], self._outbox.everything())
        known = next((one for one in found if one.message_id == message_id), None)
        if known is None:
            raise ComptoirError("schedule_unknown")
        me = self._reader.me()
        if known.member_id != me.member_id and me.role not in LEADERS:
            raise ComptoirError("not_yours")
        return known

    def _fitting(self, conversation_id: ConversationId, composed: Composed, due_at: datetime) -> str:
        """The words as they will go. Raises ComptoirError for what could not go out then."""
        conversation, text = self._conversation(conversation_id), sendable(composed.text)
        refused = problems(conversation.channel, composed.kind, text, composed.content)
        if refused is not None:
            raise ComptoirError(refused.code, **refused.facts)
        now = self._clock.now()
        if due_at <= now:
            raise ComptoirError("time_past")
        if due_at > now + FARTHEST:
            raise ComptoirError("time_far", days=str(FARTHEST.days))
        if composed.kind not in ALWAYS_OPEN and not conversation.is_window_open(due_at):
            raise ComptoirError("window_ends_before", **_closing(conversation))
        permission = permission_of(
            self._reader, self._outbox, conversation, composed.content, is_planned=True
        )
        check_permitted(permission, conversation, due_at, quiet_anyway=composed.quiet_anyway)
        return text

    def _overlaid(self, base: Iterable[Scheduled], pending: Iterable[Pending]) -> list[Scheduled]:
        """With what waits here; of one that is being cancelled or sent nothing is shown."""
        found = {one.message_id: one for one in base}
        for entry in pending:
            body = entry.command.body
            if isinstance(body, (ScheduleMessage, ChangeScheduled)):
                known = found.get(body.message_id)
                found[body.message_id] = self._as_planned(body, known, entry)
            elif isinstance(body, (CancelScheduled, SendScheduled)):
                found.pop(body.message_id, None)
        return list(found.values())

    def _as_planned(
        self, body: ScheduleMessage | ChangeScheduled, known: Scheduled | None, entry: Pending
    ) -> Scheduled:
        header = self._reader.header(body.conversation_id)
        member_id = known.member_id if known else entry.by(self._reader.me().member_id)
        return Scheduled(
            body.message_id, body.conversation_id, member_id, body.due_at, body.kind,
            body.text, entry.command.base_pos, known.version + 1 if known else 1, body.content, body.reply_to,
            is_pending=True,
            member_name=known.member_name if known else self._reader.team.name(member_id),
            person=header.name if header else shown_name(None, None, None, None),
            quiet_anyway=body.quiet_anyway,
        )  # fmt: skip

    def _for_me(self, one: Scheduled) -> Scheduled:
        return replace(one, is_mine=one.member_id == self._reader.me().member_id)


def _place(one: Scheduled) -> tuple[datetime, str]:
    return one.due_at, one.message_id


def _closing(conversation: Conversation) -> dict[str, str]:
    closes_at = conversation.window_closes_at()
    return {"closes_at": closes_at.isoformat()} if closes_at else {}
