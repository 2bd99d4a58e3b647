"""Any order of bookings, moves, answers, clocks and crashes: what must hold of reminders, read from the log alone."""

from __future__ import annotations

import tempfile
from collections import Counter
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from app.domain.agenda import ReminderStep
from app.domain.appointments import (
    AppointmentAsked,
    AppointmentBooked,
    AppointmentNotAsked,
    AppointmentRemoved,
    AppointmentRestored,
    applied,
    booked,
)
from app.domain.events import Event
from app.domain.sends import SendRequested
from app.domain.settings import SettingChanged
from storage import codec, view
from storage.engine import connect
from storage.hub import log
from tests.flow.reminder_rig import ANA, ASK, BO, LAST, PARIS, PLAIN, Rig

LADDERS = ((ASK, PLAIN), (ASK, LAST), (ReminderStep(2_880), ReminderStep(60, is_ask=False)), (LAST,), ())
OWN = st.sampled_from(("a", "b", "c", "d", "e"))
HOURS = st.sampled_from((2, 9, 26, 31, 50, 76))


class Reminders(RuleBasedStateMachine):
    """One log, two customers, four appointments."""

    @initialize(ladder=st.sampled_from(LADDERS[:4]))
    def begin(self, ladder: tuple[ReminderStep, ...]) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.rig = Rig(Path(self.folder.name), *ladder)
        self.checked = 0
        self.known: dict[str, Any] = {}
        self.over: Counter[tuple[str, float, int]] = Counter()
        self.messages: set[str] = set()
        self.rig.book("a", self._starts(31))
        self.rig.book("b", self._starts(50), None, person="Tom", booker_id=ANA)
        self.rig.book("c", self._starts(51))
        self.rig.book("e", self._starts(75), BO)

    def _starts(self, hours: int) -> str:
        moment = self.rig.clock.now() + timedelta(hours=hours)
        return moment.astimezone(PARIS).replace(minute=30, second=0, tzinfo=None).isoformat()

    @rule(own=OWN, hours=HOURS, is_for_child=st.booleans(), who=st.sampled_from((ANA, BO)))
    def somebody_books(self, own: str, hours: int, is_for_child: bool, who: Any) -> None:
        if own in self.known:
            return
        about = {"contact": None, "person": "Tom", "booker_id": who} if is_for_child else {"contact": who}
        self.rig.book(own, self._starts(hours), **about)

    @rule(own=OWN, hours=HOURS, is_agreed=st.booleans())
    def it_is_moved(self, own: str, hours: int, is_agreed: bool) -> None:
        if own in self.known:
            before = self.known[own].starts_at.astimezone(PARIS).replace(tzinfo=None).isoformat()
            self.rig.move(own, self._starts(hours), before, is_agreed=is_agreed)

    @rule(own=OWN, answer=st.sampled_from(("confirmed", "move", "cancelled", "unclear", "")))
    def they_answer(self, own: str, answer: str) -> None:
        if own in self.known:
            self.rig.answer(own, answer)

    @rule(own=OWN, kind=st.sampled_from((AppointmentRemoved, AppointmentRestored)))
    def it_is_removed_or_restored(self, own: str, kind: Any) -> None:
        if own in self.known:
            self.rig.tell(kind(own), subject=own)

    @rule(who=st.sampled_from((ANA, BO)))
    def they_write(self, who: Any) -> None:
        self.rig.writes(who)

    @rule(minutes=st.sampled_from((1, 29, 61, 240)))
    def a_while_passes(self, minutes: int) -> None:
        self._pass(minutes)

    @rule()
    def half_a_day_passes(self) -> None:
        self._pass(720)

    def _pass(self, minutes: int) -> None:
        """The task is there all the time: it acts at each moment that it named."""
        until = self.rig.clock.now() + timedelta(minutes=minutes)
        self.rig.rest()
        while (moment := self.rig.task.next_at(self.rig.conn, self.rig.clock.now())) and moment <= until:
            assert moment > self.rig.clock.now()
            self.rig.clock.set_wall(moment)
            self.rig.rest()
        self.rig.clock.set_wall(until)
        self.rig.rest()

    @rule(minutes=st.sampled_from((0, 20, 700)), is_crash=st.booleans())
    def the_hub_is_off(self, minutes: int, is_crash: bool) -> None:
        if is_crash:
            self.rig.step(crash=True)
        self.rig.clock.set_wall(self.rig.clock.now() + timedelta(minutes=minutes))
        self.rig.restart()
        self.rig.rest()

    @rule()
    def a_step_comes_to_nothing(self) -> None:
        self.rig.step(crash=True)

    @rule(what=st.sampled_from(("approved", "paused", "21:00", "23:00", *LADDERS)))
    def the_rules_are_others(self, what: Any) -> None:
        if isinstance(what, tuple):
            self.rig.tell(self.rig.service(*what))
        elif ":" in what:
            self.rig.tell(SettingChanged("quiet_from", what))
        else:
            self.rig.template(what)

    # -- what must hold

    @precondition(lambda self: hasattr(self, "rig"))
    @invariant()
    def each_reminder_is_one_and_fits(self) -> None:
        events = self.rig.events()
        for event in events[self.checked :]:
            self._check(event, events)
        self.checked = len(events)
        assert set(self.rig.queued()) == self.messages

    def _check(self, event: Event, events: list[Event]) -> None:
        body = event.body
        if isinstance(body, AppointmentBooked):
            self.known[body.appointment_id] = booked(body, event.accepted_at)
            return
        if isinstance(body, SendRequested):
            assert body.message_id not in self.messages
            self.messages.add(body.message_id)
            clock = event.occurred_at.astimezone(PARIS).hour
            assert 8 <= clock < 23, f"at night: {clock}"
        one = self.known.get(event.subject)
        if one is None:
            return
        if isinstance(body, AppointmentAsked | AppointmentNotAsked) and body.step_min is not None:
            self.over[body.appointment_id, one.starts_at.timestamp(), body.step_min] += 1
            assert max(self.over.values()) == 1
            assert one.is_standing and one.answer != "move" and event.occurred_at < one.starts_at
        if isinstance(body, AppointmentAsked):
            assert not (body.is_ask and one.answer)
            assert body.message_id in self.messages
            day = one.starts_at.astimezone(PARIS).date()
            for other in (self.known[key] for key in body.with_ids):
                assert other.writes_to == one.writes_to and other.starts_at.astimezone(PARIS).date() == day
        self.known[event.subject] = applied(one, body, event.accepted_at)  # type: ignore[arg-type]

    def teardown(self) -> None:
        if not hasattr(self, "rig"):
            return
        stored = log.page(self.rig.conn, 0, 1 << 30)
        hash_now = view.view_hash(self.rig.conn)
        with closing(connect(Path(self.folder.name) / "rebuilt.db", None)) as fresh:
            view.create(fresh)
            view.Projector().project(fresh, [codec.decode_event(one) for one in stored], stored[-1].chain)
            assert view.view_hash(fresh) == hash_now
        self.rig.close()
        self.folder.cleanup()


@pytest.mark.timeout(3_600)
def test_reminders_hold_in_any_order(is_long: bool) -> None:
    wanted = settings(
        max_examples=150 if is_long else 10,
        stateful_step_count=40 if is_long else 16,
        suppress_health_check=list(HealthCheck),
        deadline=None,
    )
    run_state_machine_as_test(Reminders, settings=wanted)
