"""How far the runs are that asked about the appointments of a day: by the view, and by what waits on this computer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from app.desk.outbox import Entry, Outbox
from app.desk.reading import Reader
from app.domain.appointment_asks import AskAppointments
from app.domain.appointments import AppointmentNotAsked
from app.domain.ask_plans import AskProgress
from app.domain.ids import ConversationId, MemberId, MessageId
from app.domain.messages import Message
from app.domain.wall_moments import day_bounds
from storage.view.appointment_runs import RunEvent, runs_between
from storage.view.messages import load_many

_US = 1_000_000
_STAGES = {
    "queued": "queued", "accepted": "sent", "sent": "sent", "delivered": "delivered", "read": "read",
    "played": "read", "cancelled": "stopped",
}  # fmt: skip
Place = tuple[MessageId, ConversationId]


class AskRuns:
    """Reads what `reader` reads. A run that was seen once is known by its id."""

    def __init__(self, reader: Reader, outbox: Outbox) -> None:
        self._reader, self._outbox = reader, outbox
        self.days: dict[str, date] = {}

    def of_day(self, day: date, zone: str) -> list[AskProgress]:
        """The newest first; what only this computer knows of yet is the newest."""
        low_s, high_s = day_bounds(day, zone)
        runs: dict[str, _Run] = {}
        for event in runs_between(self._reader.view_connection(), low_s * _US, high_s * _US):
            runs.setdefault(event.body.run_id, _Run(event.at, event.body.member_id)).take(event)
        for entry in self._waiting():
            body: Any = entry.command.body
            if self.days.get(body.run_id) == day:
                mine = _Run(entry.command.made_at, entry.maker.member_id)
                runs.setdefault(body.run_id, mine).wait_for(body)
        messages = self._messages(run.asked for run in runs.values())
        for run_id in runs:
            self.days[run_id] = day
        found = [run.progress(run_id, day, messages) for run_id, run in runs.items()]
        return sorted(found, key=lambda one: (one.at is not None and one.at.timestamp()) or 0.0, reverse=True)

    def queued(self, run_id: str, day: date, zone: str) -> list[Place]:
        """Messages of a run that have not left the hub."""
        low_s, high_s = day_bounds(day, zone)
        run = _Run(None, None)
        for event in runs_between(self._reader.view_connection(), low_s * _US, high_s * _US):
            if event.body.run_id == run_id:
                run.take(event)
        messages = self._messages([run.asked])
        return [
            (key, one.conversation_id)
            for key in run.asked
            if (one := messages.get(key)) is not None and one.state == "queued"
        ]

    def waiting(self, run_id: str) -> list[Entry]:
        """Commands of a run that the log does not show yet."""
        return [one for one in self._waiting() if getattr(one.command.body, "run_id", "") == run_id]

    def _waiting(self) -> list[Entry]:
        pending = self._outbox.pending_of(AskAppointments)
        held = [self._outbox.find(one.command.command_id) for one in pending]
        return [one for one in held if one is not None]

    def _messages(self, asked: Iterable[Iterable[MessageId]]) -> dict[MessageId, Message]:
        ids = {key for some in asked for key in some}
        return {one.message_id: one for one in load_many(self._reader.view_connection(), ids)} if ids else {}


class _Run:
    """What is known of one. `asked`: by message, whether its customer has answered."""

    def __init__(self, at: datetime | None, member_id: MemberId | None) -> None:
        self.at, self.member_id = at, member_id
        self.asked: dict[MessageId, bool] = {}
        self._not_asked: Counter[str] = Counter()
        self._waiting = 0

    def take(self, event: RunEvent) -> None:
        """Something that it did."""
        body, one = event.body, event.appointment
        if isinstance(body, AppointmentNotAsked):
            self._not_asked[body.code] += 1
            return
        has_answered = bool(one.answer) and one.ask_id == body.ask_id
        self.asked[body.message_id] = self.asked.get(body.message_id, False) or has_answered

    def wait_for(self, body: AskAppointments) -> None:
        """What is on its way to the hub."""
        self._waiting += sum(one.message.message_id not in self.asked for one in body.asks)

    def progress(self, run_id: str, day: date, messages: dict[MessageId, Message]) -> AskProgress:
        """Counted."""
        stages: Counter[str] = Counter()
        failed: Counter[str] = Counter()
        for key in self.asked:
            message = messages.get(key)
            state = str(message.state) if message is not None else "queued"
            if state in _STAGES:
                stages[_STAGES[state]] += 1
            else:
                failed[(message.failure_code if message is not None else None) or state] += 1
        total = len(self.asked) + self._waiting + sum(self._not_asked.values())
        return AskProgress(
            run_id, day, self.at, self.member_id, total, stages["queued"] + self._waiting, stages["sent"],
            stages["delivered"], stages["read"], sum(self.asked.values()), stages["stopped"], dict(failed),
            dict(self._not_asked),
        )  # fmt: skip
