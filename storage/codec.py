"""The only place that turns events and commands into bytes, and back.

Bytes that live for ever: an event is its envelope (canonical JSON: UTF-8, sorted keys, no blanks), its fields (JSON), a
salt, and chain = SHA-256(previous chain || envelope). They are stored and sent unchanged.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

import msgspec

from app.domain.commands import COMMAND_OF_KIND, Command, CommandBody, Outcome
from app.domain.contents import Content
from app.domain.errors import EnvironmentFailure, InvariantBroken
from app.domain.events import BODY_OF_KIND, MIN_READER, READER, Actor, Event, EventBody, UnknownBody
from app.domain.ids import CommandId, DeviceId, EventId, LogId, MemberId
from app.domain.presence import Ephemeral
from app.domain.records import record

T = TypeVar("T")
GENESIS_CHAIN = bytes(32)
_ERASED = b"null"


class _ActorJson(msgspec.Struct, frozen=True):
    device_id: DeviceId | None
    kind: str
    member_id: MemberId | None


class Envelope(msgspec.Struct, frozen=True):
    """What every event carries. Fields stand in alphabetical order, so encoding gives the canonical bytes."""

    accepted_at: datetime
    actor: _ActorJson
    body_hash: str
    command_id: CommandId | None
    event_id: EventId
    kind: str
    kind_version: int
    min_reader: int
    n: int
    occurred_at: datetime
    original_hash: str | None
    pos: int
    subject: str


@record
class StoredEvent:
    """An event as bytes. `fields` is empty after an erasure; everything else stays."""

    pos: int
    envelope: bytes
    chain: bytes
    salt: bytes
    fields: bytes


@dataclass(frozen=True, slots=True)
class EventDraft:
    """An event before it has a place in the log. `n` counts the events of one command."""

    body: EventBody
    subject: str
    actor: Actor
    occurred_at: datetime
    event_id: EventId
    command_id: CommandId | None = None
    n: int = 0


class _WireEvent(msgspec.Struct, frozen=True):
    pos: int
    envelope: msgspec.Raw
    chain: str
    salt: str
    fields: msgspec.Raw  # null after an erasure


class _WirePage(msgspec.Struct, frozen=True, omit_defaults=True):
    log_id: LogId
    head: int
    upto: int
    hub_time: datetime
    min_client: int
    events: list[_WireEvent]
    ephemeral: Ephemeral | None = None


@dataclass(frozen=True, slots=True)
class LogPage:
    """One answer of the hub's /log: events after a cursor, and how far the log goes (`head`, `upto`)."""

    log_id: LogId
    head: int
    upto: int
    hub_time: datetime
    min_client: int
    events: list[StoredEvent]
    ephemeral: Ephemeral | None = None


_ENVELOPE = msgspec.json.Decoder(Envelope)
_PAGE = msgspec.json.Decoder(_WirePage)
_BODIES: dict[str, msgspec.json.Decoder[EventBody]] = {}  # each is made when the first of its kind is read
_ENCODE = msgspec.json.Encoder().encode
# Fields that later versions added, longest first: what is empty at the end of a body is left out, so that the events of
# an older version keep their bytes.
_BY_NOBODY = b',"automation":"","promised_at":null}'
_EMPTY_TAILS = {
    "message.received": (b',"content":null,"author_name":null,"import_id":null}', b',"import_id":null}'),
    "send.requested": (b',"reply_to":null,"content":null' + _BY_NOBODY, _BY_NOBODY),
    "conversation.closed": (b',"outcome":null,"note":""}',),
    "schedule.set": (b',"quiet_anyway":false}',), "contact.merged": (b',"member_id":null}',),
    "appointment.asked": (b',"is_instead":false}',),
    "contact.erased": (b',"deals":[],"appointments":[]}', b',"appointments":[]}'),
}  # fmt: skip
_ACTORS: dict[tuple[DeviceId | None, str, MemberId | None], Actor] = {}


def encode_body(body: EventBody) -> bytes:
    """Our fields of an event as JSON. Fields that came later are left out while they are empty, as most are."""
    data = _ENCODE(body)
    for tail in _EMPTY_TAILS.get(body.KIND, ()):
        if data.endswith(tail):
            return data[: -len(tail)] + b"}"
    return data


