"""The part of the running desk that is about quick replies; what it holds is read when they are first asked for."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from app.desk.actions import Standing
from app.desk.drafts import Drafts
from app.desk.outbox import Outbox
from app.desk.view_file import ViewFile
from app.desk.watchers import Watchers
from app.domain.clock import Clock
from app.domain.errors import ComptoirError
from app.domain.ids import IdMaker, MemberId, QuickReplyId
from app.domain.members import Member
from app.domain.rows import Changes

if TYPE_CHECKING:
    from app.desk.desk import Refusal
    from app.domain.quick_replies import QuickReply, SaveQuickReply
    from app.domain.quick_search import QuickSearch

USES, UNSAVED = "quick_used", "quick_unsaved"  # places
MOST_USES = 500
MOST_UNSAVED = 20
LEADERS = ("owner", "manager")


class LiveQuickReplies:
    """A mixin of `LiveDesk`; what the methods do is said in `app.desk.quick_reply_desk.QuickReplyDesk`."""

    _view: ViewFile
    _outbox: Outbox
    _drafts: Drafts
    _watchers: Watchers
    _clock: Clock
    _read: Callable[[Callable[[], Any], Any], Any]
    _standing: Callable[[], Standing]
    me: Callable[[], Member]
    _held_replies: dict[QuickReplyId, QuickReply] | None = None
    _quick_search: QuickSearch | None = None

    def hear_of_quick_replies(self) -> None:
        """Before anybody else, so that who reads when told reads what is new."""
        self._watchers.add(self._forget_replies)
        self._watchers.add_for_refusals(self._keep_refused)

    def quick_replies(self, text: str = "", limit: int = 200, language: str = "") -> list[QuickReply]:
        if self._quick_search is None:
            from app.domain.quick_search import QuickSearch

            shown = self._replies()
            if shown is None:
                return []
            self._quick_search = QuickSearch(reply for reply in shown.values() if not reply.is_removed)
        return self._quick_search.find(text, self._uses(), language, limit)

    def quick_reply(self, reply_id: QuickReplyId) -> QuickReply | None:
        reply = (self._replies() or {}).get(reply_id)
        return None if reply is None or reply.is_removed else reply

    def note_quick_reply_used(self, reply_id: QuickReplyId) -> None:
        uses = self._uses()
        uses[reply_id] = uses.get(reply_id, 0) + 1
        most = sorted(uses.items(), key=lambda each: -each[1])[:MOST_USES]
        self._drafts.put_place({USES: json.dumps(dict(most))})

    async def save_quick_reply(self, reply: QuickReply) -> QuickReplyId:
        from app.domain.quick_replies import SaveQuickReply, reply_problem

        refused = reply_problem(reply.name, reply.text, reply.files)
        if refused is not None:
            raise ComptoirError(refused.code, **refused.facts)
        self._check_right(reply)
        reply_id = reply.reply_id or QuickReplyId(IdMaker(self._clock).new())
        self._check_right(self.quick_reply(reply_id))
        body = SaveQuickReply(
            reply_id,
            reply.name.strip(),
            reply.text,
            reply.is_personal,
            reply.version,
            reply.files,
            reply.language,
        )
        standing = self._standing()
        await self._outbox.add([body], standing.base_pos, is_online=standing.is_online)
        self.forget_unsaved_quick_reply(reply_id)
        return reply_id

    async def remove_quick_reply(self, reply_id: QuickReplyId) -> QuickReply | None:
        from dataclasses import replace

        from app.domain.quick_replies import RemoveQuickReply

        reply = self.quick_reply(reply_id)
        if reply is None:
            return None
        self._check_right(reply)
        standing = self._standing()
        body = RemoveQuickReply(reply_id, reply.version)
        await self._outbox.add([body], standing.base_pos, is_online=standing.is_online)
        return replace(reply, version=reply.version + 1)

    def unsaved_quick_replies(self) -> list[SaveQuickReply]:
        note = self._drafts.place().get(UNSAVED, "")
        if not note:
            return []
        from app.domain.quick_replies import SaveQuickReply
        from storage.codec import read_json

        try:
            return read_json(note.encode(), list[SaveQuickReply])
        except ComptoirError:
            return []

    def forget_unsaved_quick_reply(self, reply_id: QuickReplyId) -> None:
        known = self.unsaved_quick_replies()
        left = [one for one in known if one.reply_id != reply_id]
        if left != known:
            self._put_unsaved(left)

    def _keep_refused(self, refusal: Refusal) -> None:
        """Words that somebody wrote are never lost: until they are saved or given up, they are kept here."""
        body = refusal.command
        if body.KIND != "quick_reply.save":
            return
        from app.domain.quick_replies import SaveQuickReply

        assert isinstance(body, SaveQuickReply)
        others = [one for one in self.unsaved_quick_replies() if one.reply_id != body.reply_id]
        self._put_unsaved([*others, body][-MOST_UNSAVED:])

    def _put_unsaved(self, unsaved: Sequence[SaveQuickReply]) -> None:
        from storage.codec import to_json

        self._drafts.put_place({UNSAVED: to_json(unsaved).decode() if unsaved else ""})
        self._watchers.tell(Changes(is_quick_replies=True))

    def _forget_replies(self, changes: Changes) -> None:
        """What is held here may be old now."""
        if changes.is_quick_replies or changes.is_everything:
            self._held_replies = self._quick_search = None

    def _replies(self) -> dict[QuickReplyId, QuickReply] | None:
        """All of them with what waits, by id; None while the view cannot be read."""
        if self._held_replies is None:
            self._held_replies = self._read(self._read_replies, None)
        return self._held_replies

    def _read_replies(self) -> dict[QuickReplyId, QuickReply]:
        from app.desk.quick_overlay import overlaid_replies
        from app.domain.quick_replies import RemoveQuickReply, SaveQuickReply
        from storage.view.quick_replies import quick_replies

        me = MemberId(self.me().member_id)
        pending = self._outbox.pending_of(SaveQuickReply, RemoveQuickReply)
        return overlaid_replies(quick_replies(self._view.connection(), me), pending, me)

    def _uses(self) -> dict[str, int]:
        note = self._drafts.place().get(USES, "")
        try:
            found = json.loads(note) if note else {}
        except ValueError:
            return {}
        return {str(key): value for key, value in found.items() if isinstance(value, int)}

    def _check_right(self, reply: QuickReply | None) -> None:
        role = self.me().role
        if reply is not None and not reply.is_personal and role not in LEADERS:
            raise ComptoirError("quick_reply_shared", role=role)
