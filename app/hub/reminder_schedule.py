"""Reminders of appointments that go by themselves: a task of the scheduler.

What is said is decided and written in the scheduler's one transaction, by `app.domain.reminder_times` asked anew at
that very moment: no reminder goes out twice, and none after an answer, a move or a cancellation, whatever crashes in
between. In memory lies only when each appointment is to be looked at next, so a rest costs nothing; a start, and a
change of services, hours or quiet hours, look through what is to come, a hundred at a time.
"""

import heapq
from collections import deque
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from app.domain.agenda import AGENDA_EVENTS
from app.domain.appointments import (
    APPOINTMENT_EVENTS,
    AppointmentAsked,
    AppointmentNotAsked,
)
from app.domain.events import Event
from app.domain.hours import HOURS_EVENTS
from app.domain.ids import ConversationId, LineId
from app.domain.settings import SettingChanged
from app.hub.appender import Draft
from app.hub.reminder_plan import Rules, rules_now, turns
from app.hub.reminder_telling import Telling
from storage.hub.tables import Connection
from storage.view import appointment_reading as reading
from storage.view.appointment_due import to_come

PLANNED_AT_ONCE: Final = (
    100  # appointments looked through in one transaction: what customers tap waits for it
)
TOLD_AT_ONCE: Final = 40  # events of one, for the same reason
TRIES: Final = 3
RETRY_S: Final = 60
_DAY_S: Final = 86_400
_EVERYTHING: Final = (*AGENDA_EVENTS, *HOURS_EVENTS)
_SETTINGS: Final = frozenset({"quiet_hours", "quiet_from", "quiet_to", "time_zone"})


class Reminding:
    """`lines`: the business numbers that are ours. Subscribe `hear` to the appender."""

    listens_to: tuple[type, ...] = (*APPOINTMENT_EVENTS, *_EVERYTHING, SettingChanged)
    talks: Collection[ConversationId] = frozenset()

    def __init__(self, lines: Collection[LineId]) -> None:
        self._lines = lines
        self._heard: deque[str | None] = deque([None])  # appointments that changed; None: everything may have
        self._fresh: deque[str] = deque()  # to be looked through
        self._due: dict[str, int] = {}
        self._tries: dict[str, int] = {}  # of those whose message is not in the log yet
        self._heap: list[tuple[int, str]] = []
        self._seen_until_s = 0  # appointments that begin up to here were looked through
        self._reach_s = 0

    def hear(self, events: Sequence[Event]) -> None:
        """Something happened; called from the event loop, while the writing thread may be at work."""
        for event in events:
            body = event.body
            if isinstance(body, APPOINTMENT_EVENTS):
                self._heard.append(body.appointment_id)
            elif isinstance(body, _EVERYTHING) or (
                isinstance(body, SettingChanged) and body.name in _SETTINGS
            ):
                self._heard.append(None)

    def due(self, conn: Connection, now: datetime, limit: int) -> list[Draft]:
        """Messages whose time has come."""
        now_s, rules = int(now.timestamp()), _Late(conn, now)
        self._listen(rules)
        self._look_ahead(conn, rules, now_s)
        if not self._reach_s:
            self._fresh.clear()  # nobody wants reminders
        for _ in range(min(PLANNED_AT_ONCE, len(self._fresh))):
            appointment_id = self._fresh.popleft()
            one = reading.load(conn, appointment_id)
            found = turns(conn, rules.get(), one, now_s) if one is not None else []
            self._put(appointment_id, found[0].due_s if found else None)
            if not found or found[0].due_s > now_s:
                self._tries.pop(appointment_id, None)
        drafts: list[Draft] = []
        while self._heap and self._heap[0][0] <= now_s and len(drafts) < min(limit, TOLD_AT_ONCE):
            at_s, appointment_id = heapq.heappop(self._heap)
            if self._due.get(appointment_id) == at_s:
                drafts += self._treat(conn, rules.get(), appointment_id, now)
        return drafts

    def next_at(self, conn: Connection, now: datetime) -> datetime | None:
        """When the next one is to be looked at."""
        if self._heard or self._fresh:
            return now
        while self._heap and self._due.get(self._heap[0][1]) != self._heap[0][0]:
            heapq.heappop(self._heap)
        moments = [self._heap[0][0]] if self._heap else []
        if self._reach_s:
            moments.append(self._seen_until_s - self._reach_s)
        return datetime.fromtimestamp(min(moments), now.tzinfo) if moments else None

    def _listen(self, rules: "_Late") -> None:
        """What changed since the last look."""
        while self._heard:
            heard = self._heard.popleft()
            if heard is not None:
                self._fresh.append(heard)
                continue
            self._fresh.clear()
            self._due.clear()
            self._tries.clear()
            self._heap.clear()
            self._seen_until_s, self._reach_s = 0, rules.get().reach_s

    def _look_ahead(self, conn: Connection, rules: "_Late", now_s: int) -> None:
        """Appointments that came into reach as time went by."""
        if not self._reach_s or now_s + self._reach_s < self._seen_until_s:
            return
        until_s = now_s + self._reach_s + _DAY_S
        after_s = max(now_s, self._seen_until_s)
        self._fresh += to_come(conn, after_s * 1_000_000, until_s * 1_000_000, rules.get().services)
        self._seen_until_s = until_s

    def _put(self, appointment_id: str, at_s: int | None) -> None:
        if at_s is None:
            self._due.pop(appointment_id, None)
        elif self._due.get(appointment_id) != at_s:
            self._due[appointment_id] = at_s
            heapq.heappush(self._heap, (at_s, appointment_id))

    def _is_stuck(self, appointment_id: str) -> bool:
        """Whether it came to nothing time and again: then it waits, so that the hub has time for everything else."""
        tries = self._tries.get(appointment_id, 0) + 1
        self._tries[appointment_id] = 0 if tries > TRIES else tries
        return tries > TRIES

    def _treat(self, conn: Connection, rules: Rules, appointment_id: str, now: datetime) -> list[Draft]:
        """One message. Whoever it is about is looked at again, also if this transaction comes to nothing."""
        self._due.pop(appointment_id, None)
        now_s = int(now.timestamp())
        one = reading.load(conn, appointment_id)
        found = turns(conn, rules, one, now_s) if one is not None else []
        if not found:
            return []
        if found[0].due_s > now_s:
            self._put(appointment_id, found[0].due_s)
            return []
        if self._is_stuck(appointment_id):
            self._put(appointment_id, now_s + RETRY_S)
            return []
        told = Telling(conn, rules, found[0], self._lines, now).run()
        if isinstance(told, int):
            self._put(appointment_id, max(told, now_s + 1))
            return []
        for draft in told:
            if isinstance(draft.body, AppointmentAsked | AppointmentNotAsked):
                self._due.pop(draft.subject, None)
                self._heard.append(draft.subject)
        return told


class _Late:
    """Rules that are read when they are first needed."""

    def __init__(self, conn: Connection, now: datetime) -> None:
        self._conn, self._now = conn, now
        self._rules: Rules | None = None

    def get(self) -> Rules:
        """Those of now."""
        if self._rules is None:
            self._rules = rules_now(self._conn, self._now)
        return self._rules
