"""Taps in any order, together, twice and late: a slot has one holder always, and everybody is told once."""

from __future__ import annotations

import asyncio
import itertools
import tempfile
from collections import Counter
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from app.domain.appointment_asks import BookAppointment, NewAppointment
from app.domain.appointments import AppointmentMoved, AppointmentRemoved
from app.domain.slot_offers import CloseOffer, SlotDeclined, SlotsOffered, SlotTaken
from app.hub.appointment_look import own_id
from storage.instants import to_us
from storage.view import appointment_reading as reading
from tests.flow.asked_world import asked_world
from tests.flow.waiting_world import Waiting

INVITED = ("ana", "bo", "cleo")
taps = st.lists(
    st.tuples(st.sampled_from(INVITED), st.sampled_from(("take", "take", "pass"))), min_size=1, max_size=4
)


class Shared:
    """One hub for all examples: each has offers and appointments of its own."""

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.runner = asyncio.Runner()
        self.stack = AsyncExitStack()
        self.numbers = itertools.count(1)

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(work)

    async def begin(self) -> None:
        a = await self.stack.enter_async_context(asked_world(Path(self.folder.name)))
        self.w = Waiting(a)
        await self.w.begin(*INVITED)
        self.w.talks["dan"] = await a.o.world.conversation("33639980011", name="Dan")

    async def end(self) -> None:
        await self.stack.aclose()


@pytest.fixture
def shared() -> Iterator[Shared]:
    made = Shared()
    made.run(made.begin())
    yield made
    made.run(made.end())
    made.runner.close()
    made.folder.cleanup()


class Offers(RuleBasedStateMachine):
    """Three who are offered a slot, and one who wants another time."""

    def __init__(self, shared: Shared) -> None:
        super().__init__()
        self.shared, self.w = shared, shared.w
        self.name = ""

    @initialize()
    def begin(self) -> None:
        self.shared.run(self._begin())

    async def _begin(self) -> None:
        w, n = self.w, next(self.shared.numbers)
        self.offer_id, self.name, self.since = f"of-{n}", f"a-{n}", w.a.o.world.head
        for who in INVITED:
            assert (await w.wait(who)).code is None
        self.at = w.at(4)
        assert (await w.offer(*INVITED, offer_id=self.offer_id, starts_at=self.at)).code is None
        await w.a.book(self.name, 30, contact_id=w.a.contact(w.talks["dan"]), person="Dan")
        asking = await w.a.asked(self.name, to=w.talks["dan"])
        self.move = f"ap:move:{asking.ask_id}"
        await w.taps(("dan", self.move))
        await self._rest()

    async def _rest(self) -> None:
        """All that is to be said was said."""
        await self.w.a.o.reach(self._is_told, within_s=3)

    def _bodies(self) -> list[Any]:
        return [event.body for event in self.w.a.o.world.events() if event.pos > self.since]

    def _is_told(self) -> bool:
        """Everybody got a reply to the last thing that they said; Dan to all that he wished."""
        bodies = self._bodies()
        sent = {one.message_id for one in bodies if one.KIND == "send.requested"}
        last = {one.waiter_id: one.message_id for one in bodies if isinstance(one, SlotTaken | SlotDeclined)}
        words = [one.message_id for one in bodies if isinstance(one, AppointmentMoved)]
        words += [
            one.message_id for one in bodies if one.KIND == "appointment.answered" and one.answer == "move"
        ]
        return sent.issuperset(own_id("reply", one) for one in (*last.values(), *words))

    def _lists(self) -> list[SlotsOffered]:
        return [one for one in self._bodies() if isinstance(one, SlotsOffered)]

    # --- what happens ---

    @rule(some=taps, twice=st.booleans())
    def they_tap(self, some: Sequence[tuple[str, str]], twice: bool) -> None:
        self.shared.run(self.w.taps(*some, offer_id=self.offer_id, twice=twice))

    @rule(
        which=st.integers(0, 1), number=st.integers(0, 3), twice=st.booleans(), who=st.sampled_from(INVITED)
    )
    def dan_taps_a_time(self, which: int, number: int, twice: bool, who: str) -> None:
        lists = self._lists()
        offer = lists[min(which, len(lists) - 1)]
        row = f"ap:slot:{offer.offer_id}:{min(number, len(offer.slots) - 1)}"
        self.shared.run(self.w.taps(("dan", row), (who, f"ap:take:{self.offer_id}"), twice=twice))

    @rule()
    def dan_wants_another_time_again(self) -> None:
        self.shared.run(self.w.taps(("dan", self.move)))

    @rule(number=st.integers(0, 3))
    def somebody_is_booked_by_hand(self, number: int) -> None:
        lists = self._lists()
        slots = lists[-1].slots
        at = self.at if number == 0 else slots[min(number, len(slots) - 1)].starts_at
        new = NewAppointment(at, 45, "lea", person="Zoé")
        key = f"hand-{next(self.shared.numbers)}"
        self.shared.run(self.w.a.o.world.do(self.w.a.o.desk, BookAppointment(key, new)))

    # --- what holds ---

    def _standing(self) -> list[Any]:
        world, now = self.w.a.o.world, self.w.a.o.world.clock.now()
        with world.reading() as conn:
            return reading.standing_at(conn, "lea", to_us(now), to_us(now + timedelta(days=20)))

    @invariant()
    def a_slot_has_one_holder(self) -> None:
        if not self.name:
            return
        there = self._standing()
        assert all(one.ends_at <= other.starts_at for one, other in itertools.pairwise(there))
        bodies = self._bodies()
        taken = [one for one in bodies if isinstance(one, SlotTaken)]
        assert len(taken) <= 1
        offer = self.w.known(self.offer_id)
        if taken:
            [one] = [each for each in there if each.appointment_id == taken[0].appointment_id]
            assert (one.starts_at, one.person.lower()) == (self.at, offer.waiter_id[2:])
            assert self.w.answers(self.offer_id)[one.person.lower()] == "took"

    @invariant()
    def nobody_hears_the_same_twice(self) -> None:
        if not self.name:
            return
        self.shared.run(self._rest())
        said = Counter(
            (one.waiter_id, one.KIND, getattr(one, "is_late", None))
            for one in self._bodies()
            if isinstance(one, SlotTaken | SlotDeclined)
        )
        assert all(count == 1 for count in said.values()), said

    def teardown(self) -> None:
        """The next example finds an empty agenda."""
        if self.name:
            self.shared.run(self._clear())

    async def _clear(self) -> None:
        await self.w.a.o.world.do(self.w.a.o.desk, CloseOffer(self.offer_id))
        for one in self._standing():
            await self.w.a.append(AppointmentRemoved(one.appointment_id), subject=one.appointment_id)


def test_a_slot_has_one_holder_and_everybody_is_told_once(shared: Shared) -> None:
    run_state_machine_as_test(
        lambda: Offers(shared),  # type: ignore[arg-type]
        settings=settings(
            max_examples=6, stateful_step_count=8, deadline=None, derandomize=True,
            suppress_health_check=list(HealthCheck), phases=[Phase.generate], report_multiple_bugs=False,
        ),
    )  # fmt: skip