def seal(
    draft: EventDraft,
    pos: int,
    accepted_at: datetime,
    previous_chain: bytes,
    salt: bytes,
    original: bytes | None,
) -> StoredEvent:
    """Give a draft its place: hash, salt and chain it. `original` is the channel's own element, when there is one."""
    fields = encode_body(draft.body)
    actor = draft.actor
    envelope = _ENCODE(
        Envelope(
            accepted_at=accepted_at,
            actor=_ActorJson(actor.device_id, actor.kind, actor.member_id),
            body_hash=_salted(salt, fields),
            command_id=draft.command_id,
            event_id=draft.event_id,
            kind=draft.body.KIND,
            kind_version=draft.body.VERSION,
            min_reader=MIN_READER,
            n=draft.n,
            occurred_at=draft.occurred_at,
            original_hash=None if original is None else _salted(salt, original),
            pos=pos,
            subject=draft.subject,
        )
    )
    chain = hashlib.sha256(previous_chain + envelope).digest()
    return StoredEvent(pos, envelope, chain, salt, fields)


def verify(previous_chain: bytes, stored: StoredEvent) -> Envelope:
    """Check place, chain and body of an event; gives its envelope. Raises InvariantBroken("chain_mismatch")."""
    envelope = _ENVELOPE.decode(stored.envelope)
    is_chained = hashlib.sha256(previous_chain + stored.envelope).digest() == stored.chain
    is_whole = not stored.fields or _salted(stored.salt, stored.fields) == envelope.body_hash
    if not (is_chained and is_whole and envelope.pos == stored.pos):
        raise InvariantBroken("chain_mismatch", pos=str(stored.pos))
    return envelope


def needs_newer_reader(envelope: Envelope) -> bool:
    """Whether this program is too old to apply the event (it keeps it all the same)."""
    return envelope.min_reader > READER


def open_events(stored: Iterable[StoredEvent]) -> list[Event]:
    """The events with their typed bodies, up to the first that only a newer program understands."""
    events: list[Event] = []
    decode = _ENVELOPE.decode
    for one in stored:
        envelope = decode(one.envelope)
        if envelope.min_reader > READER:
            break
        events.append(open_event(envelope, one.fields))
    return events


def decode_event(stored: StoredEvent) -> Event:
    """The event with its typed body; an unknown or erased one gets `UnknownBody`."""
    return open_event(_ENVELOPE.decode(stored.envelope), stored.fields)


def open_event(envelope: Envelope, fields: bytes) -> Event:
    """The same from an envelope that is already decoded."""
    raw_actor = envelope.actor
    key = (raw_actor.device_id, raw_actor.kind, raw_actor.member_id)
    actor = _ACTORS.get(key)
    if actor is None:
        actor = _ACTORS[key] = Actor(raw_actor.kind, raw_actor.member_id, raw_actor.device_id)  # type: ignore[arg-type]
    return Event(
        envelope.pos,
        envelope.event_id,
        envelope.kind,
        envelope.kind_version,
        envelope.subject,
        actor,
        envelope.occurred_at,
        envelope.accepted_at,
        envelope.command_id,
        _open_body(envelope.kind, fields),
    )


def encode_page(
    log_id: LogId, head: int, upto: int, hub_time: datetime, min_client: int, events: Sequence[StoredEvent],
    ephemeral: Ephemeral | None = None,
) -> bytes:  # fmt: skip
    """The body of an answer of /log; stored bytes are put in as they are."""
    wire = [
        _WireEvent(e.pos, msgspec.Raw(e.envelope), e.chain.hex(), e.salt.hex(), msgspec.Raw(e.fields or _ERASED))
        for e in events
    ]  # fmt: skip
    return _ENCODE(_WirePage(log_id, head, upto, hub_time, min_client, wire, ephemeral))


def decode_page(data: bytes) -> LogPage:
    """Read an answer of /log. Raises EnvironmentFailure("answer_unreadable") when it is none."""
    try:
        page = _PAGE.decode(data)
        events = [
            StoredEvent(
                wire.pos,
                bytes(wire.envelope),
                bytes.fromhex(wire.chain),
                bytes.fromhex(wire.salt),
                _fields_of(wire),
            )
            for wire in page.events
        ]
    except (msgspec.MsgspecError, ValueError) as error:
        raise EnvironmentFailure("answer_unreadable") from error
    return LogPage(page.log_id, page.head, page.upto, page.hub_time, page.min_client, events, page.ephemeral)


class _WireCommand(msgspec.Struct, frozen=True):
    age_is_wall: bool
    age_ms: int
    base_pos: int
    body: msgspec.Raw
    command_id: CommandId
    device_seq: int
    kind: str
    kind_version: int
    made_at: datetime
    needs: tuple[CommandId, ...]
    not_after_at: datetime | None


_COMMAND = msgspec.json.Decoder(_WireCommand)
_COMMAND_BODIES: dict[str, msgspec.json.Decoder[CommandBody]] = {}
_OUTCOMES = msgspec.json.Decoder(list[Outcome])


