"""Small logs for tests of the view: events in order, made by hand or drawn at random."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import strategies as st

from app.domain import contacts, conversations, health, lines, members, sends, settings
from app.domain.arrivals import MessageReceived, MessageStatus
from app.domain.contacts import Identity
from app.domain.events import Actor, Event, EventBody, UnknownBody
from app.domain.ids import CommandId, ContactId, ConversationId, EventId, LineId, MemberId, MessageId
from storage import codec, view
from storage.engine import Connection, connect

KEY = "5e" * 32
START = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
LINE = LineId("whatsapp:309900000000042")
OTHER_LINE = LineId("whatsapp:309900000000043")
LEA = MemberId("lea")
CHANNEL, HUB, MEMBER = Actor("channel"), Actor("hub"), Actor("member", LEA)
STATUSES = ("sent", "delivered", "read", "played", "failed", "warmed up")


def conversation_id(person: int) -> ConversationId:
    return ConversationId(f"c{person}")


def message_id(number: int) -> MessageId:
    return MessageId(f"out{number}")


def external_id(number: int) -> str:
    return f"wamid.out{number}"


@dataclass
class Log:
    """A log that grows; one second passes with each event."""

    events: list[Event] = field(default_factory=list)

    @property
    def now(self) -> datetime:
        return START + timedelta(seconds=len(self.events), microseconds=len(self.events))

    def add(
        self, body: EventBody | UnknownBody, actor: Actor = CHANNEL, command_id: str | None = None
    ) -> Event:
        pos = len(self.events) + 1
        kind = body.kind if isinstance(body, UnknownBody) else body.KIND
        version = 1 if isinstance(body, UnknownBody) else body.VERSION
        event = Event(
            pos, EventId(f"e{pos}"), kind, version, "", actor, self.now, self.now,
            CommandId(command_id) if command_id else None, body,
        )  # fmt: skip
        self.events.append(event)
        return event

    def received(self, person: int, text: str | None = "Bonjour", **more: object) -> Event:
        """A customer's message; `late_s` sends it back in time."""
        number = len(self.events) + 1
        late = timedelta(seconds=int(more.pop("late_s", 2)))  # type: ignore[call-overload]
        fields: dict[str, object] = {
            "message_id": MessageId(f"in{number}"),
            "channel": "whatsapp",
            "line_id": LINE,
            "conversation_id": conversation_id(person),
            "contact_id": ContactId(f"p{person}"),
            "external_id": f"wamid.in{number}",
            "direction": "in",
            "author": "customer",
            "kind": "text",
            "text": text,
            "sent_at": self.now - late,
            "received_at": self.now,
            "identity": Identity(number=f"3363998{person:04d}", name=f"Cliente {person}"),
            "line_number": "33639981020",
        }
        return self.add(MessageReceived(**{**fields, **more}))  # type: ignore[arg-type]

    def asked(self, person: int, number: int, text: str = "Avec plaisir") -> Event:
        body = sends.SendRequested(
            message_id(number), conversation_id(person), ContactId(f"p{person}"), LINE, LEA, "text", text,
            hold_until_at=self.now + timedelta(seconds=3),
        )  # fmt: skip
        return self.add(body, MEMBER, f"k{number}")

    def accepted(self, person: int, number: int) -> Event:
        return self.add(
            sends.SendAccepted(message_id(number), conversation_id(person), external_id(number)), HUB
        )

    def status(self, number: int, word: str = "delivered", *, is_matched: bool = False) -> Event:
        """A status; the hub knew its message when `is_matched`."""
        code = "undeliverable" if word == "failed" else None
        body = MessageStatus(
            LINE, external_id(number), word, self.now - timedelta(seconds=1),
            message_id(number) if is_matched else None, failure_code=code, provider_code=131026 if code else None,
        )  # fmt: skip
        return self.add(body)

    def stored(self) -> list[codec.StoredEvent]:
        """The same as sealed bytes. Salts are fixed, so the bytes are too."""
        chain = codec.GENESIS_CHAIN
        sealed: list[codec.StoredEvent] = []
        for event in self.events:
            assert not isinstance(event.body, UnknownBody)
            draft = codec.EventDraft(
                event.body, event.subject, event.actor, event.occurred_at, event.event_id, event.command_id
            )
            salt = event.pos.to_bytes(16, "big")
            sealed.append(codec.seal(draft, event.pos, event.accepted_at, chain, salt, None))
            chain = sealed[-1].chain
        return sealed


def new_view(folder: Path, name: str = "view.db") -> Connection:
    """An empty view in an encrypted file."""
    conn = connect(folder / name, KEY, durability="NORMAL")
    view.create(conn)
    return conn


