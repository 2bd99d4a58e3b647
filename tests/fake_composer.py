"""The half of `tests.fake_desk.FakeDesk` that composing, templates and beginning a conversation need."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from app.desk.desk import Composed
from app.domain.clock import Clock
from app.domain.contacts import Identity
from app.domain.errors import ComptoirError
from app.domain.ids import ContactId, ConversationId, LineId, MessageId
from app.domain.lines import Line
from app.domain.media import MediaState
from app.domain.messages import preview_of
from app.domain.phone_numbers import variants
from app.domain.rows import Changes, MessageRow, ReactionRow, Shelf
from app.domain.settings import SettingValue
from app.domain.templates import Template
from tests.fake_salon import LINE, Talk, message_row

PENDING_POS = 1 << 40  # a message that the hub has not confirmed sorts after all others

SHELVES: dict[str, Shelf] = {
    "image": "media",
    "video": "media",
    "document": "files",
    "audio": "files",
    "voice": "voice",
}


class FakeComposer:
    """`all_templates` and `checked_at` are set by a test."""

    clock: Clock
    talks: dict[ConversationId, Talk]
    _tell: Callable[[Changes], None]
    _replace: Callable[..., MessageRow]
    _message: Callable[[MessageId], MessageRow]
    _tell_message: Callable[..., None]
    message: Callable[[MessageId], MessageRow | None]
    setting: Callable[[str], SettingValue]
    drafts: dict[ConversationId, str]
    _count: int

    def __init__(self) -> None:
        super().__init__()
        self.all_templates: list[Template] = []
        self.checked_at: datetime | None = None
        self._attached: dict[ConversationId, Composed] = {}

    # --- read ---

    def media_page(
        self,
        conversation_id: ConversationId,
        shelf: Shelf,
        *,
        before: MessageRow | None = None,
        limit: int = 60,
    ) -> list[MessageRow]:
        """The newest first."""
        talk = self.talks.get(conversation_id)
        rows = [row for row in talk.messages if _shelf_of(row) == shelf] if talk else []
        older = [
            row for row in rows if before is None or (row.sort_at, row.pos) < (before.sort_at, before.pos)
        ]
        return older[::-1][:limit]

    def lines(self) -> dict[LineId, Line]:
        """One number."""
        return {LINE: Line(LINE, "whatsapp", "33639980000")}

    def templates(self, line_id: LineId) -> list[Template]:
        """Those that a test gave."""
        return list(self.all_templates) if line_id == LINE else []

    def templates_checked_at(self, line_id: LineId) -> datetime | None:
        """As a test said."""
        return self.checked_at

    def attached(self, conversation_id: ConversationId) -> Composed | None:
        """What was kept."""
        return self._attached.get(conversation_id)

    # --- do ---

    def keep_attached(self, conversation_id: ConversationId, composed: Composed | None) -> None:
        """Keep or drop."""
        if composed is None:
            self._attached.pop(conversation_id, None)
        else:
            self._attached[conversation_id] = composed
        self._tell(Changes(conversations=frozenset({conversation_id})))

    async def react(self, message_id: MessageId, emoji: str) -> MessageId:
        """Ours is replaced at once."""
        row = self._message(message_id)
        others = tuple(one for one in row.reactions if one.name is None)
        ours = (ReactionRow(emoji, "Léa Fontaine", is_mine=True),) if emoji else ()
        self._replace(message_id, reactions=others + ours)
        return MessageId(f"{message_id}-reaction")

    async def start_conversation(
        self, line_id: LineId, identity: Identity, contact_id: ContactId | None = None
    ) -> ConversationId:
        """The one that is there, or a new empty one."""
        for talk in self.talks.values():
            is_number = identity.number is not None and talk.number in variants(identity.number)
            if talk.contact_id == contact_id or is_number:
                return talk.conversation_id
        if not (identity.number or identity.user_id or contact_id):
            raise ComptoirError("recipient_unknown")
        new_id = ConversationId(f"c-new-{len(self.talks)}")
        contact = contact_id or ContactId(f"p-new-{len(self.talks)}")
        self.talks[new_id] = Talk(new_id, contact, identity.name, identity.number, identity.username)
        touched = frozenset({new_id})
        self._tell(Changes(conversations=touched, reordered=touched))
        return new_id

    async def take_back(self, message_id: MessageId) -> str | None:
        """The text while it is held."""
        taken = await self.take_back_message(message_id)
        return taken.text if taken else None

    async def take_back_message(self, message_id: MessageId) -> Composed | None:
        """All of it while it is held."""
        row = self.message(message_id)
        if row is None or row.hold_until_at is None or self.clock.now() >= row.hold_until_at:
            return None
        self.talks[row.conversation_id].messages.remove(row)
        self._tell_message(row, is_reordered=True)
        return composed_again(row)

    def _show_sent(
        self, conversation_id: ConversationId, composed: Composed, retry_of: MessageId | None
    ) -> MessageId:
        talk, now = self.talks[conversation_id], self.clock.now()
        self._count += 1
        hold_until_at = now + timedelta(seconds=int(self.setting("send_grace_s")))
        last_at = talk.messages[-1].sort_at if talk.messages else now
        row = message_row(talk, self._count, "out", composed.text or None, max(now, last_at), "queued")
        talk.messages.append(
            replace(
                row,
                pos=PENDING_POS + self._count,
                author_name="Léa Fontaine",
                is_pending=True,
                hold_until_at=hold_until_at,
                retry_of=retry_of,
                **sent_parts(composed, self.message(composed.reply_to) if composed.reply_to else None),
            )
        )
        talk.unread_count = 0
        if self.drafts.get(conversation_id) == composed.text:
            del self.drafts[conversation_id]
        self._tell_message(row, is_reordered=True)
        return row.message_id

    # --- played by a test: the customer ---

    def react_as_customer(self, message_id: MessageId, emoji: str) -> MessageRow:
        """The customer's is replaced; "" takes it back."""
        row = self._message(message_id)
        ours = tuple(one for one in row.reactions if one.name is not None)
        return self._replace(message_id, reactions=((ReactionRow(emoji),) if emoji else ()) + ours)


def composed_again(row: MessageRow) -> Composed:
    """What a bubble was made of."""
    return Composed(row.kind, row.text or "", row.content, row.reply_message_id)


def sent_parts(composed: Composed, quoted: MessageRow | None) -> dict[str, Any]:
    """Fields of a row beyond its text."""
    parts: dict[str, Any] = {"kind": composed.kind, "content": composed.content}
    media = composed.content.media if composed.content else None
    if media is not None and media.sha256 is not None:
        parts["media"] = MediaState("stored", media.sha256, media.size_bytes, media.mime)
    if quoted is not None:
        parts |= {
            "reply_message_id": quoted.message_id,
            "reply_kind": quoted.kind,
            "reply_text": preview_of(quoted.text),
            "reply_name": quoted.author_name,
        }
    return parts


def _shelf_of(row: MessageRow) -> Shelf | None:
    by_kind = SHELVES.get(row.kind)
    return by_kind or ("links" if row.text and "://" in row.text else None)
