"""Small logs for tests of the view: events in order, made by hand or drawn at random."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import strategies as st

from app.domain import (
    assignment,
    contacts,
    conversations,
    lines,
    media,
    notes,
    sends,
    snoozing,
    tags,
    templates,
)  # fmt: skip
from app.domain.arrivals import MessageReceived, MessageStatus
from app.domain.contacts import Identity
from app.domain.contents import Call, Content, Media
from app.domain.events import Actor, Event, EventBody, UnknownBody
from app.domain.ids import (
    CommandId,
    ContactId,
    ConversationId,
    EventId,
    LineId,
    MemberId,
    MessageId,
)
from storage import codec, view
from storage.engine import Connection, connect
from tests.storage.consent_log import said_of_consent
from tests.storage.contact_log import written_of_people
from tests.storage.deal_log import sell
from tests.storage.ladder_log import follow
from tests.storage.merge_log import unmerge
from tests.storage.people_log import bring_list, erase, keep_order
from tests.storage.task_log import told_of_tasks
from tests.storage.team_log import kept_by_team, told_of_team

KEY = "5e" * 32
START = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
LINE = LineId("whatsapp:309900000000042")
OTHER_LINE = LineId("whatsapp:309900000000043")
LEA, MARC = MemberId("lea"), MemberId("marc")
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

    def status(
        self, number: int, word: str = "delivered", *, is_matched: bool = False, price: str | None = None
    ) -> Event:
        """A status; the hub knew its message when `is_matched`. `price`: the channel's word for its kind."""
        code = "undeliverable" if word == "failed" else None
        body = MessageStatus(
            LINE, external_id(number), word, self.now - timedelta(seconds=1),
            message_id(number) if is_matched else None, failure_code=code, provider_code=131026 if code else None,
            price_type=price, price_category="utility" if price else None,
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
tag_names = st.sampled_from(["VIP", "colour"])
names = st.sampled_from([None, "Ana", "Ana Field", "Bo"])


@st.composite
def random_logs(
    draw: st.DrawFn,
    max_size: int = 40,
    *,
    has_merges: bool = True,
    beginning: Callable[[Log], None] | None = None,
) -> list[Event]:
    """Any mixture of all kinds: repeats, orphans, things about the unknown, in any order.

    `has_merges`: people who were two, and files that take their placeholder's place. `beginning`: what was before.
    """
    log = Log()
    if beginning is not None:
        beginning(log)
    steps = (*_STEPS, *_MERGES) if has_merges else _STEPS
    for step in draw(st.lists(st.sampled_from(steps), max_size=max_size)):
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
    price = draw(st.sampled_from([None, "regular", "free_customer_service"]))
    log.status(draw(numbers), draw(st.sampled_from(STATUSES)), is_matched=draw(st.booleans()), price=price)


def _amend(log: Log, draw: st.DrawFn) -> None:
    """Somebody reacts to, edits or deletes something: known, still to come, or never heard of."""
    kind = draw(st.sampled_from(["reaction", "reaction", "edit", "revoke", "call_ended"]))
    about = external_id(draw(numbers)) if draw(st.booleans()) else f"wamid.in{draw(st.integers(1, 12))}"
    is_ours = draw(st.booleans()) and draw(st.booleans())
    log.received(
        draw(people),
        draw(st.sampled_from([None, "", "👍", "See https://example.com"])),
        kind=kind,
        reply_to=about,
        direction="out" if is_ours else "in",
        author="phone" if is_ours else "customer",
        late_s=draw(st.sampled_from([0, 2, 30])),
        content=draw(st.sampled_from([None, Content(call=Call(status="completed"))])),
    )


def _react(log: Log, draw: st.DrawFn) -> None:
    number, person = draw(st.integers(3, 5)), draw(people)
    body = sends.SendRequested(
        message_id(number), conversation_id(person), ContactId(f"p{person}"), LINE, LEA, "reaction",
        draw(st.sampled_from(["", "👍"])), reply_to=f"wamid.in{draw(st.integers(1, 12))}",
    )  # fmt: skip
    log.add(body, MEMBER)
    if draw(st.booleans()):
        end = draw(st.sampled_from([sends.SendRefused, sends.SendFailed]))
        log.add(end(message_id(number), conversation_id(person), "undeliverable"), HUB)
    if draw(st.booleans()):
        log.accepted(person, number)


def _bring_file(log: Log, draw: st.DrawFn) -> None:
    person, sha256 = draw(people), draw(st.sampled_from(["ab" * 32, "cd" * 32]))
    event = log.received(person, kind=draw(st.sampled_from(["image", "voice", "call"])), content=_PICTURE)
    assert isinstance(event.body, MessageReceived)
    message = draw(st.sampled_from([event.body.message_id, message_id(draw(numbers))]))
    bodies: list[EventBody] = [
        media.MediaStored(message, conversation_id(person), sha256, 1_234, "image/jpeg", 640, 480),
        media.MediaLost(message, conversation_id(person), "expired"),
    ]
    log.add(draw(st.sampled_from(bodies)), HUB)


def _begin(log: Log, draw: st.DrawFn) -> None:
    person = draw(st.integers(0, 5))
    identity = Identity(number=f"33{person}", name=draw(names))
    body = conversations.ConversationStarted(
        conversation_id(person), ContactId(f"p{person}"), LINE, "whatsapp", identity, LEA
    )
    log.add(body, MEMBER)


def _keep_account(log: Log, draw: st.DrawFn) -> None:
    template = templates.Template(
        "waba", "ready", "fr", draw(st.sampled_from(["approved", "paused"])), "utility", "Prêt"
    )
    contact = ContactId(f"p{draw(people)}")
    bodies: list[EventBody] = [
        templates.TemplateChanged(template),
        templates.TemplateRemoved("waba", "ready", "fr"),
        templates.TemplatesCompared("waba", log.now, draw(st.integers(0, 9))),
        lines.LineProfileChanged(
            LINE, lines.LineProfile(about="Salon"), draw(st.sampled_from([None, "waba"]))
        ),
        contacts.ContactBlocked(contact, LINE, LEA),
        contacts.ContactUnblocked(contact, LINE, LEA),
    ]
    log.add(draw(st.sampled_from(bodies)), HUB)


def _keep_for_team(log: Log, draw: st.DrawFn) -> None:
    log.add(
        draw(st.sampled_from([kept_by_team, written_of_people, said_of_consent, told_of_tasks]))(draw, LEA),
        MEMBER,
    )


def _merge(log: Log, draw: st.DrawFn) -> None:
    kept, gone = ContactId(f"p{draw(people)}"), ContactId(f"p{draw(people)}")
    log.add(contacts.ContactMerged(kept, gone, "number_changed"), HUB)


def _write_elsewhere(log: Log, draw: st.DrawFn) -> None:
    person = draw(people)
    log.received(person, line_id=OTHER_LINE, conversation_id=ConversationId(f"d{person}"))


def _bring_history(log: Log, draw: st.DrawFn) -> None:
    kind = draw(st.sampled_from(["media", "image"]))
    log.received(
        draw(people), kind=kind, external_id=f"wamid.old{draw(numbers)}", is_history=True, late_s=9_000
    )


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


def _work_together(log: Log, draw: st.DrawFn) -> None:
    conversation, member = conversation_id(draw(people)), draw(st.sampled_from([LEA, MARC, None]))
    later = log.now + timedelta(minutes=draw(st.integers(1, 9)))
    bodies: list[EventBody] = [
        assignment.ConversationAssigned(conversation, member, LEA, "assigned", "Off", "Wants a cut"),
        snoozing.ConversationSnoozed(conversation, draw(st.sampled_from([None, later])), LEA),
        snoozing.ConversationWoken(conversation, "time"),
        conversations.ConversationMarkedUnread(conversation, LEA),
        conversations.ConversationClosed(conversation, LEA, "solved", "Booked"),
        tags.ConversationTagged(conversation, draw(tag_names), LEA),
        tags.ConversationUntagged(conversation, draw(tag_names), LEA),
    ]
    log.add(draw(st.sampled_from(bodies)), MEMBER, f"t{len(log.events)}")


def _tell_each_other(log: Log, draw: st.DrawFn) -> None:
    conversation, note = conversation_id(draw(people)), MessageId(f"note{draw(numbers)}")
    named = draw(st.sampled_from([(), (MARC,), (LEA, MARC)]))
    bodies: list[EventBody] = [
        notes.NoteAdded(note, conversation, "Who knows her?", LEA, named),
        notes.NoteEdited(note, conversation, "Who knows Ana?", LEA, named),
        notes.NoteRemoved(note, conversation, LEA),
        conversations.ConversationRead(conversation, len(log.events), MARC),
    ]
    log.add(draw(st.sampled_from(bodies)), MEMBER)


def _teach(log: Log, draw: st.DrawFn) -> None:
    identity = Identity(number=f"33{draw(people)}", user_id=draw(names), name=draw(names))
    log.add(contacts.ContactAliased(ContactId(f"p{draw(people)}"), identity), HUB)


def _run_team(log: Log, draw: st.DrawFn) -> None:
    log.add(told_of_team(draw, LEA, LINE), HUB)


_PICTURE = Content(media=Media("image/jpeg", external_id="430"))
_STEPS = (
    _receive, _receive, _receive, _repeat, _receive_on_foreign_line, _echo, _ask, _ask, _accept, _accept, _tell_status,
    _tell_status, _tell_status, _end_send, _change_conversation, _teach, _run_team, _amend, _amend, _react,
    _bring_file, _begin, _keep_account, *(3 * (_keep_for_team,)), _work_together, _work_together, _tell_each_other,
    bring_list, bring_list, keep_order, sell, sell, sell, follow, follow,
)  # fmt: skip
_MERGES = (_merge, _merge, unmerge, unmerge, _write_elsewhere, _bring_history, erase)
