"""A desk without files or network for tests of screens: the methods of `app.desk.desk.Desk` over rows in memory.

Tests play the hub and the customers with `arrive`, `confirm`, `set_state`, `refuse` and `set_connection`.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from app.desk.desk import Composed, Refusal, SettleHow, Unsubscribe
from app.domain.channels import CHANNELS, WHATSAPP
from app.domain.clock import Clock, FakeClock
from app.domain.contacts import shown_name
from app.domain.errors import ComptoirError
from app.domain.ids import ConversationId, MessageId
from app.domain.messages import State, preview_of
from app.domain.rows import (
    INBOX_VIEWS,
    Changes,
    ConnectionState,
    InboxCounts,
    InboxRow,
    MessageRow,
    Outcome,
    ThreadHeader,
    ViewKey,
)
from app.domain.sends import SendText
from app.domain.settings import BY_NAME, SettingValue, check_value
from tests.fake_composer import composed_again
from tests.fake_parts import FakeParts
from tests.fake_salon import LINE, Talk, message_row, salon


class FakeDesk(FakeParts):
    """`clock` says what time it is; `talks` are the conversations, by id, and may be changed by a test."""

    def __init__(self, clock: Clock | None = None, talks: list[Talk] | None = None) -> None:
        super().__init__()
        self.clock = clock or FakeClock()
        all_talks = salon(self.clock.now()) if talks is None else talks
        self.talks: dict[ConversationId, Talk] = {talk.conversation_id: talk for talk in all_talks}
        self.drafts: dict[ConversationId, str] = {}
        self.place: dict[str, str] = {}
        self.settings: dict[str, SettingValue] = {
            "business_name": "Salon Rivage",
            "spelling": False,
            "claim_on_answer": False,  # tests of the team switch it on
        }  # no process in tests
        self.state = ConnectionState(True, True, self.clock.now() - timedelta(minutes=2), 0)
        self.done: list[tuple[str, str]] = []  # what was asked for: ("close", conversation_id) …
        self.is_started = False
        self._count = 100_000
        self._listeners: list[Callable[[Changes], None]] = []
        self._refusal_listeners: list[Callable[[Refusal], None]] = []

    # --- read ---

    def inbox(
        self, view: ViewKey, limit: int = 200, after: ConversationId | None = None
    ) -> list[ConversationId]:
        """Ids in display order."""
        talks = [talk for talk in self.talks.values() if self.is_in(talk, view)]
        ids = [talk.conversation_id for talk in sorted(talks, key=lambda talk: self._place_of(talk, view))]
        start = ids.index(after) + 1 if after in ids else 0
        return ids[start : start + limit]

    def inbox_row(self, conversation_id: ConversationId) -> InboxRow | None:
        """One line of a list."""
        talk = self.talks.get(conversation_id)
        if talk is None:
            return None
        last = talk.messages[-1] if talk.messages else None
        return InboxRow(
            conversation_id=conversation_id,
            contact_id=talk.contact_id,
            name=_name(talk),
            is_named=talk.name is not None,
            last_at=last.sort_at if last else None,
            last_direction=last.direction if last else None,
            last_kind=last.kind if last else None,
            last_text=preview_of(last.text) if last else None,
            last_state=last.state if last else None,
            unread_count=talk.unread_count,
            waiting_since_at=talk.waiting_since_at,
            window_closes_at=_window_closes_at(talk),
            is_closed=talk.is_closed,
            draft=preview_of(self.drafts.get(conversation_id)),
            is_mentioned=self.work(conversation_id).is_mentioned,
            line_id=LINE,
            **self.teamwork(conversation_id),
        )

    def counts(self) -> InboxCounts:
        """Counts of the views."""
        talks = list(self.talks.values())
        late = sum(self._is_beyond_standard(talk) for talk in talks)
        sizes: dict[str, Any] = {view: sum(self.is_in(talk, view) for talk in talks) for view in INBOX_VIEWS}
        return InboxCounts(**sizes, beyond_standard=late)

    def header(self, conversation_id: ConversationId) -> ThreadHeader | None:
        """The head of a conversation."""
        talk = self.talks.get(conversation_id)
        if talk is None:
            return None
        closes_at = _window_closes_at(talk)
        inbound = [row.pos for row in talk.messages if row.direction == "in"]
        return ThreadHeader(
            conversation_id=conversation_id,
            contact_id=talk.contact_id,
            line_id=LINE,
            name=_name(talk),
            is_named=talk.name is not None,
            number=talk.number,
            username=talk.username,
            user_id=talk.user_id,
            is_closed=talk.is_closed,
            closed_at=talk.closed_at,
            window_closes_at=closes_at,
            is_window_open=self._is_window_open(closes_at),
            unread_count=talk.unread_count,
            newest_pos=inbound[-1] if inbound else 0,
            is_blocked=talk.contact_id in self.blocked,
            waiting_since_at=talk.waiting_since_at,
            **self.teamwork(conversation_id),
        )

    def page(
        self,
        conversation_id: ConversationId,
        *,
        before: MessageRow | None = None,
        after: MessageRow | None = None,
        limit: int = 60,
    ) -> list[MessageRow]:
        """Messages, oldest first."""
        talk = self.talks.get(conversation_id)
        rows = talk.messages if talk else []
        if after is not None:
            return [row for row in rows if _key(row) > _key(after)][:limit]
        older = rows if before is None else [row for row in rows if _key(row) < _key(before)]
        return older[-limit:]

    def message(self, message_id: MessageId) -> MessageRow | None:
        """One bubble."""
        found = (row for talk in self.talks.values() for row in talk.messages if row.message_id == message_id)
        return next(found, None)

    def draft(self, conversation_id: ConversationId) -> str:
        """The unsent text."""
        return self.drafts.get(conversation_id, "")

    def last_place(self) -> dict[str, str]:
        """What was remembered."""
        return dict(self.place)

    def remember_place(self, **values: str) -> None:
        """Remember."""
        self.place.update(values)

    def connection(self) -> ConnectionState:
        """The state that a test set."""
        return self.state

    def setting(self, name: str) -> SettingValue:
        """A value or its default."""
        return self.settings.get(name, BY_NAME[name].default)

    # --- do ---

    def save_draft(self, conversation_id: ConversationId, text: str) -> None:
        """Keep or drop."""
        had_draft = conversation_id in self.drafts
        if text:
            self.drafts[conversation_id] = text
        else:
            self.drafts.pop(conversation_id, None)
        if had_draft != bool(text):
            self._tell(Changes(conversations=frozenset({conversation_id})))

    async def send_text(
        self,
        conversation_id: ConversationId,
        text: str,
        *,
        send_anyway: bool = False,
        retry_of: MessageId | None = None,
    ) -> MessageId:
        """A bubble with a clock that waits for `confirm`."""
        self._refuse_bad(conversation_id, text)
        return self._show_sent(conversation_id, Composed("text", text), retry_of)

    async def send(
        self,
        conversation_id: ConversationId,
        composed: Composed,
        *,
        send_anyway: bool = False,
        retry_of: MessageId | None = None,
    ) -> MessageId:
        """The same with anything else; templates go out when the window is closed too."""
        if composed.kind == "text":
            self._refuse_bad(conversation_id, composed.text)
        elif composed.kind != "template":
            self._refuse_closed(conversation_id)
        self.keep_attached(conversation_id, None)
        return self._show_sent(conversation_id, composed, retry_of)

    async def settle(self, message_id: MessageId, how: SettleHow) -> None:
        """Only an unconfirmed message can be settled."""
        row = self._message(message_id)
        if row.state != "unknown":
            raise ComptoirError("not_unconfirmed")
        self.done.append((f"settle_{how}", message_id))
        self.set_state(message_id, "settled")

    async def retry(self, message_id: MessageId) -> MessageId:
        """The same as a new message."""
        row = self._message(message_id)
        if row.state == "unknown":
            await self.settle(message_id, "resent")
        return await self.send(
            row.conversation_id, composed_again(row), send_anyway=True, retry_of=message_id
        )

    async def close(
        self, conversation_id: ConversationId, outcome: Outcome | None = None, note: str = ""
    ) -> None:
        """Closed at once."""
        talk = self.talks[conversation_id]
        self.work(conversation_id).outcome = outcome
        talk.is_closed, talk.closed_at = True, self.clock.now()
        talk.unread_count, talk.waiting_since_at = 0, None
        self._ask("close", conversation_id)

    async def reopen(self, conversation_id: ConversationId) -> None:
        """Open again."""
        talk = self.talks[conversation_id]
        talk.is_closed, talk.closed_at = False, None
        self._ask("reopen", conversation_id)

    async def mark_read(self, conversation_id: ConversationId) -> None:
        """No unread mark any more."""
        if self.talks[conversation_id].unread_count:
            self.talks[conversation_id].unread_count = 0
            self._ask("mark_read", conversation_id)

    async def change_setting(self, name: str, value: SettingValue) -> None:
        """Checked as the real one does."""
        code = check_value(name, value)
        if code is not None:
            raise ComptoirError(code, name=name)
        self.settings[name] = value
        self._tell(Changes(settings=frozenset({name})))

    async def original(self, message_id: MessageId) -> str:
        """An invented element of the channel."""
        return f'{{\n  "id": "{message_id}",\n  "type": "text"\n}}'

    # --- changes ---

    def subscribe(self, callback: Callable[[Changes], None]) -> Unsubscribe:
        """Be told of changes."""
        self._listeners.append(callback)
        return lambda: self._listeners.remove(callback)

    def subscribe_refusals(self, callback: Callable[[Refusal], None]) -> Unsubscribe:
        """Be told of refusals."""
        self._refusal_listeners.append(callback)
        return lambda: self._refusal_listeners.remove(callback)

    async def start(self) -> None:
        """Nothing to begin."""
        self.is_started = True

    async def stop(self) -> None:
        """Nothing to end."""
        self.is_started = False

    # --- played by a test: the customers and the hub ---

    def arrive(self, conversation_id: ConversationId, text: str | None, kind: str = "text") -> MessageRow:
        """The customer writes now."""
        talk, now = self.talks[conversation_id], self.clock.now()
        self._count += 1
        row = replace(message_row(talk, self._count, "in", text, now), kind=kind)
        talk.messages.append(row)
        talk.unread_count += 1
        talk.waiting_since_at = talk.waiting_since_at or now
        talk.last_inbound_at, talk.is_closed = now, False
        self._tell_message(row, is_reordered=True)
        return row

    def confirm(self, message_id: MessageId, state: State = "queued") -> None:
        """The hub's log shows the message."""
        self._replace(message_id, is_pending=False, pos=self._count, state=state)

    def set_state(self, message_id: MessageId, state: State, failure_code: str | None = None) -> None:
        """Something new is known about a message."""
        row = self._replace(message_id, state=state, failure_code=failure_code, state_at=self.clock.now())
        if state == "accepted":
            self.talks[row.conversation_id].waiting_since_at = None

    def refuse(self, message_id: MessageId, code: str, **facts: str) -> None:
        """The hub refuses a waiting message: it goes, and its text is the draft again."""
        row = self._message(message_id)
        self.talks[row.conversation_id].messages.remove(row)
        self.drafts[row.conversation_id] = row.text or ""
        self._tell_message(row, is_reordered=True)
        command = SendText(message_id, row.conversation_id, row.text or "")
        for callback in list(self._refusal_listeners):
            callback(Refusal(command, code, facts, row.text))

    def set_connection(self, state: ConnectionState) -> None:
        """The connection changes."""
        self.state = state
        self._tell(Changes(is_connection=True))

    # --- inside ---

    def _place_of(self, talk: Talk, view: ViewKey) -> tuple[int, float]:
        last_s = talk.messages[-1].sort_at.timestamp() if talk.messages else 0.0
        if view != "waiting" or talk.waiting_since_at is None:
            return (0, -last_s)
        return (0 if self._is_beyond_standard(talk) else 1, talk.waiting_since_at.timestamp())

    def _is_beyond_standard(self, talk: Talk) -> bool:
        row = self.inbox_row(talk.conversation_id)
        wait = self.wait_of(row) if row is not None and not talk.is_closed else None
        return wait is not None and wait.share >= 1

    def _is_window_open(self, closes_at: datetime | None) -> bool:
        return closes_at is not None and self.clock.now() < closes_at - CHANNELS[WHATSAPP].window_margin

    def _refuse_bad(self, conversation_id: ConversationId, text: str) -> None:
        limit = CHANNELS[WHATSAPP].text_max_chars
        if not text.strip():
            raise ComptoirError("text_empty")
        if len(text) > limit:
            raise ComptoirError("text_too_long", limit=str(limit), length=str(len(text)))
        self._refuse_closed(conversation_id)

    def _refuse_closed(self, conversation_id: ConversationId) -> None:
        talk = self.talks.get(conversation_id)
        if talk is None:
            raise ComptoirError("conversation_unknown")
        closes_at = _window_closes_at(talk)
        if not self._is_window_open(closes_at):
            raise ComptoirError("window_closed", closed_at=closes_at.isoformat() if closes_at else "")

    def _message(self, message_id: MessageId) -> MessageRow:
        row = self.message(message_id)
        if row is None:
            raise ComptoirError("message_unknown")
        return row

    def _replace(self, message_id: MessageId, **changes: object) -> MessageRow:
        row = self._message(message_id)
        changed: MessageRow = replace(row, **changes)  # type: ignore[arg-type]
        rows = self.talks[row.conversation_id].messages
        rows[rows.index(row)] = changed
        self._tell_message(changed)
        return changed

    def _ask(self, what: str, conversation_id: ConversationId) -> None:
        self.done.append((what, conversation_id))
        touched = frozenset({conversation_id})
        self._tell(Changes(conversations=touched, reordered=touched))

    def _tell_message(self, row: MessageRow, *, is_reordered: bool = False) -> None:
        touched = frozenset({row.conversation_id})
        self._tell(Changes(touched, frozenset({row.message_id}), touched if is_reordered else frozenset()))

    def _tell(self, changes: Changes) -> None:
        for callback in list(self._listeners):
            callback(changes)


def _name(talk: Talk) -> str:
    return shown_name(talk.name, talk.number, talk.username, talk.user_id)


def _window_closes_at(talk: Talk) -> datetime | None:
    return talk.last_inbound_at + CHANNELS[WHATSAPP].window if talk.last_inbound_at else None


def _key(row: MessageRow) -> tuple[datetime, int]:
    return (row.sort_at, row.pos)
