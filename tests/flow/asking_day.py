"""A day of appointments at a desk that asks everybody, a hub, and a Graph whose outcomes are scripted."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from app.domain.agenda import Resource, Service
from app.domain.agenda_rows import AppointmentRow
from app.domain.appointments import AppointmentBooked
from app.domain.ask_plans import AskProgress
from app.domain.events import Actor, EventBody
from app.domain.hours import BUSINESS, OpeningHours, Span
from app.domain.template_drafts import as_template
from app.domain.templates import TemplateChanged
from app.hub.appender import Draft
from app.words.starters import starters
from tests.flow.desk_world import Computer, computer, reach
from tests.flow.fake_graph import FakeGraph, Scripted
from tests.flow.hub_world import HubWorld

PARIS = ZoneInfo("Europe/Paris")
WEEK = (*((Span(480, 1_260),),) * 7,)


@dataclass
class AskingDay:
    """`lea`'s desk; `day`: the one that is asked about."""

    world: HubWorld
    graph: FakeGraph
    lea: Computer
    day: date
    chair: str = ""

    async def tell(self, *bodies: EventBody, is_heard: bool = True) -> None:
        """These happen at the hub, and the desk hears of it."""
        now = self.world.clock.now()
        drafts = [Draft(body, getattr(body, "appointment_id", ""), Actor("hub"), now) for body in bodies]
        await self.world.core.writer.run(lambda conn: self.world.core.appender.append(conn, drafts))
        if is_heard:
            await self.settle()

    async def settle(self) -> None:
        desk = self.lea.desk
        await reach(
            self.world.clock, lambda: desk.position == self.world.head and not desk.is_waiting_for_hub
        )

    def at(self, clock_time: str) -> datetime:
        return datetime.combine(self.day, time.fromisoformat(clock_time), PARIS).astimezone(UTC)

    def booked(self, own: str, clock_time: str, **fields: Any) -> AppointmentBooked:
        return AppointmentBooked(own, self.at(clock_time), 15, **({"resource_id": self.chair} | fields))

    def many(self, count: int) -> list[AppointmentBooked]:
        """So many people whom nobody has ever written to."""
        return [
            self.booked(
                f"a-{n:03}",
                f"{8 + n // 30:02}:{n % 30 * 2:02}",
                person=f"Client {n}",
                phone=f"06 39 98 {n // 100:02} {n % 100:02}",
            )
            for n in range(count)
        ]

    async def template(self, status: str, language: str = "fr", *, is_heard: bool = True) -> None:
        """The ready reminder of a salon."""
        draft = next(
            one.draft for one in starters()
            if (one.trade, one.draft.name, one.draft.language) == ("salon", "appointment_reminder", language)
        )  # fmt: skip
        await self.tell(
            TemplateChanged(replace(as_template(draft), account_id="waba", status=status)), is_heard=is_heard
        )

    def rows(self) -> dict[str, AppointmentRow]:
        return {row.appointment_id: row for row in self.lea.desk.agenda(self.day).rows}

    def states(self) -> list[str]:
        return [row.state for row in self.rows().values()]

    def run(self, run_id: str) -> AskProgress:
        found = self.lea.desk.ask_run(run_id)
        assert found is not None
        return found


@asynccontextmanager
async def asking_day(folder: Path, *script: Scripted, **config: Any) -> AsyncIterator[AskingDay]:
    """Tomorrow; one employee, one service, the reminder approved in French."""
    graph = FakeGraph(*script)
    async with HubWorld(folder / "hub", client=graph, **config) as world:
        graph.clock = world.clock
        async with computer(world, folder / "lea") as lea:
            await lea.desk.save_hours(BUSINESS, OpeningHours("1970-01-01", "Europe/Paris", WEEK))
            await world.say()
            made = AskingDay(world, graph, lea, lea.desk.agenda().today + timedelta(days=1))
            await made.settle()
            made.day = lea.desk.agenda().today + timedelta(days=1)
            made.chair = await lea.desk.save_resource(Resource("", "Kim"))
            await lea.desk.save_service(Service("", "Coupe"))
            await lea.desk.change_setting("business_name", "Salon Lila")
            await made.template("approved")
            yield made
