"""Commands of this computer that the log does not show yet: on disk before any use of the network.

An entry leaves when the log shows its command, not when the hub answers. A text that never left this computer within
ten minutes is not sent by surprise later: it waits for a person. `app.desk.command_sender` does the sending.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from typing import Protocol

from app.desk.pending import Maker, Pending, Stage
from app.desk.wishes import conversation_of, draft_of, is_reaction, is_send
from app.domain.clock import Clock
from app.domain.ids import CommandId, ConversationId, DeviceId, IdMaker, MemberId, MessageId
from app.domain.later import asyncio, commands, sends
from app.domain.records import record

STALE_TEXT = timedelta(minutes=10)  # a text older than this needs a person before it goes out
OLDEST = timedelta(days=14)  # the hub forgets refusals after 30 days, so nothing this old may still come
NOBODY = Maker(DeviceId(""), MemberId(""), "")  # before somebody took this computer's seat
ASLEEP_S = 60.0  # a computer that sleeps stops its monotonic clock, not the wall's
TOO_OLD = "too_old"  # the hub's word for a command that came after its last moment


@dataclass(slots=True, eq=False)
class Entry:
    """A command of this computer. `made_s`: monotonic time of its making, None when an earlier run made it.

    `may_have_left`: the hub may know it (`is_marked`: the disk says so too). `decision` is there when the hub has
    decided or the log shows it. `maker`: whose token sends it; `order`: among all that is on its way.
    """

    command: commands.Command
    made_s: float | None
    stage: Stage = "waiting"
    may_have_left: bool = False
    is_marked: bool = False
    accepted_pos: int | None = None
    not_before_s: float = 0.0  # monotonic; the hub asked for patience
    decision: commands.Outcome | None = None
    maker: Maker = NOBODY
    order: int = 0
    _decided: asyncio.Future[commands.Outcome] | None = None  # made for the first who waits for it
    _left: asyncio.Event | None = None

    @property
    def send(self) -> sends.SendText | sends.SendMessage | None:
        """Its body when it is a message to send."""
        return (
            self.command.body if isinstance(self.command.body, (sends.SendText, sends.SendMessage)) else None
        )

    @property
    def is_sending(self) -> bool:
        """Whether something goes to the customer when the hub takes it."""
        return is_send(self.command.body)

    @property
    def may_wait(self) -> bool:
        """Whether a person is asked once it is too old to go out; a reaction is then simply over."""
        return self.send is not None and not is_reaction(self.command.body)

    @property
    def outcome(self) -> asyncio.Future[commands.Outcome]:
        """To wait for the decision."""
        if self._decided is None:
            self._decided = asyncio.get_running_loop().create_future()
            if self.decision is not None:
                self._decided.set_result(self.decision)
        return self._decided

    def decide(self, outcome: commands.Outcome) -> None:
        """Tell who waits for it; the first word counts."""
        if self.decision is None:
            self.decision = outcome
            if self._decided is not None and not self._decided.done():
                self._decided.set_result(outcome)

    @property
    def left(self) -> asyncio.Event:
        """To wait until the log shows it, or nothing comes of it."""
        self._left = self._left or asyncio.Event()
        return self._left

    def leave(self) -> None:
        """It is in the overlay no more."""
        if self._left is not None:
            self._left.set()

    def with_age(self, clock: Clock) -> commands.Command:
        """The command with its age now: measured monotonically, or by the wall clock after a restart or a sleep."""
        age_s = (clock.now() - self.command.made_at).total_seconds()
        measured_s = age_s if self.made_s is None else clock.monotonic_s() - self.made_s
        if self.made_s is not None and age_s - measured_s < ASLEEP_S:
            return replace(self.command, age_ms=int(measured_s * 1000))
        return replace(self.command, age_ms=max(0, int(age_s * 1000)), age_is_wall=True)


class OutboxStore(Protocol):
    """The outbox on disk; every method returns after the commit. See `app.desk.precious`."""

    async def add_commands(
        self, commands: Sequence[commands.Command], dropped: Sequence[CommandId], seat: DeviceId
    ) -> None:
        """Add what a seat asks for, and take replaced ones away, in one transaction; a text takes its draft with it."""

    async def mark_tried(self, ids: Sequence[CommandId]) -> None: ...

    async def mark_expired(self, command_id: CommandId) -> None: ...

    async def drop_commands(
        self, ids: Sequence[CommandId], draft: tuple[DeviceId, ConversationId, str] | None = None
    ) -> None:
        """Take away; `draft` becomes that seat's unsent text there in the same transaction."""