def encode_command(command: Command) -> bytes:
    """A command with its envelope as JSON."""
    return _ENCODE(
        _WireCommand(
            command.age_is_wall,
            command.age_ms,
            command.base_pos,
            msgspec.Raw(_ENCODE(command.body)),
            command.command_id,
            command.device_seq,
            command.body.KIND,
            command.body.VERSION,
            command.made_at,
            command.needs,
            command.not_after_at,
        )
    )


def decode_command(data: bytes) -> Command:
    """Read a command. Raises EnvironmentFailure("command_unreadable") for broken bytes and unknown kinds."""
    try:
        wire = _COMMAND.decode(data)
        decoder = _COMMAND_BODIES.get(wire.kind)
        if decoder is None:
            decoder = _COMMAND_BODIES[wire.kind] = msgspec.json.Decoder(COMMAND_OF_KIND[wire.kind])
        body = decoder.decode(wire.body)
    except (msgspec.MsgspecError, KeyError, UnicodeError) as error:
        raise EnvironmentFailure("command_unreadable") from error
    return Command(
        wire.command_id,
        wire.device_seq,
        wire.base_pos,
        wire.made_at,
        body,
        wire.age_ms,
        wire.age_is_wall,
        wire.not_after_at,
        wire.needs,
    )


def command_hash(data: bytes) -> str:
    """SHA-256 over all of a command but its age, which alone may differ when it is sent again."""
    wire = _COMMAND.decode(data)
    return hashlib.sha256(_ENCODE(msgspec.structs.replace(wire, age_ms=0, age_is_wall=False))).hexdigest()


def split_commands(data: bytes) -> list[bytes]:
    """The commands of a /commands request, each as its own bytes. Raises EnvironmentFailure("command_unreadable")."""
    try:
        return [bytes(raw) for raw in msgspec.json.decode(data, type=list[msgspec.Raw])]
    except msgspec.MsgspecError as error:
        raise EnvironmentFailure("command_unreadable") from error


def join_commands(commands: Sequence[bytes]) -> bytes:
    """The body of a /commands request."""
    return b"[" + b",".join(commands) + b"]"


def encode_outcomes(outcomes: Sequence[Outcome]) -> bytes:
    """The body of the hub's answer to /commands."""
    return _ENCODE(outcomes)


def decode_outcomes(data: bytes) -> list[Outcome]:
    """Read the hub's answer to /commands. Raises EnvironmentFailure("answer_unreadable")."""
    try:
        return _OUTCOMES.decode(data)
    except msgspec.MsgspecError as error:
        raise EnvironmentFailure("answer_unreadable") from error


_CONTENT = msgspec.json.Decoder(Content)


def encode_content(content: Content | None) -> str | None:
    """A message's parts as JSON, for a column."""
    return None if content is None else _ENCODE(content).decode()


def decode_content(text: str | None) -> Content | None:
    """The parts again; None for what cannot be read, which then is a message that cannot be written down."""
    if text is None:
        return None
    try:
        return _CONTENT.decode(text)
    except msgspec.MsgspecError:
        return None


def to_json(value: object) -> bytes:
    """Small things as JSON."""
    return _ENCODE(value)


def from_json(data: bytes) -> object:
    """JSON as plain dicts, lists, texts and numbers. Raises EnvironmentFailure("answer_unreadable")."""
    try:
        return msgspec.json.decode(data)
    except msgspec.MsgspecError as error:
        raise EnvironmentFailure("answer_unreadable") from error


def read_json(data: bytes, shape: type[T]) -> T:
    """JSON as one of our dataclasses. Raises EnvironmentFailure("answer_unreadable")."""
    try:
        return msgspec.json.decode(data, type=shape)
    except msgspec.MsgspecError as error:
        raise EnvironmentFailure("answer_unreadable") from error


def _fields_of(wire: _WireEvent) -> bytes:
    fields = bytes(wire.fields)
    return b"" if fields == _ERASED else fields


def _salted(salt: bytes, data: bytes) -> str:
    return hashlib.sha256(salt + data).hexdigest()


def _open_body(kind: str, fields: bytes) -> EventBody | UnknownBody:
    decoder = _BODIES.get(kind)
    if decoder is None and kind in BODY_OF_KIND:
        decoder = _BODIES[kind] = msgspec.json.Decoder(BODY_OF_KIND[kind])
    if decoder is None or not fields:
        return UnknownBody(kind, fields)
    try:
        return decoder.decode(fields)
    except msgspec.MsgspecError:
        return UnknownBody(kind, fields)  # a newer version of the kind: kept, shown as "something newer"
