"""The part of `tests.fake_desk.FakeDesk` that plans answers."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from app.desk.desk import Composed
from app.domain.clock import Clock
from app.domain.errors import ComptoirError
from app.domain.ids import ConversationId, MessageId
from app.domain.members import Member
from app.domain.quiet_hours import QuietHours, check_quiet
from app.domain.rows import Changes, ThreadHeader
from app.domain.scheduled import Scheduled


class FakeSchedule:
    """`plans` holds what is planned, by id; a test may change it and call `tell_plans`."""

    clock: Clock
    quiet: QuietHours | None
    drafts: dict[ConversationId, str]
    header: Callable[[ConversationId], ThreadHeader | None]
    me: Callable[[], Member]
    _tell: Callable[[Changes], None]

    def __init__(self) -> None:
        super().__init__()
        self.plans: dict[MessageId, Scheduled] = {}
        self.sent_after_all: list[MessageId] = []

    def scheduled(self, conversation_id: ConversationId) -> list[Scheduled]:
        """By time."""
        return [one for one in self.all_scheduled() if one.conversation_id == conversation_id]

    def all_scheduled(self, limit: int = 200) -> list[Scheduled]:
        """Those that want a decision first."""
        return sorted(self.plans.values(), key=lambda one: (one.state != "asked", one.due_at))[:limit]

    async def schedule(
        self, conversation_id: ConversationId, composed: Composed, due_at: datetime
    ) -> MessageId:
        """Planned at once."""
        if due_at <= self.clock.now():
            raise ComptoirError("time_past")
        late = check_quiet(self.quiet, due_at, is_marketing=False)
        if late is not None and not composed.quiet_anyway:
            raise ComptoirError(late.code, **late.facts)
        message_id = MessageId(f"plan-{len(self.plans) + 1}")
        me, header = self.me(), self.header(conversation_id)
        self.plans[message_id] = Scheduled(
            message_id, conversation_id, me.member_id, due_at, composed.kind, composed.text, 0, 1, composed.content,
            composed.reply_to, member_name=me.name, is_mine=True, person=header.name if header else "",
        )  # fmt: skip
        self.drafts.pop(conversation_id, None)
        self.tell_plans(conversation_id)
        return message_id

    async def change_scheduled(self, message_id: MessageId, composed: Composed, due_at: datetime) -> None:
        """Another time or other words."""
        known = self._plan(message_id)
        self.plans[message_id] = replace(
            known, due_at=due_at, text=composed.text, version=known.version + 1, state="waiting"
        )
        self.tell_plans(known.conversation_id)

    async def cancel_scheduled(self, message_id: MessageId) -> None:
        """Gone."""
        known = self._plan(message_id)
        del self.plans[message_id]
        self.tell_plans(known.conversation_id)

    async def send_scheduled(self, message_id: MessageId) -> None:
        """Gone, and noted."""
        self.sent_after_all.append(message_id)
        await self.cancel_scheduled(message_id)

    def tell_plans(self, conversation_id: ConversationId) -> None:
        """Plans there changed."""
        self._tell(Changes(conversations=frozenset({conversation_id})))

    def _plan(self, message_id: MessageId) -> Scheduled:
        if message_id not in self.plans:
            raise ComptoirError("schedule_unknown")
        return self.plans[message_id]
