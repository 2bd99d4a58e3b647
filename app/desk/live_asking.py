"""The part of the running desk that asks a whole day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from app.desk.live_agenda import LiveAgenda
from app.desk.outbox import Entry
from app.domain.errors import ComptoirError
from app.domain.ids import IdMaker, LineId
from app.domain.later import asyncio

if TYPE_CHECKING:
    from app.desk.ask_progress import AskRuns, Place
    from app.desk.ask_reading import AskReader
    from app.domain.agenda_rows import AgendaDays, AppointmentRow
    from app.domain.appointment_asks import AskAppointments
    from app.domain.ask_plans import AskEntry, AskPlan, AskProgress
    from app.domain.booking_confirmations import BookingConfirmation
    from app.domain.contents import Media
    from app.domain.lines import Line
    from app.domain.prices import RateCard

SLICE_S: Final = 0.004  # a plan is made in pieces of so long, and the window lives between them


class LiveAsking(LiveAgenda):
    """A mixin of `LiveDesk` over that of the agenda; see `app.desk.agenda_asking.AskingDesk`."""

    lines: Callable[[], dict[LineId, Line]]
    rate_card: Callable[[], RateCard]
    send: Callable[..., Any]

    async def ask_plan(
        self,
        day: date,
        appointment_ids: Sequence[str] | None = None,
        again: bool = False,
        *,
        template: str = "",
        quiet_anyway: bool = False,
    ) -> AskPlan:
        from app.desk.ask_planning import Planner, Wanted, slices
        from app.domain.ask_plans import AskPlan

        days = self.agenda(day, 1)
        await asyncio.sleep(0)
        rows = self._meant(days, appointment_ids)
        wanted = Wanted(
            day, days.zone, days.now, appointment_ids is None, again, template, quiet_anyway
        )  # fmt: skip
        ids = IdMaker(self._clock)
        knower = self._read(lambda: self._ask_reader(ids, rows, days), None)
        if knower is None:
            return AskPlan(day, days.zone, days.now, is_ready=False)
        await asyncio.sleep(0)
        planner = Planner(knower, ids, self.rate_card(), wanted)
        found: list[AskEntry] = []
        pieces = slices(planner.entries(rows), perf_counter, SLICE_S)
        while True:
            piece: list[AskEntry] | None = self._read(lambda: next(pieces, None), None)
            if piece is None:
                return planner.plan(found)
            found += piece
            await asyncio.sleep(0)

    async def ask(self, plan: AskPlan) -> str:
        run_id = IdMaker(self._clock).new()
        bodies = commands_of(plan, run_id, round(float(self._reader.setting("send_grace_s")) * 1_000))
        self._ask_progress.days[run_id] = plan.day
        standing = self._standing()
        await self._outbox.add(bodies, standing.base_pos, is_online=standing.is_online)
        return run_id

    def ask_runs(self, day: date) -> list[AskProgress]:
        found: list[AskProgress] = self._read(
            lambda: self._ask_progress.of_day(day, self._agenda_reader.zone()), []
        )
        return found

    def ask_run(self, run_id: str) -> AskProgress | None:
        day = self._ask_progress.days.get(run_id)
        found = self.ask_runs(day) if day is not None else []
        return next((one for one in found if one.run_id == run_id), None)

    async def stop_asking(self, run_id: str) -> int:
        runs, count = self._ask_progress, 0
        for entry in runs.waiting(run_id):
            body: Any = entry.command.body
            count += len(body.asks)
            if not await self._outbox.drop(entry):  # the hub may know it already
                sent = [one.message for one in body.asks]
                await self._cancel([(one.message_id, one.conversation_id) for one in sent], [entry])
        day = runs.days.get(run_id)
        places: list[Place] = []
        if day is not None:
            places = self._read(lambda: runs.queued(run_id, day, self._agenda_reader.zone()), [])
        await self._cancel(places, ())
        return count + len(places)

    async def _cancel(self, places: Sequence[Place], needs: Sequence[Entry]) -> None:
        from app.domain.sends import CancelSend

        if places:
            standing = self._standing()
            bodies = [CancelSend(*place) for place in places]
            await self._outbox.add(
                bodies, standing.base_pos, is_online=standing.is_online, needs=needs, is_chain=False
            )

    def booking_confirmation(
        self, appointment_id: str, files: Sequence[tuple[str, Media]] = (), template: str = ""
    ) -> BookingConfirmation:
        from app.desk.booking_confirming import confirmation_of
        from app.domain.booking_confirmations import BookingConfirmation

        row = self.appointment(appointment_id)
        nothing = BookingConfirmation(appointment_id, code="appointment_unknown")
        if row is None:
            return nothing
        days = self.agenda(None, 1)

        def read() -> BookingConfirmation:
            reader = self._ask_reader(IdMaker(self._clock), [row], days)
            return confirmation_of(reader, row, days.now, files, template)

        found: BookingConfirmation = self._read(read, nothing)
        return found

    async def confirm_booking(self, told: BookingConfirmation) -> None:
        from app.desk.composed import Composed

        if told.code or told.conversation_id is None:
            raise ComptoirError(told.code or "confirmation_nobody", **told.facts)
        for one in told.messages:
            composed = Composed(one.kind, one.text, one.content)
            await self.send(told.conversation_id, composed, send_anyway=True)

    # --- inside ---

    @cached_property
    def _ask_progress(self) -> AskRuns:
        from app.desk.ask_progress import AskRuns

        return AskRuns(self._reader, self._outbox)

    def _meant(self, days: AgendaDays, appointment_ids: Sequence[str] | None) -> list[AppointmentRow]:
        if appointment_ids is None:
            return [row for row in days.rows if _begins(row, days)]
        shown = {row.appointment_id: row for row in days.rows}
        found = [shown.get(key) or self.appointment(key) for key in appointment_ids]
        return [row for row in found if row is not None and not row.appointment.is_removed]

    def _ask_reader(self, ids: IdMaker, rows: Sequence[AppointmentRow], days: AgendaDays) -> AskReader:
        from app.desk.ask_reading import AskReader

        lines = sorted(one.line_id for one in self.lines().values() if one.is_known)
        shared = (days.resources, days.services)
        return AskReader(self._reader, self._outbox, ids, rows, lines, days.now, days.zone, shared)


def commands_of(plan: AskPlan, run_id: str, grace_ms: int = 0) -> list[AskAppointments]:
    """The commands that a plan comes to, each of so many messages as one may hold. Raises "ask_nothing".

    `grace_ms`: how long one alone may still be taken back; a run has its own stop.
    """
    from app.domain.appointment_asks import ASKS_MAX, AskAppointments

    bodies = []
    if len(plan.going) == 1 and (alone := plan.going[0].asking) is not None:
        held = replace(alone, message=replace(alone.message, grace_ms=grace_ms))
        return [AskAppointments(run_id, (held,), plan.going[0].is_again)]
    for is_again in (False, True):
        asks = [one.asking for one in plan.going if one.asking is not None and one.is_again == is_again]
        cuts = range(0, len(asks), ASKS_MAX)
        bodies += [AskAppointments(run_id, tuple(asks[at : at + ASKS_MAX]), is_again) for at in cuts]
    if not bodies:
        raise ComptoirError("ask_nothing")
    return bodies


def _begins(row: AppointmentRow, days: AgendaDays) -> bool:
    """Whether it begins on the day, and does not only last into it."""
    return row.appointment.starts_at.astimezone(ZoneInfo(days.zone)).date() == days.from_day