@record
class OutboxEars:
    """Who hears, on the event loop's thread: of commands whose overlay changed, and of refused ones.

    `draft_with` says what a seat's draft is once refused words have come back to its conversation.
    """

    on_change: Callable[[Sequence[commands.Command]], None]
    on_rejected: Callable[[Entry, commands.Outcome], None]
    draft_with: Callable[[DeviceId, ConversationId, str], str]


class Outbox:
    """Every command on its way, oldest first, in memory and on disk. `maker`: who asks from now on."""

    def __init__(self, store: OutboxStore, clock: Clock, ids: IdMaker, ears: OutboxEars) -> None:
        self._store = store
        self._clock = clock
        self._ids = ids
        self._ears = ears
        self._entries: dict[CommandId, Entry] = {}
        self.maker = NOBODY
        self._next_seqs: dict[DeviceId, int] = {}
        self._last_order = 0

    @cached_property
    def has_news(self) -> asyncio.Event:
        """Something was added; the sender clears it."""
        return asyncio.Event()

    def load(self, entries: Iterable[Entry], next_seqs: Mapping[DeviceId, int], maker: Maker) -> None:
        """What an earlier run left, oldest first, and the number of each seat's next command."""
        self._entries = {entry.command.command_id: entry for entry in entries}
        self._next_seqs = dict(next_seqs)
        self.maker = maker
        for entry in self._entries.values():
            entry.order = self._last_order = self._last_order + 1

    # --- looking ---

    def pending(self, lane: str) -> list[Pending]:
        """What is on its way in a conversation (or in another lane), oldest first."""
        return [_pending(e) for e in self._entries.values() if e.command.lane == lane]

    def pending_of(self, *kinds: type) -> list[Pending]:
        """What is on its way of some kinds of commands, oldest first."""
        return [_pending(e) for e in self._entries.values() if isinstance(e.command.body, kinds)]

    def conversations(self) -> set[ConversationId]:
        """Where anything is on its way; what is about the team as a whole is nowhere."""
        return set(filter(None, (conversation_of(entry.command) for entry in self._entries.values())))

    def waiting(self) -> list[commands.Command]:
        """All of them, oldest first."""
        return [entry.command for entry in self._entries.values()]

    def everything(self) -> list[Pending]:
        """The same, each with how far it came."""
        return [_pending(entry) for entry in self._entries.values()]

    def is_waiting(self) -> bool:
        """Whether anything waits for the hub or the log; a text that expired waits for a person."""
        return any(entry.stage != "expired" for entry in self._entries.values())

    def of_seat(self, device_id: DeviceId) -> list[Entry]:
        """What one person of this computer has on its way."""
        return [entry for entry in self._entries.values() if entry.maker.device_id == device_id]

    def send_entry(self, message_id: MessageId) -> Entry | None:
        """The message with this id."""
        return next((e for e in self._entries.values() if e.send and e.send.message_id == message_id), None)

    def home_of(self, message_id: MessageId) -> ConversationId | None:
        """The conversation in which something that waits brings this message, note or notice."""
        for command_id, entry in self._entries.items():
            body = entry.command.body
            own_id = getattr(body, "note_id", None) or (entry.send.message_id if entry.send else None)
            if message_id in (own_id, command_id):
                return conversation_of(entry.command)
        return None

    def to_send(self) -> int:
        """How many messages the hub has not taken yet."""
        return sum(e.send is not None and e.stage == "waiting" for e in self._entries.values())

    def find(self, command_id: CommandId) -> Entry | None:
        """The entry of a command."""
        return self._entries.get(command_id)

    def lane_heads(self) -> list[Entry]:
        """The first undecided command of each lane."""
        heads: dict[str, Entry] = {}
        for entry in self._entries.values():
            if entry.stage == "waiting":
                heads.setdefault(entry.command.lane, entry)
        return list(heads.values())

    # --- asking ---

    async def add(
        self,
        bodies: Sequence[commands.CommandBody],
        base_pos: int,
        *,
        is_online: bool = True,
        needs: Sequence[Entry] = (),
        dropped: Sequence[Entry] = (),
        is_chain: bool = True,
    ) -> list[Entry]:
        """Store commands, in a chain each needing the one before it, and let them go.
        `needs`: what must have been accepted before the first; `dropped`: entries that they replace.
        A text that is written while the hub is out of reach must go out within ten minutes or ask again.
        """
        entries: list[Entry] = []
        for body in bodies:
            before = (is_chain and entries[-1:]) or needs
            entries.append(self._made(body, base_pos, before, is_online=is_online))
        gone = [entry.command.command_id for entry in dropped]
        seat = entries[0].maker.device_id
        await self._store.add_commands([entry.command for entry in entries], gone, seat)
        for command_id in gone:
            self._entries.pop(command_id, None)
        self._entries.update((entry.command.command_id, entry) for entry in entries)
        self._tell_change([*entries, *dropped])
        self.has_news.set()
        return entries

    async def drop(self, entry: Entry) -> bool:
        """Take back a command that never left; False when it may have left. What was to take it back is done then."""
        if entry.may_have_left or entry.command.command_id not in self._entries:
            return False
        gone = [entry, *self._cancels_of(entry)]
        for one in gone:
            del self._entries[one.command.command_id]
        await self._store.drop_commands([one.command.command_id for one in gone])
        for one in gone[1:]:
            one.decide(commands.Outcome(one.command.command_id, "accepted"))
        self._tell_change(gone)
        return True

    # --- what becomes of them ---

    async def mark_leaving(self, entries: Sequence[Entry]) -> None:
        """From here on only the hub can say that they did not happen; on disk before a byte leaves."""
        for entry in entries:
            entry.may_have_left = True
        unmarked = [entry for entry in entries if not entry.is_marked]
        if unmarked:
            await self._store.mark_tried([entry.command.command_id for entry in unmarked])
        for entry in unmarked:
            entry.is_marked = True

    async def never_left(self, entries: Sequence[Entry]) -> None:
        """Proof came that the hub has not seen them: they can be taken back without asking it."""
        for entry in entries:
            entry.may_have_left = False
            if self._cancels_of(entry):
                await self.drop(entry)

    async def decided(self, entry: Entry, outcome: commands.Outcome) -> None:
        """The hub's word on a command."""
        if outcome.result == "retry":
            entry.not_before_s = self._clock.monotonic_s() + (outcome.after_s or 1.0)
        elif outcome.result == "accepted":
            entry.stage, entry.accepted_pos = "accepted", outcome.pos
            entry.decide(outcome)
            self._tell_change([entry])
        elif outcome.code == TOO_OLD and entry.may_wait:
            await self._set_expired(entry)
        else:
            await self.reject(entry, outcome)

    async def reject(self, entry: Entry, outcome: commands.Outcome) -> None:
        """It will not happen: off the disk, a text back into its draft; what needed it goes the same way."""
        back, seat = draft_of(entry.command.body), entry.maker.device_id
        draft = None if back is None else (seat, back[0], self._ears.draft_with(seat, *back))
        await self._store.drop_commands([entry.command.command_id], draft)
        self._entries.pop(entry.command.command_id, None)
        entry.decide(outcome)
        entry.leave()
        self._tell_change([entry])
        self._ears.on_rejected(entry, outcome)
        for other in self.needing(entry):
            await self.reject(other, replace(outcome, command_id=other.command.command_id))

    async def expire(self) -> None:
        """Messages that never left in time wait for a person; what is older than the hub's memory is over."""
        now = self._clock.now()
        for entry in [entry for entry in self._entries.values() if entry.stage == "waiting"]:
            age = now - entry.command.made_at
            is_stale = entry.is_sending and not entry.may_have_left and age >= STALE_TEXT
            if is_stale and entry.may_wait:
                await self._set_expired(entry)
            elif is_stale or age >= OLDEST:
                await self.reject(entry, commands.Outcome(entry.command.command_id, "rejected", code=TOO_OLD))

    def seconds_to_expiry(self) -> float | None:
        """Until the next message becomes stale, None when none can."""
        texts = [e for e in self.lane_heads() if e.is_sending and not e.may_have_left]
        if not texts:
            return None
        oldest_at = min(entry.command.made_at for entry in texts)
        return (oldest_at + STALE_TEXT - self._clock.now()).total_seconds()

    def hand_over(self, before: DeviceId, maker: Maker) -> None:
        """A person was enrolled anew: what waits of theirs goes by the new device, with its numbers."""
        for entry in self.of_seat(before):
            entry.maker = maker
        self._next_seqs[maker.device_id] = self._next_seqs.pop(before, 1)
        self.maker = maker if self.maker.device_id == before else self.maker

    def leave_seat(self, device_id: DeviceId, code: str) -> None:
        """That person is not of this computer any more: nothing of theirs goes out; the disk has dropped it."""
        gone = self.of_seat(device_id)
        for entry in gone:
            del self._entries[entry.command.command_id]
            entry.decide(commands.Outcome(entry.command.command_id, "rejected", code=code))
            entry.leave()
        self._next_seqs.pop(device_id, None)
        self._tell_change(gone)

    def shown_by_log(self, command_ids: Iterable[CommandId], pos: int) -> list[Entry]:
        """The view stands at `pos` and holds these commands: they leave the overlay. Gives those that left."""
        seen = set(command_ids)
        left = [
            entry
            for command_id, entry in self._entries.items()
            if command_id in seen or (entry.accepted_pos is not None and entry.accepted_pos <= pos)
        ]
        for entry in left:
            del self._entries[entry.command.command_id]
            entry.decide(commands.Outcome(entry.command.command_id, "accepted", pos=pos))
            entry.leave()
        return left

    def needing(self, entry: Entry) -> list[Entry]:
        """What may only happen once this one did."""
        return [e for e in self._entries.values() if entry.command.command_id in e.command.needs]

    def _cancels_of(self, entry: Entry) -> list[Entry]:
        """Commands that are to take this one back."""
        return [other for other in self.needing(entry) if isinstance(other.command.body, sends.CancelSend)]

    async def _set_expired(self, entry: Entry) -> None:
        entry.may_have_left = False
        if self._cancels_of(entry):
            await self.drop(entry)
            return
        entry.stage = "expired"
        await self._store.mark_expired(entry.command.command_id)
        entry.decide(commands.Outcome(entry.command.command_id, "rejected", code=TOO_OLD))
        self._tell_change([entry])

    def _made(
        self, body: commands.CommandBody, base_pos: int, before: Sequence[Entry], *, is_online: bool
    ) -> Entry:
        now, seat = self._clock.now(), self.maker.device_id
        seq = self._next_seqs.get(seat, 1)
        command = commands.Command(
            command_id=CommandId(self._ids.new()),
            device_seq=seq,
            base_pos=base_pos,
            made_at=now,
            body=body,
            not_after_at=None if is_online or not is_send(body) else now + STALE_TEXT,
            needs=tuple(entry.command.command_id for entry in before),
        )
        self._next_seqs[seat] = seq + 1
        self._last_order += 1
        return Entry(command, self._clock.monotonic_s(), maker=self.maker, order=self._last_order)

    def _tell_change(self, entries: Iterable[Entry]) -> None:
        self._ears.on_change([entry.command for entry in entries])


def _pending(entry: Entry) -> Pending:
    return Pending(entry.command, entry.stage, entry.maker, entry.order)
