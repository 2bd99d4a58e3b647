"""The part of `tests.fake_desk.FakeDesk` that keeps quick replies; a test plays the rest of the team with `told`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.desk.desk import Refusal
from app.domain.errors import ComptoirError
from app.domain.ids import QuickReplyId
from app.domain.members import Member
from app.domain.quick_replies import QuickReply, SaveQuickReply, reply_problem
from app.domain.quick_search import QuickSearch
from app.domain.rows import Changes


class FakeQuickReplies:
    """`replies` by id; `uses` counts; `unsaved` is what the hub refused."""

    _tell: Callable[[Changes], None]
    _refusal_listeners: list[Callable[[Refusal], None]]
    me: Callable[[], Member]

    def __init__(self) -> None:
        super().__init__()
        self.replies: dict[QuickReplyId, QuickReply] = {}
        self.uses: dict[str, int] = {}
        self.unsaved: list[SaveQuickReply] = []

    def add_reply(self, name: str, text: str, **more: object) -> QuickReply:
        """One that was there before."""
        reply = QuickReply(QuickReplyId(f"r{len(self.replies) + 1}"), name, text, 1, **more)  # type: ignore[arg-type]
        self.replies[reply.reply_id] = reply
        self._tell(Changes(is_quick_replies=True))
        return reply

    def quick_replies(self, text: str = "", limit: int = 200, language: str = "") -> list[QuickReply]:
        """As the real one finds them."""
        return QuickSearch(self.replies.values()).find(text, self.uses, language, limit)

    def quick_reply(self, reply_id: QuickReplyId) -> QuickReply | None:
        """One of them."""
        return self.replies.get(reply_id)

    def note_quick_reply_used(self, reply_id: QuickReplyId) -> None:
        """Counted."""
        self.uses[reply_id] = self.uses.get(reply_id, 0) + 1

    async def save_quick_reply(self, reply: QuickReply) -> QuickReplyId:
        """At once, as if the hub agreed."""
        refused = reply_problem(reply.name, reply.text, reply.files)
        if refused is not None:
            raise ComptoirError(refused.code, **refused.facts)
        if not reply.is_personal and self.me().role == "rep":
            raise ComptoirError("quick_reply_shared", role="rep")
        reply_id = reply.reply_id or QuickReplyId(f"new-{len(self.replies) + 1}")
        self.replies[reply_id] = replace(reply, reply_id=reply_id, version=reply.version + 1)
        self.unsaved = [one for one in self.unsaved if one.reply_id != reply_id]
        self._tell(Changes(is_quick_replies=True))
        return reply_id

    async def remove_quick_reply(self, reply_id: QuickReplyId) -> QuickReply | None:
        """Gone."""
        reply = self.replies.pop(reply_id, None)
        self._tell(Changes(is_quick_replies=True))
        return None if reply is None else replace(reply, version=reply.version + 1)

    def unsaved_quick_replies(self) -> list[SaveQuickReply]:
        """As a test says."""
        return list(self.unsaved)

    def forget_unsaved_quick_reply(self, reply_id: QuickReplyId) -> None:
        """Forgotten."""
        self.unsaved = [one for one in self.unsaved if one.reply_id != reply_id]
        self._tell(Changes(is_quick_replies=True))

    def refuse_reply(self, mine: SaveQuickReply, code: str = "quick_reply_changed") -> None:
        """The hub refuses what this person wrote."""
        self.unsaved.append(mine)
        self._tell(Changes(is_quick_replies=True))
        for callback in list(self._refusal_listeners):
            callback(Refusal(mine, code, {"name": mine.name}))
