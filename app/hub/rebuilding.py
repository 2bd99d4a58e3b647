"""A hub from nothing but what one desk holds: its whole log, byte for byte, under a new log id.

The desk whose log it is gets in with the token that it has; every other computer joins again, since a desk knows nobody
else's. Files of messages that WhatsApp still has are not fetched again: a desk that has them keeps them.
"""

from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from app.domain.clock import Clock
from app.domain.commands import Outcome
from app.domain.contacts import Identity
from app.domain.events import Event
from app.domain.ids import DeviceId, IdMaker, LogId, MessageId
from app.domain.members import DeviceRevoked
from app.domain.outgoing import Outgoing
from app.domain.sends import SendAccepted, SendRequested
from app.hub.access import secret_hash
from app.hub.appender import sealed_key
from app.hub.config import HubConfig
from app.hub.erasing_again import note_of_log
from app.hub.event_keys import key_of
from app.hub.salvage_rules import ENDED
from storage import codec, view
from storage.codec import GENESIS_CHAIN, StoredEvent
from storage.hub import access, commands, epochs, log, sends, store
from storage.hub.access import Device
from storage.hub.epochs import Epoch
from storage.hub.log import Entry
from storage.hub.tables import Connection

SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class Source:
    """A desk's log, in pages from its beginning, and what it joined with."""

    log_id: LogId
    pages: Iterable[list[StoredEvent]]
    device: Device
    token: str


def build(
    config: HubConfig, staged: Path, source: Source, clock: Clock, random: Callable[[int], bytes]
) -> Epoch:
    """Write the hub's file. Blocks. Raises InvariantBroken where the desk's log does not hold together."""
    secret, new_id = random(SECRET_BYTES), IdMaker(clock, random).new
    with closing(store.open_writing(staged, config.data_key, lambda: (source.log_id, secret))) as conn:
        work = _Build(conn, secret)
        for page in source.pages:
            conn.execute("BEGIN IMMEDIATE")
            work.add(page)
            conn.execute("COMMIT")
        conn.execute("BEGIN IMMEDIATE")
        device = work.as_it_is(source.device)
        access.add_device(conn, device, secret_hash(source.token))
        if device.is_revoked:
            access.revoke(conn, device.device_id, clock.now())
        epoch = epochs.begin(conn, LogId(new_id()), clock.now())
        epochs.distrust(conn)
        conn.execute("COMMIT")
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return epoch


class _Build:
    """The log, its projection, and what the hub alone keeps beside it, as far as events tell."""

    def __init__(self, conn: Connection, secret: bytes) -> None:
        self._conn = conn
        self._secret = secret
        self._chain = GENESIS_CHAIN
        self._projector = view.Projector()
        self._shut_out: set[DeviceId] = set()

    def add(self, page: list[StoredEvent]) -> None:
        """The next events, checked."""
        entries: list[Entry] = []
        events: list[Event] = []
        for stored in page:
            envelope = codec.verify(self._chain, stored)
            event = codec.open_event(envelope, stored.fields)
            entries.append(Entry(stored, self._key(event), envelope.command_id, envelope.n))
            events.append(event)
            self._chain = stored.chain
        newest = max(log.head(self._conn).accepted_at, *(event.accepted_at for event in events))
        log.add(self._conn, self._without_repeats(entries), newest)
        self._projector.project(self._conn, events, self._chain)
        for event in events:
            self._note_send(event)
            self._note_command(event)
            note_of_log(self._conn, event)
            if isinstance(event.body, DeviceRevoked):
                self._shut_out.add(event.body.device_id)

    def as_it_is(self, device: Device) -> Device:
        """A computer by what the log says of it and its member, which may have changed since it joined."""
        member = view.member(self._conn, device.member_id)
        if member is None:
            return device
        is_out = member.is_removed or device.device_id in self._shut_out
        return replace(device, member_name=member.name, role=member.role, is_revoked=is_out)

    def _key(self, event: Event) -> bytes | None:
        key = key_of(event.body)
        return None if key is None else sealed_key(self._secret, key)

    def _without_repeats(self, entries: list[Entry]) -> list[Entry]:
        """A key that a re-read of an unreadable element took twice stays with the first."""
        known = log.known_keys(self._conn, [one.dedupe_key for one in entries if one.dedupe_key is not None])
        found: list[Entry] = []
        for one in entries:
            if one.dedupe_key is None or one.dedupe_key not in known:
                found.append(one)
            else:
                found.append(Entry(one.stored, None, one.command_id, one.n))
            if one.dedupe_key is not None:
                known.add(one.dedupe_key)
        return found

    def _note_send(self, event: Event) -> None:
        body = event.body
        if isinstance(body, SendRequested):
            contact = view.load_contact(self._conn, body.contact_id)
            if contact is None or not (contact.number or contact.user_id):
                return
            to = Identity(number=contact.number, user_id=contact.user_id)
            outgoing = Outgoing(body.kind, "", None, body.reply_to)  # it is never sent from here
            new = sends.NewSend(
                body.message_id,
                body.conversation_id,
                body.contact_id,
                body.line_id,
                to,
                outgoing,
                event.accepted_at,
            )
            sends.add(self._conn, new)
        elif isinstance(body, SendAccepted):
            sends.accept(self._conn, body.message_id, body.external_id)
        elif isinstance(body, tuple(ENDED)):
            message_id: MessageId = getattr(body, "message_id")  # noqa: B009 - every one of them has it
            epochs.settle_send(self._conn, message_id, ENDED[type(body)])

    def _note_command(self, event: Event) -> None:
        if event.command_id is None or commands.find(self._conn, event.command_id) is not None:
            return
        outcome = Outcome(event.command_id, "accepted", pos=event.pos)
        device_id = event.actor.device_id or DeviceId("")
        commands.store(self._conn, outcome, device_id, 0, commands.ANY_PAYLOAD, event.accepted_at)
