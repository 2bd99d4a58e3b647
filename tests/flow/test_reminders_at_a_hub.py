"""Reminders at a real hub: they leave, once whatever crashes, and after a restore a person looks first."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.domain.agenda import ReminderStep, Service, ServiceSaved
from app.domain.appointments import AppointmentBooked
from app.domain.template_drafts import as_template
from app.domain.templates import TemplateChanged
from app.words.starters import starters
from storage import view
from tests.flow.ladder_steps import rest, told
from tests.flow.office import Office, office
from tests.flow.restore_world import copy_of, is_as_rebuilt, put_back
from tests.guards.logs import Expect

HOUR_S = 3_600.0


@asynccontextmanager
async def agenda(folder: Path, **config: Any) -> AsyncIterator[Office]:
    """Thursday 9:42 in London. Ana has an appointment at 13:42 and is asked three hours before, in an open window."""
    async with office(folder, **config) as o:
        draft = next(one.draft for one in starters() if one.draft.name == "appointment_reminder")
        template = replace(as_template(draft), account_id="acc", status="approved")
        service = Service("cut", "Coupe", reminders=(ReminderStep(180),))
        await told(o, TemplateChanged(template), ServiceSaved(service))
        with o.world.reading() as conn:
            talk = view.load_conversation(conn, o.ana)
        assert talk is not None
        starts = o.world.clock.now() + timedelta(hours=4)
        body = AppointmentBooked("a-1", starts, 30, service_id="cut", contact_id=talk.contact_id)
        await told(o, body, subject="a-1")
        yield o


def asks(o: Office) -> list[Any]:
    return [event.body for event in o.world.events("appointment.asked")]


async def test_it_leaves_with_buttons_that_name_it(tmp_path: Path) -> None:
    async with agenda(tmp_path) as o:
        await o.world.clock.advance(HOUR_S - 60)
        assert o.graph.posts == []
        await o.reach(lambda: len(o.graph.posts) == 1, within_s=180)
        [asked] = asks(o)
        replies = o.graph.posts[0].body["interactive"]["action"]["buttons"]
        assert [one["reply"]["id"] for one in replies] == [
            f"ap:{what}:{asked.ask_id}" for what in ("confirm", "move", "cancel")
        ]
        await o.reach(lambda: o.row(asked.message_id).state == "accepted")
        await rest(o)
        assert is_as_rebuilt(o.world, tmp_path)


@pytest.mark.parametrize(
    "point", ["before_schedule_commit", "after_schedule_commit", "before_post", "after_attempt_commit"]
)
async def test_nothing_leaves_twice_whatever_crashes(tmp_path: Path, point: str, expect_log: Expect) -> None:
    is_armed = [False]

    def crash(at: str) -> None:
        if is_armed[0] and at == point:
            is_armed[0] = False
            expect_log("RuntimeError")
            raise RuntimeError("killed")

    async with agenda(tmp_path, crash=crash) as o:
        await o.world.clock.advance(HOUR_S - 30)
        is_armed[0] = True
        await o.reach(lambda: not is_armed[0], within_s=240)
        await o.world.restart(away_s=1)
        await o.reach(lambda: len(asks(o)) == 1, within_s=180)
        await rest(o)
        await o.world.restart(away_s=HOUR_S)
        await rest(o)
        assert len(asks(o)) == 1
        requested = [event.body.message_id for event in o.world.events("send.requested")]  # type: ignore[union-attr]
        assert len(requested) == 1 and len(o.graph.posts) <= 1  # only a person sends again what may have left


async def test_after_a_restore_what_may_have_gone_out_waits_for_a_person(tmp_path: Path) -> None:
    async with agenda(tmp_path) as o:
        copy = copy_of(o.world)
        await o.reach(lambda: len(o.graph.posts) == 1, within_s=2 * HOUR_S, step_s=60)
        await put_back(o.world, copy, away_s=600)
        await o.reach(lambda: bool(o.world.events("appointment.not_asked")), within_s=240)
        [event] = o.world.events("appointment.not_asked")
        assert (event.body.code, event.body.step_min) == ("hub_restored", 180)  # type: ignore[union-attr]
        await o.world.clock.advance(2 * HOUR_S)
        await rest(o)
        assert len(o.graph.posts) == 1
