"""What a person may ask for: checked here as far as this computer can know, stored, then left to the hub."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from app.desk.composed import Composed, SettleHow
from app.desk.drafts import Drafts
from app.desk.outbox import Entry, Outbox
from app.desk.reading import Reader
from app.domain.channels import CHANNELS
from app.domain.clock import Clock
from app.domain.contacts import Identity
from app.domain.conversations import (
    CloseConversation,
    Conversation,
    ReadConversation,
    ReopenConversation,
    StartConversation,
)
from app.domain.errors import ComptoirError
from app.domain.ids import ContactId, ConversationId, DeviceId, IdMaker, LineId, MessageId
from app.domain.later import asyncio, commands, sends
from app.domain.records import record
from app.domain.rows import MessageRow, Outcome
from app.domain.settings import ChangeSetting, SettingValue

TAKE_BACK_WAIT_S = 30.0  # so long an undo waits for the hub; later its outcome shows in the thread alone
DONE_MAX_CHARS = 2_000  # of what was done, where a conversation is closed
START_WAIT_S = 30.0  # so long somebody who writes first waits for the hub
ALWAYS_OPEN = frozenset({"template"})  # kinds that may go out when no window is open
REPEATABLE = frozenset({"failed", "refused", "expired", "unknown", "cancelled", "settled"})


@record
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
        seat = self._drafts.seat
        await self._ask(body)
        self._drop_draft(seat, conversation_id, text, sent)
        return body.message_id

    async def send(
        self,
        conversation_id: ConversationId,
        composed: Composed,
        *,
        send_anyway: bool = False,
        retry_of: MessageId | None = None,
        grace_s: float | None = None,
    ) -> MessageId:
        """See `Desk.send`; `grace_s` in place of the setting."""
        text = self._checked(conversation_id, composed)
        seconds = float(self._reader.setting("send_grace_s")) if grace_s is None else grace_s
        body = self._made(
            conversation_id, replace(composed, text=text), round(seconds * 1000), send_anyway, retry_of
        )
        seat = self._drafts.seat
        await self._ask(body, needs=self._consents_of(conversation_id) if composed.kind == "template" else ())
        self._drop_draft(seat, conversation_id, composed.text, text)
        return body.message_id

    async def react(self, message_id: MessageId, emoji: str) -> MessageId:
        """See `Desk.react`."""
        row = self._known(message_id)
        if row.is_revoked:
            raise ComptoirError("target_unfit")
        composed = Composed(
            "reaction", self._checked(row.conversation_id, Composed("reaction", emoji)), None, message_id
        )
        body = self._made(row.conversation_id, composed, 0, send_anyway=True)
        await self._ask(body)
        return body.message_id

    async def take_back(self, message_id: MessageId) -> Composed | None:
        """See `Desk.take_back_message`."""
        entry = self._outbox.send_entry(message_id)
        if entry is not None and entry.send is not None:
            if entry.maker != self._outbox.maker:
                return None  # a colleague's at the same computer: theirs to undo
            if not await self._outbox.drop(entry):
                is_back = await self._is_cancelled(message_id, entry.send.conversation_id, entry)
                return composed_of(entry.send) if is_back else None
            return composed_of(entry.send)
        row = self._reader.message(message_id)
        if row is None or row.state != "queued" or row.direction != "out":
            return None
        is_back = await self._is_cancelled(message_id, row.conversation_id, None)
        return _composed_again(row) if is_back else None

    async def settle(self, message_id: MessageId, how: SettleHow) -> None:
        """See `Desk.settle`."""
        row = self._unconfirmed(message_id)
        await self._ask(sends.SettleSend(message_id, row.conversation_id, how))

    async def retry(self, message_id: MessageId) -> MessageId:
        """See `Desk.retry`."""
        row = self._known(message_id)
        if row.direction != "out" or row.state not in REPEATABLE or not (row.text or row.content):
            raise ComptoirError("not_repeatable", state=row.state)
        again = _composed_again(row)
        again = replace(again, text=self._checked(row.conversation_id, again))
        grace_ms = int(self._reader.setting("send_grace_s")) * 1000
        entry = self._outbox.send_entry(message_id)
        if entry is not None:  # it never left this computer: the new one simply takes its place
            body = self._made(row.conversation_id, again, grace_ms)
            await self._ask(body, dropped=entry)
            return body.message_id
        body = self._made(row.conversation_id, again, grace_ms, retry_of=message_id)
        if row.state == "unknown":
            await self._ask(sends.SettleSend(message_id, row.conversation_id, "resent"), body)
        else:
            await self._ask(body)
        return body.message_id

    async def start_conversation(
        self, line_id: LineId, identity: Identity, contact_id: ContactId | None = None
    ) -> ConversationId:
        """See `Desk.start_conversation`."""
        person = contact_id or self._reader.contact(identity)
        known = self._reader.conversation_with(person, line_id) if person else None
        if known is not None:
            return known
        new_id = ConversationId(self._ids.new())
        body = StartConversation(new_id, person or ContactId(self._ids.new()), line_id, identity)
        [entry] = await self._ask(body)
        outcome = await self._word_on(entry, START_WAIT_S)
        if outcome is None:
            await self._outbox.drop(entry)
            raise ComptoirError("hub_unreachable")
        if outcome.result == "accepted":
            await self._shown(entry, START_WAIT_S)
            return new_id
        if outcome.code == "conversation_exists" and "conversation_id" in outcome.facts:
            return ConversationId(outcome.facts["conversation_id"])
        raise ComptoirError(outcome.code or "", **outcome.facts)

    async def close(
        self, conversation_id: ConversationId, outcome: Outcome | None = None, note: str = ""
    ) -> None:
        """See `Desk.close`."""
        done = sendable(note)
        if len(done) > DONE_MAX_CHARS:
            facts = {"length": str(len(done)), "limit": str(DONE_MAX_CHARS), "where": "team"}
            raise ComptoirError("text_too_long", **facts)
        if not self._conversation(conversation_id).is_closed:
            await self._ask(CloseConversation(conversation_id, outcome, done))

    async def reopen(self, conversation_id: ConversationId) -> None:
        """See `Desk.reopen`."""
        if self._conversation(conversation_id).is_closed:
            await self._ask(ReopenConversation(conversation_id))

    async def mark_read(self, conversation_id: ConversationId) -> None:
        """See `Desk.mark_read`."""
        conversation = self._reader.conversation(conversation_id)
        if conversation is None:
            return
        mentioned_pos = self._reader.unseen_mention(conversation.conversation_id)
        if conversation.unread_count or mentioned_pos:
            up_to_pos = max(conversation.newest_inbound_pos, mentioned_pos)
            await self._ask(ReadConversation(conversation_id, up_to_pos))

    async def change_team_setting(self, name: str, value: SettingValue) -> None:
        """A checked value goes to the hub."""
        if self._reader.setting(name) != value:
            await self._ask(ChangeSetting(name, value))

    async def _ask(
        self,
        *bodies: commands.CommandBody,
        dropped: Entry | None = None,
        needs: Sequence[Entry] = (),
    ) -> list[Entry]:
        standing = self._standing()
        gone = () if dropped is None else (dropped,)
        return await self._outbox.add(
            bodies, standing.base_pos, is_online=standing.is_online, needs=needs, dropped=gone
        )

    def _consents_of(self, conversation_id: ConversationId) -> list[Entry]:
        """What was recorded of their consent and is still on its way: the hub must know it first."""
        lane = self._conversation(conversation_id).contact_id
        ids = (one.command_id for one in self._outbox.waiting() if one.lane == lane)
        return [entry for one in ids if (entry := self._outbox.find(one)) is not None]

    async def _is_cancelled(
        self, message_id: MessageId, conversation_id: ConversationId, of: Entry | None
    ) -> bool:
        """Ask the hub to hold it back, and wait for its word."""
        body = sends.CancelSend(message_id, conversation_id)
        needs = (of,) if of is not None else ()
        standing = self._standing()
        [entry] = await self._outbox.add([body], standing.base_pos, needs=needs)
        if of is not None:
            await self._outbox.drop(of)  # while this was stored, it may have proved never to have left
        outcome = await self._word_on(entry, TAKE_BACK_WAIT_S)
        return outcome is not None and outcome.result == "accepted"

    async def _word_on(self, entry: Entry, patience_s: float) -> commands.Outcome | None:
        """What the hub decided; None when it does not within the time."""
        await self._wait(entry.outcome, patience_s)
        return entry.outcome.result() if entry.outcome.done() else None

    async def _shown(self, entry: Entry, patience_s: float) -> None:
        """Wait until the log shows it here."""
        if self._outbox.find(entry.command.command_id) is not None:
            shown = asyncio.ensure_future(entry.left.wait())
            await self._wait(shown, patience_s)
            shown.cancel()
            await asyncio.gather(shown, return_exceptions=True)

    async def _wait(self, future: asyncio.Future[Any], patience_s: float) -> None:
        patience = asyncio.ensure_future(self._clock.sleep(patience_s))
        try:
            await asyncio.wait((patience, future), return_when=asyncio.FIRST_COMPLETED)
        finally:
            patience.cancel()
            await asyncio.gather(patience, return_exceptions=True)

    def _made(
        self,
        conversation_id: ConversationId,
        composed: Composed,
        grace_ms: int,
        send_anyway: bool = False,
        retry_of: MessageId | None = None,
    ) -> sends.SendText | sends.SendMessage:
        new_id = MessageId(self._ids.new())
        if composed.is_plain_text:
            return sends.SendText(new_id, conversation_id, composed.text, grace_ms, send_anyway, retry_of)
        return sends.SendMessage(
            new_id, conversation_id, composed.kind, composed.text, composed.content, composed.reply_to, grace_ms,
            send_anyway, retry_of, composed.quiet_anyway,
        )  # fmt: skip

    def _drop_draft(self, seat: DeviceId, conversation_id: ConversationId, *sent: str) -> None:
        """What was typed is sent; not what was typed while the disk was busy, nor another person's."""
        if self._drafts.text(conversation_id, seat) in sent:
            self._drafts.put(conversation_id, "", seat)

    def _checked(self, conversation_id: ConversationId, composed: Composed) -> str:
        """The text as it will go. Raises ComptoirError for what the channel would not take."""
        if composed.kind == "text":
            return self._checked_text(conversation_id, composed.text)
        from app.domain.outgoing import problems  # with the first file or reaction

        conversation, text = self._conversation(conversation_id), sendable(composed.text)
        refused = problems(conversation.channel, composed.kind, text, composed.content)
        if refused is not None:
            raise ComptoirError(refused.code, **refused.facts)
        if composed.kind not in ALWAYS_OPEN:
            self._check_window(conversation)
        else:
            self._check_permitted(conversation, composed)
        return text

    def _check_permitted(self, conversation: Conversation, composed: Composed) -> None:
        from app.desk.permitting import check_permitted, permission_of

        permission = permission_of(self._reader, self._outbox, conversation, composed.content)
        now = self._clock.now()
        check_permitted(permission, conversation, now, quiet_anyway=composed.quiet_anyway)

    def _check_window(self, conversation: Conversation) -> None:
        if not self._reader.is_sendable(conversation):
            closed_at = conversation.window_closes_at()
            facts = {"closed_at": closed_at.isoformat()} if closed_at else {}
            raise ComptoirError("window_closed", **facts)

    def _checked_text(self, conversation_id: ConversationId, text: str) -> str:
        conversation = self._conversation(conversation_id)
        sent = sendable(text)
        if not sent:
            raise ComptoirError("text_empty")
        channel = CHANNELS.get(conversation.channel)
        if channel is not None and len(sent) > channel.text_max_chars:
            raise ComptoirError("text_too_long", length=str(len(sent)), limit=str(channel.text_max_chars))
        self._check_window(conversation)
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


def composed_of(body: sends.SendText | sends.SendMessage) -> Composed:
    """What the composer gets back of a message that was asked for."""
    if isinstance(body, sends.SendText):
        return Composed("text", body.text)
    return Composed(body.kind, body.text, body.content, body.reply_to, body.quiet_anyway)


def _composed_again(row: MessageRow) -> Composed:
    return Composed(row.kind, row.text or "", row.content, row.reply_message_id)


def sendable(text: str) -> str:
    """The text as any channel can carry it: without NUL and lone surrogates, without blanks around it."""
    return "".join(char for char in text if char != "\0" and not "\ud800" <= char <= "\udfff").strip()
