"""What a person may ask for: checked here as far as this computer can know, stored, then left to the hub."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.desk.desk import SettleHow
from app.desk.drafts import Drafts
from app.desk.outbox import Entry, Outbox
from app.desk.reading import Reader
from app.domain.channels import CHANNELS
from app.domain.clock import Clock
from app.domain.conversations import CloseConversation, Conversation, ReadConversation, ReopenConversation
from app.domain.errors import ComptoirError
from app.domain.ids import ConversationId, IdMaker, MessageId
from app.domain.later import asyncio, commands, sends
from app.domain.rows import MessageRow
from app.domain.settings import ChangeSetting, SettingValue

TAKE_BACK_WAIT_S = 30.0  # so long an undo waits for the hub; later its outcome shows in the thread alone
REPEATABLE = frozenset({"failed", "refused", "expired", "unknown", "cancelled", "settled"})


@dataclass(frozen=True, slots=True)
class Standing:
    """What a command is asked from: the newest position that the person could see, and whether the hub answers."""

    base_pos: int
    is_online: bool


class Actions:
    """The doing half of a desk. `standing` tells the moment's circumstances."""

    def __init__(
        self,
        reader: Reader,
        outbox: Outbox,
        drafts: Drafts,
        ids: IdMaker,
        clock: Clock,
        standing: Callable[[], Standing],
    ) -> None:
        self._reader = reader
        self._outbox = outbox
        self._drafts = drafts
        self._ids = ids
        self._clock = clock
        self._standing = standing

    async def send_text(
        self,
        conversation_id: ConversationId,
        text: str,
        *,
        send_anyway: bool = False,
        retry_of: MessageId | None = None,
        grace_s: float | None = None,
    ) -> MessageId:
        """See `Desk.send_text`; `grace_s` in place of the setting."""
        sent = self._checked_text(conversation_id, text)
        seconds = float(self._reader.setting("send_grace_s")) if grace_s is None else grace_s
        body = sends.SendText(
            MessageId(self._ids.new()), conversation_id, sent, round(seconds * 1000), send_anyway, retry_of
        )
        await self._ask(body)
        if self._drafts.text(conversation_id) in (text, sent):  # not what was typed while the disk was busy
            self._drafts.put(conversation_id, "")
        return body.message_id

    async def take_back(self, message_id: MessageId) -> str | None:
        """See `Desk.take_back`."""
        entry = self._outbox.text_entry(message_id)
        if entry is not None and entry.text is not None:
            if await self._outbox.drop(entry):
                return entry.text.text
            return await self._cancel(message_id, entry.text.conversation_id, entry.text.text, entry)
        row = self._reader.message(message_id)
        if row is None or row.state != "queued" or row.direction != "out":
            return None
        return await self._cancel(message_id, row.conversation_id, row.text or "", None)

    async def settle(self, message_id: MessageId, how: SettleHow) -> None:
        """See `Desk.settle`."""
        row = self._unconfirmed(message_id)
        await self._ask(sends.SettleSend(message_id, row.conversation_id, how))

    async def retry(self, message_id: MessageId) -> MessageId:
        """See `Desk.retry`."""
        row = self._known(message_id)
        if row.direction != "out" or row.state not in REPEATABLE or not row.text:
            raise ComptoirError("not_repeatable", state=row.state)
        text = self._checked_text(row.conversation_id, row.text)
        new_id = MessageId(self._ids.new())
        grace_ms = int(self._reader.setting("send_grace_s")) * 1000
        entry = self._outbox.text_entry(message_id)
        if entry is not None:  # it never left this computer: the new one simply takes its place
            await self._ask(sends.SendText(new_id, row.conversation_id, text, grace_ms), dropped=entry)
            return new_id
        again = sends.SendText(new_id, row.conversation_id, text, grace_ms, retry_of=message_id)
        if row.state == "unknown":
            await self._ask(sends.SettleSend(message_id, row.conversation_id, "resent"), again)
        else:
            await self._ask(again)
        return new_id

    async def close(self, conversation_id: ConversationId) -> None:
        """See `Desk.close`."""
        if not self._conversation(conversation_id).is_closed:
            await self._ask(CloseConversation(conversation_id))

    async def reopen(self, conversation_id: ConversationId) -> None:
        """See `Desk.reopen`."""
        if self._conversation(conversation_id).is_closed:
            await self._ask(ReopenConversation(conversation_id))

    async def mark_read(self, conversation_id: ConversationId) -> None:
        """See `Desk.mark_read`."""
        conversation = self._reader.conversation(conversation_id)
        if conversation is not None and conversation.unread_count:
            await self._ask(ReadConversation(conversation_id, conversation.newest_inbound_pos))

    async def change_team_setting(self, name: str, value: SettingValue) -> None:
        """A checked value goes to the hub."""
        if self._reader.setting(name) != value:
            await self._ask(ChangeSetting(name, value))

    async def _ask(
        self,
        *bodies: commands.CommandBody,
        dropped: Entry | None = None,
    ) -> list[Entry]:
        standing = self._standing()
        gone = () if dropped is None else (dropped,)
        return await self._outbox.add(bodies, standing.base_pos, is_online=standing.is_online, dropped=gone)

    async def _cancel(
        self, message_id: MessageId, conversation_id: ConversationId, text: str, of: Entry | None
    ) -> str | None:
        """Ask the hub to hold it back, and wait for its word."""
        body = sends.CancelSend(message_id, conversation_id)
        needs = (of,) if of is not None else ()
        standing = self._standing()
        [entry] = await self._outbox.add([body], standing.base_pos, needs=needs)
        if of is not None:
            await self._outbox.drop(of)  # while this was stored, it may have proved never to have left
        patience = asyncio.ensure_future(self._clock.sleep(TAKE_BACK_WAIT_S))
        try:
            await asyncio.wait((patience, entry.outcome), return_when=asyncio.FIRST_COMPLETED)
        finally:
            patience.cancel()
            await asyncio.gather(patience, return_exceptions=True)
        is_back = entry.outcome.done() and entry.outcome.result().result == "accepted"
        return text if is_back else None

    def _checked_text(self, conversation_id: ConversationId, text: str) -> str:
        conversation = self._conversation(conversation_id)
        sent = sendable(text)
        if not sent:
            raise ComptoirError("text_empty")
        channel = CHANNELS.get(conversation.channel)
        if channel is not None and len(sent) > channel.text_max_chars:
            raise ComptoirError("text_too_long", length=str(len(sent)), limit=str(channel.text_max_chars))
        if not self._reader.is_sendable(conversation):
            closed_at = conversation.window_closes_at()
            raise ComptoirError(
                "window_closed", **({"closed_at": closed_at.isoformat()} if closed_at else {})
            )
        return sent

    def _conversation(self, conversation_id: ConversationId) -> Conversation:
        conversation = self._reader.conversation(conversation_id)
        if conversation is None:
            raise ComptoirError("conversation_unknown")
        return conversation

    def _known(self, message_id: MessageId) -> MessageRow:
        row = self._reader.message(message_id)
        if row is None:
            raise ComptoirError("message_unknown")
        return row

    def _unconfirmed(self, message_id: MessageId) -> MessageRow:
        row = self._known(message_id)
        if row.state != "unknown":
            raise ComptoirError("not_unconfirmed", state=row.state)
        return row


def sendable(text: str) -> str:
    """The text as any channel can carry it: without NUL and lone surrogates, without blanks around it."""
    return "".join(char for char in text if char != "\0" and not "\ud800" <= char <= "\udfff").strip()
