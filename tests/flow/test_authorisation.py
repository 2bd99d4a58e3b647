"""Role by command and route by object: the hub holds the table of authorisation.py, whatever a window offers."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from copy import deepcopy
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.domain.appointment_asks import BookAppointment
from app.domain.assignment import AssignConversation
from app.domain.commands import COMMAND_OF_KIND
from app.domain.contact_asks import AddContactNote
from app.domain.deal_asks import AddDeal, LogOnDeal
from app.domain.ids import ConversationId, DeviceId, MemberId, MessageId
from app.domain.members import ROLES
from app.domain.notes import AddNote
from app.domain.quick_replies import SaveQuickReply
from app.domain.saved_views import SavedView, SaveView, ViewFilter
from app.domain.scheduled import ScheduleMessage
from app.domain.sends import SendText
from app.domain.slot_offers import SaveWaiter, Waiter
from app.domain.tasks import AddTask
from app.hub import parts, presence
from app.hub.api import Api
from app.hub.openapi import document
from tests.flow.authorisation import ROUTES, WISHES, Cast, Route, Wish
from tests.flow.authorisation_appointments import appointment_of, new_for, waiter_of
from tests.flow.authorisation_contacts import note_about
from tests.flow.authorisation_deals import NEW, deal_of, entry_of
from tests.flow.authorisation_tasks import task_of
from tests.flow.authorisation_team import reply_id
from tests.flow.hub_world import HUB_URL, HubWorld

Play = tuple[HubWorld, Cast]
METHODS = ("get", "head", "put", "post", "delete", "patch")
ROLE_CODES = frozenset({"role_missing", "not_yours", "quick_reply_shared", "quick_reply_foreign"})
ADMIN = frozenset(
    {
        ("POST", "/admin/v1/invite"),
        ("GET", "/admin/v1/devices"),
        ("POST", "/admin/v1/revoke"),
        ("POST", "/admin/v1/remove"),
        ("POST", "/admin/v1/backup"),
        ("POST", "/admin/v1/salvage"),
        ("POST", "/admin/v1/safety"),
        ("POST", "/admin/v1/erase"),
        ("POST", "/admin/v1/doctor"),
    }
)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Cast]:
    """The folder of a hub where the whole cast has acted, and they: made once, every test begins on a copy of it."""
    folder = tmp_path_factory.mktemp("played")
    return folder, asyncio.run(_play(folder))


async def _play(folder: Path) -> Cast:
    """Two members of each role, a customer, an open invitation for each role, a queued message of each member."""
    async with HubWorld(folder) as world:
        desks = {
            f"{role}{number}": await world.join(role, f"{role}{number}".title())
            for role in ROLES
            for number in ("", " 2")
        }
        said = await world.say()
        invites = {}
        for role in ROLES:
            answer = await world.call("POST", "/api/v1/team/invite", desks["owner"], {"role": role})
            invites[role] = json.loads(answer.body)["invite_id"]
        where = ConversationId(said.subject)
        cast = Cast(desks, where, said.body.contact_id, invites, world.clock.now())  # type: ignore[union-attr,arg-type]
        shared = SaveView(SavedView("v-shared", "Ours", ViewFilter()))
        assert (await world.do(desks["owner"], shared)).result == "accepted"
        reply = SaveQuickReply(reply_id("shared"), "Hours", "Nine to six", is_personal=False)
        assert (await world.do(desks["owner"], reply)).result == "accepted"
        for who in desks:
            await _act(world, cast, who)
        await world.do(desks["owner"], AssignConversation(where, None, MemberId(desks["owner"].member_id)))
    return cast


async def _act(world: HubWorld, cast: Cast, who: str) -> None:
    """One of everything that is theirs."""
    desk, where = cast.desks[who], cast.conversation_id
    message_id = cast.sent[who] = MessageId(f"sent-{who.replace(' ', '-')}")
    note_id = cast.noted[who] = MessageId(f"noted-{who.replace(' ', '-')}")
    planned_id = cast.planned[who] = MessageId(f"planned-{who.replace(' ', '-')}")
    due_at = world.clock.now() + timedelta(hours=2)
    for one in (
        SendText(message_id, where, "Hello", send_anyway=True),
        AddNote(note_id, where, "Hi"),
        AddContactNote(cast.contact_id, note_about(who), "Hi"),
        AddTask(task_of(who), "Call Ana", holder_id=MemberId(desk.member_id)),
        SaveQuickReply(reply_id(who), "Hours", "Nine to six", is_personal=True),
        AddDeal(deal_of(who), NEW),
        LogOnDeal(deal_of(who), entry_of(who), "call", "Rang", world.clock.now()),
        ScheduleMessage(planned_id, where, due_at, "text", "Hi"),
        BookAppointment(appointment_of(who), new_for(cast, list(cast.desks).index(who))),
        SaveWaiter(waiter_of(who), Waiter(waiter_of(who), cast.contact_id)),
    ):
        assert (await world.do(desk, one)).result == "accepted"


@pytest.fixture
async def play(played: tuple[Path, Cast], tmp_path: Path) -> AsyncIterator[Play]:
    """A hub of this test alone, and the cast that has acted there."""
    folder, cast = played
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    async with HubWorld(tmp_path) as world:
        await world.clock.advance((cast.now - world.clock.now()).total_seconds())
        yield world, deepcopy(cast)


async def asked(world: HubWorld, cast: Cast, route: Route, who: str | None) -> tuple[int, Any]:
    at = route.path if route.at is None else route.at(cast)
    desk = cast.desks[who] if who else None
    answer = await world.call(route.method, at, desk, route.ask(cast))
    told = json.loads(answer.body) if answer.body[:1] == b"{" else {}
    return answer.status, told.get("code")


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
async def test_a_route_is_for_the_roles_of_its_line(route: Route, play: Play) -> None:
    world, cast = play
    may = set()
    for role in (
        "rep",
        "manager",
        "owner",
    ):  # who may least asks first, of things that nobody changed yet
        status, code = await asked(world, cast, route, role)
        assert status not in (401, 500), (role, status, code)
        if status == 403:
            assert code == "role_missing"
        else:
            may.add(role)
    assert may == route.may


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
async def test_a_route_is_for_nobody_without_a_token_or_with_a_dead_one(route: Route, play: Play) -> None:
    world, cast = play
    before = world.head
    status, code = await asked(world, cast, route, None)
    if route.is_open:
        assert status != 401
        return
    assert (status, code) in {(401, "token_missing"), (401, None)}
    await world.core.access.revoke(DeviceId(cast.device("owner")))
    status, code = await asked(world, cast, route, "owner")
    assert (status, code) in {(401, "device_revoked"), (401, None)}
    assert world.head == before + 1


@pytest.mark.parametrize("wish", WISHES, ids=lambda wish: wish.name)
async def test_a_command_is_for_the_roles_of_its_line(wish: Wish, play: Play) -> None:
    world, cast = play
    may = set()
    for role in ("rep", "manager", "owner"):
        outcome = await world.do(cast.desks[role], wish.ask(cast, role))
        assert outcome.result in ("accepted", "rejected")
        assert outcome.result == "accepted" or outcome.code is not None
        if outcome.code not in ROLE_CODES:
            may.add(role)
    assert may == wish.may


@pytest.mark.parametrize("wish", WISHES, ids=lambda wish: wish.name)
async def test_a_command_of_a_revoked_device_changes_nothing(wish: Wish, play: Play) -> None:
    world, cast = play
    command = world.command(wish.ask(cast, "owner"))
    await world.core.access.revoke(DeviceId(cast.device("owner")))
    before = world.head
    from storage import codec

    data = codec.join_commands([codec.encode_command(command)])
    answer = await world.call("POST", "/api/v1/commands", cast.desks["owner"], data)
    assert (answer.status, json.loads(answer.body)["code"]) == (401, "device_revoked")
    assert world.head == before


def test_every_command_kind_has_a_line() -> None:
    assert {wish.kind for wish in WISHES} == COMMAND_OF_KIND.keys()


def test_every_documented_route_has_a_line() -> None:
    documented = {
        (method.upper(), path)
        for path, calls in document()["paths"].items()
        for method in calls
        if method in METHODS
    }
    assert {(route.method, route.path) for route in ROUTES} == documented


async def test_every_route_that_is_served_has_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that are looked up whole; media, imports and originals, which are not, are in the document."""
    made: list[Api] = []

    class Seen(Api):
        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            made.append(self)

    monkeypatch.setattr(parts, "Api", Seen)
    async with HubWorld(tmp_path):
        served = set(made[0].routes)
    assert served - ADMIN <= {(route.method, route.path) for route in ROUTES}
    assert served >= ADMIN
    assert {path for _, path in served - ADMIN if not path.startswith("/api/v1/")} == {"/health"}


async def test_the_hubs_own_computer_removes_with_the_folders_token_alone(play: Play, tmp_path: Path) -> None:
    world, cast = play
    body = json.dumps({"member_id": cast.member("rep")}).encode()
    for token in (None, "x", cast.desks["owner"].token):
        answer = await world.http.request("POST", f"{HUB_URL}/admin/v1/remove", content=body, bearer=token)
        assert answer.status == 403
    token = presence.admin_token(tmp_path)
    answer = await world.http.request("POST", f"{HUB_URL}/admin/v1/remove", content=body, bearer=token)
    assert answer.status == 200
    assert (await world.call("GET", "/api/v1/log", cast.desks["rep"])).status == 401