def project(conn: Connection, events: Sequence[Event], size: int | None = None) -> None:
    """Apply events in batches of `size` (one batch without it), each in a transaction, and move the cursor."""
    step = size or max(1, len(events))
    for start in range(0, len(events), step):
        batch = events[start : start + step]
        conn.execute("BEGIN")
        view.project(conn, batch)
        view.set_cursor(conn, batch[-1].pos, codec.GENESIS_CHAIN)
        conn.execute("COMMIT")


people = st.integers(0, 3)
numbers = st.integers(0, 2)
names = st.sampled_from([None, "Ana", "Ana Field", "Bo"])


@st.composite
def random_logs(draw: st.DrawFn, max_size: int = 40) -> list[Event]:
    """Any mixture of all kinds: repeats, orphans, things about the unknown, in any order."""
    log = Log()
    for step in draw(st.lists(st.sampled_from(_STEPS), max_size=max_size)):
        step(log, draw)
    return log.events


def _receive(log: Log, draw: st.DrawFn) -> None:
    person = draw(people)
    log.received(
        person,
        kind=draw(st.sampled_from(["text", "text", "image", "reaction", "edit"])),
        late_s=draw(st.sampled_from([0, 2, 30, -300])),
        is_history=draw(st.booleans()) and draw(st.booleans()),
        identity=Identity(
            number=f"33{draw(people)}", user_id=draw(names), username=draw(names), name=draw(names)
        ),
    )


def _repeat(log: Log, draw: st.DrawFn) -> None:
    if log.events:
        event = draw(st.sampled_from(log.events))
        log.add(event.body, event.actor)


def _receive_on_foreign_line(log: Log, draw: st.DrawFn) -> None:
    del draw
    log.received(9, line_id=OTHER_LINE, conversation_id=None, contact_id=None)


def _echo(log: Log, draw: st.DrawFn) -> None:
    number = draw(numbers)
    log.received(draw(people), direction="out", author="phone", external_id=external_id(number))


def _ask(log: Log, draw: st.DrawFn) -> None:
    log.asked(draw(people), draw(numbers))


def _accept(log: Log, draw: st.DrawFn) -> None:
    log.accepted(draw(people), draw(numbers))


def _tell_status(log: Log, draw: st.DrawFn) -> None:
    log.status(draw(numbers), draw(st.sampled_from(STATUSES)), is_matched=draw(st.booleans()))


def _end_send(log: Log, draw: st.DrawFn) -> None:
    number, conversation = message_id(draw(numbers)), conversation_id(draw(people))
    bodies: list[EventBody] = [
        sends.SendRefused(number, conversation, "window_closed"),
        sends.SendFailed(number, conversation, "undeliverable", 131026),
        sends.SendUnknown(number, conversation, "timeout"),
        sends.SendExpired(number, conversation),
        sends.SendCancelled(number, conversation),
        sends.SendSettled(number, conversation, "arrived", LEA),
    ]
    log.add(draw(st.sampled_from(bodies)), HUB)


def _change_conversation(log: Log, draw: st.DrawFn) -> None:
    conversation = conversation_id(draw(people))
    bodies: list[EventBody] = [
        conversations.ConversationClosed(conversation, LEA),
        conversations.ConversationReopened(conversation, LEA),
        conversations.ConversationRead(conversation, max(0, len(log.events) - draw(st.integers(0, 3))), LEA),
    ]
    log.add(draw(st.sampled_from(bodies)), MEMBER)


def _teach(log: Log, draw: st.DrawFn) -> None:
    identity = Identity(number=f"33{draw(people)}", user_id=draw(names), name=draw(names))
    log.add(contacts.ContactAliased(ContactId(f"p{draw(people)}"), identity), HUB)


def _run_team(log: Log, draw: st.DrawFn) -> None:
    bodies: list[EventBody | UnknownBody] = [
        lines.LineAdded(LINE, "whatsapp", "309900000000042"),
        members.MemberAdded(LEA, draw(st.sampled_from(["Léa", "Léa Martin"])), "rep"),
        settings.SettingChanged("response_standard_min", draw(st.integers(1, 60))),
        settings.SettingChanged("read_receipts", draw(st.booleans())),
        settings.SettingChanged("something_newer", "new"),
        health.HubStarted("0.1", draw(st.booleans())),
        health.HubStopped(),
        health.WebhookUnparsed("not_json", LINE),
        health.WebhookAccount("call", LINE, {"event": "ring"}),
        UnknownBody("deal.opened", b'{"amount":3}'),
        UnknownBody("message.received", b""),
    ]
    log.add(draw(st.sampled_from(bodies)), HUB)


_STEPS = (
    _receive, _receive, _receive, _repeat, _receive_on_foreign_line, _echo, _ask, _ask, _accept, _accept, _tell_status,
    _tell_status, _tell_status, _end_send, _change_conversation, _teach, _run_team,
)  # fmt: skip
