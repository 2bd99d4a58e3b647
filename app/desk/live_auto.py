"""The part of the running desk about automatic answers, phones, and waits that need no answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from app.desk.actions import Standing
from app.desk.outbox import Outbox
from app.desk.reading import Reader
from app.desk.view_file import ViewFile
from app.domain.errors import ComptoirError
from app.domain.members import Member

if TYPE_CHECKING:
    from app.domain.auto_replies import AutoAsk, AutoReply
    from app.domain.conversations import Conversation
    from app.domain.ids import ConversationId, LineId, MemberId
    from app.domain.lines import Line
    from app.domain.measure_events import WaiveAsk

LEADERS = ("owner", "manager")


class LiveAuto:
    """A mixin of `LiveDesk`; what the methods do is said in `app.desk.auto_desk.AutoDesk`."""

    _view: ViewFile
    _outbox: Outbox
    _reader: Reader
    _read: Callable[[Callable[[], Any], Any], Any]
    _standing: Callable[[], Standing]
    me: Callable[[], Member]
    lines: Callable[[], dict[LineId, Line]]

    def auto_replies(self) -> dict[str, AutoReply]:
        found: dict[str, AutoReply] = self._read(self._read_auto_replies, {})
        return found

    def phones(self) -> dict[LineId, MemberId]:
        found: dict[LineId, MemberId] = self._read(self._read_phones, {})
        return found

    async def save_auto_reply(self, reply: AutoReply) -> None:
        from app.domain.auto_replies import SaveAutoReply, reply_problem

        self._check_auto_right()
        refused = reply_problem(reply, self.lines())
        if refused is not None:
            raise ComptoirError(refused.code, **refused.facts)
        if self.auto_replies().get(reply.scope) != reply:
            await self._ask_auto(SaveAutoReply(reply))

    async def remove_auto_reply(self, scope: str) -> AutoReply:
        from app.domain.auto_replies import RemoveAutoReply

        self._check_auto_right()
        known = self.auto_replies().get(scope)
        if known is None or not scope:
            raise ComptoirError("auto_gone")
        await self._ask_auto(RemoveAutoReply(scope))
        return known

    async def map_phone(self, line_id: LineId, member_id: MemberId | None) -> None:
        from app.domain.auto_replies import MapPhone

        self._check_auto_right()
        if self.phones().get(line_id) != member_id:
            await self._ask_auto(MapPhone(line_id, member_id))

    async def waive(self, conversation_id: ConversationId) -> None:
        from app.domain.measure_events import WaiveConversation

        if self._there(conversation_id).waiting_since_at is None:
            raise ComptoirError("nobody_waits")
        await self._ask_auto(WaiveConversation(conversation_id))

    async def unwaive(self, conversation_id: ConversationId) -> None:
        from app.domain.measure_events import UnwaiveConversation
        from app.domain.waiving import is_waived

        if not is_waived(self._there(conversation_id)):
            raise ComptoirError("not_waived")
        await self._ask_auto(UnwaiveConversation(conversation_id))

    def _there(self, conversation_id: ConversationId) -> Conversation:
        conversation = self._reader.conversation(conversation_id)
        if conversation is None:
            raise ComptoirError("conversation_unknown")
        return conversation

    async def _ask_auto(self, body: AutoAsk | WaiveAsk) -> None:
        standing = self._standing()
        await self._outbox.add([body], standing.base_pos, is_online=standing.is_online)

    def _check_auto_right(self) -> None:
        role = self.me().role
        if role not in LEADERS:
            raise ComptoirError("role_missing", role=role)

    def _read_auto_replies(self) -> dict[str, AutoReply]:
        from app.domain.auto_replies import RemoveAutoReply, SaveAutoReply
        from storage.view.auto_replies import load_replies

        shown = load_replies(self._view.connection())
        for entry in self._outbox.pending_of(SaveAutoReply, RemoveAutoReply):
            body = entry.command.body
            if isinstance(body, SaveAutoReply):
                shown[body.reply.scope] = body.reply
            elif isinstance(body, RemoveAutoReply):
                shown.pop(body.scope, None)
        return shown

    def _read_phones(self) -> dict[LineId, MemberId]:
        from app.domain.auto_replies import MapPhone
        from storage.view.auto_replies import load_phones

        shown = load_phones(self._view.connection())
        for entry in self._outbox.pending_of(MapPhone):
            body = entry.command.body
            assert isinstance(body, MapPhone)
            if body.member_id is None:
                shown.pop(body.line_id, None)
            else:
                shown[body.line_id] = body.member_id
        return shown
