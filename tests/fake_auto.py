"""The part of `tests.fake_desk.FakeDesk` about automatic answers, phones and waits without need of an answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from app.domain.auto_replies import AutoReply, reply_problem
from app.domain.errors import ComptoirError
from app.domain.ids import ConversationId, LineId, MemberId
from app.domain.lines import Line
from app.domain.members import Member
from app.domain.rows import Changes


class FakeAuto:
    """`auto_texts` and `phone_of`; a test may change them. Everything happens at once."""

    me: Callable[[], Member]
    lines: Callable[[], dict[LineId, Line]]
    talks: dict[Any, Any]
    _tell: Callable[[Changes], None]
    _ask: Callable[..., Any]

    def __init__(self) -> None:
        super().__init__()
        self.auto_texts: dict[str, AutoReply] = {}
        self.phone_of: dict[LineId, MemberId] = {}
        self.waived: dict[ConversationId, datetime] = {}

    def auto_replies(self) -> dict[str, AutoReply]:
        """All of them."""
        return dict(self.auto_texts)

    def phones(self) -> dict[LineId, MemberId]:
        """All of them."""
        return dict(self.phone_of)

    async def save_auto_reply(self, reply: AutoReply) -> None:
        """Checked as the real one does."""
        self._check_leader()
        refused = reply_problem(reply, self.lines())
        if refused is not None:
            raise ComptoirError(refused.code, **refused.facts)
        self.auto_texts[reply.scope] = reply
        self._tell(Changes(is_hours=True))

    async def remove_auto_reply(self, scope: str) -> AutoReply:
        """At once."""
        self._check_leader()
        known = self.auto_texts.pop(scope, None) if scope else None
        if known is None:
            raise ComptoirError("auto_gone")
        self._tell(Changes(is_hours=True))
        return known

    async def map_phone(self, line_id: LineId, member_id: MemberId | None) -> None:
        """At once."""
        self._check_leader()
        if member_id is None:
            self.phone_of.pop(line_id, None)
        else:
            self.phone_of[line_id] = member_id
        self._tell(Changes(is_hours=True))

    async def waive(self, conversation_id: ConversationId) -> None:
        """Nobody waits any more."""
        talk = self.talks[conversation_id]
        if talk.waiting_since_at is None:
            raise ComptoirError("nobody_waits")
        self.waived[conversation_id] = talk.waiting_since_at
        talk.waiting_since_at, talk.unread_count = None, 0
        self._ask("waive", conversation_id)

    async def unwaive(self, conversation_id: ConversationId) -> None:
        """The wait goes on."""
        since = self.waived.pop(conversation_id, None)
        if since is None:
            raise ComptoirError("not_waived")
        self.talks[conversation_id].waiting_since_at = since
        self._ask("unwaive", conversation_id)

    def _check_leader(self) -> None:
        if self.me().role == "rep":
            raise ComptoirError("role_missing", role="rep")
