"""The part of the running desk that is about who sits there, and what becomes of things of those who do not."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from functools import cached_property
from typing import TYPE_CHECKING, Any

from app.desk.actions import composed_of
from app.desk.attached import note_of_attached
from app.desk.composed import Refusal
from app.desk.kept import maker_of, member_of, seat_of
from app.desk.outbox import Entry
from app.desk.watchers import Listeners, Watchers
from app.desk.wishes import draft_of, is_reaction, wish_of, words_of
from app.domain.conversations import ReadConversation, StartConversation
from app.domain.errors import ComptoirError
from app.domain.later import asyncio, commands, sends
from app.domain.rows import Changes
from app.domain.seats import SEATS_MAX, SeatRow, pin_problem

if TYPE_CHECKING:
    from app.desk.command_sender import ShutOut
    from app.desk.config import Joined
    from app.desk.drafts import Drafts
    from app.desk.hub_link import HubLink
    from app.desk.outbox import Outbox
    from app.desk.reading import Reader
    from app.desk.seats import SeatBook
    from app.desk.seats_desk import SeatMoment
    from app.domain.ids import DeviceId
    from app.domain.members import Member

log = logging.getLogger(__name__)
LEADERS = ("owner", "manager")
REVOKED = "device_revoked"


class LiveSeats:
    """A mixin of `LiveDesk`; what the methods do is said in `app.desk.seats_desk.SeatsDesk`."""

    _book: SeatBook
    _drafts: Drafts
    _outbox: Outbox
    _reader: Reader
    _link: HubLink
    _watchers: Watchers
    _spawn: Callable[[Coroutine[Any, Any, None], str], None]
    _read: Callable[[Callable[[], Any], Any], Any]
    me: Callable[[], Member]
    keep_refused_reply: Callable[[commands.CommandBody, DeviceId], None]
    _is_asking = False  # for a PIN

    @cached_property
    def _seat_ears(self) -> Listeners[SeatMoment]:
        return Listeners()

    @cached_property
    def _gone(self) -> list[str]:
        return []

    @cached_property
    def _untold(self) -> dict[DeviceId, list[Refusal]]:
        """Refusals of people who are not at the desk just now."""
        return {}

    # --- looking ---

    def seats(self) -> list[SeatRow]:
        return self._book.rows(self._name_of)

    def is_locked(self) -> bool:
        return self._is_asking

    def gone_seats(self) -> list[str]:
        gone = list(self._gone)
        self._gone.clear()
        return gone

    def subscribe_seats(self, callback: Callable[[SeatMoment], None]) -> Callable[[], None]:
        return self._seat_ears.add(callback)

    def _name_of(self, joined: Joined) -> str:
        """By the newest that the log says."""
        known = self._read(lambda: self._reader.member(joined.member_id), None)
        return str(known.name) if known is not None else joined.member_name

    # --- switching ---

    def lock_now(self) -> None:
        if not self._is_asking and self._book.has_pin(self._book.active):
            self._is_asking = True
            self._seat_ears.tell("changed")

    async def switch_to(self, device_id: DeviceId, pin: str) -> None:
        await self._book.check(device_id, pin, is_taking_over=True)
        is_another = device_id != self._book.active
        self._is_asking = False
        if is_another:
            self._sit(device_id)
        self._seat_ears.tell("changed")
        if is_another:
            self._watchers.tell(Changes(is_everything=True, is_connection=True))
            for refusal in self._untold.pop(device_id, []):
                self._watchers.tell_refusal(refusal)

    def _sit(self, device_id: DeviceId) -> None:
        """Everything that is somebody's is theirs from here on, in one step of the event loop."""
        joined = self._book.known(device_id)
        self._seat_ears.tell("leaving")
        self._book.active = device_id
        self._drafts.sit(device_id)
        self._take(joined)

    def _take(self, joined: Joined) -> None:
        self._outbox.maker = maker_of(joined)
        self._reader.enrolled_me = member_of(joined)
        self._spawn(self._link.sit(joined), "sit")

    # --- coming, going, PINs ---

    async def add_seat(self, code: str, pin: str) -> DeviceId:
        sealed = await self._pin_sealed(pin)
        if not self._book.all_have_pins():
            raise ComptoirError("pin_first")
        if len(self._book.ids()) >= SEATS_MAX:
            raise ComptoirError("seats_full", limit=str(SEATS_MAX))
        joined = await self._link.enrol(code)
        seat, before = seat_of(joined, sealed), self._book.of_member(joined.member_id)
        if before is None:
            await self._book.add(seat)
        else:
            await self._renew(before, joined, sealed)
        self._seat_ears.tell("changed")
        return joined.device_id

    async def _renew(self, before: DeviceId, joined: Joined, sealed: str) -> None:
        """Somebody who has a seat here came with a new code, as after a forgotten PIN."""
        is_here = before == self._book.active
        await self._drafts.flush()
        await self._book.renew(before, seat_of(joined, sealed))
        self._drafts.hand_over(before, joined.device_id)
        self._outbox.hand_over(before, maker_of(joined))
        if is_here:
            self._is_asking = True
            self._take(joined)

    async def change_pin(self, device_id: DeviceId, before: str, pin: str) -> None:
        await self._book.check(device_id, before)
        await self._book.set_pin(device_id, await self._pin_sealed(pin))
        self._seat_ears.tell("changed")

    async def _pin_sealed(self, pin: str) -> str:
        problem = pin_problem(pin)
        if problem is not None:
            raise ComptoirError(problem)
        from app.desk.pins import sealed_pin

        return await asyncio.to_thread(sealed_pin, pin)

    async def remove_seat(self, device_id: DeviceId, *, discard: bool = False) -> None:
        joined = self._book.known(device_id)
        if self._is_asking:
            raise ComptoirError("seat_locked")
        if device_id != self._book.active and self.me().role not in LEADERS:
            raise ComptoirError("role_missing")
        if len(self._book.ids()) == 1:
            raise ComptoirError("seat_last")
        unsent = len(self._outbox.of_seat(device_id)) + self._drafts.count(device_id)
        if unsent and not discard:
            raise ComptoirError("seat_unsent", count=str(unsent), name=self._name_of(joined))
        await self._leave(device_id)

    def shut_out(self, device_id: DeviceId, code: str) -> ShutOut:
        """The hub refuses a device of this computer. Only who was revoked goes, as what is theirs goes with them."""
        joined = self._book.joined(device_id)
        if joined is None:
            return "gone"  # it was heard of already
        if len(self._book.ids()) == 1:
            return "all"
        if code != REVOKED:  # a hub that was restored without them, or somebody between
            return "held"
        log.warning("a person of this computer was shut out")
        self._gone.append(self._name_of(joined))
        self._spawn(self._leave(device_id), "leave")
        return "gone"

    def _leave(self, device_id: DeviceId) -> Coroutine[Any, Any, None]:
        """They are gone at once; the result, awaited, tells the disk."""
        other = self._book.newest_but(device_id)
        if device_id == self._book.active and other is not None:
            self._is_asking = self._book.has_pin(other)
            self._sit(other)
        self._book.forget(device_id)
        self._drafts.forget(device_id)
        self._outbox.leave_seat(device_id, REVOKED)
        self._untold.pop(device_id, None)
        self._seat_ears.tell("changed")
        self._watchers.tell(Changes(is_everything=True, is_connection=True))
        return self._book.drop(device_id)

    # --- what was refused ---

    def _rejected(self, entry: Entry, outcome: commands.Outcome) -> None:
        """A text is its author's draft again; what nobody would miss is not told, what is another's is told later."""
        body, seat = entry.command.body, entry.maker.device_id
        self._give_back(body, seat)
        self.keep_refused_reply(body, seat)
        if isinstance(body, (sends.CancelSend, ReadConversation, StartConversation)):
            return
        refusal = Refusal(body, outcome.code or "", outcome.facts, words_of(body))
        if seat == self._drafts.seat:
            self._watchers.tell_refusal(refusal)
        else:
            self._untold.setdefault(seat, []).append(refusal)

    def _give_back(self, body: commands.CommandBody, seat: DeviceId) -> None:
        """To where it was written; a reaction is not missed, and what is attached now stays."""
        back, wish = draft_of(body), wish_of(body)
        if back is not None:
            self._drafts.put(back[0], self._drafts.joined_with(*back, seat), seat)
        elif (
            wish is not None
            and not is_reaction(wish)
            and not self._drafts.attached(wish.conversation_id, seat)
        ):
            note = note_of_attached(wish.conversation_id, composed_of(wish))
            self._drafts.put_attached(wish.conversation_id, note, seat)
        where = getattr(body, "conversation_id", None)
        if where is not None and seat == self._drafts.seat and (back is not None or wish is not None):
            self._watchers.tell(Changes(conversations=frozenset({where})))
